/* Whole files and folders, and where evenhand's own data is. */
#ifndef EVENHAND_FILES_H
#define EVENHAND_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"
#include "evenhand/digest.h"
#include "evenhand/faults.h"

/* A file's bytes; over `max` is FAULT_DATA, missing is FAULT_NO_INPUT. */
bool file_read(const char *path, size_t max, struct buf *out, struct faults *f);
/* Takes one line of a file, without its end, which may be changed; the first has number 1. */
typedef bool file_line(void *ctx, char *line, size_t number, struct faults *f);
/* A whole file's lines in order, until one is not taken; as file_read otherwise. */
bool file_lines(const char *path, size_t max, file_line *take, void *ctx, struct faults *f);
/* Flushes a file that is there to disk. */
bool file_flush(const char *path, struct faults *f);
/* The same of a file that is open; `path` is for messages. */
bool file_read_open(int fd, const char *path, size_t max, struct buf *out, struct faults *f);
/* Writes path.tmp, flushes to disk, checks, renames. */
bool file_write(const char *path, const void *bytes, size_t len, struct faults *f);
/* Copies a file of any size (0600), flushed and renamed into place. */
bool file_copy(const char *from, const char *to, struct faults *f);
/* Flushes a folder to disk: a rename in it is on disk when it is. */
bool folder_flush(const char *folder, struct faults *f);
/* Names (not paths) of the regular files in a folder that end in `suffix`, sorted by bytes; a missing folder
 * has none. names is NULL-terminated; files_free releases. */
bool files_list(const char *folder, const char *suffix, char ***names, struct faults *f);
void files_free(char **names);
char *path_join(const char *folder, const char *name); /* free() releases */
char *path_beside(const char *path, const char *name); /* in the folder that holds path; free() releases */

/* "PREFIX/share/evenhand/KIND" relative to the running program ("sources", "rules"), in bin/ or
 * libexec/evenhand/ alike; free() releases. */
char *data_folder(const char *kind, struct faults *f);
/* The path of the program of a stage, relative to the running one; free() releases. */
char *stage_program(const char *stage, struct faults *f);

/* SHA-256 over every file below the folders (recursively, sorted by relative path, names included; hidden
 * files left out): the digest of the rule packs in force. A missing folder has no files. */
bool folders_digest(const char *const *folders, size_t count, char hex[DIGEST_HEX_BYTES], struct faults *f);

#endif

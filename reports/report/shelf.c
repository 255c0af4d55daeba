#include "evenhand/shelf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"

static char *temporary_path(const struct shelf *shelf, const char *name) {
    return mem_format("%s/%s%s", shelf->folder, name, SHELF_TEMPORARY_SUFFIX);
}

#define LIBRARY_FILE_BYTES 14 /* of "tmp.a83bQ7kd2P" */

/* What libxlsxwriter writes beside a workbook, and leaves when it is killed. */
static bool is_librarys(const char *name) {
    return strncmp(name, "tmp.", 4) == 0 && strlen(name) == LIBRARY_FILE_BYTES;
}

static bool remove_left_over(const struct shelf *shelf, struct faults *f) {
    char **names = NULL;
    char *mark = mem_format("%s%s", shelf->suffix, SHELF_TEMPORARY_SUFFIX);
    bool ok = files_list(shelf->folder, "", &names, f);
    for (char **name = names; ok && *name; name++) {
        char *path = path_join(shelf->folder, *name);
        if (is_librarys(*name) || strstr(*name, mark)) /* "C-7F3K.xlsx.part", "C-7F3K.xlsx.part.a83b" */
            ok = unlink(path) == 0 ||
                 fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot remove what an earlier run left");
        free(path);
    }
    free(mark);
    files_free(names);
    return ok;
}

bool shelf_open(struct shelf *shelf, const char *folder, const char *suffix, struct faults *f) {
    shelf->folder = mem_string(folder);
    shelf->suffix = suffix;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot make the folder");
    if (access(folder, W_OK | X_OK) != 0)
        return fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot write to the folder");
    return remove_left_over(shelf, f);
}

char *shelf_add(struct shelf *shelf, const char *stem) {
    if (shelf->count == shelf->cap) {
        shelf->cap = shelf->cap ? shelf->cap * 2 : 64;
        shelf->name = mem_grow(shelf->name, shelf->cap, sizeof *shelf->name);
    }
    char *name = mem_format("%s%s", stem, shelf->suffix);
    shelf->name[shelf->count++] = name;
    return temporary_path(shelf, name);
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Both lists are sorted. */
static bool no_strangers(const struct shelf *shelf, struct faults *f) {
    char **names = NULL;
    bool ok = files_list(shelf->folder, shelf->suffix, &names, f);
    for (char **name = names; ok && *name; name++)
        if (!bsearch(name, shelf->name, shelf->count, sizeof *shelf->name, by_name))
            ok = fault(f, FAULT_CANNOT_CREATE, shelf->folder,
                       "name an empty folder, or move the old workbooks away",
                       "%s is there already and is not of this run", *name);
    files_free(names);
    return ok;
}

/* All files at once: one by one, the disk would be waited for as often as there are candidates. */
static bool flush_files(const struct shelf *shelf, struct faults *f) {
    int fd = open(shelf->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && syncfs(fd) == 0;
    if (!ok)
        (void)fault_errno(f, FAULT_IO, shelf->folder, "cannot flush the workbooks to disk");
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool flush_folder(const struct shelf *shelf, struct faults *f) {
    int fd = open(shelf->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return fault_errno(f, FAULT_IO, shelf->folder, "cannot open the folder");
    bool ok = fsync(fd) == 0 || fault_errno(f, FAULT_IO, shelf->folder, "cannot flush the folder to disk");
    close(fd);
    return ok;
}

static bool rename_one(struct shelf *shelf, const char *name, struct faults *f) {
    char *from = temporary_path(shelf, name);
    char *to = path_join(shelf->folder, name);
    bool ok = rename(from, to) == 0 ||
              fault_errno(f, FAULT_CANNOT_CREATE, to, "cannot rename the finished workbook");
    free(from);
    free(to);
    return ok;
}

static void withdraw(struct shelf *shelf) {
    while (shelf->published > 0) {
        char *path = path_join(shelf->folder, shelf->name[--shelf->published]);
        (void)unlink(path);
        free(path);
    }
}

bool shelf_publish(struct shelf *shelf, struct faults *f) {
    if (shelf->count > 1)
        qsort(shelf->name, shelf->count, sizeof *shelf->name, by_name);
    if (!no_strangers(shelf, f) || !flush_files(shelf, f))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < shelf->count; i++) {
        ok = rename_one(shelf, shelf->name[i], f);
        shelf->published += ok;
    }
    if (ok && flush_folder(shelf, f))
        return true;
    withdraw(shelf);
    return false;
}

void shelf_close(struct shelf *shelf) {
    for (size_t i = 0; i < shelf->count; i++) {
        char *path = temporary_path(shelf, shelf->name[i]);
        if (i >= shelf->published)
            (void)unlink(path);
        free(path);
        free(shelf->name[i]);
    }
    free(shelf->name);
    free(shelf->folder);
    *shelf = (struct shelf){.folder = NULL};
}

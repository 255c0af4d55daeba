#include "evenhand/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/mem.h"
#include "evenhand/stream.h"

#define FILES_MAX 20000 /* in one folder */

char *path_join(const char *folder, const char *name) {
    size_t len = strlen(folder);
    return mem_format("%s%s%s", folder, len && folder[len - 1] == '/' ? "" : "/", name);
}

char *path_beside(const char *path, const char *name) {
    const char *slash = strrchr(path, '/');
    return slash ? mem_format("%.*s/%s", (int)(slash - path), path, name) : mem_string(name);
}

bool file_read_open(int fd, const char *path, size_t max, struct buf *out, struct faults *f) {
    char chunk[65536];
    for (;;) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fault_errno(f, FAULT_IO, path, "reading failed");
        if (n == 0)
            return true;
        if (out->len + (size_t)n > max)
            return fault(f, FAULT_DATA, path, "is it the right file?", "file is larger than %zu bytes", max);
        buf_add(out, chunk, (size_t)n);
    }
}

bool file_read(const char *path, size_t max, struct buf *out, struct faults *f) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 && errno == ENOENT)
        return fault(f, FAULT_NO_INPUT, path, NULL, "no such file");
    if (fd < 0)
        return fault_errno(f, FAULT_NO_INPUT, path, "cannot be opened");
    bool ok = file_read_open(fd, path, max, out, f);
    (void)close(fd);
    buf_add(out, "", 0);
    return ok;
}

bool file_lines(const char *path, size_t max, file_line *take, void *ctx, struct faults *f) {
    struct buf bytes = {0};
    bool ok = file_read(path, max, &bytes, f);
    size_t number = 1;
    for (char *line = bytes.data, *next; ok && line != NULL && *line != '\0'; line = next) {
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        ok = take(ctx, line, number++, f);
    }
    buf_free(&bytes);
    return ok;
}

static bool write_flushed(const char *path, const void *bytes, size_t len, struct faults *f) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot be created");
    bool ok = write_all(fd, bytes, len, path, f);
    if (ok && fsync(fd) != 0)
        ok = fault_errno(f, FAULT_IO, path, "flushing to disk failed");
    if (close(fd) != 0 && ok)
        ok = fault_errno(f, FAULT_IO, path, "closing failed");
    return ok;
}

static bool flush(const char *path, int flags, const char *why, struct faults *f) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (!ok)
        (void)fault_errno(f, FAULT_IO, path, why);
    if (fd >= 0)
        (void)close(fd);
    return ok;
}

bool file_flush(const char *path, struct faults *f) {
    return flush(path, 0, "flushing to disk failed", f);
}

bool file_write(const char *path, const void *bytes, size_t len, struct faults *f) {
    char *temporary = mem_format("%s.tmp", path);
    bool ok = write_flushed(temporary, bytes, len, f);
    if (ok && rename(temporary, path) != 0)
        ok = fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot be put in place");
    if (!ok)
        (void)unlink(temporary);
    free(temporary);
    return ok;
}

static bool copy_bytes(int in, int out, const char *from, const char *to, struct faults *f) {
    char chunk[65536];
    ssize_t n;
    while ((n = read(in, chunk, sizeof chunk)) != 0) {
        if (n < 0 && errno != EINTR)
            return fault_errno(f, FAULT_IO, from, "reading failed");
        if (n > 0 && !write_all(out, chunk, (size_t)n, to, f))
            return false;
    }
    return fsync(out) == 0 || fault_errno(f, FAULT_IO, to, "flushing to disk failed");
}

bool file_copy(const char *from, const char *to, struct faults *f) {
    char *temporary = mem_format("%s.tmp", to);
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NOCTTY), out = -1;
    bool ok = in >= 0 || fault_errno(f, FAULT_NO_INPUT, from, "cannot be opened");
    if (ok) {
        out = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        ok = out >= 0 || fault_errno(f, FAULT_CANNOT_CREATE, temporary, "cannot be created");
    }
    ok = ok && copy_bytes(in, out, from, to, f) &&
         (rename(temporary, to) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, to, "cannot be put in place"));
    if (in >= 0)
        (void)close(in);
    if (out >= 0)
        (void)close(out);
    if (!ok)
        (void)unlink(temporary);
    free(temporary);
    return ok;
}

bool folder_flush(const char *folder, struct faults *f) {
    return flush(folder, O_DIRECTORY, "cannot be flushed to disk", f);
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_regular(const char *folder, const char *name) {
    struct stat st;
    char *path = path_join(folder, name);
    bool regular = stat(path, &st) == 0 && S_ISREG(st.st_mode);
    free(path);
    return regular;
}

static bool ends_with(const char *name, const char *suffix) {
    size_t n = strlen(name), m = strlen(suffix);
    return n >= m && strcmp(name + n - m, suffix) == 0;
}

bool files_list(const char *folder, const char *suffix, char ***names, struct faults *f) {
    *names = mem_array(1, sizeof **names);
    DIR *dir = opendir(folder);
    if (!dir)
        return errno == ENOENT ? true : fault_errno(f, FAULT_NO_INPUT, folder, "cannot be listed");
    size_t n = 0;
    bool ok = true;
    for (struct dirent *e; ok && (e = readdir(dir));) {
        if (e->d_name[0] == '.' || !ends_with(e->d_name, suffix) || !is_regular(folder, e->d_name))
            continue;
        if (n == FILES_MAX)
            ok = fault(f, FAULT_DATA, folder, NULL, "more than %d files", FILES_MAX);
        *names = mem_grow(*names, n + 2, sizeof **names);
        (*names)[n++] = mem_string(e->d_name);
        (*names)[n] = NULL;
    }
    (void)closedir(dir);
    qsort(*names, n, sizeof **names, by_bytes);
    return ok;
}

void files_free(char **names) {
    for (char **n = names; n && *n; n++)
        free(*n);
    free(names);
}

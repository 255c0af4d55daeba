/* Preloaded by scripts/faults: counts what a program does to regular files, over all processes of a pipe, and
 * makes the N-th of it fail.
 *
 *     FAULT_COUNTER   a file of 8 bytes, shared: how many so far
 *     FAULT_AT        which one (0: none, only count)
 *     FAULT_KIND      kill (SIGKILL before it is done), ENOSPC or EIO (it fails, and so does every later one
 * of its process: a full or broken disk stays so) */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static _Atomic uint64_t *counter;
static uint64_t at;
static int error; /* 0: kill */
static bool failing;

__attribute__((constructor)) static void set_up(void) {
    const char *file = getenv("FAULT_COUNTER"), *number = getenv("FAULT_AT"), *kind = getenv("FAULT_KIND");
    int fd = file ? open(file, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    void *page = mmap(NULL, sizeof *counter, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    (void)close(fd);
    counter = page == MAP_FAILED ? NULL : page;
    at = number ? strtoull(number, NULL, 10) : 0;
    error = kind && strcmp(kind, "ENOSPC") == 0 ? ENOSPC : kind && strcmp(kind, "EIO") == 0 ? EIO : 0;
}

/* True: this one must fail, errno is set. */
static bool strikes(void) {
    if (!counter)
        return false;
    uint64_t now = atomic_fetch_add(counter, 1) + 1;
    if (now == at && error == 0)
        (void)raise(SIGKILL);
    failing = failing || now == at;
    if (failing)
        errno = error;
    return failing;
}

static bool is_file(int fd) {
    struct stat s;
    int before = errno;
    bool is = fstat(fd, &s) == 0 && S_ISREG(s.st_mode);
    errno = before;
    return is;
}

static void *next(const char *name) {
    return dlsym(RTLD_NEXT, name);
}

#define ON_DESCRIPTOR(result, name, parameters, arguments)                                                   \
    EXPORT result name parameters;                                                                           \
    EXPORT result name parameters {                                                                          \
        static result(*real) parameters;                                                                     \
        if (!real)                                                                                           \
            *(void **)&real = next(#name);                                                                   \
        return is_file(fd) && strikes() ? (result)-1 : real arguments;                                       \
    }
#define ON_PATH(name, parameters, arguments)                                                                 \
    EXPORT int name parameters;                                                                              \
    EXPORT int name parameters {                                                                             \
        static int(*real) parameters;                                                                        \
        if (!real)                                                                                           \
            *(void **)&real = next(#name);                                                                   \
        return strikes() ? -1 : real arguments;                                                              \
    }

ON_DESCRIPTOR(ssize_t, write, (int fd, const void *bytes, size_t len), (fd, bytes, len))
ON_DESCRIPTOR(ssize_t, pwrite, (int fd, const void *bytes, size_t len, off_t offset),
              (fd, bytes, len, offset))
ON_DESCRIPTOR(ssize_t, pwrite64, (int fd, const void *bytes, size_t len, off64_t offset),
              (fd, bytes, len, offset))
ON_DESCRIPTOR(int, ftruncate, (int fd, off_t len), (fd, len))
ON_DESCRIPTOR(int, ftruncate64, (int fd, off64_t len), (fd, len))
ON_DESCRIPTOR(int, fsync, (int fd), (fd))
ON_DESCRIPTOR(int, fdatasync, (int fd), (fd))
ON_PATH(syncfs, (int fd), (fd))
ON_PATH(rename, (const char *from, const char *to), (from, to))
ON_PATH(renameat2, (int from_dir, const char *from, int to_dir, const char *to, unsigned flags),
        (from_dir, from, to_dir, to, flags))

#include "evenhand/vault_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/stream.h"
#include "evenhand/text.h"
#include "evenhand/utc.h"

#define HOLDER_MAX_BYTES 200

/* What the holder wrote, as "pid 4711 (mwong) since ..."; false while it has not yet, or when it is not
 * readable. */
static bool read_holder(int fd, char *out, size_t size) {
    char held[HOLDER_MAX_BYTES], user[64], since[UTC_BYTES];
    long pid;
    ssize_t got = pread(fd, held, sizeof held - 1, 0);
    if (got <= 0)
        return false;
    held[got] = '\0';
    if (text_invalid_at(held, (size_t)got) != (size_t)got ||
        sscanf(held, "%ld %63s %20s", &pid, user, since) != 3) /* NOLINT(cert-err34-c): only shown */
        return false;
    snprintf(out, size, "process %ld (%s, since %s)", pid, user, since);
    return true;
}

static bool write_holder(int fd, const char *path, const char *user, struct faults *f) {
    char since[UTC_BYTES];
    utc_format(utc_now(), since);
    char *holder = mem_format("%ld %s %s\n", (long)getpid(), user, since);
    bool ok = (ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0) ||
              fault_errno(f, FAULT_IO, path, "cannot empty the lock file");
    ok = ok && write_all(fd, holder, strlen(holder), path, f);
    free(holder);
    return ok;
}

static bool take(int fd, const char *path, const char *user, struct faults *f) {
    char holder[HOLDER_MAX_BYTES];
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return write_holder(fd, path, user, f);
    if (errno != EWOULDBLOCK)
        return fault_errno(f, FAULT_IO, path, "cannot lock the vault");
    if (!read_holder(fd, holder, sizeof holder))
        snprintf(holder, sizeof holder, "another process");
    return fault(f, FAULT_TRY_AGAIN, path, "wait until it has finished, then run the same command again",
                 "the vault is being changed by %s", holder);
}

int vault_lock_take(const char *folder, const char *user, struct faults *f) {
    char *path = path_join(folder, "lock");
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = fd >= 0 || fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot open the lock file");
    ok = ok && take(fd, path, user, f);
    if (!ok && fd >= 0) {
        close(fd);
        fd = -1;
    }
    free(path);
    return fd;
}

void vault_lock_release(int fd) {
    if (fd < 0)
        return;
    /* Emptied while still held, so that nobody is told of a holder that is gone. */
    if (ftruncate(fd, 0) != 0)
        errno = 0;
    close(fd);
}

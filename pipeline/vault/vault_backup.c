/* Copies of the vault, and the way back from one. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/ledger_seen.h"
#include "evenhand/mem.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_handle.h"

static bool make_empty(const char *path, struct faults *f) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = fd >= 0 && fchmod(fd, 0600) == 0;
    if (!ok)
        (void)fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot make the backup");
    if (fd >= 0)
        (void)close(fd);
    return ok;
}

static bool flush(const char *path, struct faults *f) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok =
        (fd >= 0 && fsync(fd) == 0) || fault_errno(f, FAULT_IO, path, "the backup cannot be flushed to disk");
    if (fd >= 0)
        (void)close(fd);
    return ok;
}

bool vault_backup(struct vault *v, const char *path, struct faults *f) {
    char *unfinished = mem_format("%s.new", path);
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(detail, "file", path);
    bool ok = ledger_append(v, "backup", detail, f) && make_empty(unfinished, f) &&
              store_copy(&v->store, unfinished, f) && flush(unfinished, f) &&
              (rename(unfinished, path) == 0 ||
               fault_errno(f, FAULT_CANNOT_CREATE, path, "the backup cannot be put in place"));
    if (!ok)
        (void)unlink(unfinished);
    else
        seen_note(v);
    cJSON_Delete(detail);
    free(unfinished);
    return ok;
}

bool vault_restored(struct vault *v, const char *sha256, struct faults *f) {
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(detail, "backup_sha256", sha256);
    seen_describe(v, detail);
    bool ok = ledger_append(v, "restore", detail, f) && seen_restart(v, f);
    cJSON_Delete(detail);
    return ok;
}

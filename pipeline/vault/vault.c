#include "evenhand/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/vault_handle.h"
#include "evenhand/vault_lock.h"
#include "evenhand/vault_schema.h"
#include "evenhand/vault_who.h"

static const char restore_advice[] = "keep the folder as it is and restore the vault from its backup";

static bool check_folder(const char *folder, enum vault_mode mode, struct faults *f) {
    struct stat s;
    if (mode == VAULT_CREATE && mkdir(folder, 0700) != 0 && errno != EEXIST)
        return fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot make the vault's folder");
    if (lstat(folder, &s) != 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            return fault_errno(f, FAULT_NOT_PERMITTED, folder, "cannot look at the vault's folder");
        return fault(f, FAULT_NO_INPUT, folder,
                     "run \"evenhand gather\" first, or name the caseload's folder",
                     "there is no vault here");
    }
    if (!S_ISDIR(s.st_mode))
        return fault(f, FAULT_NOT_PERMITTED, folder, "make it a folder of its own (a link is not followed)",
                     "the vault is not a folder");
    if (s.st_mode & (S_IRWXG | S_IRWXO))
        return fault(f, FAULT_NOT_PERMITTED, folder, "chmod 700 the folder",
                     "others may enter the vault (mode %04o)", (unsigned)(s.st_mode & 07777));
    return true;
}

static bool sync_folder(const char *folder, struct faults *f) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (!ok)
        fault_errno(f, FAULT_IO, folder, "cannot flush the folder to disk");
    if (fd >= 0)
        close(fd);
    return ok;
}

/* Removes what an interrupted creation left. Safe: the lock is held, and nothing was ever stored there. */
static void remove_unfinished(const char *path) {
    static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char *leftover = mem_format("%s%s", path, suffixes[i]);
        unlink(leftover);
        free(leftover);
    }
}

static bool make_tables(const char *path, struct faults *f) {
    struct store store;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot make the vault");
    close(fd);
    if (!store_open(&store, path, STORE_WRITE, f))
        return false;
    bool ok = vault_migrate(&store, 0, f) &&
              store_execute(&store, "PRAGMA journal_mode=WAL", "turn on the write-ahead log", f);
    return store_close(&store, f) && ok;
}

/* Made under another name and renamed when it is whole: an empty or half-made vault.db is damage, never a
 * beginning. */
static bool create(const char *folder, const char *path, struct faults *f) {
    char *log = mem_format("%s-wal", path), *unfinished = mem_format("%s.new", path);
    bool ok = access(log, F_OK) != 0 || fault(f, FAULT_DATA, path, restore_advice,
                                              "the vault's file is gone, but its write-ahead log is there");
    if (ok) {
        remove_unfinished(unfinished);
        ok = make_tables(unfinished, f);
        ok = ok && (rename(unfinished, path) == 0 ||
                    fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot put the vault in its place"));
        ok = ok && sync_folder(folder, f);
    }
    free(log);
    free(unfinished);
    return ok;
}

static bool check_file(const char *folder, const char *path, enum vault_mode mode, struct faults *f) {
    struct stat s;
    if (lstat(path, &s) != 0) {
        if (errno != ENOENT)
            return fault_errno(f, FAULT_NOT_PERMITTED, path, "cannot look at the vault");
        if (mode == VAULT_CREATE)
            return create(folder, path, f);
        return fault(f, FAULT_NO_INPUT, path, "run \"evenhand gather\" first", "there is no vault here");
    }
    if (!S_ISREG(s.st_mode))
        return fault(f, FAULT_NOT_PERMITTED, path, restore_advice, "the vault is not a regular file");
    if (s.st_mode & (S_IRWXG | S_IRWXO))
        return fault(f, FAULT_NOT_PERMITTED, path, "chmod 600 the file",
                     "others may read the vault (mode %04o)", (unsigned)(s.st_mode & 07777));
    if (s.st_size == 0)
        return fault(f, FAULT_DATA, path, restore_advice, "the vault's file is empty");
    return true;
}

/* A reader stays with what was committed when it opened, and has every file open before a sandbox closes the
 * folder. */
static bool take_snapshot(struct store *s, struct faults *f) {
    int64_t latest; /* any question will do */
    return store_execute(s, "BEGIN", "read the vault", f) &&
           store_number(s, "SELECT COALESCE(MAX(id), 0) FROM attempt", &latest, f);
}

static bool open_store(struct vault *v, const char *path, struct faults *f) {
    int64_t schema;
    bool reading = v->mode == VAULT_READ;
    if (!store_open(&v->store, path, reading ? STORE_READ : STORE_WRITE, f) ||
        !vault_schema_of(&v->store, &schema, f))
        return false;
    if (!reading)
        return vault_migrate(&v->store, schema, f);
    if (schema < VAULT_SCHEMA)
        return fault(f, FAULT_CONFIG, path, "run \"evenhand gather\" once: it brings the vault up to date",
                     "an older evenhand made this vault");
    return take_snapshot(&v->store, f);
}

static bool open_in(struct vault *v, const char *folder, const char *path, struct faults *f) {
    if (!check_folder(folder, v->mode, f))
        return false;
    if (v->mode != VAULT_READ && (v->lock = vault_lock_take(folder, v->user, f)) < 0)
        return false;
    return check_file(folder, path, v->mode, f) && open_store(v, path, f);
}

struct vault *vault_open(const char *caseload, enum vault_mode mode, struct faults *f) {
    struct vault *v = mem_alloc(sizeof *v);
    v->mode = mode;
    v->lock = -1;
    v->user = vault_who_user();
    v->host = vault_who_host();
    v->seal = vault_seal_open();
    char *folder = path_join(caseload, "vault"), *path = path_join(folder, "vault.db");
    if (!open_in(v, folder, path, f)) {
        vault_close(v);
        v = NULL;
    }
    free(folder);
    free(path);
    return v;
}

void vault_close(struct vault *v) {
    struct faults ignored =
        FAULTS_NONE; /* all that was acknowledged is on the disk; the next writer tidies up */
    if (!v)
        return;
    if (v->store.db)
        store_close(&v->store, &ignored);
    vault_lock_release(v->lock);
    vault_seal_close(v->seal);
    free(v->user);
    free(v->host);
    buf_free(&v->plain);
    buf_free(&v->sealed);
    buf_free(&v->line);
    free(v);
}

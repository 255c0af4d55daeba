#include "evenhand/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/ledger_seen.h"
#include "evenhand/mem.h"
#include "evenhand/sandbox.h"
#include "evenhand/vault_chain.h"
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

/* Removes what an interrupted creation left. Safe: the lock is held, and nothing was ever stored there. */
static void remove_unfinished(const char *path) {
    static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char *leftover = mem_format("%s%s", path, suffixes[i]);
        unlink(leftover);
        free(leftover);
    }
}

/* The keys, the empty chains, and the ledger's first entry: which caseload, and whose signatures count. */
static bool make_keys(struct vault *v, struct faults *f) {
    char public[2 * crypto_sign_PUBLICKEYBYTES + 1];
    if (!store_begin(&v->store, f) ||
        !vault_end(v, vault_keys_create(v->keys, v->user, f) && chain_begin(v, f), f))
        return false;
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(detail, "caseload", v->keys->id);
    (void)cJSON_AddStringToObject(
        detail, "public_key", sodium_bin2hex(public, sizeof public, v->keys->verify, sizeof v->keys->verify));
    bool ok = ledger_append(v, "create", detail, f);
    cJSON_Delete(detail);
    return ok;
}

static bool make_tables(struct vault *v, const char *path, struct faults *f) {
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot make the vault");
    close(fd);
    if (!store_open(&v->store, path, STORE_WRITE, f))
        return false;
    bool ok = vault_migrate(&v->store, 0, f) &&
              store_execute(&v->store, "PRAGMA journal_mode=WAL", "turn on the write-ahead log", f) &&
              make_keys(v, f);
    return store_close(&v->store, f) && ok;
}

/* Made under another name and renamed when it is whole: an empty or half-made vault.db is damage, never a
 * beginning. */
static bool create(struct vault *v, const char *folder, const char *path, struct faults *f) {
    char *log = mem_format("%s-wal", path), *unfinished = mem_format("%s.new", path);
    bool ok = access(log, F_OK) != 0 || fault(f, FAULT_DATA, path, restore_advice,
                                              "the vault's file is gone, but its write-ahead log is there");
    if (ok) {
        remove_unfinished(unfinished);
        ok = make_tables(v, unfinished, f);
        ok = ok && (rename(unfinished, path) == 0 ||
                    fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot put the vault in its place"));
        ok = ok && folder_flush(folder, f);
    }
    free(log);
    free(unfinished);
    return ok;
}

static bool check_file(struct vault *v, const char *folder, const char *path, struct faults *f) {
    struct stat s;
    if (lstat(path, &s) != 0) {
        if (errno != ENOENT)
            return fault_errno(f, FAULT_NOT_PERMITTED, path, "cannot look at the vault");
        if (v->mode == VAULT_CREATE)
            return create(v, folder, path, f);
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

static bool open_to_write(struct vault *v, const char *path, struct faults *f) {
    int64_t schema;
    return store_open(&v->store, path, STORE_WRITE, f) && vault_schema_of(&v->store, &schema, f) &&
           vault_migrate(&v->store, schema, f) && vault_keys_open(v->keys, f);
}

/* Every opening that can show a candidate's records is in the ledger before it shows any. */
static bool enter_opening(struct vault *v, struct faults *f) {
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(detail, "for", vault_who_acting());
    (void)cJSON_AddStringToObject(detail, "key_of", v->keys->custodian);
    if (sandbox_waived())
        (void)cJSON_AddTrueToObject(detail, VAULT_NO_SANDBOX);
    bool ok = ledger_append(v, "open", detail, f);
    cJSON_Delete(detail);
    return ok;
}

bool vault_is_latest(struct vault *v, struct faults *f) {
    return seen_check(v, f);
}

static bool open_store(struct vault *v, const char *path, struct faults *f) {
    if (!open_to_write(v, path, f))
        return false;
    if (v->mode == VAULT_ACTS)
        return true;
    if (!enter_opening(v, f))
        return false;
    seen_note(v); /* now, while the key folder may still be written */
    return v->mode != VAULT_READ ||
           (store_close(&v->store, f) && store_open(&v->store, path, STORE_READ, f) &&
            take_snapshot(&v->store, f));
}

static bool is_changing(enum vault_mode mode) {
    return mode == VAULT_WRITE || mode == VAULT_CREATE;
}

static bool open_in(struct vault *v, const char *folder, const char *path, struct faults *f) {
    if (!check_folder(folder, v->mode, f))
        return false;
    if (is_changing(v->mode) && (v->lock = vault_lock_take(folder, v->user, f)) < 0)
        return false;
    return check_file(v, folder, path, f) && open_store(v, path, f);
}

struct vault *vault_open(const char *caseload, enum vault_mode mode, struct faults *f) {
    struct vault *v = mem_alloc(sizeof *v);
    v->mode = mode;
    v->lock = -1;
    v->user = vault_who_user();
    v->host = vault_who_host();
    v->keys = vault_keys_new(&v->store);
    v->keys->acts_only = mode == VAULT_ACTS;
    v->seal = vault_seal_open(v->keys);
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
    vault_keys_free(v->keys);
    free(v->user);
    free(v->host);
    buf_free(&v->plain);
    buf_free(&v->sealed);
    buf_free(&v->line);
    free(v);
}

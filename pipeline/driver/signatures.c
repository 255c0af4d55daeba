#include "evenhand/signatures.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/minisign.h"
#include "evenhand/vault.h"

#define PUBLIC_FILE_MAX ((size_t)4096)

/* As readable as what it signs. */
static bool match_mode(const char *path, struct faults *f) {
    struct stat s;
    char *beside = mem_format("%s%s", path, MINISIGN_SUFFIX);
    bool ok = (stat(path, &s) == 0 && chmod(beside, s.st_mode & 0777) == 0) ||
              fault_errno(f, FAULT_CANNOT_CREATE, beside, "cannot be put in place");
    free(beside);
    return ok;
}

static bool sign_all(struct vault *v, const char *folder, const char *suffix, struct faults *f) {
    char **names = NULL;
    bool ok = files_list(folder, suffix, &names, f);
    for (size_t i = 0; ok && names[i]; i++) {
        char *path = path_join(folder, names[i]);
        ok = vault_sign(v, path, names[i], f) && match_mode(path, f);
        free(path);
    }
    files_free(names);
    return ok;
}

bool signatures_add(const char *caseload, const char *folder, const char *const *suffixes, struct faults *f) {
    struct vault *v = vault_open(caseload, VAULT_ACTS, f);
    char *public = path_join(folder, MINISIGN_PUBLIC_FILE);
    bool ok = v != NULL;
    for (size_t i = 0; ok && suffixes[i]; i++)
        ok = sign_all(v, folder, suffixes[i], f);
    ok = ok && vault_write_public(v, public, f) &&
         (chmod(public, 0640) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, public, "cannot be put in place"));
    free(public);
    vault_close(v);
    return ok;
}

static bool check_files(struct vault *v, const char *folder, const char *suffix, struct faults *f) {
    char **names = NULL;
    bool ok = files_list(folder, suffix, &names, f);
    for (size_t i = 0; names && names[i]; i++) {
        char *path = path_join(folder, names[i]);
        ok = vault_check_signature(v, path, f) && ok;
        free(path);
    }
    files_free(names);
    return ok;
}

/* The key that lies there for others to check with must be the vault's own. */
static bool check_public(struct vault *v, const char *caseload, const char *folder, struct faults *f) {
    struct faults ignored = FAULTS_NONE;
    struct buf there = {0}, own = {0};
    char *path = path_join(folder, MINISIGN_PUBLIC_FILE),
         *ours = path_join(caseload, "." MINISIGN_PUBLIC_FILE ".new");
    bool ok = vault_write_public(v, ours, f) && file_read(ours, PUBLIC_FILE_MAX, &own, f);
    (void)unlink(ours);
    bool same = ok && file_read(path, PUBLIC_FILE_MAX, &there, &ignored) && there.len == own.len &&
                memcmp(there.data, own.data, own.len) == 0;
    if (ok && !same)
        ok = fault(f, FAULT_ANSWER_NO, path,
                   "take it from the ledger's first entry, and find out who exchanged it",
                   "it is not the key that this caseload signs with");
    buf_free(&there);
    buf_free(&own);
    free(path);
    free(ours);
    return ok;
}

bool signatures_check(const char *caseload, const char *folder, const char *const *suffixes,
                      struct faults *f) {
    struct vault *v = vault_open(caseload, VAULT_ACTS, f);
    bool ok = v && check_public(v, caseload, folder, f);
    for (size_t i = 0; v && suffixes[i]; i++)
        ok = check_files(v, folder, suffixes[i], f) && ok;
    vault_close(v);
    return ok;
}

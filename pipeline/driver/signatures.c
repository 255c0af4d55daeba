#include "evenhand/signatures.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/minisign.h"
#include "evenhand/vault.h"

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

bool signatures_check(const char *caseload, const char *folder, struct faults *f) {
    struct vault *v = vault_open(caseload, VAULT_ACTS, f);
    char **names = NULL;
    bool ok = v && files_list(folder, ".xlsx", &names, f);
    for (size_t i = 0; names && names[i]; i++) {
        char *path = path_join(folder, names[i]);
        ok = vault_check_signature(v, path, f) && ok;
        free(path);
    }
    files_free(names);
    vault_close(v);
    return ok;
}

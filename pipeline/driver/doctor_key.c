/* The key: where it is, who may read it, and whether losing it loses everything. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "evenhand/caseload.h"
#include "evenhand/doctor.h"
#include "evenhand/files.h"
#include "evenhand/key_file.h"
#include "evenhand/vault.h"

static void check_place(struct doctor *d, const char *path) {
    struct stat key, caseload;
    char *real_key = realpath(path, NULL), *real_caseload = realpath(d->caseload, NULL);
    size_t len = real_caseload ? strlen(real_caseload) : 0;
    if (real_key && len && strncmp(real_key, real_caseload, len) == 0 && real_key[len] == '/')
        doctor_mend(d, "key", "keep it in ~/.evenhand/keys, or on a stick",
                    "the key file lies in the caseload that it opens");
    else if (stat(path, &key) == 0 && stat(d->caseload, &caseload) == 0 && key.st_dev == caseload.st_dev)
        doctor_hint(d, "key", "set EVENHAND_KEYS to a folder on a stick, or lock it: evenhand key lock",
                    "key and caseload are on the same disk: who steals it has both");
    else
        doctor_ok(d, "key", "%s", path);
    free(real_key);
    free(real_caseload);
}

static void check_custodians(struct doctor *d, struct vault *v) {
    struct faults f = FAULTS_NONE;
    cJSON *names = vault_custodians(v, &f);
    int count = cJSON_GetArraySize(names);
    if (count < 2)
        doctor_mend(d, "custody", "evenhand key add --custodian LOGIN --out FILE",
                    "one person alone holds a key: lose it, and every record is lost");
    else
        doctor_ok(d, "custody", "%d people hold a key", count);
    cJSON_Delete(names);
}

static void check_latest(struct doctor *d, struct vault *v) {
    struct faults f = FAULTS_NONE;
    if (vault_is_latest(v, &f))
        doctor_ok(d, "ledger", "holds the newest entry that was seen with this key");
    else
        doctor_mend(d, "ledger", "evenhand verify says more", "the vault is older than it was");
}

void doctor_key(struct doctor *d) {
    struct faults f = FAULTS_NONE;
    if (!caseload_has_vault(d->caseload)) {
        doctor_hint(d, "key", "gather makes both", "there is no vault yet, so no key");
        return;
    }
    struct vault *v = vault_open(d->caseload, VAULT_ACTS, &f);
    if (!v) {
        f.text[strcspn(f.text, "\n")] = '\0';
        doctor_mend(d, "key", NULL, "the vault cannot be opened: %s", f.text);
        return;
    }
    char *path = key_file_path(vault_caseload_id(v), &f);
    if (path)
        check_place(d, path);
    check_custodians(d, v);
    check_latest(d, v);
    free(path);
    vault_close(v);
}

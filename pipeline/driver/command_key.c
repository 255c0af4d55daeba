#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/key_file.h"
#include "evenhand/mem.h"
#include "evenhand/passphrase.h"
#include "evenhand/record.h"
#include "evenhand/vault.h"

#define PASSPHRASE_PROMPT "New passphrase: "

static const char backup_advice[] =
    "Backups made before this open with copies of the old key only: make a new one "
    "(evenhand backup), and destroy the old ones.";

static bool list(struct vault *v, struct options *o, struct faults *f) {
    cJSON *names = vault_custodians(v, f), *name;
    char *path = key_file_path(vault_caseload_id(v), f);
    (void)o;
    if (names && path) {
        (void)printf("Key in use: %s's, %s\nKeys that open this vault:\n", vault_custodian(v), path);
        cJSON_ArrayForEach(name, names)(void) printf("  %s\n", cJSON_GetStringValue(name));
        if (cJSON_GetArraySize(names) < 2)
            (void)puts(
                "Only one person can open it: add a second custodian (evenhand key add), or a lost key file "
                "loses everything.");
    }
    bool ok = names && path;
    cJSON_Delete(names);
    free(path);
    return ok;
}

static bool add(struct vault *v, struct options *o, struct faults *f) {
    if (!o->custodian || !o->out)
        return fault(f, FAULT_USAGE, "key add", "evenhand key add --custodian LOGIN --out FILE [CASELOAD]",
                     "say for whom, and where the key file goes");
    char *passphrase = o->passphrase ? passphrase_new(PASSPHRASE_PROMPT, f) : NULL;
    bool ok = (passphrase || !o->passphrase) && vault_custodian_add(v, o->custodian, o->out, passphrase, f);
    sodium_free(passphrase);
    if (ok)
        (void)printf(
            "Added %s. Hand over %s; it belongs in that person's ~/.evenhand/keys/%s.key, and nowhere "
            "else.\n",
            o->custodian, o->out, vault_caseload_id(v));
    return ok;
}

static bool drop(struct vault *v, struct options *o, struct faults *f) {
    if (!o->custodian)
        return fault(f, FAULT_USAGE, "key remove", "evenhand key remove --custodian LOGIN [CASELOAD]",
                     "say whose key");
    return vault_custodian_remove(v, o->custodian, f) &&
           printf("Removed %s; every key was renewed. %s\n", o->custodian, backup_advice) > 0;
}

static bool rotate(struct vault *v, struct options *o, struct faults *f) {
    (void)o;
    return vault_rotate(v, f) && printf("Renewed %s's key. %s\n", vault_custodian(v), backup_advice) > 0;
}

static bool lock(struct vault *v, struct options *o, struct faults *f) {
    char *passphrase = passphrase_new(PASSPHRASE_PROMPT, f);
    (void)o;
    bool ok = passphrase && vault_passphrase(v, passphrase, f);
    sodium_free(passphrase);
    return ok && printf("%s's key now asks for its new passphrase.\n", vault_custodian(v)) > 0;
}

static bool unlock(struct vault *v, struct options *o, struct faults *f) {
    (void)o;
    return vault_passphrase(v, NULL, f) &&
           printf("%s's key no longer asks for a passphrase: its file alone opens the vault.\n",
                  vault_custodian(v)) > 0;
}

static const struct action {
    const char *name;
    bool (*run)(struct vault *v, struct options *o, struct faults *f);
    enum vault_mode mode;
} actions[] = {{"list", list, VAULT_ACTS},      {"add", add, VAULT_WRITE},  {"remove", drop, VAULT_WRITE},
               {"rotate", rotate, VAULT_WRITE}, {"lock", lock, VAULT_ACTS}, {"unlock", unlock, VAULT_ACTS}};

bool command_key(struct options *o, struct faults *f) {
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(o->subject, actions[i].name) != 0)
            continue;
        struct plan *plan = caseload_plan(o->caseload, f);
        struct vault *v = plan ? vault_open(o->caseload, actions[i].mode, f) : NULL;
        bool ok = v && actions[i].run(v, o, f);
        vault_close(v);
        plan_free(plan);
        return ok;
    }
    return fault(f, FAULT_USAGE, "key", "say list, add, remove, rotate, lock or unlock",
                 "unknown action \"%s\"", o->subject);
}

/* A backup of the vault, and the way back from one. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/utc.h"
#include "evenhand/vault.h"

bool command_backup(struct options *o, struct faults *f) {
    char sha256[DIGEST_HEX_BYTES];
    struct plan *plan = caseload_plan(o->caseload, f);
    struct vault *v = plan ? vault_open(o->caseload, VAULT_ACTS, f) : NULL;
    bool ok = v && vault_backup(v, o->subject, f) && digest_file(o->subject, sha256, f);
    if (ok)
        (void)printf("Backed up the vault to %s (SHA-256 %s).\nIt is sealed like the vault, and opens with "
                     "the same keys: "
                     "keep these elsewhere. plan.yaml, sources/ and rules/ are not in it.\n",
                     o->subject, sha256);
    vault_close(v);
    plan_free(plan);
    return ok;
}

/* .restore.new/vault/vault.db: a caseload of its own until it is known to be whole. */
static bool copy_in(const char *backup, const char *scratch, struct faults *f) {
    char *folder = path_join(scratch, "vault"), *path = path_join(folder, "vault.db");
    bool ok = mkdir(folder, 0700) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot be made");
    ok = ok && file_copy(backup, path, f);
    free(folder);
    free(path);
    return ok;
}

static bool check_in(const char *backup, const char *scratch, struct faults *f) {
    char sha256[DIGEST_HEX_BYTES];
    if (!digest_file(backup, sha256, f))
        return false;
    struct vault *v = vault_open(scratch, VAULT_WRITE, f);
    bool ok = v && vault_whole(v, f) && vault_restored(v, sha256, f);
    vault_close(v);
    return ok;
}

/* vault.before-DATE, or with a number behind it where that is taken; free() releases. */
static char *aside_name(const char *vault) {
    char at[UTC_BYTES];
    utc_format(utc_now(), at);
    char *name = mem_format("%s.before-%s", vault, at);
    for (int n = 2; access(name, F_OK) == 0; n++) {
        free(name);
        name = mem_format("%s.before-%s-%d", vault, at, n);
    }
    return name;
}

/* What was there stays, under another name: it may be evidence. The two change places in one step, so that at
 * no moment there is no vault; cut off before it, the folder of that name holds a copy of the backup. */
static bool exchange(const char *restored, const char *vault, struct faults *f) {
    char *aside = aside_name(vault);
    bool ok =
        (rename(restored, aside) == 0 && renameat2(AT_FDCWD, aside, AT_FDCWD, vault, RENAME_EXCHANGE) == 0) ||
        fault_errno(f, FAULT_CANNOT_CREATE, vault, "cannot be put aside");
    if (ok)
        (void)printf("The vault that was there is now %s.\n", aside);
    else
        (void)rename(aside, restored); /* back to the scratch, which is thrown away */
    free(aside);
    return ok;
}

static bool put_in_place(const char *caseload, const char *scratch, struct faults *f) {
    char *from = path_join(scratch, "vault"), *to = path_join(caseload, "vault");
    bool ok = access(to, F_OK) == 0 ? exchange(from, to, f)
                                    : rename(from, to) == 0 ||
                                          fault_errno(f, FAULT_CANNOT_CREATE, to, "cannot be put in place");
    ok = ok && folder_flush(caseload, f) &&
         (rmdir(scratch) == 0 || fault_errno(f, FAULT_IO, scratch, "cannot be removed"));
    free(from);
    free(to);
    return ok;
}

static void discard(const char *scratch) {
    char *folder = path_join(scratch, "vault");
    caseload_discard(folder); /* whatever a crash left in it */
    caseload_discard(scratch);
    free(folder);
}

bool command_restore(struct options *o, struct faults *f) {
    struct plan *plan = caseload_plan(o->caseload, f);
    char *scratch = path_join(o->caseload, ".restore.new");
    if (plan)
        discard(scratch); /* what a crash left */
    bool ok = plan &&
              (mkdir(scratch, 0700) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, scratch, "cannot be made")) &&
              copy_in(o->subject, scratch, f) && check_in(o->subject, scratch, f) &&
              put_in_place(o->caseload, scratch, f);
    if (ok)
        (void)printf("Restored the vault from %s; the ledger says so.\n", o->subject);
    else if (plan)
        discard(scratch);
    free(scratch);
    plan_free(plan);
    return ok;
}

#include <stdio.h>

#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/vault.h"

/* A records officer's word; whoever holds the key may give it, decision makers excepted. */
bool command_hold(struct options *o, struct faults *f) {
    if (!o->why || !*o->why)
        return fault(f, FAULT_USAGE, "hold", "evenhand hold NUMBER --why REASON [--lift] [CASELOAD]",
                     "say why: the reason is kept, sealed");
    struct plan *plan = caseload_plan(o->caseload, f);
    struct vault *v = plan ? vault_open(o->caseload, VAULT_WRITE, f) : NULL;
    bool ok = v && vault_hold(v, o->subject, o->lift, o->why, f);
    if (ok)
        (void)printf(o->lift ? "The hold on %s is lifted: its records end when they are due.\n"
                             : "%s is under legal hold: purge leaves its records alone until it is lifted.\n",
                     o->subject);
    vault_close(v);
    plan_free(plan);
    return ok;
}

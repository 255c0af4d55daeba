#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/mem.h"
#include "evenhand/vault_controls.h"

#define WHY_BYTES 1000 /* of a reason: it stands in every candidate's record */

static bool read_step(const char *text, const struct plan *plan, long *step, struct faults *f) {
    char *end = NULL;
    errno = 0;
    *step = strtol(text, &end, 10);
    return (end != text && *end == '\0' && errno == 0 && *step >= 1 && (size_t)*step <= plan->steps) ||
           fault(f, FAULT_USAGE, "withdraw", "\"evenhand plan check\" numbers them",
                 "\"%s\" is no step: the plan has steps 1 to %zu", text, plan->steps);
}

static bool check_why(const char *why, struct faults *f) {
    return (why && why[strspn(why, " \t")] != '\0' && strlen(why) <= WHY_BYTES) ||
           fault(f, FAULT_USAGE, "withdraw", "say --why \"...\": it stands in the ledger",
                 "taking a step out of everybody's vetting needs a reason of 1 to %d bytes", WHY_BYTES);
}

/* A vetting without any step would vet nobody. */
static bool leaves_a_step(struct vault *v, const struct plan *plan, long step, struct faults *f) {
    char **why = mem_array(plan->steps, sizeof *why);
    bool ok = vault_withdrawn(v, why, plan->steps, f), left = false;
    for (size_t i = 0; i < plan->steps; i++) {
        left = left || (!why[i] && i + 1 != (size_t)step);
        free(why[i]);
    }
    free(why);
    return ok && (left || fault(f, FAULT_DATA, "withdraw", "begin a new caseload instead",
                                "no step of the plan would be left"));
}

bool command_withdraw(struct options *o, struct faults *f) {
    long step = 0;
    struct plan *plan = check_why(o->why, f) ? caseload_plan(o->caseload, f) : NULL;
    struct vault *v = plan && o->subject && read_step(o->subject, plan, &step, f)
                          ? vault_open(o->caseload, VAULT_WRITE, f)
                          : NULL;
    if (plan && !o->subject)
        (void)fault(f, FAULT_USAGE, "withdraw", "as in \"evenhand withdraw 3 --why ...\"", "name a step");
    const struct source *source = v ? plan->step[step - 1].source : NULL;
    bool ok = v && leaves_a_step(v, plan, step, f) &&
              vault_step_withdraw(v, step, source->name, source->type, o->why, f);
    if (ok)
        (void)printf(
            "Step %ld (%s) is withdrawn for every candidate. Run \"evenhand assess\" again: nobody's "
            "workbook uses it any more.\n",
            step, source->name);
    vault_close(v);
    plan_free(plan);
    return ok;
}

/* What is owed: every candidate x step x value that has no determined outcome in the vault, in a fair order.
 *
 * A step goes through all candidates before anybody's second value; each step begins with another candidate,
 * so that nobody is always the first, or the one whom a rate limit meets. */
#ifndef EVENHAND_WORK_H
#define EVENHAND_WORK_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"
#include "evenhand/plan.h"
#include "evenhand/vault.h"

struct unit {
    uint32_t candidate; /* index */
    uint32_t value;     /* index in the step's list slot */
};

struct work {
    struct unit *unit; /* by step */
    size_t units;
    size_t step_end[PLAN_MAX_STEPS]; /* the units of step s are those before step_end[s], from the one before
                                        on */
};

/* Withdrawn steps (NULL: none) owe nothing but a record for who has none. `candidates` are candidate records,
 * as vault_candidate_put left them. */
bool work_list(struct work *w, const struct plan *plan, cJSON *const *candidates, size_t count,
               char *const *withdrawn, struct vault *v, struct faults *f);
void work_free(struct work *w);

/* The value of a candidate for a step: "" for a step without list slot, NULL when there is none at this
 * index. */
const char *work_value(const struct plan_step *step, const cJSON *candidate, size_t index);

#endif

/* What is owed: every candidate x step x value that has no determined outcome in the vault, in a fair order.
 *
 * A step goes through all candidates before anybody's second value; each step begins with another candidate,
 * so that nobody is always the first, or the one whom a rate limit meets. Eight bytes each. */
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
    uint32_t candidate; /* index, in the order in which they were added */
    uint32_t value;     /* index in the step's list slot */
};

struct work_step {
    struct unit *unit;
    size_t count, room;
};

struct work {
    const struct plan *plan; /* borrowed */
    struct work_step *step;  /* one a step */
    char **withdrawn;        /* one a step: why, or NULL: it owes nothing but a record for who has none */
    size_t candidates, units;
};

bool work_open(struct work *w, const struct plan *plan, struct vault *v, struct faults *f);
/* Lists what the next candidate is owed. */
bool work_add(struct work *w, const cJSON *candidate, struct vault *v, struct faults *f);
/* Puts everything in its order: nobody is added any more. */
void work_order(struct work *w);
void work_close(struct work *w);

/* The value of a candidate for a step: "" for a step without list slot, NULL when there is none at this
 * index. */
const char *work_value(const struct plan_step *step, const cJSON *candidate, size_t index);

#endif

/* How long records stay: the longest of the plan's days and what the law of its jurisdiction wants
 * (rules/retention/retention.yaml), counted from the last release, or from the last gather when nothing was
 * released. */
#ifndef EVENHAND_RETENTION_H
#define EVENHAND_RETENTION_H

#include <stdbool.h>

#include "evenhand/faults.h"
#include "evenhand/plan.h"
#include "evenhand/utc.h"
#include "evenhand/vault.h"

struct retention {
    long days;
    char *law;         /* whose days they are: "the plan", "29 CFR ..."; owned */
    const char *event; /* what the clock began with: "release", "gather"; static */
    utc_time began, due;
};

/* Nothing gathered yet is FAULT_NO_INPUT. retention_free in either case. */
bool retention_read(const char *caseload, const struct plan *plan, struct vault *v, struct retention *r,
                    struct faults *f);
/* Says on standard output until when the records are kept, by which law, and how many holds there are. */
bool retention_say(const char *caseload, const struct plan *plan, struct faults *f);
void retention_free(struct retention *r);

#endif

/* How long a gathering takes at least: what the rate alone makes of the requests that are sure to be made. */
#ifndef EVENHAND_PLAN_PACE_H
#define EVENHAND_PLAN_PACE_H

#include "evenhand/buf.h"
#include "evenhand/candidates.h"
#include "evenhand/plan.h"

/* Seconds from one request of the step to the next at its own site: by the plan's rate or the descriptor's,
 * whichever is slower. */
double plan_interval(const struct plan *p, const struct plan_step *step);

struct plan_pace {
    const char *site; /* the busiest one; NULL: no step names a site */
    size_t requests;  /* to it: first pages, controls before and after, robots.txt */
    double seconds;   /* from its first request to its last */
};

struct plan_pace plan_pace(const struct plan *p, const struct candidates *c);
/* The same as a sentence, from the caseload's candidates.csv; nothing when that is not there or not right
 * (which intake says), or no step names a site. */
void plan_pace_say(const struct plan *p, const char *caseload, struct buf *out);

#endif

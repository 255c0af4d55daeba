/* How long a gathering takes at least: what the rate alone makes of the requests that are sure to be made. */
#ifndef EVENHAND_PLAN_PACE_H
#define EVENHAND_PLAN_PACE_H

#include "evenhand/candidates.h"
#include "evenhand/plan.h"

struct plan_pace {
    const char *site; /* the busiest one; NULL: no step names a site */
    size_t requests;  /* to it: first pages, controls before and after, robots.txt */
    double seconds;   /* from its first request to its last, at the plan's rate */
};

struct plan_pace plan_pace(const struct plan *p, const struct candidates *c);

#endif

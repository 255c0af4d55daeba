#include "evenhand/plan_pace.h"

#include <string.h>

#include "evenhand/candidates_parts.h"
#include "evenhand/vocab.h"

#define CONTROL_REQUESTS 4 /* known and random, before and after */
#define ROBOTS_REQUESTS 1

static size_t values_in(const char *list) {
    const char *value = NULL;
    size_t count = 0;
    while (candidates_next(&list, &value) > 0)
        count++;
    return count;
}

/* The column that feeds a slot. */
static enum candidate_column column_of(const char *slot) {
    const char *key = plan_slot_identity_key(slot);
    enum candidate_column column = COLUMN_FULL_NAME;
    while (strcmp(candidate_columns[column], key) != 0)
        column++;
    return column;
}

/* First requests of a step: one a candidate, or one a value. */
static size_t first_requests(const struct plan_step *step, const struct candidates *c) {
    size_t count = 0;
    for (size_t row = 0; row < c->count; row++)
        count += step->list_slot ? values_in(candidates_value(c, row, column_of(step->list_slot))) : 1;
    return count;
}

static size_t requests_to(const struct plan *p, const struct candidates *c, const char *site) {
    size_t count = ROBOTS_REQUESTS;
    for (size_t i = 0; i < p->steps; i++) {
        const struct plan_step *step = &p->step[i];
        if (step->site != NULL && strcmp(step->site, site) == 0 && step->source->protection == NULL)
            count += first_requests(step, c) + (step->known ? CONTROL_REQUESTS : 0);
    }
    return count;
}

struct plan_pace plan_pace(const struct plan *p, const struct candidates *c) {
    struct plan_pace pace = {0};
    for (size_t i = 0; i < p->steps; i++) {
        size_t count = p->step[i].site ? requests_to(p, c, p->step[i].site) : 0;
        if (count > pace.requests)
            pace = (struct plan_pace){.site = p->step[i].site, .requests = count};
    }
    if (pace.requests > 0)
        pace.seconds = (double)(pace.requests - 1) / p->network.per_host_per_second;
    return pace;
}

#include "evenhand/plan_pace.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/candidates_parts.h"
#include "evenhand/files.h"
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

double plan_interval(const struct plan *p, const struct plan_step *step) {
    double plan = 1 / p->network.per_host_per_second,
           own = step->source->rate > 0 ? 1 / step->source->rate : 0;
    return own > plan ? own : plan;
}

static bool asks(const struct plan_step *step, const char *site) {
    return step->site != NULL && strcmp(step->site, site) == 0 && step->source->protection == NULL;
}

/* Steps with a control in common ask it once (controls.h). */
static bool has_own_control(const struct plan *p, size_t at) {
    for (size_t i = 0; i < at; i++)
        if (plan_share_control(&p->step[i], &p->step[at]))
            return false;
    return p->step[at].known != NULL;
}

/* Behind every request but the last one its pause: at best the longest is the one that nobody waits for.
 * Which step asks for robots.txt is not known: at best the quickest. */
static struct plan_pace pace_of(const struct plan *p, const struct candidates *c, const char *site) {
    struct plan_pace pace = {.site = site, .requests = ROBOTS_REQUESTS};
    double longest = 0, shortest = HUGE_VAL;
    for (size_t i = 0; i < p->steps; i++) {
        const struct plan_step *step = &p->step[i];
        double interval = plan_interval(p, step);
        if (!asks(step, site))
            continue;
        size_t count = first_requests(step, c) + (has_own_control(p, i) ? CONTROL_REQUESTS : 0);
        pace.requests += count;
        pace.seconds += (double)count * interval;
        longest = interval > longest ? interval : longest;
        shortest = interval < shortest ? interval : shortest;
    }
    pace.seconds += shortest - longest;
    return pace;
}

struct plan_pace plan_pace(const struct plan *p, const struct candidates *c) {
    struct plan_pace slowest = {0};
    for (size_t i = 0; i < p->steps; i++) {
        if (p->step[i].site && asks(&p->step[i], p->step[i].site)) {
            struct plan_pace pace = pace_of(p, c, p->step[i].site);
            slowest = slowest.site && slowest.seconds >= pace.seconds ? slowest : pace;
        }
    }
    return slowest;
}

/* ---- as a sentence ---- */

static void add_duration(double seconds, struct buf *out) {
    long minutes = (long)ceil(seconds / 60);
    if (seconds < 120)
        buf_format(out, "%.0f s", seconds);
    else if (minutes < 120)
        buf_format(out, "%ld min", minutes);
    else
        buf_format(out, "%ld h %02ld min", minutes / 60, minutes % 60);
}

void plan_pace_say(const struct plan *p, const char *caseload, struct buf *out) {
    struct faults ignored = FAULTS_NONE;
    struct candidates c = {0};
    char *path = path_join(caseload, CANDIDATES_FILE);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool read = fd >= 0 && candidates_read(fd, &c, &ignored);
    struct plan_pace pace = read ? plan_pace(p, &c) : (struct plan_pace){0};
    if (pace.site) {
        buf_add_text(out, "At this pace it takes at least ");
        add_duration(pace.seconds, out);
        buf_format(out, " for %zu candidate%s: %zu requests to %s.\n", c.count, c.count == 1 ? "" : "s",
                   pace.requests, pace.site);
    }
    candidates_free(&c);
    if (fd >= 0)
        (void)close(fd);
    free(path);
}

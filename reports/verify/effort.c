/* How deep, how much, when: was one candidate looked into harder than another? */
#include <stdlib.h>

#include "evenhand/census.h"
#include "evenhand/mem.h"
#include "evenhand/words.h"

#define OUTLIER_TIMES 4      /* as much as half of the candidates at most */
#define OUTLIER_CANDIDATES 5 /* fewer have no "half" worth the name */
#define OUTLIER_ANSWERS 10   /* smaller differences say nothing */
#define OUTLIER_BYTES 1000000
#define WINDOW_DAYS 7
#define SECONDS_OF_A_DAY 86400

#define AGAIN "run `evenhand gather` again; if it stays so, find out what ended it"

static uint64_t deepest(const struct census *c, size_t at) {
    uint64_t max = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct census_step *step = &c->person[i].step[at];
        if (step->attempts > 0 && step->outcome == OUTCOME_FOUND && step->pages > max)
            max = step->pages;
    }
    return max;
}

static void check_depth(const struct census *c, size_t at, struct deviations *d) {
    uint64_t most = deepest(c, at);
    const struct plan_step *planned = &c->plan->step[at];
    for (size_t i = 0; i < c->count; i++) {
        const struct person *p = &c->person[i];
        const struct census_step *step = &p->step[at];
        if (step->attempts == 0 || step->outcome != OUTCOME_FOUND || step->pages == 0)
            continue;
        if (step->pages > (uint64_t)planned->pages)
            deviate(d, CHECK_COVERAGE, p->number,
                    "find out who did it and why, then start a new caseload: it is more than the plan allows",
                    "step %zu (%s): read %llu pages deep where the plan says %ld", at + 1,
                    planned->source->name, (unsigned long long)step->pages, planned->pages);
        else if (step->pages < most && step->cut_short)
            deviate(d, CHECK_COVERAGE, p->number, AGAIN,
                    "step %zu (%s): read %llu page%s where another candidate's were read %llu deep, and the "
                    "source may "
                    "have more",
                    at + 1, planned->source->name, (unsigned long long)step->pages,
                    step->pages == 1 ? "" : "s", (unsigned long long)most);
    }
}

typedef uint64_t measure(const struct person *p);

static uint64_t answers_of(const struct person *p) {
    return p->captures;
}

static uint64_t bytes_of(const struct person *p) {
    return p->bytes;
}

static uint64_t start_of(const struct person *p) {
    return (uint64_t)p->first;
}

static int ascending(const void *a, const void *b) {
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

/* Lower median of those that have any. 0: nobody has. */
static uint64_t median(const struct census *c, measure *of) {
    uint64_t *list = mem_array(c->count + 1, sizeof *list), n = 0;
    for (size_t i = 0; i < c->count; i++)
        if (of(&c->person[i]) > 0)
            list[n++] = of(&c->person[i]);
    qsort(list, n, sizeof *list, ascending);
    uint64_t middle = n ? list[(n - 1) / 2] : 0;
    free(list);
    return middle;
}

static void remark_outliers(const struct census *c, measure *of, const char *unit, uint64_t slack,
                            struct deviations *d) {
    uint64_t middle = median(c, of);
    for (size_t i = 0; c->count >= OUTLIER_CANDIDATES && i < c->count; i++) {
        uint64_t n = of(&c->person[i]);
        if (n > OUTLIER_TIMES * middle && n - middle > slack)
            remark(d, CHECK_COVERAGE, c->person[i].number,
                   "see which step it is (Coverage); a common name may be all there is to it",
                   "%llu %s were read, of half of the candidates at most %llu", (unsigned long long)n, unit,
                   (unsigned long long)middle);
    }
}

static void remark_windows(const struct census *c, struct deviations *d) {
    utc_time middle = (utc_time)median(c, start_of);
    for (size_t i = 0; i < c->count; i++) {
        const struct person *p = &c->person[i];
        long days = p->first ? (long)((p->first - middle) / SECONDS_OF_A_DAY) : 0;
        if (labs(days) >= WINDOW_DAYS)
            remark(d, CHECK_COVERAGE, p->number, "gather for all candidates of a procedure together",
                   "the search began %ld days %s that for half of the candidates", labs(days),
                   days > 0 ? "after" : "before");
    }
}

void census_effort(const struct census *c, struct deviations *d) {
    for (size_t at = 0; at < c->plan->steps; at++)
        check_depth(c, at, d);
    remark_outliers(c, answers_of, "answers", OUTLIER_ANSWERS, d);
    remark_outliers(c, bytes_of, "bytes", OUTLIER_BYTES, d);
    remark_windows(c, d);
}

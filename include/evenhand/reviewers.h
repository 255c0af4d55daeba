/* Same review: who decided what, how soon, and is every decision in the ledger? */
#ifndef EVENHAND_REVIEWERS_H
#define EVENHAND_REVIEWERS_H

#include "evenhand/census.h"
#include "evenhand/ledger_file.h"

struct reviewer {
    char *by; /* owned */
    size_t same, other, withheld;
    double *hours; /* from the candidate's last answer to each decision, ascending; owned */
    size_t decisions, cap;
};

struct reviewers {
    struct reviewer *at; /* by login */
    size_t count;
};

/* Counts the decisions of the census by reviewer. Reviewers whose shares of rejected or withheld items differ
 * more than chance explains are remarked upon (Fisher's exact test, both with at least REVIEWERS_MIN
 * decisions). */
#define REVIEWERS_MIN 10
#define REVIEWERS_CHANCE 0.01
void reviewers_count(struct reviewers *r, const struct census *c, struct deviations *d);
double reviewer_median_hours(const struct reviewer *r); /* 0 without decisions */
void reviewers_free(struct reviewers *r);

/* Decisions without an entry in the ledger, and entries without a decision: one was made or removed past the
 * program. */
void reviews_check(struct census *c, const struct ledger *l, struct deviations *d);

#endif

/* What verify found wrong: each deviation says what, whom it touches, and what would mend it. A remark is
 * worth knowing and does not make the answer no. */
#ifndef EVENHAND_DEVIATIONS_H
#define EVENHAND_DEVIATIONS_H

#include <stdbool.h>
#include <stddef.h>

#define DEVIATIONS_MAX 10000 /* kept; more are counted */

enum check {
    CHECK_PLAN,      /* one plan and one set of rules for all */
    CHECK_COVERAGE,  /* every step of the plan for every candidate */
    CHECK_REVIEW,    /* every possible match decided */
    CHECK_WORKBOOKS, /* one workbook each, one shape, as made */
    CHECK_LEAK,      /* nothing of identity, nothing protected */
    CHECK_AGAIN,     /* assessed again, the same comes out */
    CHECK_LEDGER,    /* an unbroken chain */
    CHECK_ROLES,     /* who searches does not decide */
    CHECKS
};

extern const char *const check_names[CHECKS];     /* "Same steps" */
extern const char *const check_questions[CHECKS]; /* what was asked, in a sentence */

struct deviation {
    enum check check;
    bool remark;
    char *whom; /* "C-7F3K", or "all" */
    char *what; /* "step 3 (forum): undetermined" */
    char *mend; /* an imperative clause */
};

struct deviations {
    struct deviation *list;
    size_t count, cap;
    size_t failed[CHECKS], remarks[CHECKS]; /* all of them, those over DEVIATIONS_MAX included */
};

/* Adds one; `mend` is copied, `what` a printf format. */
void deviate(struct deviations *d, enum check check, const char *whom, const char *mend, const char *what,
             ...) __attribute__((format(printf, 5, 6)));
void remark(struct deviations *d, enum check check, const char *whom, const char *mend, const char *what, ...)
    __attribute__((format(printf, 5, 6)));
size_t deviations_failed(const struct deviations *d); /* remarks not counted */
void deviations_free(struct deviations *d);

#endif

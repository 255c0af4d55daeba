/* What an answer means, and what an attempt came to (DESIGN section 3). The rule behind every line: nothing
 * but an answer of the source itself makes `none`; whatever cannot be told is `undetermined`. */
#ifndef EVENHAND_OUTCOME_H
#define EVENHAND_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"

enum outcome_class {
    OUTCOME_READ,    /* an answer to be mapped */
    OUTCOME_NOTHING, /* the source says that there is nothing: a status of the descriptor's `none` list */
    OUTCOME_BLOCKED, /* tells nothing */
};

/* `none` ends with 0. Statuses that mean "not you" or "not now" (401, 403, 429, 5xx ...) are blocked even if
 * a descriptor lists them. */
enum outcome_class outcome_class(int status, const int *none);

/* What an attempt's requests came to. */
struct outcome_tally {
    size_t answered;     /* requests that the source answered */
    size_t items;        /* found in them */
    size_t refused;      /* requests that may not be made */
    size_t undetermined; /* requests that told nothing */
    size_t left_out;     /* pages, follow-ups, items and texts beyond a limit */
    size_t unread;       /* follow-ups answered with something that is no page: a picture, a document */
    size_t passed_over;  /* optional follow-ups without an answer that tells: said, not owed */
    bool present;        /* the source's sign of an account that is there */
    bool stopped;        /* at a limit of ours: COLLECT_ATTEMPT_REQUESTS or _BYTES */
    bool not_provided;   /* no request: the candidate has no value */
    char *why_refused, *why_undetermined, *why_nothing, *why_not_provided, *why_unread,
        *why_passed_over; /* owned; of the first one */
};

/* The outcome (a word of vocab_outcomes, static), and its reason in plain words appended to `reason`. */
const char *outcome_decide(const struct outcome_tally *t, struct buf *reason);
void outcome_tally_free(struct outcome_tally *t);

#endif

/* The words a board member reads instead of the ids of vocab.h, and what each means. Every list follows the
 * order of its vocabulary; a unit test holds them together. */
#ifndef EVENHAND_WORDS_H
#define EVENHAND_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct words {
    const char *id;      /* as in the records */
    const char *shown;   /* "Violence or threats" */
    const char *meaning; /* one or two sentences, for the Summary and Method sheets */
};

/* Sizes of the vocabularies: what counts by word is an array of this size. words_check (and its test) proves
 * them. */
enum {
    WORDS_OUTCOMES = 5,
    WORDS_SOURCE_TYPES = 10,
    WORDS_CATEGORIES = 13,
    WORDS_CONCERNS = 11, /* the first so many categories; the rest speak for a candidate */
    WORDS_SEVERITIES = 3,
    WORDS_MATCHES = 3,
    WORDS_CORROBORATION = 4,
    WORDS_RECHECKS = 4,
    WORDS_RELIABILITY = 6,
    WORDS_SKIPS = 12,
};

extern const struct words words_outcomes[WORDS_OUTCOMES];
extern const struct words words_source_types[WORDS_SOURCE_TYPES];
extern const struct words words_categories[WORDS_CATEGORIES];
extern const struct words words_severities[WORDS_SEVERITIES];
extern const struct words words_matches[WORDS_MATCHES];
extern const struct words words_corroboration[WORDS_CORROBORATION];
extern const struct words words_rechecks[WORDS_RECHECKS]; /* shown with the day in the place of "..." */
extern const struct words words_reliability[WORDS_RELIABILITY];
extern const struct words words_skips[WORDS_SKIPS];

/* Positions in the vocabularies that code needs by name. */
enum { OUTCOME_FOUND, OUTCOME_NONE, OUTCOME_NOT_PROVIDED, OUTCOME_REFUSED, OUTCOME_UNDETERMINED };
enum { SKIP_NOT_ABOUT, SKIP_AWAITING_REVIEW, SKIP_UNREADABLE = 8, SKIP_OVER_LIMIT, SKIP_CUT };
enum { MATCH_SAME, MATCH_POSSIBLE };
enum { CORROBORATION_OWN, CORROBORATION_LINKED, CORROBORATION_ONE, CORROBORATION_SEVERAL };
enum { SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH };

/* Position of an id in a list of `count`, or -1. */
int words_find(const struct words *list, size_t count, const char *id);

/* Is it about a site's whole answer, and not about one item of it? */
bool words_skip_of_answer(size_t skip);

/* Of several attempts of one step (a list slot runs once per value) the outcome that is shown: undetermined
 * before found, refused, none, not-provided. */
int words_outcome_combined(int a, int b);

#endif

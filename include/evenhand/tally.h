/* What summary.xlsx shows of one candidate: counts, and nothing else. Small, because it is kept for every
 * candidate until the end of the stream. */
#ifndef EVENHAND_TALLY_H
#define EVENHAND_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/words.h"

#define CANDIDATE_BYTES 16 /* "C-7F3K" and room */

struct tally {
    char number[CANDIDATE_BYTES];
    uint32_t findings[WORDS_CATEGORIES][WORDS_SEVERITIES];
    uint32_t matches[WORDS_MATCHES]; /* of findings, as the next */
    uint32_t corroboration[WORDS_CORROBORATION];
    uint32_t outcomes[WORDS_OUTCOMES]; /* of steps, attempts of one step combined */
    uint32_t skips[WORDS_SKIPS];
    uint64_t items; /* read */
    uint64_t shown; /* ... of which at least one finding tells */
};

uint64_t tally_category(const struct tally *t, size_t category);
/* Findings of a severity among the concerns. */
uint64_t tally_concerns(const struct tally *t, size_t severity);
uint64_t tally_all_concerns(const struct tally *t);
uint64_t tally_in_favour(const struct tally *t);
uint64_t tally_steps(const struct tally *t);
uint64_t tally_items_left_out(const struct tally *t); /* reasons that are about items */

/* A growing list of tallies. Zero-initialise. */
struct tallies {
    struct tally *tally; /* owned */
    size_t count, cap;
};

void tallies_add(struct tallies *all, const struct tally *t);
void tallies_sort(struct tallies *all); /* by number */
/* After tallies_sort: the first number that is there twice, or NULL. */
const char *tallies_twice(const struct tallies *all);
/* All of them added up (the number is empty). */
struct tally tallies_sum(const struct tallies *all);
void tallies_free(struct tallies *all);

#endif

/* The finder's weights, filters/rules/screen/finder/weights.txt, as scripts/learn-screen writes them:
 *
 *     @chances 0.60 0.40 0.10     a sentence is found whose categories together are this likely; so is a
 *                                 further category that alone is this likely; a rule's finding is taken back
 *                                 where the categories together are less likely than this
 *     @bias<TAB>none=1.2<TAB>drugs=-0.3 ...
 *     0 w stoned<TAB>drugs=1.71<TAB>none=-0.9<TAB>low=0.2
 *
 * A line is a feature (its signs: offset, kind, text; sentence_signs.h) and what it says for each category
 * and severity; what is not written is 0. */
#ifndef EVENHAND_FINDER_WEIGHTS_H
#define EVENHAND_FINDER_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"

#define FINDER_MAX_FILE_BYTES ((size_t)32 << 20)
#define FINDER_CATEGORIES 13 /* vocab_categories */
#define FINDER_SEVERITIES 3  /* vocab_severities */
#define FINDER_NONE (-1)     /* of a sentence that says nothing job-related: weighs 0 */
#define FINDER_COLUMNS (FINDER_CATEGORIES + FINDER_SEVERITIES)
#define FINDER_FILTER_BITS ((uint64_t)1 << 21) /* most features weigh nothing: a bit spares the look */

struct finder_weight {
    uint64_t key; /* feature_key; 0: free */
    uint32_t row; /* in rows */
};

struct finder_weights {
    struct finder_weight *slot; /* open addressing */
    size_t slots, count;
    float (*row)[FINDER_COLUMNS];
    size_t row_cap;
    uint64_t filter[FINDER_FILTER_BITS / 64];
    float bias[FINDER_COLUMNS];
    float any, further, veto; /* the chances that decide */
};

/* Zero-initialise; finder_weights_free releases. */
bool finder_weights_read(struct finder_weights *w, const char *path, struct faults *f);
/* What a feature says, FINDER_COLUMNS numbers, or NULL. */
const float *finder_weights_of(const struct finder_weights *w, uint64_t key);
void finder_weights_free(struct finder_weights *w);

#endif

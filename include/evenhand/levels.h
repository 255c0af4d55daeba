/* Comparison levels: which agreements and disagreements of weights.h hold between an item and a candidate. */
#ifndef EVENHAND_LEVELS_H
#define EVENHAND_LEVELS_H

#include <stdbool.h>

#include "evenhand/item_reading.h"
#include "evenhand/weights.h"

struct levels {
    bool at[WEIGHT_FIELDS];
    double share;      /* of people who bear the name met; 0: none */
    bool lists_people; /* a result page of several people, which attributes nobody by itself */
};

/* All but WEIGHT_SAME_ACCOUNT and WEIGHT_LINKED_FROM, which are for the caller to say. `today`: year of the
 * run, 0: not known. */
struct levels levels_of(const struct subject *s, const struct item_words *words, const struct item_reading *r,
                        int today);

/* What a level adds to the sum, in bits, when it holds and its weight is `weight`. A common name speaks less
 * for the candidate, by log2(1 + share / common), but an agreement never speaks against. */
double levels_bits(const struct levels *l, enum weight_field level, double weight, double common);

#endif

/* Making the match weights from labelled pairs (tests/match/learn): m and u of every comparison level, and
 * the thresholds.
 *
 * Fellegi and Sunter's weights add up as if the levels were independent; they are not (who is named with an
 * employer is often named with the trade). So the weights are fitted together, as a logistic regression of
 * "it is the candidate" on the levels, each drawn towards what the authors expect of it ("guess"), the more
 * the rarer the level is among the pairs (a normal prior). Thresholds come from weights fitted without the
 * candidate judged, fold by fold. */
#ifndef EVENHAND_LEARN_ATTRIBUTE_H
#define EVENHAND_LEARN_ATTRIBUTE_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/attribution.h"
#include "evenhand/levels.h"

#define LEARN_ATTRIBUTE_MAX_FILE_BYTES ((size_t)64 << 20)

enum pair_label { PAIR_SAME, PAIR_OTHER, PAIR_UNCLEAR, PAIR_LABELS };

struct labelled_pair {
    struct levels levels;
    enum pair_label label;
    unsigned fold; /* of its candidate */
    char id[16];
};

/* Zero-initialise; learn_attribute_close releases. */
struct attribute_learner {
    struct attribution rules; /* the weights as they were: words and guesses */
    struct labelled_pair *pair;
    size_t pairs;
    double prior, field[WEIGHT_FIELDS]; /* fitted, bits */
    double match, non_match;
};

/* `rules`: the folder filters/rules/attribute. */
bool learn_attribute_open(struct attribute_learner *l, const char *rules, struct faults *f);
bool learn_attribute_read(struct attribute_learner *l, const char *path, struct faults *f);
void learn_attribute_fit(struct attribute_learner *l);
bool learn_attribute_write(const struct attribute_learner *l, const char *path, struct faults *f);
void learn_attribute_close(struct attribute_learner *l);

#endif

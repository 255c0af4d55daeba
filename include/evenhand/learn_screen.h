/* Learning the finder's weights from labelled texts (tests/screen): multinomial logistic regression of a
 * sentence's category, and of the severity of those that have one, by stochastic gradient descent with an L2
 * penalty. (AdaGrad, which the tagger is fitted with, learns rare signs by heart here: half the recall.) */
#ifndef EVENHAND_LEARN_SCREEN_H
#define EVENHAND_LEARN_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/clusters.h"
#include "evenhand/feature_table.h"
#include "evenhand/finder_weights.h"
#include "evenhand/screen_rules.h"
#include "evenhand/sentence_signs.h"

#define LEARN_SCREEN_MAX_FILE_BYTES ((size_t)64 << 20)

/* A labelled sentence: its features are held[first, past). */
struct learn_sentence {
    size_t first, past;
    int kind;     /* column of its category, or FINDER_NONE */
    int severity; /* column of its severity, or FINDER_NONE */
};

struct held_feature {
    uint32_t number;
    float value;
};

/* Zero-initialise; learn_screen_close releases. */
struct screen_learner {
    struct screen_rules *rules;
    struct clusters clusters;
    struct screen_work work;
    struct sentence_signs signs;
    struct feature_table table;
    struct held_feature *held;
    size_t helds, held_cap;
    struct learn_sentence *sentence;
    size_t sentences, sentence_cap;
    float (*weight)[FINDER_COLUMNS]; /* by feature; [0] is the bias */
    double scale;                    /* times which they are meant, while they are learnt */
};

/* `rules`: the folder filters/rules. */
bool learn_screen_open(struct screen_learner *l, const char *rules, struct faults *f);
/* Adds the sentences of a file of labelled texts (tests/screen/README.md). */
bool learn_screen_read(struct screen_learner *l, const char *path, struct faults *f);
/* Adds what the rules promise: their examples and counter-examples. */
bool learn_screen_examples(struct screen_learner *l, struct faults *f);
void learn_screen_fit(struct screen_learner *l);
bool learn_screen_write(const struct screen_learner *l, const char *path, struct faults *f);
void learn_screen_close(struct screen_learner *l);

#endif

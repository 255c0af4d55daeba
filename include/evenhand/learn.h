/* Learning the tagger's weights: a conditional random field fitted by AdaGrad (Duchi, Hazan, Singer 2011)
 * with an L1 penalty, on a softmax-margin loss (Gimpel and Smith 2010) whose costs say which mistake is
 * worse. */
#ifndef EVENHAND_LEARN_H
#define EVENHAND_LEARN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/buf.h"
#include "evenhand/feature_table.h"
#include "evenhand/features.h"
#include "evenhand/tagger.h"
#include "evenhand/vocab.h"
#include "evenhand/wall.h"

#define LEARN_MAX_FILE_BYTES ((size_t)64 << 20)

/* What a token is known to be. */
enum gold {
    GOLD_NONE,
    GOLD_TRAIT,
    GOLD_PROXY, /* a trait that is only implied */
    GOLD_NAME,
    GOLD_KEEP,
    GOLD_OPEN /* reasonable people differ */
};

struct learn_feature {
    float of[TAGS], sum[TAGS]; /* weights; sums of squared gradients */
};

/* How often a sign stood in a trait of each class. */
struct learn_sign {
    uint64_t hash; /* 0: free */
    uint32_t name; /* in names: "w mosque" */
    uint32_t in[VOCAB_CLASSES_MAX];
};

struct learn_text {
    size_t first, tokens; /* into gold and begin */
};

struct learner {
    struct wall wall;
    struct feature_table table;
    struct learn_feature *feature; /* by the table's number */
    size_t feature_cap;
    struct learn_sign *sign; /* open addressing */
    size_t signs, sign_slots;
    struct buf names; /* of signs */
    struct learn_text *text;
    size_t texts, text_cap;
    uint8_t *gold;
    size_t *begin; /* by token: its features in `held`, until the next token's */
    size_t tokens, token_cap;
    uint32_t *held;
    size_t helds, held_cap;
    float bias[TAGS], move[TAGS][TAGS], bias_sum[TAGS], move_sum[TAGS][TAGS];
};

bool learn_open(struct learner *l, const char *rules, struct faults *f);
/* Adds the texts of a labelled file (tests/wall/README.md). */
bool learn_read(struct learner *l, const char *path, struct faults *f);
void learn_fit(struct learner *l);
bool learn_write(const struct learner *l, const char *path, struct faults *f);
void learn_close(struct learner *l);

#endif

/* The tagger: a linear-chain conditional random field over the tokens of a passage (Lafferty, McCallum,
 * Pereira 2001) that says of each whether it tells a protected trait, names somebody, or neither. It sees
 * what the lexicon and the rules made of the text and weighs that with everything around it. Its weights are
 * data (tag_weights.h), made by scripts/learn from the labelled texts in tests/wall. */
#ifndef EVENHAND_TAGGER_H
#define EVENHAND_TAGGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/clusters.h"
#include "evenhand/faults.h"
#include "evenhand/lexicon.h"
#include "evenhand/passage.h"
#include "evenhand/tag_weights.h"
#include "evenhand/vocab.h"

#define TAGGER_WORDS 8192 /* words whose weights are kept summed; a power of two */

/* What one word says, summed over its signs: the same wherever it stands. */
struct word_lean {
    uint64_t key;                         /* 0: free */
    int32_t of[FEATURE_OFFSETS][WEIGHED]; /* hundredths */
    uint64_t view[VIEW_FINE + 1];
};

struct tagger {
    struct clusters clusters;
    struct tag_weights weights;
    struct word_lean *word; /* TAGGER_WORDS of them, each kept in the one place its hash gives */
    struct signs *signs;    /* by token, as are the following */
    uint32_t *by;           /* 1 + index of the rules' span that holds the token, or 0 */
    uint64_t (*view)[VIEWS];
    float (*score)[TAGS], (*ahead)[TAGS], (*emit)[TAGS];
    uint8_t *tag;
    size_t cap;
};

/* Reads FOLDER/tagger/clusters.txt and weights.txt, each where it is there. Without weights the tagger finds
 * nothing. */
bool tagger_read(struct tagger *t, const char *folder, struct faults *f);
bool tagger_ready(const struct tagger *t);
/* Fills t->signs and t->by from the passage as the rules left it; `words`: the signs of the words too. */
void tagger_look(struct tagger *t, const struct lexicon *x, const struct passage *p, bool words);
/* Fills t->tag and, with the chance of each tag, t->score. */
void tagger_run(struct tagger *t, const struct lexicon *x, const struct passage *p);
/* The chance that token i is to be withheld. */
float tagger_doubt(const struct tagger *t, size_t i);
/* Is that chance at least the one that the weights set? */
bool tagger_doubts(const struct tagger *t, size_t i, enum chance c);
/* Adds what token i's signs say of the class of the trait it belongs to. */
void tagger_vote(const struct tagger *t, const struct passage *p, size_t i, float votes[VOCAB_CLASSES_MAX]);
void tagger_free(struct tagger *t);

#endif

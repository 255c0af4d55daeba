/* What the finder sees of a sentence: its words, what they are like (clusters), which stand together, the
 * rules' lists they are in, what the rules said of it, who speaks, and what stands beside it. */
#ifndef EVENHAND_SENTENCE_SIGNS_H
#define EVENHAND_SENTENCE_SIGNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/clusters.h"
#include "evenhand/feature_table.h"
#include "evenhand/finder_weights.h"
#include "evenhand/screen_rules.h"
#include "evenhand/screen_text.h"
#include "evenhand/sign.h"

/* Kinds of signs, as weights.txt writes them. */
#define SIGN_WORD 'w'    /* the folded word, a number's magnitude */
#define SIGN_PREFIX 'x'  /* first letters of a longer word */
#define SIGN_CLUSTER '1' /* '1' coarse, '2' middle, '3' fine */
#define SIGN_LIST 'g'    /* a list of the rules that one of its words is in */
#define SIGN_FOUND 'r'   /* category that a rule found here */
#define SIGN_EXCUSED 'e' /* category that a rule found and an excuse took back */
#define SIGN_FLAG 'f'    /* asks, quotes, first-person, edge of the text, length ... */

#define SENTENCE_FEATURE_PARTS 2
#define SENTENCE_SCALE 3.0f       /* length that the features of a sentence are scaled to */
#define SENTENCE_WORD_CACHE 65536 /* words whose signs are kept; a power of two */

/* A feature of a sentence: one sign of it (offset 0) or of the sentence before or behind (-1, 1); or signs of
 * two neighbouring words of it (offsets 0 and 1). */
struct sentence_feature {
    uint64_t key;
    float value; /* how much it counts, before the whole is scaled to length 1 */
    int parts;
    struct placed_sign part[SENTENCE_FEATURE_PARTS];
};

/* Where a word stands: in the sentence before, in the sentence itself, in the one behind. */
enum beside { BESIDE_BEFORE, BESIDE_HERE, BESIDE_BEHIND, BESIDES };

struct word_signs {
    uint64_t word; /* its hash; 0: free */
    const struct cluster *cluster;
    uint64_t hash[6]; /* of SIGN_WORD, SIGN_PREFIX, three clusters; what stands for it in a pair */
    float sum[BESIDES][FINDER_COLUMNS]; /* what its own signs weigh, added up; with `weights` only */
    float square[BESIDES];              /* and the sum of their values' squares */
};

/* Zero-initialise but for the borrowed clusters and, one of the two, weights: with them the features are
 * weighed, without them they are listed, to be learnt from. sentence_signs_free releases. */
struct sentence_signs {
    const struct clusters *clusters;
    const struct finder_weights *weights;
    struct word_signs *cache;
    struct sentence_feature *at;
    size_t count, cap;
    uint64_t *list;              /* by group: hash of its sign; 0: none */
    const float **list_row;      /* and what it weighs, or NULL */
    float score[FINDER_COLUMNS]; /* the features' weights times their values, added up */
    float square;                /* the sum of the values' squares */
};

/* Fills s->at or s->score, and s->square, for sentence i of a text that the rules have judged: all but the
 * pairs of words and the sentences beside it, which sentence_signs_more then adds. */
void sentence_signs_of(struct sentence_signs *s, const struct screen_rules *rules,
                       const struct screen_work *work, const char *text, size_t i);
void sentence_signs_more(struct sentence_signs *s, const struct screen_work *work, size_t i);
void sentence_signs_free(struct sentence_signs *s);

#endif

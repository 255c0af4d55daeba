/* What the finder sees of a sentence: its words, what they are like (clusters), which stand together, the
 * rules' lists they are in, what the rules said of it, who speaks, and what stands beside it. */
#ifndef EVENHAND_SENTENCE_SIGNS_H
#define EVENHAND_SENTENCE_SIGNS_H

#include <stddef.h>
#include <stdint.h>

#include "evenhand/clusters.h"
#include "evenhand/feature_table.h"
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
#define SENTENCE_SCALE 3.0f /* length that the features of a sentence are scaled to */
#define SENTENCE_WORD_CACHE 16384 /* words whose signs are kept; a power of two */

/* A feature of a sentence: one sign of it (offset 0) or of the sentence before or behind (-1, 1); or signs of
 * two neighbouring words of it (offsets 0 and 1). */
struct sentence_feature {
    uint64_t key;
    float value; /* how much it counts, before the whole is scaled to length 1 */
    int parts;
    struct placed_sign part[SENTENCE_FEATURE_PARTS];
};

struct word_signs {
    uint64_t word; /* its hash; 0: free */
    const struct cluster *cluster;
    uint64_t hash[6]; /* of SIGN_WORD, SIGN_PREFIX, three clusters; [5]: what stands for it in a pair */
};

/* Zero-initialise but for the borrowed clusters; sentence_signs_free releases. */
struct sentence_signs {
    const struct clusters *clusters;
    struct word_signs *cache;
    struct sentence_feature *at;
    size_t count, cap;
    float length; /* the root of the sum of the values' squares */
};

/* Fills s->at for sentence i of a text that the rules have judged. */
void sentence_signs_of(struct sentence_signs *s, const struct screen_rules *rules,
                       const struct screen_work *work, const char *text, size_t i);
void sentence_signs_free(struct sentence_signs *s);

#endif

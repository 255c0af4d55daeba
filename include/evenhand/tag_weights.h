/* The tagger's weights, filters/rules/redact/tagger/weights.txt, as scripts/learn writes them:
 *
 *     @chances 2 25 2 1 20         a run of tokens is withheld when one of them is doubted by the first (a
 * name: by the second) and reaches as far as the doubt stays above the third; an ambiguous rule's span is let
 * go where no token is doubted by the fourth; a short clause goes whole where one is doubted by the fifth
 *     @bias 0 -120 -250            of the tags none, trait, name
 *     @move 0 90 -60 -30           from tag 0 to each
 *     -1 w my 0 2 87<TAB>52<TAB>-1 signs (offset, kind, text), then what they say for trait and name
 *     @class w mosque<TAB>religion<TAB>93 what a trait that shows this sign is likeliest to be, and how
 * likely
 *
 * All numbers are hundredths. A caseload's own file replaces the shipped one. */
#ifndef EVENHAND_TAG_WEIGHTS_H
#define EVENHAND_TAG_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"
#include "evenhand/features.h"

#define TAG_WEIGHTS_MAX_FILE_BYTES ((size_t)32 << 20)
#define TAG_WEIGHTS_FILTER_BITS                                                                              \
    ((uint64_t)1 << 21) /* most signs together weigh nothing: a bit spares the look */

enum tag { TAG_NONE, TAG_TRAIT, TAG_NAME, TAGS };

#define WEIGHED (TAGS - 1) /* TAG_NONE weighs nothing: of[tag - 1] */

enum chance { CHANCE_SEED, CHANCE_NAME, CHANCE_SPREAD, CHANCE_VETO, CHANCE_WHOLE, CHANCES };

/* What one sign says of the token it belongs to (in the middle) and of the tokens around it, in hundredths.
 */
struct lean {
    uint64_t sign;                        /* sign_hash; 0: free */
    int16_t of[FEATURE_OFFSETS][WEIGHED]; /* by offset + FEATURE_REACH */
    uint8_t share; /* of `class` among the traits that show it, percent; 0: not known */
    uint8_t class; /* in vocab_classes */
};

/* What several signs together say. Small, so that most of them stay in the cache. */
struct weight {
    uint32_t
        check; /* upper half of the feature_key; 0: free. That two features share slot and check is as likely
                  as that they share the key of a 64-bit table a few slots long: 1 in 2^31 a look. */
    int16_t of[WEIGHED];
};

struct tag_weights {
    struct lean *lean; /* open addressing, as is `together` */
    size_t lean_slots, leans;
    struct weight *together;
    size_t slots, count;
    uint64_t filter[TAG_WEIGHTS_FILTER_BITS / 64];
    int16_t chance[CHANCES];
    int16_t bias[TAGS], move[TAGS][TAGS]; /* from, to */
};

/* Replaces what w holds. */
bool tag_weights_read(struct tag_weights *w, const char *path, struct faults *f);
const struct lean *tag_weights_lean(const struct tag_weights *w, uint64_t sign);      /* or NULL */
const struct weight *tag_weights_together(const struct tag_weights *w, uint64_t key); /* or NULL */
void tag_weights_free(struct tag_weights *w);

#endif

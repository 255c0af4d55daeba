/* The tagger's weights, filters/rules/redact/tagger/weights.txt, as scripts/learn writes them:
 *
 *     @chances 0.5 0.2 0.1                  a run of tokens is withheld when one of them is doubted by the
 * first, reaches as far as the doubt stays above the second, and an ambiguous rule's span is let go where no
 * token is doubted by the third
 *     @bias 0 -1.2 -2.5                    of the tags none, trait, name
 *     @move 0 0.9 -0.6 -0.3                from tag 0 to each
 *     -1 w my 0 2 87<TAB>0.52<TAB>-0.01    signs (offset, kind, text), then what they say for trait and name
 *     @class w mosque<TAB>religion<TAB>0.93 what a trait that shows this sign is likeliest to be, and how
 * likely
 */
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

/* What one sign says of the token it belongs to (in the middle) and of the tokens around it. */
struct lean {
    uint64_t sign;                   /* sign_hash; 0: free */
    float of[FEATURE_OFFSETS][TAGS]; /* by offset + FEATURE_REACH; TAG_NONE's is always 0 */
    float share;                     /* of `class` among the traits that show it; 0: not known */
    int class;                       /* in vocab_classes */
};

/* What several signs together say. */
struct weight {
    uint64_t key; /* feature_key; 0: free */
    float of[TAGS];
};

struct tag_weights {
    struct lean *lean; /* open addressing, as is `together` */
    size_t lean_slots, leans;
    struct weight *together;
    size_t slots, count;
    uint64_t filter[TAG_WEIGHTS_FILTER_BITS / 64];
    float seed, name, spread, veto;     /* the chances that decide */
    float bias[TAGS], move[TAGS][TAGS]; /* from, to */
};

bool tag_weights_read(struct tag_weights *w, const char *path, struct faults *f);
const struct lean *tag_weights_lean(const struct tag_weights *w, uint64_t sign);      /* or NULL */
const struct weight *tag_weights_together(const struct tag_weights *w, uint64_t key); /* or NULL */
void tag_weights_free(struct tag_weights *w);

#endif

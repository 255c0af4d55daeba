/* Corroboration: how a candidate's findings stand to one another.
 *
 * Findings are held until all of a candidate's items were read. Then those that carry the same words (a
 * repost, an agency's text on two sites) become one finding with several evidence numbers, and findings of
 * independent sources that say the same support one another. Resemblance is that of word shingles (Broder,
 * "On the resemblance and containment of documents", 1997), for whole items estimated from min-hashes. */
#ifndef EVENHAND_CORROBORATE_H
#define EVENHAND_CORROBORATE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/tokens.h"

#define CORROBORATE_HELD 4096 /* findings compared with one another; more are settled in portions */
#define CORROBORATE_SKETCH 16 /* min-hashes of an item's text */
#define CORROBORATE_SHINGLE 3 /* words */
#define CORROBORATE_WORDS 128 /* of an excerpt that are compared */

struct held_finding {
    cJSON *record; /* owned */
    char *about;   /* "E-0042/3" */
    char *host, *author;
    uint64_t text; /* hash of the item's text */
    uint64_t sketch[CORROBORATE_SKETCH];
    uint64_t shingle[CORROBORATE_WORDS], word[CORROBORATE_WORDS]; /* of the excerpt, sorted */
    size_t shingles, words;
    bool own;    /* of the candidate's own account */
    bool merged; /* its words stand in another finding */
};

/* Zero-initialise. */
struct corroboration {
    struct held_finding *at;
    size_t count, cap;
};

/* Takes the finding over. `words` are those of the item's text, of which [start, end) bytes are the excerpt.
 */
void corroborate_add(struct corroboration *c, cJSON *finding, const cJSON *item, const struct tokens *words,
                     uint32_t start, uint32_t end, uint64_t text, bool own);
/* An item with exactly the text of one before it. */
void corroborate_copy(struct corroboration *c, uint64_t text, const char *about);
/* Merges and compares what is held; write each record that is not `merged`, then corroborate_clear. */
void corroborate_settle(struct corroboration *c);
void corroborate_clear(struct corroboration *c);
void corroborate_free(struct corroboration *c);

#endif

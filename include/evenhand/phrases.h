/* Phrases: many lists of words and phrases, looked for in one pass over the words of a text.
 *
 * A phrase is folded words separated by spaces. In it `N` stands for any number, `^` for any word written
 * with a capital, `_` for any one word (not first), and a word ending in `~` for its regular English
 * inflections (threaten~: threaten, threatens, threatened, threatening, threatenin). Words that hide letters
 * behind digits (wh1te) are found too. */
#ifndef EVENHAND_PHRASES_H
#define EVENHAND_PHRASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/tokens.h"

#define PHRASE_MAX_WORDS 12 /* longer phrases are refused */

struct phrases; /* opaque */

struct phrase_hit {
    uint32_t value;       /* as given to phrases_add */
    uint32_t first, last; /* words, both included */
};

struct phrases *phrases_new(void);
void phrases_free(struct phrases *p);

/* Adds a phrase; `value` is what a hit says. The same phrase may have several values. False: empty, too long,
 * or a
 * `_` in front. */
bool phrases_add(struct phrases *p, const char *phrase, uint32_t value);

/* Lays what belongs together side by side, for speed; at any time. */
void phrases_pack(struct phrases *p);

/* Phrases that begin at word i; at most `max` hits are written. Returns how many. */
size_t phrases_at(const struct phrases *p, const struct tokens *w, size_t i, struct phrase_hit *hits,
                  size_t max);

#endif

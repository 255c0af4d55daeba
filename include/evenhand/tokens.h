/* Words of a text, folded for comparison, with their places.
 *
 * A word is a run of letters and digits, apostrophes inside it included. Folding: lower case, accents and
 * other marks dropped (Muñoz = munoz, Sørensen = sorensen), compatibility forms resolved (full-width,
 * mathematical letters), curly apostrophes straight. Characters of scripts written without spaces (Han, kana,
 * Hangul) and pictographs are words by themselves. */
#ifndef EVENHAND_TOKENS_H
#define EVENHAND_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/buf.h"

enum token_flags {
    TOKEN_CAPITAL = 1, /* begins with a capital letter */
    TOKEN_UPPER = 2,   /* two or more letters, all of them capitals */
    TOKEN_NUMBER = 4,  /* digits only */
};

struct token {
    uint32_t start, end; /* bytes of the text, half-open */
    uint32_t folded;     /* offset of the folded word in tokens.folded, NUL-terminated there */
    uint16_t len;        /* bytes folded; longer words are cut at 65535 */
    uint16_t flags;
    uint64_t hash;  /* of the folded word: tokens_hash */
    uint64_t plain; /* of it with digits inside read as letters (wh1te = white); else the same */
};

/* Zero-initialise; tokens_split may be called again and again; tokens_free releases. */
struct tokens {
    struct token *at;
    size_t count, cap;
    struct buf folded;
};

/* Splits text[0..len), valid UTF-8 of less than 4 GiB; what was there before is replaced. */
void tokens_split(struct tokens *w, const char *text, size_t len);
void tokens_free(struct tokens *w);

static inline const char *tokens_text(const struct tokens *w, size_t i) {
    return w->folded.data + w->at[i].folded;
}
bool tokens_same(const struct tokens *w, size_t i, const char *folded);

/* Word i is there and is this one. Most words differ in their first letter from the one that is looked for.
 */
static inline bool tokens_is(const struct tokens *w, size_t i, const char *folded) {
    return i < w->count && *tokens_text(w, i) == *folded && tokens_same(w, i, folded);
}
uint64_t tokens_hash(const char *folded, size_t len);

#endif

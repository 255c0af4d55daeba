/* Sentences of a text: what may stand alone and be understood. Line breaks, list bullets and end marks part
 * them; the name before a chat line ("Ron T.: ...") belongs to none. */
#ifndef EVENHAND_SENTENCES_H
#define EVENHAND_SENTENCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/tokens.h"

#define SENTENCE_MAX_WORDS 160 /* a longer one is parted there */

struct sentence {
    uint32_t start, end;  /* bytes of the text, half-open, trimmed */
    uint32_t first, past; /* words [first, past) */
    uint32_t line;        /* number of its line, from 0: sentences of one line belong together */
    bool spoken;          /* a name stood before it: part of a conversation */
};

/* Zero-initialise; sentences_free releases. */
struct sentences {
    struct sentence *at;
    size_t count, cap;
};

/* `words` are the text's own. What was there before is replaced; sentences without a word are left out. */
void sentences_split(struct sentences *out, const char *text, size_t len, const struct tokens *words);
void sentences_free(struct sentences *s);

#endif

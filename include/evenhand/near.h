/* Misspellings: unknown words one letter away from a term (a letter left out, added, changed, or two
 * swapped), the first letter right. Terms of at least NEAR_MIN_LETTERS letters; real English words that
 * happen to be that near are guarded by words/known.txt. */
#ifndef EVENHAND_NEAR_H
#define EVENHAND_NEAR_H

#include <stddef.h>
#include <stdint.h>

#include "evenhand/wordbook.h"

#define NEAR_MIN_LETTERS 6
#define NEAR_MAX_LETTERS 24

struct near {
    uint32_t *hash; /* of each term with one letter left out, and of the term itself; open addressing */
    uint32_t *word;
    size_t slots, count;
};

void near_add(struct near *n, const struct wordbook *w, uint32_t word);
/* The word that `text` misspells, or 0. */
uint32_t near_find(const struct near *n, const struct wordbook *w, const char *text, size_t len);
void near_free(struct near *n);

#endif

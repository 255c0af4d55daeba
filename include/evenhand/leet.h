/* Leetspeak: digits and signs that stand for letters ("tr4ns", "b14ck", "$nap"). */
#ifndef EVENHAND_LEET_H
#define EVENHAND_LEET_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/shadow.h"
#include "evenhand/wordbook.h"

#define LEET_MIN_LETTERS 3
#define LEET_MAX_LETTERS 32

/* If shadow bytes [from, to) are leetspeak for a word the rules know, rewrites them to it in place (the
 * length stays the same) and returns true. */
bool leet_undo(struct shadow *s, const struct wordbook *w, size_t from, size_t to);

#endif

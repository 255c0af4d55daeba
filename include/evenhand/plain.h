/* Text made plain for comparing: compatibility-decomposed, case-folded, without accents and invisible
 * characters, words of letters and digits with single spaces between them and at both ends: "J.
 * O'Brien-Núñez" becomes " j o brien nunez ". Written for verify alone, so that its leak check shares no code
 * with what it checks. */
#ifndef EVENHAND_PLAIN_H
#define EVENHAND_PLAIN_H

#include <stddef.h>

#include "evenhand/buf.h"

/* Replaces what `out` holds. Text must be valid UTF-8 (what is not is taken as a space). */
void plain_words(const char *text, size_t len, struct buf *out);
/* Runs of digits, joined over the separators that telephone numbers have ("+1 (781) 555-0101" becomes
 * "|17815550101|"), each between bars; "|" when there is none. */
void plain_digits(const char *text, size_t len, struct buf *out);
/* The words without the spaces: "jobriennunez". `words` is what plain_words gave; free() releases. */
char *plain_squeezed(const char *words);

#endif

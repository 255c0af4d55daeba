/* Characters that look like Latin letters, and characters with a plain spelling (UTS #39 in essence: only
 * letters that one meets in disguised English words). */
#ifndef EVENHAND_LOOKALIKE_H
#define EVENHAND_LOOKALIKE_H

#include <stdbool.h>
#include <unitypes.h>

/* ASCII spelling of quotes, dashes, blanks and letters that NFKD leaves alone (ø, ł, ı, small capitals), or
 * NULL. */
const char *lookalike_plain(ucs4_t c);
/* The Latin letter a Cyrillic, Greek, Cherokee or Armenian letter looks like, or 0. */
char lookalike_latin(ucs4_t c);
bool lookalike_ascii_letter(char c);

#endif

/* How far a finding reaches: to the ends of its clause, over the words that belong to it, over whole
 * graphemes and whole tags. Two texts that differ only in a trait must lose the same stretch. */
#ifndef EVENHAND_EXTENT_H
#define EVENHAND_EXTENT_H

#include <stddef.h>

#include "evenhand/passage.h"

/* Widens shadow offsets to the clause: up to . ! ? ; a line end, a dash between blanks, | or a bullet. */
void extent_clause(const struct passage *p, size_t *from, size_t *to);
/* Widens every mark: over "not", "openly", "two" before it, and over the whole of a #hashtag. */
void extent_settle(struct passage *p);

#endif

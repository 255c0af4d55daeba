/* Letters spaced out to get past a reader of words ("g a y", "b-i-p-o-l-a-r", "s.t.a.l.k.e.d") drawn together
 * in a shadow. At least four single letters (three when they are spaced by one blank and no two English words
 * of one letter stand among them) with the same separator between them. */
#ifndef EVENHAND_SPACED_H
#define EVENHAND_SPACED_H

#include "evenhand/shadow.h"

void spaced_join(struct shadow *s);

#endif

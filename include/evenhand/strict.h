/* --strict: where doubt remains after everything, the whole sentence is withheld. */
#ifndef EVENHAND_STRICT_H
#define EVENHAND_STRICT_H

#include "evenhand/passage.h"
#include "evenhand/wall.h"

#define STRICT_DOUBT 0.1f /* a token that the tagger doubts this much leaves a doubt */

/* Withholds each sentence with an ambiguous term that was let go, or a token that the tagger doubts. */
void strict_find(struct wall *w, struct passage *p);

#endif

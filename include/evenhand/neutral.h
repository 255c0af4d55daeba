/* Pronouns that tell sex become they, them, their, theirs, themself, and the verb behind goes with them. */
#ifndef EVENHAND_NEUTRAL_H
#define EVENHAND_NEUTRAL_H

#include "evenhand/passage.h"

void neutral_find(struct passage *p);

#endif

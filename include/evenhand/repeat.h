/* The document pass: a name found once is withheld wherever it stands again, whatever stands around it. */
#ifndef EVENHAND_REPEAT_H
#define EVENHAND_REPEAT_H

#include "evenhand/passage.h"

#define REPEAT_MAX_NAMES 256 /* of one text; beyond them a name is only withheld where it is recognised */
#define REPEAT_MIN_LETTERS 3

void repeat_find(struct passage *p);

#endif

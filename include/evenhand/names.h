/* Names of other people: first names from a list, with what follows them; initials and family names; names
 * behind a title. They tell sex and origin, so each becomes [person]. */
#ifndef EVENHAND_NAMES_H
#define EVENHAND_NAMES_H

#include "evenhand/passage.h"

void names_find(struct passage *p);

#endif

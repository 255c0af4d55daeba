/* Ways to reach or recognise somebody: e-mail addresses, URLs, host names, phone numbers, @handles, u/names,
 * and the names before a colon in a thread. All are identity. */
#ifndef EVENHAND_CONTACTS_H
#define EVENHAND_CONTACTS_H

#include "evenhand/passage.h"

void contacts_find(struct passage *p);

#endif

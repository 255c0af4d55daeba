/* What the packs cannot read: words in other scripts, and sentences in other languages. Fail closed:
 * withheld. */
#ifndef EVENHAND_FOREIGN_H
#define EVENHAND_FOREIGN_H

#include "evenhand/passage.h"

#define FOREIGN_MIN_WORDS 2 /* function words of another language, and more of them than of English */

void foreign_find(struct passage *p);

#endif

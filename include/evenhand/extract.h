/* evenhand-extract: answers to items. Every capture becomes the items that its source's map reads from it;
 * all other records pass, an attempt with the number of its items (those left out included). */
#ifndef EVENHAND_EXTRACT_H
#define EVENHAND_EXTRACT_H

#include "evenhand/stage.h"

struct stage extract_stage(void);

#endif

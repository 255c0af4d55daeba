/* Words written as one: #LatinaLeaders, CancerSurvivor, #boymom. Taken apart at capitals, or into words the
 * rules know; when a sure term is among the parts the whole is withheld. */
#ifndef EVENHAND_JOINED_H
#define EVENHAND_JOINED_H

#include "evenhand/lexicon.h"
#include "evenhand/passage.h"

#define JOINED_MAX_BYTES 64

/* `scratch` is memory to work in. */
void joined_find(const struct lexicon *x, struct passage *p, struct passage *scratch);

#endif

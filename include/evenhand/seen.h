/* Items seen in one attempt: pages of results overlap, and the same post is not two pieces of evidence. */
#ifndef EVENHAND_SEEN_H
#define EVENHAND_SEEN_H

#include <cjson/cJSON.h>
#include <stdbool.h>

struct seen {
    void *tree; /* of <search.h>; zero-initialise */
};

/* Notes an item. True: it is one seen before: the same url and text, or without an url the same author, time
 * and text in another answer (in one answer, two people may say the same). */
bool seen_before(struct seen *s, const cJSON *item, const char *evidence);
void seen_clear(struct seen *s);

#endif

/* Attribution: is this item by or about the candidate? Weight, class and reasons in words. */
#ifndef EVENHAND_ATTRIBUTION_H
#define EVENHAND_ATTRIBUTION_H

#include <cjson/cJSON.h>

#include "evenhand/item_reading.h"
#include "evenhand/known_names.h"
#include "evenhand/subject.h"
#include "evenhand/weights.h"

#define ATTRIBUTION_ACCOUNTS 64 /* remembered of one candidate */
#define ATTRIBUTION_LINKS 256   /* likewise */

struct attribution {
    struct weights weights;
    struct known_names *known;
    char *account[ATTRIBUTION_ACCOUNTS]; /* "host author" of the candidate's items that were a match */
    size_t accounts;
    char *
        link[ATTRIBUTION_LINKS]; /* bare URLs to which the declared sites and accounts link (rel=me or not) */
    size_t links;
    struct item_words words;
    int today; /* year of the run; 0: not known */
};

/* Loads the rules of a folder (filters/rules/attribute). */
bool attribution_open(struct attribution *a, const char *folder, struct faults *f);
void attribution_close(struct attribution *a);

/* Another candidate: forgets accounts and links. */
void attribution_next(struct attribution *a);

/* {weight, class, reasons}: the caller's. An account that was a match speaks for its later items, and a
 * declared site or account for the accounts that it links to, when they come later. */
cJSON *attribution_judge(struct attribution *a, const struct subject *s, const cJSON *item);

#endif

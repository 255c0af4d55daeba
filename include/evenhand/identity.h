/* Whose text this is: every spelling of the candidate's identity, found in any case, order or possessive. */
#ifndef EVENHAND_IDENTITY_H
#define EVENHAND_IDENTITY_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"
#include "evenhand/passage.h"

#define IDENTITY_MAX_FACTS                                                                                   \
    1024                    /* names and facts of one candidate in all their forms; more is FAULT_DATA       \
                             */
#define IDENTITY_MIN_PART 2 /* letters of a name part looked for by itself */

enum identity_kind { IDENTITY_NAME, IDENTITY_HANDLE, IDENTITY_PHONE, IDENTITY_FACT, IDENTITY_RUN };

struct identity_fact {
    char *text; /* folded as the shadow folds; a phone's digits; owned */
    size_t len;
    enum identity_kind kind;
};

struct identity {
    struct identity_fact fact[IDENTITY_MAX_FACTS];
    size_t facts;
};

/* From a candidate record's `identity` object (NULL: nobody's). */
bool identity_read(struct identity *who, const cJSON *object, struct faults *f);
/* One more, unless it is known; `text` is folded. */
bool identity_add(struct identity *who, const char *text, size_t len, enum identity_kind kind,
                  struct faults *f);
void identity_free(struct identity *who);
void identity_find(const struct identity *who, struct passage *p);

#endif

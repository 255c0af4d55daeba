/* The forms in which people write what identifies somebody: names as one word, handles without their
 * punctuation, a date of birth in figures and in words. Texts are folded as the shadow folds. */
#ifndef EVENHAND_IDENTITY_FORMS_H
#define EVENHAND_IDENTITY_FORMS_H

#include "evenhand/identity.h"

/* Every two parts of a name as one word: "willprice", "pricewill". */
bool identity_forms_name(struct identity *who, const char *fold, struct faults *f);
/* "x_wp-99" as "xwp99". */
bool identity_forms_handle(struct identity *who, const char *fold, struct faults *f);
/* From YYYY-MM-DD; anything else has no forms. */
bool identity_forms_birth(struct identity *who, const char *date, struct faults *f);

#endif

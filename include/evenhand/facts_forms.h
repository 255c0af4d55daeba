/* The forms in which a candidate's facts may be written: between facts.c and facts_forms.c. */
#ifndef EVENHAND_FACTS_FORMS_H
#define EVENHAND_FACTS_FORMS_H

#include "evenhand/facts.h"

uint32_t facts_new(struct facts *x, const char *kind, int person, bool own_only);
bool facts_common(const struct facts *x, const char *word);

#endif

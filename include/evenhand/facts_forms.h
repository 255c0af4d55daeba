/* The forms in which a candidate's facts may be written: between facts.c and facts_forms.c. */
#ifndef EVENHAND_FACTS_FORMS_H
#define EVENHAND_FACTS_FORMS_H

#include "evenhand/facts.h"

uint32_t facts_new(struct facts *x, const char *kind, int person, bool own_only);
bool facts_common(const struct facts *x, const char *word);

/* Other names that may stand for a first name; `word`: it is a common word as well. */
typedef void facts_each_nickname(void *ctx, const char *nickname, bool word);
void facts_nicknames(const struct facts *x, const char *name, facts_each_nickname *each, void *ctx);
void facts_add_nicknames(struct facts *x, const char *line);

#endif

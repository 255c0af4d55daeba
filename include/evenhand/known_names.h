/* What is known of names and places in general: how common a name is, which first names stand for one
 * another, which place lies in which region. Data: names.tsv, nicknames.txt, places.txt in
 * filters/rules/attribute/. */
#ifndef EVENHAND_KNOWN_NAMES_H
#define EVENHAND_KNOWN_NAMES_H

#include <stdbool.h>

#include "evenhand/faults.h"
#include "evenhand/phrases.h"
#include "evenhand/tokens.h"

struct known_names; /* opaque */

struct known_names *known_names_read(const char *folder, struct faults *f);
void known_names_free(struct known_names *k);

/* Share of people who bear the name (folded), from 0 to 1. */
double known_surname_share(const struct known_names *k, const char *surname);
double known_given_share(const struct known_names *k, const char *given);
bool known_given(const struct known_names *k, const char *word); /* is a first name that the list holds */
/* The same, a spelling or a short form. */
bool known_same_given(const struct known_names *k, const char *a, const char *b);
/* Region of the place that begins at word i ("US-MA"), or NULL; *words: how many words it has. */
const char *known_place(const struct known_names *k, const struct tokens *w, size_t i, size_t *words);
/* "US-MA" of "ma" or "massachusetts"; NULL: unknown. */
const char *known_state(const struct known_names *k, const char *folded_state);

#endif

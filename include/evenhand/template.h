/* Templates: "{slot}" in a plan step's query and in a source's URL. A "{" always begins a slot; there is no
 * escape, as no query needs a brace. */
#ifndef EVENHAND_TEMPLATE_H
#define EVENHAND_TEMPLATE_H

#include <stdbool.h>

#include "evenhand/faults.h"
#include "evenhand/yaml.h"

#define TEMPLATE_SLOT_BYTES 32 /* with the NUL */
#define URL_TEMPLATE_MAX_BYTES 1024

/* Checks the query of a plan step: known slots only, at least one, no date of birth, at most one list slot,
 * whose name goes to *list_slot (NULL: none). `node` is the query's, for messages. */
bool template_check_query(const char *query, const struct yaml *node, const char **list_slot,
                          struct faults *f);

/* A slot by its name, braces aside: known, and not the date of birth. */
bool template_check_slot(const char *slot, const struct yaml *node, struct faults *f);

/* Checks the URL of a source's request: exactly "{query}", or an http or https address or {site}, then
 * {query} once or more and {page} at will. */
bool template_check_url(const char *url, const struct yaml *node, struct faults *f);

#endif

/* Fields of plan.yaml and of the source descriptors that need more than a type: texts that say something,
 * dates that exist, addresses that can be asked. Each adds a fault with line and column and returns false, as
 * in yaml.h. */
#ifndef EVENHAND_FIELDS_H
#define EVENHAND_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"
#include "evenhand/yaml.h"

#define FIELD_MAX_LINE_BYTES 256 /* of names, dates, log-ins and the like */

/* A text of 1 to `max` bytes, not blank, on one line, without control characters. Absent and not required:
 * *out stays. */
bool field_text(const struct yaml *map, const char *key, bool required, size_t max, const char **out,
                struct faults *f);

/* The same for a program (jq, XPath): may span lines. */
bool field_program(const struct yaml *map, const char *key, bool required, size_t max, const char **out,
                   struct faults *f);

/* A date that exists and is not in the future. */
bool field_past_date(const struct yaml *map, const char *key, const char **out, struct faults *f);

/* An http or https address (url.h). Absent: *out stays. */
bool field_url(const struct yaml *map, const char *key, const char **out, struct faults *f);

/* The key "site": the address that others begin with, so without query; a "/" at its end is dropped. */
bool field_site(const struct yaml *map, const char **out, struct faults *f);

/* A map; absent and required is a fault. *out is NULL when there is none. */
bool field_map(const struct yaml *map, const char *key, bool required, const struct yaml **out,
               struct faults *f);

/* A list of at most `max` texts as field_text takes them, none twice (letter case aside). *out: free() the
 * array. */
bool field_texts(const struct yaml *map, const char *key, bool required, size_t max, const char ***out,
                 size_t *count, struct faults *f);

/* The node of the list's n-th text, for messages. */
const struct yaml *field_list_node(const struct yaml *map, const char *key, size_t n);

#endif

/* PCRE2 patterns, JIT-compiled, UTF, with bounded match limits. Reaching a limit is a fault, never "no
 * match". */
#ifndef EVENHAND_REGEX_H
#define EVENHAND_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"

#define REGEX_MATCH_LIMIT 1000000u
#define REGEX_DEPTH_LIMIT 2000u
#define REGEX_MAX_GROUPS 16

struct regex; /* opaque */

struct regex_match {
    size_t start[REGEX_MAX_GROUPS]; /* byte offsets; group 0 is the whole */
    size_t end[REGEX_MAX_GROUPS];   /* (size_t)-1 for a group that took no part */
};

/* `place` names the pack's line for the message. Caseless when asked. NULL with FAULT_CONFIG. */
struct regex *regex_compile(const char *pattern, bool caseless, const char *place, struct faults *f);
void regex_free(struct regex *r);

enum regex_result { REGEX_NONE, REGEX_FOUND, REGEX_FAULT };

/* Searches text[from..len); text must be valid UTF-8 (it is not checked again). A limit reached: REGEX_FAULT,
 * with FAULT_DATA naming the pattern's place. */
enum regex_result regex_find(struct regex *r, const char *text, size_t len, size_t from,
                             struct regex_match *m, struct faults *f);
int regex_group(const struct regex *r, const char *name); /* number of a named group, or -1 */

#endif

/* Words that a jq program of a descriptor may not use, because a map is a pure, terminating function of the
 * answer. */
#ifndef EVENHAND_JQ_LINT_H
#define EVENHAND_JQ_LINT_H

#include <stddef.h>

/* The first such word outside strings and comments (code inside "\(...)" counts): its length in *len and its
 * line in the program, from 1, in *line. NULL: none. */
const char *jq_lint(const char *program, size_t *len, size_t *line);

#endif

/* A look at JSON before libjq parses it, which would recurse and allocate as the text says. */
#ifndef EVENHAND_JSON_GUARD_H
#define EVENHAND_JSON_GUARD_H

#include <stdbool.h>
#include <stddef.h>

/* True when nothing is nested deeper than `max_depth` and there are at most `max_values` values; says nothing
 * else about whether it is JSON. */
bool json_guard(const char *text, size_t len, size_t max_depth, size_t max_values);

#endif

/* A look at JSON before a parser does it: libjq 1.6 recurses and allocates as the text says, takes "nan" for
 * a number and loses memory when an object is malformed. */
#ifndef EVENHAND_JSON_GUARD_H
#define EVENHAND_JSON_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#define JSON_GUARD_MAX_DEPTH 256

enum json_verdict { JSON_GOOD, JSON_MALFORMED, JSON_TOO_LARGE };

/* One value with the structure of RFC 8259, nested at most `max_depth` (itself at most JSON_GUARD_MAX_DEPTH)
 * and with at most `max_values` values in all. What is inside strings and numbers is the parser's to check.
 */
enum json_verdict json_guard(const char *text, size_t len, size_t max_depth, size_t max_values);

#endif

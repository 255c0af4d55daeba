/* robots.txt (RFC 9309): may `evenhand` ask for this path? Groups for the same agent are merged, the longest
 * rule wins, allow wins a tie, `*` and a final `$` are understood, percent-encoding is normalised on both
 * sides. */
#ifndef EVENHAND_ROBOTS_H
#define EVENHAND_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>

#define ROBOTS_AGENT "evenhand" /* the product token that a site's robots.txt may name */

struct robots; /* opaque */

/* Any bytes are a robots.txt; what is not a rule is skipped. Only the first COLLECT_ROBOTS_BYTES are read. */
struct robots *robots_parse(const char *bytes, size_t len);
void robots_free(struct robots *r);
/* `target` is the URL's path and query. */
bool robots_allow(const struct robots *r, const char *target);

#endif

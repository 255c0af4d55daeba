/* Links: absolute http and https URLs, without fragment, each once, in order of appearance, bounded. */
#ifndef EVENHAND_LINKS_H
#define EVENHAND_LINKS_H

#include <stdbool.h>
#include <stddef.h>

#define LINKS_MAX 200        /* of one item */
#define LINKS_MAX_BYTES 2048 /* of one URL, both as found and resolved */

struct links {
    char *url[LINKS_MAX]; /* owned */
    size_t count;
    bool over; /* there were more, left out */
};

/* RFC 3986 resolution against `base` (may be NULL or ""), white space trimmed, what no URL may hold
 * percent-encoded, fragment dropped. NULL: not http or https, no host, credentials in it, or too long. free()
 * releases. */
char *links_resolve(const char *reference, const char *base);
void links_add(struct links *l, const char *reference, const char *base);
void links_free(struct links *l);

#endif

/* URLs that evenhand may ask: http and https, no user name or password, no port that is some other service's.
 * Read and resolved by libcurl (RFC 3986), the same code that later asks them. */
#ifndef EVENHAND_WEBURL_H
#define EVENHAND_WEBURL_H

#include <stdbool.h>

struct weburl {
    char *text;   /* normal form: scheme and host in lower case, host in ASCII, dot segments resolved, no
                     fragment */
    char *host;   /* name or address; IPv6 in brackets; no final dot */
    char *origin; /* "https://host:443": what one robots.txt speaks for */
    char *target; /* path and query: what its rules are compared with */
    char *robots; /* where that robots.txt is */
};

enum weburl_result {
    WEBURL_OK,
    WEBURL_REFUSED, /* a URL, but not one that evenhand asks */
    WEBURL_BAD,     /* not a URL */
};

/* Reads `reference`, relative to `base` (absolute) unless that is NULL. When not WEBURL_OK, *why says why in
 * plain words (static) and `out` is empty. */
enum weburl_result weburl_parse(const char *base, const char *reference, struct weburl *out,
                                const char **why);
void weburl_free(struct weburl *u);
struct weburl weburl_copy(const struct weburl *u);
/* The robots.txt itself, as an address; weburl_free releases. */
struct weburl weburl_robots(const struct weburl *u);

#endif

/* Maps: from an answer's bytes to items and to the URLs that follow from it, as the source descriptor says
 * (jq for JSON, XPath for HTML and XML). Content is hostile: parsers run without network, entities or limits
 * lifted. */
#ifndef EVENHAND_MAP_H
#define EVENHAND_MAP_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"
#include "evenhand/source.h"

#define MAP_MAX_ITEMS 5000 /* of one answer */

struct map; /* compiled jq programs and XPaths of one source; opaque */

/* Compiles every program of the source: a mistake in one is FAULT_CONFIG with the descriptor's line. */
struct map *map_compile(const struct source *source, struct faults *f);
void map_free(struct map *m);

struct map_answer {
    const char *request;    /* which request of the source this answers */
    const char *site;       /* for $site; may be NULL */
    const char *url;        /* final URL, base of relative links */
    const char *media_type; /* Content-Type as received, charset included; may be "" */
    const char *body;
    size_t len;
};

struct map_result {
    /* Array of item objects {kind,url,author,published,lang,text,title,links}: absent values are "" or [];
     * published is RFC 3339 UTC or "" when it could not be told; text is readable plain text; URLs are
     * absolute. */
    cJSON *items;
    struct {
        const char *request; /* borrowed from the source */
        char *url;           /* owned */
    } * follow;              /* next pages (same request) and follow-ups */
    size_t follows;
    bool unreadable; /* the body is not what the descriptor expects (not JSON, empty ...) */
    char why[160];   /* ... and why */
    size_t over;     /* items beyond MAP_MAX_ITEMS, not returned */
};

/* Runs the map. False only for a fault of ours or of the descriptor; hostile content gives `unreadable`. */
bool map_run(struct map *m, const struct map_answer *answer, struct map_result *out, struct faults *f);
void map_result_free(struct map_result *r);

/* Readable text of an HTML page: no scripts, navigation or cookie banners; block elements become line breaks.
 * Exposed for tests and for `page` answers. free() releases. */
char *map_readable_html(const char *html, size_t len, const char *media_type);

#endif

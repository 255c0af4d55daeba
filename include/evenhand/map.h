/* Maps: from an answer's bytes to items and to the URLs that follow from it, as the source descriptor says
 * (jq for JSON, XPath for HTML and XML). Content is hostile: parsers run without network, entities or limits
 * lifted.
 *
 * A map is a pure function of descriptor and answer: no clock, environment, file or locale has a say. */
#ifndef EVENHAND_MAP_H
#define EVENHAND_MAP_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"
#include "evenhand/source.h"

/* Limits of one answer. A longer author, title or text is cut at a character; a longer URL is left out. Those
 * of parsed input are in document.h (HTML, XML) and map_json.h, of a text in readable.h, of links in links.h.
 */
#define MAP_MAX_ITEMS 5000
#define MAP_MAX_TEXT_BYTES ((size_t)8 << 20) /* of all items together; those beyond count as over */
#define MAP_MAX_FOLLOWS 200                  /* next pages included */
#define MAP_MAX_AUTHOR_BYTES 200
#define MAP_MAX_TITLE_BYTES 500
#define MAP_MAX_LANG_BYTES 35 /* BCP 47 */
#define MAP_MAX_WHY_BYTES 160

struct map; /* compiled jq programs and XPaths of one source; opaque */

/* Compiles every program of the source: a mistake in one is FAULT_CONFIG with the descriptor's line. About 20
 * ms for a source with jq programs, far less for others; needs no file. `source` must outlive the map. */
struct map *map_compile(const struct source *source, struct faults *f);
void map_free(struct map *m);

/* Loads what maps need of files (converters of character sets). Call it before the sandbox; once is enough.
 */
void map_prepare(void);

struct map_answer {
    const char *request;    /* which request of the source this answers; an unknown one is FAULT_CONFIG */
    const char *site;       /* for $site; NULL: scheme and host of `url` */
    const char *url;        /* final URL, base of relative links */
    const char *media_type; /* Content-Type as received, charset included; may be "" */
    const char *body;
    size_t len;
};

struct map_follow {
    const char *request; /* borrowed from the source */
    char *url;           /* owned */
};

struct map_result {
    /* Array of item objects {kind,url,author,published,lang,title,text,links}: absent values are "" or [];
     * published is RFC 3339 UTC or "" when it could not be told; text is readable plain text; URLs are
     * absolute. */
    cJSON *items;
    size_t count;              /* of items */
    size_t bytes;              /* of their texts */
    struct map_follow *follow; /* next pages (same request) and follow-ups, each once */
    size_t follows;
    bool unreadable;             /* the body is not what the descriptor expects (not JSON, empty ...) */
    char why[MAP_MAX_WHY_BYTES]; /* ... and why; never words of the answer */
    size_t over;                 /* items beyond MAP_MAX_ITEMS or MAP_MAX_TEXT_BYTES, not returned */
    size_t cut;                  /* texts, and lists of URLs to follow, that were cut at their limits */
    size_t broken;               /* what was no character in the answer's character set, now U+FFFD */
    bool partial;                /* the document is nested too deep, or broken off: it was read up to there */
};

/* Runs the map. False only for a fault of ours or of the descriptor; hostile content gives `unreadable`.
 * Release the result in either case. */
bool map_run(struct map *m, const struct map_answer *answer, struct map_result *out, struct faults *f);
void map_result_free(struct map_result *r);

/* Readable text of an HTML page: no scripts, navigation or cookie banners; block elements become line breaks.
 * Exposed for tests. free() releases. */
char *map_readable_html(const char *html, size_t len, const char *media_type);

#endif

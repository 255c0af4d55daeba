/* Source descriptors: how to ask one kind of site, and how to read its answer. Data
 * (pipeline/sources/NAME.yaml and a caseload's own sources/), so that adding a site needs no C.
 * evenhand-source(5) lists every key.
 *
 *     name: mastodon
 *     aliases: [fediverse]                   # other names a plan may use; an exact name wins over an alias
 *     title: Mastodon account and posts
 *     type: social                           # a word of vocab_source_types: all that the board is told
 *     authorisation: Public posts, no log-in # why asking is lawful; required
 *     terms: https://joinmastodon.org/terms
 *     site: https://mastodon.example         # default of {site}; a plan step may name another
 *     slots: [username]                      # what a query is usually made of (advice only)
 *     requests:                              # the first is made for every query; others follow from answers
 *       account:
 *         url: "{site}/api/v1/accounts/lookup?acct={query}"
 *         answer: json                       # json, html, xml or page
 *         none: [404]                        # statuses that mean: the source answered, and there is nothing
 *         items: |                           # json: a jq program, one item object an output
 *           {kind: "profile", url, author: .acct, html: .note, published: .created_at}
 *         follow:                            # request further down: jq program (or XPath) whose outputs are
 * URLs statuses: '"\($site)/api/v1/accounts/\(.id)/statuses?limit=40"' statuses: answer: json items: ...
 *         next: ...                          # the next page of the same request
 *         optional: true                     # a follow-up that may fail: said in the reason, not owed
 *         blocks: [Too many searches]        # texts of this site's own blocks, beside lawful/blocks.yaml
 *         found: {status: 200, text: "..."}  # with `nothing`: how an account that is there looks,
 *         nothing: {status: 302}             # and one that is not; an answer like neither is undetermined
 *     limits: {pages: 5, follow: 20}         # pages of one request; URLs followed from one answer
 *     key: {header: X-Subscription-Token}    # an API key goes there (or query: key); from a file or the
 * environment controls: {known: Gargron}             # a query that must be found at `site`; a random one
 * must not reveals: dating                        # kind of lawful/sites.yaml, for a name that does not show
 * it
 *
 * {page} in a `url` counts from 1 and replaces `next`: asked until an answer has no items, at most
 * limits.pages times. A `url` of exactly "{query}" asks the address that the query itself is (a candidate's
 * {website}, or 'https://blog.example/~{username}/feed.xml').
 *
 * For html and xml, `items` is a map, or a list of maps (a profile and its posts on one page): `each` (XPath
 * of one item's node), then kind (a fixed word), and for url, author, published, lang, title, and text or
 * html an XPath relative to it whose string value (or joined strings) is the field. Wherever an item's text
 * is itself HTML (in JSON and feeds it often is), the item says `html` instead of `text`, and it is made
 * readable. XPath in xml knows the prefixes atom, content, dc, rdf and rss (RSS 1.0). `page` has no `items`:
 * the whole page is one item, made readable. */
#ifndef EVENHAND_SOURCE_H
#define EVENHAND_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/digest.h"
#include "evenhand/faults.h"
#include "evenhand/yaml.h"

#define SOURCE_MAX_REQUESTS 8
#define SOURCE_MAX_ITEM_MAPS 4
#define SOURCE_MAX_PAGES 50
#define SOURCE_MAX_FOLLOW 200
#define SOURCE_MAX_NONE 7        /* statuses that mean: there is nothing */
#define SOURCE_MAX_BLOCKS 20     /* texts of one request */
#define SOURCE_MAX_NAME_BYTES 40 /* lower-case letters, digits and hyphens */
#define SOURCE_MAX_PROGRAM_BYTES 8192
#define SOURCE_MAX_AUTHORISATION_BYTES 1000
#define SOURCE_MAX_ALIASES 8
#define SOURCE_MAX_SLOTS 16
#define SOURCE_SET_MAX 2000 /* descriptors */
#define SOURCE_DEFAULT_PAGES 5
#define SOURCE_DEFAULT_FOLLOW 20

enum answer_kind { ANSWER_JSON, ANSWER_HTML, ANSWER_XML, ANSWER_PAGE };

/* XPaths of the fields of an item (html, xml); absent ones are NULL. */
struct item_paths {
    const char *each, *kind, *url, *author, *published, *lang, *title;
    const char *text, *html; /* at most one of the two */
};

struct source_follow {
    const char *request; /* name of the request made for each URL */
    const char *urls;    /* jq program or XPath */
};

/* What an answer looks like that says "there is such an account", or "there is none". */
struct source_sign {
    int status;       /* 0: not given */
    const char *text; /* held by the body as it came; NULL: any body */
};

struct source_request {
    const char *name;
    const char *url; /* template; NULL for requests reached only by follow */
    enum answer_kind answer;
    int none[SOURCE_MAX_NONE + 1];     /* statuses, 0 ends */
    struct source_sign found, nothing; /* both or neither; an answer like neither tells nothing */
    int expected[SOURCE_MAX_NONE + 3]; /* none and the statuses of both signs, 0 ends */
    bool optional;        /* follow-up: that it cannot be read is said, and nothing is owed for it */
    const char **blocks;  /* NULL-terminated; a body that holds one of these is a block; NULL: none */
    const char *jq_items; /* json; NULL: no items of its own */
    struct item_paths paths[SOURCE_MAX_ITEM_MAPS]; /* html, xml */
    size_t path_count;
    const char *next; /* jq program or XPath giving the next page's URL, or NULL */
    struct source_follow follow[SOURCE_MAX_REQUESTS];
    size_t follows;
};

/* How an API key goes with a request: in a header, or in the query of the address. Where it comes from:
 * secret.h. */
struct source_key {
    const char *header, *prefix; /* prefix: what stands before the key, "Token " */
    const char *query;           /* the parameter's name */
    bool optional;               /* asks without it when there is none */
};

struct source {
    struct yaml *yaml; /* owns every string below but `file` */
    char *file;        /* as named in messages: "sources/mastodon.yaml" */
    const char *name, *title, *type, *authorisation, *terms; /* terms "" when not given */
    const char *site;              /* NULL: every plan step must name one, if a URL has {site} */
    const char **aliases, **slots; /* NULL-terminated */
    const char *known;             /* control: a query that `site` must find; NULL: none */
    const char *protection; /* what stands before it, so that its answers tell nothing; NULL: nothing known */
    struct source_key key;  /* header or query set: it has one */
    const char *reveals;    /* a kind of site (lawful.h), or NULL */
    struct source_request requests[SOURCE_MAX_REQUESTS];
    size_t request_count;
    double rate;                   /* requests a second to its own site, at most; 0: the plan's alone */
    long max_pages;                /* of one request, the first included */
    long max_follow;               /* URLs followed from one answer */
    char digest[DIGEST_HEX_BYTES]; /* of the file's bytes */
};

/* Whether an answer looks like this; never when the sign was not given. */
bool source_sign_fits(const struct source_sign *sign, int status, const char *body, size_t len);

/* The file's stem must be the descriptor's name. Adds a fault for every problem found. */
struct source *source_read(const char *path, const char *shown_name, struct faults *f);
void source_free(struct source *s);
const struct source_request *source_request(const struct source *s, const char *name); /* NULL: unknown */

/* Every descriptor of the folders (later folders override earlier ones by name), sorted by name. */
struct source_set {
    struct source **source;
    size_t count;
};
bool source_set_read(struct source_set *set, const char *const *folders, size_t count, struct faults *f);
const struct source *source_find(const struct source_set *set, const char *name);
void source_set_free(struct source_set *set);

/* True when the request's URL names {site}, so that a site must be known. */
bool source_needs_site(const struct source *s);
/* True when the first request's URL is exactly "{query}": the query is the address. */
bool source_asks_address(const struct source *s);

#endif

/* A host of the made-up web: a folder of plain files, and answers.yaml for those that behave.
 *
 *     answers:
 *       - path: /u/{name}                    # {x} stands for one segment, or the rest of one
 *         query: {q: "*", format: json}      # parameters that must be there; "*": any value
 *         file: "users/{name}.{page=1}.html" # {x}: from path or query, folded; =1: when absent
 *         type: text/html; charset=utf-8     # else by the file's suffix
 *         status: 200
 *         headers: ['Link: <...>; rel="next"']
 *         delay_ms: 300
 *         first: {times: 2, status: 429, retry_after: 1}
 *         blocked: {status: 503}             # only with --variant blocked
 *         missing: {status: 404, file: not-found.json}
 *     not_found: 404.html
 *
 * The first rule whose path and query fit answers; without one, a URL is a file's path. README.md tells more.
 */
#ifndef MADEUP_SITE_H
#define MADEUP_SITE_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"
#include "evenhand/yaml.h"

#define SITE_RULES_FILE "answers.yaml"
#define SITE_MAX_DELAY_MS 60000

struct site_rule {
    const char *path;
    const struct yaml *query; /* map, or NULL */
    const char *file, *type;  /* NULL: not said */
    const char **headers;     /* "Name: value", NULL-terminated; owned (the texts are the YAML's) */
    long status;              /* 0: not said */
    long delay_ms;
    long first_times, first_status, retry_after; /* retry_after 0: no such header */
    long blocked_status;                         /* 0: never blocked */
    long missing_status;                         /* 0: the site's own not_found */
    const char *missing_file;
    long asked; /* requests so far */
};

struct site {
    char *host;        /* "news.localhost" */
    char *folder;      /* its content */
    struct yaml *yaml; /* owns the rules' strings; NULL: no answers.yaml */
    struct site_rule *rule;
    size_t rules;
    const char *not_found; /* file shown with status 404, or NULL */
};

struct sites {
    struct site *site;
    size_t count;
};

/* Every folder directly below `content` is a host. */
bool sites_read(struct sites *sites, const char *content, struct faults *f);
struct site *sites_find(struct sites *sites, const char *host_header); /* a port behind the name is ignored */
void sites_free(struct sites *sites);

#endif

/* Which rule answers a request, and which file it names. */
#ifndef MADEUP_MATCH_H
#define MADEUP_MATCH_H

#include <microhttpd.h>

#include "site.h"

#define MATCH_MAX_VALUES 4

/* What the {names} of a rule's path stood for; points into the path and the rule. */
struct match {
    struct {
        const char *name, *text;
        size_t name_len, text_len;
    } value[MATCH_MAX_VALUES];
    size_t count;
};

/* The first rule whose path and query fit, or NULL. `path` is the request's, percent-decoded. */
struct site_rule *match_rule(struct site *site, struct MHD_Connection *request, const char *path,
                             struct match *m);

/* Fills {name} and {name=default} in a file template from the path's values, then from the query. A value is
 * folded to lower-case ASCII letters, digits and underscores, anything else to single hyphens, so that no
 * request can name a file outside its folder. free() releases. */
char *match_file(const char *file_template, const struct match *m, struct MHD_Connection *request);

#endif

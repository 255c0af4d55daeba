/* What is sent for a request: status, headers, body. */
#ifndef MADEUP_REPLY_H
#define MADEUP_REPLY_H

#include <microhttpd.h>

#include "match.h"
#include "site.h"

#define REPLY_MAX_FILE_BYTES ((size_t)16 << 20)
#define REPLY_PORT_MARK "@PORT@" /* in content and headers: the port in use */

struct reply {
    unsigned status;
    struct MHD_Response *response; /* the caller's: MHD_destroy_response */
};

/* `rule` may be NULL: the path names a file. */
struct reply reply_make(const struct site *site, struct site_rule *rule, const struct match *m,
                        struct MHD_Connection *request, const char *path, bool blocked, unsigned port);

/* A short page that tells the status. */
struct reply reply_status(unsigned status);

#endif

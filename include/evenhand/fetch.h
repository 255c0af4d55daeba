/* Exchanges: one GET, one answer, many at once (libcurl's multi interface). No redirect is followed and
 * nothing is tried again here; that is for those who know robots.txt and politeness (ask.h).
 *
 * No cookies, no credentials, no .netrc, no referrer, no alternative services, no HSTS cache, no environment:
 * every request carries the same few headers. TLS is verified. Addresses pass the guard at connect time. */
#ifndef EVENHAND_FETCH_H
#define EVENHAND_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/address.h"
#include "evenhand/buf.h"
#include "evenhand/faults.h"
#include "evenhand/utc.h"

struct fetch_options {
    const char *user_agent;
    const char *proxy;   /* "" : none, whatever the environment says */
    const char *ca_file; /* NULL: the system's certificate authorities */
    const struct address_guard *guard;
};

enum fetch_result {
    FETCH_ANSWERED,  /* status and body are there */
    FETCH_UNREACHED, /* name not resolved, no connection, no answer in time, connection lost */
    FETCH_BROKEN,    /* an answer that cannot be used: too large, cut short, wrongly encoded */
    FETCH_GUARDED,   /* every address of the host is refused by the guard */
    FETCH_DISTRUSTED /* the host's certificate is not valid */
};

struct fetch_answer {
    enum fetch_result result;
    char *why;  /* unless FETCH_ANSWERED: in plain words */
    bool spoke; /* an HTTP status was received, whatever came after */
    int status;
    utc_time began;     /* when it was asked for */
    utc_time at;        /* when the answer was complete */
    char *media_type;   /* Content-Type as received, "" when absent; valid UTF-8 */
    char *location;     /* Location as received, or NULL */
    char *retry_after;  /* Retry-After as received, or NULL */
    struct buf headers; /* status line and "Name: value" lines as received, valid UTF-8 */
    struct buf body;    /* decompressed */
};

struct fetch; /* the engine; opaque */

/* The answer is the callee's: fetch_answer_free. */
typedef void fetch_done(void *ctx, struct fetch_answer *answer);

struct fetch *fetch_open(const struct fetch_options *options, struct faults *f); /* options are borrowed */
void fetch_close(struct fetch *e); /* what is under way is dropped without its callback */

/* Begins an exchange, with one more header ("Name: value") unless NULL; `done` is called from fetch_wait.
 * Bodies over `max` bytes are FETCH_BROKEN, or cut there when `cut`. */
bool fetch_start(struct fetch *e, const char *url, const char *header, size_t max, bool cut, fetch_done *done,
                 void *ctx, struct faults *f);
size_t fetch_under_way(const struct fetch *e);
size_t fetch_held(const struct fetch *e); /* body bytes received by exchanges under way */

/* Waits up to `ms` for something to happen on a connection or on `wake_fd` (-1: none), and finishes what is
 * complete. */
bool fetch_wait(struct fetch *e, int64_t ms, int wake_fd, struct faults *f);
/* Sends what was started, without waiting; finishes nothing. */
bool fetch_push(struct fetch *e, struct faults *f);
void fetch_answer_free(struct fetch_answer *answer);

#endif

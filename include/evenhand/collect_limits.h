/* Every limit of collection, in one place: what evenhand asks of a site, and what it puts up with. Bytes,
 * counts, milliseconds or seconds, as the name says. The rate (requests a second and host) and the number of
 * requests under way at once are the plan's, not ours. */
#ifndef EVENHAND_COLLECT_LIMITS_H
#define EVENHAND_COLLECT_LIMITS_H

#include <stddef.h>

#include "evenhand/robots.h"

/* Who asks, when the plan does not say. */
#define COLLECT_USER_AGENT                                                                                   \
    "evenhand/" EVENHAND_VERSION                                                                             \
    " (background investigation of consenting job applicants; robots.txt product token: " ROBOTS_AGENT ")"

/* One answer. */
#define COLLECT_URL_BYTES ((size_t)8192)
#define COLLECT_HEADER_BYTES ((size_t)64 << 10)
#define COLLECT_BODY_BYTES ((size_t)8 << 20)     /* after decompression */
#define COLLECT_ROBOTS_BYTES ((size_t)500 << 10) /* RFC 9309 2.5: what is beyond is not read */
#define COLLECT_CONNECT_MS 20000
#define COLLECT_TOTAL_MS 120000 /* one exchange, from name look-up to last byte */
#define COLLECT_SLOW_BYTES 100  /* a second; slower than that for ... */
#define COLLECT_SLOW_SECONDS 15 /* ... so long is given up */

/* One request of an attempt, with everything it takes to have it answered. */
#define COLLECT_REDIRECTS 5
#define COLLECT_TRIES 4           /* of a site that answers 429 or 5xx */
#define COLLECT_TRIES_UNREACHED 2 /* of a site that does not answer at all */
#define COLLECT_BACKOFF_MS 1000   /* before the second try; doubles, give or take half */
#define COLLECT_WAIT_MS 120000    /* waits between tries, all together */

/* One attempt: candidate x step x value. */
#define COLLECT_ATTEMPT_REQUESTS 200
#define COLLECT_ATTEMPT_BYTES ((size_t)64 << 20) /* of bodies held until the attempt is stored */

/* One host, in one gathering. */
#define COLLECT_HOST_AT_ONCE 2
#define COLLECT_CATCH_UP 4      /* requests' worth of lateness that is made up for; more was idleness */
#define COLLECT_HOST_FAILURES 5 /* requests in a row that stayed unanswered: not asked again this time */
#define COLLECT_HOST_PAUSED_MS 600000            /* waits that a host asked for, all together */
#define COLLECT_ROBOTS_MS (24 * 60 * 60 * 1000L) /* RFC 9309 2.4: a robots.txt is believed that long */

/* The whole. */
#define COLLECT_HOSTS_KEPT                                                                                   \
    ((size_t)4096)          /* beyond, hosts that are idle are forgotten, with their robots.txt */
#define COLLECT_SYNC_MS 100 /* what a power cut may cost; any other death costs nothing */
#define COLLECT_HELD_BYTES ((size_t)512 << 20) /* bodies in memory; at that, no further attempt begins */
#define COLLECT_RECEIVED_BYTES                                                                               \
    ((size_t)256 << 20)                          /* bodies being received; at that, the exchange breaks off */
#define COLLECT_BACKLOG_BYTES ((size_t)64 << 20) /* received and not read; at that, nothing is asked */
#define COLLECT_STOP_MS 3000                     /* after SIGINT or SIGTERM, for what is under way */
#define COLLECT_UNREACHED 50 /* requests, with no host ever reached: there is no network */
#define COLLECT_LISTED 10    /* undetermined attempts named in the last message */

#endif

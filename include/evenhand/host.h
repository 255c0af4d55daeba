/* Politeness towards one host: not too often, not too many at once, later when it says so, and no more at all
 * when it keeps failing. Times are milliseconds of a monotonic clock that the caller reads; nothing here
 * waits. */
#ifndef EVENHAND_HOST_H
#define EVENHAND_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "evenhand/utc.h"

struct host {
    char *name;
    int64_t next_at;    /* no request before */
    int64_t due;        /* when its rate would have had the next one; next_at or earlier; 0: none was made */
    int64_t paused;     /* waits that it asked for, so far */
    unsigned under_way; /* requests */
    unsigned failures;  /* requests in a row that it left unanswered, each after all its tries */
    char *gave_up;      /* why it is asked no more in this run; NULL: it is */
};

struct host *host_new(const char *name);
void host_free(struct host *h);

/* Nothing that must be remembered of it: nothing under way, no rate to keep, no grudge. */
bool host_is_idle(const struct host *h, int64_t now);
bool host_may_start(const struct host *h, int64_t now);
void host_started(struct host *h, int64_t now,
                  int64_t interval); /* of its rate: ms from one request to the next */
void host_ended(struct host *h);

void host_answered(struct host *h);
void host_failed(struct host *h, const char *why);        /* gives up after COLLECT_HOST_FAILURES */
void host_give_up(struct host *h, char *why);             /* takes over the text; the first one stays */
void host_pause(struct host *h, int64_t now, int64_t ms); /* gives up after COLLECT_HOST_PAUSED_MS */

/* Milliseconds that a Retry-After header asks for (RFC 9110 10.2.3: seconds or a date); -1 when there is none
 * or it makes no sense. */
int64_t host_retry_after(const char *value, utc_time now);
/* Exponential backoff with jitter after `tries` tries. */
int64_t host_backoff(unsigned tries);

#endif

#include "evenhand/host.h"

#include <curl/curl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"

#define MS_PER_SECOND 1000
#define RETRY_AFTER_DIGITS 9 /* more seconds than that are no wait but a refusal */

struct host *host_new(const char *name) {
    struct host *h = mem_alloc(sizeof *h);
    h->name = mem_string(name);
    return h;
}

void host_free(struct host *h) {
    if (h) {
        free(h->name);
        free(h->gave_up);
        free(h);
    }
}

bool host_is_idle(const struct host *h, int64_t now) {
    return h->under_way == 0 && now >= h->next_at && h->failures == 0 && h->paused == 0 && h->gave_up == NULL;
}

bool host_may_start(const struct host *h, int64_t now) {
    return h->under_way < COLLECT_HOST_AT_ONCE && now >= h->next_at;
}

/* Lateness is made up for, lest it add up (clocks tick in milliseconds, and the machine may be busy):
 * requests come closer by a quarter at most, and never more are made than the rate allows since the first. */
void host_started(struct host *h, int64_t now, int64_t interval) {
    int64_t late = h->due > 0 ? now - h->due : 0, most = COLLECT_CATCH_UP * interval;
    late = late < 0 ? 0 : late > most ? most : late;
    h->under_way++;
    h->next_at = now + interval - (late < interval / 4 ? late : interval / 4);
    h->due = now - late + interval;
}

void host_ended(struct host *h) {
    h->under_way--;
}

void host_answered(struct host *h) {
    h->failures = 0;
}

void host_give_up(struct host *h, char *why) {
    if (h->gave_up) {
        free(why);
    } else {
        h->gave_up = why;
    }
}

void host_failed(struct host *h, const char *why) {
    if (++h->failures >= COLLECT_HOST_FAILURES) {
        host_give_up(
            h, mem_format("not asked: %s failed %u times in a row (last: %s)", h->name, h->failures, why));
    }
}

/* Answers that were under way together ask for the same pause: what is already waited for counts once. */
void host_pause(struct host *h, int64_t now, int64_t ms) {
    int64_t waited_for = h->next_at > now ? h->next_at - now : 0;
    if (ms > waited_for) {
        h->paused += ms - waited_for;
        h->next_at = h->due = now + ms;
    }
    if (h->paused > COLLECT_HOST_PAUSED_MS) {
        host_give_up(h, mem_format("not asked: %s asked for more than %d minutes of waiting in all", h->name,
                                   COLLECT_HOST_PAUSED_MS / MS_PER_SECOND / 60));
    }
}

int64_t host_retry_after(const char *value, utc_time now) {
    size_t digits = value ? strspn(value, "0123456789") : 0;
    if (value == NULL || *value == '\0') {
        return -1;
    }
    if (value[digits] == '\0') {
        return digits > RETRY_AFTER_DIGITS ? INT64_MAX : strtoll(value, NULL, 10) * MS_PER_SECOND;
    }
    time_t date = curl_getdate(value, NULL);
    if (date == (time_t)-1) {
        return -1;
    }
    return date > now ? (date - now) * MS_PER_SECOND : 0;
}

int64_t host_backoff(unsigned tries) {
    int64_t base = (int64_t)COLLECT_BACKOFF_MS << (tries > 0 ? tries - 1 : 0);
    return base / 2 + randombytes_uniform((uint32_t)base + 1);
}

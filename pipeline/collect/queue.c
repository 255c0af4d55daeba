#include "evenhand/queue.h"

#include <stdlib.h>

#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"
#include "evenhand/queue_parts.h"
#include "evenhand/secret.h"

#define MS_PER_SECOND 1000
#define IDLE_MS 100 /* longest wait in one step */
#define DELIVERED_AT_ONCE 8

/* ---- answers ---- */

/* Everybody who waits for a host that is given up. */
static void send_away(struct queue *q, struct place *p) {
    struct ask *a;
    while ((a = place_any(p)) != NULL) {
        q->waiting--;
        ask_settle(a, ASK_UNDETERMINED, "%s", p->host->gave_up);
        queue_settled(q, a);
    }
}

static void note_reach(struct queue *q, const struct fetch_answer *answer, const char *host) {
    q->reached = q->reached || answer->result != FETCH_UNREACHED || answer->spoke;
    if (q->reached) {
        return;
    }
    if (q->unreached++ == 0) {
        q->first_unreached = mem_format("%s: %s", host, answer->why);
    }
}

static void leave_host(struct ask *a) {
    if (a->host) {
        host_ended(a->host);
    }
    a->host = NULL;
}

static void answered(void *ctx, struct fetch_answer *answer) {
    struct errand *e = ctx;
    struct queue *q = e->q;
    struct place *p = e->place;
    struct ask *a = e->ask;
    LIST_REMOVE(e, link);
    free(e);
    a->host = p->host; /* asked nothing more until this is taken in */
    secret_scrub(a->secret, answer);
    note_reach(q, answer, a->url.host);
    enum ask_next next = ask_judge(a, p->host, answer, queue_now());
    if (p->host->gave_up) {
        send_away(q, p);
    }
    switch (next) { /* the place may be gone behind this */
    case ASK_SETTLED:
        queue_settled(q, a);
        break;
    case ASK_AGAIN:
    case ASK_ELSEWHERE:
        leave_host(a);
        queue_route(q, a);
        break;
    }
}

/* ---- taking turns ---- */

static bool start(struct queue *q, struct place *p, struct ask *a, struct faults *f) {
    bool robots = a->rank == ASK_ROBOTS;
    size_t max = robots ? COLLECT_ROBOTS_BYTES : COLLECT_BODY_BYTES;
    struct errand *e = mem_alloc(sizeof *e);
    *e = (struct errand){.q = q, .place = p, .ask = a};
    LIST_INSERT_HEAD(&q->errands, e, link);
    q->waiting--;
    a->started = a->started ? a->started : utc_now();
    host_started(p->host, queue_now(), a->interval > q->interval ? a->interval : q->interval);
    bool with_key = secret_may_go(a->secret, &a->url, a->home);
    char *url = with_key ? secret_url(a->secret, a->url.text) : mem_string(a->url.text);
    char *header = with_key ? secret_header(a->secret) : NULL;
    bool started = fetch_start(q->fetch, url, header, max, robots, answered, e, f);
    free(url);
    free(header);
    return started;
}

static bool has_room(const struct queue *q) {
    size_t most = (size_t)q->options->concurrency;
    return fetch_under_way(q->fetch) < most && q->backlog < most && q->backlog_bytes < COLLECT_BACKLOG_BYTES;
}

/* One round over the hosts; *wait is the time until the next could start. */
static bool take_turns(struct queue *q, int64_t *wait, struct faults *f) {
    struct place *p, *next;
    int64_t now = queue_now();
    *wait = IDLE_MS;
    if (q->stopped) {
        return true;
    }
    for (p = TAILQ_FIRST(&q->turns); p; p = next) {
        next = TAILQ_NEXT(p, link);
        bool room = has_room(q);
        struct ask *a = room && host_may_start(p->host, now) ? place_next(p, q->hold_new, now) : NULL;
        if (a && !start(q, p, a, f)) {
            return false;
        }
        if (a || place_empty(p)) { /* had its turn */
            TAILQ_REMOVE(&q->turns, p, link);
            p->listed = !place_empty(p);
            if (p->listed) {
                TAILQ_INSERT_TAIL(&q->turns, p, link);
            }
        }
        int64_t own = room ? place_wait(p, q->hold_new, now) : INT64_MAX;
        *wait = own < *wait ? own : *wait;
    }
    return true;
}

static struct ask *take_settled(struct queue *q) {
    struct ask *a = STAILQ_FIRST(&q->settled);
    STAILQ_REMOVE_HEAD(&q->settled, link);
    q->backlog--;
    q->backlog_bytes -= a->answer.body.len;
    return a;
}

/* A few at a time: what comes in meanwhile should not wait long for its successor to be sent. */
static bool deliver(struct queue *q, struct faults *f) {
    for (int n = 0; n < DELIVERED_AT_ONCE && q->backlog > 0; n++) {
        struct ask *a = take_settled(q);
        leave_host(a);
        if (!a->done(a->ctx, a, f)) {
            return false;
        }
    }
    return true;
}

/* ---- the interface ---- */

void queue_add(struct queue *q, struct ask *a) {
    queue_route(q, a);
}

/* The next requests are on their way before the answers are read. */
bool queue_step(struct queue *q, int wake_fd, struct faults *f) {
    int64_t wait = IDLE_MS;
    return take_turns(q, &wait, f) && fetch_wait(q->fetch, q->backlog > 0 ? 0 : wait, wake_fd, f) &&
           (q->backlog == 0 || (take_turns(q, &wait, f) && fetch_push(q->fetch, f))) && deliver(q, f);
}

bool queue_empty(const struct queue *q) {
    return q->waiting == 0 && q->backlog == 0 && fetch_under_way(q->fetch) == 0;
}

size_t queue_under_way(const struct queue *q) {
    return fetch_under_way(q->fetch);
}

size_t queue_held(const struct queue *q) {
    return fetch_held(q->fetch) + q->backlog_bytes;
}

void queue_hold_new(struct queue *q, bool on) {
    q->hold_new = on;
}

void queue_stop(struct queue *q) {
    q->stopped = true;
}

const char *queue_no_network(const struct queue *q) {
    return q->reached ? NULL : q->first_unreached;
}

bool queue_hopeless(const struct queue *q) {
    return !q->reached && q->unreached >= COLLECT_UNREACHED;
}

struct queue *queue_open(const struct queue_options *options, struct faults *f) {
    struct queue *q = mem_alloc(sizeof *q);
    double rate = options->per_host_per_second;
    q->options = options;
    q->interval = rate > 0 ? (int64_t)(MS_PER_SECOND / rate + 0.999) : MS_PER_SECOND;
    TAILQ_INIT(&q->turns);
    STAILQ_INIT(&q->settled);
    LIST_INIT(&q->errands);
    q->fetch = fetch_open(&options->fetch, f);
    if (q->fetch == NULL) {
        free(q);
        return NULL;
    }
    return q;
}

void queue_close(struct queue *q) {
    if (q == NULL) {
        return;
    }
    fetch_close(q->fetch);
    while (!LIST_EMPTY(&q->errands)) {
        struct errand *e = LIST_FIRST(&q->errands);
        LIST_REMOVE(e, link);
        ask_free(e->ask);
        free(e);
    }
    table_free(&q->places, place_free);
    table_free(&q->origins, origin_free);
    ask_list_free(&q->settled);
    free(q->first_unreached);
    free(q);
}

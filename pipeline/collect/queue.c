#include "evenhand/queue.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"
#include "evenhand/origin.h"
#include "evenhand/place.h"
#include "evenhand/secret.h"
#include "evenhand/table.h"

#define MS_PER_SECOND 1000
#define NS_PER_MS 1000000
#define IDLE_MS 100 /* longest wait in one step */
#define DELIVERED_AT_ONCE 8

/* A request under way. */
struct errand {
    struct queue *q;
    struct place *place;
    struct ask *ask;
    LIST_ENTRY(errand) link;
};

struct queue {
    const struct queue_options *options;
    struct fetch *fetch;
    int64_t interval;
    struct table places, origins;
    LIST_HEAD(errand_list, errand) errands;
    TAILQ_HEAD(place_list, place) turns; /* with somebody waiting; the next to go first */
    struct ask_list settled;
    size_t backlog, backlog_bytes; /* of those: how many, and their bodies */
    size_t waiting; /* at places and origins */
    bool hold_new, stopped;
    bool reached;          /* any host at all */
    size_t unreached;      /* requests before that */
    char *first_unreached; /* why the first one was not */
};

static struct place *place_of(struct queue *q, const char *name) {
    struct place *p = table_find(&q->places, name);
    if (p == NULL) {
        p = place_new(name);
        table_add(&q->places, p);
    }
    return p;
}

static struct origin *origin_of(struct queue *q, const char *name) {
    struct origin *o = table_find(&q->origins, name);
    if (o == NULL) {
        o = origin_new(name, q);
        table_add(&q->origins, o);
    }
    return o;
}

/* ---- the gates ---- */

static int64_t now_ms(void) {
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * MS_PER_SECOND + t.tv_nsec / NS_PER_MS;
}

static void settled(struct queue *q, struct ask *a) {
    STAILQ_INSERT_TAIL(&q->settled, a, link);
    q->backlog++;
    q->backlog_bytes += a->answer.body.len;
}

static struct ask *take_settled(struct queue *q) {
    struct ask *a = STAILQ_FIRST(&q->settled);
    STAILQ_REMOVE_HEAD(&q->settled, link);
    q->backlog--;
    q->backlog_bytes -= a->answer.body.len;
    return a;
}

static void line_up(struct queue *q, struct place *p, struct ask *a) {
    place_join(p, a, now_ms());
    q->waiting++;
    if (!p->listed) {
        TAILQ_INSERT_TAIL(&q->turns, p, link);
        p->listed = true;
    }
}

static void route(struct queue *q, struct ask *a);

static bool robots_done(void *ctx, struct ask *robots, struct faults *f) {
    struct origin *o = ctx;
    struct queue *q = o->queue;
    struct ask_list waiting = STAILQ_HEAD_INITIALIZER(waiting);
    (void)f;
    origin_learn(o, robots, now_ms());
    ask_free(robots);
    STAILQ_CONCAT(&waiting, &o->waiting);
    while (!STAILQ_EMPTY(&waiting)) {
        struct ask *a = STAILQ_FIRST(&waiting);
        STAILQ_REMOVE_HEAD(&waiting, link);
        q->waiting--;
        route(q, a);
    }
    return true;
}

static void ask_robots(struct queue *q, struct origin *o, const struct ask *first) {
    struct weburl url = weburl_robots(&first->url);
    struct ask *robots = ask_new(&url, ASK_ROBOTS, robots_done, o);
    robots->interval = first->interval;
    o->state = ORIGIN_ASKING;
    route(q, robots);
}

/* True when robots.txt lets it pass; else it was settled, or waits for the answer. */
static bool pass_robots(struct queue *q, struct ask *a) {
    struct origin *o = origin_of(q, a->url.origin);
    switch (origin_look(o, now_ms())) {
    case ORIGIN_UNREACHABLE:
        ask_settle(a, ASK_UNDETERMINED, "%s", o->why);
        settled(q, a);
        return false;
    case ORIGIN_KNOWN:
        if (origin_allows(o, a->url.target)) {
            return true;
        }
        ask_settle(a, ASK_REFUSED, "robots.txt of %s forbids %s", a->url.host, a->url.target);
        settled(q, a);
        return false;
    case ORIGIN_UNKNOWN:
    case ORIGIN_ASKING:
        break;
    }
    STAILQ_INSERT_TAIL(&o->waiting, a, link);
    q->waiting++;
    if (o->state == ORIGIN_UNKNOWN) {
        ask_robots(q, o, a);
    }
    return false;
}

static void route(struct queue *q, struct ask *a) {
    struct place *p = place_of(q, a->url.host);
    bool proxied = *q->options->fetch.proxy != '\0';
    const char *kind = proxied ? address_host_refusal(q->options->fetch.guard, a->url.host) : NULL;
    const struct lawful_kind *tells =
        q->options->lawful && !a->authorised ? lawful_host(q->options->lawful, a->url.host) : NULL;
    if (tells) {
        ask_settle(a, ASK_REFUSED, "%s is not asked: it is a site of kind %s, which tells %s", a->url.host,
                   tells->name, tells->reveals);
        settled(q, a);
    } else if (p->host->gave_up) {
        ask_settle(a, ASK_UNDETERMINED, "%s", p->host->gave_up);
        settled(q, a);
    } else if (kind) {
        ask_settle(a, ASK_UNDETERMINED, "%s: the host's address is not public (%s)", a->url.host, kind);
        settled(q, a);
    } else if (a->rank == ASK_ROBOTS || pass_robots(q, a)) {
        line_up(q, p, a);
    }
}

/* ---- answers ---- */

/* Everybody who waits for a host that is given up. */
static void send_away(struct queue *q, struct place *p) {
    struct ask *a;
    while ((a = place_any(p)) != NULL) {
        q->waiting--;
        ask_settle(a, ASK_UNDETERMINED, "%s", p->host->gave_up);
        settled(q, a);
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
    switch (ask_judge(a, p->host, answer, now_ms())) {
    case ASK_SETTLED:
        settled(q, a);
        break;
    case ASK_AGAIN:
    case ASK_ELSEWHERE:
        leave_host(a);
        route(q, a);
        break;
    }
    if (p->host->gave_up) {
        send_away(q, p);
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
    host_started(p->host, now_ms(), a->interval > q->interval ? a->interval : q->interval);
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
    int64_t now = now_ms();
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
    route(q, a);
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

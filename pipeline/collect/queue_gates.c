/* The gates that every address passes, in this order: its host may be asked, is not given up, is public, and
 * its robots.txt allows the path. */
#include <string.h>
#include <time.h>

#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"
#include "evenhand/queue_parts.h"

#define MS_PER_SECOND 1000
#define NS_PER_MS 1000000

static bool place_is_idle(const void *place, void *now) {
    const struct place *p = place;
    return !p->listed && place_empty(p) && host_is_idle(p->host, *(const int64_t *)now);
}

static bool origin_is_idle(const void *origin, void *ctx) {
    (void)ctx;
    return origin_knows(origin);
}

static struct place *place_of(struct queue *q, const char *name) {
    struct place *p = table_find(&q->places, name);
    int64_t now = queue_now();
    if (p == NULL && q->places.count >= COLLECT_HOSTS_KEPT) {
        table_sweep(&q->places, place_is_idle, &now, place_free);
    }
    if (p == NULL) {
        p = place_new(name);
        table_add(&q->places, p);
    }
    return p;
}

static struct origin *origin_of(struct queue *q, const char *name) {
    struct origin *o = table_find(&q->origins, name);
    if (o == NULL && q->origins.count >= COLLECT_HOSTS_KEPT) {
        table_sweep(&q->origins, origin_is_idle, NULL, origin_free);
    }
    if (o == NULL) {
        o = origin_new(name, q);
        table_add(&q->origins, o);
    }
    return o;
}

int64_t queue_now(void) {
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * MS_PER_SECOND + t.tv_nsec / NS_PER_MS;
}

void queue_settled(struct queue *q, struct ask *a) {
    STAILQ_INSERT_TAIL(&q->settled, a, link);
    q->backlog++;
    q->backlog_bytes += a->answer.body.len;
}

static void line_up(struct queue *q, struct place *p, struct ask *a) {
    place_join(p, a, queue_now());
    q->waiting++;
    if (!p->listed) {
        TAILQ_INSERT_TAIL(&q->turns, p, link);
        p->listed = true;
    }
}

static bool robots_done(void *ctx, struct ask *robots, struct faults *f) {
    struct origin *o = ctx;
    struct queue *q = o->queue;
    struct ask_list waiting = STAILQ_HEAD_INITIALIZER(waiting);
    (void)f;
    origin_learn(o, robots, queue_now());
    ask_free(robots);
    STAILQ_CONCAT(&waiting, &o->waiting);
    while (!STAILQ_EMPTY(&waiting)) {
        struct ask *a = STAILQ_FIRST(&waiting);
        STAILQ_REMOVE_HEAD(&waiting, link);
        q->waiting--;
        queue_route(q, a);
    }
    return true;
}

static void ask_robots(struct queue *q, struct origin *o, const struct ask *first) {
    struct weburl url = weburl_robots(&first->url);
    struct ask *robots = ask_new(&url, ASK_ROBOTS, robots_done, o);
    robots->interval = first->interval;
    o->state = ORIGIN_ASKING;
    queue_route(q, robots);
}

/* True when robots.txt lets it pass; else it was settled, or waits for the answer. */
static bool pass_robots(struct queue *q, struct ask *a) {
    struct origin *o = origin_of(q, a->url.origin);
    switch (origin_look(o, queue_now())) {
    case ORIGIN_UNREACHABLE:
        ask_settle(a, ASK_UNDETERMINED, "%s", o->why);
        queue_settled(q, a);
        return false;
    case ORIGIN_KNOWN:
        if (origin_allows(o, a->url.target)) {
            return true;
        }
        ask_settle(a, ASK_REFUSED, "robots.txt of %s forbids %s", a->url.host, a->url.target);
        queue_settled(q, a);
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

void queue_route(struct queue *q, struct ask *a) {
    struct place *p = place_of(q, a->url.host);
    bool proxied = *q->options->fetch.proxy != '\0';
    const char *kind = proxied ? address_host_refusal(q->options->fetch.guard, a->url.host) : NULL;
    const struct lawful_kind *tells =
        q->options->lawful && !a->authorised ? lawful_host(q->options->lawful, a->url.host) : NULL;
    if (tells) {
        ask_settle(a, ASK_REFUSED, "%s is not asked: it is a site of kind %s, which tells %s", a->url.host,
                   tells->name, tells->reveals);
        queue_settled(q, a);
    } else if (p->host->gave_up) {
        ask_settle(a, ASK_UNDETERMINED, "%s", p->host->gave_up);
        queue_settled(q, a);
    } else if (kind) {
        ask_settle(a, ASK_UNDETERMINED, "%s: the host's address is not public (%s)", a->url.host, kind);
        queue_settled(q, a);
    } else if (a->rank == ASK_ROBOTS || pass_robots(q, a)) {
        line_up(q, p, a);
    }
}

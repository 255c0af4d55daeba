#include "evenhand/origin.h"

#include <stdlib.h>

#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"
#include "evenhand/place.h"

struct origin *origin_new(const char *name, struct queue *queue) {
    struct origin *o = mem_alloc(sizeof *o);
    o->queue = queue;
    o->name = mem_string(name);
    STAILQ_INIT(&o->waiting);
    return o;
}

static void forget(struct origin *o) {
    robots_free(o->robots);
    free(o->why);
    o->robots = NULL;
    o->why = NULL;
    o->state = ORIGIN_UNKNOWN;
}

void origin_free(void *origin) {
    struct origin *o = origin;
    ask_list_free(&o->waiting);
    forget(o);
    free(o->name);
    free(o);
}

enum origin_state origin_look(struct origin *o, int64_t now) {
    bool learned = o->state == ORIGIN_KNOWN || o->state == ORIGIN_UNREACHABLE;
    if (learned && now - o->learned > COLLECT_ROBOTS_MS) {
        forget(o);
    }
    return o->state;
}

bool origin_knows(const struct origin *o) {
    return o->state == ORIGIN_KNOWN && STAILQ_EMPTY(&o->waiting);
}

bool origin_allows(const struct origin *o, const char *target) {
    return o->robots == NULL || robots_allow(o->robots, target);
}

/* Whether the site answered at all; if not, it is not about its robots.txt. */
static bool spoke(const struct ask *robots) {
    return robots->answer.result == FETCH_ANSWERED && robots->answer.status > 0;
}

void origin_learn(struct origin *o, const struct ask *robots, int64_t now) {
    int status = robots->answer.status;
    forget(o);
    o->learned = now;
    o->state = ORIGIN_KNOWN;
    if (robots->end == ASK_ANSWERED && status >= 200 && status < 300) {
        const struct buf *body = &robots->answer.body;
        o->robots = robots_parse(body->data ? body->data : "", body->len);
    } else if (robots->end != ASK_ANSWERED || status < 400 || status >= 500) {
        o->state = ORIGIN_UNREACHABLE;
        o->why =
            spoke(robots)
                ? mem_format("its robots.txt could not be read, so nothing else was asked: %s answered %d",
                             robots->url.host, status)
                : mem_string(robots->why);
    }
}

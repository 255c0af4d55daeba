/* What queue.c (turns and answers) and queue_gates.c (what every address passes first) share. */
#ifndef EVENHAND_QUEUE_PARTS_H
#define EVENHAND_QUEUE_PARTS_H

#include "evenhand/origin.h"
#include "evenhand/place.h"
#include "evenhand/queue.h"
#include "evenhand/table.h"

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
    size_t waiting;                /* at places and origins */
    bool hold_new, stopped;
    bool reached;          /* any host at all */
    size_t unreached;      /* requests before that */
    char *first_unreached; /* why the first one was not */
};

int64_t queue_now(void); /* ms of the monotonic clock */
/* Its callback comes when its turn does. */
void queue_settled(struct queue *q, struct ask *a);
/* Through the gates: it lines up at its host, waits for a robots.txt, or is settled. */
void queue_route(struct queue *q, struct ask *a);

#endif

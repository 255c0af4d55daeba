#include "evenhand/place.h"

#include <stdlib.h>

#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"

struct place *place_new(const char *host) {
    struct place *p = mem_alloc(sizeof *p);
    p->host = host_new(host);
    p->name = p->host->name;
    for (int rank = 0; rank < ASK_RANKS; rank++) {
        STAILQ_INIT(&p->ready[rank]);
    }
    STAILQ_INIT(&p->later);
    return p;
}

void ask_list_free(struct ask_list *list) {
    while (!STAILQ_EMPTY(list)) {
        struct ask *a = STAILQ_FIRST(list);
        STAILQ_REMOVE_HEAD(list, link);
        ask_free(a);
    }
}

void place_free(void *place) {
    struct place *p = place;
    for (int rank = 0; rank < ASK_RANKS; rank++) {
        ask_list_free(&p->ready[rank]);
    }
    ask_list_free(&p->later);
    host_free(p->host);
    free(p);
}

void place_join(struct place *p, struct ask *a, int64_t now) {
    struct ask_list *list = a->not_before > now ? &p->later : &p->ready[a->rank];
    STAILQ_INSERT_TAIL(list, a, link);
}

/* Those whose time has come join the others. */
static void wake_later(struct place *p, int64_t now) {
    struct ask_list was = STAILQ_HEAD_INITIALIZER(was);
    STAILQ_CONCAT(&was, &p->later);
    while (!STAILQ_EMPTY(&was)) {
        struct ask *a = STAILQ_FIRST(&was);
        STAILQ_REMOVE_HEAD(&was, link);
        place_join(p, a, now);
    }
}

static struct ask *take_first(struct ask_list *list) {
    struct ask *a = STAILQ_FIRST(list);
    if (a) {
        STAILQ_REMOVE_HEAD(list, link);
    }
    return a;
}

struct ask *place_next(struct place *p, bool hold_new, int64_t now) {
    struct ask *a = NULL;
    wake_later(p, now);
    for (int rank = 0; rank < (hold_new ? ASK_NEW : ASK_RANKS) && a == NULL; rank++) {
        a = take_first(&p->ready[rank]);
    }
    return a;
}

struct ask *place_any(struct place *p) {
    struct ask *a = take_first(&p->later);
    for (int rank = 0; rank < ASK_RANKS && a == NULL; rank++) {
        a = take_first(&p->ready[rank]);
    }
    return a;
}

bool place_empty(const struct place *p) {
    bool empty = STAILQ_EMPTY(&p->later);
    for (int rank = 0; rank < ASK_RANKS; rank++) {
        empty = empty && STAILQ_EMPTY(&p->ready[rank]);
    }
    return empty;
}

int64_t place_wait(const struct place *p, bool hold_new, int64_t now) {
    int64_t at = INT64_MAX;
    for (int rank = 0; rank < (hold_new ? ASK_NEW : ASK_RANKS); rank++) {
        at = STAILQ_EMPTY(&p->ready[rank]) ? at : now;
    }
    for (const struct ask *a = STAILQ_FIRST(&p->later); a; a = STAILQ_NEXT(a, link)) {
        at = a->not_before < at ? a->not_before : at;
    }
    if (at == INT64_MAX || p->host->under_way >= COLLECT_HOST_AT_ONCE) {
        return INT64_MAX;
    }
    at = p->host->next_at > at ? p->host->next_at : at;
    return at > now ? at - now : 0;
}

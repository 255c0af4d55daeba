/* A host and those who wait for it, in the order in which they go. */
#ifndef EVENHAND_PLACE_H
#define EVENHAND_PLACE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "evenhand/ask.h"
#include "evenhand/host.h"

struct place {
    char *name; /* of the host; first, for tables ordered by it */
    struct host *host;
    struct ask_list ready[ASK_RANKS];
    struct ask_list later; /* not before their time */
    TAILQ_ENTRY(place) link;
    bool listed; /* by the queue, as one where somebody waits */
};

struct place *place_new(const char *host);
void place_free(void *place); /* and those who wait there */

void place_join(struct place *p, struct ask *a, int64_t now);
/* Who goes first, taken out, or NULL; with `hold_new`, nobody of rank ASK_NEW. */
struct ask *place_next(struct place *p, bool hold_new, int64_t now);
/* Anybody, taken out, or NULL when nobody waits. */
struct ask *place_any(struct place *p);
bool place_empty(const struct place *p);
/* Milliseconds until place_next may have somebody whom the host's rate lets go; INT64_MAX: when an answer
 * comes. */
int64_t place_wait(const struct place *p, bool hold_new, int64_t now);

void ask_list_free(struct ask_list *list);

#endif

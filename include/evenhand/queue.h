/* The queue: what is to be asked, of whom, and when. Every address passes the same gates in the same order:
 * the host is not given up, its robots.txt allows the path, its rate and the plan's concurrency leave room.
 * Redirect targets pass them again.
 *
 * At a host, a robots.txt goes first, then attempts that were begun, then new ones; between hosts, turns are
 * taken. */
#ifndef EVENHAND_QUEUE_H
#define EVENHAND_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/ask.h"
#include "evenhand/fetch.h"
#include "evenhand/lawful.h"

struct queue_options {
    struct fetch_options fetch;
    const struct lawful *lawful; /* hosts that are not asked unless the ask is authorised; NULL: all are */
    long concurrency;            /* requests under way at once */
    double per_host_per_second;
};

struct queue; /* opaque */

struct queue *queue_open(const struct queue_options *options, struct faults *f); /* options are borrowed */
void queue_close(struct queue *q); /* asks not settled are freed without their callback */

/* Takes over the ask; its callback comes from queue_step. */
void queue_add(struct queue *q, struct ask *a);
/* Starts what may start, waits (at most until wake_fd is readable or something happens), settles some of what
 * is settled. Requests under way and answers not settled yet are never more than twice the concurrency, and
 * two at a host. */
bool queue_step(struct queue *q, int wake_fd, struct faults *f);
bool queue_empty(const struct queue *q);
size_t queue_under_way(const struct queue *q);
size_t queue_held(const struct queue *q); /* bytes of bodies being received, or not settled yet */
/* No attempt begins (ASK_NEW) while on; what was begun goes on. */
void queue_hold_new(struct queue *q, bool on);
/* Nothing is started any more; what is under way goes on. */
void queue_stop(struct queue *q);
/* Why the first host could not be reached, when not a single one could; else NULL. */
const char *queue_no_network(const struct queue *q);
/* ... and that was tried often enough. */
bool queue_hopeless(const struct queue *q);

#endif

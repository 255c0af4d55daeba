/* What a site (scheme, host, port) says in its robots.txt, asked for once and believed for a day.
 *
 * RFC 9309 2.3.1: an answer in the 400s means that there are no rules. No answer, or one in the 500s, means
 * that everything is forbidden; as that tells nothing about what the site's people want, the outcome is then
 * `undetermined`, to be asked again, and not `refused`. 429 is counted with these: it is about us, not about
 * the file. */
#ifndef EVENHAND_ORIGIN_H
#define EVENHAND_ORIGIN_H

#include <stdbool.h>
#include <stdint.h>

#include "evenhand/ask.h"
#include "evenhand/robots.h"

enum origin_state {
    ORIGIN_UNKNOWN, /* its robots.txt is to be asked for */
    ORIGIN_ASKING,  /* it is being asked for */
    ORIGIN_KNOWN,
    ORIGIN_UNREACHABLE, /* `why` */
};

struct queue;

struct origin {
    char *name;          /* struct weburl's origin; first, for tables ordered by it */
    struct queue *queue; /* borrowed: who asks */
    enum origin_state state;
    struct robots *robots; /* of a known one; NULL: no rules */
    char *why;
    int64_t learned;         /* ms */
    struct ask_list waiting; /* owned */
};

struct origin *origin_new(const char *name, struct queue *queue);
void origin_free(void *origin);
/* Its state; what was learned a day ago is forgotten. */
enum origin_state origin_look(struct origin *o, int64_t now);
bool origin_knows(const struct origin *o); /* its rules, and nobody waits for it */
bool origin_allows(const struct origin *o, const char *target);
/* From the settled ask for its robots.txt. */
void origin_learn(struct origin *o, const struct ask *robots, int64_t now);

#endif

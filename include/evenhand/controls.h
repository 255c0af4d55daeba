/* Controls of a gathering: before a step begins and again when it is done, its source is asked for what is
 * there and for a random name. A source that fails is undetermined for everybody, with the reason; what it
 * said is evidence.
 *
 * Steps that ask the same source at the same site with the same control share a round. This module decides;
 * gather.c asks. */
#ifndef EVENHAND_CONTROLS_H
#define EVENHAND_CONTROLS_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/attempt.h"
#include "evenhand/plan.h"
#include "evenhand/vault.h"

enum round_state {
    ROUND_WAITING, /* the step's units may not be asked yet; nothing is under way */
    ROUND_ASKING,
    ROUND_PASSED, /* the units may be asked */
    ROUND_FAILED, /* and must be undetermined */
};

struct control_round {
    const struct plan_step *step; /* the first of those that share it */
    size_t number;                /* its index */
    enum round_state state;
    bool closing;            /* the second one, at the end */
    bool asked_any;          /* of its steps' units, since the round that opened them */
    char *why;               /* of a failure */
    struct attempt *half[2]; /* known, random; owned while under way */
    char *query[2];
    char *outcome[2], *reason[2];
    unsigned left; /* halves under way */
};

struct controls {
    struct control_round *round; /* one a step; NULL step: the step shares another's, or has no control */
    size_t *of;                  /* round of each step */
    const struct plan *plan;
};

void controls_open(struct controls *c, const struct plan *plan);
void controls_close(struct controls *c);

/* The round of a step; NULL: it has no control, and may begin. */
struct control_round *controls_of(const struct controls *c, size_t step);

/* Begins both halves; `about` gives map and block rules. */
void control_begin(struct control_round *r, const struct attempt_about *about, bool closing);
/* Takes what a finished half came to. True when it was the last: the round is decided. */
bool control_take(struct control_round *r, size_t half);
/* Stores a decided round for every step that shares it; attempts that it takes back go to `each`. */
bool control_store(const struct controls *c, struct control_round *r, struct vault *v, vault_each *each,
                   void *ctx, struct faults *f);

#endif

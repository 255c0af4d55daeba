/* The gathering: every attempt that is owed, performed, stored and told, until there is no more or a person
 * stops it.
 *
 * Attempts of all steps are open at the same time, so that no host waits for another; at each host its rate
 * decides. What was answered is stored at once: an attempt and its captures together, and the answers of one
 * that is not over beside it (vault_begun.h). */
#ifndef EVENHAND_GATHER_H
#define EVENHAND_GATHER_H

#include <stdbool.h>

#include "evenhand/faults.h"
#include "evenhand/map.h"
#include "evenhand/plan.h"
#include "evenhand/queue.h"
#include "evenhand/roster.h"
#include "evenhand/secret.h"
#include "evenhand/stage.h"
#include "evenhand/vault.h"
#include "evenhand/work.h"

/* All borrowed. */
struct gather_in {
    const struct plan *plan;
    struct map *const *maps; /* one a step */
    const struct blocks *blocks;
    const struct secret *secrets; /* one a step */
    struct vault *vault;
    struct roster *roster;
    const struct work *work; /* in its order */
    const struct queue_options *network;
};

/* Writes an attempt record for each one performed. False also when work is left: FAULT_TRY_AGAIN
 * (undetermined attempts, by name, or a signal), or FAULT_UNAVAILABLE when no host at all could be reached.
 */
bool gather(const struct gather_in *in, struct stage_io *io, struct faults *f);

#endif

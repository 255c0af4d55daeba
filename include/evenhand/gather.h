/* The gathering: every attempt that is owed, performed, stored and told, until there is no more or a person
 * stops it.
 *
 * Attempts of all steps are open at the same time, so that no host waits for another; at each host its rate
 * decides. What was answered is stored at once, an attempt and its captures together. */
#ifndef EVENHAND_GATHER_H
#define EVENHAND_GATHER_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"
#include "evenhand/map.h"
#include "evenhand/plan.h"
#include "evenhand/queue.h"
#include "evenhand/secret.h"
#include "evenhand/stage.h"
#include "evenhand/vault.h"

/* All borrowed. */
struct gather_in {
    const struct plan *plan;
    struct map *const *maps; /* one a step */
    const struct blocks *blocks;
    const struct secret *secrets; /* one a step */
    struct vault *vault;
    cJSON *const *candidates; /* records, as vault_candidate_put left them */
    size_t count;
    const struct queue_options *network;
};

/* Writes an attempt record for each one performed. False also when work is left: FAULT_TRY_AGAIN
 * (undetermined attempts, by name, or a signal), or FAULT_UNAVAILABLE when no host at all could be reached.
 */
bool gather(const struct gather_in *in, struct stage_io *io, struct faults *f);

#endif

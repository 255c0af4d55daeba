/* What concerns a whole step of the plan rather than one candidate: controls (was the source telling the
 * truth?), and a step withdrawn for everybody. Part of the vault's interface, beside vault.h. */
#ifndef EVENHAND_VAULT_CONTROLS_H
#define EVENHAND_VAULT_CONTROLS_H

#include "evenhand/vault.h"

/* A control of a step: the source was asked for what is there and for what is not. `control` is an object of
 * facts (who was asked for what, and what came of it); the answers are kept with it, each body cut at
 * VAULT_CONTROL_BODY_BYTES, and the ledger gets an entry.
 *
 * A passed control vouches for every attempt at the step up to now. A failed one takes back, in the same
 * transaction, those that no control vouched for: an `undetermined` attempt with this `reason` supersedes
 * each, and is handed to `each` (evidence stays, as history). */
#define VAULT_CONTROL_BODY_BYTES ((size_t)256 << 10)
#define VAULT_CONTROL_MAX_BYTES ((size_t)8 << 20) /* of all of it, escaped */
bool vault_control_put(struct vault *v, long step, bool passed, const char *reason, const cJSON *control,
                       struct vault_capture *captures, size_t count, vault_each *each, void *ctx,
                       struct faults *f);

/* How many latest attempts at the step are `found` or `none` and no control vouches for: a gathering that did
 * not come to its end. */
bool vault_control_owed(struct vault *v, long step, uint64_t *owed, struct faults *f);

/* All controls in the order made, answers included: {step, passed, at, reason, ..., answers: [...]}. */
bool vault_controls(struct vault *v, vault_each *each, void *ctx, struct faults *f);

/* Withdraws a step for every candidate, with a ledger entry {step, source, why}: a `refused` attempt
 * supersedes every latest one, and stands for those who had none. FAULT_DATA when it is withdrawn already. */
bool vault_step_withdraw(struct vault *v, long step, const char *source, const char *source_type,
                         const char *why, struct faults *f);
/* Why each of the first `steps` steps was withdrawn, by step from 0: free() releases each; NULL stays: it was
 * not. */
bool vault_withdrawn(struct vault *v, char **why, size_t steps, struct faults *f);

#endif

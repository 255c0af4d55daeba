/* Attempts from within the vault: those of a step taken together. Only pipeline/vault/ includes this. */
#ifndef EVENHAND_VAULT_ATTEMPTS_H
#define EVENHAND_VAULT_ATTEMPTS_H

#include "evenhand/vault_handle.h"

/* Supersedes the latest attempts at a step that are newer than row `after` by ones of this outcome and
 * reason, without captures; with `determined`, only those found or none. Within the caller's transaction.
 * Each new record goes to `each` (may be NULL). */
bool attempts_replace(struct vault *v, int64_t step, int64_t after, bool determined, const char *outcome,
                      const char *reason, vault_each *each, void *ctx, struct faults *f);
/* A first attempt without captures, within the caller's transaction. */
bool attempt_insert(struct vault *v, const cJSON *attempt, const char *value, struct faults *f);

#endif

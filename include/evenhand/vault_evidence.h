/* Captures in the vault, on the way in and out. Only pipeline/vault/ includes this. */
#ifndef EVENHAND_VAULT_EVIDENCE_H
#define EVENHAND_VAULT_EVIDENCE_H

#include "evenhand/vault_handle.h"

/* Every limit of vault.h, before anything is written: FAULT_BUG, for the caller should have kept to them. */
bool evidence_within_limits(const struct vault_capture *c, struct faults *f);

/* Stores one capture of an attempt under an evidence number, within the caller's transaction. Sets id and
 * sha256. */
bool evidence_put(struct vault *v, const cJSON *attempt, int64_t attempt_id, int64_t number,
                  struct vault_capture *c, struct faults *f);

/* The capture of the current row (columns id, evidence, bytes, facts, body), its body checked and in it.
 * NULL: fault. cJSON_Delete releases. */
cJSON *evidence_read(struct vault *v, struct query *q, const char *candidate, struct faults *f);

/* Calls back with each capture of an attempt in order of evidence number, its body checked against its
 * SHA-256 when `bodies`. Fewer captures than `expected` is FAULT_ANSWER_NO. */
bool evidence_each(struct vault *v, const char *candidate, int64_t attempt_id, int64_t expected, bool bodies,
                   vault_each *each, void *ctx, struct faults *f);

#endif

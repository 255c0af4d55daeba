/* What stands behind `struct vault`, for the modules of pipeline/vault/ and their tests only. */
#ifndef EVENHAND_VAULT_HANDLE_H
#define EVENHAND_VAULT_HANDLE_H

#include "evenhand/buf.h"
#include "evenhand/digest.h"
#include "evenhand/vault.h"
#include "evenhand/vault_keys.h"
#include "evenhand/vault_seal.h"
#include "evenhand/vault_store.h"

#define VAULT_RECORD_MAX_BYTES ((size_t)1 << 20)  /* a sealed record or fact */
#define VAULT_PLAN_MAX_BYTES ((size_t)4 << 20)    /* the plan's text; YAML_MAX_BYTES */
#define VAULT_HEADERS_MAX_BYTES ((size_t)1 << 20) /* of one answer */

#define VAULT_VALUE_COLUMN "attempt.value" /* its token's name */

struct vault {
    struct store store;
    struct vault_keys *keys;
    struct vault_seal *seal;
    enum vault_mode mode;
    bool batch, batch_failed; /* vault_batch_begin */
    int lock;                 /* the lock file's descriptor, or -1 */
    char *user, *host; /* who the ledger says it was; found out while name services may still be asked */
    struct buf plain, sealed, line; /* for one value at a time, kept for their memory */
};

/* FAULT_BUG when the vault was opened to read. */
bool vault_writable(const struct vault *v, struct faults *f);

/* An entry within the caller's transaction, so that an act and its entry are stored together. */
bool ledger_enter(struct vault *v, const char *act, const cJSON *detail, struct faults *f);
/* vault_ledger_add, while even a reader may still write: its opening is an entry. */
bool ledger_append(struct vault *v, const char *act, const cJSON *detail, struct faults *f);

/* One more than the highest number in a column of whole numbers; 1 for an empty table. */
bool vault_next(struct vault *v, const char *table, int64_t *next, struct faults *f);

/* A JSON tree through the seal. vault_seal_json leaves the sealed bytes in `sealed`; vault_unseal_json reads
 * a column of the current row, and returns a tree that cJSON_Delete releases. */
bool vault_seal_json(struct vault *v, const struct seal_context *context, const cJSON *tree,
                     struct buf *sealed, struct faults *f);
cJSON *vault_unseal_json(struct vault *v, const struct seal_context *context, struct query *q, int column,
                         struct faults *f);

/* "C-7F3K, attempt 12": the sealed record and the columns beside it disagree. Returns false. */
bool vault_disagree(const struct seal_context *context, struct faults *f);

/* "E-0042/3" or "E-0042" (item 0); false when it is neither. */
bool vault_parse_about(const char *about, int64_t *evidence, int64_t *item);

/* Whether the latest word on a candidate is a hold. */
bool hold_is_on(struct vault *v, const char *candidate, bool *on, struct faults *f);

/* vault_rotate within the caller's transaction; vault_keys_settle comes after its commit. */
bool vault_rotate_within(struct vault *v, const char *action, struct faults *f);

#endif

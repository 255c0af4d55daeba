/* The seal: every column that tells of a person passes through here on its way into the vault and out of it.
 *
 * A sealed value is a format byte (2) and a box (vault_box.h): a zstd frame (RFC 8878) with its size, closed
 * with the data key of the context's candidate. The context (which caseload, table, column, candidate and
 * row) is the associated data: a value copied to another place does not open. Only pipeline/vault/ includes
 * this. */
#ifndef EVENHAND_VAULT_SEAL_H
#define EVENHAND_VAULT_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/buf.h"
#include "evenhand/faults.h"
#include "evenhand/vault_keys.h"

#define VAULT_TOKEN_BYTES 32

struct vault_seal; /* opaque: what is kept from one value to the next */

struct seal_context {
    const char *table, *column;
    const char *candidate; /* number; "" for what belongs to none */
    int64_t row;
};

struct vault_seal *vault_seal_open(struct vault_keys *keys); /* borrowed */
void vault_seal_close(struct vault_seal *s);                 /* NULL is fine */

/* Replaces what `sealed` holds. */
bool vault_seal(struct vault_seal *s, const struct seal_context *context, const void *plain, size_t len,
                struct buf *sealed, struct faults *f);
/* Replaces what `plain` holds, with at most `max` bytes. What was not sealed for this context, or was changed
 * since, is FAULT_ANSWER_NO; nothing of it is decompressed. */
bool vault_unseal(struct vault_seal *s, const struct seal_context *context, const void *sealed, size_t len,
                  size_t max, struct buf *plain, struct faults *f);

/* Stands for a text in an index, so that equal texts are found without their being in the clear: a keyed
 * BLAKE2b (RFC 7693), which nobody can guess without the key. */
void vault_token(struct vault_seal *s, const char *column, const char *text,
                 unsigned char token[VAULT_TOKEN_BYTES]);

#endif

/* The seal: every column that tells of a person passes through here on its way into the vault and out of it.
 *
 * Today a sealed value is a format byte and a zstd frame (RFC 8878) with its size and a checksum:
 * compression, and no secrecy yet. Encryption comes in behind the same calls: the context (which table,
 * column, candidate and row) is what an AEAD takes as associated data, so that a value copied to another
 * place will not open, and `struct vault_seal` is where the keys will live. Only pipeline/vault/ includes
 * this. */
#ifndef EVENHAND_VAULT_SEAL_H
#define EVENHAND_VAULT_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/buf.h"
#include "evenhand/faults.h"

#define VAULT_TOKEN_BYTES 32

struct vault_seal; /* opaque: what is kept from one value to the next */

struct seal_context {
    const char *table, *column;
    const char *candidate; /* number; "" for what belongs to none */
    int64_t row;
};

struct vault_seal *vault_seal_open(void);
void vault_seal_close(struct vault_seal *s); /* NULL is fine */

/* Replaces what `sealed` holds. */
bool vault_seal(struct vault_seal *s, const struct seal_context *context, const void *plain, size_t len,
                struct buf *sealed, struct faults *f);
/* Replaces what `plain` holds, with at most `max` bytes. What was not sealed for this context, or was changed
 * since, is FAULT_ANSWER_NO. */
bool vault_unseal(struct vault_seal *s, const struct seal_context *context, const void *sealed, size_t len,
                  size_t max, struct buf *plain, struct faults *f);

/* Stands for a text in an index, so that equal texts are found without their being in the clear. Without a
 * key (today) it can be guessed; with one it will be a keyed hash. */
void vault_token(struct vault_seal *s, const char *column, const char *text,
                 unsigned char token[VAULT_TOKEN_BYTES]);

#endif

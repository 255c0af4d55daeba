/* What shows that no row was changed, removed, added or moved: for each table a hash chain over its rows in
 * order, and one Ed25519 signature (RFC 8032) over the heads of all chains, the ledger's among them. The
 * newest row is covered like any other: without the signing key, which is sealed, nobody can sign a shorter
 * chain. What it cannot show is that the whole file was put back as it once was: seen.h does.
 *
 *     link  = SHA-256(link before it, the row's columns with their types and lengths)
 *     head  = "evenhand head 1\ncaseload ID\n" and, by name, "TABLE ROWS LINK\n"
 *
 * Only pipeline/vault/ includes this. */
#ifndef EVENHAND_VAULT_CHAIN_H
#define EVENHAND_VAULT_CHAIN_H

#include "evenhand/vault_handle.h"

/* Within a transaction. */
bool chain_begin(struct vault *v, struct faults *f);                               /* of a new vault */
bool chain_add(struct vault *v, const char *table, int64_t row, struct faults *f); /* a row just inserted */
bool chain_rebuild(struct vault *v, const char *table, struct faults *f); /* after a sanctioned change */
bool chain_set_ledger(struct vault *v, int64_t seq, const char *sha256, struct faults *f);

/* Begins a transaction on heads whose signature holds: what somebody else changed is never signed over. */
bool vault_begin(struct vault *v, struct faults *f);
/* Signs the heads and commits when `ok`; else, or when that fails, rolls back. */
bool vault_end(struct vault *v, bool ok, struct faults *f);

/* Whether the signature over the heads holds: FAULT_ANSWER_NO when they were changed from outside. */
bool chain_signed(struct vault *v, struct faults *f);
bool chain_sign(struct vault *v, struct faults *f); /* the heads as they are now */
/* The ledger's head. */
bool chain_head(struct vault *v, int64_t *seq, char sha256[DIGEST_HEX_BYTES], struct faults *f);
/* Every chain, computed anew, against the signed heads. */
bool chain_check(struct vault *v, struct faults *f);

#endif

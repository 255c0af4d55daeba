/* The keys of one open vault.
 *
 *     custodian's secret (key file)  opens  caseload key (sealed box to the custodian's X25519 public key)
 *     caseload key                   opens  token key, signing key, every candidate's data key
 *     data key                       opens  what the vault holds of that candidate
 *
 * So a new caseload key costs no re-encryption of evidence, a second custodian no shared secret, and
 * destroying one data key leaves that candidate's records unreadable (crypto-shredding). All keys lie in
 * memory that libsodium locks, guards and wipes; one data key at a time. Only pipeline/vault/ includes
 * this. */
#ifndef EVENHAND_VAULT_KEYS_H
#define EVENHAND_VAULT_KEYS_H

#include <sodium.h>

#include "evenhand/buf.h"
#include "evenhand/custody.h"
#include "evenhand/vault_store.h"

#define VAULT_CANDIDATE_BYTES 16

struct vault_keys {
    char id[KEY_CASELOAD_BYTES], custodian[KEY_NAME_BYTES];
    unsigned char caseload[BOX_KEY_BYTES], token[32], data[BOX_KEY_BYTES];
    unsigned char sign[crypto_sign_SECRETKEYBYTES], verify[crypto_sign_PUBLICKEYBYTES];
    char data_of[VAULT_CANDIDATE_BYTES]; /* whose data key is in `data`; "-": nobody's */
    bool acts_only;                      /* nothing of a candidate may be opened */
    struct store *store;
};

/* In locked memory; vault_keys_free wipes (NULL is fine). */
struct vault_keys *vault_keys_new(struct store *store);
void vault_keys_free(struct vault_keys *k);

/* A new vault: draws every key, enters `custodian`, and writes the key file before anything is sealed with
 * it. Within the caller's transaction. */
bool vault_keys_create(struct vault_keys *k, const char *custodian, struct faults *f);
/* An existing vault: no key here, or one that does not open it, is FAULT_NOT_PERMITTED. */
bool vault_keys_open(struct vault_keys *k, struct faults *f);

/* The data key of a candidate ("": the run's), valid until the next call. NULL: destroyed
 * (FAULT_NOT_PERMITTED) or changed (FAULT_ANSWER_NO). */
const unsigned char *vault_keys_data(struct vault_keys *k, const char *candidate, struct faults *f);
/* Draws one, which becomes the current one; `sealed` gets what to store beside the candidate. */
void vault_keys_draw(struct vault_keys *k, const char *candidate, struct buf *sealed);

/* Seals the caseload key to a custodian's public key. */
bool vault_keys_admit(struct vault_keys *k, const char *name, const unsigned char *public, struct faults *f);
/* A new caseload key and a new secret for the custodian at hand: every data key is sealed anew, every
 * custodian admitted anew. Within the caller's transaction; the new secret is
 * written beside the key file ("...key.next") first: a crash at any point leaves one that opens. */
bool vault_keys_rotate(struct vault_keys *k, struct faults *f);

/* After the commit: the new secret takes the place of the old one in the key file. */
bool vault_keys_settle(struct vault_keys *k, struct faults *f);

#endif

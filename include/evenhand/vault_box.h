/* A sealed box: XChaCha20-Poly1305 (IETF AEAD, by libsodium) with a random 24-byte nonce in front and the
 * 16-byte tag at the end. `context` says what the box holds and where it belongs; a box opens in its own
 * context only. Only pipeline/vault/ includes this. */
#ifndef EVENHAND_VAULT_BOX_H
#define EVENHAND_VAULT_BOX_H

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>

#define BOX_KEY_BYTES crypto_aead_xchacha20poly1305_ietf_KEYBYTES
#define BOX_EXTRA_BYTES                                                                                      \
    (crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES)

/* Zeros in memory that libsodium locks and guards; sodium_free wipes it. Never fails (see mem.h). */
void *box_secret(size_t bytes);

/* `box` has room for len + BOX_EXTRA_BYTES. */
void box_close(const unsigned char *key, const char *context, const void *plain, size_t len,
               unsigned char *box);
/* `plain` has room for len - BOX_EXTRA_BYTES. False: another key or context, or a changed box; `plain` then
 * holds zeros. */
bool box_open(const unsigned char *key, const char *context, const void *box, size_t len,
              unsigned char *plain);

#endif

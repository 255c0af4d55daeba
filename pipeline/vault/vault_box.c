#include "evenhand/vault_box.h"

#include <string.h>

#include "evenhand/mem.h"

#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES

void *box_secret(size_t bytes) {
    void *secret = sodium_init() >= 0 ? sodium_malloc(bytes) : NULL;
    if (!secret)
        mem_exhausted();
    sodium_memzero(secret, bytes);
    return secret;
}

void box_close(const unsigned char *key, const char *context, const void *plain, size_t len,
               unsigned char *box) {
    randombytes_buf(box, NONCE);
    /* Cannot fail: no message is near the cipher's limit. */
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        box + NONCE, NULL, plain, len, (const unsigned char *)context, strlen(context), NULL, box, key);
}

bool box_open(const unsigned char *key, const char *context, const void *box, size_t len,
              unsigned char *plain) {
    const unsigned char *bytes = box;
    return len >= BOX_EXTRA_BYTES && crypto_aead_xchacha20poly1305_ietf_decrypt(
                                         plain, NULL, NULL, bytes + NONCE, len - NONCE,
                                         (const unsigned char *)context, strlen(context), bytes, key) == 0;
}

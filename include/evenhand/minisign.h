/* Signatures in minisign's format (https://jedisct1.github.io/minisign/): Ed25519 over the file's BLAKE2b-512
 * ("ED"), and a second one over the first and the trusted comment. Whoever has the public key verifies with
 * minisign alone:
 *
 *     minisign -V -p evenhand.pub -m C-7F3K.xlsx            (reads C-7F3K.xlsx.minisig)
 *
 * The key's id is the first 8 bytes of the SHA-256 of the public key. */
#ifndef EVENHAND_MINISIGN_H
#define EVENHAND_MINISIGN_H

#include <sodium.h>
#include <stdbool.h>

#include "evenhand/faults.h"

#define MINISIGN_SUFFIX ".minisig"
#define MINISIGN_PUBLIC_FILE "evenhand.pub"
#define MINISIGN_COMMENT_MAX 512
#define MINISIGN_FILE_MAX ((size_t)1 << 30) /* of a file that is signed or checked */

/* Keys are Ed25519's: crypto_sign_SECRETKEYBYTES and crypto_sign_PUBLICKEYBYTES.
 *
 * Writes PATH.minisig. The trusted comment is one line. */
bool minisign_sign(const char *path, const unsigned char *secret, const char *trusted_comment,
                   struct faults *f);
/* FAULT_ANSWER_NO: PATH.minisig is missing, of another key, or not of these bytes. */
bool minisign_check(const char *path, const unsigned char *public, struct faults *f);
/* Writes the public key as minisign reads it. */
bool minisign_write_public(const char *path, const unsigned char *public, struct faults *f);

#endif

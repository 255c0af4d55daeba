/* A custodian's key file: the X25519 secret key that opens the caseload key of one vault. Text, 0600, kept
 * outside the caseload. A passphrase may lock it: Argon2id (RFC 9106, by libsodium), its cost written beside
 * the salt.
 *
 *     evenhand key 1
 *     caseload 4f0c...            32 hexadecimal digits: which vault
 *     custodian mwong
 *     secret BASE64               or, when locked:
 *     locked OPS BYTES SALT BOX   Argon2id cost, salt and the sealed secret, in base64
 *
 * Secrets lie in memory that libsodium locks and wipes. */
#ifndef EVENHAND_KEY_FILE_H
#define EVENHAND_KEY_FILE_H

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"
#include "evenhand/vault_box.h"

#define KEY_SECRET_BYTES crypto_box_SECRETKEYBYTES
#define KEY_CASELOAD_BYTES 33 /* hexadecimal, with the NUL */
#define KEY_NAME_BYTES 65     /* a custodian's name, with the NUL */
#define KEY_PASSPHRASE_MIN 12 /* characters of a new passphrase */
#define KEY_PASSPHRASE_MAX 1024

struct key_file {
    char caseload[KEY_CASELOAD_BYTES], custodian[KEY_NAME_BYTES];
    unsigned char *secret; /* KEY_SECRET_BYTES of locked memory; zeros while `locked` and not opened */
    bool locked;           /* by a passphrase */
    bool opened;           /* the secret is there */
    unsigned long long ops;
    size_t bytes;
    unsigned char salt[crypto_pwhash_SALTBYTES], box[KEY_SECRET_BYTES + BOX_EXTRA_BYTES];
};

void key_file_begin(struct key_file *k);
void key_file_end(struct key_file *k); /* wipes; fine after key_file_begin alone */

/* "FOLDER/CASELOAD.key" where FOLDER is $EVENHAND_KEYS or ~/.evenhand/keys of the real user; free()
 * releases. */
char *key_file_path(const char *caseload, struct faults *f);

/* Missing: FAULT_NOT_PERMITTED, with who to ask. Readable by others: FAULT_NOT_PERMITTED. Not of this form:
 * FAULT_DATA. */
bool key_file_read(const char *path, struct key_file *k, struct faults *f);
/* 0600, flushed, renamed into place; makes the folder (0700) if missing. */
bool key_file_write(const char *path, const struct key_file *k, struct faults *f);

/* False (FAULT_NOT_PERMITTED): not its passphrase, or the file was changed. */
bool key_file_unlock(struct key_file *k, const char *passphrase, struct faults *f);
/* Locks an opened key; NULL takes the lock away. The file is not written. */
bool key_file_lock(struct key_file *k, const char *passphrase, struct faults *f);

#endif

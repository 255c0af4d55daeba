/* Fuzz target: any bytes as a sealed value, as a key file, as a signature. None opens. Then the same bytes as
 * what is sealed: it comes out as it went in, and with one bit changed, chosen by the input, it does not. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/key_file.h"
#include "evenhand/minisign.h"
#include "evenhand/vault_seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct seal_context here = {"capture", "body", "C-7F3K", 12};
static char folder[] = "/dev/shm/evenhand-fuzz-XXXXXX";

static struct vault_seal *the_seal(void) {
    static struct vault_seal *seal;
    struct buf ignored = {0};
    if (!seal) {
        struct vault_keys *keys = vault_keys_new(NULL);
        (void)snprintf(keys->id, sizeof keys->id, "%032d", 7);
        vault_keys_draw(keys, "C-7F3K", &ignored);
        buf_free(&ignored);
        seal = vault_seal_open(keys);
        if (!mkdtemp(folder))
            abort();
    }
    return seal;
}

static void must_not_open(struct vault_seal *s, const void *bytes, size_t len) {
    struct faults f = FAULTS_NONE;
    struct buf plain = {0};
    if (vault_unseal(s, &here, bytes, len, (size_t)1 << 20, &plain, &f) || f.count == 0)
        abort();
    buf_free(&plain);
}

static void round_trip(struct vault_seal *s, const uint8_t *data, size_t size) {
    struct faults f = FAULTS_NONE;
    struct buf sealed = {0}, plain = {0};
    if (!vault_seal(s, &here, data, size, &sealed, &f) ||
        !vault_unseal(s, &here, sealed.data, sealed.len, size, &plain, &f) || plain.len != size ||
        (size > 0 && memcmp(plain.data, data, size) != 0))
        abort();
    size_t at = (size > 1 ? data[0] + 256U * data[1] : 0U) % sealed.len;
    sealed.data[at] = (char)(sealed.data[at] ^ (1 << (size > 2 ? data[2] % 8 : 0)));
    must_not_open(s, sealed.data, sealed.len);
    buf_free(&sealed);
    buf_free(&plain);
}

static void as_files(const uint8_t *data, size_t size) {
    static const unsigned char public[crypto_sign_PUBLICKEYBYTES] = {1};
    struct faults f = FAULTS_NONE;
    struct key_file k;
    char *path = path_join(folder, "signed"), *signature = path_join(folder, "signed.minisig");
    if (!file_write(path, "x", 1, &f) || !file_write(signature, data, size, &f))
        abort();
    if (minisign_check(path, public, &f) || f.count == 0)
        abort();
    key_file_begin(&k);
    (void)key_file_read(signature, &k, &f); /* read, or refused */
    key_file_end(&k);
    free(path);
    free(signature);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct vault_seal *s = the_seal();
    must_not_open(s, data, size);
    round_trip(s, data, size);
    as_files(data, size);
    return 0;
}

#include "evenhand/digest.h"

#include <sodium.h>
#include <stdint.h>
#include <string.h>

#include "evenhand/files.h"

#define DIGEST_FILE_MAX ((size_t)1 << 30)

void digest_begin(struct digest *d) {
    sha256_init(&d->state);
}

void digest_add(struct digest *d, const void *bytes, size_t len) {
    sha256_update(&d->state, len, bytes);
}

static void add_length(struct digest *d, uint64_t len) {
    unsigned char big_endian[8];
    for (int i = 0; i < 8; i++)
        big_endian[i] = (unsigned char)(len >> (56 - 8 * i));
    digest_add(d, big_endian, sizeof big_endian);
}

void digest_add_named(struct digest *d, const char *name, const void *bytes, size_t len) {
    add_length(d, strlen(name));
    digest_add(d, name, strlen(name));
    add_length(d, len);
    digest_add(d, bytes, len);
}

void digest_end(struct digest *d, char hex[DIGEST_HEX_BYTES]) {
    unsigned char out[SHA256_DIGEST_SIZE];
    sha256_digest(&d->state, sizeof out, out);
    (void)sodium_bin2hex(hex, DIGEST_HEX_BYTES, out, sizeof out);
}

void digest_bytes(const void *bytes, size_t len, char hex[DIGEST_HEX_BYTES]) {
    struct digest d;
    digest_begin(&d);
    digest_add(&d, bytes, len);
    digest_end(&d, hex);
}

bool digest_file(const char *path, char hex[DIGEST_HEX_BYTES], struct faults *f) {
    struct buf content = {0};
    bool ok = file_read(path, DIGEST_FILE_MAX, &content, f);
    if (ok)
        digest_bytes(content.data, content.len, hex);
    buf_free(&content);
    return ok;
}

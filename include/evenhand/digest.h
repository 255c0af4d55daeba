/* SHA-256 (FIPS 180-4, by nettle, which uses the processor's own instructions for it) as 64 lower-case
 * hexadecimal characters. */
#ifndef EVENHAND_DIGEST_H
#define EVENHAND_DIGEST_H

#include <nettle/sha2.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"

#define DIGEST_HEX_BYTES 65 /* with the NUL */

struct digest {
    struct sha256_ctx state;
};

void digest_begin(struct digest *d);
void digest_add(struct digest *d, const void *bytes, size_t len);
/* A name and its content, each preceded by its length, so that no two lists of files digest alike by
 * accident. */
void digest_add_named(struct digest *d, const char *name, const void *bytes, size_t len);
void digest_end(struct digest *d, char hex[DIGEST_HEX_BYTES]);
void digest_bytes(const void *bytes, size_t len, char hex[DIGEST_HEX_BYTES]);
bool digest_file(const char *path, char hex[DIGEST_HEX_BYTES], struct faults *f);

#endif

#include "evenhand/vault_seal.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "evenhand/mem.h"

#define SEAL_ZSTD 1 /* format byte: a zstd frame, not encrypted */
#define SEAL_LEVEL 3

struct vault_seal {
    ZSTD_CCtx *pack;
    ZSTD_DCtx *unpack;
};

struct vault_seal *vault_seal_open(void) {
    struct vault_seal *s = mem_alloc(sizeof *s);
    s->pack = ZSTD_createCCtx();
    s->unpack = ZSTD_createDCtx();
    if (!s->pack || !s->unpack)
        mem_exhausted();
    return s;
}

void vault_seal_close(struct vault_seal *s) {
    if (!s)
        return;
    ZSTD_freeCCtx(s->pack);
    ZSTD_freeDCtx(s->unpack);
    free(s);
}

/* "C-7F3K, capture 12 (body)" */
static bool seal_fault(const struct seal_context *c, enum fault_code code, const char *why,
                       struct faults *f) {
    char place[160];
    snprintf(place, sizeof place, "vault: %s%s%s %" PRId64 " (%s)", c->candidate, *c->candidate ? ", " : "",
             c->table, c->row, c->column);
    const char *advice = code == FAULT_ANSWER_NO ? "restore the vault from its backup" : "please report this";
    return fault(f, code, place, advice, "%s", why);
}

bool vault_seal(struct vault_seal *s, const struct seal_context *context, const void *plain, size_t len,
                struct buf *sealed, struct faults *f) {
    size_t bound = ZSTD_compressBound(len);
    buf_clear(sealed);
    buf_reserve(sealed, 1 + bound);
    if (ZSTD_isError(ZSTD_CCtx_setParameter(s->pack, ZSTD_c_compressionLevel, SEAL_LEVEL)) ||
        ZSTD_isError(ZSTD_CCtx_setParameter(s->pack, ZSTD_c_checksumFlag, 1)))
        return seal_fault(context, FAULT_BUG, "cannot set up compression", f);
    size_t packed = ZSTD_compress2(s->pack, sealed->data + 1, bound, plain, len);
    if (ZSTD_isError(packed))
        return seal_fault(context, FAULT_BUG, ZSTD_getErrorName(packed), f);
    sealed->data[0] = SEAL_ZSTD;
    sealed->len = 1 + packed;
    sealed->data[sealed->len] = '\0';
    return true;
}

bool vault_unseal(struct vault_seal *s, const struct seal_context *context, const void *sealed, size_t len,
                  size_t max, struct buf *plain, struct faults *f) {
    const unsigned char *bytes = sealed;
    if (len < 1 || bytes[0] != SEAL_ZSTD)
        return seal_fault(context, FAULT_ANSWER_NO, "the sealed value is not in a form this evenhand knows",
                          f);
    unsigned long long size = ZSTD_getFrameContentSize(bytes + 1, len - 1);
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > max)
        return seal_fault(context, FAULT_ANSWER_NO, "the sealed value has no believable size", f);
    buf_clear(plain);
    buf_reserve(plain, (size_t)size);
    size_t unpacked = ZSTD_decompressDCtx(s->unpack, plain->data, (size_t)size, bytes + 1, len - 1);
    if (ZSTD_isError(unpacked))
        return seal_fault(context, FAULT_ANSWER_NO, "the sealed value was changed or damaged", f);
    plain->len = unpacked;
    plain->data[unpacked] = '\0';
    return true;
}

void vault_token(struct vault_seal *s, const char *column, const char *text,
                 unsigned char token[VAULT_TOKEN_BYTES]) {
    crypto_generichash_state state;
    (void)s; /* the key, once there is one */
    crypto_generichash_init(&state, NULL, 0, VAULT_TOKEN_BYTES);
    crypto_generichash_update(&state, (const unsigned char *)column, strlen(column) + 1);
    crypto_generichash_update(&state, (const unsigned char *)text, strlen(text));
    crypto_generichash_final(&state, token, VAULT_TOKEN_BYTES);
}

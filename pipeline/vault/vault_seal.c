#include "evenhand/vault_seal.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "evenhand/mem.h"

#define SEAL_FORMAT 2 /* first byte: a box with a zstd frame in it; 1 was a frame that nothing encrypted */
#define SEAL_LEVEL 3

struct vault_seal {
    struct vault_keys *keys; /* borrowed */
    ZSTD_CCtx *pack;
    ZSTD_DCtx *unpack;
    struct buf packed; /* one frame, kept for its memory */
};

struct vault_seal *vault_seal_open(struct vault_keys *keys) {
    struct vault_seal *s = mem_alloc(sizeof *s);
    s->keys = keys;
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
    buf_free(&s->packed);
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

/* The associated data: no part can hold a slash. */
static char *place_of(const struct vault_seal *s, const struct seal_context *c) {
    return mem_format("%s/%s/%s/%s/%" PRId64, s->keys->id, c->table, c->column, c->candidate, c->row);
}

static bool pack(struct vault_seal *s, const struct seal_context *context, const void *plain, size_t len,
                 struct faults *f) {
    size_t bound = ZSTD_compressBound(len);
    buf_clear(&s->packed);
    buf_reserve(&s->packed, bound);
    if (ZSTD_isError(ZSTD_CCtx_setParameter(s->pack, ZSTD_c_compressionLevel, SEAL_LEVEL)) ||
        ZSTD_isError(ZSTD_CCtx_setParameter(s->pack, ZSTD_c_checksumFlag, 1)))
        return seal_fault(context, FAULT_BUG, "cannot set up compression", f);
    size_t packed = ZSTD_compress2(s->pack, s->packed.data, bound, plain, len);
    if (ZSTD_isError(packed))
        return seal_fault(context, FAULT_BUG, ZSTD_getErrorName(packed), f);
    s->packed.len = packed;
    return true;
}

bool vault_seal(struct vault_seal *s, const struct seal_context *context, const void *plain, size_t len,
                struct buf *sealed, struct faults *f) {
    const unsigned char *key = vault_keys_data(s->keys, context->candidate, f);
    if (!key || !pack(s, context, plain, len, f))
        return false;
    char *place = place_of(s, context);
    buf_clear(sealed);
    buf_reserve(sealed, 1 + s->packed.len + BOX_EXTRA_BYTES);
    sealed->data[0] = SEAL_FORMAT;
    box_close(key, place, s->packed.data, s->packed.len, (unsigned char *)sealed->data + 1);
    sealed->len = 1 + s->packed.len + BOX_EXTRA_BYTES;
    sealed->data[sealed->len] = '\0';
    free(place);
    return true;
}

static bool open_sealed(struct vault_seal *s, const struct seal_context *context, const unsigned char *key,
                        const unsigned char *box, size_t len) {
    char *place = place_of(s, context);
    buf_clear(&s->packed);
    buf_reserve(&s->packed, len);
    bool ok = box_open(key, place, box, len, (unsigned char *)s->packed.data);
    s->packed.len = ok ? len - BOX_EXTRA_BYTES : 0;
    free(place);
    return ok;
}

static bool unpack(struct vault_seal *s, const struct seal_context *context, size_t max, struct buf *plain,
                   struct faults *f) {
    unsigned long long size = ZSTD_getFrameContentSize(s->packed.data, s->packed.len);
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > max)
        return seal_fault(context, FAULT_ANSWER_NO, "the sealed value has no believable size", f);
    buf_clear(plain);
    buf_reserve(plain, (size_t)size);
    size_t unpacked =
        ZSTD_decompressDCtx(s->unpack, plain->data, (size_t)size, s->packed.data, s->packed.len);
    if (ZSTD_isError(unpacked))
        return seal_fault(context, FAULT_ANSWER_NO, "the sealed value was changed or damaged", f);
    plain->len = unpacked;
    plain->data[unpacked] = '\0';
    return true;
}

bool vault_unseal(struct vault_seal *s, const struct seal_context *context, const void *sealed, size_t len,
                  size_t max, struct buf *plain, struct faults *f) {
    const unsigned char *bytes = sealed, *key = vault_keys_data(s->keys, context->candidate, f);
    if (!key)
        return false;
    if (len < 1 + BOX_EXTRA_BYTES || bytes[0] != SEAL_FORMAT)
        return seal_fault(context, FAULT_ANSWER_NO, "the sealed value is not in a form this evenhand knows",
                          f);
    if (!open_sealed(s, context, key, bytes + 1, len - 1))
        return seal_fault(context, FAULT_ANSWER_NO,
                          "the sealed value was changed or damaged, or belongs elsewhere", f);
    return unpack(s, context, max, plain, f);
}

void vault_token(struct vault_seal *s, const char *column, const char *text,
                 unsigned char token[VAULT_TOKEN_BYTES]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, s->keys->token, sizeof s->keys->token, VAULT_TOKEN_BYTES);
    crypto_generichash_update(&state, (const unsigned char *)column, strlen(column) + 1);
    crypto_generichash_update(&state, (const unsigned char *)text, strlen(text));
    crypto_generichash_final(&state, token, VAULT_TOKEN_BYTES);
}

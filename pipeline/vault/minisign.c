#include "evenhand/minisign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"

#define ID_BYTES 8
#define VARIANT sodium_base64_VARIANT_ORIGINAL
#define SIGNATURE_FILE_MAX ((size_t)4096)

/* What stands in base64 on the second line. */
struct signature {
    unsigned char algorithm[2], id[ID_BYTES], bytes[crypto_sign_BYTES];
};
struct public_key {
    unsigned char algorithm[2], id[ID_BYTES], bytes[crypto_sign_PUBLICKEYBYTES];
};

static void id_of(const unsigned char *public, unsigned char id[ID_BYTES]) {
    unsigned char digest[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256(digest, public, crypto_sign_PUBLICKEYBYTES);
    memcpy(id, digest, ID_BYTES);
}

static void add_base64(struct buf *text, const void *bytes, size_t len) {
    char out[256];
    buf_add_text(text, sodium_bin2base64(out, sizeof out, bytes, len, VARIANT));
    buf_add_char(text, '\n');
}

/* minisign shows the id as a number: its bytes from the last to the first. */
bool minisign_write_public(const char *path, const unsigned char *public, struct faults *f) {
    struct public_key key = {.algorithm = "Ed"};
    struct buf text = {0};
    id_of(public, key.id);
    memcpy(key.bytes, public, sizeof key.bytes);
    buf_add_text(&text, "untrusted comment: minisign public key ");
    for (size_t i = ID_BYTES; i-- > 0;)
        buf_format(&text, "%02X", (unsigned)key.id[i]);
    buf_add_char(&text, '\n');
    add_base64(&text, &key, sizeof key);
    bool ok = file_write(path, text.data, text.len, f);
    buf_free(&text);
    return ok;
}

static bool hash_file(const char *path, unsigned char hash[crypto_generichash_BYTES_MAX], struct faults *f) {
    struct buf content = {0};
    bool ok = file_read(path, MINISIGN_FILE_MAX, &content, f);
    if (ok)
        (void)crypto_generichash(hash, crypto_generichash_BYTES_MAX, (const unsigned char *)content.data,
                                 content.len, NULL, 0);
    buf_free(&content);
    return ok;
}

/* The signature and the trusted comment behind it: what the second signature is over. */
static void bind(const struct signature *s, const char *comment, struct buf *whole) {
    buf_add(whole, s->bytes, sizeof s->bytes);
    buf_add_text(whole, comment);
}

static void print(const struct signature *s, const unsigned char *secret, const char *comment,
                  struct buf *text) {
    unsigned char global[crypto_sign_BYTES];
    struct buf whole = {0};
    bind(s, comment, &whole);
    (void)crypto_sign_detached(global, NULL, (const unsigned char *)whole.data, whole.len, secret);
    buf_add_text(text, "untrusted comment: signature by evenhand\n");
    add_base64(text, s, sizeof *s);
    buf_format(text, "trusted comment: %s\n", comment);
    add_base64(text, global, sizeof global);
    buf_free(&whole);
}

bool minisign_sign(const char *path, const unsigned char *secret, const char *comment, struct faults *f) {
    unsigned char hash[crypto_generichash_BYTES_MAX], public[crypto_sign_PUBLICKEYBYTES];
    struct signature s = {.algorithm = "ED"};
    struct buf text = {0};
    if (strchr(comment, '\n') || strlen(comment) > MINISIGN_COMMENT_MAX)
        return fault(f, FAULT_BUG, path, "please report this",
                     "the comment of a signature is not one short line");
    if (!hash_file(path, hash, f))
        return false;
    (void)crypto_sign_ed25519_sk_to_pk(public, secret);
    id_of(public, s.id);
    (void)crypto_sign_detached(s.bytes, NULL, hash, sizeof hash, secret);
    print(&s, secret, comment, &text);
    char *beside = mem_format("%s%s", path, MINISIGN_SUFFIX);
    bool ok = file_write(beside, text.data, text.len, f);
    free(beside);
    buf_free(&text);
    return ok;
}

/* The next line, its newline cut off; NULL behind the last. */
static char *next_line(char **at) {
    char *line = *at, *end = strchr(line, '\n');
    if (!end)
        return NULL;
    *end = '\0';
    *at = end + 1;
    return line;
}

static bool decode(const char *text, void *out, size_t len) {
    size_t got = 0;
    const char *end = NULL;
    return text && sodium_base642bin(out, len, text, strlen(text), NULL, &got, &end, VARIANT) == 0 &&
           got == len && *end == '\0';
}

static bool holds(char *text, const unsigned char *hash, const unsigned char *public) {
    static const char untrusted[] = "untrusted comment: ", trusted[] = "trusted comment: ";
    unsigned char global[crypto_sign_BYTES], id[ID_BYTES];
    struct signature s;
    struct buf whole = {0};
    const char *first = next_line(&text), *second = first ? next_line(&text) : NULL,
               *third = second ? next_line(&text) : NULL, *fourth = third ? next_line(&text) : NULL;
    if (!fourth || *text || strncmp(first, untrusted, sizeof untrusted - 1) != 0 ||
        strncmp(third, trusted, sizeof trusted - 1) != 0 || !decode(second, &s, sizeof s) ||
        !decode(fourth, global, sizeof global))
        return false;
    id_of(public, id);
    bind(&s, third + sizeof trusted - 1, &whole);
    bool ok = memcmp(s.algorithm, "ED", 2) == 0 && memcmp(s.id, id, ID_BYTES) == 0 &&
              crypto_sign_verify_detached(s.bytes, hash, crypto_generichash_BYTES_MAX, public) == 0 &&
              crypto_sign_verify_detached(global, (const unsigned char *)whole.data, whole.len, public) == 0;
    buf_free(&whole);
    return ok;
}

bool minisign_check(const char *path, const unsigned char *public, struct faults *f) {
    unsigned char hash[crypto_generichash_BYTES_MAX];
    struct buf text = {0};
    char *beside = mem_format("%s%s", path, MINISIGN_SUFFIX);
    bool there = access(beside, F_OK) == 0;
    bool read = there && hash_file(path, hash, f) && file_read(beside, SIGNATURE_FILE_MAX, &text, f);
    bool ok = read && strlen(text.data) == text.len && holds(text.data, hash, public);
    if (!there)
        (void)fault(f, FAULT_ANSWER_NO, beside, "release again", "the signature is missing");
    else if (read && !ok)
        (void)fault(f, FAULT_ANSWER_NO, path, "it is not what was released: release again",
                    "its signature does not hold");
    free(beside);
    buf_free(&text);
    return ok;
}

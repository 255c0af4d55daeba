#include "evenhand/vault_keys.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/mem.h"
#include "evenhand/passphrase.h"

#define NOBODY "-"
#define SEALED_DATA_KEY_BYTES (BOX_KEY_BYTES + BOX_EXTRA_BYTES)

static const char restore_advice[] = "the vault was changed or damaged: restore it from its backup";

struct vault_keys *vault_keys_new(struct store *store) {
    struct vault_keys *k = box_secret(sizeof *k);
    k->store = store;
    (void)snprintf(k->data_of, sizeof k->data_of, NOBODY);
    return k;
}

void vault_keys_free(struct vault_keys *k) {
    sodium_free(k);
}

/* "4f0c.../data key C-7F3K": what a sealed key is and where it belongs. */
static char *context_of(const struct vault_keys *k, const char *what, const char *candidate) {
    return mem_format("%s/%s %s", k->id, what, candidate);
}

static bool put_sealed(struct vault_keys *k, const char *name, const void *key, size_t len,
                       struct faults *f) {
    struct query q;
    unsigned char box[crypto_sign_SECRETKEYBYTES + BOX_EXTRA_BYTES];
    char *context = context_of(k, name, "");
    box_close(k->caseload, context, key, len, box);
    query_open(&q, k->store, "INSERT OR REPLACE INTO keyring(name, value) VALUES(?, ?)");
    query_bind_text(&q, 1, name);
    query_bind_blob(&q, 2, box, len + BOX_EXTRA_BYTES);
    free(context);
    return query_run(&q, f);
}

static bool get_sealed(struct vault_keys *k, const char *name, unsigned char *key, size_t len,
                       struct faults *f) {
    struct query q;
    size_t got = 0;
    char *context = context_of(k, name, "");
    query_open(&q, k->store, "SELECT value FROM keyring WHERE name = ?");
    query_bind_text(&q, 1, name);
    enum query_result result = query_step(&q, f);
    const void *box = result == QUERY_ROW ? query_blob(&q, 0, &got) : NULL;
    bool ok = box && got == len + BOX_EXTRA_BYTES && box_open(k->caseload, context, box, got, key);
    query_close(&q);
    free(context);
    return ok || (result != QUERY_FAULT && fault(f, FAULT_ANSWER_NO, k->store->path, restore_advice,
                                                 "the vault's %s key does not open", name));
}

static bool store_keyring(struct vault_keys *k, struct faults *f) {
    return put_sealed(k, "token", k->token, sizeof k->token, f) &&
           put_sealed(k, "sign", k->sign, sizeof k->sign, f);
}

bool vault_keys_admit(struct vault_keys *k, const char *name, const unsigned char *public, struct faults *f) {
    unsigned char box[BOX_KEY_BYTES + crypto_box_SEALBYTES];
    struct query q;
    if (crypto_box_seal(box, k->caseload, sizeof k->caseload, public) != 0)
        return fault(f, FAULT_BUG, "key", "please report this", "a caseload key cannot be sealed");
    query_open(&q, k->store,
               "INSERT INTO custodian(name, public, sealed) VALUES(?, ?, ?)"
               " ON CONFLICT(name) DO UPDATE SET public = excluded.public, sealed = excluded.sealed");
    query_bind_text(&q, 1, name);
    query_bind_blob(&q, 2, public, crypto_box_PUBLICKEYBYTES);
    query_bind_blob(&q, 3, box, sizeof box);
    return query_run(&q, f);
}

static bool write_key_file(const struct vault_keys *k, const unsigned char *secret, struct faults *f) {
    struct key_file file;
    key_file_begin(&file);
    (void)snprintf(file.caseload, sizeof file.caseload, "%s", k->id);
    (void)snprintf(file.custodian, sizeof file.custodian, "%s", k->custodian);
    memcpy(file.secret, secret, KEY_SECRET_BYTES);
    char *path = key_file_path(k->id, f);
    bool ok = path && key_file_write(path, &file, f);
    key_file_end(&file);
    free(path);
    return ok;
}

static bool put_id(struct vault_keys *k, struct faults *f) {
    struct query q;
    query_open(&q, k->store, "INSERT INTO keyring(name, value) VALUES('caseload', ?)");
    query_bind_blob(&q, 1, k->id, strlen(k->id));
    return query_run(&q, f);
}

bool vault_keys_create(struct vault_keys *k, const char *custodian, struct faults *f) {
    unsigned char id[(KEY_CASELOAD_BYTES - 1) / 2], public[crypto_box_PUBLICKEYBYTES];
    unsigned char *secret = box_secret(KEY_SECRET_BYTES);
    randombytes_buf(id, sizeof id);
    (void)sodium_bin2hex(k->id, sizeof k->id, id, sizeof id);
    (void)snprintf(k->custodian, sizeof k->custodian, "%s", custodian);
    randombytes_buf(k->caseload, sizeof k->caseload);
    randombytes_buf(k->token, sizeof k->token);
    (void)crypto_sign_keypair(k->verify, k->sign);
    (void)crypto_box_keypair(public, secret);
    bool ok = put_id(k, f) && store_keyring(k, f) && vault_keys_admit(k, custodian, public, f) &&
              write_key_file(k, secret, f);
    if (ok)
        custody_hold(k->id, custodian, secret);
    sodium_free(secret);
    return ok;
}

static bool read_id(struct vault_keys *k, struct faults *f) {
    struct query q;
    size_t len = 0;
    query_open(&q, k->store, "SELECT value FROM keyring WHERE name = 'caseload'");
    enum query_result result = query_step(&q, f);
    const char *id = result == QUERY_ROW ? query_blob(&q, 0, &len) : "";
    bool ok = len == KEY_CASELOAD_BYTES - 1;
    for (size_t i = 0; ok && i < len; i++)
        ok = (id[i] >= '0' && id[i] <= '9') || (id[i] >= 'a' && id[i] <= 'f');
    if (ok)
        (void)snprintf(k->id, sizeof k->id, "%.*s", (int)len, id);
    query_close(&q);
    return ok || (result != QUERY_FAULT && fault(f, FAULT_ANSWER_NO, k->store->path, restore_advice,
                                                 "the vault does not say which caseload it is of"));
}

/* The custodian's row: the caseload key, sealed to the public half of the secret at hand. */
static bool open_caseload_key(struct vault_keys *k, const struct custody *c, struct faults *f) {
    unsigned char public[crypto_box_PUBLICKEYBYTES];
    struct query q;
    size_t len = 0;
    (void)crypto_scalarmult_base(public, c->secret);
    (void)snprintf(k->custodian, sizeof k->custodian, "%s", c->custodian);
    query_open(&q, k->store, "SELECT sealed FROM custodian WHERE public = ?");
    query_bind_blob(&q, 1, public, sizeof public);
    enum query_result result = query_step(&q, f);
    const unsigned char *box = result == QUERY_ROW ? query_blob(&q, 0, &len) : NULL;
    bool ok = box && len == BOX_KEY_BYTES + crypto_box_SEALBYTES &&
              crypto_box_seal_open(k->caseload, box, len, public, c->secret) == 0;
    query_close(&q);
    return ok ||
           (result != QUERY_FAULT &&
            fault(f, FAULT_NOT_PERMITTED, k->store->path,
                  "use the custodian's present key file (it is renewed when a key is rotated or records "
                  "are destroyed), or another custodian's; a backup made before that no longer opens",
                  "%s's key does not open this vault", c->custodian));
}

bool vault_keys_settle(struct vault_keys *k, struct faults *f) {
    char *path = key_file_path(k->id, f), *next = path ? mem_format("%s.next", path) : NULL;
    bool ok = path && (rename(next, path) == 0 ||
                       fault_errno(f, FAULT_IO, path, "the renewed key file cannot be put in place"));
    free(next);
    free(path);
    return ok;
}

/* A rotation that was cut off between the vault and the key file left the secret that opens as PATH.next. */
static bool is_next_there(const struct vault_keys *k) {
    struct faults ignored = FAULTS_NONE;
    char *path = key_file_path(k->id, &ignored), *next = path ? mem_format("%s.next", path) : NULL;
    bool there = next && access(next, F_OK) == 0;
    free(next);
    free(path);
    return there;
}

static bool open_caseload(struct vault_keys *k, struct faults *f) {
    struct faults first = FAULTS_NONE;
    const struct custody *c = custody_of(k->id, f);
    if (!c)
        return false;
    if (open_caseload_key(k, c, &first))
        return true;
    if (first.code != FAULT_NOT_PERMITTED || !is_next_there(k))
        return open_caseload_key(k, c, f);
    return (c = custody_next(k->id, f)) && open_caseload_key(k, c, f) && vault_keys_settle(k, f);
}

bool vault_keys_open(struct vault_keys *k, struct faults *f) {
    if (!read_id(k, f) || !open_caseload(k, f) || !get_sealed(k, "token", k->token, sizeof k->token, f) ||
        !get_sealed(k, "sign", k->sign, sizeof k->sign, f))
        return false;
    (void)crypto_sign_ed25519_sk_to_pk(k->verify, k->sign);
    return true;
}

/* ---- data keys ---- */

static void seal_data_key(const struct vault_keys *k, const char *candidate,
                          unsigned char box[SEALED_DATA_KEY_BYTES]) {
    char *context = context_of(k, "data key", candidate);
    box_close(k->caseload, context, k->data, sizeof k->data, box);
    free(context);
}

void vault_keys_draw(struct vault_keys *k, const char *candidate, struct buf *sealed) {
    unsigned char box[SEALED_DATA_KEY_BYTES];
    randombytes_buf(k->data, sizeof k->data);
    (void)snprintf(k->data_of, sizeof k->data_of, "%s", candidate);
    seal_data_key(k, candidate, box);
    buf_clear(sealed);
    buf_add(sealed, box, sizeof box);
}

static bool open_data_key(struct vault_keys *k, const char *candidate, const void *box, size_t len) {
    char *context = context_of(k, "data key", candidate);
    bool ok = len == SEALED_DATA_KEY_BYTES && box_open(k->caseload, context, box, len, k->data);
    (void)snprintf(k->data_of, sizeof k->data_of, "%s", ok ? candidate : NOBODY);
    free(context);
    return ok;
}

static void no_data_key(const char *candidate, bool there, size_t len, struct faults *f) {
    char *place = mem_format("vault: %s", *candidate ? candidate : "run");
    if (!there)
        (void)fault(f, FAULT_ANSWER_NO, place, restore_advice, "there is no such candidate");
    else if (len == 0)
        (void)fault(f, FAULT_NOT_PERMITTED, place, "its destruction certificate says when and why",
                    "these records were destroyed: their key is gone");
    else
        (void)fault(f, FAULT_ANSWER_NO, place, restore_advice, "the data key does not open: it was changed");
    free(place);
}

const unsigned char *vault_keys_data(struct vault_keys *k, const char *candidate, struct faults *f) {
    struct query q;
    size_t len = 0;
    if (strcmp(k->data_of, candidate) == 0)
        return k->data;
    if (k->acts_only && *candidate) {
        (void)fault(f, FAULT_BUG, "vault", "please report this",
                    "a candidate's records were asked of a vault opened for the ledger only");
        return NULL;
    }
    query_open(&q, k->store,
               *candidate ? "SELECT key FROM candidate WHERE number = ?" : "SELECT key FROM run");
    if (*candidate)
        query_bind_text(&q, 1, candidate);
    enum query_result result = query_step(&q, f);
    const void *box = result == QUERY_ROW ? query_blob(&q, 0, &len) : "";
    bool ok = result != QUERY_FAULT && open_data_key(k, candidate, box, len);
    if (!ok && result != QUERY_FAULT)
        no_data_key(candidate, result == QUERY_ROW, len, f);
    query_close(&q);
    return ok ? k->data : NULL;
}

/* ---- a new caseload key ---- */

/* Seals the data key of one row under the key that is now k->caseload; `old` opens it. */
static bool reseal(struct vault_keys *k, const unsigned char *old, const char *candidate, struct faults *f) {
    unsigned char fresh[BOX_KEY_BYTES], box[SEALED_DATA_KEY_BYTES];
    struct query q;
    memcpy(fresh, k->caseload, sizeof fresh);
    memcpy(k->caseload, old, sizeof fresh);
    bool ok = vault_keys_data(k, candidate, f) != NULL;
    memcpy(k->caseload, fresh, sizeof fresh);
    sodium_memzero(fresh, sizeof fresh);
    if (!ok)
        return false;
    seal_data_key(k, candidate, box);
    query_open(&q, k->store,
               *candidate ? "UPDATE candidate SET key = ? WHERE number = ?" : "UPDATE run SET key = ?");
    query_bind_blob(&q, 1, box, sizeof box);
    if (*candidate)
        query_bind_text(&q, 2, candidate);
    return query_run(&q, f);
}

/* The rows of a statement's first column, copied: they are changed while they are gone through. */
static bool list(struct vault_keys *k, const char *sql, char ***names, size_t *count, struct faults *f) {
    struct query q;
    enum query_result result;
    *names = NULL;
    *count = 0;
    query_open(&q, k->store, sql);
    while ((result = query_step(&q, f)) == QUERY_ROW) {
        *names = mem_grow(*names, *count + 1, sizeof **names);
        (*names)[(*count)++] = mem_string(query_text(&q, 0));
    }
    query_close(&q);
    return result == QUERY_END;
}

static bool reseal_all(struct vault_keys *k, const unsigned char *old, struct faults *f) {
    char **numbers;
    size_t count;
    bool ok = list(k,
                   "SELECT number FROM candidate WHERE length(key) > 0 UNION ALL SELECT '' FROM run"
                   " ORDER BY 1",
                   &numbers, &count, f);
    for (size_t i = 0; i < count; i++) {
        ok = ok && reseal(k, old, numbers[i], f);
        free(numbers[i]);
    }
    free(numbers);
    return ok && store_keyring(k, f);
}

static bool public_of(struct vault_keys *k, const char *name, unsigned char *public, struct faults *f) {
    struct query q;
    size_t len = 0;
    query_open(&q, k->store, "SELECT public FROM custodian WHERE name = ?");
    query_bind_text(&q, 1, name);
    enum query_result result = query_step(&q, f);
    const void *held = result == QUERY_ROW ? query_blob(&q, 0, &len) : NULL;
    bool ok = len == crypto_box_PUBLICKEYBYTES;
    if (ok)
        memcpy(public, held, len);
    query_close(&q);
    return ok || (result != QUERY_FAULT && fault(f, FAULT_ANSWER_NO, k->store->path, restore_advice,
                                                 "custodian %s has no public key", name));
}

static bool readmit_all(struct vault_keys *k, const unsigned char *own_public, struct faults *f) {
    char **names;
    size_t count;
    bool ok = list(k, "SELECT name FROM custodian", &names, &count, f);
    for (size_t i = 0; i < count; i++) {
        unsigned char public[crypto_box_PUBLICKEYBYTES];
        if (strcmp(names[i], k->custodian) == 0)
            memcpy(public, own_public, sizeof public);
        else
            ok = ok && public_of(k, names[i], public, f);
        ok = ok && vault_keys_admit(k, names[i], public, f);
        free(names[i]);
    }
    free(names);
    return ok;
}

/* The key file at hand with another secret, written as PATH.next; its passphrase stays. */
static bool write_next(const struct vault_keys *k, const unsigned char *secret, struct faults *f) {
    struct key_file file;
    key_file_begin(&file);
    char *path = key_file_path(k->id, f), *next = path ? mem_format("%s.next", path) : NULL;
    char *passphrase = NULL;
    bool ok = path && key_file_read(path, &file, f);
    if (ok && file.locked) {
        passphrase = passphrase_ask("Passphrase, to lock the new key with: ", f);
        ok = passphrase && key_file_unlock(&file, passphrase, f);
    }
    if (ok)
        memcpy(file.secret, secret, KEY_SECRET_BYTES);
    ok = ok && key_file_lock(&file, passphrase, f) && key_file_write(next, &file, f);
    sodium_free(passphrase);
    key_file_end(&file);
    free(next);
    free(path);
    return ok;
}

static bool rotate_to(struct vault_keys *k, const unsigned char *old, struct faults *f) {
    unsigned char public[crypto_box_PUBLICKEYBYTES];
    unsigned char *fresh = box_secret(KEY_SECRET_BYTES);
    (void)crypto_box_keypair(public, fresh);
    bool ok = write_next(k, fresh, f) && reseal_all(k, old, f) && readmit_all(k, public, f);
    if (ok)
        custody_hold(k->id, k->custodian, fresh);
    sodium_free(fresh);
    return ok;
}

bool vault_keys_rotate(struct vault_keys *k, struct faults *f) {
    unsigned char *old = box_secret(sizeof k->caseload);
    memcpy(old, k->caseload, sizeof k->caseload);
    randombytes_buf(k->caseload, sizeof k->caseload);
    (void)snprintf(k->data_of, sizeof k->data_of, NOBODY);
    bool ok = rotate_to(k, old, f);
    if (!ok)
        memcpy(k->caseload, old, sizeof k->caseload);
    sodium_free(old);
    return ok;
}

/* Custodians: who can open the vault, and new keys for them. */
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_handle.h"

const char *vault_caseload_id(const struct vault *v) {
    return v->keys->id;
}

const char *vault_custodian(const struct vault *v) {
    return v->keys->custodian;
}

cJSON *vault_custodians(struct vault *v, struct faults *f) {
    struct query q;
    enum query_result result;
    cJSON *names = cJSON_CreateArray();
    query_open(&q, &v->store, "SELECT name FROM custodian ORDER BY name");
    while ((result = query_step(&q, f)) == QUERY_ROW)
        cJSON_AddItemToArray(names, cJSON_CreateString(query_text(&q, 0)));
    query_close(&q);
    if (result == QUERY_END)
        return names;
    cJSON_Delete(names);
    return NULL;
}

static bool is_custodian(struct vault *v, const char *name, bool *is, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, "SELECT 1 FROM custodian WHERE name = ?");
    query_bind_text(&q, 1, name);
    enum query_result result = query_step(&q, f);
    *is = result == QUERY_ROW;
    query_close(&q);
    return result != QUERY_FAULT;
}

/* Logins and the like: what can stand in a line of a key file. */
static bool check_name(const char *name, struct faults *f) {
    bool ok = *name && strlen(name) < KEY_NAME_BYTES;
    for (const char *c = name; ok && *c; c++)
        ok = (unsigned char)*c > 0x20 && (unsigned char)*c < 0x7f;
    return ok ||
           fault(f, FAULT_DATA, "key", "use the person's login", "\"%s\" is no name for a custodian", name);
}

static bool write_key(const struct key_file *key, const char *path, const char *passphrase,
                      struct faults *f) {
    struct key_file copy = *key;
    return key_file_lock(&copy, passphrase, f) && key_file_write(path, &copy, f);
}

/* The ledger's entry of what was done with keys goes into the same transaction. */
static bool note(struct vault *v, const char *action, const char *custodian, struct faults *f) {
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(detail, "action", action);
    (void)cJSON_AddStringToObject(detail, "custodian", custodian);
    bool ok = ledger_enter(v, "key", detail, f);
    cJSON_Delete(detail);
    return ok;
}

static bool admit(struct vault *v, const struct key_file *key, const unsigned char *public, const char *path,
                  const char *passphrase, struct faults *f) {
    return vault_keys_admit(v->keys, key->custodian, public, f) && chain_rebuild(v, "custodian", f) &&
           note(v, "add", key->custodian, f) && write_key(key, path, passphrase, f);
}

bool vault_custodian_add(struct vault *v, const char *name, const char *path, const char *passphrase,
                         struct faults *f) {
    unsigned char public[crypto_box_PUBLICKEYBYTES];
    struct key_file key;
    bool there = false;
    if (!vault_writable(v, f) || !check_name(name, f) || !is_custodian(v, name, &there, f))
        return false;
    if (there)
        return fault(f, FAULT_DATA, "key", "remove the old key first, or use another name",
                     "%s has a key already", name);
    key_file_begin(&key);
    (void)snprintf(key.caseload, sizeof key.caseload, "%s", v->keys->id);
    (void)snprintf(key.custodian, sizeof key.custodian, "%s", name);
    (void)crypto_box_keypair(public, key.secret);
    bool ok = vault_begin(v, f) && vault_end(v, admit(v, &key, public, path, passphrase, f), f);
    key_file_end(&key);
    return ok;
}

static bool rotate(struct vault *v, const char *action, const char *custodian, struct faults *f) {
    return vault_keys_rotate(v->keys, f) && chain_rebuild(v, "custodian", f) &&
           chain_rebuild(v, "keyring", f) && chain_rebuild(v, "candidate", f) && chain_rebuild(v, "run", f) &&
           note(v, action, custodian, f);
}

bool vault_rotate_within(struct vault *v, const char *action, struct faults *f) {
    return rotate(v, action, v->keys->custodian, f);
}

bool vault_rotate(struct vault *v, struct faults *f) {
    return vault_writable(v, f) && vault_begin(v, f) &&
           vault_end(v, rotate(v, "rotate", v->keys->custodian, f), f) && vault_keys_settle(v->keys, f);
}

static bool drop(struct vault *v, const char *name, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, "DELETE FROM custodian WHERE name = ?");
    query_bind_text(&q, 1, name);
    return query_run(&q, f) && rotate(v, "remove", name, f);
}

bool vault_custodian_remove(struct vault *v, const char *name, struct faults *f) {
    bool there = false;
    if (!vault_writable(v, f) || !is_custodian(v, name, &there, f))
        return false;
    if (!there)
        return fault(f, FAULT_DATA, "key", "see \"evenhand key list\"", "%s has no key here", name);
    if (strcmp(name, v->keys->custodian) == 0)
        return fault(f, FAULT_DATA, "key", "another custodian must do this with their own key",
                     "%s's key is the one in use", name);
    return vault_begin(v, f) && vault_end(v, drop(v, name, f), f) && vault_keys_settle(v->keys, f);
}

static bool relock(struct vault *v, const char *path, const char *passphrase, struct faults *f) {
    const struct custody *held = custody_of(v->keys->id, f);
    struct key_file key;
    key_file_begin(&key);
    bool ok = held && key_file_read(path, &key, f);
    if (ok)
        memcpy(key.secret, held->secret, KEY_SECRET_BYTES);
    ok = ok && write_key(&key, path, passphrase, f);
    key_file_end(&key);
    return ok;
}

bool vault_passphrase(struct vault *v, const char *passphrase, struct faults *f) {
    char *path = key_file_path(v->keys->id, f);
    bool ok = path && relock(v, path, passphrase, f) && vault_begin(v, f) &&
              vault_end(v, note(v, passphrase ? "lock" : "unlock", v->keys->custodian, f), f);
    free(path);
    return ok;
}

/* The end of records: the data key first (crypto-shredding), then the rows, then the free pages of the file.
 * Keys are renewed with it: what an older backup holds was sealed with keys that no renewed key file opens.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/digest.h"
#include "evenhand/ledger_seen.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_handle.h"

static bool check_holds(struct vault *v, const cJSON *numbers, struct faults *f) {
    const cJSON *number;
    bool ok = true;
    cJSON_ArrayForEach(number, numbers) {
        bool on = false;
        if (!hold_is_on(v, cJSON_GetStringValue(number), &on, f))
            return false;
        if (on)
            ok = fault(f, FAULT_NOT_PERMITTED, "purge", "lift the hold first (evenhand hold NUMBER --lift)",
                       "%s is under legal hold", cJSON_GetStringValue(number));
    }
    return ok;
}

struct census {
    struct digest digest;
    size_t captures, attempts, decisions, replies;
};

/* "E-0042 SHA256\n" of each piece of evidence, in order: who has a copy can show that this is what was kept.
 */
static bool add_capture(void *ctx, const cJSON *capture, const char *headers, struct faults *f) {
    struct census *c = ctx;
    (void)headers, (void)f;
    char *line = mem_format("%s %s\n", record_text(capture, "evidence"), record_text(capture, "sha256"));
    digest_add(&c->digest, line, strlen(line));
    c->captures++;
    free(line);
    return true;
}

static bool add_attempt(void *ctx, const cJSON *record, struct faults *f) {
    (void)record, (void)f;
    ((struct census *)ctx)->attempts++;
    return true;
}

static bool add_decision(void *ctx, const cJSON *record, struct faults *f) {
    struct census *c = ctx;
    (void)f;
    if (strcmp(record_text(record, "type"), "reply") == 0)
        c->replies++;
    else
        c->decisions++;
    return true;
}

static bool describe(struct vault *v, const char *number, cJSON *list, struct faults *f) {
    struct census c = {.captures = 0};
    char sha256[DIGEST_HEX_BYTES];
    digest_begin(&c.digest);
    if (!vault_answers(v, number, add_capture, &c, f) || !vault_attempts(v, number, add_attempt, &c, f) ||
        !vault_decisions(v, number, add_decision, &c, f))
        return false;
    digest_end(&c.digest, sha256);
    cJSON *entry = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(entry, "candidate", number);
    (void)cJSON_AddNumberToObject(entry, "attempts", (double)c.attempts);
    (void)cJSON_AddNumberToObject(entry, "captures", (double)c.captures);
    (void)cJSON_AddNumberToObject(entry, "decisions", (double)c.decisions);
    (void)cJSON_AddNumberToObject(entry, "replies", (double)c.replies);
    (void)cJSON_AddStringToObject(entry, "evidence_sha256", sha256);
    cJSON_AddItemToArray(list, entry);
    return true;
}

static bool describe_all(struct vault *v, const cJSON *numbers, cJSON *certificate, struct faults *f) {
    cJSON *list = cJSON_AddArrayToObject(certificate, "destroyed");
    const cJSON *number;
    cJSON_ArrayForEach(number, numbers) if (!describe(v, cJSON_GetStringValue(number), list, f)) return false;
    (void)cJSON_AddStringToObject(certificate, "caseload", v->keys->id);
    (void)cJSON_AddStringToObject(certificate, "by", v->user);
    (void)cJSON_AddStringToObject(certificate, "host", v->host);
    return true;
}

/* Decisions and rechecks before captures before attempts: each refers to the next. */
static bool shred(struct vault *v, const char *number, struct faults *f) {
    static const char *const statements[] = {
        "UPDATE candidate SET key = x'', record = x'', ref = randomblob(32) WHERE number = ?",
        "DELETE FROM decision WHERE candidate = ?",
        "DELETE FROM recheck WHERE candidate = ?",
        "DELETE FROM capture WHERE candidate = ?",
        "DELETE FROM attempt WHERE candidate = ?",
        "DELETE FROM begun WHERE candidate = ?",
        "DELETE FROM hold WHERE candidate = ?"};
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        struct query q;
        query_open(&q, &v->store, statements[i]);
        query_bind_text(&q, 1, number);
        if (!query_run(&q, f))
            return false;
    }
    return true;
}

/* Whose key files are renewed with this, and whose still open older backups until they renew theirs. */
static bool tell_custodians(struct vault *v, cJSON *certificate, struct faults *f) {
    cJSON *names = vault_custodians(v, f), *renewed = cJSON_AddArrayToObject(certificate, "keys_renewed"),
          *owed = cJSON_AddArrayToObject(certificate, "keys_to_renew");
    const cJSON *name;
    cJSON_ArrayForEach(name, names) {
        const char *text = cJSON_GetStringValue(name);
        cJSON_AddItemToArray(strcmp(text, v->keys->custodian) == 0 ? renewed : owed,
                             cJSON_CreateString(text));
    }
    cJSON_Delete(names);
    return names != NULL;
}

static bool certify(struct vault *v, const cJSON *certificate, struct faults *f) {
    char sha256[DIGEST_HEX_BYTES];
    struct buf text = {0};
    struct query q;
    int64_t id = 0;
    record_print(certificate, &text);
    text.data[--text.len] = '\0'; /* the newline */
    digest_bytes(text.data, text.len, sha256);
    bool ok = vault_next(v, "certificate", &id, f);
    if (ok) {
        query_open(&q, &v->store, "INSERT INTO certificate(id, text) VALUES(?, ?)");
        query_bind_number(&q, 1, id);
        query_bind_text(&q, 2, text.data);
        ok = query_run(&q, f) && chain_add(v, "certificate", id, f);
    }
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddNumberToObject(detail, "certificate", (double)id);
    (void)cJSON_AddStringToObject(detail, "certificate_sha256", sha256);
    ok = ok && ledger_enter(v, "purge", detail, f);
    cJSON_Delete(detail);
    buf_free(&text);
    return ok;
}

static bool destroy(struct vault *v, const cJSON *numbers, cJSON *certificate, struct faults *f) {
    static const char *const changed[] = {"decision", "recheck", "capture", "attempt", "hold"};
    const cJSON *number;
    bool ok = describe_all(v, numbers, certificate, f) && tell_custodians(v, certificate, f);
    cJSON_ArrayForEach(number, numbers) ok = ok && shred(v, cJSON_GetStringValue(number), f);
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++)
        ok = ok && chain_rebuild(v, changed[i], f);
    return ok && vault_rotate_within(v, "rotate", f) && certify(v, certificate, f);
}

/* What was deleted must not stay readable in free pages or the log; it was sealed, with a key that is gone.
 */
static bool rewrite_file(struct vault *v, struct faults *f) {
    int64_t busy = 0;
    if (!store_vacuum(&v->store, f) || !store_number(&v->store, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, f))
        return false;
    return busy == 0 ||
           fault(f, FAULT_TRY_AGAIN, v->store.path,
                 "let it finish; the log is emptied when the vault is next closed by all",
                 "the records are destroyed, but another program still reads the log they were in");
}

bool vault_destroy(struct vault *v, const cJSON *numbers, cJSON *certificate, struct faults *f) {
    if (!vault_writable(v, f) || !check_holds(v, numbers, f) || !vault_begin(v, f) ||
        !vault_end(v, destroy(v, numbers, certificate, f), f) || !vault_keys_settle(v->keys, f))
        return false;
    seen_note(v);
    return rewrite_file(v, f);
}

bool vault_certificates(struct vault *v, vault_each *each, void *ctx, struct faults *f) {
    struct query q;
    enum query_result result = QUERY_END;
    bool ok = true;
    query_open(&q, &v->store, "SELECT text FROM certificate ORDER BY id");
    while (ok && (result = query_step(&q, f)) == QUERY_ROW) {
        const char *text = query_text(&q, 0);
        cJSON *certificate = record_parse_plain(text, strlen(text), "certificate", f);
        ok = certificate && each(ctx, certificate, f);
        cJSON_Delete(certificate);
    }
    query_close(&q);
    return ok && result == QUERY_END;
}

/* The ledger: an entry is one line of JSON, kept as the very text whose SHA-256 the next entry carries. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/digest.h"
#include "evenhand/ledger_seen.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/utc.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_handle.h"

#define LEDGER_ENTRY_MAX_BYTES ((size_t)2 << 20) /* digests of 10,000 workbooks are half of it */

static const char before_the_first[] = "0000000000000000000000000000000000000000000000000000000000000000";

/* The last entry's number and SHA-256; 0 and zeros when there is none. */
static bool last_entry(struct vault *v, int64_t *seq, char sha256[DIGEST_HEX_BYTES], struct faults *f) {
    struct query q;
    *seq = 0;
    memcpy(sha256, before_the_first, DIGEST_HEX_BYTES);
    query_open(&q, &v->store, "SELECT seq, sha256 FROM ledger ORDER BY seq DESC LIMIT 1");
    enum query_result result = query_step(&q, f);
    if (result == QUERY_ROW) {
        *seq = query_number(&q, 0);
        (void)snprintf(sha256, DIGEST_HEX_BYTES, "%s", query_text(&q, 1));
    }
    query_close(&q);
    return result != QUERY_FAULT;
}

static bool broken(int64_t seq, const char *why, struct faults *f) {
    char *place = mem_format("ledger entry %" PRId64, seq);
    (void)fault(f, FAULT_ANSWER_NO, place,
                "compare it with the last published ledger and the vault's backups",
                "the chain is broken here: %s", why);
    free(place);
    return false;
}

/* The newest entries are as many as were signed, and end where the signature says. */
static bool ends_at_head(struct vault *v, int64_t entries, const char *sha256, struct faults *f) {
    char signed_sha256[DIGEST_HEX_BYTES];
    int64_t signed_entries = 0;
    if (!chain_head(v, &signed_entries, signed_sha256, f))
        return false;
    if (entries != signed_entries)
        return broken(entries + 1,
                      entries < signed_entries ? "the newest entries are missing" : "nobody signed it", f);
    return strcmp(sha256, signed_sha256) == 0 || broken(entries, "it is not the entry that was signed", f);
}

static cJSON *new_entry(struct vault *v, int64_t seq, const char *act, const cJSON *detail,
                        const char *previous) {
    char at[UTC_BYTES];
    cJSON *entry = cJSON_CreateObject();
    utc_format(utc_now(), at);
    (void)cJSON_AddNumberToObject(entry, "seq", (double)seq);
    (void)cJSON_AddStringToObject(entry, "at", at);
    (void)cJSON_AddStringToObject(entry, "user", v->user);
    (void)cJSON_AddStringToObject(entry, "host", v->host);
    (void)cJSON_AddStringToObject(entry, "act", act);
    cJSON_AddItemToObject(entry, "detail", detail ? cJSON_Duplicate(detail, true) : cJSON_CreateObject());
    (void)cJSON_AddStringToObject(entry, "previous", previous);
    return entry;
}

static bool insert(struct vault *v, int64_t seq, const cJSON *entry, struct faults *f) {
    char sha256[DIGEST_HEX_BYTES];
    struct buf text = {0};
    struct query q;
    record_print(entry, &text);
    text.data[--text.len] = '\0'; /* the newline */
    bool ok = text.len <= LEDGER_ENTRY_MAX_BYTES ||
              fault(f, FAULT_BUG, "ledger", "please report this", "an entry of %zu bytes", text.len);
    cJSON *again =
        ok ? record_parse_plain(text.data, text.len, "ledger", f) : NULL; /* readable, also later */
    if (again) {
        digest_bytes(text.data, text.len, sha256);
        query_open(&q, &v->store, "INSERT INTO ledger(seq, entry, sha256) VALUES(?, ?, ?)");
        query_bind_number(&q, 1, seq);
        query_bind_text(&q, 2, text.data);
        query_bind_text(&q, 3, sha256);
        ok = query_run(&q, f) && chain_set_ledger(v, seq, sha256, f);
    }
    ok = ok && again;
    cJSON_Delete(again);
    buf_free(&text);
    return ok;
}

bool ledger_enter(struct vault *v, const char *act, const cJSON *detail, struct faults *f) {
    char previous[DIGEST_HEX_BYTES];
    int64_t seq;
    bool ok = last_entry(v, &seq, previous, f) && ends_at_head(v, seq, previous, f);
    if (ok) {
        cJSON *entry = new_entry(v, seq + 1, act, detail, previous);
        ok = insert(v, seq + 1, entry, f);
        cJSON_Delete(entry);
    }
    return ok;
}

bool ledger_append(struct vault *v, const char *act, const cJSON *detail, struct faults *f) {
    return vault_begin(v, f) && vault_end(v, ledger_enter(v, act, detail, f), f);
}

bool vault_ledger_add(struct vault *v, const char *act, const cJSON *detail, struct faults *f) {
    bool ok = v->mode == VAULT_READ ? vault_writable(v, f) : ledger_append(v, act, detail, f);
    if (ok)
        seen_note(v);
    return ok;
}

/* Columns: seq, entry, sha256. `previous` becomes this entry's. */
static cJSON *check_row(struct query *q, int64_t expected, char previous[DIGEST_HEX_BYTES],
                        struct faults *f) {
    char sha256[DIGEST_HEX_BYTES];
    int64_t seq = query_number(q, 0);
    const char *text = query_text(q, 1);
    digest_bytes(text, strlen(text), sha256);
    if (seq != expected)
        return (void)broken(expected, "the entry is missing", f), NULL;
    if (strcmp(sha256, query_text(q, 2)) != 0)
        return (void)broken(seq, "its text does not have its SHA-256", f), NULL;
    cJSON *entry = record_parse_plain(text, strlen(text), "ledger", f);
    if (!entry)
        return NULL;
    const char *why = strcmp(record_text(entry, "previous"), previous) != 0
                          ? "it does not follow the one before it"
                      : record_number(entry, "seq") != (double)seq ? "its number is not its place"
                                                                   : NULL;
    if (why) {
        cJSON_Delete(entry);
        return (void)broken(seq, why, f), NULL;
    }
    memcpy(previous, sha256, DIGEST_HEX_BYTES);
    (void)cJSON_AddStringToObject(entry, "sha256", sha256);
    return entry;
}

bool vault_ledger(struct vault *v, vault_each *each, void *ctx, struct faults *f) {
    struct query q;
    enum query_result result = QUERY_END;
    char previous[DIGEST_HEX_BYTES];
    int64_t seq = 1;
    bool ok = true;
    memcpy(previous, before_the_first, DIGEST_HEX_BYTES);
    query_open(&q, &v->store, "SELECT seq, entry, sha256 FROM ledger ORDER BY seq");
    for (; ok && (result = query_step(&q, f)) == QUERY_ROW; seq++) {
        cJSON *entry = check_row(&q, seq, previous, f);
        ok = entry && each(ctx, entry, f);
        cJSON_Delete(entry);
    }
    query_close(&q);
    return ok && result == QUERY_END && chain_signed(v, f) && ends_at_head(v, seq - 1, previous, f);
}

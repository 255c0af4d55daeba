#include "evenhand/vault_chain.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/digest.h"
#include "evenhand/mem.h"
#include "evenhand/vault_whole.h"

/* The columns that a link covers. attempt.superseded follows from the rows (vault_check.c); of the large
 * sealed columns length and tag stand for the rest, which the tag authenticates. */
static const struct chain {
    const char *table, *columns, *order;
    bool later; /* made by a migration: as long as nothing was added, a vault may have no chain of it */
} chains[] = {
    {"attempt", "SELECT id, candidate, step, value, outcome, captures, record FROM attempt", "id", false},
    {"candidate", "SELECT id, number, ref, key, record FROM candidate", "id", false},
    {"capture",
     "SELECT id, candidate, attempt, evidence, bytes, facts, length(headers), substr(headers, -16),"
     " length(body), substr(body, -16) FROM capture",
     "id", false},
    {"certificate", "SELECT id, text FROM certificate", "id", false},
    {"control", "SELECT id, step, passed, through, record FROM control", "id", false},
    {"custodian", "SELECT name, public, sealed FROM custodian", "name", false},
    {"decision", "SELECT id, candidate, evidence, item, record FROM decision", "id", false},
    {"hold", "SELECT id, candidate, lifted, record FROM hold", "id", false},
    {"keyring", "SELECT name, value FROM keyring", "name", false},
    {"recheck", "SELECT id, candidate, evidence, item, record FROM recheck", "id", true},
    {"timestamp", "SELECT id, seq, sha256, token FROM timestamp", "id", false},
    {"run", "SELECT id, plan_sha256, key, record, plan FROM run", "id", false},
};
#define CHAINS (sizeof chains / sizeof *chains)

static const char tampered[] =
    "the vault was changed from outside or damaged: keep it as it is, compare it with its "
    "backups, and find out who did it";
static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";

struct link {
    int64_t rows;
    char sha256[DIGEST_HEX_BYTES];
};

static const struct chain *chain_of(const char *table) {
    for (size_t i = 0; i < CHAINS; i++)
        if (strcmp(chains[i].table, table) == 0)
            return &chains[i];
    return NULL;
}

static void add_length(struct digest *d, uint64_t n) {
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(n >> (8 * i));
    digest_add(d, bytes, sizeof bytes);
}

/* The link of the current row, behind `l`. */
static void add_link(struct link *l, struct query *q) {
    struct digest d;
    digest_begin(&d);
    digest_add(&d, l->sha256, DIGEST_HEX_BYTES - 1);
    for (int i = 0; i < query_columns(q); i++) {
        size_t len = 0;
        char type = query_type(q, i);
        digest_add(&d, &type, 1);
        if (type == 'i') {
            add_length(&d, (uint64_t)query_number(q, i));
            continue;
        }
        const void *bytes = query_blob(q, i, &len);
        add_length(&d, len);
        digest_add(&d, bytes, len);
    }
    digest_end(&d, l->sha256);
    l->rows++;
}

static bool read_link(struct vault *v, const char *table, struct link *l, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, "SELECT rows, sha256 FROM chain WHERE name = ?");
    query_bind_text(&q, 1, table);
    enum query_result result = query_step(&q, f);
    if (result == QUERY_ROW) {
        l->rows = query_number(&q, 0);
        (void)snprintf(l->sha256, sizeof l->sha256, "%s", query_text(&q, 1));
    }
    query_close(&q);
    const struct chain *c = chain_of(table);
    if (result == QUERY_END && c && c->later) {
        *l = (struct link){.rows = 0};
        memcpy(l->sha256, zeros, DIGEST_HEX_BYTES);
        return true;
    }
    return result == QUERY_ROW || (result == QUERY_END && fault(f, FAULT_ANSWER_NO, v->store.path, tampered,
                                                                "the chain of table %s is missing", table));
}

static bool write_link(struct vault *v, const char *table, const struct link *l, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, "INSERT OR REPLACE INTO chain(name, rows, sha256) VALUES(?, ?, ?)");
    query_bind_text(&q, 1, table);
    query_bind_number(&q, 2, l->rows);
    query_bind_text(&q, 3, l->sha256);
    return query_run(&q, f);
}

/* Every row of a table, from the beginning. */
static bool compute(struct vault *v, const struct chain *c, struct link *l, struct faults *f) {
    struct query q;
    enum query_result result;
    char *sql = mem_format("%s ORDER BY %s", c->columns, c->order);
    *l = (struct link){.rows = 0};
    memcpy(l->sha256, zeros, DIGEST_HEX_BYTES);
    query_open(&q, &v->store, sql);
    while ((result = query_step(&q, f)) == QUERY_ROW)
        add_link(l, &q);
    query_close(&q);
    free(sql);
    return result == QUERY_END;
}

bool chain_rebuild(struct vault *v, const char *table, struct faults *f) {
    struct link l;
    return compute(v, chain_of(table), &l, f) && write_link(v, table, &l, f);
}

bool chain_begin(struct vault *v, struct faults *f) {
    for (size_t i = 0; i < CHAINS; i++)
        if (!chain_rebuild(v, chains[i].table, f))
            return false;
    return chain_set_ledger(v, 0, zeros, f);
}

bool chain_add(struct vault *v, const char *table, int64_t row, struct faults *f) {
    struct link l = {.rows = 0};
    struct query q;
    char *sql = mem_format("%s WHERE id = ?", chain_of(table)->columns);
    bool ok = read_link(v, table, &l, f);
    if (ok) {
        query_open(&q, &v->store, sql);
        query_bind_number(&q, 1, row);
        ok = query_step(&q, f) == QUERY_ROW;
        if (ok)
            add_link(&l, &q);
        query_close(&q);
    }
    free(sql);
    return ok && write_link(v, table, &l, f);
}

bool chain_set_ledger(struct vault *v, int64_t seq, const char *sha256, struct faults *f) {
    struct link l = {.rows = seq};
    (void)snprintf(l.sha256, sizeof l.sha256, "%s", sha256);
    return write_link(v, "ledger", &l, f);
}

static bool head_text(struct vault *v, struct buf *text, struct faults *f) {
    struct query q;
    enum query_result result;
    buf_format(text, "evenhand head 1\ncaseload %s\n", v->keys->id);
    query_open(&q, &v->store, "SELECT name, rows, sha256 FROM chain ORDER BY name");
    while ((result = query_step(&q, f)) == QUERY_ROW) {
        buf_format(text, "%s ", query_text(&q, 0));
        buf_format(text, "%" PRId64 " %s\n", query_number(&q, 1), query_text(&q, 2));
    }
    query_close(&q);
    return result == QUERY_END;
}

bool chain_sign(struct vault *v, struct faults *f) {
    unsigned char signature[crypto_sign_BYTES];
    struct buf text = {0};
    struct query q;
    bool ok = head_text(v, &text, f);
    if (ok) {
        (void)crypto_sign_detached(signature, NULL, (const unsigned char *)text.data, text.len,
                                   v->keys->sign);
        query_open(&q, &v->store, "INSERT OR REPLACE INTO head(id, signature) VALUES(1, ?)");
        query_bind_blob(&q, 1, signature, sizeof signature);
        ok = query_run(&q, f);
    }
    buf_free(&text);
    return ok;
}

bool chain_signed(struct vault *v, struct faults *f) {
    struct buf text = {0};
    struct query q;
    size_t len = 0;
    bool ok = head_text(v, &text, f);
    query_open(&q, &v->store, "SELECT signature FROM head");
    enum query_result result = query_step(&q, f);
    const void *signature = result == QUERY_ROW ? query_blob(&q, 0, &len) : NULL;
    bool holds = ok && len == crypto_sign_BYTES &&
                 crypto_sign_verify_detached(signature, (const unsigned char *)text.data, text.len,
                                             v->keys->verify) == 0;
    query_close(&q);
    buf_free(&text);
    return holds || (ok && result != QUERY_FAULT &&
                     fault(f, FAULT_ANSWER_NO, v->store.path, tampered,
                           "the signature over the vault's tables and ledger does not hold"));
}

bool chain_head(struct vault *v, int64_t *seq, char sha256[DIGEST_HEX_BYTES], struct faults *f) {
    struct link l = {.rows = 0};
    bool ok = read_link(v, "ledger", &l, f);
    *seq = l.rows;
    (void)snprintf(sha256, DIGEST_HEX_BYTES, "%s", l.sha256);
    return ok;
}

static bool check_one(struct vault *v, const struct chain *c, struct faults *f) {
    struct link found, held = {.rows = 0};
    if (!compute(v, c, &found, f) || !read_link(v, c->table, &held, f))
        return false;
    if (found.rows != held.rows)
        return fault(f, FAULT_ANSWER_NO, v->store.path, tampered,
                     "table %s has %" PRId64 " rows, and %" PRId64 " were signed", c->table, found.rows,
                     held.rows);
    return strcmp(found.sha256, held.sha256) == 0 ||
           (table_whole(v, c->table, f) && /* names the row, when a sealed value is what was changed */
            fault(f, FAULT_ANSWER_NO, v->store.path, tampered,
                  "a row of table %s was changed, replaced or moved", c->table));
}

bool chain_check(struct vault *v, struct faults *f) {
    for (size_t i = 0; i < CHAINS; i++)
        if (!check_one(v, &chains[i], f))
            return false;
    return chain_signed(v, f);
}

#include "evenhand/vault_handle.h"

#include <inttypes.h>
#include <stdlib.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"

bool vault_writable(const struct vault *v, struct faults *f) {
    return v->mode == VAULT_WRITE || v->mode == VAULT_CREATE ||
           fault(f, FAULT_BUG, v->store.path, "please report this",
                 "the vault was opened to read, not to write");
}

bool vault_next(struct vault *v, const char *table, int64_t *next, struct faults *f) {
    /* NOLINTNEXTLINE: the table's name is one of ours */
    char *sql = mem_format("SELECT COALESCE(MAX(rowid), 0) + 1 FROM %s", table);
    bool ok = store_number(&v->store, sql, next, f);
    free(sql);
    return ok;
}

bool vault_seal_json(struct vault *v, const struct seal_context *context, const cJSON *tree,
                     struct buf *sealed, struct faults *f) {
    buf_clear(&v->line);
    record_print(tree, &v->line);
    if (v->line.len > VAULT_RECORD_MAX_BYTES)
        return fault(f, FAULT_DATA, v->store.path, "shorten what is written there",
                     "a record of %s %s is too long to keep (%zu bytes; at most %zu)", context->candidate,
                     context->table, v->line.len, VAULT_RECORD_MAX_BYTES);
    return vault_seal(v->seal, context, v->line.data, v->line.len - 1, sealed, f); /* without the newline */
}

cJSON *vault_unseal_json(struct vault *v, const struct seal_context *context, struct query *q, int column,
                         struct faults *f) {
    size_t len;
    const void *sealed = query_blob(q, column, &len);
    if (!vault_unseal(v->seal, context, sealed, len, VAULT_RECORD_MAX_BYTES, &v->plain, f))
        return NULL;
    char *place = mem_format("vault: %s, %s %" PRId64, context->candidate, context->table, context->row);
    cJSON *tree = record_parse_plain(v->plain.data, v->plain.len, place, f);
    free(place);
    return tree;
}

bool vault_disagree(const struct seal_context *context, struct faults *f) {
    char *place = mem_format("vault: %s, %s %" PRId64, context->candidate, context->table, context->row);
    fault(f, FAULT_ANSWER_NO, place, "the vault was changed from outside: restore it from its backup",
          "the sealed record and the columns beside it disagree");
    free(place);
    return false;
}

/* Digits up to `stop`, a positive number without sign or blanks. */
static bool parse_digits(const char **at, char stop, int64_t *number) {
    int64_t n = 0;
    const char *p = *at;
    for (; *p >= '0' && *p <= '9'; p++) {
        if (n > INT32_MAX)
            return false;
        n = n * 10 + (*p - '0');
    }
    if (p == *at || (*p != stop && *p != '\0') || n < 1)
        return false;
    *at = p;
    *number = n;
    return true;
}

bool vault_parse_about(const char *about, int64_t *evidence, int64_t *item) {
    *item = 0;
    if (about[0] != 'E' || about[1] != '-')
        return false;
    about += 2;
    if (!parse_digits(&about, '/', evidence))
        return false;
    if (*about == '\0')
        return true;
    about++;
    return parse_digits(&about, '\0', item);
}

/* Is the vault whole? What a row cannot tell by itself: rows and indexes that went missing or astray. */
#include <inttypes.h>
#include <string.h>

#include "evenhand/vault_chain.h"

/* Each counts what must not be there. */
static const struct {
    const char *sql, *what;
} rules[] = {
    {"SELECT count(*) FROM pragma_foreign_key_check", "rows without the row they belong to"},
    /* A cell has one latest attempt (a unique index says so): it must be the newest. */
    {"SELECT count(*) FROM attempt a WHERE superseded = 1 AND NOT EXISTS (SELECT 1 FROM attempt b"
     " WHERE b.candidate = a.candidate AND b.step = a.step AND b.value = a.value AND b.superseded = 0"
     " AND b.id > a.id)",
     "superseded attempts without a later one"},
};

static bool file_is_sound(struct vault *v, struct faults *f) {
    struct query q;
    query_open(&q, &v->store, "PRAGMA integrity_check(1)");
    bool answered = query_step(&q, f) == QUERY_ROW;
    bool ok = answered && strcmp(query_text(&q, 0), "ok") == 0;
    if (answered && !ok)
        (void)fault(f, FAULT_DATA, v->store.path,
                    "the file is damaged: keep it as it is and restore the vault from its backup", "%s",
                    query_text(&q, 0));
    query_close(&q);
    return ok;
}

bool vault_check(struct vault *v, struct faults *f) {
    if (!file_is_sound(v, f))
        return false;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        int64_t count = 0;
        if (!store_number(&v->store, rules[i].sql, &count, f))
            return false;
        if (count != 0)
            return fault(f, FAULT_ANSWER_NO, v->store.path,
                         "the vault was changed from outside or damaged: restore it from its backup",
                         "%" PRId64 " %s", count, rules[i].what);
    }
    return chain_check(v, f);
}

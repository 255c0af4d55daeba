/* Rechecks: what became of the pages that findings rest on, looked at once more. Rows are added, none is
 * changed: the first capture stays what it was. All of a recheck is there, under one entry of the ledger, or
 * nothing. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "evenhand/record.h"
#include "evenhand/vault_about.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vocab.h"

static bool insert(struct vault *v, const cJSON *recheck, int64_t *row, struct faults *f) {
    enum record_type type;
    return record_check(recheck, RECORD_SEARCHER, "recheck", &type, f) &&
           (type == RECORD_RECHECK || fault(f, FAULT_BUG, "recheck", "please report this",
                                            "a record of type %s", record_type_names[type])) &&
           about_insert(v, "recheck", recheck, row, f);
}

/* "there": 12 ..., and the last row that belongs to it. */
static bool enter(struct vault *v, const cJSON *rechecks, int64_t last, struct faults *f) {
    cJSON *detail = cJSON_CreateObject();
    const cJSON *one;
    for (size_t i = 0; vocab_rechecks[i]; i++) {
        int count = 0;
        cJSON_ArrayForEach(one, rechecks) count += strcmp(record_text(one, "result"), vocab_rechecks[i]) == 0;
        (void)cJSON_AddNumberToObject(detail, vocab_rechecks[i], count);
    }
    (void)cJSON_AddNumberToObject(detail, VAULT_RECHECK_THROUGH, (double)last);
    bool ok = ledger_enter(v, ACT_RECHECK, detail, f);
    cJSON_Delete(detail);
    return ok;
}

bool vault_rechecks_put(struct vault *v, const cJSON *rechecks, struct faults *f) {
    const cJSON *one;
    int64_t last = 0;
    if (!vault_writable(v, f) || !vault_begin(v, f))
        return false;
    bool ok = true;
    cJSON_ArrayForEach(one, rechecks) ok = ok && insert(v, one, &last, f);
    return vault_end(v, ok && enter(v, rechecks, last, f), f);
}

bool vault_rechecks(struct vault *v, const char *candidate, int64_t through, vault_each *each, void *ctx,
                    struct faults *f) {
    return about_each(v, "recheck", candidate, through, each, ctx, f);
}

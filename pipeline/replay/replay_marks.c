#include "evenhand/replay_marks.h"

#include <string.h>

#include "evenhand/record.h"
#include "evenhand/vocab.h"

/* Whose stages make evidence or workbooks. What verify, export and release start makes neither. */
static const char *const makers[] = {"gather", "assess", "run", "recheck", NULL};

static bool waives(const cJSON *entry) {
    const char *act = record_text(entry, "act");
    const cJSON *detail = record_field(entry, "detail");
    if (strcmp(act, ACT_NO_SANDBOX) == 0)
        return vocab_find(makers, record_text(detail, "command")) >= 0;
    return strcmp(act, "open") == 0 && strcmp(record_text(detail, "for"), "evenhand-collect") == 0 &&
           cJSON_IsTrue(record_field(detail, VAULT_NO_SANDBOX));
}

static bool take(void *ctx, const cJSON *entry, struct faults *f) {
    struct replay_marks *m = ctx;
    (void)f;
    if (m->through != 0 && record_number(entry, "seq") > (double)m->through)
        return true;
    m->no_sandbox = m->no_sandbox || waives(entry);
    if (strcmp(record_text(entry, "act"), ACT_RECHECK) == 0) {
        int64_t last = (int64_t)record_number(record_field(entry, "detail"), VAULT_RECHECK_THROUGH);
        m->recheck = last > m->recheck ? last : m->recheck; /* one without findings has no rows */
    }
    return true;
}

bool replay_marks_read(struct replay_marks *m, struct vault *v, struct faults *f) {
    return vault_ledger(v, take, m, f);
}

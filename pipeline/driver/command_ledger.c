#include <stdio.h>
#include <unistd.h>

#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/ledger_summary.h"
#include "evenhand/record.h"
#include "evenhand/stream.h"

static bool read_since(const struct options *o, utc_time *since, struct faults *f) {
    *since = 0;
    return !o->since || utc_parse_date(o->since, since) ||
           fault(f, FAULT_USAGE, "ledger", "write it as in 2026-10-01", "\"%s\" is no date", o->since);
}

static bool show(const struct options *o, const cJSON *summary, struct faults *f) {
    struct buf text = {0};
    if (o->json)
        record_print(summary, &text);
    else
        ledger_summary_text(summary, &text);
    bool ok = write_all(STDOUT_FILENO, text.data, text.len, "standard output", f);
    buf_free(&text);
    return ok;
}

bool command_ledger(struct options *o, struct faults *f) {
    utc_time since;
    struct plan *plan = read_since(o, &since, f) ? caseload_plan(o->caseload, f) : NULL;
    struct vault *v = plan ? vault_open(o->caseload, VAULT_ACTS, f) : NULL;
    cJSON *summary = v ? ledger_summary(v, plan, since, f) : NULL;
    bool ok = summary && show(o, summary, f);
    if (ok && o->out)
        ok = ledger_summary_write(summary, o->caseload, o->out, f);
    cJSON_Delete(summary);
    vault_close(v);
    plan_free(plan);
    return ok;
}

/* What a supervisor's periodic review of conduct asks of the ledger: who searched what and when, who opened
 * the vault, what was refused, withdrawn, waived, held, destroyed. */
#ifndef EVENHAND_LEDGER_SUMMARY_H
#define EVENHAND_LEDGER_SUMMARY_H

#include <cjson/cJSON.h>

#include "evenhand/buf.h"
#include "evenhand/plan.h"
#include "evenhand/utc.h"
#include "evenhand/vault.h"

/* {since, until, entries, openings, refusals, people: [{user, role, acts: {gather: 2 ...}, first, last}],
 * acts: [{seq, at, user, host, act, detail}]}: `acts` without the openings, `detail` as one line of text.
 * NULL: fault. cJSON_Delete releases. */
cJSON *ledger_summary(struct vault *v, const struct plan *plan, utc_time since, struct faults *f);
void ledger_summary_text(const cJSON *summary, struct buf *out);
/* Sheets People and Acts. */
bool ledger_summary_write(const cJSON *summary, const char *caseload, const char *path, struct faults *f);

#endif

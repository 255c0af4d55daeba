/* A caseload's folders (docs/design.md section 5), who may act on it, and how finished output takes its
 * place. */
#ifndef EVENHAND_CASELOAD_H
#define EVENHAND_CASELOAD_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "evenhand/faults.h"
#include "evenhand/plan.h"

/* The login of whoever runs this (getpwuid of the real user, else "uid N"), in a static buffer. */
const char *caseload_user(void);

/* The plan, checked for use by a searcher: a decision maker's login is refused (FAULT_NOT_PERMITTED). */
struct plan *caseload_plan(const char *caseload, struct faults *f);

/* Enters a refusal into the ledger, as far as whoever was refused can open it. */
void caseload_refused(const char *caseload, const char *why);

/* One command at a time in a caseload: FAULT_TRY_AGAIN while another one is at work. Refuses a draft/, board/
 * or compliance/ that is not a folder. close(*lock) lets go; -1 if there is no such caseload, which the
 * command says. */
bool caseload_hold(const char *caseload, int *lock, struct faults *f);

/* An empty folder CASELOAD/name, 0700; what a crash left of the same name is removed. free() releases. */
char *caseload_scratch(const char *caseload, const char *name, struct faults *f);

/* A file without a name below the caseload, 0600: what it holds names people, and is gone with this process.
 * -1: fault. */
int caseload_nameless_file(const char *caseload, struct faults *f);

/* Puts a finished folder in the place of CASELOAD/name in one step (renameat2 exchange) and removes the one
 * before. */
bool caseload_publish(const char *caseload, const char *scratch, const char *name, struct faults *f);

/* Removes a scratch folder after a failure, whose reason is the one to tell; NULL or a missing one is fine.
 */
void caseload_discard(const char *scratch);

/* Does CASELOAD/name hold any workbook? */
bool caseload_has_workbooks(const char *caseload, const char *name);

/* Digests of the workbooks in a folder: object {name: sha256}; cJSON_Delete releases. NULL: fault. */
cJSON *caseload_digests(const char *folder, struct faults *f);
/* What an entry about workbooks tells: digests of plan, rules and workbooks, and the version. NULL: fault. */
cJSON *caseload_detail(const char *caseload, const struct plan *plan, const char *folder, struct faults *f);
/* Enters an act into the ledger with the digests of plan, rules and every workbook in a folder:
 * {plan_sha256, rules_sha256, version, workbooks: {"C-7F3K.xlsx": sha256, ...}}. */
bool caseload_record(const char *caseload, const char *act, const struct plan *plan, const char *folder,
                     struct faults *f);

/* Is there a vault yet? */
bool caseload_has_vault(const char *caseload);

/* Gets the vault's key (asking for its passphrase), so that the stages need not; nothing to do before there
 * is a vault. */
bool caseload_unlock(const char *caseload, struct faults *f);

/* Adds a ledger entry to the caseload's vault. `detail` is deleted. */
bool caseload_ledger(const char *caseload, const char *act, cJSON *detail, struct faults *f);

/* Writes the ledger as NDJSON to a file. */
bool caseload_export_ledger(const char *caseload, const char *path, struct faults *f);

#endif

/* The vault: evidence, attempts, decisions, ledger. SQLite stands behind it (WAL, foreign keys,
 * synchronous=FULL); nothing outside pipeline/vault/ knows that. What tells of a person (identity, URLs,
 * bodies, reasons) is kept in sealed columns that pass through vault_seal/vault_unseal
 * (vault_seal.h: compression now, encryption there later); only numbers, outcomes, lengths and the ledger are
 * in the clear.
 *
 * Records go in and come out as the cJSON trees of record.h. */
#ifndef EVENHAND_VAULT_H
#define EVENHAND_VAULT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"

#define VAULT_SCHEMA 2 /* PRAGMA user_version; migrations bring older ones up */

/* Limits of one answer. A body of any bytes within them fits a record's line as base64. */
#define VAULT_MAX_BODY_BYTES ((size_t)11 << 20)
#define VAULT_MAX_HEADERS_BYTES ((size_t)1 << 20)
#define VAULT_MAX_FIELD_BYTES ((size_t)64 << 10) /* url, media type, request, value */

struct vault; /* opaque */

enum vault_mode {
    /* Read-only, also while another process writes: the vault as it was when this opened, whatever is written
     * since. Every file is open when vault_open returns, so a sandbox entered then need not allow the vault
     * at all. A missing vault is FAULT_NO_INPUT. */
    VAULT_READ,
    /* For change, by one process at a time: another holder is FAULT_TRY_AGAIN naming it. */
    VAULT_WRITE,
    /* VAULT_WRITE, made (folder 0700, file 0600) if missing. */
    VAULT_CREATE,
};

/* CASELOAD/vault/vault.db. */
struct vault *vault_open(const char *caseload, enum vault_mode mode, struct faults *f);
void vault_close(struct vault *v);

/* Whether the file is sound and nothing went missing from it: FAULT_DATA (damage) or FAULT_ANSWER_NO (rows
 * gone). Takes about a second for each gigabyte; what a value itself can tell is checked whenever it is read.
 */
bool vault_check(struct vault *v, struct faults *f);

/* The run record of the first gather: started, plan digest, version. vault_run_begin stores it the first
 * time, and later refuses (FAULT_CONFIG) a record whose plan_sha256 differs: the plan changed after gathering
 * began. The plan text is kept beside it as evidence. vault_run returns NULL, no fault, before the first
 * gather. */
bool vault_run_begin(struct vault *v, const cJSON *run, const char *plan_text, struct faults *f);
cJSON *vault_run(struct vault *v, struct faults *f);

/* Adds a candidate record by its `ref`, or checks it against the one already there: the number first drawn
 * stays (written into `record`), and an identity that changed after gathering began is FAULT_DATA naming the
 * ref. */
bool vault_candidate_put(struct vault *v, cJSON *record, struct faults *f);
/* The records in ascending order of number: array; cJSON_Delete releases. */
cJSON *vault_candidates(struct vault *v, struct faults *f);

/* One answer as received. */
struct vault_capture {
    int64_t id;          /* row; set by the vault */
    const char *request; /* of the source */
    const char *url;
    const char *fetched; /* UTC */
    int status;
    const char *media_type; /* Content-Type as received */
    /* Status line and headers as received, "Name: value\n" lines; may be "". Where redirects led here, their
     * headers come first, each block after a "GET URL" line and before an empty one. */
    const char *headers;
    const void *body;
    size_t len;
    char sha256[65]; /* of body; set by the vault */
};

/* Stores an attempt and its captures in one transaction (either all of it is there after a crash, or
 * nothing), and gives each capture the candidate's next evidence number. `value` is the list slot's value or
 * "". A later attempt at the same candidate, step and value supersedes an undetermined one (which stays, as
 * history). */
bool vault_attempt_put(struct vault *v, const cJSON *attempt, const char *value,
                       struct vault_capture *captures, size_t count, struct faults *f);
/* Outcome of the latest attempt ("" when there was none): static text of vocab_outcomes. NULL: fault. */
const char *vault_attempt_outcome(struct vault *v, const char *candidate, long step, const char *value,
                                  struct faults *f);

/* Captures of all latest attempts: what vault_replay will give for all candidates. */
bool vault_capture_total(struct vault *v, uint64_t *total, struct faults *f);

/* Latest attempts of a candidate in order of step, then value: calls back with the attempt record and, for
 * each of its captures in order of evidence number, first the capture record (body or body_base64 included
 * when `bodies`, else its length as "bytes"). The callback owns nothing; false stops. */
typedef bool vault_each(void *ctx, const cJSON *record, struct faults *f);
bool vault_replay(struct vault *v, const char *candidate, bool bodies, vault_each *each, void *ctx,
                  struct faults *f);

/* Decisions: records of type decision, in the order made. */
bool vault_decision_put(struct vault *v, const cJSON *decision, struct faults *f);
bool vault_decisions(struct vault *v, const char *candidate, vault_each *each, void *ctx, struct faults *f);

/* The ledger: who did what when; each entry carries the SHA-256 of the one before it. `detail` is an object
 * of facts that name no candidate but by number; may be NULL. */
bool vault_ledger_add(struct vault *v, const char *act, const cJSON *detail, struct faults *f);
/* Entries {seq, at, user, host, act, detail, previous, sha256} in order; recomputes the chain: a broken one
 * is FAULT_ANSWER_NO naming the entry. */
bool vault_ledger(struct vault *v, vault_each *each, void *ctx, struct faults *f);

#endif

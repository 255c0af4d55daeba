/* The vault: evidence, attempts, decisions, ledger. SQLite stands behind it (WAL, foreign keys,
 * synchronous=FULL); nothing outside pipeline/vault/ knows that. What tells of a person (identity, URLs,
 * bodies, reasons) is sealed with a data key of its candidate (vault_seal.h, vault_keys.h); only
 * numbers, outcomes, lengths and the ledger are in the clear. Whoever opens a vault needs a custodian's key
 * (custody.h: none, or a wrong one, is FAULT_NOT_PERMITTED), and the opening is an entry of the ledger.
 *
 * Records go in and come out as the cJSON trees of record.h. */
#ifndef EVENHAND_VAULT_H
#define EVENHAND_VAULT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"

#define VAULT_SCHEMA 4 /* PRAGMA user_version; migrations bring older ones up */

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
    /* The ledger, to read and to add to, and the run: nothing of a candidate; no entry is made of it. Beside
     * any other process. */
    VAULT_ACTS,
    /* For change, by one process at a time: another holder is FAULT_TRY_AGAIN naming it. */
    VAULT_WRITE,
    /* VAULT_WRITE, made (folder 0700, file 0600) if missing. */
    VAULT_CREATE,
};

/* What is being done ("assess"), for the ledger's entry of an opening; the program's name as long as nobody
 * said. Borrowed. */
void vault_acting(const char *what);

/* In an "open" entry's detail: whoever opened was told to do without the sandbox (sandbox.h). */
#define VAULT_NO_SANDBOX "no_sandbox"
/* The act of a command that was given --no-sandbox; detail {command}. */
#define ACT_NO_SANDBOX "no-sandbox"

/* CASELOAD/vault/vault.db. */
struct vault *vault_open(const char *caseload, enum vault_mode mode, struct faults *f);
void vault_close(struct vault *v);

/* Whether the file is sound and nothing went missing from it: FAULT_DATA (damage) or FAULT_ANSWER_NO (rows
 * gone). Takes about a second for each gigabyte; what a value itself can tell is checked whenever it is read.
 */
bool vault_check(struct vault *v, struct faults *f);
/* That, and every sealed value opened, also those that replay does not read: FAULT_ANSWER_NO naming the row.
 */
bool vault_whole(struct vault *v, struct faults *f);

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
/* One of them, by number; cJSON_Delete releases. */
cJSON *vault_candidate(struct vault *v, const char *number, struct faults *f);
/* The records in ascending order of number: array; cJSON_Delete releases. */
cJSON *vault_candidates(struct vault *v, struct faults *f);

/* One answer as received. */
struct vault_capture {
    int64_t id;          /* row; set by the vault */
    const char *request; /* of the source */
    const char *url;
    const char *fetched; /* UTC: when the capture began */
    int status;
    const char *media_type; /* Content-Type as received */
    /* Status line and headers as received, "Name: value\n" lines; may be "". Where redirects led here, their
     * headers come first, each block after a "GET URL" line and before an empty one. */
    const char *headers;
    const char *block; /* what stood in the place of an answer ("a log-in wall"); NULL: nothing did */
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
/* From here to vault_batch_end everything is one transaction. After a crash in between all of the batch is
 * gone, so keep it short. Whatever fails in it fails it all. */
bool vault_batch_begin(struct vault *v, struct faults *f);
bool vault_batch_end(struct vault *v, struct faults *f);
/* From here on a commit does not wait for the disk. What was committed outlives the process, however it dies;
 * should the machine lose its power, what was committed since the last vault_sync is gone, as if it had not
 * been asked yet. */
bool vault_defer_sync(struct vault *v, struct faults *f);
/* Waits until everything committed is on the disk. */
bool vault_sync(struct vault *v, struct faults *f);
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

/* Decisions and replies: records of those types, in the order made. */
bool vault_decision_put(struct vault *v, const cJSON *decision, struct faults *f);
bool vault_decisions(struct vault *v, const char *candidate, vault_each *each, void *ctx, struct faults *f);

/* Rechecks: records of type recheck, each about a finding's item. vault_rechecks_put stores all of them and
 * the ledger's entry ({there, changed, gone, undetermined, through}: counts, and the last row) in one
 * transaction, or nothing. vault_rechecks gives a candidate's in the order made, up to row `through`; a later
 * one about the same item counts. */
#define ACT_RECHECK "recheck"
#define VAULT_RECHECK_THROUGH "through"
bool vault_rechecks_put(struct vault *v, const cJSON *rechecks, struct faults *f);
bool vault_rechecks(struct vault *v, const char *candidate, int64_t through, vault_each *each, void *ctx,
                    struct faults *f);

/* Custodians: those whose key files open the vault (key_file.h). */
cJSON *vault_custodians(struct vault *v, struct faults *f); /* names, in order; cJSON_Delete releases */
const char *vault_caseload_id(const struct vault *v);       /* 32 hexadecimal digits */
const char *vault_custodian(const struct vault *v);         /* whose key opened it */
/* Makes a key file for somebody: whoever holds it opens the vault. A non-NULL passphrase locks it. A name
 * that is there already is FAULT_DATA. */
bool vault_custodian_add(struct vault *v, const char *name, const char *path, const char *passphrase,
                         struct faults *f);
/* The others stay, and every key is rotated: FAULT_DATA for a name that is not there or one's own. */
bool vault_custodian_remove(struct vault *v, const char *name, struct faults *f);
/* A new caseload key, and a new secret in the key file at hand; whatever the old ones opened (a backup) they
 * open still, but no file holds this custodian's old one. */
bool vault_rotate(struct vault *v, struct faults *f);
/* Locks the key file at hand with a new passphrase; NULL takes the lock away. */
bool vault_passphrase(struct vault *v, const char *passphrase, struct faults *f);

/* Signs a file as `name` with the vault's key: PATH.minisig (minisign.h). */
bool vault_sign(struct vault *v, const char *path, const char *name, struct faults *f);
bool vault_check_signature(struct vault *v, const char *path, struct faults *f); /* FAULT_ANSWER_NO */
bool vault_write_public(struct vault *v, const char *path, struct faults *f);    /* for minisign -p */

/* Whether the vault was put back as it once was (ledger_seen.h): FAULT_ANSWER_NO. */
bool vault_is_latest(struct vault *v, struct faults *f);

/* The ledger: who did what when; each entry carries the SHA-256 of the one before it. `detail` is an object
 * of facts that name no candidate but by number; may be NULL. */
bool vault_ledger_add(struct vault *v, const char *act, const cJSON *detail, struct faults *f);
/* Entries {seq, at, user, host, act, detail, previous, sha256} in order; recomputes the chain: a broken one
 * is FAULT_ANSWER_NO naming the entry. */
bool vault_ledger(struct vault *v, vault_each *each, void *ctx, struct faults *f);

/* Every capture of a candidate in order of evidence number, those of superseded attempts included: the
 * capture record with its body, and the response's headers as in struct vault_capture. */
typedef bool vault_each_answer(void *ctx, const cJSON *capture, const char *headers, struct faults *f);
bool vault_answers(struct vault *v, const char *candidate, vault_each_answer *each, void *ctx,
                   struct faults *f);
/* Every attempt of a candidate in the order made, superseded ones included. */
bool vault_attempts(struct vault *v, const char *candidate, vault_each *each, void *ctx, struct faults *f);

/* The ledger's newest entry, under a signature that holds. */
bool vault_head(struct vault *v, int64_t *seq, char sha256[65], struct faults *f);
/* An authority's answer about an entry, and the ledger's entry of it ("timestamp"). */
struct buf;
bool vault_stamp_put(struct vault *v, int64_t seq, const char *sha256, const struct buf *token,
                     const char *url, struct faults *f);
typedef bool vault_each_stamp(void *ctx, int64_t seq, const char *sha256, const void *token, size_t len,
                              struct faults *f);
bool vault_stamps(struct vault *v, vault_each_stamp *each, void *ctx, struct faults *f);

/* ---- records: how long, and their end ---- */

/* A legal hold on a candidate's records, or its lifting: `why` is sealed; the ledger names the number only.
 * Unknown numbers, a hold that is there already or none to lift: FAULT_DATA. */
bool vault_hold(struct vault *v, const char *candidate, bool lift, const char *why, struct faults *f);
/* Numbers under hold; the latest word on each, {candidate, lifted, why, by, at}, goes to `each`. */
bool vault_holds(struct vault *v, vault_each *each, void *ctx, struct faults *f);

/* Destroys the records of these candidates (an array of numbers) in one transaction: their data keys, then
 * every row but the number. All keys are renewed with it, so that no backup made before opens with a renewed
 * key. `certificate` is completed with what was destroyed and stored; cJSON_Delete stays the caller's. Then
 * the file is rewritten (VACUUM). One under hold is FAULT_NOT_PERMITTED. */
bool vault_destroy(struct vault *v, const cJSON *numbers, cJSON *certificate, struct faults *f);
/* The certificates, in order. */
bool vault_certificates(struct vault *v, vault_each *each, void *ctx, struct faults *f);

/* A consistent copy of the vault as a file (0600), also while a gather writes (SQLite's backup API), flushed
 * and renamed into place; the ledger says so first. */
bool vault_backup(struct vault *v, const char *path, struct faults *f);
/* Tells the ledger of a vault that this one was restored from a backup, and starts the custodian's memory of
 * the ledger anew. */
bool vault_restored(struct vault *v, const char *sha256, struct faults *f);

#endif

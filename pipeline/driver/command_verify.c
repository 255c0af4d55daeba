#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/assessment.h"
#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/complete.h"
#include "evenhand/evidence_digest.h"
#include "evenhand/files.h"
#include "evenhand/integrity.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/releases.h"
#include "evenhand/retention.h"
#include "evenhand/signatures.h"
#include "evenhand/supervise.h"
#include "evenhand/timestamping.h"
#include "evenhand/vault.h"
#include "evenhand/verification.h"

static bool copy_file(const char *from, const char *to, struct faults *f) {
    struct buf content = {0};
    bool ok =
        file_read(from, VERIFICATION_FILE_MAX, &content, f) && file_write(to, content.data, content.len, f);
    buf_free(&content);
    return ok;
}

/* A stream of the assessment, which the workbooks are compared with. */
static bool copy_stream(const char *from, const char *to, struct faults *f) {
    if (access(from, F_OK) != 0)
        return fault(f, FAULT_ANSWER_NO, from, "put it back: released/ and backups have it",
                     "it is missing, so the workbooks cannot be compared with what crossed the wall");
    return copy_file(from, to, f);
}

/* verify answers 0 (yes) or 1 (no); both leave a compliance workbook worth keeping. */
static bool run_stages(struct options *o, const char *workbooks, const char *scratch, const char *audit,
                       const char *board, const char *ledger, const char *through, const char *again,
                       struct faults *f) {
    char *released = path_join(o->caseload, RELEASES_FOLDER);
    const struct supervision s = {
        .call = {{.stage = "replay",
                  .argument = {o->caseload, "--facts", "--whole", through ? "--through" : NULL, through},
                  .opens_vault = true},
                 {.stage = "verify",
                  .argument = {o->caseload, "--workbooks", workbooks, "--out", scratch, "--audit", audit,
                               "--board", board, "--ledger", ledger, "--again", again, "--released",
                               released}}},
        .count = 2,
        .out_fd = STDOUT_FILENO,
        .work = "verify",
        .again = NULL};
    bool ok = supervise(&s, &o->interrupted, f);
    free(released);
    return ok;
}

struct latest {
    const char *act;
    double seq; /* 0: none */
};

static bool note_latest(void *ctx, const cJSON *entry, struct faults *f) {
    struct latest *l = ctx;
    (void)f;
    if (strcmp(record_text(entry, "act"), l->act) == 0)
        l->seq = record_number(entry, "seq");
    return true;
}

/* The number of the latest entry of an act, as replay --through takes it; NULL when there is none. */
static bool latest_entry(const char *caseload, const char *act, char **number, struct faults *f) {
    struct latest l = {.act = act};
    struct vault *v = vault_open(caseload, VAULT_ACTS, f);
    bool ok = v && vault_ledger(v, note_latest, &l, f);
    vault_close(v);
    *number = l.seq > 0 ? mem_format("%.0f", l.seq) : NULL;
    return ok;
}

/* Assessed again from the vault, beside what there is. When that cannot be done, verify says why. */
static char *assess_again(struct options *o, const char *through, struct faults *f) {
    struct faults why = FAULTS_NONE;
    char *again = caseload_scratch(o->caseload, ".again.new", f);
    if (!again || assessment_make(o, again, through, &why) || why.code == FAULT_NONE)
        return again;
    char *path = path_join(again, "why.txt");
    bool ok = !o->interrupted && file_write(path, why.text, why.len, f);
    free(path);
    if (ok)
        return again;
    if (f->code == FAULT_NONE)
        *f = why;
    caseload_discard(again);
    free(again);
    return NULL;
}

#define SCRATCH ".compliance.new"

static const char *const compliance_files[] = {".xlsx", ".ndjson", NULL};

static bool verify_into(struct options *o, const char *workbooks, const char *audit_source,
                        const char *through, const char *scratch, struct faults *f) {
    char *audit = path_join(scratch, "audit.ndjson"), *ledger = path_join(scratch, "ledger.ndjson");
    char *board = path_join(scratch, "board.ndjson"),
         *board_source = path_beside(audit_source, "board.ndjson");
    char *again = copy_stream(audit_source, audit, f) && copy_stream(board_source, board, f) &&
                          caseload_export_ledger(o->caseload, ledger, f)
                      ? assess_again(o, through, f)
                      : NULL;
    bool ok = again && run_stages(o, workbooks, scratch, audit, board, ledger, through, again, f);
    /* Without its workbook the check did not come to an answer worth publishing. */
    if (again && (ok || f->code == FAULT_ANSWER_NO) && caseload_has_workbooks(o->caseload, SCRATCH))
        ok = timestamping_export(o->caseload, scratch, f) &&
             signatures_add(o->caseload, scratch, compliance_files, f) &&
             caseload_publish(o->caseload, scratch, "compliance", f) && ok;
    caseload_discard(again);
    free(again);
    free(audit);
    free(board);
    free(board_source);
    free(ledger);
    return ok;
}

bool verification_run(struct options *o, const char *workbooks, const char *audit, const char *made_by,
                      struct faults *f) {
    char *through, *scratch = latest_entry(o->caseload, made_by, &through, f)
                                  ? caseload_scratch(o->caseload, SCRATCH, f)
                                  : NULL;
    bool ok = scratch && verify_into(o, workbooks, audit, through, scratch, f);
    if (!ok)
        caseload_discard(scratch);
    free(scratch);
    free(through);
    return ok;
}

/* Everybody who is listed was searched, and nobody else. */
static bool people_agree(const struct options *o, const struct plan *plan, struct faults *f) {
    struct faults why = FAULTS_NONE;
    if (caseload_complete(o->caseload, plan, &why))
        return true;
    return fault(f, FAULT_ANSWER_NO, o->caseload, NULL, "%.*s", (int)strcspn(why.text, "\n"), why.text);
}

/* What was put back or exchanged does not keep the rest from being checked. */
static bool check_all(struct options *o, const char *released, const char *workbooks, const char *audit,
                      struct faults *f) {
    struct plan *plan = plan_read(o->caseload, f);
    bool sound = plan && integrity_check(o->caseload, released, f);
    sound = plan && timestamping_check(o, plan, f) && sound;
    sound = plan && evidence_digest_check(o->caseload, f) && sound;
    sound = plan && people_agree(o, plan, f) && sound;
    bool yes = (sound || f->code == FAULT_ANSWER_NO) &&
               verification_run(o, workbooks, audit, released ? "release" : "assess", f) && sound;
    bool said = (yes || f->code == FAULT_ANSWER_NO) && retention_say(o->caseload, plan, f);
    plan_free(plan);
    return yes && said;
}

/* Where records were destroyed, the vetting cannot be shown to have been uniform any more; that what is left
 * is whole still can. */
static bool check_what_is_left(struct options *o, const char *released, int destroyed, struct faults *f) {
    const struct supervision s = {
        .call = {{.stage = "replay", .argument = {o->caseload, "--facts", "--whole"}, .opens_vault = true}},
        .count = 1,
        .out_fd = -1,
        .work = "verify",
        .again = NULL};
    (void)printf(
        "The records of %d candidate%s were destroyed when they were due: what is left is checked, and the "
        "vetting as a whole no longer can be.\n",
        destroyed, destroyed == 1 ? "" : "s");
    bool sound = fflush(stdout) == 0 && integrity_check(o->caseload, released, f);
    bool ok = (sound || f->code == FAULT_ANSWER_NO) && supervise(&s, &o->interrupted, f) && sound;
    if (ok)
        (void)puts("YES. The vault, the ledger and every signature are whole.");
    return ok;
}

static bool check_workbooks(struct options *o, const char *board, const char *draft, struct faults *f) {
    bool released = caseload_has_workbooks(o->caseload, "board");
    int destroyed = caseload_has_vault(o->caseload) ? integrity_destroyed(o->caseload, f) : 0;
    if (destroyed != 0)
        return destroyed > 0 && check_what_is_left(o, released ? board : NULL, destroyed, f);
    if (!released && !caseload_has_workbooks(o->caseload, "draft"))
        return fault(f, FAULT_NO_INPUT, o->caseload, "run \"evenhand run\" first",
                     "there are no workbooks to verify");
    (void)printf("Verifying %s.\n",
                 released ? "the released workbooks in board/" : "the draft (nothing is with the board)");
    char *audit =
        released ? path_join(o->caseload, "compliance/audit.ndjson") : path_join(draft, "audit.ndjson");
    bool ok =
        fflush(stdout) == 0 && check_all(o, released ? board : NULL, released ? board : draft, audit, f);
    free(audit);
    return ok;
}

/* The released workbooks; before a release, the draft. */
bool command_verify(struct options *o, struct faults *f) {
    char *board = path_join(o->caseload, "board"), *draft = path_join(o->caseload, "draft");
    bool ok = check_workbooks(o, board, draft, f);
    free(board);
    free(draft);
    return ok;
}

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "evenhand/assessment.h"
#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/files.h"
#include "evenhand/releases.h"
#include "evenhand/supervise.h"
#include "evenhand/verification.h"

static bool copy_file(const char *from, const char *to, struct faults *f) {
    struct buf content = {0};
    bool ok =
        file_read(from, VERIFICATION_FILE_MAX, &content, f) && file_write(to, content.data, content.len, f);
    buf_free(&content);
    return ok;
}

/* verify answers 0 (yes) or 1 (no); both leave a compliance workbook worth keeping. */
static bool run_stages(struct options *o, const char *workbooks, const char *scratch, const char *audit,
                       const char *ledger, const char *again, struct faults *f) {
    char *released = path_join(o->caseload, RELEASES_FOLDER);
    const struct supervision s = {
        .call = {{.stage = "replay", .argument = {o->caseload, "--facts"}},
                 {.stage = "verify",
                  .argument = {o->caseload, "--workbooks", workbooks, "--out", scratch, "--audit", audit,
                               "--ledger", ledger, "--again", again, "--released", released}}},
        .count = 2,
        .out_fd = STDOUT_FILENO,
        .work = "verify",
        .again = NULL};
    bool ok = supervise(&s, &o->interrupted, f);
    free(released);
    return ok;
}

/* Assessed again from the vault, beside what there is. When that cannot be done, verify says why. */
static char *assess_again(struct options *o, struct faults *f) {
    struct faults why = FAULTS_NONE;
    char *again = caseload_scratch(o->caseload, ".again.new", f);
    if (!again || assessment_make(o, again, &why) || why.code == FAULT_NONE)
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

static bool verify_into(struct options *o, const char *workbooks, const char *audit_source,
                        const char *scratch, struct faults *f) {
    char *audit = path_join(scratch, "audit.ndjson"), *ledger = path_join(scratch, "ledger.ndjson");
    char *again = copy_file(audit_source, audit, f) && caseload_export_ledger(o->caseload, ledger, f)
                      ? assess_again(o, f)
                      : NULL;
    bool ok = again && run_stages(o, workbooks, scratch, audit, ledger, again, f);
    if (again && (ok || f->code == FAULT_ANSWER_NO))
        ok = caseload_publish(o->caseload, scratch, "compliance", f) && ok;
    caseload_discard(again);
    free(again);
    free(audit);
    free(ledger);
    return ok;
}

bool verification_run(struct options *o, const char *workbooks, const char *audit, struct faults *f) {
    char *scratch = caseload_scratch(o->caseload, ".compliance.new", f);
    bool ok = scratch && verify_into(o, workbooks, audit, scratch, f);
    if (!ok)
        caseload_discard(scratch);
    free(scratch);
    return ok;
}

/* The released workbooks; before a release, the draft. */
bool command_verify(struct options *o, struct faults *f) {
    char *board = path_join(o->caseload, "board"), *draft = path_join(o->caseload, "draft");
    bool released = caseload_has_workbooks(o->caseload, "board");
    char *audit =
        released ? path_join(o->caseload, "compliance/audit.ndjson") : path_join(draft, "audit.ndjson");
    bool ok = released || caseload_has_workbooks(o->caseload, "draft") ||
              fault(f, FAULT_NO_INPUT, o->caseload, "run \"evenhand run\" first",
                    "there are no workbooks to verify");
    if (ok)
        (void)printf("Verifying %s.\n",
                     released ? "the released workbooks in board/" : "the draft (nothing is with the board)");
    ok = ok && fflush(stdout) == 0 && verification_run(o, released ? board : draft, audit, f);
    free(board);
    free(draft);
    free(audit);
    return ok;
}

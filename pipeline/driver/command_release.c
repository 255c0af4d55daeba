#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/signatures.h"
#include "evenhand/timestamping.h"
#include "evenhand/vault.h"
#include "evenhand/verification.h"

/* A copy of our own: who still has the draft open for writing cannot reach what is verified and released. */
static bool copy_workbook(const char *draft, const char *scratch, const char *name, struct faults *f) {
    struct buf content = {0};
    char *from = path_join(draft, name), *to = path_join(scratch, name);
    bool ok = file_read(from, VERIFICATION_FILE_MAX, &content, f) &&
              file_write(to, content.data, content.len, f) &&
              (chmod(to, 0640) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, to, "cannot be put in place"));
    buf_free(&content);
    free(from);
    free(to);
    return ok;
}

static bool copy_workbooks(const char *draft, const char *scratch, struct faults *f) {
    char **names = NULL;
    bool ok = files_list(draft, ".xlsx", &names, f);
    if (ok && !names[0])
        ok = fault(f, FAULT_NO_INPUT, draft, "run \"evenhand assess\" first", "there is no draft to release");
    for (size_t i = 0; ok && names[i]; i++)
        ok = copy_workbook(draft, scratch, names[i], f);
    files_free(names);
    return ok;
}

static bool refuse(const struct options *o, struct faults *f) {
    if (f->code != FAULT_ANSWER_NO)
        return false;
    caseload_refused(o->caseload, "release: not verified");
    return fault(f, FAULT_ANSWER_NO, "release", "mend what verify lists above, then release again",
                 "refused: nothing was released, for any candidate");
}

static bool note_act(void *ctx, const cJSON *entry, struct faults *f) {
    const char **since = ctx; /* what happened after the latest assessment */
    const char *act = record_text(entry, "act");
    (void)f;
    if (strcmp(act, "assess") == 0)
        *since = NULL;
    else if (strcmp(act, "review") == 0)
        *since = "a decision was recorded";
    else if (strcmp(act, "gather") == 0 && !*since)
        *since = "gathering went on";
    return true;
}

/* A decision to withhold must reach the workbooks before they reach the board. */
static bool draft_is_fresh(const char *caseload, struct faults *f) {
    const char *since = NULL;
    struct vault *v = vault_open(caseload, VAULT_ACTS, f);
    bool ok = v && vault_is_latest(v, f) && vault_ledger(v, note_act, &since, f);
    if (ok && since)
        ok = fault(f, FAULT_ANSWER_NO, "draft", "run \"evenhand assess\", then release",
                   "%s after the draft was made", since);
    vault_close(v);
    return ok;
}

static const char *const workbooks[] = {".xlsx", NULL};

/* Copied first, so that what is verified is what is released even if draft/ changes meanwhile. */
static bool release(struct options *o, const struct plan *plan, const char *draft, struct faults *f) {
    char *scratch = caseload_scratch(o->caseload, ".board.new", f), *audit = path_join(draft, "audit.ndjson");
    bool ok = scratch && copy_workbooks(draft, scratch, f) && draft_is_fresh(o->caseload, f) &&
              timestamping_check(o, plan, f) && (verification_run(o, scratch, audit, f) || refuse(o, f)) &&
              caseload_record(o->caseload, "release", plan, scratch, f) &&
              signatures_add(o->caseload, scratch, workbooks, f) &&
              caseload_publish(o->caseload, scratch, "board", f);
    if (!ok)
        caseload_discard(scratch);
    free(scratch);
    free(audit);
    return ok;
}

bool command_release(struct options *o, struct faults *f) {
    struct plan *plan = caseload_plan(o->caseload, f);
    char *draft = path_join(o->caseload, "draft");
    bool ok =
        plan && (!o->waive || timestamping_waive(o->caseload, o->waive, f)) && release(o, plan, draft, f);
    if (ok)
        (void)printf("Released: %s/board\n", o->caseload);
    free(draft);
    plan_free(plan);
    return ok;
}

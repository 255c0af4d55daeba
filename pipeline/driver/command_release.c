#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/complete.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/releases.h"
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
              (chmod(to, 0440) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, to, "cannot be put in place"));
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
    else if (strcmp(act, "reply") == 0)
        *since = "a reply was recorded";
    else if (strcmp(act, "withdraw") == 0)
        *since = "a step was withdrawn";
    else if (strcmp(act, ACT_RECHECK) == 0)
        *since = "the pages of findings were looked at again";
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

static const char *const signed_files[] = {".xlsx", ".txt", NULL};

/* Verified as it will be handed over, the note included. */
static bool hand_over(struct options *o, const struct plan *plan, const struct releases *r,
                      const char *scratch, const char *audit, struct faults *f) {
    cJSON *digests = caseload_digests(scratch, f);
    bool ok = digests && releases_may(o, r, digests, f) &&
              releases_note(o, r, plan, digests, scratch, audit, f) && timestamping_check(o, plan, f) &&
              (verification_run(o, scratch, audit, "assess", f) || refuse(o, f)) &&
              signatures_add(o->caseload, scratch, signed_files, f) &&
              releases_keep(o, r->number + 1, scratch, audit, f) && releases_record(o, r, plan, scratch, f) &&
              caseload_publish(o->caseload, scratch, "board", f);
    cJSON_Delete(digests);
    return ok;
}

/* Copied first, so that what is verified is what is released even if draft/ changes meanwhile. */
static bool make(struct options *o, const struct plan *plan, const char *draft, const struct releases *r,
                 struct faults *f) {
    char *scratch = caseload_scratch(o->caseload, ".board.new", f), *audit = path_join(draft, "audit.ndjson");
    bool ok = scratch && copy_workbooks(draft, scratch, f) && draft_is_fresh(o->caseload, f) &&
              hand_over(o, plan, r, scratch, audit, f);
    if (!ok)
        caseload_discard(scratch);
    else
        (void)printf("Released: %s/board (release %ld)\n", o->caseload, r->number + 1);
    free(scratch);
    free(audit);
    return ok;
}

static bool release(struct options *o, const struct plan *plan, const char *draft, struct faults *f) {
    struct releases r = {.number = 0};
    bool there = true, ok = releases_read(o->caseload, &r, f);
    if (ok && r.number > 0 && !r.withdrawn)
        ok = releases_is_at_board(o, &r, &there, f);
    if (ok && !there) {
        ok = releases_complete(o, &r, f);
        if (ok)
            (void)printf("Release %ld was broken off before it was in %s/board; now it is.\n", r.number,
                         o->caseload);
    } else if (ok)
        ok = make(o, plan, draft, &r, f);
    releases_free(&r);
    return ok;
}

bool command_release(struct options *o, struct faults *f) {
    struct plan *plan = caseload_plan(o->caseload, f);
    char *draft = path_join(o->caseload, "draft");
    bool ok = plan && (!o->waive || timestamping_waive(o->caseload, o->waive, f)) &&
              (o->withdraw || caseload_complete(o->caseload, plan, f)) &&
              (o->withdraw ? releases_withdraw(o, plan, f) : release(o, plan, draft, f));
    if (ok && o->withdraw)
        (void)printf("Withdrawn. Tell the board: what it copied from %s/board is to be used no longer.\n",
                     o->caseload);
    free(draft);
    plan_free(plan);
    return ok;
}

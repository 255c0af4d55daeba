#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/assessment.h"
#include "evenhand/audit.h"
#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/complete.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/supervise.h"
#include "evenhand/vault.h"

#define STRING_OF(number) #number
#define DIGITS(number) STRING_OF(number)

/* The evidence must have been gathered under the very plan that now lies there. */
static bool same_plan(const struct options *o, const struct plan *plan, struct faults *f) {
    struct vault *v = vault_open(o->caseload, VAULT_ACTS, f);
    cJSON *run = v ? vault_run(v, f) : NULL;
    bool ok = run != NULL;
    if (v && !run && f->count == 0)
        ok = fault(f, FAULT_NO_INPUT, "assess", "run \"evenhand gather\" first",
                   "nothing has been gathered yet");
    if (run && strcmp(record_text(run, "plan_sha256"), plan->digest) != 0)
        ok = fault(f, FAULT_CONFIG, "plan.yaml",
                   "put the plan and sources/ back as they were, or start a new caseload",
                   "the plan or a source changed after gathering began");
    cJSON_Delete(run);
    vault_close(v);
    return ok;
}

/* A stream that leaves the pipe on a descriptor of its own: beside the scratch folder until all is well. */
struct aside {
    char *path, *final;
    int fd;
};

static bool aside_open(struct aside *a, const char *scratch, const char *name, struct faults *f) {
    a->path = mem_format("%s.%s", scratch, name);
    a->final = path_join(scratch, name);
    a->fd = open(a->path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    return a->fd >= 0 || fault_errno(f, FAULT_CANNOT_CREATE, a->path, "cannot be created");
}

static bool aside_publish(const struct aside *a, struct faults *f) {
    return (fsync(a->fd) == 0 && rename(a->path, a->final) == 0) ||
           fault_errno(f, FAULT_IO, a->final, "cannot be put in place");
}

static void aside_close(struct aside *a, bool keep) {
    if (a->fd >= 0)
        (void)close(a->fd);
    if (!keep)
        (void)unlink(a->path);
    free(a->path);
    free(a->final);
}

static bool run_stages(struct options *o, const char *scratch, const char *through, int audit, int board,
                       struct faults *f) {
    char *sources = path_join(o->caseload, "sources"), *rules = path_join(o->caseload, "rules");
    const struct supervision s = {
        .call = {{.stage = "replay",
                  .argument = {o->caseload, through ? "--through" : NULL, through},
                  .opens_vault = true},
                 {.stage = "extract", .argument = {"--sources", sources}},
                 {.stage = "attribute", .argument = {"--rules", rules}},
                 {.stage = "screen", .argument = {"--rules", rules}},
                 {.stage = "redact",
                  .argument = {"--rules", rules, "--audit-fd", DIGITS(SUPERVISE_EXTRA_FD)},
                  .extra_fd = audit},
                 {.stage = "report",
                  .argument = {"--out", scratch, "--stream-fd", DIGITS(SUPERVISE_EXTRA_FD)},
                  .extra_fd = board}},
        .count = 6,
        .out_fd = -1,
        .work = "assess",
        .again = "no workbook was made; run \"evenhand assess\" again when it is mended"};
    bool ok = supervise(&s, &o->interrupted, f);
    free(sources);
    free(rules);
    return ok;
}

/* The audit stream must be whole too, or nothing is published. */
static bool audit_is_whole(const char *path, struct faults *f) {
    cJSON *summary = audit_summary(path, f);
    cJSON_Delete(summary);
    return summary != NULL;
}

bool assessment_make(struct options *o, const char *scratch, const char *through, struct faults *f) {
    struct aside audit, board;
    bool ok = aside_open(&audit, scratch, "audit.ndjson", f);
    ok = aside_open(&board, scratch, "board.ndjson", f) && ok;
    ok = ok && run_stages(o, scratch, through, audit.fd, board.fd, f) && audit_is_whole(audit.path, f) &&
         aside_publish(&audit, f) && aside_publish(&board, f);
    aside_close(&audit, ok);
    aside_close(&board, ok);
    return ok;
}

bool assessment_ready(const struct options *o, const struct plan *plan, struct faults *f) {
    return same_plan(o, plan, f) && caseload_complete(o->caseload, plan, f);
}

bool command_assess(struct options *o, struct faults *f) {
    struct plan *plan = caseload_plan(o->caseload, f);
    char *scratch =
        plan && assessment_ready(o, plan, f) ? caseload_scratch(o->caseload, ".draft.new", f) : NULL;
    bool ok = scratch && assessment_make(o, scratch, NULL, f) &&
              caseload_record(o->caseload, "assess", plan, scratch, f) &&
              caseload_publish(o->caseload, scratch, "draft", f);
    if (!ok)
        caseload_discard(scratch);
    if (ok)
        (void)printf("Drafted: %s/draft. Look at it, then run \"evenhand release\".\n", o->caseload);
    free(scratch);
    plan_free(plan);
    return ok;
}

bool command_run(struct options *o, struct faults *f) {
    bool gathered = command_gather(o, f);
    /* With work left a draft is still worth seeing; release is what refuses it. */
    if (!gathered && (f->code != FAULT_TRY_AGAIN || o->interrupted))
        return false;
    return command_assess(o, f) && gathered;
}

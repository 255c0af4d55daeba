#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/files.h"
#include "evenhand/plan_pace.h"
#include "evenhand/stream.h"
#include "evenhand/supervise.h"
#include "evenhand/timestamping.h"

static bool read_over(void *ctx, enum record_type type, const cJSON *record, struct faults *f) {
    (void)ctx, (void)type, (void)record, (void)f;
    return true;
}

/* What collect wrote must be whole: every record counted, `end` last. Candidates are asked about in turn, so
 * their records are not together. */
static bool check_output(int fd, struct faults *f) {
    if (lseek(fd, 0, SEEK_SET) != 0)
        return fault_errno(f, FAULT_IO, "gather", "collect's answer cannot be read");
    return stream_each(fd, RECORD_SEARCHER, "gather: what collect wrote", false, read_over, NULL, f);
}

static bool gather(struct options *o, int out, struct faults *f) {
    const struct supervision s = {
        .call = {{.stage = "intake", .argument = {o->caseload}},
                 {.stage = "collect", .argument = {o->caseload}, .opens_vault = true}},
        .count = 2,
        .out_fd = out,
        .work = "gather",
        .again = "run \"evenhand gather\" again: what was answered is kept"};
    return supervise(&s, &o->interrupted, f) && check_output(out, f);
}

static cJSON *detail_of(const struct plan *plan, const struct faults *f) {
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(detail, "plan_sha256", plan->digest);
    (void)cJSON_AddNumberToObject(detail, "exit_code", (double)f->code);
    return detail;
}

/* Before the first gathering, to whoever sits and waits. */
static void say_pace(const struct options *o, const struct plan *plan) {
    struct buf text = {0};
    char *vault = path_join(o->caseload, "vault/vault.db");
    if (isatty(STDERR_FILENO) && access(vault, F_OK) != 0)
        plan_pace_say(plan, o->caseload, &text);
    if (text.len > 0)
        (void)fwrite(text.data, 1, text.len, stderr);
    buf_free(&text);
    free(vault);
}

bool command_gather(struct options *o, struct faults *f) {
    struct plan *plan = caseload_plan(o->caseload, f);
    int out = plan && caseload_unlock(o->caseload, f) ? caseload_nameless_file(o->caseload, f) : -1;
    if (out >= 0)
        say_pace(o, plan);
    bool ok = out >= 0 && gather(o, out, f);
    if (out >= 0) {
        char *vault = path_join(o->caseload, "vault/vault.db");
        if (access(vault, F_OK) == 0) /* refused before anything was gathered: nothing to record it in */
            ok = caseload_ledger(o->caseload, "gather", detail_of(plan, f), f) &&
                 timestamping_take(o, plan, f) && ok;
        free(vault);
        (void)close(out);
    }
    plan_free(plan);
    return ok;
}

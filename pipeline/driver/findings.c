#include "evenhand/findings.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/caseload.h"
#include "evenhand/files.h"
#include "evenhand/stream.h"
#include "evenhand/supervise.h"

bool stages_run(struct options *o, enum stages stages, int out, const char *work, const char *again,
                struct faults *f) {
    char *sources = path_join(o->caseload, "sources"), *rules = path_join(o->caseload, "rules");
    const struct stage_call recheck = {
        .stage = "collect", .argument = {"--recheck", o->caseload}, .opens_vault = true};
    struct supervision s = {.call = {{.stage = "replay", .argument = {o->caseload}, .opens_vault = true},
                                     {.stage = "extract", .argument = {"--sources", sources}},
                                     {.stage = "attribute", .argument = {"--rules", rules}},
                                     {.stage = "screen", .argument = {"--rules", rules}},
                                     {.stage = "redact", .argument = {"--rules", rules}}},
                            .count = stages == STAGES_RECHECKED ? STAGES_SANITIZED : (size_t)stages,
                            .out_fd = out,
                            .work = work,
                            .again = again};
    if (stages == STAGES_RECHECKED)
        s.call[STAGES_FINDINGS] = recheck;
    bool ok = supervise(&s, &o->interrupted, f);
    free(sources);
    free(rules);
    return ok;
}

struct listing {
    const char *number;
    enum record_type wanted;
    bool known;
    cJSON *findings;
};

static bool take_record(void *ctx, enum record_type type, const cJSON *record, struct faults *f) {
    struct listing *l = ctx;
    (void)f;
    if (strcmp(record_text(record, "candidate"), l->number) != 0)
        return true;
    l->known = l->known || type == RECORD_CANDIDATE;
    if (type == l->wanted)
        (void)cJSON_AddItemToArray(l->findings, cJSON_Duplicate(record, true));
    return true;
}

bool stages_each(struct options *o, enum stages stages, const char *work, stream_each_record *each, void *ctx,
                 struct faults *f) {
    enum record_side side = stages == STAGES_SANITIZED ? RECORD_BOARD : RECORD_SEARCHER;
    int out = caseload_unlock(o->caseload, f) ? caseload_nameless_file(o->caseload, f) : -1;
    bool ok = out >= 0 && stages_run(o, stages, out, work, NULL, f);
    if (ok && lseek(out, 0, SEEK_SET) != 0)
        ok = fault_errno(f, FAULT_IO, work, "what the stages wrote cannot be read");
    ok = ok && stream_each(out, side, work, true, each, ctx, f);
    if (out >= 0)
        (void)close(out);
    return ok;
}

cJSON *findings_of(struct options *o, const char *number, enum stages stages, const char *work,
                   struct faults *f) {
    struct listing l = {.number = number,
                        .wanted = stages == STAGES_ITEMS ? RECORD_ITEM : RECORD_FINDING,
                        .findings = cJSON_CreateArray()};
    bool ok = stages_each(o, stages, work, take_record, &l, f) &&
              (l.known || fault(f, FAULT_DATA, work, "see \"evenhand status\" for the numbers",
                                "there is no candidate %s", number));
    if (ok)
        return l.findings;
    cJSON_Delete(l.findings);
    return NULL;
}

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/assessment.h"
#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/complete.h"
#include "evenhand/files.h"
#include "evenhand/findings.h"
#include "evenhand/record.h"
#include "evenhand/stream.h"
#include "evenhand/vocab.h"

#define RESULTS 4 /* of vocab_rechecks */

static bool count(void *ctx, enum record_type type, const cJSON *record, struct faults *f) {
    size_t *counts = ctx;
    int result = type == RECORD_RECHECK ? vocab_find(vocab_rechecks, record_text(record, "result")) : -1;
    (void)f;
    if (result >= 0)
        counts[result]++;
    return true;
}

static bool tell(const struct options *o, const size_t *counts, struct faults *f) {
    const size_t undetermined = counts[vocab_find(vocab_rechecks, "undetermined")];
    size_t all = 0;
    for (size_t i = 0; i < RESULTS; i++)
        all += counts[i];
    (void)printf("Looked again at what %zu item%s with findings rest%s on: %zu still there, %zu changed, %zu "
                 "gone, %zu "
                 "undetermined.\nRun \"evenhand assess %s\": the workbooks then say so.\n",
                 all, all == 1 ? "" : "s", all == 1 ? "s" : "", counts[0], counts[1], counts[2], undetermined,
                 o->caseload);
    return undetermined == 0 || fault(f, FAULT_TRY_AGAIN, "recheck",
                                      "what was found is recorded; run \"evenhand recheck\" again later",
                                      "%zu could not be looked at", undetermined);
}

bool command_recheck(struct options *o, struct faults *f) {
    size_t counts[RESULTS] = {0};
    struct plan *plan = caseload_plan(o->caseload, f);
    bool ready = plan && assessment_ready(o, plan, f);
    int out = ready ? caseload_nameless_file(o->caseload, f) : -1;
    bool ok =
        out >= 0 &&
        stages_run(o, STAGES_RECHECKED, out, "recheck",
                   "nothing was recorded; run \"evenhand recheck\" again when it is mended", f) &&
        (lseek(out, 0, SEEK_SET) == 0 || fault_errno(f, FAULT_IO, "recheck", "the answer cannot be read")) &&
        stream_each(out, RECORD_SEARCHER, "recheck: what collect wrote", false, count, counts, f) &&
        tell(o, counts, f);
    if (out >= 0)
        (void)close(out);
    plan_free(plan);
    return ok;
}

/* A candidate's findings as they stand now: the stages run over the vault, nothing is published. */
#ifndef EVENHAND_FINDINGS_H
#define EVENHAND_FINDINGS_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "evenhand/command.h"
#include "evenhand/stream.h"

/* How far the stages run, and so what the records are. */
enum stages {
    STAGES_ITEMS = 2,      /* items, as read out of the pages */
    STAGES_ATTRIBUTED = 3, /* ... with their match */
    STAGES_FINDINGS = 4,   /* findings, as the searcher sees them */
    STAGES_SANITIZED = 5,  /* findings, as the board does */
    STAGES_RECHECKED = 6,  /* rechecks: collect reads the searcher's findings instead */
};

/* Runs the stages over the vault; the last one's output goes to `out`. `work` and `again` as in supervise.h.
 */
bool stages_run(struct options *o, enum stages stages, int out, const char *work, const char *again,
                struct faults *f);

/* Runs the stages over the vault and calls back with each record. `work` is for messages. */
bool stages_each(struct options *o, enum stages stages, const char *work, stream_each_record *each, void *ctx,
                 struct faults *f);

/* Array of the items (STAGES_ITEMS) or findings of candidate `number`; cJSON_Delete releases. NULL: fault. No
 * candidate of that number: FAULT_DATA. */
cJSON *findings_of(struct options *o, const char *number, enum stages stages, const char *work,
                   struct faults *f);

#endif

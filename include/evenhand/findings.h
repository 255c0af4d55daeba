/* A candidate's findings as they stand now: the stages run over the vault, nothing is published. */
#ifndef EVENHAND_FINDINGS_H
#define EVENHAND_FINDINGS_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "evenhand/command.h"

/* How far the stages run, and so what the records are. */
enum findings_stage {
    FINDINGS_ITEMS = 2,     /* items, as read out of the pages */
    FINDINGS_SEARCHER = 4,  /* findings, as the searcher sees them */
    FINDINGS_SANITIZED = 5, /* findings, as the board does */
};

/* Array of those records of candidate `number`; cJSON_Delete releases. NULL: fault. No candidate of that
 * number: FAULT_DATA. `work` is for messages. */
cJSON *findings_of(struct options *o, const char *number, enum findings_stage stage, const char *work,
                   struct faults *f);

#endif

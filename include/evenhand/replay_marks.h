/* What the ledger says of how the evidence came to be, for the run record: part of what the workbooks are
 * made from, so that assessing again tells the same. */
#ifndef EVENHAND_REPLAY_MARKS_H
#define EVENHAND_REPLAY_MARKS_H

#include <stdbool.h>
#include <stdint.h>

#include "evenhand/faults.h"
#include "evenhand/vault.h"

struct replay_marks {
    int64_t through; /* the entries up to this one count; 0: all of them. Set before reading */
    bool no_sandbox; /* searching or assessing was told to do without the sandbox */
    int64_t recheck; /* the last row of the latest recheck; 0: none was made */
};

/* Reads the whole ledger, which is checked on the way. */
bool replay_marks_read(struct replay_marks *m, struct vault *v, struct faults *f);

#endif

/* Looking again at the pages that findings rest on, before a release: is it still there? Each page is asked
 * for as the gathering asked (robots.txt, rates, guard, blocks: queue.h), once for each piece of evidence
 * with a finding.
 *
 * there         the same bytes, or the page still shows every excerpt of the item's findings
 * changed       the page answers, and does not show them any more
 * gone          404 or 410, or what the source's descriptor calls "nothing there"
 * undetermined  anything else: no answer, a block, robots.txt, or an answer that cannot be compared
 *
 * The comparison is tried on the first capture first: where it does not find the words there, it can tell
 * nothing of the page of today unless that is the same bytes. The first capture is not touched. Results are
 * stored for all findings of all candidates at once, or not at all. */
#ifndef EVENHAND_RECHECK_H
#define EVENHAND_RECHECK_H

#include "evenhand/gather.h"

struct recheck; /* opaque */

struct recheck *recheck_new(void);
void recheck_free(struct recheck *r);
/* A finding of the stream; those of a candidate stand together. */
void recheck_want(struct recheck *r, const cJSON *finding);
/* Asks, compares, stores, and writes a recheck record for each item. False: nothing was stored
 * (FAULT_TRY_AGAIN after a signal, FAULT_UNAVAILABLE when no host could be reached). */
bool recheck_run(struct recheck *r, const struct gather_in *in, struct stage_io *io, struct faults *f);

#endif

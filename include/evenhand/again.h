/* Reproducible: the caseload was assessed again from the vault; what came out must be what is being verified.
 */
#ifndef EVENHAND_AGAIN_H
#define EVENHAND_AGAIN_H

#include "evenhand/census.h"
#include "evenhand/deviations.h"
#include "evenhand/facts.h"

#define AGAIN_WHY "why.txt" /* in the folder: why nothing could be made */

struct again {
    const char *folder, *workbooks, *audit, *board; /* borrowed; the streams may be NULL */
    const struct census *census;
    const struct facts *facts;
    struct deviations *deviations;
    const char *since; /* what was done since the workbooks were made ("a decision was recorded"), or NULL */
};

/* Compares every workbook, by bytes and, where those differ, by what is inside (another zlib packs the same
 * content otherwise: a remark); and the audit stream. What differs becomes deviations. False when a folder
 * cannot be read. */
bool again_check(const struct again *a, struct faults *f);

/* SHA-256 over the names and the unpacked contents of a workbook's parts, by name. False: it cannot be read.
 */
bool again_content_digest(const char *path, char hex[DIGEST_HEX_BYTES]);

#endif

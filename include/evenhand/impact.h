/* `evenhand impact`: adverse impact, apart from everything else. It opens one file, which must lie outside of
 * every caseload, writes to standard output and nowhere else, and repeats no row. */
#ifndef EVENHAND_IMPACT_H
#define EVENHAND_IMPACT_H

#include "evenhand/stage.h"

struct impact {
    const char *file; /* borrowed */
    int fd;           /* of it, opened before the sandbox; -1: none */
    struct buf bytes;
};

extern const struct argp_option impact_options[];
bool impact_option(void *self, int key, const char *value, unsigned index, struct faults *f);
/* FAULT_NOT_PERMITTED when the file lies in a caseload, however it is reached. */
bool impact_open(void *self, struct stage_io *io, struct faults *f);
bool impact_done(void *self, struct stage_io *io, struct faults *f);
void impact_close(void *self);

#endif

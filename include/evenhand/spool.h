/* Texts put aside: what is added is kept in memory up to SPOOL_BYTES and goes to a nameless file beyond that,
 * so that a candidate of a million findings takes no more memory than one of a thousand. */
#ifndef EVENHAND_SPOOL_H
#define EVENHAND_SPOOL_H

#include <stdbool.h>
#include <stdint.h>

#include "evenhand/buf.h"
#include "evenhand/faults.h"

#define SPOOL_BYTES ((size_t)1 << 20)

/* Zero-initialise, then set `folder`: where the nameless file may be made. */
struct spool {
    const char *folder; /* borrowed */
    struct buf tail;    /* what is not in the file yet */
    uint64_t written;   /* bytes in the file */
    int file;           /* 1 + descriptor; 0: none yet */
};

/* Adds a text; *offset is where it will be found. FAULT_CANNOT_CREATE or FAULT_IO when the file fails. */
bool spool_add(struct spool *s, const char *text, size_t len, uint64_t *offset, struct faults *f);
/* The text of `len` bytes at `offset`, instead of what `out` holds. */
bool spool_read(const struct spool *s, uint64_t offset, size_t len, struct buf *out, struct faults *f);
void spool_clear(struct spool *s); /* empty again, the file kept */
void spool_close(struct spool *s);

#endif

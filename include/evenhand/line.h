/* Lines from a descriptor, bounded: a line over LINE_MAX_BYTES is a fault, not a guess. */
#ifndef EVENHAND_LINE_H
#define EVENHAND_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"
#include "evenhand/faults.h"

#define LINE_MAX_BYTES ((size_t)16 << 20) /* docs/design.md section 3; without the newline */

struct line_reader {
    int fd;           /* borrowed */
    const char *name; /* for messages: "extract: standard input" */
    size_t number;    /* of the line last returned, from 1 */
    size_t start;     /* first byte not returned yet */
    struct buf held;  /* what was read */
    bool eof;
};

enum line_result { LINE_MORE, LINE_END, LINE_FAULT };

void line_open(struct line_reader *r, int fd, const char *name);
/* The next line without its newline, NUL-terminated, valid until the next call. A last line without newline
 * was cut short: FAULT_DATA. */
enum line_result line_next(struct line_reader *r, char **line, size_t *len, struct faults *f);
void line_close(struct line_reader *r); /* frees; does not close fd */

#endif

/* Progress: a bar on a terminal, silence in a pipe, and numbers for the driver.
 *
 * Under the driver a stage is told by EVENHAND_PROGRESS_FD where to write "DONE TOTAL UNIT\n" lines (TOTAL 0:
 * unknown); the driver draws one bar a stage and names the last numbers of a stage that died. By hand, on a
 * terminal, the stage draws its own bar on stderr. At most PROGRESS_PER_SECOND updates. */
#ifndef EVENHAND_PROGRESS_H
#define EVENHAND_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#define PROGRESS_PER_SECOND 10
#define PROGRESS_FD_ENV "EVENHAND_PROGRESS_FD"

struct progress {
    const char *stage; /* borrowed */
    const char *unit;  /* "attempts" */
    uint64_t done, total;
    int fd; /* the driver's, or -1 */
    bool terminal;
    struct timespec began, last;
};

void progress_begin(struct progress *p, const char *stage, const char *unit, uint64_t total);
void progress_add(struct progress *p, uint64_t n);
void progress_finish(struct progress *p); /* last numbers out, bar cleared */

/* One bar as text, for a line of `width` columns: "collect  [#####     ]  41/60 attempts  12/s  0:02 left".
 */
void progress_bar(const struct progress *p, char *out, size_t size, int width);

#endif

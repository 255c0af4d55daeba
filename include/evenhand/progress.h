/* Progress: bars on a terminal, silence in a pipe, and numbers for the driver.
 *
 * Under the driver a stage is told by EVENHAND_PROGRESS_FD where to write its numbers; the driver draws the
 * bars and names the last numbers of a stage that died. By hand, on a terminal, the stage draws its own on
 * stderr. At most PROGRESS_PER_SECOND updates. The numbers are lines:
 *
 *     DONE TOTAL UNIT          of the stage; TOTAL 0: unknown
 *     =I DONE TOTAL ODD NAME   of its part I, where it has parts (collect: its sources); ODD of them are
 * undetermined
 */
#ifndef EVENHAND_PROGRESS_H
#define EVENHAND_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "evenhand/buf.h"

#define PROGRESS_MAX_PARTS 4096 /* that the driver listens to */
#define PROGRESS_PER_SECOND 10
#define PROGRESS_FD_ENV "EVENHAND_PROGRESS_FD"

struct progress_part {
    const char *name;
    uint64_t done, total, odd;
    bool changed; /* since it was last shown */
};

struct progress {
    const char *stage; /* borrowed */
    const char *unit;  /* "attempts" */
    uint64_t done, total;
    struct progress_part *part; /* borrowed; NULL: the stage has no parts */
    size_t parts;
    int fd; /* the driver's, or -1 */
    bool terminal;
    bool ended; /* no rate any more */
    struct timespec began, last;
    size_t drawn; /* lines on the terminal now */
};

void progress_begin(struct progress *p, const char *stage, const char *unit, uint64_t total);
/* From now on there is a bar for each of these, too. */
void progress_divide(struct progress *p, struct progress_part *part, size_t parts);
void progress_add(struct progress *p, uint64_t n);
/* One more of a part is done, `odd` if it came to nothing that counts; and of the whole. */
void progress_add_part(struct progress *p, size_t part, bool odd);
void progress_finish(struct progress *p); /* last numbers out, bars cleared */

/* For the driver: takes in every whole line of what a stage told, and leaves in `text` what is behind them.
 */
void progress_take(struct progress *p, const char *stage, struct buf *text);
void progress_forget(struct progress *p); /* releases what progress_take made */

#endif

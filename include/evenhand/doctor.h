/* Is this machine, and this caseload, set up as the separation of searcher and decision maker needs it? One
 * line a check: what is, and how to mend what is not. */
#ifndef EVENHAND_DOCTOR_H
#define EVENHAND_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"
#include "evenhand/plan.h"

struct doctor {
    const char *caseload;
    struct plan *plan; /* NULL: it could not be read */
    struct buf text;   /* what was found */
    size_t to_mend, hints;
};

void doctor_ok(struct doctor *d, const char *what, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* What must be mended, and how. */
void doctor_mend(struct doctor *d, const char *what, const char *how, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* What should be thought about; no failure. */
void doctor_hint(struct doctor *d, const char *what, const char *how, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

void doctor_folders(struct doctor *d); /* ownership, modes, groups, umask */
void doctor_key(struct doctor *d);     /* the key file, and who else holds a key */
void doctor_machine(struct doctor *d); /* sandbox, disk, swap, clock, certificate authorities */

#endif

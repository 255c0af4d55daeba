/* The `requests` of a source descriptor: how each is asked, what its answer is, and what follows from it.
 * Part of source.c, apart because it is half of the format. */
#ifndef EVENHAND_SOURCE_REQUEST_H
#define EVENHAND_SOURCE_REQUEST_H

#include <stdbool.h>

#include "evenhand/faults.h"
#include "evenhand/source.h"

/* Reads every request of the descriptor's map into `s`; a fault for every problem found. */
bool source_requests_read(struct source *s, const struct yaml *requests, struct faults *f);

#endif

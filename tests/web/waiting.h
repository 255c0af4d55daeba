/* Requests whose answer is slow on purpose: suspended until they are due. */
#ifndef MADEUP_WAITING_H
#define MADEUP_WAITING_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>

/* Suspends the request for `ms`. False when too many are waiting already: answer at once. */
bool waiting_add(struct MHD_Connection *request, long ms);
/* Resumes those that are due (all of them with `all`). Milliseconds until the library must run for one
 * again, or -1. */
int waiting_resume(bool all);

#endif

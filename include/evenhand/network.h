/* What a program needs that asks sites: the sandbox with a network, threads that fit into it, and how the
 * plan wants it to introduce itself. */
#ifndef EVENHAND_NETWORK_H
#define EVENHAND_NETWORK_H

#include <stdbool.h>

#include "evenhand/plan.h"
#include "evenhand/queue.h"
#include "evenhand/sandbox.h"

/* Locale for international host names, SIGPIPE, the size of libcurl's resolver threads. */
bool network_prepare(const char *program, struct faults *f);
/* Resolver and certificate files, and the network. ca_file may be NULL. */
bool network_allow(struct sandbox *s, const char *ca_file, struct faults *f);
/* As the plan says; guard and ca_file are borrowed. */
struct queue_options network_options(const struct plan *plan, const char *ca_file,
                                     const struct address_guard *guard);

#endif

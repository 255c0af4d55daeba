#include "evenhand/network.h"

#include <locale.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>

#include "evenhand/collect_limits.h"

#define RESOLVER_STACK_BYTES ((size_t)512 << 10) /* of libcurl's resolver threads, many at once */

/* libcurl resolves each name in a thread of its own; with the C library's defaults, many of them would
 * reserve more address space than the sandbox grants. */
static bool tame_threads(const char *program, struct faults *f) {
    pthread_attr_t attributes;
    (void)mallopt(M_ARENA_MAX, 2); /* an allocator of a sanitizer has no arenas */
    bool set = pthread_attr_init(&attributes) == 0 &&
               pthread_attr_setstacksize(&attributes, RESOLVER_STACK_BYTES) == 0 &&
               pthread_setattr_default_np(&attributes) == 0;
    return set || fault(f, FAULT_BUG, program, NULL, "the size of threads cannot be set");
}

bool network_prepare(const char *program, struct faults *f) {
    (void)setlocale(LC_CTYPE,
                    "C.UTF-8"); /* international host names; without it they are refused as unreadable */
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
        return fault_errno(f, FAULT_BUG, program, "SIGPIPE cannot be ignored");
    }
    return tame_threads(program, f);
}

bool network_allow(struct sandbox *s, const char *ca_file, struct faults *f) {
    return (ca_file == NULL || sandbox_allow(s->read, ca_file, f)) && sandbox_allow_network(s, f);
}

struct queue_options network_options(const struct plan *plan, const char *ca_file,
                                     const struct address_guard *guard) {
    const struct plan_network *n = &plan->network;
    return (struct queue_options){.fetch = {.user_agent = *n->user_agent ? n->user_agent : COLLECT_USER_AGENT,
                                            .proxy = n->proxy,
                                            .ca_file = ca_file,
                                            .guard = guard},
                                  .lawful = plan->lawful,
                                  .concurrency = n->concurrency,
                                  .per_host_per_second = n->per_host_per_second};
}

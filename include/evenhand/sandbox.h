/* The sandbox: Landlock for files, a seccomp deny-list for the rest, entered before the first input byte.
 *
 * From then on the process may open only what is listed, may not execute, trace, mount, make a socket (unless
 * `network`; nobody listens), signal processes outside (Linux 6.12), load keys or gain privileges; core files
 * are off, memory and open files are bounded. It cannot be left.
 * A kernel without Landlock: FAULT_NOT_PERMITTED, unless that was waived (--no-sandbox): then all but
 * Landlock is entered, and whoever waives it puts that on record. Sources: landlock(7), seccomp(2). */
#ifndef EVENHAND_SANDBOX_H
#define EVENHAND_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"

#define SANDBOX_MAX_PATHS 16
#define SANDBOX_MAX_FILES                                                                                    \
    2048 /* open at once: collect has a connection or two for each request under way                         \
          */
#define SANDBOX_MEMORY_BYTES ((size_t)2 << 30) /* address space; not in sanitizer builds */

struct sandbox {
    const char
        *read[SANDBOX_MAX_PATHS]; /* files or folders that may be read; NULL ends; a missing one is ignored */
    const char
        *write[SANDBOX_MAX_PATHS]; /* folders below which files may be made, changed, renamed, removed */
    bool network;                  /* sockets allowed */
};

/* Adds a path to a list above; too many is FAULT_BUG. `path` is borrowed until sandbox_enter. */
bool sandbox_allow(const char **list, const char *path, struct faults *f);
/* The network, and what it takes: resolver, name services, certificate authorities. */
bool sandbox_allow_network(struct sandbox *s, struct faults *f);
bool sandbox_enter(const struct sandbox *s, struct faults *f);

#define SANDBOX_WAIVER_NAME "no-sandbox"
#define SANDBOX_WAIVER "--" SANDBOX_WAIVER_NAME /* of stages, and of the commands that start them */
/* This process, and the stages that it starts, do without Landlock where the kernel has none. */
void sandbox_waive(void);
bool sandbox_waived(void);

#endif

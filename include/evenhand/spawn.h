/* Starting one stage: posix_spawn with a clean environment and only the descriptors it is meant to have. */
#ifndef EVENHAND_SPAWN_H
#define EVENHAND_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

#include "evenhand/faults.h"
#include "evenhand/supervise.h"

struct spawned {
    pid_t pid;
    int messages; /* reads its stderr; the caller closes; non-blocking */
    int numbers;  /* reads its progress lines; the caller closes; non-blocking */
    int output;   /* reads its stdout, for the next stage; -1 when `last` */
};

/* `input`: descriptor for its stdin (-1: /dev/null); stays the caller's. `last`: stdout is out_fd (-1:
 * /dev/null). */
bool spawn_stage(const struct stage_call *call, int input, bool last, int out_fd, struct spawned *started,
                 struct faults *f);

#endif

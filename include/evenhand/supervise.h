/* Supervision: starts the stages of a pipe, watches them, reaps every one, and names the root cause when one
 * fails.
 *
 * A shell pipeline hides a killed first stage; this does not. Every stage gets a clean environment, only its
 * own descriptors, and a progress pipe; its stderr is collected and shown once it is known who failed first
 * (the others' complaints about a cut stream are consequences, and are left out). */
#ifndef EVENHAND_SUPERVISE_H
#define EVENHAND_SUPERVISE_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"

#define SUPERVISE_MAX_STAGES 8
#define SUPERVISE_EXTRA_FD 4                      /* where a stage finds the descriptor of `extra_fd` */
#define SUPERVISE_KEY_FD 5                        /* and the key, if it may open the vault */
#define SUPERVISE_STDERR_BYTES ((size_t)64 << 10) /* kept of one stage's messages */

struct stage_call {
    const char *stage;        /* "collect" */
    const char *argument[16]; /* NULL-terminated, without the program's name; borrowed */
    int extra_fd;             /* 0: none; else given to the stage as SUPERVISE_EXTRA_FD */
    bool opens_vault;         /* gets the key that this process holds */
};

struct supervision {
    struct stage_call call[SUPERVISE_MAX_STAGES]; /* in the order of the pipe */
    size_t count;
    int out_fd;       /* standard output of the last stage; -1: nowhere */
    const char *work; /* what is under way, for messages: "gather" */
    const char
        *again; /* advice after a failure: "run \"evenhand gather\" again: what was answered is kept" */
};

/* Runs the pipe to its end. True when every stage exited 0. Otherwise one fault (the code is the root cause's
 * exit code, or 128 + n for a signal) after the messages of the stage that caused it. A stop by Ctrl-C or
 * SIGTERM is passed on, waited for, and is FAULT_TRY_AGAIN with *interrupted set. */
bool supervise(const struct supervision *s, bool *interrupted, struct faults *f);

#endif

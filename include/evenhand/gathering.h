/* What gather.c (which attempts, until when) and jobs.c (one of them) share. */
#ifndef EVENHAND_GATHERING_H
#define EVENHAND_GATHERING_H

#include <sys/queue.h>
#include <time.h>

#include "evenhand/collect_limits.h"
#include "evenhand/controls.h"
#include "evenhand/gather.h"
#include "evenhand/work.h"

/* A step's attempts: done, open, and to come. */
struct lane {
    size_t next, end; /* units */
    size_t open;
};

/* An open attempt: of a candidate, or half of a control. */
struct job {
    struct gathering *of;
    size_t step;
    struct attempt *attempt; /* a control's belongs to its round */
    struct control_round *round;
    size_t half;
    LIST_ENTRY(job) link;
};

struct gathering {
    const struct gather_in *in;
    struct stage_io *io;
    struct queue *queue;
    struct work work;
    struct controls controls;
    struct lane *lane; /* one a step */
    char **withdrawn;  /* one a step: why, or NULL */
    LIST_HEAD(job_list, job) jobs;
    bool batch;    /* something is stored and not committed */
    bool unsynced; /* something is committed, and perhaps not on the disk */
    struct timespec synced;
    size_t held;                       /* bytes of bodies in open attempts */
    size_t done, undetermined, failed; /* failed: controls */
    char *listed[COLLECT_LISTED];      /* undetermined attempts, for the last message: place, reason */
    char *reasons[COLLECT_LISTED];
    struct timespec stopped; /* when it was asked to */
    bool stopping;
};

/* Commits what was stored since the last commit. */
bool job_commit(struct gathering *g, struct faults *f);
int64_t ms_since(const struct timespec *then);
/* Begins the step's next attempt. */
bool job_open(struct gathering *g, size_t step, struct faults *f);
/* Begins both halves of a round. */
bool job_open_control(struct gathering *g, struct control_round *r, bool closing, struct faults *f);
/* Stores what an attempt came to, and frees it. */
bool job_finish(struct job *j, struct faults *f);
void job_free(struct job *j);

#endif

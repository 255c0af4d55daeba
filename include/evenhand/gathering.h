/* What gather.c (which attempts, until when), jobs.c (one of them), resumed.c (one that was begun before) and
 * ending.c (how it ended) share. */
#ifndef EVENHAND_GATHERING_H
#define EVENHAND_GATHERING_H

#include <sys/queue.h>
#include <time.h>

#include "evenhand/collect_limits.h"
#include "evenhand/controls.h"
#include "evenhand/gather.h"

/* A step's attempts: done, open, and to come. */
struct lane {
    size_t next, end; /* of the step's units */
    size_t open;
    size_t bar; /* its source's */
};

/* An open attempt: of a candidate, or half of a control. */
struct job {
    struct gathering *of;
    size_t step;
    struct attempt *attempt; /* a control's belongs to its round */
    struct person *person;   /* whom it is about; NULL: a control */
    const char *value;       /* of the step's slot, or NULL; the person's */
    struct ask_list resumed; /* answers from before a crash, not taken yet */
    struct control_round *round;
    size_t half;
    LIST_ENTRY(job) link;
};

struct gathering {
    const struct gather_in *in;
    struct stage_io *io;
    struct queue *queue;
    struct controls controls;
    struct lane *lane;         /* one a step */
    struct progress_part *bar; /* one a source, in the order of the steps */
    size_t bars;
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
    bool any_begun; /* a crash left answers of attempts that were not over */
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
/* Opens the vault's change that is committed when the turn is over. */
bool job_join_batch(struct gathering *g, struct faults *f);

/* Reads what was answered of this attempt before a crash. */
bool resumed_read(struct job *j, struct faults *f);
/* The answer to this address, taken out, or NULL: it was not asked yet. */
struct ask *resumed_find(struct job *j, const struct weburl *url);
/* Keeps the last answer of an attempt that goes on. */
bool resumed_keep(struct job *j, const char *asked, const struct ask *ask, struct faults *f);

/* The gathering's last word: true when nothing is left to do. */
bool ending(const struct gathering *g, struct faults *f);

#endif

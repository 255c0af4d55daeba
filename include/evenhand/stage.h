/* What makes a program a stage. A stage's main is one sentence:
 *
 *     return stage_main(&(struct stage){.name = "extract", .summary = "...", .open = ..., .record = ...},
 * argc, argv);
 *
 * stage_main parses options, calls `open` (which loads rules and says in the sandbox what the stage still
 * needs), enters the sandbox, and only then reads the first byte: `run` first, every record handed to
 * `record`, then `done`, then `end` is written. Any fault: messages on stderr, no `end`, the fault's exit
 * code. */
#ifndef EVENHAND_STAGE_H
#define EVENHAND_STAGE_H

#include <argp.h>

#include "evenhand/faults.h"
#include "evenhand/progress.h"
#include "evenhand/record.h"
#include "evenhand/sandbox.h"
#include "evenhand/stream.h"

struct stage_io {
    struct stream_in in;
    struct stream_out out;
    struct sandbox sandbox; /* `open` adds to it */
    struct progress progress;
    const char *name; /* of the stage */
};

struct stage {
    const char *name;                  /* "extract" */
    const char *summary;               /* for --help: one paragraph */
    const char *arguments;             /* usage of what is not an option, "CASELOAD"; NULL: none */
    const struct argp_option *options; /* the stage's own, zero-terminated; NULL: none */
    /* Takes one option or argument (key ARGP_KEY_ARG: `index` counts from 0). False: usage error, with a
     * fault. */
    bool (*option)(void *self, int key, const char *value, unsigned index, struct faults *f);
    enum record_side reads, writes; /* sides of the wall */
    bool no_input;                  /* intake, replay: nothing on stdin; `record` unused */
    bool no_output;                 /* report, verify: no records on stdout */
    bool ungrouped_input;           /* records of several candidates may be interleaved */
    const char *unit;               /* of progress: "records" */
    void *self;                     /* the stage's state, given to every call below */
    /* Before the sandbox: open files, load rules. */
    bool (*open)(void *self, struct stage_io *io, struct faults *f);
    /* For each record (`run` included, `end` not). Owns nothing: `record` is deleted after the call. Write
     * what goes on with stream_write. */
    bool (*record)(void *self, struct stage_io *io, enum record_type type, cJSON *record, struct faults *f);
    /* After the last record (no_input stages do all their work here). */
    bool (*done)(void *self, struct stage_io *io, struct faults *f);
    /* Always, last. May be NULL. */
    void (*close)(void *self);
    /* The --spans or --pairs mode: when this returns non-NULL after options were parsed, stdin is plain JSON
     * lines and the returned function answers each. */
    bool (*(*lines)(void *self))(void *self, const cJSON *question, cJSON *answer, struct faults *f);
    /* The --explain mode: when this returns non-NULL, stdin is one plain text (at most LINE_MAX_BYTES) and
     * the returned function writes what is to be printed of it. */
    bool (*(*text)(void *self))(void *, const char *text, size_t len, struct buf *out, struct faults *);
};

int stage_main(const struct stage *stage, int argc, char **argv);

/* For stages that write the run record themselves: marks it when this one was started by hand with
 * --no-sandbox. Every stage takes that option, and stage_main marks what it hands to `record`. Under the
 * driver nothing is marked: the ledger says it, and replay tells what the ledger says. */
void stage_mark_run(cJSON *run);

#endif

/* A stream of records: begins with `run`, ends with `end`, and `end` counts what came before it by type.
 * A reader that sees no `end`, or other counts than it is told, faults: nothing is published from a stream
 * that was cut short. */
#ifndef EVENHAND_STREAM_H
#define EVENHAND_STREAM_H

#include <stdint.h>

#include "evenhand/line.h"
#include "evenhand/record.h"

struct stream_in {
    struct line_reader lines;
    enum record_side side;
    const char *stage;             /* for messages */
    uint64_t counts[RECORD_TYPES]; /* read so far */
    bool grouped;                  /* every record must be about the candidate introduced last */
    char candidate[16];            /* introduced last */
    bool ended;
};

struct stream_out {
    int fd; /* borrowed */
    enum record_side side;
    const char *stage;
    uint64_t counts[RECORD_TYPES]; /* written so far */
    struct buf held;               /* not flushed yet */
};

enum stream_result { STREAM_RECORD, STREAM_END, STREAM_FAULT };

/* `stage` is borrowed. */
void stream_in_open(struct stream_in *in, int fd, enum record_side side, const char *stage);
/* The next record but `end`, in *record: the caller's, cJSON_Delete releases. STREAM_END only after a correct
 * `end` and the end of file. */
enum stream_result stream_read(struct stream_in *in, cJSON **record, enum record_type *type,
                               struct faults *f);
void stream_in_close(struct stream_in *in);

/* Reads a whole stream from a descriptor and calls back with every record but `end`; false stops, and is a
 * fault. */
typedef bool stream_each_record(void *ctx, enum record_type type, const cJSON *record, struct faults *f);
bool stream_each(int fd, enum record_side side, const char *stage, bool grouped, stream_each_record *each,
                 void *ctx, struct faults *f);

void stream_out_open(struct stream_out *out, int fd, enum record_side side, const char *stage);
/* Checks the record against the schema of the side (a failure is FAULT_BUG), counts it and writes it. The
 * record stays the caller's. */
bool stream_write(struct stream_out *out, const cJSON *record, struct faults *f);
/* Writes a `skip` record: `about` ("E-0042/3") and a word of vocab_skip_reasons. */
bool stream_skip(struct stream_out *out, const char *candidate, const char *about, const char *why,
                 struct faults *f);
/* Writes `end` with the counts, and flushes. Call it only when all went well. */
bool stream_end(struct stream_out *out, struct faults *f);
bool stream_flush(struct stream_out *out, struct faults *f);
void stream_out_close(struct stream_out *out);

/* Writes all of it, through EINTR and short writes; `what` ("standard output") is for the message. EPIPE is
 * FAULT_IO with the advice to look at the reader. */
bool write_all(int fd, const void *bytes, size_t len, const char *what, struct faults *f);

#endif

#include "evenhand/stream.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define FLUSH_BYTES ((size_t)256 << 10)

bool write_all(int fd, const void *bytes, size_t len, const char *what, struct faults *f) {
    const char *at = bytes;
    while (len > 0) {
        ssize_t n = write(fd, at, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EPIPE)
            return fault(f, FAULT_IO, what, "look at the message of the program that reads it",
                         "the reader is gone");
        if (n < 0)
            return fault_errno(f, FAULT_IO, what, "writing failed");
        at += n;
        len -= (size_t)n;
    }
    return true;
}

void stream_in_open(struct stream_in *in, int fd, enum record_side side, const char *stage) {
    *in = (struct stream_in){.side = side, .stage = stage, .grouped = true};
    line_open(&in->lines, fd, stage);
}

void stream_in_close(struct stream_in *in) {
    line_close(&in->lines);
}

static bool cut_short(const struct stream_in *in, struct faults *f) {
    return fault(f, FAULT_DATA, fault_record_place(in->stage, in->lines.number),
                 "the program before it died or was stopped; nothing is published from half a stream",
                 "the stream ends without an end record");
}

/* The counts of `end` must be those of the records read, type by type. */
static bool counts_agree(const struct stream_in *in, const cJSON *end, const char *place, struct faults *f) {
    const cJSON *counts = record_field(end, "counts");
    for (int t = 0; t < RECORD_END; t++) {
        double told = record_number(counts, record_type_names[t]);
        if (told != (double)in->counts[t])
            return fault(f, FAULT_DATA, place, "records were lost or added on the way; nothing is published",
                         "end tells of %.0f %s records, %llu came", told, record_type_names[t],
                         (unsigned long long)in->counts[t]);
    }
    return true;
}

static bool finish(struct stream_in *in, const cJSON *end, const char *place, struct faults *f) {
    char *line;
    size_t len;
    if (in->counts[RECORD_RUN] == 0)
        return fault(f, FAULT_DATA, place, NULL, "a stream begins with one run record");
    if (!counts_agree(in, end, place, f))
        return false;
    enum line_result r = line_next(&in->lines, &line, &len, f);
    if (r == LINE_MORE)
        return fault(f, FAULT_DATA, fault_record_place(in->stage, in->lines.number), NULL,
                     "a record behind end");
    in->ended = r == LINE_END;
    return in->ended;
}

static bool in_order(struct stream_in *in, const cJSON *record, enum record_type type, const char *place,
                     struct faults *f) {
    const char *candidate = record_text(record, "candidate");
    bool first = in->lines.number == 1;
    if (first != (type == RECORD_RUN))
        return fault(f, FAULT_DATA, place, NULL, "a stream begins with one run record");
    if (type == RECORD_CANDIDATE)
        (void)strncpy(in->candidate, candidate, sizeof in->candidate - 1);
    if (in->grouped && type != RECORD_RUN && in->side != RECORD_AUDIT &&
        strcmp(candidate, in->candidate) != 0)
        return fault(f, FAULT_DATA, place, "keep the records of a candidate together",
                     "a record of %s among those of %s", candidate,
                     in->candidate[0] ? in->candidate : "nobody");
    return true;
}

enum stream_result stream_read(struct stream_in *in, cJSON **record, enum record_type *type,
                               struct faults *f) {
    char *line;
    size_t len;
    *record = NULL;
    enum line_result r = line_next(&in->lines, &line, &len, f);
    if (r == LINE_END)
        (void)cut_short(in, f);
    if (r != LINE_MORE)
        return STREAM_FAULT;
    const char *place = fault_record_place(in->stage, in->lines.number);
    cJSON *read = record_parse(line, len, in->side, place, type, f);
    if (!read)
        return STREAM_FAULT;
    bool ok = *type == RECORD_END ? finish(in, read, place, f) : in_order(in, read, *type, place, f);
    if (!ok || *type == RECORD_END) {
        cJSON_Delete(read);
        return ok ? STREAM_END : STREAM_FAULT;
    }
    in->counts[*type]++;
    *record = read;
    return STREAM_RECORD;
}

bool stream_each(int fd, enum record_side side, const char *stage, bool grouped, stream_each_record *each,
                 void *ctx, struct faults *f) {
    struct stream_in in;
    cJSON *record;
    enum record_type type;
    enum stream_result r;
    bool ok = true;
    stream_in_open(&in, fd, side, stage);
    in.grouped = grouped;
    while (ok && (r = stream_read(&in, &record, &type, f)) != STREAM_END) {
        ok = r == STREAM_RECORD && each(ctx, type, record, f);
        cJSON_Delete(record);
    }
    stream_in_close(&in);
    return ok;
}

void stream_out_open(struct stream_out *out, int fd, enum record_side side, const char *stage) {
    /* A reader that went away is an error to report (EPIPE), not a death. */
    (void)signal(SIGPIPE, SIG_IGN);
    *out = (struct stream_out){.fd = fd, .side = side, .stage = stage};
}

void stream_out_close(struct stream_out *out) {
    buf_free(&out->held);
}

bool stream_flush(struct stream_out *out, struct faults *f) {
    bool ok = write_all(out->fd, out->held.data, out->held.len, out->stage, f);
    buf_clear(&out->held);
    return ok;
}

bool stream_write(struct stream_out *out, const cJSON *record, struct faults *f) {
    enum record_type type;
    struct faults check = FAULTS_NONE;
    if (!record_check(record, out->side, "record to be written", &type, &check))
        return fault(f, FAULT_BUG, out->stage, "please report this; nothing was published", "%.*s",
                     (int)(check.len ? check.len - 1 : 0), check.text);
    out->counts[type]++;
    record_print(record, &out->held);
    return out->held.len < FLUSH_BYTES || stream_flush(out, f);
}

bool stream_skip(struct stream_out *out, const char *candidate, const char *about, const char *why,
                 struct faults *f) {
    cJSON *skip = record_new(RECORD_SKIP, candidate);
    (void)cJSON_AddStringToObject(skip, "about", about);
    (void)cJSON_AddStringToObject(skip, "why", why);
    bool ok = stream_write(out, skip, f);
    cJSON_Delete(skip);
    return ok;
}

bool stream_end(struct stream_out *out, struct faults *f) {
    cJSON *end = record_new(RECORD_END, NULL);
    cJSON *counts = cJSON_AddObjectToObject(end, "counts");
    for (int t = 0; t < RECORD_END; t++)
        if (out->counts[t] > 0)
            (void)cJSON_AddNumberToObject(counts, record_type_names[t], (double)out->counts[t]);
    bool ok = stream_write(out, end, f) && stream_flush(out, f);
    cJSON_Delete(end);
    return ok;
}

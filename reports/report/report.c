#include "evenhand/report.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "evenhand/mem.h"
#include "evenhand/text.h"

enum { OUT = 'o', FORMAT = 'f', STREAM = 's' };

const struct argp_option report_options[] = {
    {"out", OUT, "DIR", 0, "Write to this folder (made if missing)", 0},
    {"format", FORMAT, "FORMAT", 0, "xlsx (the default: the board's workbooks), csv, ndjson or html", 0},
    {"stream-fd", STREAM, "N", 0, "Copy the records read to file descriptor N, for verify", 0},
    {0}};

static bool set_format(struct report *r, const char *name, struct faults *f) {
    r->format = format_find(name);
    if (r->format)
        return true;
    const char *nearest = text_nearest(name, format_names);
    char advice[64];
    (void)snprintf(advice, sizeof advice, "say %s", nearest ? nearest : "xlsx, csv, ndjson or html");
    return fault(f, FAULT_USAGE, "report", advice, "unknown format \"%s\"", name);
}

/* The descriptor on which a copy of what is read leaves, for verify. */
static bool set_stream(struct report *r, const char *value, struct faults *f) {
    char *end = NULL;
    long fd = strtol(value, &end, 10);
    if (*value == '\0' || *end != '\0' || fd <= STDERR_FILENO || fd > INT_MAX)
        return fault(f, FAULT_USAGE, "report", "say --stream-fd 4", "\"%s\" is no descriptor", value);
    stream_out_open(&r->copy, (int)fd, RECORD_BOARD, "report");
    r->copies = true;
    return true;
}

bool report_option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct report *r = self;
    (void)index;
    if (key == FORMAT)
        return set_format(r, value, f);
    if (key == STREAM)
        return set_stream(r, value, f);
    if (key != OUT || *value == '\0')
        return fault(f, FAULT_USAGE, "report", "say --out DIR", "no folder named");
    r->out = value;
    return true;
}

bool report_open(void *self, struct stage_io *io, struct faults *f) {
    struct report *r = self;
    if (!r->out)
        return fault(f, FAULT_USAGE, "report", "say --out DIR", "no folder named for the workbooks");
    if (isatty(STDIN_FILENO))
        return fault(f, FAULT_USAGE, "report", "evenhand redact | evenhand report --out DIR",
                     "it reads sanitized records from a pipe");
    if (!r->format)
        r->format = format_find("xlsx");
    r->dossier.spool.folder = r->out;
    return shelf_open(&r->shelf, r->out, r->format->suffix, f) && sandbox_allow(io->sandbox.write, r->out, f);
}

/* What is written of the candidate whose records have all come. */
static bool finish_candidate(struct report *r, struct faults *f) {
    if (!r->candidate_open)
        return true;
    r->candidate_open = false;
    dossier_finish(&r->dossier);
    tallies_add(&r->tallies, &r->dossier.tally);
    bool ok = true;
    for (int i = 0; ok && i < FORMAT_MAX_PARTS && r->format->part[i].write; i++) {
        char *stem = mem_format("%s%s", r->dossier.tally.number, r->format->part[i].stem);
        char *path = shelf_add(&r->shelf, stem);
        ok = r->format->part[i].write(&r->run, &r->dossier, path, r->out, f);
        free(path);
        free(stem);
    }
    return ok;
}

static bool begin_candidate(struct report *r, const cJSON *candidate, struct faults *f) {
    if (!finish_candidate(r, f))
        return false;
    dossier_begin(&r->dossier, record_text(candidate, "candidate"));
    r->candidate_open = true;
    return true;
}

bool report_record(void *self, struct stage_io *io, enum record_type type, cJSON *record, struct faults *f) {
    struct report *r = self;
    (void)io;
    if (r->copies && !stream_write(&r->copy, record, f))
        return false;
    switch (type) {
    case RECORD_RUN:
        return board_run_read(&r->run, record, f);
    case RECORD_CANDIDATE:
        return begin_candidate(r, record, f);
    case RECORD_ATTEMPT:
        return dossier_add_attempt(&r->dossier, record, f);
    case RECORD_FINDING:
        return dossier_add_finding(&r->dossier, record, f);
    case RECORD_SKIP:
        dossier_add_skip(&r->dossier, record);
        return true;
    default:
        return fault(f, FAULT_BUG, "report", NULL, "a record of type %s", record_type_names[type]);
    }
}

bool report_done(void *self, struct stage_io *io, struct faults *f) {
    struct report *r = self;
    (void)io;
    if (!finish_candidate(r, f) || (r->copies && !stream_end(&r->copy, f)))
        return false;
    tallies_sort(&r->tallies);
    const char *twice = tallies_twice(&r->tallies);
    if (twice)
        return fault(f, FAULT_DATA, "report", "keep the records of a candidate together", "%s comes twice",
                     twice);
    char *path = shelf_add(&r->shelf, "summary");
    bool ok = r->format->summary(&r->run, &r->tallies, path, r->out, f);
    free(path);
    return ok && shelf_publish(&r->shelf, f);
}

void report_close(void *self) {
    struct report *r = self;
    shelf_close(&r->shelf);
    stream_out_close(&r->copy);
    dossier_free(&r->dossier);
    tallies_free(&r->tallies);
    board_run_free(&r->run);
}

#include "evenhand/report.h"

#include <stdlib.h>
#include <unistd.h>

#include "evenhand/mem.h"

const struct argp_option report_options[] = {
    {"out", 'o', "DIR", 0, "Write the workbooks to this folder (made if missing)", 0}, {0}};

bool report_option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct report *r = self;
    (void)index;
    if (key != 'o' || *value == '\0')
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
    r->dossier.spool.folder = r->out;
    return shelf_open(&r->shelf, r->out, f) && sandbox_allow(io->sandbox.write, r->out, f);
}

/* The workbook of the candidate whose records have all come. */
static bool finish_candidate(struct report *r, struct faults *f) {
    if (!r->candidate_open)
        return true;
    r->candidate_open = false;
    dossier_finish(&r->dossier);
    tallies_add(&r->tallies, &r->dossier.tally);
    char *path = shelf_add(&r->shelf, r->dossier.tally.number);
    bool ok = board_book_write(&r->run, &r->dossier, path, r->out, f);
    free(path);
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
    if (!finish_candidate(r, f))
        return false;
    tallies_sort(&r->tallies);
    const char *twice = tallies_twice(&r->tallies);
    if (twice)
        return fault(f, FAULT_DATA, "report", "keep the records of a candidate together", "%s comes twice",
                     twice);
    char *path = shelf_add(&r->shelf, "summary");
    bool ok = board_summary_write(&r->run, &r->tallies, path, r->out, f);
    free(path);
    return ok && shelf_publish(&r->shelf, f);
}

void report_close(void *self) {
    struct report *r = self;
    shelf_close(&r->shelf);
    dossier_free(&r->dossier);
    tallies_free(&r->tallies);
    board_run_free(&r->run);
}

/* The report stage: sanitized records in, workbooks out. One candidate's dossier is in memory at a time; the
 * workbooks get their names when the stream has ended correctly, all at once. */
#ifndef EVENHAND_REPORT_H
#define EVENHAND_REPORT_H

#include <stdbool.h>

#include "evenhand/board_book.h"
#include "evenhand/formats.h"
#include "evenhand/shelf.h"
#include "evenhand/stage.h"

struct report {
    const char *out; /* --out, borrowed */
    const struct format *format;
    struct board_run run;
    struct dossier dossier; /* of the candidate whose records are coming */
    bool candidate_open;
    struct tallies tallies;
    struct shelf shelf;
    struct stream_out copy; /* of the records as they came, for verify */
    bool copies;
};

extern const struct argp_option report_options[];
bool report_option(void *self, int key, const char *value, unsigned index, struct faults *f);
bool report_open(void *self, struct stage_io *io, struct faults *f);
bool report_record(void *self, struct stage_io *io, enum record_type type, cJSON *record, struct faults *f);
bool report_done(void *self, struct stage_io *io, struct faults *f);
void report_close(void *self);

#endif

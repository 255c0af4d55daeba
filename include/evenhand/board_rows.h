/* What crossed the wall, row by row: the board's stream as redact wrote it, against the Findings sheets as
 * they are. Nothing is shared with the program that writes the sheets but the lists of words. */
#ifndef EVENHAND_BOARD_ROWS_H
#define EVENHAND_BOARD_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/census.h"
#include "evenhand/deviations.h"
#include "evenhand/xlsx.h"

#define BOARD_ROW_DIGEST_BYTES 16
#define BOARD_ROWS_MAX_TOLD 3 /* rows told of one workbook, of each sort */
#define BOARD_ROW_COLUMNS 11

struct board_row {
    unsigned char digest[BOARD_ROW_DIGEST_BYTES]; /* of everything a row says */
    char about[24];                               /* "E-0042/3" */
};

struct board_row_list {
    struct board_row *row;
    size_t count, cap;
};

struct board_rows {
    const struct census *census;   /* borrowed */
    struct board_row_list *person; /* by number in the census: the rows that there must be */
};

/* Reads the stream. False with a fault when it cannot be read or is not whole. */
bool board_rows_read(struct board_rows *b, const struct census *census, const char *path, struct faults *f);
void board_rows_free(struct board_rows *b);

/* The rows of one Findings sheet while its cells go by. Zero-initialise. */
struct row_reading {
    struct board_row_list seen;
    char *cell[BOARD_ROW_COLUMNS]; /* of the row under way, by column; owned */
    struct buf excerpt, reply;     /* of the finding under way, their parts joined */
    bool continues;
};

void row_reading_take(struct row_reading *r, const struct xlsx_text *t);
/* Compares; what is missing, what was changed and what was added become deviations. Frees. */
void row_reading_end(struct row_reading *r, const struct board_rows *b, const struct person *person,
                     const char *file, struct deviations *d);

#endif

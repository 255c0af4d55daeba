/* Candidates: candidates.csv (DESIGN section 5), read strictly (RFC 4180, by libcsv) and checked row by row.
 *
 * Lenient only where nothing can be misread: a UTF-8 byte order mark, CR, LF or CRLF line ends, empty lines,
 * and white space around values are dropped; so are empty and repeated values of a list, and an "@" before a
 * username. */
#ifndef EVENHAND_CANDIDATES_H
#define EVENHAND_CANDIDATES_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"
#include "evenhand/faults.h"

#define CANDIDATES_FILE "candidates.csv" /* so it is called in messages */
#define CANDIDATES_MAX 10000             /* rows */
#define CANDIDATES_MAX_FILE_BYTES ((size_t)16 << 20)
#define CANDIDATES_MAX_FIELD_BYTES 4096
#define CANDIDATES_MAX_LIST 32 /* values of one field */
#define CANDIDATES_MAX_REF_BYTES 64

enum candidate_column {
    COLUMN_REF,
    COLUMN_FULL_NAME,
    COLUMN_ALIASES,
    COLUMN_USERNAMES,
    COLUMN_EMAILS,
    COLUMN_PHONES,
    COLUMN_CITY,
    COLUMN_STATE,
    COLUMN_EMPLOYERS,
    COLUMN_SCHOOLS,
    COLUMN_WEBSITES,
    COLUMN_DATE_OF_BIRTH,
    COLUMN_POSITION,
    COLUMN_RELEASE_SIGNED_ON,
    CANDIDATE_COLUMNS
};

/* Names of the columns in that order; NULL-terminated. */
extern const char *const candidate_columns[];
/* True for a column whose value is a list separated by ";". */
bool candidate_column_is_list(enum candidate_column column);

struct candidate_row {
    size_t line;                     /* of candidates.csv, where the row begins */
    size_t field[CANDIDATE_COLUMNS]; /* offset of each value in `text` */
};

struct candidates {
    struct buf text; /* every value, NUL-terminated */
    struct candidate_row *row;
    size_t count;
};

/* Reads the file behind the descriptor (borrowed). All or nothing: false with a fault for every problem
 * found, each "candidates.csv:LINE: ..."; a file so broken that what follows cannot be told apart (a stray
 * quote) ends there. candidates_free in either case. */
bool candidates_read(int fd, struct candidates *out, struct faults *f);
/* The same for the file's bytes. */
bool candidates_parse(const char *bytes, size_t len, struct candidates *out, struct faults *f);
void candidates_free(struct candidates *c);

/* A value as read, "" when empty; borrowed. */
const char *candidates_value(const struct candidates *c, size_t row, enum candidate_column column);
/* A candidate record (record.h) with this number; cJSON_Delete releases. */
cJSON *candidates_record(const struct candidates *c, size_t row, const char *number);

#endif

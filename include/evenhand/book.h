/* Workbooks, over libxlsxwriter: one look for everything the board and compliance read, and no error
 * unnoticed.
 *
 * Writing functions remember the first error, after which they do nothing; book_close tells of it. Rows of a
 * sheet are written from top to bottom (constant memory: a finished row is on disk already). Text is always
 * text: nothing is ever taken for a formula, a link or a number. The bytes depend on what is written and on
 * `created` only: no clock, no locale. */
#ifndef EVENHAND_BOOK_H
#define EVENHAND_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <xlsxwriter.h>

#include "evenhand/faults.h"
#include "evenhand/utc.h"

#define BOOK_MAX_COLUMNS 64
#define BOOK_MAX_ROWS 1048576u /* of a sheet; ECMA-376 and Excel */
#define BOOK_MIN_BYTES 1024    /* a finished workbook is never smaller */

enum style {
    STYLE_TITLE,      /* the sheet's name, large */
    STYLE_SUBTITLE,   /* one line below it */
    STYLE_LEAD,       /* the answer in one sentence */
    STYLE_SECTION,    /* heading of a table */
    STYLE_HEAD,       /* column headings */
    STYLE_HEAD_RIGHT, /* ... above numbers */
    STYLE_HEAD_GROUP, /* ... spanning several columns */
    STYLE_HEAD_UP,    /* ... written upwards */
    STYLE_TEXT,
    STYLE_TOP,     /* ... at the top of a high row */
    STYLE_SMALL,   /* digests */
    STYLE_WRAP,    /* text that may need several lines */
    STYLE_EXCERPT, /* ... at the top of its row */
    STYLE_TERM,    /* ... and bold: what the rest of the row explains */
    STYLE_CENTRE,
    STYLE_BOLD,
    STYLE_NOTE,  /* explanations, beside or below */
    STYLE_PLAIN, /* text that runs on over the empty cells to its right */
    STYLE_COUNT,
    STYLE_ZERO,  /* a zero: shown, but quiet */
    STYLE_CELL,  /* a count in a matrix, centred; RULE_COUNT makes more than nought stand out */
    STYLE_TOTAL, /* label of a total */
    STYLE_TOTAL_COUNT,
    STYLE_LOW, /* severities, each with its own mark; RULE_SEVERITY gives the shade */
    STYLE_MEDIUM,
    STYLE_HIGH,
    STYLE_FAVOUR_LOW, /* the same for what speaks for a candidate: framed, marked +, never dark */
    STYLE_FAVOUR_MEDIUM,
    STYLE_FAVOUR_HIGH,
    STYLE_MONTH, /* a date, read as a month */
    STYLE_TIME,  /* a date and a time */
    STYLE_SHARE, /* 0.25, read as 25 % */
    STYLE_HOURS,
    STYLE_NOTES, /* the reader's own words: not locked */
    STYLE_ALERT, /* what is not as it must be */
    STYLE_YES,   /* a verdict's answer */
    STYLE_NO,
    STYLES
};

/* Shades that follow what a cell says, light to dark in one hue: they read in grey and to colour-blind
 * people. */
enum rule {
    RULE_HIGH, /* a severity's word, dark to light */
    RULE_MEDIUM,
    RULE_LOW,
    RULE_COUNT, /* more than nought */
    RULES
};

struct book {
    lxw_workbook *workbook;
    lxw_format *format[STYLES];
    lxw_format *rule[RULES];
    char *path;
    char *footer_name; /* right of the footer: "Candidate C-7F3K" */
    lxw_error error;   /* the first */
    const char *where; /* sheet of the first error */
    bool full;         /* a sheet had no room for another row */
    uint64_t cells;    /* with a value, written so far */
};

struct book_about {
    const char *title;   /* "Candidate C-7F3K" */
    const char *subject; /* "Public Internet vetting: Patrol officer 2026" */
    const char *keywords;
    const char *comment; /* what made it: program version, digests */
    utc_time created;
};

/* A workbook that will be written to `path`, with temporary files in `folder`. NULL with FAULT_CANNOT_CREATE.
 */
struct book *book_open(const char *path, const char *folder, const struct book_about *about,
                       struct faults *f);
/* Writes the file, reads it back and checks that every part is whole and every cell
 * there. Frees the book whatever happens; false: the file, if any, is not to be used. */
bool book_close(struct book *b, struct faults *f);
void book_abandon(struct book *b); /* frees; writes nothing. NULL is fine */

/* A sheet with column widths in characters, set up for print (landscape, one page wide, page numbers, footer)
 * and protected against slips: what is not STYLE_NOTES cannot be typed over before the reader says
 * "unprotect", which asks for no password. */
lxw_worksheet *book_sheet(struct book *b, const char *name, const double *widths, size_t columns);
/* Title and subtitle in rows 0 and 1. */
void book_title(struct book *b, lxw_worksheet *s, const char *title, const char *subtitle);

void book_text(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, enum style style,
               const char *text);
void book_format(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, enum style style,
                 const char *format, ...) __attribute__((format(printf, 6, 7)));
void book_number(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, enum style style,
                 double number);
/* A date and time as the spreadsheet counts: days since 30 December 1899. */
void book_time(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, enum style style,
               utc_time time);
/* A count: STYLE_COUNT, or STYLE_ZERO for nought. */
void book_count(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, uint64_t count);
void book_blanks(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t from, lxw_col_t to,
                 enum style style);
/* One text over the columns from..to of a row. */
void book_span(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t from, lxw_col_t to,
               enum style style, const char *text);
/* Before the row's cells. Beyond BOOK_MAX_ROWS, book_close refuses (FAULT_DATA) and says what to do. */
void book_height(struct book *b, lxw_worksheet *s, lxw_row_t row, double points);
/* Column headings in a row, as many as there are texts before NULL. */
void book_heads(struct book *b, lxw_worksheet *s, lxw_row_t row, enum style style, const char *const *texts);
/* What a long table needs: filters on the heading row, panes frozen below it, the row repeated on every page.
 */
void book_long_table(struct book *b, lxw_worksheet *s, lxw_row_t head, lxw_row_t last, lxw_col_t columns);
/* Conditional format of the cells from..to (rows and columns included): RULE_COUNT, or the three severities,
 * which leave rows alone whose cell in column `except` ends in "(in favour)". */
void book_shade_counts(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, lxw_row_t last_row,
                       lxw_col_t last_col);
void book_shade_severities(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, lxw_row_t last_row,
                           lxw_col_t except);
/* A name for a range of cells, for whoever works on with the numbers: "Findings_list". */
void book_name(struct book *b, const lxw_worksheet *s, const char *name, lxw_row_t row, lxw_col_t col,
               lxw_row_t last_row, lxw_col_t last_col);
/* Remembers an error of a direct call of the library. */
void book_note(struct book *b, const lxw_worksheet *s, lxw_error error);

#endif

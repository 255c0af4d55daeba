/* What a workbook must look like: one made by the same program for nobody, read back. Two of each kind are
 * made: one with the facts of the run, to which every workbook must agree in shape and fixed text, and a
 * neutral one without any, whose texts are the program's own and so exempt from the leak check. */
#ifndef EVENHAND_PATTERN_H
#define EVENHAND_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/board_book.h"
#include "evenhand/faults.h"
#include "evenhand/xlsx.h"

enum pattern_kind { PATTERN_CANDIDATE, PATTERN_SUMMARY };

struct pattern_cell {
    char *key;  /* "Findings!A4"; owned */
    char *text; /* owned */
    bool number;
};

struct pattern {
    enum pattern_kind kind;
    struct xlsx x;
    struct pattern_cell *cell; /* by key */
    size_t cells, cell_cap;
    size_t fixed; /* cells whose text must be the same everywhere */
    char **text;  /* every text, cells and others, by text */
    size_t texts, text_cap;
};

/* Makes the workbook in `folder` (under a temporary name, removed again) and reads it. */
bool pattern_make(struct pattern *p, enum pattern_kind kind, const struct board_run *run, const char *folder,
                  struct faults *f);
const struct pattern_cell *pattern_cell(const struct pattern *p, const char *key); /* NULL: none */
/* Is this text one of the program's own? Numbers inside do not count when there is enough else. */
bool pattern_knows(const struct pattern *p, const char *text);
/* May this cell differ from workbook to workbook? `row` counts from 1. */
bool pattern_varies(enum pattern_kind kind, const char *sheet, const char *cell, bool number);
void pattern_free(struct pattern *p);

#endif

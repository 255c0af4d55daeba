/* What follows the cells of a sheet: shades by what they say, and names for ranges. */
#include <stdlib.h>

#include "evenhand/book.h"
#include "evenhand/mem.h"

static void shade(struct book *b, lxw_worksheet *s, const lxw_row_t rows[2], const lxw_col_t cols[2],
                  const char *formula, enum rule rule) {
    char *own = mem_string(formula); /* the library asks for one that it may change, and copies it */
    lxw_conditional_format c = {.type = LXW_CONDITIONAL_TYPE_FORMULA,
                                .value_string = own,
                                .format = b->rule[rule],
                                .stop_if_true = LXW_TRUE};
    book_note(b, s, worksheet_conditional_format_range(s, rows[0], cols[0], rows[1], cols[1], &c));
    free(own);
}

void book_shade_counts(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, lxw_row_t last_row,
                       lxw_col_t last_col) {
    char cell[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(cell, row, col); /* relative: each cell of the range for itself */
    char *formula = mem_format("=%s>0", cell);
    shade(b, s, (lxw_row_t[]){row, last_row}, (lxw_col_t[]){col, last_col}, formula, RULE_COUNT);
    free(formula);
}

void book_shade_severities(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, lxw_row_t last_row,
                           lxw_col_t except) {
    static const char *const words[] = {[RULE_HIGH] = "High", [RULE_MEDIUM] = "Medium", [RULE_LOW] = "Low"};
    char cell[LXW_MAX_CELL_NAME_LENGTH], kind[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(cell, row, col);
    lxw_rowcol_to_cell(kind, row, except);
    for (int rule = RULE_HIGH; rule <= RULE_LOW; rule++) {
        char *formula =
            mem_format("=AND($%s=\"%s\",RIGHT($%s,11)<>\"(in favour)\")", cell, words[rule], kind);
        shade(b, s, (lxw_row_t[]){row, last_row}, (lxw_col_t[]){col, col}, formula, (enum rule)rule);
        free(formula);
    }
}

void book_name(struct book *b, const lxw_worksheet *s, const char *name, lxw_row_t row, lxw_col_t col,
               lxw_row_t last_row, lxw_col_t last_col) {
    char range[LXW_MAX_FORMULA_RANGE_LENGTH];
    lxw_rowcol_to_formula_abs(range, s->name, row, col, last_row, last_col);
    char *formula = mem_format("=%s", range);
    book_note(b, s, workbook_define_name(b->workbook, name, formula));
    free(formula);
}

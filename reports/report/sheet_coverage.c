/* Coverage: one row a step of the plan, the same steps for everybody. */
#include "evenhand/board_book.h"
#include "evenhand/cell.h"

enum column { STEP, SOURCE, OUTCOME, ITEMS, COLUMNS };

#define HEAD_ROW 3

static const char *const heads[] = {"Step", "Source type", "Outcome", NULL};
static const double widths[COLUMNS] = {10, 26, 26, 16};

void sheet_coverage(struct book *b, const struct dossier *d) {
    lxw_worksheet *s = book_sheet(b, "Coverage", widths, COLUMNS);
    lxw_row_t row = HEAD_ROW;
    book_title(b, s, "Coverage",
               "Every step of the plan and how it ended. The steps are the same for every candidate.");
    book_height(b, s, row, 20);
    book_heads(b, s, row, STYLE_HEAD, heads);
    book_text(b, s, row, ITEMS, STYLE_HEAD_RIGHT, "Items read");
    for (size_t i = 0; i < d->steps; i++) {
        const struct dossier_step *step = &d->step[i];
        book_height(b, s, ++row, cell_points(1));
        book_number(b, s, row, STEP, STYLE_CENTRE, (double)step->step);
        book_text(b, s, row, SOURCE, STYLE_TEXT, words_source_types[step->source_type].shown);
        book_text(b, s, row, OUTCOME, step->outcome == OUTCOME_UNDETERMINED ? STYLE_BOLD : STYLE_TEXT,
                  words_outcomes[step->outcome].shown);
        book_count(b, s, row, ITEMS, step->items);
    }
    book_long_table(b, s, HEAD_ROW, row, COLUMNS);
    book_name(b, s, "Coverage_list", HEAD_ROW, STEP, row, ITEMS);
}

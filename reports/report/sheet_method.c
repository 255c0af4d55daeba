/* Method: how the vetting was done and what every word means, for a reader who knows nothing of it. Fixed
 * text but for the facts of the run: the same in every workbook. */
#include <stdlib.h>
#include <string.h>

#include "evenhand/board_book.h"
#include "evenhand/board_text.h"
#include "evenhand/cell.h"
#include "evenhand/mem.h"

enum column { WORD, MEANING, COLUMNS };

static const double widths[COLUMNS] = {34, 130};

static lxw_row_t section(struct book *b, lxw_worksheet *s, lxw_row_t row, const char *title) {
    book_height(b, s, row, 26);
    book_text(b, s, row, WORD, STYLE_SECTION, title);
    return row + 1;
}

static lxw_row_t entry(struct book *b, lxw_worksheet *s, lxw_row_t row, const char *word,
                       const char *meaning) {
    book_height(b, s, row, cell_points(cell_lines(meaning, strlen(meaning), widths[MEANING])));
    book_text(b, s, row, WORD, STYLE_TERM, word);
    book_text(b, s, row, MEANING, STYLE_EXCERPT, meaning);
    return row + 1;
}

static lxw_row_t paragraphs(struct book *b, lxw_worksheet *s, lxw_row_t row,
                            const struct method_entry *list) {
    for (; list->about; list++)
        row = entry(b, s, row, list->about, list->text);
    return row;
}

static lxw_row_t glossary(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct method_glossary *g) {
    row = section(b, s, row, g->title);
    for (size_t i = 0; i < g->count; i++)
        row = entry(b, s, row, g->list[i].shown, g->list[i].meaning);
    return row;
}

static void write_run(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct board_run *run) {
    char *window = mem_format("%s to %s (%ld years)", run->from, run->to, run->lookback_years);
    row = section(b, s, row, "This vetting");
    row = entry(b, s, row, "Plan", run->plan);
    row = entry(b, s, row, "Look-back window", window);
    row = entry(b, s, row, "Rules for", run->jurisdiction);
    row = entry(b, s, row, "Plan digest (SHA-256)", run->plan_sha256);
    row = entry(b, s, row, "Rules digest (SHA-256)", run->rules_sha256);
    row = entry(b, s, row, "Program", run->version);
    (void)entry(b, s, row, "Sandbox", method_sandbox(run->no_sandbox));
    free(window);
}

void sheet_method(struct book *b, const struct board_run *run) {
    lxw_worksheet *s = book_sheet(b, "Method", widths, COLUMNS);
    book_title(b, s, "Method",
               "How the vetting was done, what the words mean, and what this workbook does not say.");
    lxw_row_t row = paragraphs(b, s, 3, method_paragraphs);
    row = section(b, s, row, "Marks and columns");
    row = paragraphs(b, s, row, method_marks);
    for (const struct method_glossary *g = method_glossaries; g->title; g++)
        row = glossary(b, s, row, g);
    write_run(b, s, row, run);
    worksheet_freeze_panes(s, 2, 0);
    book_note(b, s, worksheet_repeat_rows(s, 0, 1));
}

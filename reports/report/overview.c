/* summary.xlsx: every candidate by number, in the order of the numbers (drawn at random, so the order says
 * nothing), with the same counts for each; and all of them together by category. */
#include "evenhand/board_book.h"
#include "evenhand/cell.h"

#define GROUP_ROW 3
#define HEAD_ROW CANDIDATES_HEAD_ROW
#define HEAD_HEIGHT 150 /* points: room for the longest heading written upwards */

enum {
    NUMBER = CANDIDATES_NUMBER,
    FIRST_SEVERITY = CANDIDATES_SEVERITY, /* of concerns, high to low; then all in favour */
    FIRST_CATEGORY = FIRST_SEVERITY + WORDS_SEVERITIES + 1,
    FIRST_FAVOUR = FIRST_CATEGORY + WORDS_CONCERNS,
    FIRST_OUTCOME = FIRST_CATEGORY + WORDS_CATEGORIES,
    ITEMS = FIRST_OUTCOME + WORDS_OUTCOMES,
    COLUMNS
};

static void set_widths(double widths[COLUMNS]) {
    for (int i = 0; i < COLUMNS; i++)
        widths[i] = 5.6;
    widths[NUMBER] = 14;
    widths[ITEMS] = 9;
}

static const char *const severity_heads[] = {"High concerns", "Medium concerns", "Low concerns", "In favour"};

static void write_heads(struct book *b, lxw_worksheet *s) {
    book_height(b, s, GROUP_ROW, 20);
    book_span(b, s, GROUP_ROW, FIRST_SEVERITY, FIRST_CATEGORY - 1, STYLE_HEAD_GROUP, "All findings");
    book_span(b, s, GROUP_ROW, FIRST_CATEGORY, FIRST_FAVOUR - 1, STYLE_HEAD_GROUP,
              "Concerns: findings by category");
    book_span(b, s, GROUP_ROW, FIRST_FAVOUR, FIRST_OUTCOME - 1, STYLE_HEAD_GROUP, "In favour");
    book_span(b, s, GROUP_ROW, FIRST_OUTCOME, ITEMS - 1, STYLE_HEAD_GROUP, "Steps by outcome");
    book_height(b, s, HEAD_ROW, HEAD_HEIGHT);
    book_text(b, s, HEAD_ROW, NUMBER, STYLE_HEAD, "Candidate");
    for (int i = 0; i <= WORDS_SEVERITIES; i++)
        book_text(b, s, HEAD_ROW, (lxw_col_t)(FIRST_SEVERITY + i), STYLE_HEAD_UP, severity_heads[i]);
    for (int c = 0; c < WORDS_CATEGORIES; c++)
        book_text(b, s, HEAD_ROW, (lxw_col_t)(FIRST_CATEGORY + c), STYLE_HEAD_UP, words_categories[c].shown);
    for (int o = 0; o < WORDS_OUTCOMES; o++)
        book_text(b, s, HEAD_ROW, (lxw_col_t)(FIRST_OUTCOME + o), STYLE_HEAD_UP, words_outcomes[o].shown);
    book_text(b, s, HEAD_ROW, ITEMS, STYLE_HEAD_UP, "Items read");
}

static void write_cell(struct book *b, lxw_worksheet *s, lxw_row_t row, int col, uint64_t count) {
    book_number(b, s, row, (lxw_col_t)col, STYLE_CELL, (double)count);
}

static void write_candidate(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct tally *t) {
    book_height(b, s, row, cell_points(1));
    book_text(b, s, row, NUMBER, STYLE_BOLD, t->number);
    for (int v = 0; v < WORDS_SEVERITIES; v++)
        write_cell(b, s, row, FIRST_SEVERITY + v, tally_concerns(t, (size_t)(SEVERITY_HIGH - v)));
    write_cell(b, s, row, FIRST_SEVERITY + WORDS_SEVERITIES, tally_in_favour(t));
    for (int c = 0; c < WORDS_CATEGORIES; c++)
        write_cell(b, s, row, FIRST_CATEGORY + c, tally_category(t, (size_t)c));
    for (int o = 0; o < WORDS_OUTCOMES; o++)
        write_cell(b, s, row, FIRST_OUTCOME + o, t->outcomes[o]);
    write_cell(b, s, row, ITEMS, t->items);
}

lxw_worksheet *sheet_candidates(struct book *b, const struct board_run *run, const struct tallies *all) {
    double widths[COLUMNS];
    set_widths(widths);
    lxw_worksheet *s = book_sheet(b, "Candidates", widths, COLUMNS);
    book_title(b, s, "All candidates", "");
    book_format(b, s, 1, 0, STYLE_SUBTITLE,
                "Plan \xE2\x80\x9C%s\xE2\x80\x9D \xC2\xB7 content published %s to %s \xC2\xB7 numbers are "
                "drawn at random: "
                "their order says nothing \xC2\xB7 counts, not scores",
                run->plan, run->from, run->to);
    write_heads(b, s);
    for (size_t i = 0; i < all->count && b->error == LXW_NO_ERROR; i++)
        write_candidate(b, s, (lxw_row_t)(HEAD_ROW + 1 + i), &all->tally[i]);
    book_long_table(b, s, HEAD_ROW, (lxw_row_t)(HEAD_ROW + all->count), COLUMNS);
    worksheet_freeze_panes(s, HEAD_ROW + 1, 1);
    book_note(b, s, worksheet_repeat_rows(s, GROUP_ROW, HEAD_ROW));
    lxw_row_t last = (lxw_row_t)(HEAD_ROW + (all->count ? all->count : 1));
    book_shade_counts(b, s, HEAD_ROW + 1, FIRST_SEVERITY, last, FIRST_OUTCOME - 1);
    book_name(b, s, "Candidates_list", HEAD_ROW, NUMBER, last, ITEMS);
    return s;
}

void sheet_categories(struct book *b, const struct board_run *run, const struct tallies *all) {
    static const double widths[] = {32, 9, 9, 9, 9, 12, 3, 94};
    lxw_worksheet *s = book_sheet(b, "Categories", widths, sizeof widths / sizeof *widths);
    struct tally total = tallies_sum(all);
    book_title(b, s, "All candidates together", "");
    book_format(b, s, 1, 0, STYLE_SUBTITLE,
                "%zu candidates \xC2\xB7 plan \xE2\x80\x9C%s\xE2\x80\x9D \xC2\xB7 the last column counts "
                "candidates with at "
                "least one finding of the category",
                all->count, run->plan);
    (void)category_table(b, s, 3, &total, all);
    worksheet_fit_to_pages(s, 1, 1);
}

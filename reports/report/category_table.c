/* Findings by category and severity, and the chart of the same numbers. Bars run from dark (high) to light
 * (low), so that they read in grey; what speaks for a candidate is hatched. */
#include <stdlib.h>

#include "evenhand/barchart.h"
#include "evenhand/board_book.h"
#include "evenhand/buf.h"
#include "evenhand/mem.h"
#include "evenhand/styles.h"

enum column { CATEGORY, HIGH, MEDIUM, LOW, TOTAL, CONCERNED };

#define CHART_COLUMN 6
#define ROW_POINTS 17
#define CHART_WIDTH 662
/* The library anchors the chart as if every row had its default height: so high is exactly the table. */
#define CHART_HEIGHT ((WORDS_CATEGORIES + 3) * 20)

static const int severity_of[] = {[HIGH] = SEVERITY_HIGH, [MEDIUM] = SEVERITY_MEDIUM, [LOW] = SEVERITY_LOW};

/* Candidates with at least one finding of the category. */
static uint64_t concerned(const struct tallies *all, size_t category) {
    uint64_t n = 0;
    for (size_t i = 0; i < all->count; i++)
        n += tally_category(&all->tally[i], category) > 0;
    return n;
}

static void write_category(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct tally *t,
                           size_t category) {
    book_text(b, s, row, CATEGORY, STYLE_TEXT, words_categories[category].shown);
    for (int col = HIGH; col <= LOW; col++)
        book_count(b, s, row, (lxw_col_t)col, t->findings[category][severity_of[col]]);
    book_count(b, s, row, TOTAL, tally_category(t, category));
}

static void write_total(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct tally *t, size_t from,
                        size_t to, const char *label) {
    uint64_t sums[WORDS_SEVERITIES] = {0};
    uint64_t total = 0;
    for (size_t c = from; c < to; c++)
        for (size_t v = 0; v < WORDS_SEVERITIES; v++)
            sums[v] += t->findings[c][v];
    book_text(b, s, row, CATEGORY, STYLE_TOTAL, label);
    for (int col = HIGH; col <= LOW; col++) {
        book_number(b, s, row, (lxw_col_t)col, STYLE_TOTAL_COUNT, (double)sums[severity_of[col]]);
        total += sums[severity_of[col]];
    }
    book_number(b, s, row, TOTAL, STYLE_TOTAL_COUNT, (double)total);
}

static uint64_t most(const struct tally *t) {
    uint64_t max = 0;
    for (size_t c = 0; c < WORDS_CATEGORIES; c++)
        max = tally_category(t, c) > max ? tally_category(t, c) : max;
    return max;
}

/* What the chart shows, for who cannot see it. */
static char *alt_text(const struct tally *t) {
    struct buf text = {0};
    buf_add_text(&text, "Bar chart of findings by category. ");
    for (size_t c = 0; c < WORDS_CATEGORIES; c++)
        buf_format(&text, "%s: %llu%s", words_categories[c].shown, (unsigned long long)tally_category(t, c),
                   c + 1 < WORDS_CATEGORIES ? "; " : ".");
    return buf_take(&text);
}

static void insert_chart(struct book *b, lxw_worksheet *s, lxw_row_t head, lxw_col_t at,
                         const struct tally *t) {
    static const uint32_t colors[] = {[HIGH] = COLOR_HIGH, [MEDIUM] = COLOR_MEDIUM, [LOW] = COLOR_LOW};
    lxw_chart *chart = barchart_new(b, "Findings by category and severity", most(t));
    struct barchart_series series = {.sheet = s->name,
                                     .first = head + 1,
                                     .count = WORDS_CATEGORIES,
                                     .label = CATEGORY,
                                     .hatched_from = WORDS_CONCERNS};
    for (int col = HIGH; col <= LOW; col++) {
        series.values = (lxw_col_t)col;
        series.color = colors[col];
        barchart_add(b, s, chart, &series);
    }
    char *description = alt_text(t);
    barchart_insert(b, s, chart, head, at, CHART_WIDTH, CHART_HEIGHT, description);
    free(description);
}

static void write_heads(struct book *b, lxw_worksheet *s, lxw_row_t row, bool with_concerned) {
    static const char *const right[] = {"High", "Medium", "Low", "Total", "Candidates"};
    book_height(b, s, row, 20);
    book_text(b, s, row, CATEGORY, STYLE_HEAD, "Category");
    for (int col = HIGH; col <= (with_concerned ? CONCERNED : TOTAL); col++)
        book_text(b, s, row, (lxw_col_t)col, STYLE_HEAD_RIGHT, right[col - HIGH]);
}

lxw_row_t category_table(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct tally *t,
                         const struct tallies *all) {
    lxw_row_t head = row;
    write_heads(b, s, row++, all != NULL);
    for (size_t c = 0; c < WORDS_CATEGORIES; c++, row++) {
        book_height(b, s, row, ROW_POINTS);
        write_category(b, s, row, t, c);
        if (all)
            book_count(b, s, row, CONCERNED, concerned(all, c));
    }
    book_height(b, s, row, ROW_POINTS);
    write_total(b, s, row, t, 0, WORDS_CONCERNS, "All concerns");
    if (all)
        book_blanks(b, s, row, CONCERNED, CONCERNED, STYLE_TOTAL);
    row++;
    book_height(b, s, row, ROW_POINTS);
    write_total(b, s, row, t, WORDS_CONCERNS, WORDS_CATEGORIES, "All in favour");
    if (all)
        book_blanks(b, s, row, CONCERNED, CONCERNED, STYLE_TOTAL);
    insert_chart(b, s, head, all ? CHART_COLUMN + 1 : CHART_COLUMN, t);
    return row + 1;
}

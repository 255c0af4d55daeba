/* Findings by category and severity, and the chart of the same numbers. Bars run from dark (high) to light
 * (low), so that they read in grey; what speaks for a candidate is hatched. */
#include <stdlib.h>

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

/* 1, 2, 5, 10, 20, 50 ...: whole numbers on the axis, at most ten of them. */
static uint64_t axis_unit(uint64_t max) {
    for (uint64_t ten = 1;; ten *= 10)
        for (uint64_t unit = 1; unit <= 5; unit += unit == 1 ? 1 : 3)
            if (max <= 10 * unit * ten)
                return unit * ten;
}

static void scale_axis(lxw_chart *chart, uint64_t max) {
    uint64_t unit = axis_unit(max);
    uint64_t top = max < 5 ? 5 : (max + unit - 1) / unit * unit;
    chart_axis_set_min(chart->x_axis, 0);
    chart_axis_set_max(chart->x_axis, (double)top);
    chart_axis_set_major_unit(chart->x_axis, (double)unit);
    chart_axis_set_num_format(chart->x_axis, "#,##0");
}

static void add_series(struct book *b, lxw_chart *chart, const lxw_worksheet *s, lxw_row_t first,
                       lxw_col_t col, uint32_t color) {
    lxw_row_t last = first + WORDS_CATEGORIES - 1;
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    lxw_chart_line line = {.color = COLOR_HIGH, .width = 0.75f};
    lxw_chart_fill fill = {.color = color};
    lxw_chart_pattern hatch = {
        .fg_color = COLOR_FAVOUR, .bg_color = COLOR_PAPER, .type = LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL};
    lxw_chart_point plain = {.line = &line, .fill = &fill};
    lxw_chart_point favour = {.line = &line, .pattern = &hatch};
    lxw_chart_point *points[WORDS_CATEGORIES + 1] = {NULL};
    for (int i = 0; i < WORDS_CATEGORIES; i++)
        points[i] = i < WORDS_CONCERNS ? &plain : &favour;
    chart_series_set_categories(series, s->name, first, CATEGORY, last, CATEGORY);
    chart_series_set_values(series, s->name, first, col, last, col);
    chart_series_set_name_range(series, s->name, first - 1, col);
    chart_series_set_fill(series, &fill);
    chart_series_set_line(series, &line);
    book_note(b, s, chart_series_set_points(series, points));
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

static void style_chart(lxw_chart *chart, const struct tally *t) {
    char calibri[] = "Calibri";
    lxw_chart_font title = {.name = calibri, .size = 12, .bold = 1, .color = COLOR_BAND};
    lxw_chart_font small = {.name = calibri, .size = 8, .color = COLOR_INK};
    lxw_chart_line hidden = {.none = 1};
    lxw_chart_line grid = {.color = COLOR_LINE, .width = 0.5f};
    chart_title_set_name(chart, "Findings by category and severity");
    chart_title_set_name_font(chart, &title);
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_num_font(chart->y_axis, &small);
    chart_axis_set_num_font(chart->x_axis, &small);
    chart_axis_major_gridlines_set_line(chart->x_axis, &grid);
    chart_axis_set_line(chart->x_axis, &hidden);
    chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_HIGH);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_legend_set_font(chart, &small);
    chart_set_series_gap(chart, 45);
    chart_set_series_overlap(chart, 100);
    scale_axis(chart, most(t));
}

static void insert_chart(struct book *b, lxw_worksheet *s, lxw_row_t head, lxw_col_t at,
                         const struct tally *t) {
    static const uint32_t colors[] = {[HIGH] = COLOR_HIGH, [MEDIUM] = COLOR_MEDIUM, [LOW] = COLOR_LOW};
    lxw_chart *chart = workbook_add_chart(b->workbook, LXW_CHART_BAR_STACKED);
    if (!chart)
        mem_exhausted();
    for (int col = HIGH; col <= LOW; col++)
        add_series(b, chart, s, head + 1, (lxw_col_t)col, colors[col]);
    style_chart(chart, t);
    char *description = alt_text(t);
    lxw_chart_options options = {.description = description,
                                 .x_scale = CHART_WIDTH / 480.0,
                                 .y_scale = CHART_HEIGHT / 288.0,
                                 .object_position = LXW_OBJECT_MOVE_DONT_SIZE};
    book_note(b, s, worksheet_insert_chart_opt(s, head, at, chart, &options));
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

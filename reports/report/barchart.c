#include "evenhand/barchart.h"

#include <stdlib.h>

#include "evenhand/mem.h"
#include "evenhand/styles.h"

#define LIBRARY_WIDTH 480.0 /* of a chart that is not scaled; pixels */
#define LIBRARY_HEIGHT 288.0

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

static void set_fonts(lxw_chart *chart) {
    char calibri[] = "Calibri";
    lxw_chart_font title = {.name = calibri, .size = 12, .bold = 1, .color = COLOR_BAND};
    lxw_chart_font small = {.name = calibri, .size = 8, .color = COLOR_INK};
    chart_title_set_name_font(chart, &title);
    chart_axis_set_num_font(chart->y_axis, &small);
    chart_axis_set_num_font(chart->x_axis, &small);
    chart_legend_set_font(chart, &small);
}

lxw_chart *barchart_new(struct book *b, const char *title, uint64_t most) {
    lxw_chart *chart = workbook_add_chart(b->workbook, LXW_CHART_BAR_STACKED);
    lxw_chart_line hidden = {.none = 1};
    lxw_chart_line grid = {.color = COLOR_LINE, .width = 0.5f};
    if (!chart)
        mem_exhausted();
    chart_title_set_name(chart, title);
    set_fonts(chart);
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_major_gridlines_set_line(chart->x_axis, &grid);
    chart_axis_set_line(chart->x_axis, &hidden);
    chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_HIGH);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_set_series_gap(chart, 45);
    chart_set_series_overlap(chart, 100);
    scale_axis(chart, most);
    return chart;
}

static const lxw_chart_pattern stripes = {
    .fg_color = COLOR_FAVOUR, .bg_color = COLOR_PAPER, .type = LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL};

static void hatch(struct book *b, const lxw_worksheet *s, lxw_chart_series *series,
                  const struct barchart_series *x) {
    lxw_chart_line line = {.color = COLOR_HIGH, .width = 0.75f};
    lxw_chart_fill fill = {.color = x->color};
    lxw_chart_pattern striped = stripes;
    lxw_chart_point plain = {.line = &line, .fill = &fill};
    lxw_chart_point favour = {.line = &line, .pattern = &striped};
    lxw_chart_point **points = mem_array(x->count + 1, sizeof *points);
    for (size_t i = 0; i < x->count; i++)
        points[i] = i < x->hatched_from ? &plain : &favour;
    book_note(b, s, chart_series_set_points(series, points));
    free(points);
}

void barchart_add(struct book *b, const lxw_worksheet *s, lxw_chart *chart, const struct barchart_series *x) {
    lxw_row_t last = (lxw_row_t)(x->first + x->count - 1);
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    lxw_chart_line line = {.color = COLOR_HIGH, .width = 0.75f};
    lxw_chart_fill fill = {.color = x->color};
    chart_series_set_categories(series, x->sheet, x->first, x->label, last, x->label);
    chart_series_set_values(series, x->sheet, x->first, x->values, last, x->values);
    chart_series_set_name_range(series, x->sheet, x->first - 1, x->values);
    chart_series_set_fill(series, &fill);
    chart_series_set_line(series, &line);
    lxw_chart_pattern striped = stripes;
    if (x->hatched_from == 0)
        chart_series_set_pattern(series, &striped);
    else
        hatch(b, s, series, x);
}

void barchart_insert(struct book *b, lxw_worksheet *s, lxw_chart *chart, lxw_row_t row, lxw_col_t col,
                     double width, double height, const char *alt) {
    char *description = mem_string(alt); /* the library asks for one that it may change, and copies it */
    lxw_chart_options options = {.description = description,
                                 .x_scale = width / LIBRARY_WIDTH,
                                 .y_scale = height / LIBRARY_HEIGHT,
                                 .object_position = LXW_OBJECT_MOVE_DONT_SIZE};
    book_note(b, s, worksheet_insert_chart_opt(s, row, col, chart, &options));
    free(description);
}

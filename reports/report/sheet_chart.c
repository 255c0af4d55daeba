/* Chart: candidates side by side, in the order of their numbers, which says nothing. Concerns at the left,
 * what speaks for a candidate at the right, on a scale each: they are not set off against each other. */
#include <stdlib.h>

#include "evenhand/barchart.h"
#include "evenhand/board_book.h"
#include "evenhand/buf.h"
#include "evenhand/mem.h"
#include "evenhand/styles.h"

#define SHOWN 40 /* more bars than this do not fit a page */
#define CHART_ROW 3
#define CONCERNS_WIDTH 620
#define FAVOUR_WIDTH 420
#define BAR_PIXELS 17
#define FRAME_PIXELS 130

enum { CONCERNS_COLUMN, FAVOUR_COLUMN, COLUMNS };
static const double widths[COLUMNS] = {88, 60};

static size_t shown(const struct tallies *all) {
    return all->count > SHOWN ? SHOWN : all->count;
}

static uint64_t most(const struct tallies *all, uint64_t count(const struct tally *t)) {
    uint64_t max = 0;
    for (size_t i = 0; i < shown(all); i++)
        max = count(&all->tally[i]) > max ? count(&all->tally[i]) : max;
    return max;
}

static char *alt_text(const char *about, const struct tallies *all, uint64_t count(const struct tally *t)) {
    struct buf text = {0};
    buf_format(&text, "Bar chart of %s, candidates in the order of their numbers. ", about);
    for (size_t i = 0; i < shown(all); i++)
        buf_format(&text, "%s: %llu%s", all->tally[i].number, (unsigned long long)count(&all->tally[i]),
                   i + 1 < shown(all) ? "; " : ".");
    return buf_take(&text);
}

static struct barchart_series series_of(const lxw_worksheet *data, const struct tallies *all, int severity) {
    size_t rows = shown(all) ? shown(all) : 1;
    return (struct barchart_series){.sheet = data->name,
                                    .first = CANDIDATES_HEAD_ROW + 1,
                                    .count = rows,
                                    .label = CANDIDATES_NUMBER,
                                    .values = (lxw_col_t)(CANDIDATES_SEVERITY + severity),
                                    .hatched_from = rows};
}

static double height(const struct tallies *all) {
    size_t bars = shown(all) < 6 ? 6 : shown(all);
    return (double)(FRAME_PIXELS + bars * BAR_PIXELS);
}

static void insert_concerns(struct book *b, lxw_worksheet *s, const lxw_worksheet *data,
                            const struct tallies *all) {
    static const uint32_t colors[WORDS_SEVERITIES] = {COLOR_HIGH, COLOR_MEDIUM, COLOR_LOW};
    lxw_chart *chart = barchart_new(b, "Concerns by candidate and severity", most(all, tally_all_concerns));
    for (int i = 0; i < WORDS_SEVERITIES; i++) {
        struct barchart_series series = series_of(data, all, i);
        series.color = colors[i];
        barchart_add(b, s, chart, &series);
    }
    char *alt = alt_text("concerns by candidate", all, tally_all_concerns);
    barchart_insert(b, s, chart, CHART_ROW, CONCERNS_COLUMN, CONCERNS_WIDTH, height(all), alt);
    free(alt);
}

static void insert_favour(struct book *b, lxw_worksheet *s, const lxw_worksheet *data,
                          const struct tallies *all) {
    lxw_chart *chart = barchart_new(b, "Findings in favour by candidate", most(all, tally_in_favour));
    struct barchart_series series = series_of(data, all, WORDS_SEVERITIES);
    series.hatched_from = 0;
    barchart_add(b, s, chart, &series);
    char *alt = alt_text("findings in favour by candidate", all, tally_in_favour);
    barchart_insert(b, s, chart, CHART_ROW, FAVOUR_COLUMN, FAVOUR_WIDTH, height(all), alt);
    free(alt);
}

void sheet_chart(struct book *b, const lxw_worksheet *data, const struct tallies *all) {
    lxw_worksheet *s = book_sheet(b, "Chart", widths, COLUMNS);
    book_title(b, s, "Candidates side by side", "");
    book_format(b, s, 1, 0, STYLE_SUBTITLE,
                "The first %zu of %zu candidates, in the order of their numbers, which are drawn at random "
                "\xC2\xB7 numbers of findings, not scores: ask what a finding is before how many there are",
                shown(all), all->count);
    insert_concerns(b, s, data, all);
    insert_favour(b, s, data, all);
    worksheet_fit_to_pages(s, 1, 1);
}

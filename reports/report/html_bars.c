/* Stacked bars as SVG: dark to light, hatched where they speak for a candidate, with an alternative text. */
#include "evenhand/html.h"

#define ROW 20
#define LABEL 190
#define BAR 320
#define TOP 6

static const char *const fills[] = {"#1F3B57", "#86A9C7", "#DCE7F0"};

static uint64_t total_of(const struct html_bars *bars, size_t row) {
    uint64_t n = 0;
    for (size_t i = 0; i < bars->series; i++)
        n += bars->counts[row * bars->series + i];
    return n;
}

static uint64_t most_of(const struct html_bars *bars) {
    uint64_t max = 1;
    for (size_t row = 0; row < bars->rows; row++)
        max = total_of(bars, row) > max ? total_of(bars, row) : max;
    return max;
}

static void add_row(struct html *h, const struct html_bars *bars, size_t row, uint64_t most) {
    size_t y = TOP + row * ROW;
    uint64_t before = 0;
    buf_format(&h->piece, "<text x=\"%d\" y=\"%zu\" text-anchor=\"end\">", LABEL - 8, y + 14);
    html_text(h, bars->labels[row]);
    html_raw(h, "</text>");
    for (size_t i = 0; i < bars->series; i++) {
        uint64_t n = bars->counts[row * bars->series + i];
        if (n > 0)
            buf_format(
                &h->piece,
                "<rect x=\"%llu\" y=\"%zu\" width=\"%llu\" height=\"%d\" fill=\"%s\" stroke=\"#1F3B57\"/>",
                (unsigned long long)(LABEL + before * BAR / most), y + 3,
                (unsigned long long)(n * BAR / most), ROW - 6,
                row >= bars->hatched ? "url(#hatch)" : fills[i % (sizeof fills / sizeof *fills)]);
        before += n;
    }
    buf_format(&h->piece, "<text x=\"%llu\" y=\"%zu\">%llu</text>\n",
               (unsigned long long)(LABEL + before * BAR / most + 6), y + 14, (unsigned long long)before);
}

void html_bars(struct html *h, const struct html_bars *bars) {
    uint64_t most = most_of(bars);
    html_raw(h, "<figure>");
    buf_format(&h->piece,
               "<svg role=\"img\" viewBox=\"0 0 %d %zu\" width=\"%d\" height=\"%zu\" font-size=\"13\" "
               "fill=\"#1B2A3A\" aria-label=\"",
               LABEL + BAR + 40, TOP + bars->rows * ROW + TOP, LABEL + BAR + 40,
               TOP + bars->rows * ROW + TOP);
    html_text(h, bars->alt);
    html_raw(h, "\">\n<defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
                "<path d=\"M0 6L6 0\" stroke=\"#3E6B4F\"/></pattern></defs>\n");
    for (size_t row = 0; row < bars->rows; row++)
        add_row(h, bars, row, most);
    html_raw(h, "</svg>\n");
    html_element(h, "figcaption", "class=\"quiet\"", bars->title);
    html_raw(h, "</figure>\n");
}

/* Findings: one row each, an excerpt too long for one cell continued in the next row. */
#include <stdlib.h>
#include <string.h>

#include "evenhand/board_book.h"
#include "evenhand/cell.h"
#include "evenhand/mem.h"

enum column {
    NUMBER,
    CATEGORY,
    SEVERITY,
    MONTH,
    SOURCE,
    EXCERPT,
    MATCH,
    CORROBORATION,
    REVIEWED,
    EVIDENCE,
    COLUMNS
};

#define HEAD_ROW 3
#define CONTINUES " [continues in the next row]"

static const char *const heads[] = {"Finding",     "Category", "Severity", "Month",
                                    "Source type", "Excerpt",  "Match",    "Corroboration",
                                    "Reviewed",    "Evidence", NULL};
static const double widths[COLUMNS] = {10, 22, 13, 10, 14, 74, 14, 19, 10, 12};

static enum style severity_style(const struct dossier_finding *finding) {
    bool favour = finding->category >= WORDS_CONCERNS;
    return (enum style)((favour ? STYLE_FAVOUR_LOW : STYLE_LOW) + finding->severity);
}

/* Height of a finding's row: as much as its longest cell needs. */
static double row_height(const char *excerpt, const struct dossier_finding *x) {
    const char *corroboration = words_corroboration[x->corroboration].shown;
    const char *category = words_categories[x->category].shown;
    const char *match = words_matches[x->match].shown;
    size_t lines = cell_lines(excerpt, strlen(excerpt), widths[EXCERPT]);
    size_t more[] = {cell_lines(category, strlen(category), widths[CATEGORY]),
                     cell_lines(match, strlen(match), widths[MATCH]),
                     cell_lines(corroboration, strlen(corroboration), widths[CORROBORATION])};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        lines = more[i] > lines ? more[i] : lines;
    return cell_points(lines);
}

/* Everything but number and excerpt. */
static void write_facts(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct dossier_finding *x) {
    book_text(b, s, row, CATEGORY, STYLE_EXCERPT, words_categories[x->category].shown);
    book_text(b, s, row, SEVERITY, severity_style(x), words_severities[x->severity].shown);
    book_text(b, s, row, MONTH, STYLE_TOP, *x->month ? x->month : "undated");
    book_text(b, s, row, SOURCE, STYLE_TOP, words_source_types[x->source_type].shown);
    book_text(b, s, row, MATCH, STYLE_EXCERPT, words_matches[x->match].shown);
    book_text(b, s, row, CORROBORATION, STYLE_EXCERPT, words_corroboration[x->corroboration].shown);
    book_text(b, s, row, REVIEWED, STYLE_TOP, x->reviewed ? "Yes" : "No");
    book_format(b, s, row, EVIDENCE, STYLE_TOP, "%s/%ld", x->evidence, x->item);
}

static lxw_row_t write_finding(struct book *b, lxw_worksheet *s, lxw_row_t row, size_t number,
                               const struct dossier_finding *x) {
    const char *rest = x->excerpt;
    size_t left = strlen(rest);
    bool first = true;
    do {
        size_t part = cell_part(rest, left, widths[EXCERPT]);
        char *text = mem_format("%.*s%s", (int)part, rest, part < left ? CONTINUES : "");
        book_height(b, s, row, row_height(text, x));
        if (first)
            book_number(b, s, row, NUMBER, STYLE_TOP, (double)number);
        else
            book_format(b, s, row, NUMBER, STYLE_TOP, "%zu (cont.)", number);
        book_text(b, s, row, EXCERPT, STYLE_EXCERPT, text);
        write_facts(b, s, row++, x);
        free(text);
        rest += part;
        left -= part;
        first = false;
    } while (left > 0);
    return row;
}

static lxw_row_t write_none(struct book *b, lxw_worksheet *s, lxw_row_t row, uint64_t items) {
    book_height(b, s, row, cell_points(2));
    book_blanks(b, s, row, NUMBER, EVIDENCE, STYLE_TOP);
    book_format(b, s, row, EXCERPT, STYLE_EXCERPT,
                "No finding: none of the categories applied to anything in the %llu items read.",
                (unsigned long long)items);
    return row + 1;
}

void sheet_findings(struct book *b, const struct dossier *d) {
    lxw_worksheet *s = book_sheet(b, "Findings", widths, COLUMNS);
    lxw_row_t row = HEAD_ROW + 1;
    book_title(b, s, "Findings",
               "Most severe first, then oldest first. [withheld] stands for protected facts, [person] for "
               "anybody else; the Method sheet explains every word.");
    book_height(b, s, HEAD_ROW, 20);
    book_heads(b, s, HEAD_ROW, STYLE_HEAD, heads);
    for (size_t i = 0; i < d->findings && b->error == LXW_NO_ERROR; i++)
        row = write_finding(b, s, row, i + 1, &d->finding[i]);
    if (d->findings == 0)
        row = write_none(b, s, row, d->tally.items);
    book_long_table(b, s, HEAD_ROW, row - 1, COLUMNS);
}

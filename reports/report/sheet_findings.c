/* Findings: one row each, an excerpt too long for one cell continued in the next row. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/board_book.h"
#include "evenhand/board_text.h"
#include "evenhand/cell.h"
#include "evenhand/mem.h"

enum column {
    NUMBER,
    CATEGORY,
    SEVERITY,
    MONTH,
    SOURCE,
    EXCERPT,
    REPLY,
    MATCH,
    CORROBORATION,
    REVIEWED,
    EVIDENCE,
    NOTES /* one for each board member, from here on */
};

#define HEAD_ROW 3
#define CONTINUES " [continues in the next row]"

static const char *const heads[] = {"Finding",       "Category", "Severity",          "Month",
                                    "Source type",   "Excerpt",  "Candidate's reply", "Match",
                                    "Corroboration", "Reviewed", "Evidence",          NULL};
static const double widths[NOTES] = {9, 23, 13, 10, 14, 70, 30, 13, 22, 10, 14};
#define NOTES_WIDTH 30

static enum style severity_style(const struct dossier_finding *finding) {
    bool favour = finding->category >= WORDS_CONCERNS;
    return (enum style)((favour ? STYLE_FAVOUR_LOW : STYLE_LOW) + finding->severity);
}

/* Height of a finding's row: as much as its longest cell needs. */
static double row_height(const char *excerpt, const struct dossier_finding *x, const char *corroboration,
                         const char *evidence, const char *reply) {
    const char *category = words_categories[x->category].shown;
    const char *match = words_matches[x->match].shown;
    size_t lines = cell_lines(excerpt, strlen(excerpt), widths[EXCERPT]);
    size_t more[] = {cell_lines(category, strlen(category), widths[CATEGORY]),
                     cell_lines(match, strlen(match), widths[MATCH]),
                     cell_lines(corroboration, strlen(corroboration), widths[CORROBORATION]),
                     cell_lines(evidence, strlen(evidence), widths[EVIDENCE]),
                     cell_lines(reply, strlen(reply), widths[REPLY])};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        lines = more[i] > lines ? more[i] : lines;
    return cell_points(lines);
}

/* A real date (the month's first day, shown as a month), so that it sorts and filters as one. */
static void write_month(struct book *b, lxw_worksheet *s, lxw_row_t row, const char *month) {
    char day[16];
    utc_time time = 0;
    (void)snprintf(day, sizeof day, "%s-01", month);
    if (utc_parse_date(day, &time))
        book_time(b, s, row, MONTH, STYLE_MONTH, time);
    else
        book_text(b, s, row, MONTH, STYLE_TOP, "undated");
}

/* Everything but number, excerpt and reply. */
static void write_facts(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct dossier_finding *x,
                        const char *corroboration, const char *evidence) {
    book_text(b, s, row, CATEGORY, STYLE_EXCERPT, words_categories[x->category].shown);
    book_text(b, s, row, SEVERITY, severity_style(x), words_severities[x->severity].shown);
    write_month(b, s, row, x->month);
    book_text(b, s, row, SOURCE, STYLE_TOP, words_source_types[x->source_type].shown);
    book_text(b, s, row, MATCH, STYLE_EXCERPT, words_matches[x->match].shown);
    book_text(b, s, row, CORROBORATION, STYLE_EXCERPT, corroboration);
    book_text(b, s, row, REVIEWED, STYLE_TOP, x->reviewed ? "Yes" : "No");
    book_text(b, s, row, EVIDENCE, STYLE_EXCERPT, evidence);
}

static void write_notes(struct book *b, lxw_worksheet *s, lxw_row_t row, size_t members) {
    if (members > 0)
        book_blanks(b, s, row, NOTES, (lxw_col_t)(NOTES + members - 1), STYLE_NOTES);
}

/* What of excerpt and reply the row shows, and the rest of the finding. */
static void write_row(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct dossier_finding *x,
                      const struct finding_texts *t, const char *excerpt, const char *reply) {
    char *corroboration = board_corroboration(x, t), *evidence = board_evidence(x, t);
    book_height(b, s, row, row_height(excerpt, x, corroboration, evidence, reply));
    book_text(b, s, row, EXCERPT, STYLE_EXCERPT, excerpt);
    book_text(b, s, row, REPLY, STYLE_EXCERPT, reply);
    write_facts(b, s, row, x, corroboration, evidence);
    free(corroboration);
    free(evidence);
}

/* The part that one row shows, marked when the next row goes on; *rest moves on. free() releases. */
static char *next_part(const char **rest, double width) {
    size_t left = strlen(*rest), part = cell_part(*rest, left, width);
    char *text = mem_format("%.*s%s", (int)part, *rest, part < left ? CONTINUES : "");
    *rest += part;
    return text;
}

/* A text that a row cannot show whole goes on in the next row, marked; nothing is cut. */
static lxw_row_t write_finding(struct book *b, lxw_worksheet *s, lxw_row_t row, size_t number,
                               const struct dossier_finding *x, const struct finding_texts *t,
                               size_t members) {
    const char *excerpts = t->excerpt, *replies = t->reply;
    bool first = true;
    do {
        char *excerpt = next_part(&excerpts, widths[EXCERPT]), *reply = next_part(&replies, widths[REPLY]);
        if (first)
            book_number(b, s, row, NUMBER, STYLE_TOP, (double)number);
        else
            book_format(b, s, row, NUMBER, STYLE_TOP, "%zu (cont.)", number);
        write_row(b, s, row, x, t, excerpt, reply);
        write_notes(b, s, row++, members);
        free(excerpt);
        free(reply);
        first = false;
    } while (*excerpts || *replies);
    return row;
}

static lxw_row_t write_all(struct book *b, lxw_worksheet *s, const struct dossier *d, size_t members,
                           struct faults *f) {
    lxw_row_t row = HEAD_ROW + 1;
    struct finding_texts texts = {0};
    for (size_t i = 0; i < d->findings && b->error == LXW_NO_ERROR; i++) {
        if (!dossier_texts(d, &d->finding[i], &texts, f))
            book_note(b, s, LXW_ERROR_READING_TMPFILE);
        else
            row = write_finding(b, s, row, i + 1, &d->finding[i], &texts, members);
    }
    buf_free(&texts.all);
    return row;
}

static lxw_row_t write_none(struct book *b, lxw_worksheet *s, lxw_row_t row, uint64_t items, size_t members) {
    book_height(b, s, row, cell_points(2));
    book_blanks(b, s, row, NUMBER, EVIDENCE, STYLE_TOP);
    book_format(b, s, row, EXCERPT, STYLE_EXCERPT,
                "No finding: none of the categories applied to anything in the %llu items read.",
                (unsigned long long)items);
    write_notes(b, s, row, members);
    return row + 1;
}

static lxw_worksheet *make_sheet(struct book *b, const struct board_run *run) {
    double all[NOTES + BOARD_MAX_MEMBERS];
    for (size_t i = 0; i < NOTES + run->members; i++)
        all[i] = i < NOTES ? widths[i] : NOTES_WIDTH;
    lxw_worksheet *s = book_sheet(b, "Findings", all, NOTES + run->members);
    book_title(b, s, "Findings",
               "Most severe first, then oldest first. [withheld] stands for protected facts, [person] for "
               "anybody else; the Method sheet explains every word.");
    book_height(b, s, HEAD_ROW, 20);
    book_heads(b, s, HEAD_ROW, STYLE_HEAD, heads);
    for (size_t i = 0; i < run->members; i++)
        book_format(b, s, HEAD_ROW, (lxw_col_t)(NOTES + i), STYLE_HEAD, "Notes: %s", run->member[i]);
    return s;
}

/* Notes are a member's own and stay on the screen: the print area ends before them. */
void sheet_findings(struct book *b, const struct board_run *run, const struct dossier *d, struct faults *f) {
    lxw_worksheet *s = make_sheet(b, run);
    lxw_row_t row = d->findings ? write_all(b, s, d, run->members, f)
                                : write_none(b, s, HEAD_ROW + 1, d->tally.items, run->members);
    lxw_col_t last = (lxw_col_t)(NOTES + run->members - 1);
    book_shade_severities(b, s, HEAD_ROW + 1, SEVERITY, row - 1, CATEGORY);
    book_long_table(b, s, HEAD_ROW, row - 1, last + 1);
    book_note(b, s, worksheet_print_area(s, 0, 0, row - 1, EVIDENCE));
    book_name(b, s, "Findings_list", HEAD_ROW, NUMBER, row - 1, EVIDENCE);
    if (run->members > 0)
        book_name(b, s, "Notes", HEAD_ROW + 1, NOTES, row - 1, last);
}

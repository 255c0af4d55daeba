/* uniformity.xlsx: what compliance keeps. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/cell.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/uniformity.h"

#define NAME "uniformity.xlsx"

static void verdict_row(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct verify *v,
                        enum check check) {
    bool made = verify_made(v, check);
    bool good = v->deviations.failed[check] == 0;
    book_height(b, s, row, cell_points(2));
    book_text(b, s, row, 0, STYLE_BOLD, check_names[check]);
    book_text(b, s, row, 1, STYLE_WRAP, check_questions[check]);
    book_text(b, s, row, 2, made && !good ? STYLE_ALERT : STYLE_BOLD,
              !made  ? "Not checked"
              : good ? "Yes"
                     : "No");
    book_count(b, s, row, 3, v->deviations.failed[check]);
    book_count(b, s, row, 4, v->deviations.remarks[check]);
}

static void sheet_verdict(struct book *b, const struct verify *v) {
    static const double widths[] = {22, 84, 14, 12, 12};
    static const char *const heads[] = {"Check", "Question", "Answer", "Deviations", "Remarks", NULL};
    lxw_worksheet *s = book_sheet(b, "Verdict", widths, 5);
    bool yes = deviations_failed(&v->deviations) == 0;
    char *paragraph = verify_paragraph(v);
    book_title(b, s, "Uniformity of the vetting",
               "Did every candidate get the same vetting, and did nothing protected get through?");
    book_height(b, s, 3, 26);
    book_span(b, s, 3, 0, 4, yes ? STYLE_YES : STYLE_NO, yes ? "Yes." : "No: see the sheet Deviations.");
    book_height(b, s, 4, cell_points(cell_lines(paragraph, strlen(paragraph), 135) + 1));
    book_span(b, s, 4, 0, 4, STYLE_EXCERPT, paragraph);
    book_heads(b, s, 6, STYLE_HEAD, heads);
    for (int i = 0; i < CHECKS; i++)
        verdict_row(b, s, (lxw_row_t)(7 + i), v, (enum check)i);
    free(paragraph);
}

/* What is counted of a candidate, right of the steps. */
enum effort { ANSWERS, PAGES, BYTES, FIRST, LAST, DECISIONS, EFFORTS };

static void effort_cells(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t at,
                         const struct person *p) {
    book_count(b, s, row, at + ANSWERS, p->captures);
    book_count(b, s, row, at + PAGES, p->pages);
    book_count(b, s, row, at + BYTES, p->bytes);
    if (p->first)
        book_time(b, s, row, at + FIRST, STYLE_TIME, p->first);
    if (p->last)
        book_time(b, s, row, at + LAST, STYLE_TIME, p->last);
    book_count(b, s, row, at + DECISIONS, p->decisions);
}

static void step_cell(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col,
                      const struct census_step *step) {
    bool open = !step->attempts || step->outcome == OUTCOME_UNDETERMINED;
    bool empty = step->attempts && step->outcome == OUTCOME_NOT_PROVIDED; /* apart from "nothing there" */
    book_text(b, s, row, col,
              open    ? STYLE_ALERT
              : empty ? STYLE_NOTE
                      : STYLE_TEXT,
              step->attempts ? words_outcomes[step->outcome].shown : "Not done");
}

static void coverage_row(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct verify *v,
                         const struct person *p) {
    lxw_col_t steps = (lxw_col_t)v->plan->steps;
    book_height(b, s, row, cell_points(1));
    book_text(b, s, row, 0, STYLE_BOLD, p->number);
    for (lxw_col_t i = 0; i < steps; i++)
        step_cell(b, s, row, (lxw_col_t)(i + 1), &p->step[i]);
    effort_cells(b, s, row, (lxw_col_t)(steps + 1), p);
}

static void coverage_heads(struct book *b, lxw_worksheet *s, const struct verify *v) {
    static const char *const efforts[EFFORTS] = {"Answers kept",  "Pages deep",  "Bytes read",
                                                 "First request", "Last answer", "Decisions"};
    size_t steps = v->plan->steps;
    book_height(b, s, 3, 32);
    book_text(b, s, 3, 0, STYLE_HEAD, "Candidate");
    for (size_t i = 0; i < steps; i++)
        book_format(b, s, 3, (lxw_col_t)(i + 1), STYLE_HEAD, "%zu %s", i + 1, v->plan->step[i].source->name);
    for (size_t i = 0; i < EFFORTS; i++)
        book_text(b, s, 3, (lxw_col_t)(steps + 1 + i),
                  i == FIRST || i == LAST ? STYLE_HEAD : STYLE_HEAD_RIGHT, efforts[i]);
}

static void sheet_steps(struct book *b, const struct verify *v) {
    size_t columns = 1 + v->plan->steps + EFFORTS;
    double *widths = mem_array(columns, sizeof *widths);
    for (size_t i = 0; i < columns; i++)
        widths[i] = i < 1 + v->plan->steps || i == columns - EFFORTS + FIRST || i == columns - EFFORTS + LAST
                        ? 18
                        : 12;
    lxw_worksheet *s = book_sheet(b, "Coverage", widths, columns);
    free(widths);
    book_title(b, s, "Coverage",
               "Every candidate by number, every step of the plan and how it ended; what was read, how deep "
               "and when (UTC).");
    coverage_heads(b, s, v);
    for (size_t i = 0; i < v->census.count; i++)
        coverage_row(b, s, (lxw_row_t)(4 + i), v, &v->census.person[i]);
    book_long_table(b, s, 3, (lxw_row_t)(3 + v->census.count), (lxw_col_t)columns);
    worksheet_freeze_panes(s, 4, 1);
}

static void sheet_deviations(struct book *b, const struct verify *v) {
    static const double widths[] = {7, 17, 13, 66, 54, 11};
    static const char *const heads[] = {"No.",    "Check", "Candidate", "What", "What would mend it",
                                        "Weight", NULL};
    const struct deviations *d = &v->deviations;
    lxw_worksheet *s = book_sheet(b, "Deviations", widths, 6);
    book_title(b, s, "Deviations",
               "What was not as it must be. A remark is worth knowing and does not change the answer.");
    book_heads(b, s, 3, STYLE_HEAD, heads);
    for (size_t i = 0; i < d->count; i++) {
        const struct deviation *one = &d->list[i];
        lxw_row_t row = (lxw_row_t)(4 + i);
        size_t what = cell_lines(one->what, strlen(one->what), widths[3]);
        size_t mend = cell_lines(one->mend, strlen(one->mend), widths[4]);
        book_height(b, s, row, cell_points(what > mend ? what : mend));
        book_number(b, s, row, 0, STYLE_TOP, (double)(i + 1));
        book_text(b, s, row, 1, STYLE_EXCERPT, check_names[one->check]);
        book_text(b, s, row, 2, STYLE_EXCERPT, one->whom);
        book_text(b, s, row, 3, STYLE_EXCERPT, one->what);
        book_text(b, s, row, 4, STYLE_EXCERPT, one->mend);
        book_text(b, s, row, 5, one->remark ? STYLE_TOP : STYLE_ALERT, one->remark ? "Remark" : "Fails");
    }
    if (d->count == 0)
        book_text(b, s, 4, 3, STYLE_EXCERPT, "None.");
    book_long_table(b, s, 3, (lxw_row_t)(3 + d->count), 6);
}

bool uniformity_write(const struct verify *v, struct faults *f) {
    char *final = path_join(v->out, NAME);
    char *path = mem_format("%s.part", final);
    struct book_about about = {
        .title = "Uniformity", .subject = v->run.plan, .comment = v->vetting, .created = v->run.started};
    struct book *b = book_open(path, v->out, &about, f);
    if (b) {
        sheet_verdict(b, v);
        sheet_steps(b, v);
        sheet_deviations(b, v);
        sheet_redactions(b, v);
        sheet_leaks(b, v);
        sheet_ledger(b, v);
        sheet_roles(b, v);
    }
    bool ok = b && book_close(b, f) && file_flush(path, f) &&
              (rename(path, final) == 0 ||
               fault_errno(f, FAULT_CANNOT_CREATE, final, "cannot rename the workbook"));
    if (!ok)
        (void)unlink(path);
    free(path);
    free(final);
    return ok;
}

#include "evenhand/book.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "evenhand/book_check.h"
#include "evenhand/book_language.h"
#include "evenhand/buf.h"
#include "evenhand/cell.h"
#include "evenhand/mem.h"
#include "evenhand/styles.h"

#define PAPER_LETTER 1

void book_note(struct book *b, const lxw_worksheet *s, lxw_error error) {
    if (error == LXW_NO_ERROR || b->error != LXW_NO_ERROR)
        return;
    b->error = error;
    b->where = s ? s->name : "workbook";
}

static bool set_about(struct book *b, const struct book_about *about) {
    lxw_doc_properties properties = {
        .title = mem_string(about->title),
        .subject = mem_string(about->subject),
        .author = mem_string("evenhand"),
        .category = mem_string("Confidential personnel record"),
        .keywords = mem_string(about->keywords),
        .comments = mem_string(about->comment),
        .created = (time_t)about->created,
    };
    lxw_error error = workbook_set_properties(b->workbook, &properties);
    free(properties.title);
    free(properties.subject);
    free(properties.author);
    free(properties.category);
    free(properties.keywords);
    free(properties.comments);
    return error == LXW_NO_ERROR;
}

static bool make_formats(struct book *b) {
    for (int i = 0; i < STYLES; i++)
        if (!(b->format[i] = style_format(b->workbook, (enum style)i)))
            return false;
    for (int i = 0; i < RULES; i++)
        if (!(b->rule[i] = style_rule(b->workbook, (enum rule)i)))
            return false;
    return true;
}

struct book *book_open(const char *path, const char *folder, const struct book_about *about,
                       struct faults *f) {
    struct book *b = mem_alloc(sizeof *b);
    char *temporary = mem_string(folder);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = temporary, .use_zip64 = LXW_TRUE};
    b->path = mem_string(path);
    b->footer_name = mem_string(about->title);
    b->workbook = workbook_new_opt(path, &options);
    free(temporary);
    if (b->workbook && make_formats(b) && set_about(b, about))
        return b;
    book_abandon(b);
    fault(f, FAULT_CANNOT_CREATE, path, NULL, "the workbook library could not start a workbook");
    return NULL;
}

static void free_rest(struct book *b) {
    free(b->path);
    free(b->footer_name);
    free(b);
}

void book_abandon(struct book *b) {
    if (!b)
        return;
    lxw_workbook_free(b->workbook);
    free_rest(b);
}

/* What the library said, in our words where we can say what to do. */
static void tell(const struct book *b, struct faults *f) {
    char *where = mem_format("%s, sheet %s", b->path, b->where);
    if (b->full)
        (void)fault(f, FAULT_DATA, where, "narrow the plan's queries, or split the caseload",
                    "more rows than a sheet can hold (%u)", BOOK_MAX_ROWS);
    else
        (void)fault(f, FAULT_CANNOT_CREATE, where, NULL, "%s", lxw_strerror(b->error));
    free(where);
}

static bool finish(struct book *b, struct faults *f) {
    if (b->error != LXW_NO_ERROR) {
        tell(b, f);
        lxw_workbook_free(b->workbook);
        return false;
    }
    lxw_error error = workbook_close(b->workbook);
    if (error != LXW_NO_ERROR)
        return fault(f, FAULT_IO, b->path, "is the disk full, or the folder not writable?", "%s",
                     lxw_strerror(error));
    return book_language(b->path, f) && book_check(b->path, b->cells, f);
}

bool book_close(struct book *b, struct faults *f) {
    bool ok = finish(b, f);
    free_rest(b);
    return ok;
}

/* "&" begins a code in headers and footers. */
static void add_literal(struct buf *out, const char *text) {
    for (; *text; text++)
        buf_add_text(out, *text == '&' ? "&&" : (char[]){*text, '\0'});
}

static void set_print(struct book *b, lxw_worksheet *s) {
    struct buf footer = {0};
    buf_add_text(&footer, "&L&9Confidential personnel record&C&9Page &P of &N&R&9");
    add_literal(&footer, b->footer_name);
    buf_add_text(&footer, " \xC2\xB7 &A");
    worksheet_set_landscape(s);
    worksheet_set_paper(s, PAPER_LETTER);
    worksheet_set_margins(s, 0.5, 0.5, 0.55, 0.7);
    worksheet_fit_to_pages(s, 1, 0);
    book_note(b, s, worksheet_set_footer(s, footer.data));
    buf_free(&footer);
}

/* No password: it would promise what it cannot keep. Filters and column widths stay the reader's. */
static void protect(lxw_worksheet *s) {
    lxw_protection allowed = {.format_cells = 1, .format_columns = 1, .format_rows = 1, .autofilter = 1};
    worksheet_protect(s, NULL, &allowed);
}

lxw_worksheet *book_sheet(struct book *b, const char *name, const double *widths, size_t columns) {
    lxw_worksheet *s = workbook_add_worksheet(b->workbook, name);
    if (!s)
        mem_exhausted();
    for (size_t i = 0; i < columns; i++)
        book_note(b, s, worksheet_set_column(s, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL));
    worksheet_gridlines(s, LXW_HIDE_ALL_GRIDLINES);
    set_print(b, s);
    protect(s);
    return s;
}

void book_title(struct book *b, lxw_worksheet *s, const char *title, const char *subtitle) {
    book_height(b, s, 0, 30);
    book_text(b, s, 0, 0, STYLE_TITLE, title);
    book_text(b, s, 1, 0, STYLE_SUBTITLE, subtitle);
}

void book_text(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, enum style style,
               const char *text) {
    if (b->error != LXW_NO_ERROR)
        return;
    if (*text == '\0') {
        book_note(b, s, worksheet_write_blank(s, row, col, b->format[style]));
        return;
    }
    struct buf clean = {0};
    if (!cell_is_plain(text))
        cell_text(text, strlen(text), &clean);
    book_note(b, s, worksheet_write_string(s, row, col, clean.data ? clean.data : text, b->format[style]));
    b->cells++;
    buf_free(&clean);
}

void book_format(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, enum style style,
                 const char *format, ...) {
    char *text = NULL;
    va_list args;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        mem_exhausted();
    va_end(args);
    book_text(b, s, row, col, style, text);
    free(text);
}

void book_number(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, enum style style,
                 double number) {
    if (b->error != LXW_NO_ERROR)
        return;
    book_note(b, s, worksheet_write_number(s, row, col, number, b->format[style]));
    b->cells++;
}

#define SECONDS_OF_A_DAY 86400.0
#define DAYS_BEFORE_1970 25569.0

void book_time(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, enum style style,
               utc_time time) {
    book_number(b, s, row, col, style, (double)time / SECONDS_OF_A_DAY + DAYS_BEFORE_1970);
}

void book_count(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t col, uint64_t count) {
    book_number(b, s, row, col, count ? STYLE_COUNT : STYLE_ZERO, (double)count);
}

void book_blanks(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t from, lxw_col_t to,
                 enum style style) {
    for (lxw_col_t col = from; col <= to && b->error == LXW_NO_ERROR; col++)
        book_note(b, s, worksheet_write_blank(s, row, col, b->format[style]));
}

void book_span(struct book *b, lxw_worksheet *s, lxw_row_t row, lxw_col_t from, lxw_col_t to,
               enum style style, const char *text) {
    if (b->error != LXW_NO_ERROR)
        return;
    if (from < to)
        book_note(b, s, worksheet_merge_range(s, row, from, row, to, "", b->format[style]));
    book_text(b, s, row, from, style, text);
}

void book_height(struct book *b, lxw_worksheet *s, lxw_row_t row, double points) {
    b->full = b->full || row >= BOOK_MAX_ROWS;
    book_note(b, s, worksheet_set_row(s, row, points, NULL));
}

void book_heads(struct book *b, lxw_worksheet *s, lxw_row_t row, enum style style, const char *const *texts) {
    for (lxw_col_t col = 0; texts[col]; col++)
        book_text(b, s, row, col, style, texts[col]);
}

void book_long_table(struct book *b, lxw_worksheet *s, lxw_row_t head, lxw_row_t last, lxw_col_t columns) {
    book_note(b, s, worksheet_autofilter(s, head, 0, last > head ? last : head + 1, columns - 1));
    worksheet_freeze_panes(s, head + 1, 0);
    book_note(b, s, worksheet_repeat_rows(s, head, head));
}

/* HTML, one piece at a time: text is always escaped, tables have captions and scopes, and a page needs
 * nothing but itself (no script, no link to elsewhere, no font: a content security policy forbids them). */
#ifndef EVENHAND_HTML_H
#define EVENHAND_HTML_H

#include "evenhand/board_book.h"
#include "evenhand/text_file.h"

struct html {
    struct text_file file;
    struct buf piece; /* under way; html_flush writes it */
};

/* Begins a page up to <main>: title, a subtitle, and links to its sections ("findings", "Findings", ...,
 * NULL). */
bool html_open(struct html *h, const char *path, const char *title, const char *subtitle,
               const char *const *sections, struct faults *f);
bool html_close(struct html *h, struct faults *f);

void html_raw(struct html *h, const char *markup);
void html_text(struct html *h, const char *text); /* escaped */
void html_number(struct html *h, uint64_t n);
/* <TAG CLASS>text</TAG>; `attributes` are markup, "" for none. */
void html_element(struct html *h, const char *tag, const char *attributes, const char *text);
void html_section(struct html *h, const char *id, const char *title);
void html_section_end(struct html *h);
/* A table up to its first body row; a heading that begins with "#" is of numbers. */
void html_table(struct html *h, const char *caption, const char *const *heads);
void html_table_end(struct html *h);
void html_flush(struct html *h);

/* Stacked bars: `counts` of `rows` x `series`, row by row, labels of rows and series. Rows from `hatched` on
 * are hatched. `alt` says in words what they show. */
struct html_bars {
    const char *title, *alt;
    const char *const *labels;
    const uint64_t *counts;
    size_t rows, series, hatched;
};
void html_bars(struct html *h, const struct html_bars *bars);

/* The sections that both pages have. */
void html_method(struct html *h, const struct board_run *run);

#endif

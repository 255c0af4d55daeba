#include <string.h>

#include "evenhand/cell.h"
#include "evenhand/uniformity.h"
#include "evenhand/vocab.h"

#define HEAD_HEIGHT 110

/* "national_origin" as people write it. */
static void class_name(const char *id, char out[32]) {
    (void)strncpy(out, id, 31);
    out[31] = '\0';
    for (char *c = out; *c; c++)
        if (*c == '_')
            *c = ' ';
    if (*out >= 'a' && *out <= 'z')
        *out = (char)(*out - 'a' + 'A');
}

static void redaction_row(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct person *p) {
    uint64_t total = 0;
    book_height(b, s, row, cell_points(1));
    book_text(b, s, row, 0, STYLE_BOLD, p->number);
    for (int i = 0; i < CENSUS_CLASSES; i++) {
        book_number(b, s, row, (lxw_col_t)(i + 1), STYLE_CELL, p->withheld[i]);
        total += p->withheld[i];
    }
    book_number(b, s, row, CENSUS_CLASSES + 1, STYLE_TOTAL_COUNT, (double)total);
}

void sheet_redactions(struct book *b, const struct verify *v) {
    double widths[CENSUS_CLASSES + 2];
    char name[32];
    for (int i = 0; i < CENSUS_CLASSES + 2; i++)
        widths[i] = i == 0 ? 14 : i > CENSUS_CLASSES ? 9 : 6;
    lxw_worksheet *s = book_sheet(b, "Redactions", widths, CENSUS_CLASSES + 2);
    book_title(
        b, s, "Redactions",
        v->audit
            ? "Passages withheld before the board saw a word, by class and candidate. The words are nowhere."
            : "Not known: no audit stream was given.");
    book_height(b, s, 3, HEAD_HEIGHT);
    book_text(b, s, 3, 0, STYLE_HEAD, "Candidate");
    for (int i = 0; i < CENSUS_CLASSES; i++) {
        class_name(vocab_classes[i], name);
        book_text(b, s, 3, (lxw_col_t)(i + 1), STYLE_HEAD_UP, name);
    }
    book_text(b, s, 3, CENSUS_CLASSES + 1, STYLE_HEAD_UP, "All");
    for (size_t i = 0; v->audit && i < v->census.count; i++)
        redaction_row(b, s, (lxw_row_t)(4 + i), &v->census.person[i]);
    book_long_table(b, s, 3, (lxw_row_t)(3 + (v->audit ? v->census.count : 0)), CENSUS_CLASSES + 2);
    if (v->audit && v->census.count > 0)
        book_shade_counts(b, s, 4, 1, (lxw_row_t)(3 + v->census.count), CENSUS_CLASSES);
    worksheet_freeze_panes(s, 4, 1);
}

static void leak_row(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct leak *l) {
    char kind[32];
    class_name(l->kind, kind);
    book_text(b, s, row, 0, STYLE_TEXT, l->file);
    book_text(b, s, row, 1, STYLE_TEXT, l->sheet);
    book_text(b, s, row, 2, STYLE_TEXT, l->cell);
    book_text(b, s, row, 3, STYLE_ALERT, kind);
    book_text(b, s, row, 4, STYLE_TEXT, l->whose);
    book_text(b, s, row, 5, STYLE_TEXT, l->rule);
    book_text(b, s, row, 6, STYLE_TEXT, l->evidence);
}

void sheet_leaks(struct book *b, const struct verify *v) {
    static const double widths[] = {22, 30, 16, 22, 14, 26, 16};
    static const char *const heads[] = {"File",         "Sheet", "Cell",     "What",
                                        "Of candidate", "Rule",  "Evidence", NULL};
    const struct workbooks *w = &v->workbooks;
    lxw_worksheet *s = book_sheet(b, "Leak check", widths, 7);
    book_title(b, s, "Leak check",
               "The finished workbooks, unpacked and read again by other code. The words themselves are not "
               "repeated here.");
    book_format(b, s, 2, 0, STYLE_PLAIN,
                "%zu workbooks, %llu texts; looked for: %zu identity facts and protected words of %zu "
                "candidates, in every "
                "form they may be written",
                w->files, (unsigned long long)w->texts, v->facts.count, v->census.count);
    book_heads(b, s, 4, STYLE_HEAD, heads);
    for (size_t i = 0; i < w->leaks; i++)
        leak_row(b, s, (lxw_row_t)(5 + i), &w->leak[i]);
    if (w->leaks == 0)
        book_text(b, s, 5, 0, STYLE_TEXT, "Nothing found.");
    book_long_table(b, s, 4, (lxw_row_t)(4 + w->leaks), 7);
}

void sheet_ledger(struct book *b, const struct verify *v) {
    static const double widths[] = {8, 22, 18, 22, 16, 62};
    static const char *const heads[] = {"Entry", "When (UTC)", "Who", "Where", "What", "SHA-256", NULL};
    const struct ledger *l = &v->ledger;
    lxw_worksheet *s = book_sheet(b, "Ledger", widths, 6);
    book_title(b, s, "Ledger",
               !v->ledger_path ? "Not known: no ledger was given."
               : v->deviations.failed[CHECK_LEDGER] > 0
                   ? "The chain is broken: see Deviations."
                   : "Each entry carries the digest of the one before it: the chain is unbroken.");
    book_heads(b, s, 3, STYLE_HEAD, heads);
    for (size_t i = 0; i < l->count; i++) {
        const struct ledger_entry *e = &l->entry[i];
        lxw_row_t row = (lxw_row_t)(4 + i);
        book_number(b, s, row, 0, STYLE_TEXT, e->seq);
        book_text(b, s, row, 1, STYLE_TEXT, e->at);
        book_text(b, s, row, 2, STYLE_TEXT, e->user);
        book_text(b, s, row, 3, STYLE_TEXT, e->host);
        book_text(b, s, row, 4, STYLE_TEXT, e->act);
        book_text(b, s, row, 5, STYLE_SMALL, e->sha256);
    }
    book_long_table(b, s, 3, (lxw_row_t)(3 + l->count), 6);
}

static const char *role_of(const struct actor *a) {
    if (a->investigator && a->decision_maker)
        return "Investigator and decision maker";
    return a->investigator     ? "Investigator"
           : a->decision_maker ? "Decision maker"
           : a->compliance     ? "Compliance"
                               : "None";
}

void sheet_roles(struct book *b, const struct verify *v) {
    static const double widths[] = {24, 32, 10, 60};
    static const char *const heads[] = {"User", "Role in the plan", "Entries", "Did", NULL};
    const struct ledger *l = &v->ledger;
    lxw_worksheet *s = book_sheet(b, "Roles", widths, 4);
    book_title(b, s, "Roles",
               v->ledger_path ? "Who did what, by the ledger, and in which role, by the plan."
                              : "Not known: no ledger was given.");
    book_heads(b, s, 3, STYLE_HEAD, heads);
    for (size_t i = 0; i < l->actors; i++) {
        lxw_row_t row = (lxw_row_t)(4 + i);
        const char *kinds = l->actor[i].kinds;
        book_height(b, s, row, cell_points(cell_lines(kinds, strlen(kinds), widths[3])));
        book_text(b, s, row, 0, STYLE_TEXT, l->actor[i].user);
        book_text(b, s, row, 1, STYLE_TEXT, role_of(&l->actor[i]));
        book_count(b, s, row, 2, l->actor[i].acts);
        book_text(b, s, row, 3, STYLE_WRAP, kinds);
    }
    book_long_table(b, s, 3, (lxw_row_t)(3 + l->actors), 4);
}

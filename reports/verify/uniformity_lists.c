#include <stdlib.h>
#include <string.h>

#include "evenhand/cell.h"
#include "evenhand/record.h"
#include "evenhand/uniformity.h"
#include "evenhand/vocab.h"

#define HEAD_HEIGHT 110
#define KINDS_WIDTH 44

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
    if (l->word)
        book_format(b, s, row, 3, STYLE_TEXT, "\"%s\": %s?", l->word, kind);
    else
        book_text(b, s, row, 3, STYLE_ALERT, kind);
    book_text(b, s, row, 4, STYLE_TEXT, l->whose);
    book_text(b, s, row, 5, STYLE_TEXT, l->rule);
    book_text(b, s, row, 6, STYLE_TEXT, l->evidence);
    if (l->acknowledged)
        book_format(b, s, row, 7, STYLE_WRAP, "Harmless, says %s (%s): %s", l->acknowledged->user,
                    l->acknowledged->at, record_text(l->acknowledged->detail, "why"));
    else
        book_text(b, s, row, 7, STYLE_ALERT, l->word ? "Awaits acknowledgement" : "Leak");
}

void sheet_leaks(struct book *b, const struct verify *v) {
    static const double widths[] = {20, 22, 12, 30, 14, 24, 14, 50};
    static const char *const heads[] = {"File", "Sheet",    "Cell",  "What", "Of candidate",
                                        "Rule", "Evidence", "State", NULL};
    const struct workbooks *w = &v->workbooks;
    lxw_worksheet *s = book_sheet(b, "Leak check", widths, 8);
    book_title(
        b, s, "Leak check",
        "The finished workbooks, unpacked and read again by other code. What leaked is not repeated here; "
        "ambiguous words that stayed (\"a black car\") are, for an investigator to acknowledge.");
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
    book_long_table(b, s, 4, (lxw_row_t)(4 + w->leaks), 8);
}

void sheet_ledger(struct book *b, const struct verify *v) {
    static const double widths[] = {8, 22, 18, 22, 26, 62};
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
        utc_time at = 0;
        if (utc_parse(e->at, &at))
            book_time(b, s, row, 1, STYLE_TIME, at);
        else
            book_text(b, s, row, 1, STYLE_TEXT, e->at);
        book_text(b, s, row, 2, STYLE_TEXT, e->user);
        book_text(b, s, row, 3, STYLE_TEXT, e->host);
        char *act = ledger_act(l, i);
        book_text(b, s, row, 4, STYLE_TEXT, act);
        free(act);
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

static const struct reviewer *reviewer_named(const struct verify *v, const char *login) {
    for (size_t i = 0; i < v->reviewers.count; i++)
        if (strcmp(v->reviewers.at[i].by, login) == 0)
            return &v->reviewers.at[i];
    return NULL;
}

/* What somebody decided, and how soon after the last answer of the candidate concerned. */
static void reviewer_cells(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct reviewer *r) {
    static const struct reviewer none = {.by = NULL};
    r = r ? r : &none;
    size_t kept = r->other + r->withheld;
    book_count(b, s, row, 4, r->decisions);
    book_count(b, s, row, 5, r->same);
    book_count(b, s, row, 6, r->other);
    book_count(b, s, row, 7, r->withheld);
    if (r->decisions > 0) {
        book_number(b, s, row, 8, STYLE_SHARE, (double)kept / (double)r->decisions);
        book_number(b, s, row, 9, STYLE_HOURS, reviewer_median_hours(r));
        book_number(b, s, row, 10, STYLE_HOURS, r->hours[r->decisions - 1]);
    } else {
        book_blanks(b, s, row, 8, 10, STYLE_TEXT);
    }
}

static void role_row(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct verify *v,
                     const char *login, const struct actor *a) {
    const char *kinds = a ? a->kinds : "";
    book_height(b, s, row, cell_points(cell_lines(kinds, strlen(kinds), KINDS_WIDTH)));
    book_text(b, s, row, 0, STYLE_BOLD, login);
    book_text(b, s, row, 1, STYLE_TEXT, a ? role_of(a) : "Not in the ledger");
    book_count(b, s, row, 2, a ? a->acts : 0);
    book_text(b, s, row, 3, STYLE_WRAP, kinds);
    reviewer_cells(b, s, row, reviewer_named(v, login));
}

static const struct actor *actor_named(const struct verify *v, const char *login) {
    for (size_t i = 0; i < v->ledger.actors; i++)
        if (strcmp(v->ledger.actor[i].user, login) == 0)
            return &v->ledger.actor[i];
    return NULL;
}

void sheet_roles(struct book *b, const struct verify *v) {
    static const double widths[] = {20, 30, 9, KINDS_WIDTH, 11, 10, 10, 10, 13, 14, 14};
    static const char *const heads[] = {"User",      "Role in the plan", "Entries",        "Did",
                                        "Decisions", "Same person",      "Other",          "Withheld",
                                        "Kept away", "Hours, median",    "Hours, longest", NULL};
    lxw_row_t row = 3;
    lxw_worksheet *s = book_sheet(b, "Roles", widths, 11);
    book_title(b, s, "Roles",
               v->ledger_path
                   ? "Who did what by the ledger, and who decided what; hours from a candidate's last "
                     "answer to the decision."
                   : "Who decided what; who did what is not known: no ledger was given.");
    book_height(b, s, row, 32);
    book_heads(b, s, row, STYLE_HEAD, heads);
    for (size_t i = 0; i < v->ledger.actors; i++)
        role_row(b, s, ++row, v, v->ledger.actor[i].user, &v->ledger.actor[i]);
    for (size_t i = 0; i < v->reviewers.count; i++)
        if (!actor_named(v, v->reviewers.at[i].by))
            role_row(b, s, ++row, v, v->reviewers.at[i].by, NULL);
    book_long_table(b, s, 3, row, 11);
}

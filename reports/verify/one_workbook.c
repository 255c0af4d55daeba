/* One workbook: every text of it against what must be the same in all, what the vault says, and what must not
 * leak. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/one_workbook.h"
#include "evenhand/words.h"

#define MAKE_AGAIN "run `evenhand assess` again"
#define FIRST_STEP_ROW 5

const char *checking_whom(const struct checking *c) {
    return c->person ? c->person->number : "all";
}

__attribute__((format(printf, 2, 3))) static void misshapen(struct checking *c, const char *format, ...) {
    va_list args;
    char *what = NULL;
    va_start(args, format);
    if (vasprintf(&what, format, args) < 0)
        mem_exhausted();
    va_end(args);
    if (c->shape_faults++ < WORKBOOKS_MAX_SHAPE_FAULTS)
        deviate(c->w->deviations, CHECK_WORKBOOKS, checking_whom(c), MAKE_AGAIN, "%s: %s", c->name, what);
    free(what);
}

/* Another candidate's number in a workbook. */
static void check_numbers(struct checking *c, const struct xlsx_text *t) {
    for (const char *at = t->text; c->person && (at = strstr(at, "C-")); at += 2) {
        char number[CANDIDATE_BYTES];
        (void)snprintf(number, sizeof number, "%.6s", at);
        const struct person *other = census_find(c->w->census, number);
        if (other && other != c->person)
            misshapen(c, "sheet %s, cell %s holds the number of %s", t->sheet ? t->sheet : t->part, t->where,
                      number);
    }
}

static void check_title(struct checking *c, const struct xlsx_text *t) {
    char *title = c->person ? mem_format("Candidate %s", c->person->number) : NULL;
    bool cell = t->cell && strcmp(t->sheet, "Summary") == 0 && strcmp(t->where, "A1") == 0;
    bool property = strcmp(t->part, "docProps/core.xml") == 0 && strcmp(t->where, "title") == 0;
    if (title && (cell || property)) {
        if (strcmp(t->text, title) == 0)
            c->numbers_right++;
        else
            misshapen(c, "it is named after %s and is another's inside", c->person->number);
    }
    free(title);
}

/* Coverage must say what the vault says. */
static void check_coverage(struct checking *c, const struct xlsx_text *t) {
    if (!c->person || !t->cell || strcmp(t->sheet, "Coverage") != 0)
        return;
    long row = strtol(t->where + 1, NULL, 10) - FIRST_STEP_ROW;
    const struct plan *plan = c->w->census->plan;
    if (row < 0)
        return;
    if (row >= (long)plan->steps) {
        misshapen(c, "Coverage has more rows than the plan has steps");
        return;
    }
    int type = words_find(words_source_types, WORDS_SOURCE_TYPES, plan->step[row].source->type);
    const char *outcome = words_outcomes[c->person->step[row].outcome].shown;
    char number[24];
    (void)snprintf(number, sizeof number, "%ld", row + 1);
    const char *expected = t->where[0] == 'A'   ? number
                           : t->where[0] == 'B' ? words_source_types[type < 0 ? 0 : type].shown
                           : t->where[0] == 'C' ? outcome
                                                : t->text;
    if (strcmp(t->text, expected) != 0)
        misshapen(c, "Coverage, cell %s is not what the vault says", t->where);
    c->steps_right += t->where[0] == 'A';
}

/* The Summary's account of items: label in column G, number in H. */
static void note_account(struct checking *c, const struct xlsx_text *t) {
    if (!c->person || strcmp(t->sheet, "Summary") != 0)
        return;
    if (t->where[0] == 'G')
        (void)snprintf(c->label, sizeof c->label, "%s", t->text);
    if (t->where[0] != 'H' || !t->number)
        return;
    double n = strtod(t->text, NULL);
    if (strcmp(c->label, "All left out") == 0)
        c->left_out = n;
    else if (strcmp(c->label, "Shown as findings") == 0)
        c->shown = n;
    else if (strcmp(c->label, "All items read") == 0)
        c->read = n;
}

static void check_account(const struct checking *c) {
    if (c->person && c->left_out + c->shown != c->read)
        remark(c->w->deviations, CHECK_WORKBOOKS, checking_whom(c),
               "please report this: no item may be lost silently",
               "%.0f items were read, %.0f left out and %.0f shown: they do not add up", c->read, c->left_out,
               c->shown);
}

static bool is_digest(const char *text) {
    return strlen(text) == DIGEST_HEX_BYTES - 1 && strspn(text, "0123456789abcdef") == DIGEST_HEX_BYTES - 1;
}

/* Digests that differ have a cause of their own, told once. */
static void tell_other_digest(struct checking *c, const struct xlsx_text *t) {
    if (strcmp(t->sheet, "Method") == 0)
        deviate(c->w->deviations, CHECK_PLAN, checking_whom(c), MAKE_AGAIN,
                "%s was made by other rules or another plan (%s, cell %s)", c->name, t->sheet, t->where);
}

static void check_fixed(struct checking *c, const struct xlsx_text *t) {
    if (pattern_varies(c->kind, t->sheet, t->where, t->number))
        return;
    char *key = mem_format("%s!%s", t->sheet, t->where);
    const struct pattern_cell *same = pattern_cell(&c->w->pattern[c->kind], key);
    bool differs = same && strcmp(same->text, t->text) != 0;
    if (!same)
        misshapen(c, "sheet %s, cell %s: nothing stands there in the others", t->sheet, t->where);
    else if (differs && is_digest(same->text) && is_digest(t->text))
        tell_other_digest(c, t);
    else if (differs)
        misshapen(c, "sheet %s, cell %s is not the same as in the others", t->sheet, t->where);
    c->fixed_seen += same != NULL;
    free(key);
}

static bool check_text(void *ctx, const struct xlsx_text *t, struct faults *f) {
    struct checking *c = ctx;
    (void)f;
    c->text = t;
    c->w->texts++;
    check_title(c, t);
    if (t->cell) {
        check_fixed(c, t);
        check_coverage(c, t);
        note_account(c, t);
        row_reading_take(&c->rows, t);
    }
    if (!pattern_knows(&c->w->neutral[c->kind], t->text)) {
        check_numbers(c, t);
        leaks_search(c, t);
    }
    leaks_note_evidence(c, t);
    return true;
}

static void compare_parts(struct checking *c, const struct xlsx *x) {
    const struct xlsx *same = &c->w->pattern[c->kind].x;
    for (size_t i = 0; i < x->parts || i < same->parts; i++) {
        const char *here = i < x->parts ? x->part[i] : "";
        const char *there = i < same->parts ? same->part[i] : "";
        if (strcmp(here, there) != 0) {
            misshapen(c, "part \"%s\" where the others have \"%s\"", here, there);
            return;
        }
    }
}

static void compare_sheets(struct checking *c, const struct xlsx *x) {
    const struct xlsx *same = &c->w->pattern[c->kind].x;
    if (x->sheets != same->sheets)
        misshapen(c, "%zu sheets where the others have %zu", x->sheets, same->sheets);
    for (size_t i = 0; i < x->sheets && i < same->sheets; i++) {
        const char *here = x->sheet[i].shape.data ? x->sheet[i].shape.data : "";
        const char *there = same->sheet[i].shape.data ? same->sheet[i].shape.data : "";
        if (strcmp(x->sheet[i].name, same->sheet[i].name) != 0)
            misshapen(c, "sheet %zu is called %s, not %s", i + 1, x->sheet[i].name, same->sheet[i].name);
        else if (strcmp(here, there) != 0)
            misshapen(c, "sheet %s has other columns, panes or print set-up than the others",
                      x->sheet[i].name);
    }
}

static void compare_shape(struct checking *c, const struct xlsx *x) {
    compare_parts(c, x);
    compare_sheets(c, x);
    if (c->fixed_seen < c->w->pattern[c->kind].fixed)
        misshapen(c, "%zu cells that all have are missing", c->w->pattern[c->kind].fixed - c->fixed_seen);
    if (c->person && c->steps_right < c->w->census->plan->steps)
        misshapen(c, "Coverage tells of %zu steps, the plan has %zu", c->steps_right,
                  c->w->census->plan->steps);
    check_account(c);
    if (c->person && c->numbers_right < 2)
        misshapen(c, "it does not name its candidate in title and properties");
}

void workbook_check(struct workbooks *w, const char *name, const struct person *person) {
    struct checking c = {.w = w,
                         .name = name,
                         .person = person,
                         .first_leak = w->leaks,
                         .kind = person ? PATTERN_CANDIDATE : PATTERN_SUMMARY};
    struct faults f = FAULTS_NONE;
    struct xlsx x;
    char *path = path_join(w->folder, name);
    w->files++;
    if (xlsx_read(path, &x, check_text, &c, &f))
        compare_shape(&c, &x);
    else
        deviate(w->deviations, CHECK_WORKBOOKS, checking_whom(&c), MAKE_AGAIN, "%.*s",
                (int)(f.len ? f.len - 1 : 0), f.text);
    static const struct board_rows unknown;
    if (person)
        row_reading_end(&c.rows, w->rows && f.count == 0 ? w->rows : &unknown, person, name, w->deviations);
    leaks_tell(&c);
    xlsx_free(&x);
    free(path);
}

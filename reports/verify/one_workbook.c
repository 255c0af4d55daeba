/* One workbook: every text of it against what must be the same in all, what the vault says, and what must not
 * leak. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/words.h"
#include "evenhand/workbooks.h"

#define MAKE_AGAIN "run `evenhand assess` again"
#define CONTINUES " [continues in the next row]"
#define FIRST_STEP_ROW 5

struct checking {
    struct workbooks *w;
    const char *name;            /* of the file */
    const struct person *person; /* NULL: summary.xlsx */
    enum pattern_kind kind;
    const struct xlsx_text *text; /* under way */
    size_t shape_faults, fixed_seen, steps_right, numbers_right;
    size_t first_leak;                   /* of this workbook */
    char tail[WORKBOOKS_JOIN_BYTES + 1]; /* of an excerpt that goes on in the next row */
};

static const char *whom(const struct checking *c) {
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
        deviate(c->w->deviations, CHECK_WORKBOOKS, whom(c), MAKE_AGAIN, "%s: %s", c->name, what);
    free(what);
}

static bool known_leak(const struct checking *c, const struct leak *new) {
    for (size_t i = c->first_leak; i < c->w->leaks; i++) {
        const struct leak *l = &c->w->leak[i];
        if (strcmp(l->cell, new->cell) == 0 && strcmp(l->sheet, new->sheet) == 0 && l->kind == new->kind &&
            strcmp(l->whose, new->whose) == 0)
            return true;
    }
    return false;
}

static void free_leak(struct leak *l) {
    free(l->file);
    free(l->sheet);
    free(l->cell);
    free(l->rule);
    free(l->evidence);
}

static bool note_leak(void *ctx, const struct fact *fact) {
    struct checking *c = ctx;
    struct workbooks *w = c->w;
    if (fact->own_only && c->person && c->person != &w->census->person[fact->person])
        return true;
    struct leak new = {.file = mem_string(c->name),
                       .sheet = mem_string(c->text->sheet ? c->text->sheet : c->text->part),
                       .cell = mem_string(c->text->where),
                       .in_cell = c->text->cell,
                       .kind = fact->kind,
                       .rule = mem_string(fact->rule ? fact->rule : ""),
                       .evidence = mem_string("")};
    if (fact->person != FACTS_NOBODY)
        (void)snprintf(new.whose, sizeof new.whose, "%s", w->census->person[fact->person].number);
    if (w->leaks >= WORKBOOKS_MAX_LEAKS || known_leak(c, &new)) {
        free_leak(&new);
        return w->leaks < WORKBOOKS_MAX_LEAKS;
    }
    if (w->leaks == w->leak_cap) {
        w->leak_cap = w->leak_cap ? w->leak_cap * 2 : 32;
        w->leak = mem_grow(w->leak, w->leak_cap, sizeof *w->leak);
    }
    w->leak[w->leaks++] = new;
    return true;
}

/* The two parts of an excerpt are searched together where they meet. */
static void search_join(struct checking *c, const struct xlsx_text *t) {
    bool excerpt = t->cell && t->sheet && strcmp(t->sheet, "Findings") == 0 && t->where[0] == 'F';
    if (!excerpt)
        return;
    if (*c->tail) {
        char *joined = mem_format("%s%.*s", c->tail, WORKBOOKS_JOIN_BYTES, t->text);
        facts_search(c->w->facts, joined, note_leak, c);
        free(joined);
    }
    size_t len = strlen(t->text);
    size_t mark = strlen(CONTINUES);
    c->tail[0] = '\0';
    if (len < mark || strcmp(t->text + len - mark, CONTINUES) != 0)
        return;
    size_t from = len - mark > WORKBOOKS_JOIN_BYTES ? len - mark - WORKBOOKS_JOIN_BYTES : 0;
    while (from < len && ((unsigned char)t->text[from] & 0xC0) == 0x80)
        from++;
    (void)snprintf(c->tail, sizeof c->tail, "%.*s", (int)(len - mark - from), t->text + from);
}

/* The evidence number of a finding's row comes last in it. */
static void note_evidence(struct checking *c, const struct xlsx_text *t) {
    if (!t->cell || t->where[0] != 'J' || strcmp(t->sheet, "Findings") != 0)
        return;
    for (size_t i = c->w->leaks; i > c->first_leak; i--) {
        struct leak *l = &c->w->leak[i - 1];
        if (strcmp(l->sheet, "Findings") != 0 || strcmp(l->cell + 1, t->where + 1) != 0)
            return;
        free(l->evidence);
        l->evidence = mem_string(t->text);
    }
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

static void check_fixed(struct checking *c, const struct xlsx_text *t) {
    if (pattern_varies(c->kind, t->sheet, t->where, t->number))
        return;
    char *key = mem_format("%s!%s", t->sheet, t->where);
    const struct pattern_cell *same = pattern_cell(&c->w->pattern[c->kind], key);
    if (!same)
        misshapen(c, "sheet %s, cell %s: nothing stands there in the others", t->sheet, t->where);
    else if (strcmp(same->text, t->text) != 0)
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
    }
    if (!pattern_knows(&c->w->neutral[c->kind], t->text)) {
        check_numbers(c, t);
        facts_search(c->w->facts, t->text, note_leak, c);
        search_join(c, t);
    }
    note_evidence(c, t);
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
    if (c->person && c->numbers_right < 2)
        misshapen(c, "it does not name its candidate in title and properties");
}

static bool same_place(const struct leak *a, const struct leak *b) {
    return strcmp(a->sheet, b->sheet) == 0 && strcmp(a->cell, b->cell) == 0;
}

/* "user name of C-7F3K", "protected word: religion (unambiguous.txt:14)" */
static void add_kind(struct buf *what, const struct leak *l) {
    if (*l->whose)
        buf_format(what, "%s of %s", l->kind, l->whose);
    else
        buf_format(what, "protected word, %s (%s)", l->kind, l->rule);
    for (char *c = what->data; *c; c++)
        if (*c == '_')
            *c = ' '; /* the ids of classes */
}

/* One deviation a place, whatever was found there. */
static void tell_leaks(const struct checking *c) {
    const struct workbooks *w = c->w;
    for (size_t i = c->first_leak; i < w->leaks;) {
        const struct leak *l = &w->leak[i];
        struct buf what = {0};
        buf_format(&what, l->in_cell ? "%s, sheet %s, cell %s: " : "%s, %s, %s: ", l->file, l->sheet,
                   l->cell);
        add_kind(&what, l);
        for (i++; i < w->leaks && same_place(l, &w->leak[i]); i++) {
            buf_add_text(&what, ", ");
            add_kind(&what, &w->leak[i]);
        }
        char *mend =
            *l->evidence
                ? mem_format("withhold item %s with `evenhand review` or mend the rules, then assess again",
                             l->evidence)
                : mem_string("mend the plan's name or the rules, then assess again");
        deviate(w->deviations, CHECK_LEAK, whom(c), mend, "%s", what.data);
        free(mend);
        buf_free(&what);
    }
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
        deviate(w->deviations, CHECK_WORKBOOKS, whom(&c), MAKE_AGAIN, "%.*s", (int)(f.len ? f.len - 1 : 0),
                f.text);
    tell_leaks(&c);
    xlsx_free(&x);
    free(path);
}

/* What leaked into one workbook, and where. The words themselves are never repeated. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/one_workbook.h"
#include "evenhand/text.h"

#define CONTINUES " [continues in the next row]" /* as report writes it */

static bool known_leak(const struct checking *c, const struct leak *new) {
    for (size_t i = c->first_leak; i < c->w->leaks; i++) {
        const struct leak *l = &c->w->leak[i];
        if (strcmp(l->cell, new->cell) == 0 && strcmp(l->sheet, new->sheet) == 0 && l->kind == new->kind &&
            l->word == new->word &&strcmp(l->whose, new->whose) == 0)
            return true;
    }
    return false;
}

void leak_free(struct leak *l) {
    free(l->file);
    free(l->sheet);
    free(l->cell);
    free(l->rule);
    free(l->evidence);
}

static bool is_excerpt(const struct xlsx_text *t) {
    return t->cell && t->sheet && strcmp(t->sheet, "Findings") == 0 && t->where[0] == 'F';
}

static bool note_leak(void *ctx, const struct fact *fact) {
    struct checking *c = ctx;
    struct workbooks *w = c->w;
    if (fact->own_only && c->person && c->person != &w->census->person[fact->person])
        return true;
    if (fact->ambiguous && !is_excerpt(c->text))
        return true;
    struct leak new = {.file = mem_string(c->name),
                       .sheet = mem_string(c->text->sheet ? c->text->sheet : c->text->part),
                       .cell = mem_string(c->text->where),
                       .in_cell = c->text->cell,
                       .kind = fact->kind,
                       .word = fact->word,
                       .rule = mem_string(fact->rule ? fact->rule : ""),
                       .evidence = mem_string("")};
    if (fact->person != FACTS_NOBODY)
        (void)snprintf(new.whose, sizeof new.whose, "%s", w->census->person[fact->person].number);
    if (w->leaks >= WORKBOOKS_MAX_LEAKS || known_leak(c, &new)) {
        leak_free(&new);
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
    if (!is_excerpt(t))
        return;
    if (*c->tail) {
        size_t more = text_cut(t->text, strlen(t->text), WORKBOOKS_JOIN_BYTES);
        char *joined = mem_format("%s%.*s", c->tail, (int)more, t->text);
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

void leaks_search(struct checking *c, const struct xlsx_text *t) {
    facts_search(c->w->facts, t->text, note_leak, c);
    search_join(c, t);
}

/* The evidence number of a finding's row comes last in it. */
void leaks_note_evidence(struct checking *c, const struct xlsx_text *t) {
    if (!t->cell || t->where[0] != 'K' || strcmp(t->sheet, "Findings") != 0)
        return;
    for (size_t i = c->w->leaks; i > c->first_leak; i--) {
        struct leak *l = &c->w->leak[i - 1];
        if (strcmp(l->sheet, "Findings") != 0 || strcmp(l->cell + 1, t->where + 1) != 0)
            return;
        free(l->evidence);
        l->evidence = mem_copy(t->text, strcspn(t->text, ";")); /* copies stand behind */
    }
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

static void tell_leak(const struct checking *c, const struct leak *l, const char *what) {
    char *mend =
        *l->evidence
            ? mem_format("withhold item %s with `evenhand review` or mend the rules, then assess again",
                         l->evidence)
            : mem_string("mend the plan's name or the rules, then assess again");
    deviate(c->w->deviations, CHECK_LEAK, checking_whom(c), mend, "%s", what);
    free(mend);
}

/* One deviation a place, whatever was found there. */
static void tell_leaks(const struct checking *c) {
    const struct workbooks *w = c->w;
    for (size_t i = c->first_leak; i < w->leaks;) {
        const struct leak *l = &w->leak[i++];
        if (l->word)
            continue;
        struct buf what = {0};
        buf_format(&what, l->in_cell ? "%s, sheet %s, cell %s: " : "%s, %s, %s: ", l->file, l->sheet,
                   l->cell);
        add_kind(&what, l);
        for (; i < w->leaks && same_place(l, &w->leak[i]); i++)
            if (!w->leak[i].word) {
                buf_add_text(&what, ", ");
                add_kind(&what, &w->leak[i]);
            }
        tell_leak(c, l, what.data);
        buf_free(&what);
    }
}

/* An ambiguous word that stayed waits for an investigator who looked at it. */
static void tell_ambiguous(const struct checking *c, struct leak *l) {
    l->acknowledged = ledger_acknowledged(c->w->ledger, checking_whom(c), l->evidence, c->w->census->rules);
    if (l->acknowledged)
        return;
    char *mend =
        mem_format("look at it: if it is harmless, `evenhand review --acknowledge --about %s:%s --why ...`, "
                   "else withhold it and assess again",
                   checking_whom(c), l->evidence);
    char *class = mem_string(l->kind);
    for (char *at = class; *at; at++)
        *at = *at == '_' ? ' ' : *at;
    deviate(c->w->deviations, CHECK_LEAK, checking_whom(c), mend,
            "%s, sheet %s, cell %s: \"%s\" may tell of %s", l->file, l->sheet, l->cell, l->word, class);
    free(class);
    free(mend);
}

void leaks_tell(const struct checking *c) {
    tell_leaks(c);
    for (size_t i = c->first_leak; i < c->w->leaks; i++)
        if (c->w->leak[i].word)
            tell_ambiguous(c, &c->w->leak[i]);
}

#include "evenhand/pattern.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/mem.h"

#define FIRST_FINDING_ROW 5
#define FIRST_STEP_ROW 5
#define FIRST_CANDIDATE_ROW 6
#define LETTERS_ENOUGH                                                                                       \
    20 /* of a text whose numbers may differ: an alternative text, a sentence with counts */

static long row_of(const char *cell) {
    return strtol(cell + strcspn(cell, "0123456789"), NULL, 10);
}

static bool is_one_of(const char *cell, const char *const *list) {
    for (; *list; list++)
        if (strcmp(cell, *list) == 0)
            return true;
    return false;
}

bool pattern_varies(enum pattern_kind kind, const char *sheet, const char *cell, bool number) {
    static const char *const sentences[] = {"A1", "A4", "A5", "A6",
                                            NULL}; /* number, findings, steps, how sure */
    static const char *const total[] = {"A2", NULL};
    if (kind == PATTERN_SUMMARY) {
        if (strcmp(sheet, "Chart") == 0)
            return is_one_of(cell, total);
        if (strcmp(sheet, "Candidates") == 0)
            return row_of(cell) >= FIRST_CANDIDATE_ROW;
        return strcmp(sheet, "Categories") == 0 && (number || is_one_of(cell, total));
    }
    if (strcmp(sheet, "Summary") == 0)
        return number || is_one_of(cell, sentences);
    if (strcmp(sheet, "Findings") == 0)
        return row_of(cell) >= FIRST_FINDING_ROW;
    return strcmp(sheet, "Coverage") == 0 && row_of(cell) >= FIRST_STEP_ROW;
}

/* Digits become "0", a run of them one: "12 items" and "3 items" are the same sentence. */
static char *without_numbers(const char *text) {
    struct buf out = {0};
    size_t letters = 0;
    for (const char *c = text; *c; c++) {
        letters += isalpha((unsigned char)*c) != 0;
        if (!isdigit((unsigned char)*c))
            buf_add_char(&out, *c);
        else if (out.len == 0 || out.data[out.len - 1] != '0')
            buf_add_char(&out, '0');
    }
    buf_add(&out, "", 0);
    if (letters >= LETTERS_ENOUGH)
        return buf_take(&out);
    buf_free(&out);
    return mem_string(text);
}

static void keep_text(struct pattern *p, const char *text) {
    if (p->texts == p->text_cap) {
        p->text_cap = p->text_cap ? p->text_cap * 2 : 256;
        p->text = mem_grow(p->text, p->text_cap, sizeof *p->text);
    }
    p->text[p->texts++] = without_numbers(text);
}

static bool take(void *ctx, const struct xlsx_text *t, struct faults *f) {
    struct pattern *p = ctx;
    (void)f;
    keep_text(p, t->text);
    if (!t->cell)
        return true;
    if (p->cells == p->cell_cap) {
        p->cell_cap = p->cell_cap ? p->cell_cap * 2 : 256;
        p->cell = mem_grow(p->cell, p->cell_cap, sizeof *p->cell);
    }
    p->cell[p->cells++] = (struct pattern_cell){
        .key = mem_format("%s!%s", t->sheet, t->where), .text = mem_string(t->text), .number = t->number};
    p->fixed += !pattern_varies(p->kind, t->sheet, t->where, t->number);
    return true;
}

static int by_key(const void *a, const void *b) {
    const struct pattern_cell *left = a;
    const struct pattern_cell *right = b;
    return strcmp(left->key, right->key);
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool write_empty(enum pattern_kind kind, const struct board_run *run, const char *path,
                        const char *folder, struct faults *f) {
    struct dossier nobody = {.findings = 0};
    struct tallies none = {.count = 0};
    if (kind == PATTERN_SUMMARY)
        return board_summary_write(run, &none, path, folder, f);
    dossier_begin(&nobody, "");
    bool ok = board_book_write(run, &nobody, path, folder, f);
    dossier_free(&nobody);
    return ok;
}

bool pattern_make(struct pattern *p, enum pattern_kind kind, const struct board_run *run, const char *folder,
                  struct faults *f) {
    *p = (struct pattern){.kind = kind};
    char *path = mem_format("%s/pattern.xlsx.part", folder);
    bool ok = write_empty(kind, run, path, folder, f) && xlsx_read(path, &p->x, take, p, f);
    (void)unlink(path);
    free(path);
    if (p->cells > 0)
        qsort(p->cell, p->cells, sizeof *p->cell, by_key);
    if (p->texts > 0)
        qsort(p->text, p->texts, sizeof *p->text, by_text);
    return ok;
}

const struct pattern_cell *pattern_cell(const struct pattern *p, const char *key) {
    struct pattern_cell wanted = {.key = mem_string(key)};
    const struct pattern_cell *found =
        p->cells ? bsearch(&wanted, p->cell, p->cells, sizeof *p->cell, by_key) : NULL;
    free(wanted.key);
    return found;
}

bool pattern_knows(const struct pattern *p, const char *text) {
    char *wanted = without_numbers(text);
    bool known = p->texts && bsearch(&wanted, p->text, p->texts, sizeof *p->text, by_text);
    free(wanted);
    return known;
}

void pattern_free(struct pattern *p) {
    xlsx_free(&p->x);
    for (size_t i = 0; i < p->cells; i++) {
        free(p->cell[i].key);
        free(p->cell[i].text);
    }
    for (size_t i = 0; i < p->texts; i++)
        free(p->text[i]);
    free(p->cell);
    free(p->text);
    *p = (struct pattern){.cells = 0};
}

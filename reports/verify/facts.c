#include "evenhand/facts.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/facts_forms.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/plain.h"
#include "evenhand/vocab.h"

uint32_t facts_new(struct facts *x, const char *kind, int person, bool own_only) {
    if (x->count == x->cap) {
        x->cap = x->cap ? x->cap * 2 : 256;
        x->fact = mem_grow(x->fact, x->cap, sizeof *x->fact);
    }
    x->fact[x->count] = (struct fact){.kind = kind, .person = person, .own_only = own_only};
    return (uint32_t)x->count++;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool facts_common(const struct facts *x, const char *word) {
    return x->commons > 0 && bsearch(&word, x->common, x->commons, sizeof *x->common, by_text);
}

/* Where in a word list the reading is. */
struct list_place {
    const char *file;
    size_t line;
    const char *class; /* of the section, or NULL */
};

typedef bool add_line(struct facts *x, const char *line, const struct list_place *at, struct faults *f);

/* "[religion]" begins a section. */
static bool begin_section(char *line, size_t len, struct list_place *at, struct faults *f) {
    line[len - 1] = '\0';
    int class = vocab_find(vocab_classes, line + 1);
    if (class < 0)
        return fault(f, FAULT_CONFIG, fault_place(at->file, at->line, 1),
                     "the classes are listed in docs/records.md", "unknown class \"%s\"", line + 1);
    at->class = vocab_classes[class];
    return true;
}

/* One line: "#" begins a comment. */
static bool read_line(struct facts *x, char *line, struct list_place *at, add_line *add, struct faults *f) {
    line[strcspn(line, "#\r")] = '\0';
    size_t len = strlen(line);
    while (len > 0 && line[len - 1] == ' ')
        line[--len] = '\0';
    if (len > 2 && line[0] == '[' && line[len - 1] == ']')
        return begin_section(line, len, at, f);
    return len == 0 || add(x, line, at, f);
}

static bool read_list(struct facts *x, const char *folder, const char *name, add_line *add,
                      struct faults *f) {
    struct buf content = {0};
    struct list_place at = {.file = name};
    char *path = path_join(folder, name);
    bool ok = file_read(path, FACTS_FILE_MAX, &content, f);
    char *rest = content.data;
    for (char *line = NULL; ok && (line = strsep(&rest, "\n"));) {
        at.line++;
        ok = read_line(x, line, &at, add, f);
    }
    free(path);
    buf_free(&content);
    return ok;
}

static bool add_common(struct facts *x, const char *line, const struct list_place *at, struct faults *f) {
    (void)at;
    (void)f;
    x->common = mem_grow(x->common, x->commons + 1, sizeof *x->common);
    x->common[x->commons++] = mem_string(line);
    return true;
}

static bool add_nicknames(struct facts *x, const char *line, const struct list_place *at, struct faults *f) {
    (void)at;
    (void)f;
    facts_add_nicknames(x, line);
    return true;
}

/* The id of a word of a class; FACTS_NOBODY's. */
static bool add_word(struct facts *x, const char *line, const struct list_place *at, uint32_t *id,
                     struct faults *f) {
    if (!at->class)
        return fault(f, FAULT_CONFIG, fault_place(at->file, at->line, 1),
                     "begin with a line such as [religion]", "a word outside every section");
    struct buf words = {0};
    plain_words(line, strlen(line), &words);
    *id = facts_new(x, at->class, FACTS_NOBODY, false);
    x->fact[*id].rule = mem_format("%s:%zu", at->file, at->line);
    needles_add(&x->words, words.data, *id);
    buf_free(&words);
    return true;
}

static bool add_protected(struct facts *x, const char *line, const struct list_place *at, struct faults *f) {
    uint32_t id = 0;
    return add_word(x, line, at, &id, f);
}

static bool add_ambiguous(struct facts *x, const char *line, const struct list_place *at, struct faults *f) {
    uint32_t id = 0;
    if (!add_word(x, line, at, &id, f))
        return false;
    x->fact[id].ambiguous = true;
    x->fact[id].word = mem_string(line);
    return true;
}

bool facts_open(struct facts *x, const char *rules, struct faults *f) {
    *x = (struct facts){.count = 0};
    needles_open(&x->words);
    needles_open(&x->runs);
    needles_open(&x->digits);
    char *folder = path_join(rules, "verify");
    bool ok = read_list(x, folder, "common.txt", add_common, f);
    if (x->commons > 1)
        qsort(x->common, x->commons, sizeof *x->common, by_text);
    ok = ok && read_list(x, folder, "nicknames.txt", add_nicknames, f) &&
         read_list(x, folder, "unambiguous.txt", add_protected, f) &&
         read_list(x, folder, "ambiguous.txt", add_ambiguous, f);
    free(folder);
    return ok;
}

void facts_ready(struct facts *x) {
    needles_ready(&x->words);
    needles_ready(&x->runs);
    needles_ready(&x->digits);
}

struct searching {
    const struct facts *facts;
    facts_hit *hit;
    void *ctx;
    bool on;
};

static bool pass_on(void *ctx, uint32_t id) {
    struct searching *s = ctx;
    s->on = s->hit(s->ctx, &s->facts->fact[id]);
    return s->on;
}

void facts_search(const struct facts *x, const char *text, facts_hit *hit, void *ctx) {
    struct searching s = {.facts = x, .hit = hit, .ctx = ctx, .on = true};
    struct buf plain = {0};
    plain_words(text, strlen(text), &plain);
    needles_search(&x->words, plain.data, plain.len, pass_on, &s);
    if (s.on) {
        char *squeezed = plain_squeezed(plain.data);
        needles_search(&x->runs, squeezed, strlen(squeezed), pass_on, &s);
        free(squeezed);
    }
    if (s.on) {
        plain_digits(text, strlen(text), &plain);
        needles_search(&x->digits, plain.data, plain.len, pass_on, &s);
    }
    buf_free(&plain);
}

void facts_close(struct facts *x) {
    for (size_t i = 0; i < x->count; i++) {
        free(x->fact[i].rule);
        free(x->fact[i].word);
    }
    for (size_t i = 0; i < x->commons; i++)
        free(x->common[i]);
    for (size_t i = 0; i < x->nickname_lines; i++)
        free(x->nicknames[i]);
    free(x->nicknames);
    free(x->fact);
    free(x->common);
    needles_close(&x->words);
    needles_close(&x->runs);
    needles_close(&x->digits);
    *x = (struct facts){.count = 0};
}

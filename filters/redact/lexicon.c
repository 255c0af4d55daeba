#include "evenhand/lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/buf.h"
#include "evenhand/cues.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/scan.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"

/* The directives in force while a file is read. */
struct reader {
    struct lexicon *x;
    struct passage scratch;
    const char *file;
    const char *rule;
    int class;
    uint32_t cues, unless;
    bool exact, classed, hint;
    uint32_t kind; /* words/ files: KIND_BIT, else 0 */
    size_t line;
};

static bool bad(const struct reader *r, struct faults *f, const char *reason, const char *word) {
    return fault(f, FAULT_CONFIG, fault_place(r->file, r->line, 0), "see docs/redaction.md for the format",
                 "%s \"%s\"", reason, word);
}

static bool read_cues(struct reader *r, char *text, uint32_t *bits, struct faults *f) {
    *bits = 0;
    char *rest = NULL;
    for (char *word = strtok_r(text, " ,", &rest); word != NULL; word = strtok_r(NULL, " ,", &rest)) {
        int cue = vocab_find(cue_names, word);
        if (cue < 0)
            return bad(r, f, "unknown cue", word);
        *bits |= (uint32_t)1 << cue;
    }
    return true;
}

static bool read_class(struct reader *r, const char *name, struct faults *f) {
    r->class = strcmp(name, "allow") == 0 ? CLASS_ALLOW : vocab_find(vocab_classes, name);
    r->cues = r->unless = 0;
    r->exact = false;
    r->classed = true;
    return r->class != -1 || bad(r, f, "unknown class", name);
}

static bool read_directive(struct reader *r, char *line, struct faults *f) {
    char *value = line + strcspn(line, " \t");
    if (*value != '\0')
        *value++ = '\0';
    value += strspn(value, " \t");
    if (strcmp(line, "@class") == 0)
        return read_class(r, value, f);
    if (strcmp(line, "@cues") == 0)
        return read_cues(r, value, &r->cues, f);
    if (strcmp(line, "@unless") == 0)
        return read_cues(r, value, &r->unless, f);
    if (strcmp(line, "@inflect") == 0) {
        r->exact = strcmp(value, "no") == 0;
        return true;
    }
    return bad(r, f, "unknown directive", line);
}

static struct word no_word;
static const struct wordbook no_words = {.list = &no_word};

/* The term's words, numbered; 0 when it has none or too many. */
static size_t number_words(struct reader *r, const char *text, uint32_t *number) {
    struct passage *p = &r->scratch;
    shadow_make(&p->shadow, text, strlen(text));
    p->words = &no_words;
    scan_make(p, NULL);
    size_t count = 0;
    for (size_t i = 0; i < p->tokens; i++) {
        const struct token *t = &p->token[i];
        if (t->type != TOKEN_WORD && t->type != TOKEN_NUMBER)
            continue;
        if (count == LEXICON_MAX_WORDS)
            return 0;
        number[count++] = wordbook_add(&r->x->words, p->shadow.fold + t->start, t->end - t->start);
    }
    return count;
}

static uint64_t opening_key(uint32_t first, uint32_t second, bool hint) {
    uint64_t key = (uint64_t)first << 32 | second;
    key = (key ^ (uint64_t)hint << 63) * 0x9E3779B97F4A7C15u;
    return (key ^ key >> 32) | 1;
}

static struct opening *opening_slot(const struct lexicon *x, uint64_t key) {
    size_t i = (size_t)(key >> 1) & (x->opening_slots - 1);
    while (x->opening[i].key != 0 && x->opening[i].key != key)
        i = (i + 1) & (x->opening_slots - 1);
    return &x->opening[i];
}

static void grow_openings(struct lexicon *x) {
    struct opening *old = x->opening;
    size_t slots = x->opening_slots;
    x->opening_slots = slots == 0 ? 8192 : slots * 2;
    x->opening = mem_array(x->opening_slots, sizeof *x->opening);
    for (size_t i = 0; i < slots; i++) {
        if (old[i].key != 0)
            *opening_slot(x, old[i].key) = old[i];
    }
    free(old);
}

/* Where the chain begins that a term belongs to. */
static uint32_t *head_of(struct lexicon *x, const struct term *t) {
    struct word *first = &x->words.list[t->word[0]];
    if (t->count == 1)
        return t->hint ? &first->hint : &first->term;
    *(t->hint ? &first->opens_hint : &first->opens_term) = true;
    if ((x->openings + 1) * 2 > x->opening_slots)
        grow_openings(x);
    struct opening *o = opening_slot(x, opening_key(t->word[0], t->word[1], t->hint));
    x->openings += o->key == 0;
    o->key = opening_key(t->word[0], t->word[1], t->hint);
    return &o->term;
}

static bool add_term(struct reader *r, char *line, struct faults *f) {
    struct lexicon *x = r->x;
    if (!r->classed)
        return bad(r, f, "no @class before", line);
    struct term term = {.cues = r->cues,
                        .unless = r->unless,
                        .class = (int16_t)r->class,
                        .exact = r->exact,
                        .capital = line[0] == '^',
                        .hint = r->hint,
                        .rule = r->rule,
                        .line = (uint32_t)r->line};
    size_t count = number_words(r, line + (line[0] == '^'), term.word);
    if (count == 0)
        return bad(r, f, "no words, or too many, in", line);
    term.count = (uint8_t)count;
    if (x->count == 0)
        x->count = 1;
    if (x->count >= x->cap) {
        x->cap = x->cap == 0 ? 4096 : x->cap * 2;
        x->term = mem_grow(x->term, x->cap, sizeof *x->term);
    }
    uint32_t *head = head_of(x, &term);
    term.next = *head;
    *head = (uint32_t)x->count;
    x->term[x->count++] = term;
    return true;
}

static bool add_kind(struct reader *r, char *line, struct faults *f) {
    uint32_t number[LEXICON_MAX_WORDS];
    if (number_words(r, line, number) != 1)
        return bad(r, f, "not one word:", line);
    r->x->words.list[number[0]].kinds |= r->kind;
    return true;
}

static bool read_line(struct reader *r, char *line, struct faults *f) {
    size_t len = text_squeeze(line, strlen(line));
    line[len] = '\0';
    if (line[0] == '\0' || line[0] == '#')
        return true;
    if (r->kind != 0)
        return add_kind(r, line, f);
    return line[0] == '@' ? read_directive(r, line, f) : add_term(r, line, f);
}

static bool read_file(struct reader *r, const char *path, struct faults *f) {
    struct buf bytes = {0};
    r->file = path;
    bool fine = file_read(path, LEXICON_MAX_FILE_BYTES, &bytes, f);
    if (fine && text_invalid_at(bytes.data, bytes.len) < bytes.len)
        fine = fault(f, FAULT_CONFIG, path, "save it as UTF-8", "not valid UTF-8");
    char *next = bytes.data;
    while (fine && next != NULL && *next != '\0') {
        char *line = next;
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        r->line++;
        fine = read_line(r, line, f);
    }
    passage_free(&r->scratch);
    buf_free(&bytes);
    return fine;
}

static const char *keep_name(struct lexicon *x, const char *part, const char *file) {
    x->names = mem_grow(x->names, x->name_count + 1, sizeof *x->names);
    char *name = mem_format("%s/%.*s", part, (int)strcspn(file, "."), file);
    return x->names[x->name_count++] = name;
}

/* What a file of this part and name holds: words of a kind, terms, hints of a class. */
static bool begin(struct reader *r, struct lexicon *x, const char *part, const char *file, const char *path,
                  struct faults *f) {
    char *stem = mem_copy(file, strlen(file) - 4);
    *r = (struct reader){.x = x, .rule = keep_name(x, part, file), .hint = strcmp(part, "hints") == 0};
    bool kinds = strcmp(part, "words") == 0;
    int of = kinds ? vocab_find(word_kind_names, stem) : r->hint ? vocab_find(vocab_classes, stem) : 0;
    free(stem);
    if (of < 0)
        return fault(f, FAULT_CONFIG, path, "see docs/redaction.md", "the file's name is no %s",
                     kinds ? "kind of words" : "class");
    r->kind = kinds ? KIND_BIT(of) : 0;
    r->class = of;
    r->classed = r->hint;
    return true;
}

/* Every .txt file of FOLDER/PART. */
static bool read_part(struct lexicon *x, const char *folder, const char *part, struct faults *f) {
    char *below = path_join(folder, part), **names = NULL;
    bool fine = files_list(below, ".txt", &names, f);
    for (char **name = names; fine && *name != NULL; name++) {
        struct reader r;
        char *path = path_join(below, *name);
        fine = begin(&r, x, part, *name, path, f) && read_file(&r, path, f);
        free(path);
    }
    files_free(names);
    free(below);
    return fine;
}

bool lexicon_read(struct lexicon *x, const char *folder, struct faults *f) {
    return read_part(x, folder, "words", f) && read_part(x, folder, "terms", f) &&
           read_part(x, folder, "hints", f);
}

void lexicon_finish(struct lexicon *x) {
    for (size_t i = 1; i < x->count; i++) {
        const struct term *t = &x->term[i];
        if (t->count == 1 && t->cues == 0 && !t->hint && t->class != CLASS_ALLOW && !t->capital)
            near_add(&x->near, &x->words, t->word[0]);
    }
}

void lexicon_free(struct lexicon *x) {
    for (size_t i = 0; i < x->name_count; i++)
        free(x->names[i]);
    free(x->names);
    free(x->term);
    free(x->opening);
    near_free(&x->near);
    wordbook_free(&x->words);
    *x = (struct lexicon){0};
}

static bool skips(const struct token *t) {
    return t->type == TOKEN_PUNCT && t->punct != '\0' && strchr("-./'_&", t->punct) != NULL;
}

static bool same_word(const struct token *t, uint32_t word, bool exact) {
    return t->word == word || (!exact && t->base == word);
}

/* Token behind the term when it stands at i, else 0. */
static size_t match_end(const struct term *term, const struct passage *p, size_t i) {
    if (term->capital && p->token[i].shape == SHAPE_LOWER)
        return 0;
    size_t at = i;
    for (size_t n = 0; n < term->count; n++) {
        for (size_t gap = 0; n > 0 && gap < 2 && skips(&p->token[at]); gap++)
            at++;
        const struct token *t = &p->token[at];
        if (t->type != TOKEN_WORD && t->type != TOKEN_NUMBER)
            return 0;
        uint32_t word = term->word[n];
        bool number = t->type == TOKEN_NUMBER &&
                      wordbook_find(p->words, p->shadow.fold + t->start, t->end - t->start) == word;
        if (!number && !same_word(t, word, term->exact))
            return 0;
        at++;
    }
    return at;
}

/* Longest first; among equals "allow", then tier A. */
static bool before(const struct lexicon_hit *a, const struct lexicon_hit *b) {
    if (a->end != b->end)
        return a->end > b->end;
    if ((a->term->class == CLASS_ALLOW) != (b->term->class == CLASS_ALLOW))
        return a->term->class == CLASS_ALLOW;
    return a->term->cues == 0 && b->term->cues != 0;
}

/* The terms of a chain that stand at i, sorted. */
static size_t match(const struct lexicon *x, const struct passage *p, size_t i, uint32_t first, size_t hits,
                    struct lexicon_hit *hit, size_t max) {
    for (uint32_t n = first; n != 0; n = x->term[n].next) {
        struct lexicon_hit found = {&x->term[n], match_end(&x->term[n], p, i)};
        if (found.end == 0)
            continue;
        size_t at = hits < max ? hits++ : max - 1;
        while (at > 0 && before(&found, &hit[at - 1])) {
            hit[at] = hit[at - 1];
            at--;
        }
        hit[at] = found;
    }
    return hits;
}

/* The token that a term's second word is looked for at: signs inside a term do not count. */
static const struct token *second_token(const struct passage *p, size_t i) {
    for (size_t gap = 0; gap < 2 && i + 1 < p->tokens && skips(&p->token[i + 1]); gap++)
        i++;
    return i + 1 < p->tokens ? &p->token[i + 1] : NULL;
}

static uint32_t number_word(const struct passage *p, const struct token *t) {
    return t->type == TOKEN_NUMBER ? wordbook_find(p->words, p->shadow.fold + t->start, t->end - t->start)
                                   : 0;
}

/* Those of several words: one look for each reading of the first two. */
static size_t match_openings(const struct lexicon *x, const struct passage *p, size_t i, bool hint,
                             size_t hits, struct lexicon_hit *hit, size_t max) {
    const struct token *t = &p->token[i], *s = second_token(p, i);
    uint32_t first[2] = {t->type == TOKEN_NUMBER ? number_word(p, t) : t->word, t->base};
    for (int a = 0; s != NULL && a < 2; a++) {
        const struct word *w = &x->words.list[first[a]];
        if (first[a] == 0 || (a == 1 && first[1] == first[0]) || !(hint ? w->opens_hint : w->opens_term))
            continue;
        uint32_t second[2] = {s->type == TOKEN_NUMBER ? number_word(p, s) : s->word, s->base};
        for (int b = 0; b < 2; b++) {
            if (second[b] != 0 && (b == 0 || second[1] != second[0]))
                hits = match(x, p, i, opening_slot(x, opening_key(first[a], second[b], hint))->term, hits,
                             hit, max);
        }
    }
    return hits;
}

static size_t match_all(const struct lexicon *x, const struct passage *p, size_t i, bool hint,
                        struct lexicon_hit *hit, size_t max) {
    const struct token *t = &p->token[i];
    const struct word *word = &x->words.list[t->word], *base = &x->words.list[t->base];
    size_t hits = match(x, p, i, hint ? word->hint : word->term, 0, hit, max);
    if (base != word)
        hits = match(x, p, i, hint ? base->hint : base->term, hits, hit, max);
    return x->opening_slots == 0 ? hits : match_openings(x, p, i, hint, hits, hit, max);
}

size_t lexicon_match(const struct lexicon *x, const struct passage *p, size_t i, struct lexicon_hit *hit,
                     size_t max) {
    return match_all(x, p, i, false, hit, max);
}

size_t lexicon_hints(const struct lexicon *x, const struct passage *p, size_t i, struct lexicon_hit *hit,
                     size_t max) {
    return match_all(x, p, i, true, hit, max);
}

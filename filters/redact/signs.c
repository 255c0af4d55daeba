#include "evenhand/signs.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "evenhand/scan.h"
#include "evenhand/vocab.h"

#define LABEL_REACH 12      /* tokens behind a label that are its field */
#define AFFIX_MIN_LETTERS 5 /* a shorter word has no prefix or suffix worth knowing */

static void add(struct signs *out, char kind, const char *text, size_t len) {
    if (out->count < SIGNS_MAX)
        out->at[out->count++] = (struct sign){text, (uint32_t)len, kind};
}

static void add_text(struct signs *out, char kind, const char *text) {
    add(out, kind, text, strlen(text));
}

static void add_clusters(const struct clusters *clusters, const struct passage *p, const struct token *t,
                         struct signs *out) {
    const char *text = p->shadow.fold + t->start;
    size_t len = t->end - t->start;
    const struct cluster *c = clusters_find(clusters, text, len);
    if (c == NULL && t->base != 0)
        c = clusters_find(clusters, wordbook_text(p->words, t->base), p->words->list[t->base].len);
    if (c == NULL && len > 3 && text[len - 1] == 's')
        c = clusters_find(clusters, text, text[len - 2] == '\'' ? len - 2 : len - 1);
    for (int level = 0; c != NULL && level < CLUSTER_LEVELS; level++)
        add_text(out, (char)(SIGN_CLUSTER + level), c->name[level]);
}

/* "religion", "religion?" where it is ambiguous, "religion~" for a hint, "allow". */
static const char *term_name(const struct term *t) {
    static char names[3][VOCAB_CLASSES_MAX][24];
    static const char tails[][2] = {"", "?", "~"};
    if (t->class == CLASS_ALLOW)
        return "allow";
    int how = t->hint ? 2 : t->cues != 0 || t->unless != 0;
    char *name = names[how][t->class];
    if (name[0] == '\0')
        (void)snprintf(name, sizeof names[how][t->class], "%s%s", vocab_classes[t->class], tails[how]);
    return name;
}

static bool has(const struct signs *s, char kind, const char *text) {
    for (size_t i = 0; i < s->count; i++) {
        if (s->at[i].kind == kind && s->at[i].len == strlen(text) &&
            memcmp(s->at[i].text, text, s->at[i].len) == 0)
            return true;
    }
    return false;
}

void signs_of_term(const struct lexicon_hit *hit, size_t i, struct signs *signs) {
    const char *name = term_name(hit->term);
    for (; i < hit->end; i++) {
        if (!has(&signs[i], SIGN_TERM, name))
            add_text(&signs[i], SIGN_TERM, name);
    }
}

static void add_affixes(const char *text, size_t len, struct signs *out) {
    if (len < AFFIX_MIN_LETTERS)
        return;
    add(out, SIGN_PREFIX, text, 4);
    add(out, SIGN_SUFFIX, text + len - 4, 4);
    add(out, SIGN_ENDING, text + len - 3, 3);
}

static void add_kinds(const struct token *t, struct signs *out) {
    for (int k = 0; k < WORD_KINDS; k++) {
        if ((t->kinds >> k & 1u) != 0)
            add_text(out, SIGN_KIND, word_kind_names[k]);
    }
}

void signs_of_word(const struct clusters *clusters, const struct passage *p, size_t i, struct signs *out) {
    const struct token *t = &p->token[i];
    const char *text = p->shadow.fold + t->start;
    size_t len = t->end - t->start;
    if (t->type == TOKEN_LINE) {
        add_text(out, SIGN_WORD, "line");
        return;
    }
    if (t->type == TOKEN_NUMBER) {
        add_text(out, SIGN_WORD, sign_magnitude(text, len));
        return;
    }
    add(out, SIGN_WORD, t->type == TOKEN_MARK ? "[" : text, t->type == TOKEN_MARK ? 1 : len);
    if (t->type != TOKEN_WORD)
        return;
    if (t->base != 0)
        add(out, SIGN_BASE, wordbook_text(p->words, t->base), p->words->list[t->base].len);
    add_clusters(clusters, p, t, out);
    add_kinds(t, out);
    add_affixes(text, len, out);
}

/* Is the word written otherwise than it reads: other letters, signs between them? */
static bool disguised(const struct passage *p, const struct token *t) {
    size_t from = p->shadow.at[t->start], to = p->shadow.at[t->end], len = t->end - t->start;
    return to - from != len || memcmp(p->raw + from, p->shadow.cased + t->start, len) != 0;
}

static void add_rule(const struct span *by, struct signs *out) {
    const char *slash = strchr(by->rule, '/');
    add(out, SIGN_RULE, by->rule, slash != NULL ? (size_t)(slash - by->rule) : strlen(by->rule));
    if (by->sure)
        add_text(out, SIGN_RULE, "sure");
    add_text(out, SIGN_CLASS, vocab_classes[by->class]);
}

void signs_of_place(const struct passage *p, size_t i, const struct span *by, struct signs *out) {
    static const char *const shapes[] = {"lower", "capital", "upper", "mixed"};
    static const struct {
        unsigned flag;
        const char *name;
    } flags[] = {{TOKEN_OPENS, "opens"},   {TOKEN_TAGGED, "tagged"},     {TOKEN_JOINED, "joined"},
                 {TOKEN_PLURAL, "plural"}, {TOKEN_HARMLESS, "harmless"}, {TOKEN_OWNING, "owning"}};
    const struct token *t = &p->token[i];
    if (t->type == TOKEN_WORD) {
        add_text(out, SIGN_SHAPE, shapes[t->shape]);
        for (size_t n = 0; n < sizeof flags / sizeof *flags; n++) {
            if ((t->flags & flags[n].flag) != 0)
                add_text(out, SIGN_FLAG, flags[n].name);
        }
        if (disguised(p, t))
            add_text(out, SIGN_FLAG, "disguised");
    }
    if ((t->flags & TOKEN_SPACED) == 0 && t->type != TOKEN_LINE)
        add_text(out, SIGN_FLAG, "close");
    if (by != NULL)
        add_rule(by, out);
}

static bool is_punct(const struct token *t, const char *set) {
    return t->type == TOKEN_PUNCT && t->punct != '\0' && strchr(set, t->punct) != NULL;
}

/* "Lang: Korean native", "[sex=F]": the label goes with each word of its field. */
static void add_labels(const struct passage *p, struct signs *signs) {
    size_t label = 0;
    for (size_t i = 0; i < p->tokens; i++) {
        const struct token *t = &p->token[i];
        if (t->type == TOKEN_LINE || is_punct(t, "|\x7f"))
            label = 0;
        else if (is_punct(t, ":=") && i > 0 && p->token[i - 1].type == TOKEN_WORD)
            label = i;
        else if (label != 0 && i - label <= LABEL_REACH && t->type != TOKEN_PUNCT) {
            const struct token *l = &p->token[label - 1];
            add(&signs[i], SIGN_LABEL, p->shadow.fold + l->start, l->end - l->start);
        }
    }
}

static const char *amount(size_t found, size_t tokens) {
    static const char names[5][4][4] = {{"0a", "0b", "0c", "0d"},
                                        {"1a", "1b", "1c", "1d"},
                                        {"2a", "2b", "2c", "2d"},
                                        {"3a", "3b", "3c", "3d"},
                                        {"4a", "4b", "4c", "4d"}};
    size_t much = found < 3 ? found : found < 6 ? 3 : 4;
    return names[much][tokens < 30 ? 0 : tokens < 80 ? 1 : tokens < 200 ? 2 : 3];
}

/* Marks of an earlier reading count as what they stand for. */
static size_t found_in(const struct passage *p) {
    size_t found = 0;
    for (size_t i = 0; i < p->spans; i++)
        found += p->span[i].sure && p->span[i].put == PUT_MARK;
    for (size_t i = 0; i < p->tokens; i++)
        found += p->token[i].type == TOKEN_MARK && p->raw[p->shadow.at[p->token[i].start] + 1] == 'w';
    return found;
}

/* Whose the sentence is: the writer's, another's, nobody's. What is nobody's is seldom a trait. */
static const char *owner(const struct passage *p, size_t from, size_t to) {
    uint32_t kinds = 0;
    for (size_t i = from; i < to; i++)
        kinds |= p->token[i].kinds;
    if ((kinds & KIND_BIT(KIND_MINE)) != 0)
        return "mine";
    return (kinds & (KIND_BIT(KIND_THEIRS) | KIND_BIT(KIND_FIRST) | KIND_BIT(KIND_LAST))) != 0 ? "theirs"
                                                                                               : "nobodys";
}

static bool ends_sentence(const struct passage *p, size_t i) {
    return p->token[i].type == TOKEN_LINE || i + 1 == p->tokens ||
           (is_punct(&p->token[i], ".!?;|\x7f") && (p->token[i + 1].flags & TOKEN_SPACED) != 0);
}

static void add_owners(const struct passage *p, struct signs *signs) {
    for (size_t i = 0, from = 0; i < p->tokens; i++) {
        if (!ends_sentence(p, i))
            continue;
        const char *whose = owner(p, from, i + 1);
        for (; from <= i; from++)
            add_text(&signs[from], SIGN_OWNER, whose);
    }
}

void signs_of_text(const struct passage *p, struct signs *signs) {
    const char *name = amount(found_in(p), p->tokens);
    add_labels(p, signs);
    add_owners(p, signs);
    for (size_t i = 0; i < p->tokens; i++)
        add_text(&signs[i], SIGN_TEXT, name);
}

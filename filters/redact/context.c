#include "evenhand/context.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/buf.h"
#include "evenhand/extent.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/vocab.h"
#include "evenhand/yaml.h"

static const char *const file_keys[] = {"define", "rules", NULL};
static const char *const rule_keys[] = {"rule", "class", "near", "pattern", "extent", "sure", "why", NULL};
static const char *const extents[] = {"match", "clause", NULL};

static const char *defined(const struct context *c, const char *name, size_t len) {
    for (size_t i = 0; i < c->defines; i++) {
        if (strncmp(c->define_name[i], name, len) == 0 && c->define_name[i][len] == '\0')
            return c->define_text[i];
    }
    return NULL;
}

/* The pattern with every %name% replaced; NULL with a fault for an unknown one. The caller's. */
static char *expand(const struct context *c, const struct yaml *at, const char *pattern, struct faults *f) {
    struct buf out = {0};
    while (*pattern != '\0') {
        const char *end = pattern + 1;
        while (*pattern == '%' && *end >= 'a' && *end <= 'z')
            end++;
        if (*pattern != '%' || *end != '%' || end == pattern + 1) { /* a percent sign */
            buf_add_char(&out, *pattern++);
            continue;
        }
        const char *text = defined(c, pattern + 1, (size_t)(end - pattern - 1));
        if (text == NULL) {
            (void)fault(f, FAULT_CONFIG, yaml_place(at), "define it above, or write [%]",
                        "unknown name in %s", pattern);
            buf_free(&out);
            return NULL;
        }
        buf_add_text(&out, text);
        pattern = end + 1;
    }
    return buf_take(&out);
}

static bool read_defines(struct context *c, const struct yaml *map, struct faults *f) {
    for (size_t i = 0; map != NULL && i < map->count; i++) {
        if (c->defines == CONTEXT_MAX_DEFINES)
            return fault(f, FAULT_CONFIG, yaml_place(map->key[i]), "use fewer", "too many definitions");
        char *text = expand(c, map->child[i], map->child[i]->text != NULL ? map->child[i]->text : "", f);
        if (text == NULL)
            return false;
        c->define_name[c->defines] = mem_string(map->key[i]->text);
        c->define_text[c->defines++] = mem_format("(?:%s)", text);
        free(text);
    }
    return true;
}

static void add_link(struct context *c, uint32_t *head, uint32_t rule) {
    if (c->links == 0)
        c->links = 1;
    c->link = mem_grow(c->link, c->links + 1, sizeof *c->link);
    c->link[c->links] = (struct context_link){.rule = rule, .next = *head};
    *head = (uint32_t)c->links++;
}

static bool add_trigger(struct context *c, struct wordbook *words, const struct yaml *at, const char *near,
                        uint32_t rule, struct faults *f) {
    if (near[0] != '<') {
        uint32_t word = wordbook_add(words, near, strlen(near));
        add_link(c, &words->list[word].link, rule);
        return true;
    }
    if (strcmp(near, "<year>") == 0) {
        add_link(c, &c->year_link, rule);
        return true;
    }
    if (strcmp(near, "<number>") == 0) {
        add_link(c, &c->number_link, rule);
        return true;
    }
    char *kind = mem_copy(near + 1, strlen(near) - 2);
    int k = vocab_find(word_kind_names, kind);
    free(kind);
    if (k < 0)
        return fault(f, FAULT_CONFIG, yaml_place(at), "see docs/redaction.md", "unknown kind of word %s",
                     near);
    c->kinds |= KIND_BIT(k);
    add_link(c, &c->kind_link[k], rule);
    return true;
}

static bool add_triggers(struct context *c, struct wordbook *words, const struct yaml *node, uint32_t rule,
                         struct faults *f) {
    const char **near = NULL;
    size_t count = 0;
    bool fine = yaml_texts(node, "near", true, &near, &count, f);
    for (size_t i = 0; fine && i < count; i++)
        fine = add_trigger(c, words, node, near[i], rule, f);
    free(near);
    return fine;
}

static const char *stem_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static bool read_rule(struct context *c, struct wordbook *words, const struct yaml *node, struct faults *f) {
    const char *name = NULL, *class = NULL, *pattern = NULL, *extent = "match";
    bool sure = false;
    if (!yaml_check_keys(node, rule_keys, f) || !yaml_text(node, "rule", true, &name, f) ||
        !yaml_word(node, "class", true, vocab_classes, &class, f) ||
        !yaml_text(node, "pattern", true, &pattern, f) ||
        !yaml_word(node, "extent", false, extents, &extent, f) ||
        !yaml_boolean(node, "sure", false, &sure, f))
        return false;
    int number = vocab_find(vocab_classes, class);
    char *text = expand(c, yaml_get(node, "pattern"), pattern, f);
    if (text == NULL)
        return false;
    char *lines = mem_format("(?m)%s", text);
    free(text);
    struct regex *regex = regex_compile(lines, true, yaml_place(node), f);
    free(lines);
    if (regex == NULL)
        return false;
    int what = regex_group(regex, "what");
    c->rule = mem_grow(c->rule, c->rules + 1, sizeof *c->rule);
    c->rule[c->rules++] = (struct context_rule){.name = mem_format("context/%s", name),
                                                .regex = regex,
                                                .class = number,
                                                .what = what > 0 ? what : 0,
                                                .file = mem_format("context/%s", stem_of(node->file)),
                                                .line = node->line,
                                                .clause = strcmp(extent, "clause") == 0,
                                                .sure = sure};
    return add_triggers(c, words, node, (uint32_t)(c->rules - 1), f);
}

static bool read_file(struct context *c, struct wordbook *words, const char *path, struct faults *f) {
    struct yaml *yaml = yaml_read(path, path, f);
    bool fine =
        yaml != NULL && yaml_check_keys(yaml, file_keys, f) && read_defines(c, yaml_get(yaml, "define"), f);
    const struct yaml *rules = fine ? yaml_get(yaml, "rules") : NULL;
    for (size_t i = 0; fine && rules != NULL && i < rules->count; i++)
        fine = read_rule(c, words, rules->child[i], f);
    yaml_drop(yaml);
    return fine;
}

bool context_read(struct context *c, struct wordbook *words, const char *folder, struct faults *f) {
    char *below = path_join(folder, "context"), **names = NULL;
    bool fine = files_list(below, ".yaml", &names, f);
    for (char **name = names; fine && *name != NULL; name++) {
        char *path = path_join(below, *name);
        fine = read_file(c, words, path, f);
        free(path);
    }
    files_free(names);
    free(below);
    return fine;
}

void context_free(struct context *c) {
    for (size_t i = 0; i < c->rules; i++) {
        regex_free(c->rule[i].regex);
        free(c->rule[i].name);
        free(c->rule[i].file);
    }
    for (size_t i = 0; i < c->defines; i++) {
        free(c->define_name[i]);
        free(c->define_text[i]);
    }
    free(c->rule);
    free(c->link);
    *c = (struct context){0};
}

/* 1940 to 2039, or two digits behind an apostrophe. */
static bool is_year(const struct passage *p, const struct token *t) {
    const char *s = p->shadow.fold + t->start;
    size_t len = t->end - t->start;
    if (len == 2)
        return t->start > 0 && s[-1] == '\'';
    return len == 4 &&
           ((s[0] == '1' && s[1] == '9' && s[2] >= '4') || (s[0] == '2' && s[1] == '0' && s[2] <= '3'));
}

/* The window around a token: within its line, CONTEXT_BEFORE and CONTEXT_AFTER bytes, whole characters. */
static void window(const struct passage *p, const struct token *t, size_t *from, size_t *to) {
    const char *s = p->shadow.fold;
    bool number = t->type == TOKEN_NUMBER && !is_year(p, t);
    size_t before = number ? CONTEXT_BEFORE_NUMBER : CONTEXT_BEFORE;
    size_t low = t->start > before ? t->start - before : 0;
    size_t high = t->end + (number ? CONTEXT_AFTER_NUMBER : CONTEXT_AFTER);
    if (high > p->shadow.len)
        high = p->shadow.len;
    *from = t->start;
    while (*from > low && s[*from - 1] != '\n')
        --*from;
    while (*from < t->start && ((unsigned char)s[*from] & 0xC0) == 0x80)
        ++*from;
    *to = t->end;
    while (*to < high && s[*to] != '\n')
        ++*to;
    while (*to > t->end && *to < p->shadow.len && ((unsigned char)s[*to] & 0xC0) == 0x80)
        --*to;
}

/* Is every word of the match part of a harmless term? */
static bool harmless(const struct passage *p, size_t start, size_t end) {
    for (size_t i = passage_token_at(p, start); i < p->tokens && p->token[i].start < end; i++) {
        if (p->token[i].type == TOKEN_WORD && (p->token[i].flags & TOKEN_HARMLESS) == 0)
            return false;
    }
    return (p->token[passage_token_at(p, start)].flags & TOKEN_HARMLESS) != 0;
}

/* A match that ran into its own limit may have stopped inside a word. */
static size_t word_end(const struct passage *p, size_t end) {
    const char *s = p->shadow.fold;
    while (end > 0 && end < p->shadow.len && s[end] >= 'a' && s[end] <= 'z' && s[end - 1] >= 'a' &&
           s[end - 1] <= 'z')
        end++;
    return end;
}

static bool try_rule(struct context *c, struct context_rule *r, struct passage *p, const struct token *t,
                     struct faults *f) {
    size_t from, to;
    window(p, t, &from, &to);
    if (r->passage == c->passages && (r->done == to || t->end + CONTEXT_AFTER_NUMBER / 2 < r->done))
        return true;
    r->passage = c->passages;
    r->done = to;
    struct regex_match m;
    enum regex_result result;
    while ((result = regex_find(r->regex, p->shadow.cased, to, from, &m, f)) == REGEX_FOUND) {
        size_t start = m.start[r->what], end = m.end[r->what];
        if (start == (size_t)-1) {
            start = m.start[0];
            end = m.end[0];
        }
        if (r->clause)
            extent_clause(p, &start, &end);
        end = word_end(p, end);
        if (!harmless(p, start, end) && p->shadow.at[end] > p->shadow.at[start]) {
            passage_add_shadow(p, start, end, r->class, r->name);
            p->span[p->spans - 1].file = r->file;
            p->span[p->spans - 1].line = r->line;
            p->span[p->spans - 1].sure = r->sure;
        }
        from = m.end[0] > from ? m.end[0] : from + 1;
        if (from >= to)
            return true;
    }
    return result == REGEX_NONE;
}

static bool try_links(struct context *c, uint32_t link, struct passage *p, const struct token *t,
                      struct faults *f) {
    for (; link != 0; link = c->link[link].next) {
        if (!try_rule(c, &c->rule[c->link[link].rule], p, t, f))
            return false;
    }
    return true;
}

bool context_run(struct context *c, struct passage *p, struct faults *f) {
    c->passages++;
    for (size_t i = 0; i < p->tokens; i++) {
        const struct token *t = &p->token[i];
        bool few = t->type == TOKEN_NUMBER && t->end - t->start <= CONTEXT_NUMBER_DIGITS;
        bool year = t->type == TOKEN_NUMBER && is_year(p, t);
        if ((few && !try_links(c, c->number_link, p, t, f)) || (year && !try_links(c, c->year_link, p, t, f)))
            return false;
        if (t->type != TOKEN_WORD)
            continue;
        if (!try_links(c, p->words->list[t->word].link, p, t, f) ||
            !try_links(c, p->words->list[t->base].link, p, t, f))
            return false;
        uint32_t kinds = t->kinds & c->kinds;
        for (int k = 0; kinds != 0 && k < WORD_KINDS; k++) {
            if ((kinds >> k & 1u) != 0 && !try_links(c, c->kind_link[k], p, t, f))
                return false;
        }
    }
    return true;
}

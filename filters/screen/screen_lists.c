#include "evenhand/screen_lists.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/buf.h"
#include "evenhand/mem.h"
#include "evenhand/screen_rules.h"

#define PHRASE_MAX_BYTES 400 /* longer: two lists that name each other */

long word_lists_find(const struct word_lists *lists, const char *name) {
    for (size_t i = 0; i < lists->count; i++) {
        if (lists->at[i].name != NULL && strcmp(lists->at[i].name, name) == 0) {
            return (long)i;
        }
    }
    return -1;
}

static bool add_phrase(struct word_list *list, const struct yaml *node, struct faults *f) {
    if (node->kind != YAML_SCALAR || node->text[0] == '\0') {
        return fault(f, FAULT_CONFIG, yaml_place(node), "write words, one an entry", "not a word or phrase");
    }
    if (list->count == list->cap) {
        list->cap = list->cap == 0 ? 16 : list->cap * 2;
        list->phrase = mem_grow(list->phrase, list->cap, sizeof *list->phrase);
    }
    list->phrase[list->count].text = node->text;
    list->phrase[list->count++].node = node;
    return true;
}

long word_lists_add(struct word_lists *lists, const char *name, const struct yaml *words, struct faults *f) {
    long group = name == NULL ? -1 : word_lists_find(lists, name);
    if (group < 0) {
        if (lists->count == SCREEN_MAX_GROUPS) {
            (void)fault(f, FAULT_CONFIG, yaml_place(words), "merge some lists", "more than %d word lists",
                        SCREEN_MAX_GROUPS);
            return -1;
        }
        if (lists->count == lists->cap) {
            lists->cap = lists->cap == 0 ? 64 : lists->cap * 2;
            lists->at = mem_grow(lists->at, lists->cap, sizeof *lists->at);
        }
        lists->at[lists->count] = (struct word_list){.name = name};
        group = (long)lists->count++;
    }
    bool ok = words->kind != YAML_MAP ||
              fault(f, FAULT_CONFIG, yaml_place(words), "write a list of words", "not a list");
    if (words->kind == YAML_SCALAR) {
        ok = add_phrase(&lists->at[group], words, f);
    }
    for (size_t i = 0; ok && words->kind == YAML_LIST && i < words->count; i++) {
        ok = add_phrase(&lists->at[group], words->child[i], f);
    }
    return ok ? group : -1;
}

void word_lists_free(struct word_lists *lists) {
    for (size_t i = 0; i < lists->count; i++) {
        free(lists->at[i].phrase);
    }
    free(lists->at);
    *lists = (struct word_lists){0};
}

struct expansion {
    const struct word_lists *lists;
    struct phrases *phrases;
    struct tokens words;
    uint32_t group;
    size_t made;
    const struct yaml *node;
};

/* The phrase as the words of a text are folded; `N`, `^`, `_` and a final `~` stay. */
static char *folded(struct expansion *e, const char *phrase) {
    struct buf out = {0};
    char *copy = mem_string(phrase), *rest = NULL;
    for (char *raw = strtok_r(copy, " ", &rest); raw != NULL; raw = strtok_r(NULL, " ", &rest)) {
        size_t len = strlen(raw);
        bool inflected = len > 1 && raw[len - 1] == '~';
        bool special = strlen(raw) == 1 && strchr("N_^", raw[0]) != NULL;
        tokens_split(&e->words, raw, inflected ? len - 1 : len);
        for (size_t i = 0; !special && i < e->words.count; i++) {
            buf_add_text(&out, out.len > 0 ? " " : "");
            buf_add_text(&out, tokens_text(&e->words, i));
        }
        if (special || inflected) {
            buf_add_text(&out, special && out.len > 0 ? " " : "");
            buf_add_text(&out, special ? raw : "~");
        }
    }
    free(copy);
    return buf_take(&out);
}

static bool add_plain(struct expansion *e, const char *phrase, struct faults *f) {
    char *text = folded(e, phrase);
    bool ok = phrases_add(e->phrases, text, e->group);
    free(text);
    if (!ok || ++e->made > SCREEN_EXPANSIONS) {
        return fault(f, FAULT_CONFIG, yaml_place(e->node), ok ? "name shorter lists in it" : "shorten it",
                     ok ? "the phrase stands for more than %d phrases"
                        : "the phrase is empty, begins with _ or has over %d words",
                     ok ? SCREEN_EXPANSIONS : PHRASE_MAX_WORDS);
    }
    return true;
}

static bool expand(struct expansion *e, const char *phrase, struct faults *f) {
    const char *open = strchr(phrase, '<');
    const char *close = open == NULL ? NULL : strchr(open, '>');
    if (close == NULL) {
        return add_plain(e, phrase, f);
    }
    char *name = mem_copy(open + 1, (size_t)(close - open - 1));
    long list = word_lists_find(e->lists, name);
    bool ok = (list >= 0 || fault(f, FAULT_CONFIG, yaml_place(e->node),
                                  "define it under words:", "unknown word list \"%s\"", name)) &&
              (strlen(phrase) < PHRASE_MAX_BYTES ||
               fault(f, FAULT_CONFIG, yaml_place(e->node), "break the circle", "word lists name each other"));
    free(name);
    for (size_t i = 0; ok && i < e->lists->at[list].count; i++) {
        char *longer = mem_format("%.*s%s%s", (int)(open - phrase), phrase, e->lists->at[list].phrase[i].text,
                                  close + 1);
        ok = expand(e, longer, f);
        free(longer);
    }
    return ok;
}

bool word_lists_expand(const struct word_lists *lists, struct phrases *phrases, struct faults *f) {
    struct expansion e = {.lists = lists, .phrases = phrases};
    bool ok = true;
    for (size_t i = 0; i < lists->count; i++) {
        for (size_t k = 0; k < lists->at[i].count; k++) {
            e.group = (uint32_t)i;
            e.made = 0;
            e.node = lists->at[i].phrase[k].node;
            ok = expand(&e, lists->at[i].phrase[k].text, f) && ok;
        }
    }
    tokens_free(&e.words);
    return ok;
}

#include "evenhand/lawful.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/fields.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/vocab.h"

#define LAWFUL_MAX_WORDS 2000 /* of one list */
#define LAWFUL_MAX_WHY_BYTES 1000

static const char *const rule_words[] = {"refuse", "authorise", NULL};

/* ---- reading ---- */

/* Adds the words to a set of phrases; a hit's value is the index in l->words. */
static bool add_words(struct lawful *l, struct phrases *to, const struct yaml *map, const char *const *words,
                      size_t owner, struct faults *f) {
    bool ok = true;
    for (size_t i = 0; words[i] != NULL; i++) {
        l->words = mem_grow(l->words, l->words_used + 1, sizeof *l->words);
        l->words[l->words_used] = (struct lawful_word){.text = words[i], .owner = owner};
        if (!phrases_add(to, words[i], (uint32_t)l->words_used++))
            ok = fault(f, FAULT_CONFIG, yaml_place(field_list_node(map, "words", i)), "shorten it",
                       "\"%s\" is no phrase of 1 to %d words", words[i], PHRASE_MAX_WORDS);
    }
    return ok;
}

/* A list that may be absent: then it is empty. */
static bool read_list(const struct yaml *map, const char *key, const char ***out, struct faults *f) {
    size_t count = 0;
    bool ok = field_texts(map, key, false, LAWFUL_MAX_WORDS, out, &count, f);
    if (*out == NULL)
        *out = mem_array(1, sizeof **out);
    return ok;
}

static bool read_class(struct lawful *l, const struct yaml *key, const struct yaml *map, struct faults *f) {
    static const char *const keys[] = {"law", "words", NULL};
    struct lawful_class *c = &l->classes[l->class_count];
    *c = (struct lawful_class){.name = key->text};
    if (vocab_find(vocab_classes, c->name) < 0)
        return fault(f, FAULT_CONFIG, yaml_place(key), "see docs/design.md, section 6",
                     "\"%s\" is no protected class", c->name);
    bool ok = yaml_check_keys(map, keys, f) && field_text(map, "law", true, LAWFUL_MAX_WHY_BYTES, &c->law, f);
    ok = ok && read_list(map, "words", &c->words, f) &&
         add_words(l, l->asked, map, c->words, l->class_count, f);
    l->class_count++;
    return ok;
}

static bool read_kind(struct lawful *l, const struct yaml *key, const struct yaml *map, struct faults *f) {
    static const char *const keys[] = {"reveals", "rule", "why", "hosts", "words", "categories", NULL};
    const char *rule = NULL;
    struct lawful_kind *k = &l->kinds[l->kind_count];
    *k = (struct lawful_kind){.name = key->text};
    bool ok = yaml_check_keys(map, keys, f) && yaml_word(map, "rule", true, rule_words, &rule, f) &&
              field_text(map, "why", true, LAWFUL_MAX_WHY_BYTES, &k->why, f) &&
              field_text(map, "reveals", true, FIELD_MAX_LINE_BYTES, &k->reveals, f);
    if (ok && strcmp(k->reveals, LAWFUL_CONSUMER_REPORT) != 0 && vocab_find(vocab_classes, k->reveals) < 0)
        ok = fault(f, FAULT_CONFIG, yaml_place(yaml_get(map, "reveals")), "see docs/design.md, section 6",
                   "\"%s\" is no protected class", k->reveals);
    k->rule = rule ? (enum lawful_rule)vocab_find(rule_words, rule) : LAWFUL_REFUSE;
    ok = read_list(map, "hosts", &k->hosts, f) && ok;
    ok = read_list(map, "words", &k->words, f) && ok;
    ok = read_list(map, "categories", &k->categories, f) && ok;
    ok = ok && add_words(l, l->named, map, k->words, l->kind_count, f);
    l->kind_count++;
    return ok;
}

static struct yaml *read_file(const char *folder, const char *name, const char *shown, struct faults *f) {
    char *path = path_join(folder, name);
    struct yaml *tree = yaml_read(path, shown, f);
    free(path);
    if (tree != NULL && tree->kind != YAML_MAP) {
        (void)fault(f, FAULT_CONFIG, yaml_place(tree), NULL, "expected \"name: ...\" entries here");
        yaml_drop(tree);
        tree = NULL;
    }
    return tree;
}

static bool read_entries(struct lawful *l, struct faults *f) {
    bool ok = true;
    l->classes = mem_array(l->queries->count + 1, sizeof *l->classes);
    l->kinds = mem_array(l->sites->count + 1, sizeof *l->kinds);
    for (size_t i = 0; i < l->queries->count; i++)
        ok = read_class(l, l->queries->key[i], l->queries->child[i], f) && ok;
    l->word_count = l->words_used;
    for (size_t i = 0; i < l->sites->count; i++)
        ok = read_kind(l, l->sites->key[i], l->sites->child[i], f) && ok;
    phrases_pack(l->asked);
    phrases_pack(l->named);
    return ok;
}

struct lawful *lawful_read(struct faults *f) {
    struct lawful *l = mem_alloc(sizeof *l);
    char *folder = data_folder("lawful", f);
    l->asked = phrases_new();
    l->named = phrases_new();
    l->queries = folder ? read_file(folder, "queries.yaml", "lawful/queries.yaml", f) : NULL;
    l->sites = folder ? read_file(folder, "sites.yaml", "lawful/sites.yaml", f) : NULL;
    const char *const folders[] = {folder};
    bool ok = l->queries && l->sites && read_entries(l, f) && folders_digest(folders, 1, l->digest, f);
    free(folder);
    if (ok)
        return l;
    lawful_free(l);
    return NULL;
}

void lawful_free(struct lawful *l) {
    if (l == NULL)
        return;
    for (size_t i = 0; i < l->class_count; i++)
        free(l->classes[i].words);
    for (size_t i = 0; i < l->kind_count; i++) {
        free(l->kinds[i].hosts);
        free(l->kinds[i].words);
        free(l->kinds[i].categories);
    }
    free(l->classes);
    free(l->kinds);
    free(l->words);
    phrases_free(l->asked);
    phrases_free(l->named);
    yaml_drop(l->queries);
    yaml_drop(l->sites);
    free(l);
}

/* ---- looking ---- */

static int hex_value(char c) {
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* What a person would read: slots are blanks, "a+b" and "a%20b" are two words. */
static void read_as_person(const char *text, struct buf *out) {
    for (const char *p = text; *p != '\0'; p++) {
        const char *close = *p == '{' ? strchr(p, '}') : NULL;
        int high = *p == '%' ? hex_value(p[1]) : -1;
        int low = high >= 0 ? hex_value(p[2]) : -1;
        if (close != NULL) {
            buf_add_text(out, " | ");
            p = close;
        } else if (low >= 0) {
            int c = high * 16 + low;
            buf_add_char(out, c > ' ' && c < 0x7f ? (char)c : ' ');
            p += 2;
        } else {
            buf_add_char(out, *p == '+' || *p == '_' ? ' ' : *p);
        }
    }
}

/* The first phrase in a text: its index in l->words, or -1. */
static long first_hit(const struct phrases *p, const char *text) {
    struct buf plain = {0};
    struct tokens words = {0};
    struct phrase_hit hit;
    long found = -1;
    read_as_person(text, &plain);
    tokens_split(&words, plain.data ? plain.data : "", plain.len);
    for (size_t i = 0; found < 0 && i < words.count; i++)
        if (phrases_at(p, &words, i, &hit, 1) > 0)
            found = (long)hit.value;
    tokens_free(&words);
    buf_free(&plain);
    return found;
}

const char *lawful_query(const struct lawful *l, const char *query, const struct lawful_class **asks) {
    long hit = first_hit(l->asked, query);
    if (hit < 0)
        return NULL;
    *asks = &l->classes[l->words[hit].owner];
    return l->words[hit].text;
}

const struct lawful_kind *lawful_name(const struct lawful *l, const char *name, const char **word) {
    long hit = first_hit(l->named, name);
    if (hit < 0)
        return NULL;
    *word = l->words[hit].text;
    return &l->kinds[l->words[hit].owner];
}

/* "www.match.com" is of match.com; "rematch.com" is not. */
static bool is_of(const char *host, size_t len, const char *domain) {
    size_t tail = strlen(domain);
    return len >= tail && strncasecmp(host + len - tail, domain, tail) == 0 &&
           (len == tail || host[len - tail - 1] == '.');
}

const struct lawful_kind *lawful_host(const struct lawful *l, const char *host) {
    size_t len = strlen(host);
    if (len > 0 && host[len - 1] == '.')
        len--;
    for (size_t i = 0; i < l->kind_count; i++)
        for (const char **domain = l->kinds[i].hosts; *domain != NULL; domain++)
            if (is_of(host, len, *domain))
                return &l->kinds[i];
    return NULL;
}

const struct lawful_kind *lawful_kind(const struct lawful *l, const char *name) {
    for (size_t i = 0; i < l->kind_count; i++)
        if (strcmp(l->kinds[i].name, name) == 0)
            return &l->kinds[i];
    return NULL;
}

const struct lawful_kind *lawful_category(const struct lawful *l, const char *category) {
    for (size_t i = 0; i < l->kind_count; i++)
        for (const char **known = l->kinds[i].categories; *known != NULL; known++)
            if (strcmp(*known, category) == 0)
                return &l->kinds[i];
    return NULL;
}

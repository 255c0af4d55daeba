#include "evenhand/phrases.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"

/* A trie over words. Its edges are in one open-addressing hash table keyed by node and word, so that a word
 * which begins no phrase costs one look. */

/* A look into so many bits, which stay in the fast memory, spares most looks into the table of edges. */
#define LEADS_BITS ((uint64_t)1 << 19)
#define FORMS_MAX 8 /* inflections of one word, itself included */

struct edge {
    uint64_t key; /* 0: free */
    uint32_t node;
};

struct ending {
    uint32_t value;
    uint32_t next; /* index + 1 of the node's next ending; 0: none */
};

struct phrases {
    struct edge *edges;
    size_t used, size;    /* size is a power of two */
    uint32_t *endings_of; /* by node: index + 1, 0: none */
    uint32_t nodes, nodes_cap;
    uint64_t leads[LEADS_BITS / 64]; /* a bit for each edge, by its key */
    struct ending *endings;
    uint32_t endings_count, endings_cap;
    uint64_t any_number, any_word, any_capital;
};

static uint64_t edge_key(uint32_t node, uint64_t word) {
    uint64_t key = (word ^ ((uint64_t)node * 0x9E3779B97F4A7C15u)) * 0xD6E8FEB86659FD93u;
    key ^= key >> 32;
    return key == 0 ? 1 : key;
}

static struct edge *slot(const struct phrases *p, uint64_t key) {
    size_t at = (size_t)key & (p->size - 1);
    while (p->edges[at].key != 0 && p->edges[at].key != key) {
        at = (at + 1) & (p->size - 1);
    }
    return &p->edges[at];
}

static void grow_edges(struct phrases *p) {
    struct edge *old = p->edges;
    size_t old_size = p->size;
    p->size = old_size == 0 ? 4096 : old_size * 2;
    p->edges = mem_array(p->size, sizeof *p->edges);
    for (size_t i = 0; i < old_size; i++) {
        if (old[i].key != 0) {
            *slot(p, old[i].key) = old[i];
        }
    }
    free(old);
}

static uint32_t new_node(struct phrases *p) {
    if (p->nodes == p->nodes_cap) {
        p->nodes_cap = p->nodes_cap == 0 ? 1024 : p->nodes_cap * 2;
        p->endings_of = mem_grow(p->endings_of, p->nodes_cap, sizeof *p->endings_of);
    }
    p->endings_of[p->nodes] = 0;
    return p->nodes++;
}

struct phrases *phrases_new(void) {
    struct phrases *p = mem_alloc(sizeof *p);
    grow_edges(p);
    new_node(p);
    p->any_number = tokens_hash("N", 1);
    p->any_word = tokens_hash("_", 1);
    p->any_capital = tokens_hash("^", 1);
    return p;
}

void phrases_free(struct phrases *p) {
    if (p != NULL) {
        free(p->edges);
        free(p->endings_of);
        free(p->endings);
        free(p);
    }
}

static uint32_t step(struct phrases *p, uint32_t node, uint64_t word) {
    if (p->used * 2 >= p->size) {
        grow_edges(p);
    }
    uint64_t key = edge_key(node, word);
    struct edge *e = slot(p, key);
    if (e->key == 0) {
        *e = (struct edge){key, new_node(p)};
        p->leads[key / 64 % (LEADS_BITS / 64)] |= (uint64_t)1 << (key & 63);
        p->used++;
    }
    return e->node;
}

static void finish(struct phrases *p, uint32_t node, uint32_t value) {
    for (uint32_t i = p->endings_of[node]; i != 0; i = p->endings[i - 1].next) {
        if (p->endings[i - 1].value == value) {
            return;
        }
    }
    if (p->endings_count == p->endings_cap) {
        p->endings_cap = p->endings_cap == 0 ? 1024 : p->endings_cap * 2;
        p->endings = mem_grow(p->endings, p->endings_cap, sizeof *p->endings);
    }
    p->endings[p->endings_count++] = (struct ending){value, p->endings_of[node]};
    p->endings_of[node] = p->endings_count;
}

static bool is_vowel(char c) {
    return c != '\0' && strchr("aeiou", c) != NULL;
}

static size_t add_form(char *forms[FORMS_MAX], size_t count, const char *stem, size_t len,
                       const char *ending) {
    forms[count] = mem_format("%.*s%s", (int)len, stem, ending);
    return count + 1;
}

/* The regular inflections of an English verb or noun; harmless extra forms are no words. */
static size_t inflect(const char *word, size_t len, char *forms[FORMS_MAX]) {
    size_t n = add_form(forms, 0, word, len, "");
    char last = word[len - 1];
    char before = len > 1 ? word[len - 2] : '\0';
    bool doubles = len > 2 && !is_vowel(last) && is_vowel(before) && !is_vowel(word[len - 3]) &&
                   last != 'w' && last != 'x' && last != 'y' && len <= 4;
    char doubled[2] = {last, '\0'};
    if (last == 'y' && !is_vowel(before)) {
        n = add_form(forms, n, word, len - 1, "ies");
        n = add_form(forms, n, word, len - 1, "ied");
        n = add_form(forms, n, word, len, "ing");
        return add_form(forms, n, word, len, "in");
    }
    bool hisses =
        last == 's' || last == 'x' || last == 'z' || (last == 'h' && (before == 's' || before == 'c'));
    n = add_form(forms, n, word, len, hisses ? "es" : "s");
    size_t stem = last == 'e' ? len - 1 : len;
    char *base = mem_format("%.*s%s", (int)stem, word, doubles ? doubled : "");
    n = add_form(forms, n, base, strlen(base), "ed");
    n = add_form(forms, n, base, strlen(base), "ing");
    n = add_form(forms, n, base, strlen(base), "in");
    free(base);
    return n;
}

/* Adds the words of w from i on below node; a raw word that ends in `~` branches into its forms. */
static void add_from(struct phrases *p, char **raw, size_t count, size_t i, uint32_t node, uint32_t value) {
    if (i == count) {
        finish(p, node, value);
        return;
    }
    size_t len = strlen(raw[i]);
    if (len < 2 || raw[i][len - 1] != '~') {
        add_from(p, raw, count, i + 1, step(p, node, tokens_hash(raw[i], len)), value);
        return;
    }
    char *forms[FORMS_MAX];
    size_t n = inflect(raw[i], len - 1, forms);
    for (size_t k = 0; k < n; k++) {
        add_from(p, raw, count, i + 1, step(p, node, tokens_hash(forms[k], strlen(forms[k]))), value);
        free(forms[k]);
    }
}

void phrases_pack(struct phrases *p) {
    struct ending *packed = mem_array(p->endings_count + 1, sizeof *packed);
    uint32_t n = 0;
    for (uint32_t node = 0; node < p->nodes; node++) {
        uint32_t i = p->endings_of[node];
        p->endings_of[node] = i == 0 ? 0 : n + 1;
        for (; i != 0; i = p->endings[i - 1].next) {
            packed[n] = (struct ending){p->endings[i - 1].value, p->endings[i - 1].next == 0 ? 0 : n + 2};
            n++;
        }
    }
    free(p->endings);
    p->endings = packed;
    p->endings_cap = p->endings_count + 1;
}

bool phrases_add(struct phrases *p, const char *phrase, uint32_t value) {
    char *copy = mem_string(phrase);
    char *raw[PHRASE_MAX_WORDS];
    size_t count = 0;
    bool fits = true;
    char *rest = NULL;
    for (char *word = strtok_r(copy, " ", &rest); word != NULL && fits; word = strtok_r(NULL, " ", &rest)) {
        fits = count < PHRASE_MAX_WORDS;
        if (fits) {
            raw[count++] = word;
        }
    }
    fits = fits && count > 0 && strcmp(raw[0], "_") != 0;
    if (fits) {
        add_from(p, raw, count, 0, 0, value);
    }
    free(copy);
    return fits;
}

struct search {
    const struct phrases *p;
    const struct tokens *w;
    struct phrase_hit *hits;
    size_t count, max;
    uint32_t first;
};

static void follow_word(struct search *s, uint32_t node, size_t at);

static void follow(struct search *s, uint32_t node, size_t at, uint64_t word) {
    uint64_t key = edge_key(node, word);
    if ((s->p->leads[key / 64 % (LEADS_BITS / 64)] >> (key & 63) & 1) == 0) {
        return;
    }
    const struct edge *e = slot(s->p, key);
    if (e->key == 0) {
        return;
    }
    for (uint32_t i = s->p->endings_of[e->node]; i != 0 && s->count < s->max; i = s->p->endings[i - 1].next) {
        s->hits[s->count++] = (struct phrase_hit){s->p->endings[i - 1].value, s->first, (uint32_t)at};
    }
    if (at + 1 < s->w->count) {
        follow_word(s, e->node, at + 1);
        follow(s, e->node, at + 1, s->p->any_word);
    }
}

/* The word itself, and what it may stand for. */
static void follow_word(struct search *s, uint32_t node, size_t at) {
    const struct token *word = &s->w->at[at];
    follow(s, node, at, word->hash);
    if (word->plain != word->hash) {
        follow(s, node, at, word->plain);
    }
    if ((word->flags & TOKEN_NUMBER) != 0) {
        follow(s, node, at, s->p->any_number);
    }
    if ((word->flags & TOKEN_CAPITAL) != 0) {
        follow(s, node, at, s->p->any_capital);
    }
}

size_t phrases_at(const struct phrases *p, const struct tokens *w, size_t i, struct phrase_hit *hits,
                  size_t max) {
    struct search s = {.p = p, .w = w, .hits = hits, .max = max, .first = (uint32_t)i};
    follow_word(&s, 0, i);
    return s.count;
}

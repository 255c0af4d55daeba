#include "evenhand/corroborate.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vocab.h"

#define SAME_EXCERPT 0.6 /* resemblance of shingles: from here on the same words */
#define SAME_TEXT 0.4    /* of sketches: from here on items are no independent sources */
#define SAME_STORY 0.4   /* of the shorter excerpt's telling words, that the other has too ... */
#define STORY_WORDS 4    /* ... and at least so many */
#define TELLING_LETTERS 4

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static size_t sort_unique(uint64_t *list, size_t n) {
    size_t kept = 0;
    qsort(list, n, sizeof *list, by_value);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || list[kept - 1] != list[i])
            list[kept++] = list[i];
    return kept;
}

static uint64_t mix(uint64_t x) {
    x ^= x >> 33;
    x *= 0xFF51AFD7ED558CCDu;
    x ^= x >> 33;
    x *= 0xC4CEB9FE1A85EC53u;
    return x ^ x >> 33;
}

static uint64_t shingle_at(const struct tokens *w, size_t i) {
    uint64_t hash = 0;
    for (size_t k = 0; k < CORROBORATE_SHINGLE && i + k < w->count; k++)
        hash = mix(hash ^ w->at[i + k].hash);
    return hash;
}

static void sketch_text(struct held_finding *h, const struct tokens *w) {
    memset(h->sketch, 0xFF, sizeof h->sketch);
    for (size_t i = 0; i < w->count; i++) {
        uint64_t shingle = shingle_at(w, i);
        for (uint64_t k = 0; k < CORROBORATE_SKETCH; k++) {
            uint64_t hash = mix(shingle + k * 0x9E3779B97F4A7C15u);
            h->sketch[k] = hash < h->sketch[k] ? hash : h->sketch[k];
        }
    }
}

/* Telling words: of some length, and no names, which all that is about the candidate shares. */
static void read_excerpt(struct held_finding *h, const struct tokens *w, uint32_t start, uint32_t end) {
    for (size_t i = 0; i < w->count && h->shingles < CORROBORATE_WORDS; i++) {
        const struct token *t = &w->at[i];
        if (t->start < start || t->end > end)
            continue;
        h->shingle[h->shingles++] = shingle_at(w, i);
        if (t->len >= TELLING_LETTERS && !(t->flags & TOKEN_CAPITAL))
            h->word[h->words++] = t->hash;
    }
    h->shingles = sort_unique(h->shingle, h->shingles);
    h->words = sort_unique(h->word, h->words);
}

static char *host_of(const char *url) {
    const char *host = strstr(url, "://");
    host = host ? host + 3 : url;
    if (strncmp(host, "www.", 4) == 0)
        host += 4;
    return mem_copy(host, strcspn(host, "/:?#"));
}

void corroborate_add(struct corroboration *c, cJSON *finding, const cJSON *item, const struct tokens *words,
                     uint32_t start, uint32_t end, uint64_t text, bool own) {
    if (c->count == c->cap) {
        c->cap = c->cap ? c->cap * 2 : 16;
        c->at = mem_grow(c->at, c->cap, sizeof *c->at);
    }
    struct held_finding *h = &c->at[c->count++];
    *h = (struct held_finding){
        .record = finding,
        .about = mem_format("%s/%.0f", record_text(item, "evidence"), record_number(item, "item")),
        .host = host_of(record_text(item, "url")),
        .author = mem_string(record_text(item, "author")),
        .text = text,
        .own = own};
    sketch_text(h, words);
    read_excerpt(h, words, start, end);
}

static void add_about(cJSON *finding, const char *key, const char *about) {
    const cJSON *one;
    cJSON *list = cJSON_GetObjectItemCaseSensitive(finding, key);
    list = list ? list : cJSON_AddArrayToObject(finding, key);
    cJSON_ArrayForEach(one, list) if (strcmp(cJSON_GetStringValue(one), about) == 0) return;
    (void)cJSON_AddItemToArray(list, cJSON_CreateString(about));
}

void corroborate_copy(struct corroboration *c, uint64_t text, const char *about) {
    for (size_t i = 0; i < c->count; i++)
        if (c->at[i].text == text)
            add_about(c->at[i].record, "copies", about);
}

static size_t shared(const uint64_t *a, size_t n, const uint64_t *b, size_t m) {
    size_t both = 0;
    for (size_t i = 0, j = 0; i < n && j < m;) {
        both += a[i] == b[j];
        if (a[i] <= b[j])
            i++;
        else
            j++;
    }
    return both;
}

static bool same_category(const struct held_finding *a, const struct held_finding *b) {
    return strcmp(record_text(a->record, "category"), record_text(b->record, "category")) == 0;
}

static bool same_words(const struct held_finding *a, const struct held_finding *b) {
    size_t both = shared(a->shingle, a->shingles, b->shingle, b->shingles);
    size_t either = a->shingles + b->shingles - both;
    return either > 0 && (double)both >= SAME_EXCERPT * (double)either;
}

static bool same_text(const struct held_finding *a, const struct held_finding *b) {
    int same = 0;
    for (size_t k = 0; k < CORROBORATE_SKETCH; k++)
        same += a->sketch[k] == b->sketch[k];
    return same >= (int)(SAME_TEXT * CORROBORATE_SKETCH);
}

static bool same_story(const struct held_finding *a, const struct held_finding *b) {
    size_t both = shared(a->word, a->words, b->word, b->words),
           less = a->words < b->words ? a->words : b->words;
    return both >= STORY_WORDS && (double)both >= SAME_STORY * (double)less;
}

/* Another site, another author, another text; and what the candidate says twice is said once. */
static bool independent(const struct held_finding *a, const struct held_finding *b) {
    bool author = !*a->author || strcmp(a->author, b->author) != 0;
    return author && strcmp(a->host, b->host) != 0 && !(a->own && b->own) && !same_text(a, b);
}

/* Which of two findings with the same words stays: of the more reliable source, else the earlier. */
static bool stays(const struct held_finding *first, const struct held_finding *second) {
    return vocab_find(vocab_reliability, record_text(first->record, "reliability")) <=
           vocab_find(vocab_reliability, record_text(second->record, "reliability"));
}

static void merge(struct held_finding *kept, struct held_finding *gone) {
    const cJSON *copy;
    cJSON_ArrayForEach(copy, record_field(gone->record, "copies"))
        add_about(kept->record, "copies", cJSON_GetStringValue(copy));
    add_about(kept->record, "copies", gone->about);
    gone->merged = true;
}

static void support(struct held_finding *a, struct held_finding *b) {
    static const char several[] = "several independent sources";
    struct held_finding *const both[] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        add_about(both[i]->record, "support", both[1 - i]->about);
        cJSON *stands = cJSON_GetObjectItemCaseSensitive(both[i]->record, "corroboration");
        (void)cJSON_SetValuestring(stands, several);
    }
}

static void compare(struct corroboration *c, bool merging) {
    for (size_t i = 0; i < c->count; i++)
        for (size_t j = i + 1; j < c->count; j++) {
            struct held_finding *a = &c->at[i], *b = &c->at[j];
            if (a->merged || b->merged || strcmp(a->about, b->about) == 0 || !same_category(a, b))
                continue;
            if (merging && same_words(a, b))
                stays(a, b) ? merge(a, b) : merge(b, a);
            else if (!merging && same_story(a, b) && independent(a, b))
                support(a, b);
        }
}

void corroborate_settle(struct corroboration *c) {
    compare(c, true);
    compare(c, false);
}

void corroborate_clear(struct corroboration *c) {
    for (size_t i = 0; i < c->count; i++) {
        cJSON_Delete(c->at[i].record);
        free(c->at[i].about);
        free(c->at[i].host);
        free(c->at[i].author);
    }
    c->count = 0;
}

void corroborate_free(struct corroboration *c) {
    corroborate_clear(c);
    free(c->at);
    *c = (struct corroboration){0};
}

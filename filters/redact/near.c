#include "evenhand/near.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/text.h"

static void insert(struct near *n, uint32_t hash, uint32_t word) {
    size_t i = hash & (n->slots - 1);
    while (n->word[i] != 0)
        i = (i + 1) & (n->slots - 1);
    n->hash[i] = hash;
    n->word[i] = word;
    n->count++;
}

static void grow(struct near *n) {
    struct near old = *n;
    *n = (struct near){.slots = old.slots == 0 ? 32768 : old.slots * 2};
    n->hash = mem_array(n->slots, sizeof *n->hash);
    n->word = mem_array(n->slots, sizeof *n->word);
    for (size_t i = 0; i < old.slots; i++) {
        if (old.word[i] != 0)
            insert(n, old.hash[i], old.word[i]);
    }
    near_free(&old);
}

/* The text without its letter `skip`; skip == len leaves it whole. Returns the length. */
static size_t without(char *out, const char *text, size_t len, size_t skip) {
    memcpy(out, text, skip);
    if (skip < len)
        memcpy(out + skip, text + skip + 1, len - skip - 1);
    return skip < len ? len - 1 : len;
}

void near_add(struct near *n, const struct wordbook *w, uint32_t word) {
    size_t len = w->list[word].len;
    if (len < NEAR_MIN_LETTERS || len > NEAR_MAX_LETTERS)
        return;
    for (size_t skip = 0; skip <= len; skip++) {
        if (n->count * 2 + 2 > n->slots)
            grow(n);
        char part[NEAR_MAX_LETTERS];
        size_t part_len = without(part, wordbook_text(w, word), len, skip);
        insert(n, wordbook_hash(part, part_len), word);
    }
}

static uint32_t look(const struct near *n, const struct wordbook *w, uint32_t hash, const char *text) {
    for (size_t i = hash & (n->slots - 1); n->word[i] != 0; i = (i + 1) & (n->slots - 1)) {
        if (n->hash[i] == hash && text[0] == wordbook_text(w, n->word[i])[0] &&
            text_distance(text, wordbook_text(w, n->word[i]), 1) <= 1)
            return n->word[i];
    }
    return 0;
}

uint32_t near_find(const struct near *n, const struct wordbook *w, const char *text, size_t len) {
    if (n->slots == 0 || len + 1 < NEAR_MIN_LETTERS || len > NEAR_MAX_LETTERS)
        return 0;
    char whole[NEAR_MAX_LETTERS + 1];
    memcpy(whole, text, len);
    whole[len] = '\0';
    for (size_t skip = 0; skip <= len; skip++) {
        char part[NEAR_MAX_LETTERS];
        size_t part_len = without(part, text, len, skip);
        uint32_t word = look(n, w, wordbook_hash(part, part_len), whole);
        if (word != 0)
            return word;
    }
    return 0;
}

void near_free(struct near *n) {
    free(n->hash);
    free(n->word);
    *n = (struct near){0};
}

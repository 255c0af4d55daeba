#include "evenhand/wordbook.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"

const char *const word_kind_names[WORD_KINDS + 1] = {
    [KIND_PERSON] = "person",     [KIND_THING] = "thing",     [KIND_BE] = "be",
    [KIND_SUBJECT] = "subject",   [KIND_OWNER] = "owner",     [KIND_DEGREE] = "degree",
    [KIND_FUNCTION] = "function", [KIND_KIN] = "kin",         [KIND_FIRST] = "first",
    [KIND_GUARDED] = "guarded",   [KIND_LAST] = "last",       [KIND_TITLE] = "title",
    [KIND_ORG] = "org",           [KIND_MONTH] = "month",     [KIND_NUMBER] = "number",
    [KIND_COMMON] = "common",     [KIND_FOREIGN] = "foreign", [KIND_PREDICATE] = "predicate",
    [KIND_BASIC] = "basic",       [KIND_KNOWN] = "known",     [KIND_LANG] = "lang",
    [KIND_COUNT] = "count",       [KIND_TAIL] = "tail",       [KIND_MINE] = "mine",
    [KIND_THEIRS] = "theirs",     [KIND_TURN] = "turn",       [WORD_KINDS] = NULL};

uint32_t wordbook_hash(const char *text, size_t len) {
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)text[i]) * 16777619u;
    return h ^ (h >> 15);
}

static uint32_t *slot_of(const struct wordbook *w, const char *text, size_t len, uint32_t hash) {
    size_t i = hash & (w->slots - 1);
    while (w->slot[i] != 0) {
        const struct word *word = &w->list[w->slot[i]];
        if (word->hash == hash && word->len == len && memcmp(w->text + word->text, text, len) == 0)
            break;
        i = (i + 1) & (w->slots - 1);
    }
    return &w->slot[i];
}

static void grow_slots(struct wordbook *w) {
    size_t slots = w->slots == 0 ? 16384 : w->slots * 2;
    free(w->slot);
    w->slot = mem_array(slots, sizeof *w->slot);
    w->slots = slots;
    for (size_t i = 1; i < w->count; i++) {
        const struct word *word = &w->list[i];
        *slot_of(w, w->text + word->text, word->len, word->hash) = (uint32_t)i;
    }
}

uint32_t wordbook_add(struct wordbook *w, const char *text, size_t len) {
    if ((w->count + 1) * 2 > w->slots)
        grow_slots(w);
    uint32_t hash = wordbook_hash(text, len);
    uint32_t *slot = slot_of(w, text, len, hash);
    if (*slot != 0)
        return *slot;
    if (w->count >= w->cap) {
        w->cap = w->cap == 0 ? 8192 : w->cap * 2;
        w->list = mem_grow(w->list, w->cap, sizeof *w->list);
    }
    if (w->count == 0)
        w->list[w->count++] = (struct word){0}; /* no word */
    while (w->text_len + len + 1 > w->text_cap) {
        w->text_cap = w->text_cap == 0 ? 65536 : w->text_cap * 2;
        w->text = mem_grow(w->text, w->text_cap, 1);
    }
    memcpy(w->text + w->text_len, text, len);
    w->text[w->text_len + len] = '\0';
    w->list[w->count] = (struct word){.text = (uint32_t)w->text_len, .len = (uint32_t)len, .hash = hash};
    w->text_len += len + 1;
    *slot = (uint32_t)w->count;
    return (uint32_t)w->count++;
}

uint32_t wordbook_find(const struct wordbook *w, const char *text, size_t len) {
    if (w->slots == 0)
        return 0;
    return *slot_of(w, text, len, wordbook_hash(text, len));
}

const char *wordbook_text(const struct wordbook *w, uint32_t word) {
    return w->text + w->list[word].text;
}

void wordbook_free(struct wordbook *w) {
    free(w->text);
    free(w->list);
    free(w->slot);
    *w = (struct wordbook){0};
}

#include "evenhand/tag_weights.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/vocab.h"

#define FEWEST_SLOTS 1024

static struct lean *lean_slot(const struct tag_weights *w, uint64_t sign) {
    size_t i = (size_t)sign & (w->lean_slots - 1);
    while (w->lean[i].sign != 0 && w->lean[i].sign != sign)
        i = (i + 1) & (w->lean_slots - 1);
    return &w->lean[i];
}

static struct lean *add_lean(struct tag_weights *w, uint64_t sign) {
    if ((w->leans + 1) * 2 > w->lean_slots) {
        struct lean *old = w->lean;
        size_t slots = w->lean_slots;
        w->lean_slots = slots == 0 ? FEWEST_SLOTS : slots * 2;
        w->lean = mem_array(w->lean_slots, sizeof *w->lean);
        for (size_t i = 0; i < slots; i++) {
            if (old[i].sign != 0)
                *lean_slot(w, old[i].sign) = old[i];
        }
        free(old);
    }
    struct lean *lean = lean_slot(w, sign);
    w->leans += lean->sign == 0;
    lean->sign = sign;
    return lean;
}

/* The key's upper half tells features apart, its lower half says where they stand. */
static struct weight *slot(const struct tag_weights *w, uint64_t key) {
    uint32_t check = (uint32_t)(key >> 32) | 1;
    size_t i = (size_t)key & (w->slots - 1);
    while (w->together[i].check != 0 && w->together[i].check != check)
        i = (i + 1) & (w->slots - 1);
    return &w->together[i];
}

static uint64_t filter_bit(uint64_t key, size_t *word) {
    uint64_t at = key >> 40 & (TAG_WEIGHTS_FILTER_BITS - 1);
    *word = at / 64;
    return (uint64_t)1 << (at & 63);
}

static void add_together(struct tag_weights *w, uint64_t key, const int16_t of[WEIGHED]) {
    struct weight *weight = slot(w, key);
    size_t word;
    uint64_t bit = filter_bit(key, &word);
    w->filter[word] |= bit;
    w->count += weight->check == 0;
    weight->check = (uint32_t)(key >> 32) | 1;
    memcpy(weight->of, of, sizeof weight->of);
}

/* A line's text, read from left to right. */
struct cursor {
    const char *at, *end;
};

static bool take(struct cursor *c, char sign) {
    if (c->at == c->end || *c->at != sign)
        return false;
    c->at++;
    return true;
}

/* A whole number of hundredths. */
static bool take_number(struct cursor *c, int16_t *out) {
    bool minus = take(c, '-');
    int value = 0;
    const char *from = c->at;
    for (; c->at < c->end && *c->at >= '0' && *c->at <= '9' && value <= INT16_MAX / 10; c->at++)
        value = value * 10 + (*c->at - '0');
    *out = (int16_t)(minus ? -value : value);
    return c->at > from && value <= INT16_MAX;
}

/* "w mosque": a kind and a text without blanks. */
static bool take_sign(struct cursor *c, uint64_t *hash) {
    struct sign s = {.kind = c->at < c->end ? *c->at++ : ' '};
    if (s.kind == ' ' || !take(c, ' '))
        return false;
    s.text = c->at;
    while (c->at < c->end && *c->at != ' ' && *c->at != '\t')
        c->at++;
    s.len = (uint32_t)(c->at - s.text);
    *hash = sign_hash(&s);
    return s.len > 0;
}

static bool read_feature(struct tag_weights *w, struct cursor c) {
    uint64_t key = 0, hash = 0;
    int parts = 0;
    int16_t offset = 0, of[WEIGHED];
    do {
        if (!take_number(&c, &offset) || !take(&c, ' ') || !take_sign(&c, &hash))
            return false;
        key = feature_key(key, offset, hash);
        parts++;
    } while (take(&c, ' '));
    for (int k = 0; k < WEIGHED; k++) {
        if (!take(&c, '\t') || !take_number(&c, &of[k]))
            return false;
    }
    if (c.at != c.end || offset < -FEATURE_REACH || offset > FEATURE_REACH)
        return false;
    if (parts > 1)
        add_together(w, key, of);
    else
        memcpy(add_lean(w, hash)->of[offset + FEATURE_REACH], of, sizeof of);
    return true;
}

/* "w mosque<TAB>religion<TAB>93" */
static bool read_class(struct tag_weights *w, struct cursor c) {
    uint64_t hash;
    int16_t share;
    if (!take_sign(&c, &hash) || !take(&c, '\t'))
        return false;
    const char *tab = memchr(c.at, '\t', (size_t)(c.end - c.at));
    if (tab == NULL)
        return false;
    char *name = mem_copy(c.at, (size_t)(tab - c.at));
    int class = vocab_find(vocab_classes, name);
    free(name);
    c.at = tab + 1;
    if (class < 0 || !take_number(&c, &share) || share < 0 || share > 100 || c.at != c.end)
        return false;
    struct lean *lean = add_lean(w, hash);
    lean->class = (uint8_t) class;
    lean->share = (uint8_t)share;
    return true;
}

/* Exactly `count` numbers parted by blanks. */
static bool take_numbers(struct cursor *c, int16_t *out, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if ((i > 0 && !take(c, ' ')) || !take_number(c, &out[i]))
            return false;
    }
    return c->at == c->end;
}

static bool read_directive(struct tag_weights *w, struct cursor c) {
    static const char *const names[] = {"class", "chances", "bias", "move", NULL};
    const char *blank = memchr(c.at, ' ', (size_t)(c.end - c.at));
    size_t n = 0, len = blank == NULL ? 0 : (size_t)(blank - c.at);
    while (names[n] != NULL && (strlen(names[n]) != len || memcmp(names[n], c.at, len) != 0))
        n++;
    c.at += len + 1;
    int16_t of[TAGS + 1] = {0};
    switch (n) {
    case 0:
        return read_class(w, c);
    case 1:
        return take_numbers(&c, w->chance, CHANCES);
    case 2:
        return take_numbers(&c, w->bias, TAGS);
    case 3:
        if (!take_numbers(&c, of, TAGS + 1) || of[0] < 0 || of[0] >= TAGS)
            return false;
        memcpy(w->move[of[0]], of + 1, sizeof w->move[0]);
        return true;
    default:
        return false;
    }
}

static bool read_line(struct tag_weights *w, struct cursor c) {
    if (take(&c, '#'))
        return true;
    return take(&c, '@') ? read_directive(w, c) : read_feature(w, c);
}

/* Room for as many features as there are lines, half of it free. */
static void make_room(struct tag_weights *w, const struct buf *bytes) {
    size_t lines = 1;
    for (const char *at = bytes->data;
         (at = memchr(at, '\n', bytes->len - (size_t)(at - bytes->data))) != NULL; at++)
        lines++;
    w->slots = FEWEST_SLOTS;
    while (w->slots < lines * 2)
        w->slots *= 2;
    w->together = mem_array(w->slots, sizeof *w->together);
}

bool tag_weights_read(struct tag_weights *w, const char *path, struct faults *f) {
    struct buf bytes = {0};
    tag_weights_free(w);
    bool fine = file_read(path, TAG_WEIGHTS_MAX_FILE_BYTES, &bytes, f);
    if (fine && bytes.len > 0)
        make_room(w, &bytes);
    size_t number = 1;
    const char *at = bytes.data, *end = at == NULL ? NULL : at + bytes.len;
    for (; fine && at < end; number++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        struct cursor line = {at, stop == NULL ? end : stop};
        if (!read_line(w, line))
            fine = fault(f, FAULT_CONFIG, fault_place(path, number, 0), "make it anew with scripts/learn",
                         "not a weight");
        at = stop == NULL ? end : stop + 1;
    }
    buf_free(&bytes);
    return fine;
}

const struct lean *tag_weights_lean(const struct tag_weights *w, uint64_t sign) {
    if (w->lean_slots == 0)
        return NULL;
    const struct lean *lean = lean_slot(w, sign);
    return lean->sign == 0 ? NULL : lean;
}

const struct weight *tag_weights_together(const struct tag_weights *w, uint64_t key) {
    size_t word;
    uint64_t bit = filter_bit(key, &word);
    if ((w->filter[word] & bit) == 0)
        return NULL;
    const struct weight *weight = slot(w, key);
    return weight->check == 0 ? NULL : weight;
}

void tag_weights_free(struct tag_weights *w) {
    free(w->lean);
    free(w->together);
    *w = (struct tag_weights){0};
}

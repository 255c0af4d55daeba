#include "evenhand/tag_weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/vocab.h"

static struct lean *lean_slot(const struct tag_weights *w, uint64_t sign) {
    size_t i = (size_t)sign & (w->lean_slots - 1);
    while (w->lean[i].sign != 0 && w->lean[i].sign != sign)
        i = (i + 1) & (w->lean_slots - 1);
    return &w->lean[i];
}

static struct weight *slot(const struct tag_weights *w, uint64_t key) {
    size_t i = (size_t)key & (w->slots - 1);
    while (w->together[i].key != 0 && w->together[i].key != key)
        i = (i + 1) & (w->slots - 1);
    return &w->together[i];
}

static struct lean *add_lean(struct tag_weights *w, uint64_t sign) {
    if ((w->leans + 1) * 2 > w->lean_slots) {
        struct lean *old = w->lean;
        size_t slots = w->lean_slots;
        w->lean_slots = slots == 0 ? 4096 : slots * 2;
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

static uint64_t filter_bit(uint64_t key, size_t *word) {
    uint64_t at = key >> 40 & (TAG_WEIGHTS_FILTER_BITS - 1);
    *word = at / 64;
    return (uint64_t)1 << (at & 63);
}

static void add_together(struct tag_weights *w, uint64_t key, const float of[TAGS]) {
    if ((w->count + 1) * 2 > w->slots) {
        struct weight *old = w->together;
        size_t slots = w->slots;
        w->slots = slots == 0 ? 65536 : slots * 2;
        w->together = mem_array(w->slots, sizeof *w->together);
        for (size_t i = 0; i < slots; i++) {
            if (old[i].key != 0)
                *slot(w, old[i].key) = old[i];
        }
        free(old);
    }
    struct weight *weight = slot(w, key);
    size_t word;
    uint64_t bit = filter_bit(key, &word);
    w->filter[word] |= bit;
    w->count += weight->key == 0;
    weight->key = key;
    memcpy(weight->of, of, sizeof weight->of);
}

static bool add(struct tag_weights *w, int parts, int offset, uint64_t sign, uint64_t key,
                const float of[TAGS]) {
    if (parts != 1) {
        add_together(w, key, of);
        return parts > 1;
    }
    if (offset < -FEATURE_REACH || offset > FEATURE_REACH)
        return false;
    memcpy(add_lean(w, sign)->of[offset + FEATURE_REACH], of, sizeof(float) * TAGS);
    return true;
}

/* Exactly `count` numbers parted by spaces. */
static bool read_numbers(const char *text, float *of, size_t count) {
    char *end = NULL;
    for (size_t i = 0; i < count; i++, text = end) {
        of[i] = strtof(text, &end);
        if (end == text || !isfinite(of[i]))
            return false;
    }
    return text[strspn(text, " ")] == '\0';
}

static bool read_feature(struct tag_weights *w, char *line) {
    char *rest = NULL, *signs = strtok_r(line, "\t", &rest);
    char *trait = strtok_r(NULL, "\t", &rest), *name = strtok_r(NULL, "\t", &rest);
    if (signs == NULL || trait == NULL || name == NULL)
        return false;
    uint64_t key = 0, hash = 0;
    int parts = 0, offset = 0;
    for (char *at = strtok_r(signs, " ", &rest); at != NULL; at = strtok_r(NULL, " ", &rest), parts++) {
        char *kind = strtok_r(NULL, " ", &rest), *text = strtok_r(NULL, " ", &rest);
        if (kind == NULL || text == NULL || kind[1] != '\0')
            return false;
        struct sign s = {text, (uint32_t)strlen(text), kind[0]};
        float number;
        if (!read_numbers(at, &number, 1))
            return false;
        offset = (int)number;
        hash = sign_hash(&s);
        key = feature_key(key, offset, hash);
    }
    float of[TAGS] = {0};
    return read_numbers(trait, &of[TAG_TRAIT], 1) && read_numbers(name, &of[TAG_NAME], 1) &&
           add(w, parts, offset, hash, key, of);
}

/* "w mosque<TAB>religion<TAB>0.93" */
static bool read_class(struct tag_weights *w, char *line) {
    char *rest = NULL, *sign = strtok_r(line, "\t", &rest), *class = strtok_r(NULL, "\t", &rest);
    char *share = strtok_r(NULL, "\t", &rest);
    if (share == NULL || strlen(sign) < 3 || vocab_find(vocab_classes, class) < 0)
        return false;
    struct lean *lean = add_lean(w, sign_hash(&(struct sign){sign + 2, (uint32_t)strlen(sign + 2), sign[0]}));
    lean->class = vocab_find(vocab_classes, class);
    return read_numbers(share, &lean->share, 1);
}

static bool read_directive(struct tag_weights *w, char *line) {
    char *rest = NULL, *name = strtok_r(line, " ", &rest);
    float of[TAGS + 1] = {0};
    if (strcmp(name, "@class") == 0)
        return read_class(w, rest);
    if (strcmp(name, "@bias") == 0)
        return read_numbers(rest, w->bias, TAGS);
    if (strcmp(name, "@chances") == 0) {
        bool fine = read_numbers(rest, of, 4);
        w->seed = of[0];
        w->name = of[1];
        w->spread = of[2];
        w->veto = of[3];
        return fine;
    }
    if (strcmp(name, "@move") != 0 || !read_numbers(rest, of, TAGS + 1) || of[0] < 0 || of[0] >= TAGS)
        return false;
    memcpy(w->move[(int)of[0]], of + 1, sizeof(float) * TAGS);
    return true;
}

static bool read_line(struct tag_weights *w, char *line) {
    return line[0] == '#' || (line[0] == '@' ? read_directive(w, line) : read_feature(w, line));
}

bool tag_weights_read(struct tag_weights *w, const char *path, struct faults *f) {
    struct buf bytes = {0};
    bool fine = file_read(path, TAG_WEIGHTS_MAX_FILE_BYTES, &bytes, f);
    size_t number = 1;
    for (char *line = fine ? bytes.data : NULL, *next; fine && line != NULL && *line != '\0'; line = next) {
        next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        if (!read_line(w, line))
            fine = fault(f, FAULT_CONFIG, fault_place(path, number, 0), "make it anew with scripts/learn",
                         "not a weight");
        number++;
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
    return weight->key == 0 ? NULL : weight;
}

void tag_weights_free(struct tag_weights *w) {
    free(w->lean);
    free(w->together);
    *w = (struct tag_weights){0};
}

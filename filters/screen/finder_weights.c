#include "evenhand/finder_weights.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/sign.h"
#include "evenhand/vocab.h"

static struct finder_weight *slot_of(const struct finder_weights *w, uint64_t key) {
    size_t i = (size_t)key & (w->slots - 1);
    while (w->slot[i].key != 0 && w->slot[i].key != key) {
        i = (i + 1) & (w->slots - 1);
    }
    return &w->slot[i];
}

static void grow_slots(struct finder_weights *w) {
    struct finder_weight *old = w->slot;
    size_t slots = w->slots;
    w->slots = slots == 0 ? 1 << 16 : slots * 2;
    w->slot = mem_array(w->slots, sizeof *w->slot);
    for (size_t i = 0; i < slots; i++) {
        if (old[i].key != 0) {
            *slot_of(w, old[i].key) = old[i];
        }
    }
    free(old);
}

static uint64_t filter_bit(uint64_t key, size_t *word) {
    uint64_t at = key >> 40 & (FINDER_FILTER_BITS - 1);
    *word = at / 64;
    return (uint64_t)1 << (at & 63);
}

static float *add_row(struct finder_weights *w, uint64_t key) {
    if ((w->count + 1) * 2 > w->slots) {
        grow_slots(w);
    }
    struct finder_weight *slot = slot_of(w, key);
    if (slot->key == 0) {
        if (w->count == w->row_cap) {
            w->row_cap = w->row_cap == 0 ? 1 << 14 : w->row_cap * 2;
            w->row = mem_grow(w->row, w->row_cap, sizeof *w->row);
        }
        *slot = (struct finder_weight){.key = key, .row = (uint32_t)w->count++};
        size_t word;
        uint64_t bit = filter_bit(key, &word);
        w->filter[word] |= bit;
    }
    memset(w->row[slot->row], 0, sizeof *w->row);
    return w->row[slot->row];
}

static int column_of(const char *name) {
    int category = vocab_find(vocab_categories, name), severity = vocab_find(vocab_severities, name);
    return category >= 0 ? category : severity >= 0 ? FINDER_CATEGORIES + severity : -1;
}

/* "drugs=1.7<TAB>low=0.2" */
static bool read_columns(char *text, float *row) {
    char *rest = NULL;
    for (char *one = strtok_r(text, "\t", &rest); one != NULL; one = strtok_r(NULL, "\t", &rest)) {
        char *equals = strchr(one, '='), *end = NULL;
        if (equals == NULL) {
            return false;
        }
        *equals = '\0';
        int column = column_of(one);
        float weight = strtof(equals + 1, &end);
        if (column < 0 || end == equals + 1 || *end != '\0') {
            return false;
        }
        row[column] = weight;
    }
    return true;
}

/* "0 w stoned" or "0 w pulled 1 2 17" */
static bool read_key(char *signs, uint64_t *key) {
    char *rest = NULL;
    *key = 0;
    for (char *at = strtok_r(signs, " ", &rest); at != NULL; at = strtok_r(NULL, " ", &rest)) {
        char *kind = strtok_r(NULL, " ", &rest), *text = strtok_r(NULL, " ", &rest);
        if (kind == NULL || text == NULL || kind[1] != '\0') {
            return false;
        }
        struct sign sign = {text, (uint32_t)strlen(text), kind[0]};
        *key = feature_key(*key, (int)strtol(at, NULL, 10), sign_hash(&sign));
    }
    return *key != 0;
}

/* "0.85 0.70 0.05" */
static bool read_chances(const char *text, struct finder_weights *w) {
    float *const chances[] = {&w->any, &w->further, &w->veto};
    for (size_t i = 0; i < sizeof chances / sizeof *chances; i++) {
        char *end = NULL;
        *chances[i] = strtof(text, &end);
        if (end == text) {
            return false;
        }
        text = end;
    }
    return true;
}

static bool read_line(struct finder_weights *w, char *line) {
    if (line[0] == '#') {
        return true;
    }
    if (strncmp(line, "@chances ", 9) == 0) {
        return read_chances(line + 9, w);
    }
    char *tab = strchr(line, '\t');
    if (tab == NULL) {
        return false;
    }
    *tab = '\0';
    uint64_t key = 0;
    bool bias = strcmp(line, "@bias") == 0;
    return (bias || read_key(line, &key)) && read_columns(tab + 1, bias ? w->bias : add_row(w, key));
}

/* For messages. */
struct reading {
    struct finder_weights *w;
    const char *path;
};

static bool take_line(void *ctx, char *line, size_t number, struct faults *f) {
    const struct reading *r = ctx;
    return read_line(r->w, line) || fault(f, FAULT_CONFIG, fault_place(r->path, number, 0),
                                          "make it anew with scripts/learn-screen", "not a weight");
}

bool finder_weights_read(struct finder_weights *w, const char *path, struct faults *f) {
    return file_lines(path, FINDER_MAX_FILE_BYTES, take_line, &(struct reading){w, path}, f);
}

const float *finder_weights_of(const struct finder_weights *w, uint64_t key) {
    size_t word;
    uint64_t bit = filter_bit(key, &word);
    if ((w->filter[word] & bit) == 0) {
        return NULL;
    }
    const struct finder_weight *slot = slot_of(w, key);
    return slot->key == 0 ? NULL : w->row[slot->row];
}

void finder_weights_free(struct finder_weights *w) {
    free(w->slot);
    free(w->row);
    *w = (struct finder_weights){0};
}

#include "evenhand/tally.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"

uint64_t tally_category(const struct tally *t, size_t category) {
    uint64_t n = 0;
    for (size_t s = 0; s < WORDS_SEVERITIES; s++)
        n += t->findings[category][s];
    return n;
}

uint64_t tally_concerns(const struct tally *t, size_t severity) {
    uint64_t n = 0;
    for (size_t c = 0; c < WORDS_CONCERNS; c++)
        n += t->findings[c][severity];
    return n;
}

uint64_t tally_all_concerns(const struct tally *t) {
    uint64_t n = 0;
    for (size_t s = 0; s < WORDS_SEVERITIES; s++)
        n += tally_concerns(t, s);
    return n;
}

uint64_t tally_in_favour(const struct tally *t) {
    uint64_t n = 0;
    for (size_t c = WORDS_CONCERNS; c < WORDS_CATEGORIES; c++)
        n += tally_category(t, c);
    return n;
}

static uint64_t sum(const uint32_t *counts, size_t n) {
    uint64_t total = 0;
    for (size_t i = 0; i < n; i++)
        total += counts[i];
    return total;
}

uint64_t tally_steps(const struct tally *t) {
    return sum(t->outcomes, WORDS_OUTCOMES);
}

uint64_t tally_items_left_out(const struct tally *t) {
    uint64_t n = 0;
    for (size_t i = 0; i < WORDS_SKIPS; i++)
        n += words_skip_of_answer(i) ? 0 : t->skips[i];
    return n;
}

void tallies_add(struct tallies *all, const struct tally *t) {
    if (all->count == all->cap) {
        all->cap = all->cap ? all->cap * 2 : 64;
        all->tally = mem_grow(all->tally, all->cap, sizeof *all->tally);
    }
    all->tally[all->count++] = *t;
}

static int by_number(const void *a, const void *b) {
    const struct tally *left = a;
    const struct tally *right = b;
    return strcmp(left->number, right->number);
}

void tallies_sort(struct tallies *all) {
    if (all->count > 1)
        qsort(all->tally, all->count, sizeof *all->tally, by_number);
}

const char *tallies_twice(const struct tallies *all) {
    for (size_t i = 1; i < all->count; i++)
        if (strcmp(all->tally[i - 1].number, all->tally[i].number) == 0)
            return all->tally[i].number;
    return NULL;
}

static void add(uint32_t *to, const uint32_t *from, size_t n) {
    for (size_t i = 0; i < n; i++)
        to[i] += from[i];
}

struct tally tallies_sum(const struct tallies *all) {
    struct tally total = {.number = ""};
    for (size_t i = 0; i < all->count; i++) {
        const struct tally *t = &all->tally[i];
        for (size_t c = 0; c < WORDS_CATEGORIES; c++)
            add(total.findings[c], t->findings[c], WORDS_SEVERITIES);
        add(total.outcomes, t->outcomes, WORDS_OUTCOMES);
        add(total.skips, t->skips, WORDS_SKIPS);
        total.items += t->items;
        total.shown += t->shown;
    }
    return total;
}

void tallies_free(struct tallies *all) {
    free(all->tally);
    *all = (struct tallies){0};
}

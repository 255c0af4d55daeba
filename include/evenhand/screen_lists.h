/* Word lists by name while packs are read: groups, and the phrases they stand for. Private to the loader. */
#ifndef EVENHAND_SCREEN_LISTS_H
#define EVENHAND_SCREEN_LISTS_H

#include "evenhand/faults.h"
#include "evenhand/phrases.h"
#include "evenhand/yaml.h"

struct word_list {
    const char *name; /* NULL: written inside a rule */
    struct {
        const char *text;
        const struct yaml *node; /* for the place */
    } * phrase;
    size_t count, cap;
};

struct word_lists {
    struct word_list *at; /* the position is the group */
    size_t count, cap;
};

/* The group of a name, or -1. */
long word_lists_find(const struct word_lists *lists, const char *name);
/* Adds the words of a YAML list (or one word) to a named list, made if new; NULL name: a new list. Returns
 * its group, or -1 with a fault. */
long word_lists_add(struct word_lists *lists, const char *name, const struct yaml *words, struct faults *f);
/* Puts every list into `phrases`, `<name>` within a phrase replaced by each phrase of that list. */
bool word_lists_expand(const struct word_lists *lists, struct phrases *phrases, struct faults *f);
void word_lists_free(struct word_lists *lists);

#endif

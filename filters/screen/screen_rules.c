#include "evenhand/screen_rules.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/screen_lists.h"
#include "evenhand/vocab.h"
#include "evenhand/yaml.h"

static const char *const scopes[] = {"before", "sentence", "near", "text", "quoted", NULL};
static const char *const actors[] = {"me", "anyone", NULL};
static const char *const pack_keys[] = {"category", "means", "not", "rules", "words", "excuses", NULL};
static const char *const excuse_keys[] = {"id", "means", "scope", "words", NULL};
static const char *const rule_keys[] = {"id", "severity", "means", "all",     "within",  "in_order",
                                        "by", "none",     "not",   "pattern", "example", "counter_example",
                                        NULL};

/* What a loaded set owns beside its phrases. */
struct packs {
    struct yaml **file;
    char **name;
    size_t count;
    struct word_lists lists;
    struct screen_excuse *excuse; /* rules point into it: it is whole before the first rule is read */
    size_t excuses;
};

static bool read_pack(struct packs *p, const char *folder, const char *name, struct faults *f) {
    char *path = path_join(folder, name);
    p->file = mem_grow(p->file, p->count + 1, sizeof *p->file);
    p->name = mem_grow(p->name, p->count + 1, sizeof *p->name);
    p->name[p->count] = mem_format("screen/%s", name);
    p->file[p->count] = yaml_read(path, p->name[p->count], f);
    free(path);
    return p->file[p->count++] != NULL;
}

static bool read_packs(struct packs *p, const char *const *folders, size_t count, struct faults *f) {
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        char **names = NULL;
        ok = files_list(folders[i], ".yaml", &names, f) && ok;
        for (size_t k = 0; names != NULL && names[k] != NULL; k++) {
            ok = read_pack(p, folders[i], names[k], f) && ok;
        }
        files_free(names);
    }
    return ok;
}

static bool each_pack(struct screen_rules *r,
                      bool (*take)(struct screen_rules *, const struct yaml *, struct faults *),
                      struct faults *f) {
    struct packs *p = r->owned;
    bool ok = true;
    for (size_t i = 0; i < p->count; i++) {
        ok = take(r, p->file[i], f) && ok;
    }
    return ok;
}

static bool take_words(struct screen_rules *r, const struct yaml *file, struct faults *f) {
    struct packs *p = r->owned;
    bool ok = yaml_check_keys(file, pack_keys, f);
    const struct yaml *words = ok ? yaml_get(file, "words") : NULL;
    if (words != NULL && words->kind != YAML_MAP) {
        return fault(f, FAULT_CONFIG, yaml_place(words), "write name: [words]", "words is not a map");
    }
    for (size_t i = 0; words != NULL && i < words->count; i++) {
        ok = word_lists_add(&p->lists, words->key[i]->text, words->child[i], f) >= 0 && ok;
    }
    return ok;
}

static struct screen_excuse *find_excuse(const struct packs *p, const char *id) {
    for (size_t i = 0; i < p->excuses; i++) {
        if (strcmp(p->excuse[i].id, id) == 0) {
            return &p->excuse[i];
        }
    }
    return NULL;
}

static bool take_excuse(struct packs *p, const struct yaml *node, struct faults *f) {
    const char *scope = NULL;
    struct screen_excuse e = {0};
    if (node->kind != YAML_MAP) {
        return fault(f, FAULT_CONFIG, yaml_place(node), "write id, means, scope and words", "not an excuse");
    }
    if (!yaml_check_keys(node, excuse_keys, f) || !yaml_text(node, "id", true, &e.id, f) ||
        !yaml_word(node, "scope", true, scopes, &scope, f)) {
        return false;
    }
    e.scope = (enum excuse_scope)vocab_find(scopes, scope);
    const struct yaml *words = yaml_get(node, "words");
    if (e.scope != EXCUSE_QUOTED) {
        if (words == NULL) {
            return fault(f, FAULT_CONFIG, yaml_place(node), "say which words excuse", "excuse without words");
        }
        long group = word_lists_add(&p->lists, NULL, words, f);
        if (group < 0) {
            return false;
        }
        e.group = (uint32_t)group;
    }
    struct screen_excuse *known = find_excuse(p, e.id);
    if (known == NULL) {
        p->excuse = mem_grow(p->excuse, p->excuses + 1, sizeof *p->excuse);
        known = &p->excuse[p->excuses++];
    }
    *known = e;
    return true;
}

static bool take_excuses(struct screen_rules *r, const struct yaml *file, struct faults *f) {
    const struct yaml *list = yaml_get(file, "excuses");
    bool ok = true;
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        ok = take_excuse(r->owned, list->child[i], f) && ok;
    }
    return ok;
}

/* Groups of a list whose entries are names of word lists, or word lists themselves. */
static bool take_groups(struct packs *p, const struct yaml *list, uint32_t *out, size_t max, size_t *count,
                        struct faults *f) {
    if (list == NULL) {
        return true;
    }
    if (list->kind != YAML_LIST || list->count > max) {
        return fault(f, FAULT_CONFIG, yaml_place(list), NULL, "not a list of at most %zu groups", max);
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct yaml *entry = list->child[i];
        bool named = entry->kind == YAML_SCALAR;
        long group =
            named ? word_lists_find(&p->lists, entry->text) : word_lists_add(&p->lists, NULL, entry, f);
        if (group < 0) {
            return named
                       ? fault(f, FAULT_CONFIG, yaml_place(entry), "define it under words:, or write [words]",
                               "unknown word list \"%s\"", entry->text)
                       : false;
        }
        out[(*count)++] = (uint32_t)group;
    }
    return true;
}

static bool take_nots(struct packs *p, const struct yaml *map, struct screen_rule *rule, struct faults *f) {
    const char **names = NULL;
    size_t count = 0;
    bool ok = yaml_texts(map, "not", false, &names, &count, f);
    for (size_t i = 0; ok && i < count; i++) {
        const struct screen_excuse *found = find_excuse(p, names[i]);
        ok = (found != NULL || fault(f, FAULT_CONFIG, yaml_place(yaml_get(map, "not")),
                                     "define it under excuses:", "unknown excuse \"%s\"", names[i])) &&
             (rule->not_count < SCREEN_RULE_EXCUSES ||
              fault(f, FAULT_CONFIG, yaml_place(map), NULL, "more than %d excuses", SCREEN_RULE_EXCUSES));
        if (ok) {
            rule->not_[rule->not_count++] = found;
        }
    }
    free(names);
    return ok;
}

static bool take_pattern(const struct yaml *node, struct screen_rule *rule, struct faults *f) {
    const char *pattern = NULL;
    if (!yaml_text(node, "pattern", false, &pattern, f)) {
        return false;
    }
    rule->pattern = pattern == NULL ? NULL : regex_compile(pattern, true, rule->place, f);
    return pattern == NULL || rule->pattern != NULL;
}

static bool take_details(struct packs *p, const struct yaml *file, const struct yaml *node,
                         struct screen_rule *rule, struct faults *f) {
    long within = SCREEN_WITHIN;
    const char *by = "anyone";
    size_t n = 0;
    bool ok = yaml_check_keys(node, rule_keys, f);
    ok = yaml_text(node, "id", true, &rule->id, f) && ok;
    ok = yaml_text(node, "means", true, &rule->means, f) && ok;
    ok = yaml_word(node, "severity", true, vocab_severities, &rule->severity, f) && ok;
    ok = yaml_integer(node, "within", false, 1, 100, &within, f) && ok;
    ok = yaml_boolean(node, "in_order", false, &rule->in_order, f) && ok;
    ok = yaml_word(node, "by", false, actors, &by, f) && ok;
    ok = take_groups(p, yaml_get(node, "all"), rule->all, SCREEN_RULE_GROUPS, &rule->all_count, f) && ok;
    ok = take_groups(p, yaml_get(node, "none"), rule->none, SCREEN_RULE_NONE, &rule->none_count, f) && ok;
    ok = take_nots(p, file, rule, f) && take_nots(p, node, rule, f) && ok;
    ok = take_pattern(node, rule, f) && ok;
    ok = yaml_texts(node, "example", true, &rule->examples, &n, f) && ok;
    ok = yaml_texts(node, "counter_example", true, &rule->counter_examples, &n, f) && ok;
    rule->within = (size_t)within;
    rule->by_me = strcmp(by, "me") == 0;
    return ok && (rule->all_count > 0 || fault(f, FAULT_CONFIG, yaml_place(node),
                                               "name at least one word list", "rule without all:"));
}

static void free_rule(struct screen_rule *rule) {
    regex_free(rule->pattern);
    free(rule->examples);
    free(rule->counter_examples);
    free((void *)(uintptr_t)rule->place);
}

/* The rule read last takes the place of an earlier one of the same category and id. */
static void replace_earlier(struct screen_rules *r) {
    struct screen_rule *last = &r->rule[r->count - 1];
    for (size_t i = 0; i + 1 < r->count; i++) {
        if (strcmp(r->rule[i].category, last->category) == 0 && strcmp(r->rule[i].id, last->id) == 0) {
            free_rule(&r->rule[i]);
            r->rule[i] = *last;
            r->count--;
            return;
        }
    }
}

static bool take_rules(struct screen_rules *r, const struct yaml *file, struct faults *f) {
    const struct yaml *list = yaml_get(file, "rules");
    const char *category = NULL;
    if (list == NULL) {
        return true;
    }
    bool ok = list->kind == YAML_LIST && yaml_word(file, "category", true, vocab_categories, &category, f);
    for (size_t i = 0; ok && i < list->count; i++) {
        r->rule = mem_grow(r->rule, r->count + 1, sizeof *r->rule);
        r->rule[r->count] = (struct screen_rule){.category = category,
                                                 .kind = vocab_find(vocab_categories, category),
                                                 .place = mem_string(yaml_place(list->child[i]))};
        ok = take_details(r->owned, file, list->child[i], &r->rule[r->count++], f);
        if (ok) {
            replace_earlier(r);
        }
    }
    return ok || f->count > 0 ? ok : fault(f, FAULT_CONFIG, yaml_place(list), NULL, "rules is not a list");
}

static bool find_actors(struct screen_rules *r, struct faults *f) {
    const struct packs *p = r->owned;
    long self = word_lists_find(&p->lists, "self");
    long others = word_lists_find(&p->lists, "others");
    r->self = (uint32_t)self;
    r->others = (uint32_t)others;
    return (self >= 0 && others >= 0) ||
           fault(f, FAULT_CONFIG, "screen/common.yaml",
                 "define both under words:", "the lists \"self\" and \"others\" are missing");
}

static void summarise(struct screen_rules *r) {
    r->summary = mem_array(r->count + 1, sizeof *r->summary);
    for (size_t i = 0; i < r->count; i++) {
        for (size_t k = 0; k < r->rule[i].all_count; k++) {
            r->summary[i] |= (uint64_t)1 << (r->rule[i].all[k] % 64);
        }
    }
}

static uint32_t anchor_of(const struct screen_rule *rule, const uint32_t *asked) {
    uint32_t rarest = rule->all[0];
    for (size_t k = 1; k < rule->all_count; k++) {
        if (asked[rule->all[k]] < asked[rarest]) {
            rarest = rule->all[k];
        }
    }
    return rarest;
}

/* Counted, then placed: rules stay in their order within a group. */
static void anchor(struct screen_rules *r) {
    uint32_t asked[SCREEN_MAX_GROUPS] = {0}, placed[SCREEN_MAX_GROUPS] = {0};
    r->anchors = mem_array(SCREEN_MAX_GROUPS + 1, sizeof *r->anchors);
    r->anchored = mem_array(r->count + 1, sizeof *r->anchored);
    for (size_t i = 0; i < r->count; i++) {
        for (size_t k = 0; k < r->rule[i].all_count; k++) {
            asked[r->rule[i].all[k]]++;
        }
    }
    for (size_t i = 0; i < r->count; i++) {
        r->anchors[anchor_of(&r->rule[i], asked) + 1]++;
    }
    for (size_t g = 0; g < SCREEN_MAX_GROUPS; g++) {
        r->anchors[g + 1] += r->anchors[g];
    }
    for (size_t i = 0; i < r->count; i++) {
        uint32_t group = anchor_of(&r->rule[i], asked);
        r->anchored[r->anchors[group] + placed[group]++] = (uint32_t)i;
    }
}

static void name_group(struct screen_rules *r, uint32_t group, char *name) {
    if (r->group[group] == NULL) {
        r->group[group] = name;
    } else {
        free(name);
    }
}

/* What a list is called where it is a sign of what a sentence says. */
static void name_groups(struct screen_rules *r) {
    const struct packs *p = r->owned;
    r->groups = p->lists.count;
    r->group = mem_array(r->groups + 1, sizeof *r->group);
    for (size_t i = 0; i < r->groups; i++) {
        r->group[i] = mem_string(p->lists.at[i].name);
    }
    for (size_t i = 0; i < p->excuses; i++) {
        if (p->excuse[i].scope != EXCUSE_QUOTED) {
            name_group(r, p->excuse[i].group, mem_format("excuse/%s", p->excuse[i].id));
        }
    }
    for (size_t i = 0; i < r->count; i++) {
        for (size_t k = 0; k < r->rule[i].all_count; k++) {
            name_group(r, r->rule[i].all[k], mem_format("%s/%s/%zu", r->rule[i].category, r->rule[i].id, k));
        }
    }
}

struct screen_rules *screen_rules_load(const char *const *folders, size_t count, struct faults *f) {
    struct screen_rules *r = mem_alloc(sizeof *r);
    struct packs *p = mem_alloc(sizeof *p);
    r->owned = p;
    r->phrases = phrases_new();
    bool ok = read_packs(p, folders, count, f) && each_pack(r, take_words, f) && find_actors(r, f) &&
              each_pack(r, take_excuses, f) && each_pack(r, take_rules, f) &&
              word_lists_expand(&p->lists, r->phrases, f);
    phrases_pack(r->phrases);
    summarise(r);
    anchor(r);
    name_groups(r);
    if (ok && r->count == 0) {
        ok = fault(f, FAULT_CONFIG, "screen", "install evenhand whole, or name a folder of packs",
                   "no screening rules");
    }
    if (!ok) {
        screen_rules_free(r);
        return NULL;
    }
    return r;
}

void screen_rules_free(struct screen_rules *r) {
    if (r == NULL) {
        return;
    }
    struct packs *p = r->owned;
    for (size_t i = 0; i < r->count; i++) {
        free_rule(&r->rule[i]);
    }
    for (size_t i = 0; i < p->count; i++) {
        yaml_drop(p->file[i]);
        free(p->name[i]);
    }
    word_lists_free(&p->lists);
    free(p->file);
    free(p->name);
    free(p->excuse);
    free(p);
    free(r->rule);
    free(r->summary);
    free(r->anchors);
    free(r->anchored);
    for (size_t i = 0; r->group != NULL && i < r->groups; i++) {
        free(r->group[i]);
    }
    free(r->group);
    phrases_free(r->phrases);
    free(r);
}

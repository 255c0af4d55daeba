#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/source.h"

/* "sources/mastodon.yaml" for .../sources: what a person calls the file. */
static char *shown_name(const char *folder, const char *name) {
    size_t end = strlen(folder);
    while (end > 1 && folder[end - 1] == '/')
        end--;
    size_t begin = end;
    while (begin > 0 && folder[begin - 1] != '/')
        begin--;
    return mem_format("%.*s/%s", (int)(end - begin), folder + begin, name);
}

static struct source **place_of(const struct source_set *set, const char *name) {
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->source[i]->name, name) == 0)
            return &set->source[i];
    return NULL;
}

/* The set owns the source afterwards. One of the same name, from an earlier folder, gives way. */
static bool put(struct source_set *set, struct source *s, struct faults *f) {
    struct source **old = place_of(set, s->name);
    if (old != NULL) {
        source_free(*old);
        *old = s;
        return true;
    }
    if (set->count == SOURCE_SET_MAX) {
        (void)fault(f, FAULT_CONFIG, s->file, NULL, "over the limit of %d source descriptors",
                    SOURCE_SET_MAX);
        source_free(s);
        return false;
    }
    set->source = mem_grow(set->source, set->count + 1, sizeof *set->source);
    set->source[set->count++] = s;
    return true;
}

static bool read_one(struct source_set *set, const char *folder, const char *name, struct faults *f) {
    char *path = path_join(folder, name);
    char *shown = shown_name(folder, name);
    struct source *s = source_read(path, shown, f);
    free(path);
    free(shown);
    return s != NULL && put(set, s, f);
}

/* Files that a person meant as descriptors and that would be passed over in silence. */
static bool check_suffix(const char *folder, struct faults *f) {
    char **names = NULL;
    bool ok = files_list(folder, ".yml", &names, f);
    for (char **name = names; ok && *name != NULL; name++) {
        char *shown = shown_name(folder, *name);
        ok = fault(f, FAULT_CONFIG, shown, "rename it", "a descriptor's file ends in .yaml");
        free(shown);
    }
    files_free(names);
    return ok;
}

static bool read_folder(struct source_set *set, const char *folder, struct faults *f) {
    char **names = NULL;
    if (!files_list(folder, ".yaml", &names, f))
        return false;
    bool ok = check_suffix(folder, f);
    for (char **name = names; *name != NULL; name++)
        ok = read_one(set, folder, *name, f) && ok;
    files_free(names);
    return ok;
}

static int by_name(const void *a, const void *b) {
    const struct source *const *left = a;
    const struct source *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

static bool has_alias(const struct source *s, const char *name) {
    for (const char *const *alias = s->aliases; alias != NULL && *alias != NULL; alias++)
        if (strcmp(*alias, name) == 0)
            return true;
    return false;
}

/* No alias stands for two sources. */
static bool check_aliases(const struct source_set *set, const struct source *s, struct faults *f) {
    bool ok = true;
    for (const char *const *alias = s->aliases; alias != NULL && *alias != NULL; alias++)
        for (size_t i = 0; set->source[i] != s; i++)
            if (has_alias(set->source[i], *alias))
                ok = fault(f, FAULT_CONFIG, s->file, "take it out of one of them",
                           "the alias \"%s\" is also one of \"%s\"", *alias, set->source[i]->name);
    return ok;
}

bool source_set_read(struct source_set *set, const char *const *folders, size_t count, struct faults *f) {
    bool ok = true;
    *set = (struct source_set){0};
    for (size_t i = 0; i < count; i++)
        ok = read_folder(set, folders[i], f) && ok;
    if (set->count > 0)
        qsort(set->source, set->count, sizeof *set->source, by_name);
    for (size_t i = 0; i < set->count; i++)
        ok = check_aliases(set, set->source[i], f) && ok;
    return ok;
}

const struct source *source_find(const struct source_set *set, const char *name) {
    struct source **exact = place_of(set, name);
    if (exact != NULL)
        return *exact;
    for (size_t i = 0; i < set->count; i++)
        if (has_alias(set->source[i], name))
            return set->source[i];
    return NULL;
}

void source_set_free(struct source_set *set) {
    for (size_t i = 0; i < set->count; i++)
        source_free(set->source[i]);
    free((void *)set->source);
    *set = (struct source_set){0};
}

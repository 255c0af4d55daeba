/* Typed values out of the YAML tree, each mistake with its place. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"
#include "evenhand/yaml.h"

const char *yaml_place(const struct yaml *node) {
    return fault_place(node->file, node->line, node->col);
}

static const char *did_you_mean(const char *word, const char *const *known, char *out, size_t size) {
    const char *nearest = text_nearest(word, known);
    if (!nearest)
        return NULL;
    (void)snprintf(out, size, "did you mean \"%s\"?", nearest);
    return out;
}

const struct yaml *yaml_get(const struct yaml *map, const char *key) {
    for (size_t i = 0; map && map->kind == YAML_MAP && i < map->count; i++)
        if (strcmp(map->key[i]->text, key) == 0)
            return map->child[i];
    return NULL;
}

bool yaml_check_keys(const struct yaml *map, const char *const *known, struct faults *f) {
    char advice[128];
    bool ok = true;
    if (map->kind != YAML_MAP)
        return fault(f, FAULT_CONFIG, yaml_place(map), NULL, "expected \"key: value\" lines here");
    for (size_t i = 0; i < map->count; i++)
        if (vocab_find(known, map->key[i]->text) < 0)
            ok = fault(f, FAULT_CONFIG, yaml_place(map->key[i]),
                       did_you_mean(map->key[i]->text, known, advice, sizeof advice), "unknown key \"%s\"",
                       map->key[i]->text);
    return ok;
}

/* The value's node: NULL with *ok false after a fault (missing though required), NULL with *ok true: absent.
 */
static const struct yaml *value_of(const struct yaml *map, const char *key, bool required, bool *ok,
                                   struct faults *f) {
    const struct yaml *node = yaml_get(map, key);
    *ok = node || !required || fault(f, FAULT_CONFIG, yaml_place(map), NULL, "\"%s:\" is missing", key);
    return node;
}

static const struct yaml *scalar_of(const struct yaml *map, const char *key, bool required, bool *ok,
                                    struct faults *f) {
    const struct yaml *node = value_of(map, key, required, ok, f);
    if (!node || node->kind == YAML_SCALAR)
        return node;
    *ok = fault(f, FAULT_CONFIG, yaml_place(node), NULL, "\"%s\" takes one value", key);
    return NULL;
}

bool yaml_text(const struct yaml *map, const char *key, bool required, const char **out, struct faults *f) {
    bool ok;
    const struct yaml *node = scalar_of(map, key, required, &ok, f);
    if (node && required && node->text[strspn(node->text, " \t\n")] == '\0')
        return fault(f, FAULT_CONFIG, yaml_place(node), NULL, "\"%s\" is empty", key);
    if (node)
        *out = node->text;
    return ok;
}

bool yaml_integer(const struct yaml *map, const char *key, bool required, long min, long max, long *out,
                  struct faults *f) {
    bool ok;
    const struct yaml *node = scalar_of(map, key, required, &ok, f);
    if (!node)
        return ok;
    char *end = NULL;
    errno = 0;
    long n = strtol(node->text, &end, 10);
    if (node->quoted || end == node->text || *end || errno || n < min || n > max)
        return fault(f, FAULT_CONFIG, yaml_place(node), NULL, "\"%s\" must be a whole number from %ld to %ld",
                     key, min, max);
    *out = n;
    return true;
}

bool yaml_decimal(const struct yaml *map, const char *key, bool required, double min, double max, double *out,
                  struct faults *f) {
    bool ok;
    const struct yaml *node = scalar_of(map, key, required, &ok, f);
    if (!node)
        return ok;
    char *end = NULL;
    double n = strtod(node->text, &end);
    if (node->quoted || end == node->text || *end || !(n >= min && n <= max))
        return fault(f, FAULT_CONFIG, yaml_place(node), NULL, "\"%s\" must be a number from %g to %g", key,
                     min, max);
    *out = n;
    return true;
}

bool yaml_boolean(const struct yaml *map, const char *key, bool required, bool *out, struct faults *f) {
    bool ok;
    const struct yaml *node = scalar_of(map, key, required, &ok, f);
    if (!node)
        return ok;
    bool yes = strcmp(node->text, "true") == 0, no = strcmp(node->text, "false") == 0;
    if (node->quoted || (!yes && !no))
        return fault(f, FAULT_CONFIG, yaml_place(node), NULL, "\"%s\" must be true or false", key);
    *out = yes;
    return true;
}

bool yaml_word(const struct yaml *map, const char *key, bool required, const char *const *words,
               const char **out, struct faults *f) {
    bool ok;
    char advice[128];
    const struct yaml *node = scalar_of(map, key, required, &ok, f);
    if (!node)
        return ok;
    int i = vocab_find(words, node->text);
    if (i < 0)
        return fault(f, FAULT_CONFIG, yaml_place(node),
                     did_you_mean(node->text, words, advice, sizeof advice), "unknown %s \"%s\"", key,
                     node->text);
    *out = words[i];
    return true;
}

bool yaml_texts(const struct yaml *map, const char *key, bool required, const char ***out, size_t *count,
                struct faults *f) {
    bool ok;
    const struct yaml *node = value_of(map, key, required, &ok, f);
    if (!node)
        return ok;
    if (node->kind == YAML_MAP)
        return fault(f, FAULT_CONFIG, yaml_place(node), NULL, "\"%s\" takes a list", key);
    size_t n = node->kind == YAML_LIST ? node->count : 1;
    const char **texts = mem_array(n + 1, sizeof *texts);
    for (size_t i = 0; i < n; i++) {
        const struct yaml *one = node->kind == YAML_LIST ? node->child[i] : node;
        if (one->kind != YAML_SCALAR) {
            free(texts);
            return fault(f, FAULT_CONFIG, yaml_place(one), NULL, "\"%s\" takes a list of plain texts", key);
        }
        texts[i] = one->text;
    }
    *out = texts;
    if (count)
        *count = n;
    return true;
}

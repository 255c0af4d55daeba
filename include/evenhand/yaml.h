/* YAML with places: a tree of nodes that know file, line and column, read strictly (libyaml).
 * Refused: several documents, duplicate keys, aliases, depth over YAML_MAX_DEPTH, files over YAML_MAX_BYTES.
 */
#ifndef EVENHAND_YAML_H
#define EVENHAND_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/faults.h"

#define YAML_MAX_BYTES ((size_t)4 << 20)
#define YAML_MAX_DEPTH 12

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
    enum yaml_kind kind;
    const char *file;    /* as named in messages; borrowed from yaml_parse's caller */
    size_t line, col;    /* from 1 */
    char *text;          /* scalar's text */
    bool quoted;         /* a quoted or block scalar: never a number, boolean or null */
    size_t count;        /* children */
    struct yaml **child; /* list items, or map values */
    struct yaml **key;   /* map keys (scalars), beside child */
};

/* NULL with FAULT_CONFIG (syntax, with place) or FAULT_NO_INPUT. An empty file is a fault. */
struct yaml *yaml_parse(const char *bytes, size_t len, const char *file, struct faults *f);
struct yaml *yaml_read(const char *path, const char *shown_name, struct faults *f);
void yaml_drop(struct yaml *node); /* frees the tree (libyaml exports a yaml_free of its own) */

const char *yaml_place(const struct yaml *node); /* "file:line:col", in fault_place's rotating buffers */

/* Every key of the map must be in the NULL-terminated list; else a fault each, with "did you mean". */
bool yaml_check_keys(const struct yaml *map, const char *const *known, struct faults *f);
const struct yaml *yaml_get(const struct yaml *map, const char *key); /* NULL when absent */

/* Typed values. Absent: false with a fault when `required`, else true with *out untouched. Text is borrowed.
 */
bool yaml_text(const struct yaml *map, const char *key, bool required, const char **out, struct faults *f);
bool yaml_integer(const struct yaml *map, const char *key, bool required, long min, long max, long *out,
                  struct faults *f);
bool yaml_decimal(const struct yaml *map, const char *key, bool required, double min, double max, double *out,
                  struct faults *f);
bool yaml_boolean(const struct yaml *map, const char *key, bool required, bool *out, struct faults *f);
/* A word of a NULL-terminated vocabulary. */
bool yaml_word(const struct yaml *map, const char *key, bool required, const char *const *words,
               const char **out, struct faults *f);
/* A list of texts (a single scalar counts as a list of one): NULL-terminated array, free() the array only. */
bool yaml_texts(const struct yaml *map, const char *key, bool required, const char ***out, size_t *count,
                struct faults *f);

#endif

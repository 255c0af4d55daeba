#include "evenhand/record.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/text.h"

#define SCAN_BYTES 256 /* looked at as one */

#define FEW_KEYS 24 /* up to so many, comparing every pair is quicker than sorting */

static void *allocate(size_t bytes) {
    return mem_grow(NULL, bytes, 1);
}

void record_init(void) {
    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = allocate, .free_fn = free});
}

static cJSON *refuse(struct faults *f, const char *place, size_t byte, const char *why) {
    (void)fault(f, FAULT_DATA, place, NULL, "byte %zu: %s", byte + 1, why);
    return NULL;
}

/* U+0000 written as an escape: "\u0000" whose backslash is not itself escaped. */
static const char *escaped_nul(const char *line, size_t len) {
    static const char nul[] = "\\u0000";
    const char *at = line;
    while ((at = memmem(at, len - (size_t)(at - line), nul, sizeof nul - 1))) {
        size_t slashes = 0;
        while (at - slashes > line && at[-(ptrdiff_t)slashes - 1] == '\\')
            slashes++;
        if (slashes % 2 == 0)
            return at;
        at++;
    }
    return NULL;
}

/* Without a way out of the loop, which lets the compiler look at many bytes at once. */
static bool any_control(const char *line, size_t len) {
    unsigned found = 0;
    for (size_t i = 0; i < len; i++)
        found |= (unsigned char)line[i] < 0x20;
    return found != 0;
}

static size_t control_at(const char *line, size_t len) {
    size_t i = 0;
    while (len - i > SCAN_BYTES && !any_control(line + i, SCAN_BYTES))
        i += SCAN_BYTES;
    while (i < len && (unsigned char)line[i] >= 0x20)
        i++;
    return i;
}

/* The quote that ends the string begun at `at` (its opening quote), or len. */
static size_t string_end(const char *line, size_t len, size_t at) {
    const char *quote = line + at;
    while ((quote = memchr(quote + 1, '"', len - (size_t)(quote + 1 - line)))) {
        size_t slashes = 0;
        while (quote[-(ptrdiff_t)slashes - 1] == '\\')
            slashes++;
        if (slashes % 2 == 0)
            return (size_t)(quote - line);
    }
    return len;
}

/* Nesting outside strings, before the parser recurses into it. */
static size_t too_deep_at(const char *line, size_t len, int limit) {
    int depth = 0;
    for (size_t i = 0; i < len; i++) {
        if (line[i] == '"') {
            i = string_end(line, len, i);
        } else if (line[i] == '{' || line[i] == '[') {
            if (++depth > limit)
                return i;
        } else if (line[i] == '}' || line[i] == ']') {
            depth--;
        }
    }
    return len;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Of many keys: sorted, the same ones stand side by side. */
static bool has_duplicate_of_many(const cJSON *object, size_t count) {
    const char **key = mem_array(count, sizeof *key);
    size_t n = 0;
    for (const cJSON *v = object->child; v; v = v->next)
        key[n++] = v->string;
    qsort(key, n, sizeof *key, by_text);
    bool found = false;
    for (size_t i = 1; i < n && !found; i++)
        found = strcmp(key[i - 1], key[i]) == 0;
    free(key);
    return found;
}

static bool has_duplicate(const cJSON *object) {
    size_t count = (size_t)cJSON_GetArraySize(object);
    if (count > FEW_KEYS)
        return has_duplicate_of_many(object, count);
    for (const cJSON *a = object->child; a; a = a->next)
        for (const cJSON *b = a->next; b; b = b->next)
            if (strcmp(a->string, b->string) == 0)
                return true;
    return false;
}

static const cJSON *find_duplicate(const cJSON *node) {
    if (cJSON_IsObject(node) && has_duplicate(node))
        return node;
    if (cJSON_IsObject(node) || cJSON_IsArray(node))
        for (const cJSON *child = node->child; child; child = child->next) {
            const cJSON *found = find_duplicate(child);
            if (found)
                return found;
        }
    return NULL;
}

cJSON *record_parse_plain(const char *line, size_t len, const char *place, struct faults *f) {
    size_t at = text_invalid_at(line, len);
    if (at < len)
        return refuse(f, place, at, "not UTF-8");
    at = control_at(line, len);
    if (at < len)
        return refuse(f, place, at, "control character");
    const char *nul = escaped_nul(line, len);
    if (nul)
        return refuse(f, place, (size_t)(nul - line), "U+0000 in a text");
    at = too_deep_at(line, len, RECORD_MAX_DEPTH);
    if (at < len)
        return refuse(f, place, at, "nested too deeply");
    const char *end = line;
    cJSON *tree = cJSON_ParseWithLengthOpts(line, len, &end, false);
    if (!tree)
        return refuse(f, place, (size_t)(end - line), "not JSON");
    while (end < line + len && *end == ' ')
        end++;
    const char *why = end < line + len ? "more text behind the record" : NULL;
    if (!why && !cJSON_IsObject(tree))
        why = "a record is a JSON object";
    if (!why && find_duplicate(tree))
        why = "the same key twice";
    if (!why)
        return tree;
    cJSON_Delete(tree);
    return refuse(f, place, (size_t)(end - line), why);
}

cJSON *record_parse(const char *line, size_t len, enum record_side side, const char *place,
                    enum record_type *type, struct faults *f) {
    cJSON *record = record_parse_plain(line, len, place, f);
    if (record && !record_check(record, side, place, type, f)) {
        cJSON_Delete(record);
        return NULL;
    }
    return record;
}

void record_print(const cJSON *record, struct buf *out) {
    char *text = cJSON_PrintUnformatted(record);
    if (!text)
        mem_exhausted();
    buf_add_text(out, text);
    buf_add_char(out, '\n');
    free(text);
}

cJSON *record_new(enum record_type type, const char *candidate) {
    cJSON *record = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(record, "type", record_type_names[type]);
    if (candidate)
        (void)cJSON_AddStringToObject(record, "candidate", candidate);
    return record;
}

const cJSON *record_field(const cJSON *object, const char *key) {
    for (const cJSON *v = object ? object->child : NULL; v; v = v->next)
        if (v->string && *v->string == *key && strcmp(v->string, key) == 0)
            return v;
    return NULL;
}

const char *record_text(const cJSON *object, const char *key) {
    const char *text = cJSON_GetStringValue(record_field(object, key));
    return text ? text : "";
}

double record_number(const cJSON *object, const char *key) {
    const cJSON *field = record_field(object, key);
    return cJSON_IsNumber(field) ? field->valuedouble : 0;
}

#include "evenhand/record.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/json.h"
#include "evenhand/mem.h"

static void *allocate(size_t bytes) {
    return mem_grow(NULL, bytes, 1);
}

void record_init(void) {
    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = allocate, .free_fn = free});
}

cJSON *record_parse_plain(const char *line, size_t len, const char *place, struct faults *f) {
    struct json_fault why;
    cJSON *tree = json_read(line, len, RECORD_MAX_DEPTH, &why);
    if (tree && !cJSON_IsObject(tree)) {
        cJSON_Delete(tree);
        tree = NULL;
        why = (struct json_fault){"a record is a JSON object", len};
    }
    if (!tree)
        (void)fault(f, FAULT_DATA, place, NULL, "byte %zu: %s", why.at + 1, why.why);
    return tree;
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
    json_write(record, out);
    buf_add_char(out, '\n');
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

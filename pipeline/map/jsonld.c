#include "evenhand/jsonld.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "evenhand/json_guard.h"

static void add_name(const cJSON *author, struct buf *out) {
    const cJSON *name = cJSON_IsObject(author) ? cJSON_GetObjectItemCaseSensitive(author, "name") : author;
    const char *text = cJSON_GetStringValue(name);
    if (text == NULL || *text == '\0')
        return;
    if (out->len > 0)
        buf_add_text(out, ", ");
    buf_add_text(out, text);
}

static void read_author(const cJSON *author, struct buf *out) {
    if (out->len > 0 || author == NULL)
        return;
    if (!cJSON_IsArray(author)) {
        add_name(author, out);
        return;
    }
    for (const cJSON *one = author->child; one != NULL; one = one->next)
        add_name(one, out);
}

static void read_object(const cJSON *object, struct buf *author, struct buf *date) {
    if (!cJSON_IsObject(object))
        return;
    const char *published = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "datePublished"));
    if (published != NULL && date->len == 0)
        buf_add_text(date, published);
    read_author(cJSON_GetObjectItemCaseSensitive(object, "author"), author);
}

static void read_all(const cJSON *objects, struct buf *author, struct buf *date) {
    for (const cJSON *object = objects != NULL ? objects->child : NULL; object != NULL; object = object->next)
        read_object(object, author, date);
}

void jsonld_read(const char *json, struct buf *author, struct buf *date) {
    if (json_guard(json, strlen(json), JSONLD_MAX_DEPTH, JSONLD_MAX_VALUES) != JSON_GOOD)
        return;
    cJSON *tree = cJSON_Parse(json);
    if (cJSON_IsArray(tree))
        read_all(tree, author, date);
    read_object(tree, author, date);
    read_all(cJSON_GetObjectItemCaseSensitive(tree, "@graph"), author, date);
    cJSON_Delete(tree);
}

/* What the parts of map (map_json.c, map_tree.c, page.c) share: how an item gets into the result. Internal to
 * map. */
#ifndef EVENHAND_MAP_PARTS_H
#define EVENHAND_MAP_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"
#include "evenhand/links.h"
#include "evenhand/map.h"

/* An item before it is tidied: texts as found, in valid UTF-8; `text` is readable already (readable.h). */
struct map_fields {
    const char *kind;
    struct buf url, author, published, lang, title, text;
    struct links links;
};

void map_fields_free(struct map_fields *fields);

/* No further item will be taken: do not read it, count it as over. */
bool map_is_full(const struct map_result *out);

/* Tidies the fields and adds the item, or counts it as over. */
void map_add_item(struct map_result *out, const struct map_fields *fields, const char *base);

/* Adds an http or https URL to follow, once. */
void map_add_follow(struct map_result *out, const char *request, const char *url, const char *base);

void map_unreadable(struct map_result *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The place of a program in the descriptor: requests.REQUEST.KEY, or KEY[index].SUBKEY where KEY is a list.
 * In fault_place's rotating buffers. */
const char *map_place(const struct source *source, const char *request, const char *key, size_t index,
                      const char *subkey);

#endif

#include "evenhand/map_parts.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/flow.h"
#include "evenhand/mem.h"
#include "evenhand/readable.h"
#include "evenhand/utc.h"

#define EPOCH_SECONDS_DIGITS 10 /* 2001 to 2286 */
#define EPOCH_MILLIS_DIGITS 13

void map_fields_free(struct map_fields *fields) {
    buf_free(&fields->url);
    buf_free(&fields->author);
    buf_free(&fields->published);
    buf_free(&fields->lang);
    buf_free(&fields->title);
    buf_free(&fields->text);
    links_free(&fields->links);
}

static const char *text_of(const struct buf *b) {
    return b->data != NULL ? b->data : "";
}

static void add_text(cJSON *item, const char *key, const char *text) {
    (void)cJSON_AddStringToObject(item, key, text);
}

/* One tidy line of at most `max` bytes. */
static void add_line(cJSON *item, const char *key, const struct buf *found, size_t max,
                     struct map_result *out) {
    struct buf line = {0};
    struct flow flow;
    flow_begin(&flow, &line, max);
    flow_text(&flow, text_of(found), found->len);
    add_text(item, key, text_of(&line));
    out->cut += flow.full;
    buf_free(&line);
}

/* Titles of feeds are often HTML, and seldom said to be. */
static bool has_reference(const struct buf *b) {
    for (const char *at = text_of(b); (at = strchr(at, '&')) != NULL;) {
        at += at[1] == '#' ? 2 : 1;
        size_t n = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        if (n > 1 && at[n] == ';')
            return true;
    }
    return false;
}

static void add_title(cJSON *item, const struct buf *found, struct map_result *out) {
    struct buf readable = {0};
    if (has_reference(found))
        (void)readable_html(found->data, found->len, NULL, NULL, &readable);
    add_line(item, "title", readable.len > 0 ? &readable : found, MAP_MAX_TITLE_BYTES, out);
    buf_free(&readable);
}

/* Seconds or milliseconds since 1970, as interfaces for programs give them. */
static bool parse_epoch(const char *text, utc_time *t) {
    size_t digits = strspn(text, "0123456789");
    if (digits < EPOCH_SECONDS_DIGITS || digits > EPOCH_MILLIS_DIGITS ||
        (text[digits] != '\0' && text[digits] != '.'))
        return false;
    *t = strtoll(text, NULL, 10);
    if (digits == EPOCH_MILLIS_DIGITS)
        *t /= 1000;
    return digits == EPOCH_SECONDS_DIGITS || digits == EPOCH_MILLIS_DIGITS;
}

static void add_published(cJSON *item, const struct buf *found) {
    char text[UTC_BYTES] = "";
    struct buf line = {0};
    struct flow flow;
    utc_time t;
    flow_begin(&flow, &line, 64);
    flow_text(&flow, text_of(found), found->len);
    if (line.len > 0 && (utc_parse_any(line.data, &t) || parse_epoch(line.data, &t)))
        utc_format(t, text);
    add_text(item, "published", text);
    buf_free(&line);
}

static void add_lang(cJSON *item, const struct buf *found) {
    const char *tag = text_of(found);
    tag += strspn(tag, " \t\r\n");
    size_t len = 0;
    while (isalnum((unsigned char)tag[len]) || (len > 0 && (tag[len] == '-' || tag[len] == '_')))
        len++;
    bool ok = len >= 2 && len <= MAP_MAX_LANG_BYTES && tag[len + strspn(tag + len, " \t\r\n")] == '\0';
    char *copy = mem_copy(tag, ok ? len : 0);
    for (char *c = copy; *c != '\0'; c++)
        *c = *c == '_' ? '-' : *c;
    add_text(item, "lang", copy);
    free(copy);
}

static void add_links(cJSON *item, const struct links *links) {
    cJSON *array = cJSON_AddArrayToObject(item, "links");
    for (size_t i = 0; i < links->count; i++)
        (void)cJSON_AddItemToArray(array, cJSON_CreateString(links->url[i]));
}

bool map_is_full(const struct map_result *out) {
    return out->count >= MAP_MAX_ITEMS || out->bytes >= MAP_MAX_TEXT_BYTES;
}

void map_add_item(struct map_result *out, const struct map_fields *fields, const char *base) {
    if (map_is_full(out)) {
        out->over++;
        return;
    }
    cJSON *item = cJSON_CreateObject();
    char *url = fields->url.len > 0 ? links_resolve(fields->url.data, base) : NULL;
    add_text(item, "kind", fields->kind);
    add_text(item, "url", url != NULL ? url : "");
    add_line(item, "author", &fields->author, MAP_MAX_AUTHOR_BYTES, out);
    add_published(item, &fields->published);
    add_lang(item, &fields->lang);
    add_title(item, &fields->title, out);
    add_text(item, "text", text_of(&fields->text));
    add_links(item, &fields->links);
    (void)cJSON_AddItemToArray(out->items, item);
    out->count++;
    out->bytes += fields->text.len;
    free(url);
}

void map_add_follow(struct map_result *out, const char *request, const char *url, const char *base) {
    char *absolute = links_resolve(url, base);
    if (absolute == NULL)
        return;
    bool known = false;
    for (size_t i = 0; i < out->follows && !known; i++)
        known = out->follow[i].request == request && strcmp(out->follow[i].url, absolute) == 0;
    if (known || out->follows >= MAP_MAX_FOLLOWS) {
        out->cut += !known && out->follows == MAP_MAX_FOLLOWS;
        free(absolute);
        return;
    }
    out->follow = mem_grow(out->follow, out->follows + 1, sizeof *out->follow);
    out->follow[out->follows++] = (struct map_follow){.request = request, .url = absolute};
}

void map_unreadable(struct map_result *out, const char *format, ...) {
    if (out->unreadable)
        return;
    out->unreadable = true;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(out->why, sizeof out->why, format, args);
    va_end(args);
}

/* In a list, the map at `index`. */
static const struct yaml *descend(const struct yaml *node, const char *key, size_t index) {
    const struct yaml *at = node;
    if (at->kind == YAML_LIST && index < at->count)
        at = at->child[index];
    return at->kind == YAML_MAP ? yaml_get(at, key) : NULL;
}

const char *map_place(const struct source *source, const char *request, const char *key, size_t index,
                      const char *subkey) {
    const char *const path[] = {"requests", request, key, subkey};
    const struct yaml *node = source->yaml;
    for (size_t i = 0; node != NULL && i < sizeof path / sizeof *path && path[i] != NULL; i++) {
        const struct yaml *child = descend(node, path[i], index);
        if (child == NULL)
            break;
        node = child;
    }
    return node != NULL ? yaml_place(node) : source->name;
}

#include "evenhand/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "evenhand/buf.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/text.h"

/* Libyaml's events, one at a time, turned into the tree of yaml.h. */
struct reader {
    yaml_parser_t parser;
    const char *file;
    struct faults *faults;
};

static struct yaml *refuse(struct reader *r, yaml_mark_t at, const char *advice, const char *why) {
    (void)fault(r->faults, FAULT_CONFIG, fault_place(r->file, at.line + 1, at.column + 1), advice, "%s", why);
    return NULL;
}

static bool next_event(struct reader *r, yaml_event_t *event) {
    if (yaml_parser_parse(&r->parser, event))
        return true;
    yaml_mark_t at = r->parser.problem_mark;
    const char *why = r->parser.problem ? r->parser.problem : "not YAML";
    (void)fault(r->faults, FAULT_CONFIG, fault_place(r->file, at.line + 1, at.column + 1),
                "check the indentation and the quotes near here", "%s", why);
    return false;
}

static struct yaml *new_node(const struct reader *r, enum yaml_kind kind, yaml_mark_t at) {
    struct yaml *node = mem_alloc(sizeof *node);
    *node = (struct yaml){.kind = kind, .file = r->file, .line = at.line + 1, .col = at.column + 1};
    return node;
}

void yaml_drop(struct yaml *node) {
    if (!node)
        return;
    for (size_t i = 0; i < node->count; i++) {
        yaml_drop(node->child[i]);
        if (node->key)
            yaml_drop(node->key[i]);
    }
    free(node->child);
    free(node->key);
    free(node->text);
    free(node);
}

static void add_child(struct yaml *node, struct yaml *key, struct yaml *child) {
    node->child = mem_grow(node->child, node->count + 1, sizeof *node->child);
    node->child[node->count] = child;
    if (key) {
        node->key = mem_grow(node->key, node->count + 1, sizeof *node->key);
        node->key[node->count] = key;
    }
    node->count++;
}

static struct yaml *read_node(struct reader *r, yaml_event_t *event, int depth);

static struct yaml *read_next(struct reader *r, int depth, bool *closed) {
    yaml_event_t event;
    if (!next_event(r, &event))
        return NULL;
    *closed = event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT;
    struct yaml *node = *closed ? NULL : read_node(r, &event, depth + 1);
    yaml_event_delete(&event);
    return node;
}

static bool read_list(struct reader *r, struct yaml *list, int depth) {
    for (;;) {
        bool closed = false;
        struct yaml *child = read_next(r, depth, &closed);
        if (closed)
            return true;
        if (!child)
            return false;
        add_child(list, NULL, child);
    }
}

static bool good_key(const struct reader *r, const struct yaml *map, const struct yaml *key) {
    if (key->kind != YAML_SCALAR)
        return fault(r->faults, FAULT_CONFIG, yaml_place(key), NULL, "a key must be a plain word");
    const struct yaml *before = yaml_get(map, key->text);
    return !before || fault(r->faults, FAULT_CONFIG, yaml_place(key), "keep one of the two",
                            "the key \"%s\" stands twice", key->text);
}

static bool read_map(struct reader *r, struct yaml *map, int depth) {
    for (;;) {
        bool closed = false;
        struct yaml *key = read_next(r, depth, &closed);
        if (closed)
            return true;
        struct yaml *value = key && good_key(r, map, key) ? read_next(r, depth, &closed) : NULL;
        if (!value) {
            yaml_drop(key);
            return false;
        }
        add_child(map, key, value);
    }
}

static struct yaml *read_scalar(struct reader *r, const yaml_event_t *event) {
    const char *text = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    if (strlen(text) != len)
        return refuse(r, event->start_mark, NULL, "U+0000 in a text");
    struct yaml *node = new_node(r, YAML_SCALAR, event->start_mark);
    node->text = mem_copy(text, len);
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return node;
}

static struct yaml *read_node(struct reader *r, yaml_event_t *event, int depth) {
    if (depth > YAML_MAX_DEPTH)
        return refuse(r, event->start_mark, NULL, "nested too deeply");
    if (event->type == YAML_SCALAR_EVENT)
        return read_scalar(r, event);
    if (event->type != YAML_SEQUENCE_START_EVENT && event->type != YAML_MAPPING_START_EVENT)
        return refuse(r, event->start_mark, "write the text out", "aliases (*name) are not read here");
    bool list = event->type == YAML_SEQUENCE_START_EVENT;
    struct yaml *node = new_node(r, list ? YAML_LIST : YAML_MAP, event->start_mark);
    if (list ? read_list(r, node, depth) : read_map(r, node, depth))
        return node;
    yaml_drop(node);
    return NULL;
}

/* Stream start, document start; then the document; then its end and the stream's. */
static bool expect(struct reader *r, yaml_event_type_t type, const char *otherwise) {
    yaml_event_t event;
    if (!next_event(r, &event))
        return false;
    bool ok = event.type == type;
    if (!ok)
        (void)refuse(r, event.start_mark, NULL, otherwise);
    yaml_event_delete(&event);
    return ok;
}

static struct yaml *read_document(struct reader *r) {
    if (!expect(r, YAML_STREAM_START_EVENT, "not YAML") ||
        !expect(r, YAML_DOCUMENT_START_EVENT, "the file is empty"))
        return NULL;
    bool closed = false;
    struct yaml *root = read_next(r, 0, &closed);
    if (root && expect(r, YAML_DOCUMENT_END_EVENT, "not YAML") &&
        expect(r, YAML_STREAM_END_EVENT, "a second document; one file holds one"))
        return root;
    yaml_drop(root);
    return NULL;
}

struct yaml *yaml_parse(const char *bytes, size_t len, const char *file, struct faults *f) {
    struct reader r = {.file = file, .faults = f};
    size_t bad = text_invalid_at(bytes, len);
    if (bad < len) {
        size_t line = 1, col = 1;
        for (size_t i = 0; i < bad; i++, col++)
            if (bytes[i] == '\n') {
                line++;
                col = 0;
            }
        (void)fault(f, FAULT_CONFIG, fault_place(file, line, col), "save the file as UTF-8", "not UTF-8");
        return NULL;
    }
    if (!yaml_parser_initialize(&r.parser))
        mem_exhausted();
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes, len);
    struct yaml *root = read_document(&r);
    yaml_parser_delete(&r.parser);
    return root;
}

struct yaml *yaml_read(const char *path, const char *shown_name, struct faults *f) {
    struct buf content = {0};
    struct yaml *root = NULL;
    if (file_read(path, YAML_MAX_BYTES, &content, f))
        root = yaml_parse(content.data, content.len, shown_name, f);
    buf_free(&content);
    return root;
}

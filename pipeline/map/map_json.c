#include "evenhand/map_json.h"

#include <jq.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/jq_programs.h"
#include "evenhand/json_guard.h"
#include "evenhand/map_parts.h"
#include "evenhand/mem.h"
#include "evenhand/readable.h"
#include "evenhand/vocab.h"

struct map_json {
    const struct source *source; /* borrowed */
    jq_state *jq;
};

bool map_json_needed(const struct source *source) {
    for (size_t i = 0; i < source->request_count; i++)
        if (source->requests[i].answer == ANSWER_JSON)
            return true;
    return false;
}

struct map_json *map_json_compile(const struct source *source, struct faults *f) {
    jq_state *jq = jq_programs_compile(source, f);
    if (jq == NULL)
        return NULL;
    struct map_json *m = mem_alloc(sizeof *m);
    *m = (struct map_json){.source = source, .jq = jq};
    return m;
}

void map_json_free(struct map_json *m) {
    if (m == NULL)
        return;
    jq_teardown(&m->jq);
    free(m);
}

/* What a text, a number or a list of them says, a line each. False: something else. */
static bool add_value(struct buf *out, jv value) {
    jv_kind kind = jv_get_kind(value);
    if (kind == JV_KIND_STRING) {
        buf_add(out, jv_string_value(value), (size_t)jv_string_length_bytes(jv_copy(value)));
    } else if (kind == JV_KIND_NUMBER) {
        jv text = jv_dump_string(jv_copy(value), 0);
        buf_add_text(out, jv_string_value(text));
        jv_free(text);
    } else if (kind == JV_KIND_ARRAY) {
        bool ok = true;
        jv_array_foreach(value, i, part) {
            if (out->len > 0)
                buf_add_char(out, '\n');
            ok = jv_get_kind(part) != JV_KIND_ARRAY && add_value(out, jv_copy(part)) && ok;
            jv_free(part);
        }
        jv_free(value);
        return ok;
    }
    jv_free(value);
    return kind == JV_KIND_STRING || kind == JV_KIND_NUMBER || kind == JV_KIND_NULL;
}

static bool add_links(struct links *links, jv value, const char *base) {
    bool ok = jv_get_kind(value) == JV_KIND_ARRAY;
    if (ok)
        jv_array_foreach(value, i, link) {
            if (jv_get_kind(link) == JV_KIND_STRING)
                links_add(links, jv_string_value(link), base);
            jv_free(link);
        }
    ok = ok || jv_get_kind(value) == JV_KIND_NULL;
    jv_free(value);
    return ok;
}

/* Text fields of an item object, and where they go. */
static struct buf *field_of(struct map_fields *fields, const char *key) {
    const struct {
        const char *key;
        struct buf *buf;
    } known[] = {{"url", &fields->url},
                 {"author", &fields->author},
                 {"published", &fields->published},
                 {"lang", &fields->lang},
                 {"title", &fields->title}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].key, key) == 0)
            return known[i].buf;
    return NULL;
}

static bool add_text(struct map_fields *fields, const char *key, jv value, const char *base, bool *whole) {
    struct buf found = {0};
    bool ok = add_value(&found, value);
    if (found.len > 0 && fields->text.len > 0)
        buf_add_char(&fields->text, '\n');
    if (found.len > 0)
        *whole = strcmp(key, "html") == 0
                     ? readable_html(found.data, found.len, base, &fields->links, &fields->text)
                     : readable_plain(found.data, found.len, &fields->text);
    buf_free(&found);
    return ok;
}

static bool add_kind(struct map_fields *fields, jv value) {
    int known =
        jv_get_kind(value) == JV_KIND_STRING ? vocab_find(vocab_item_kinds, jv_string_value(value)) : -1;
    jv_free(value);
    if (known >= 0)
        fields->kind = vocab_item_kinds[known];
    return known >= 0;
}

/* One key of an item object. False: not a key that an item has, or a value of the wrong kind. */
static bool add_field(struct map_fields *fields, const char *key, jv value, const char *base, bool *whole) {
    struct buf *field = field_of(fields, key);
    if (field != NULL)
        return add_value(field, value);
    if (strcmp(key, "kind") == 0)
        return add_kind(fields, value);
    if (strcmp(key, "links") == 0)
        return add_links(&fields->links, value, base);
    if (strcmp(key, "text") == 0 || strcmp(key, "html") == 0)
        return add_text(fields, key, value, base, whole);
    jv_free(value);
    return false;
}

static void take_item(struct map_result *out, jv object, const char *base) {
    struct map_fields fields = {0};
    bool ok = jv_get_kind(object) == JV_KIND_OBJECT, whole = true;
    if (ok)
        jv_object_foreach(object, key, value) {
            ok = add_field(&fields, jv_string_value(key), value, base, &whole) && ok;
            jv_free(key);
        }
    if (!ok || fields.kind == NULL)
        map_unreadable(out, "an output of the items program is no item object (see docs/sources.md)");
    else
        map_add_item(out, &fields, base);
    out->cut += !whole;
    map_fields_free(&fields);
    jv_free(object);
}

/* What libjq, or an error() of the program, says of data it cannot use, up to where it begins to quote them.
 */
static void take_error(struct map_result *out, const char *what, jv message) {
    const char *text = jv_get_kind(message) == JV_KIND_STRING ? jv_string_value(message) : "";
    int len = (int)strcspn(text, "\"(");
    while (len > 0 && text[len - 1] == ' ')
        len--;
    map_unreadable(out, "the %s program does not fit it%s%.*s", what, len > 0 ? ": " : "", len, text);
    jv_free(message);
}

struct run {
    struct map_json *m;
    const struct source_request *request;
    const char *url;
    jv site, answer; /* owned */
    struct map_result *out;
};

static void take_output(struct run *r, size_t slot, jv output) {
    if (slot == JQ_ITEMS) {
        take_item(r->out, output, r->url);
        return;
    }
    const char *request = slot == JQ_NEXT ? r->request->name : r->request->follow[slot - JQ_FOLLOW].request;
    if (jv_get_kind(output) == JV_KIND_STRING)
        map_add_follow(r->out, request, jv_string_value(output), r->url);
    else if (jv_get_kind(output) != JV_KIND_NULL)
        map_unreadable(r->out, "an output of the %s program is no URL", slot == JQ_NEXT ? "next" : "follow");
    jv_free(output);
}

static void run_program(struct run *r, size_t slot) {
    static const char *const names[] = {"items", "next", "follow"};
    size_t number = (size_t)(r->request - r->m->source->requests) * JQ_SLOTS + slot;
    jv input = jv_array();
    input = jv_array_append(input, jv_number((double)number));
    input = jv_array_append(input, jv_copy(r->site));
    input = jv_array_append(input, jv_string(r->url));
    input = jv_array_append(input, jv_copy(r->answer));
    jq_start(r->m->jq, input, 0);
    size_t outputs = 0;
    jv output = jq_next(r->m->jq);
    for (; jv_is_valid(output) && outputs < MAP_JSON_MAX_OUTPUTS; output = jq_next(r->m->jq), outputs++)
        take_output(r, slot, output);
    if (jv_is_valid(output))
        map_unreadable(r->out, "the %s program has no end of outputs",
                       names[slot < JQ_FOLLOW ? slot : JQ_FOLLOW]);
    if (jv_invalid_has_msg(jv_copy(output)))
        take_error(r->out, names[slot < JQ_FOLLOW ? slot : JQ_FOLLOW], jv_invalid_get_msg(output));
    else
        jv_free(output);
}

/* "https://social.example:8443" of "https://social.example:8443/api?q=x". */
static jv site_of(const struct map_answer *answer) {
    if (answer->site != NULL)
        return jv_string(answer->site);
    const char *host = strstr(answer->url, "://");
    size_t len = host == NULL ? 0 : (size_t)(host + 3 - answer->url) + strcspn(host + 3, "/?#");
    return jv_string_sized(answer->url, (int)len);
}

void map_json_run(struct map_json *m, const struct source_request *request, const struct map_answer *answer,
                  const char *text, size_t len, struct map_result *out) {
    enum json_verdict verdict = json_guard(text, len, MAP_JSON_MAX_DEPTH, MAP_JSON_MAX_VALUES);
    if (verdict != JSON_GOOD) {
        map_unreadable(out, "%s",
                       verdict == JSON_MALFORMED ? "it is not JSON" : "it is too large or nested too deep");
        return;
    }
    struct run r = {.m = m, .request = request, .url = answer->url, .out = out};
    r.answer = jv_parse_sized(text, (int)len);
    if (!jv_is_valid(r.answer)) {
        map_unreadable(out, "it is not JSON");
        jv_free(r.answer);
        return;
    }
    r.site = site_of(answer);
    for (size_t slot = 0; slot < JQ_SLOTS && !out->unreadable; slot++)
        if (jq_program(request, slot) != NULL)
            run_program(&r, slot);
    jv_free(r.site);
    jv_free(r.answer);
}

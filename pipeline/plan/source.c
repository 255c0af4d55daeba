#include "evenhand/source.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/fields.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/plan.h"
#include "evenhand/source_request.h"
#include "evenhand/template.h"
#include "evenhand/vocab.h"

static bool is_name(const char *text) {
    size_t len = strlen(text);
    return len > 0 && len <= SOURCE_MAX_NAME_BYTES && text[0] != '-' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == len;
}

static bool check_name(const char *name, const struct yaml *node, struct faults *f) {
    return is_name(name) || fault(f, FAULT_CONFIG, yaml_place(node), NULL,
                                  "\"%s\" is no source name: 1 to %d lower-case letters, digits and hyphens",
                                  name, SOURCE_MAX_NAME_BYTES);
}

/* The file's stem: "sources/mastodon.yaml" names "mastodon". */
static bool is_stem(const char *file, const char *name) {
    const char *slash = strrchr(file, '/');
    const char *base = slash == NULL ? file : slash + 1;
    size_t len = strlen(name);
    return strncmp(base, name, len) == 0 && strcmp(base + len, ".yaml") == 0;
}

static bool read_name(struct source *s, struct faults *f) {
    if (!field_text(s->yaml, "name", true, FIELD_MAX_LINE_BYTES, &s->name, f))
        return false;
    const struct yaml *node = yaml_get(s->yaml, "name");
    if (!check_name(s->name, node, f))
        return false;
    return is_stem(s->file, s->name) ||
           fault(f, FAULT_CONFIG, yaml_place(node), "give both the same name",
                 "the descriptor \"%s\" must be in a file %s.yaml", s->name, s->name);
}

static bool read_aliases(struct source *s, struct faults *f) {
    size_t count = 0;
    bool ok = field_texts(s->yaml, "aliases", false, SOURCE_MAX_ALIASES, &s->aliases, &count, f);
    for (size_t i = 0; ok && i < count; i++)
        ok = check_name(s->aliases[i], field_list_node(s->yaml, "aliases", i), f);
    return ok;
}

static bool read_slots(struct source *s, struct faults *f) {
    size_t count = 0;
    bool ok = field_texts(s->yaml, "slots", false, SOURCE_MAX_SLOTS, &s->slots, &count, f);
    for (size_t i = 0; ok && i < count; i++)
        ok = template_check_slot(s->slots[i], field_list_node(s->yaml, "slots", i), f);
    return ok;
}

static bool read_limits(struct source *s, struct faults *f) {
    static const char *const keys[] = {"pages", "follow", NULL};
    const struct yaml *limits = NULL;
    s->max_pages = SOURCE_DEFAULT_PAGES;
    s->max_follow = SOURCE_DEFAULT_FOLLOW;
    if (!field_map(s->yaml, "limits", false, &limits, f))
        return false;
    if (limits == NULL)
        return true;
    bool ok = yaml_check_keys(limits, keys, f);
    ok = yaml_integer(limits, "pages", false, 1, SOURCE_MAX_PAGES, &s->max_pages, f) && ok;
    return yaml_integer(limits, "follow", false, 0, SOURCE_MAX_FOLLOW, &s->max_follow, f) && ok;
}

static bool read_rate(struct source *s, struct faults *f) {
    return yaml_get(s->yaml, "rate") == NULL ||
           yaml_decimal(s->yaml, "rate", true, PLAN_MIN_PER_HOST_PER_SECOND, PLAN_MAX_PER_HOST_PER_SECOND,
                        &s->rate, f);
}

static bool read_controls(struct source *s, struct faults *f) {
    static const char *const keys[] = {"known", NULL};
    const struct yaml *controls = NULL;
    if (!field_map(s->yaml, "controls", false, &controls, f))
        return false;
    return controls == NULL || (yaml_check_keys(controls, keys, f) &&
                                field_text(controls, "known", true, FIELD_MAX_LINE_BYTES, &s->known, f));
}

static bool is_token(const char *text) {
    return text == NULL ||
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") == strlen(text);
}

static bool read_key(struct source *s, struct faults *f) {
    static const char *const keys[] = {"header", "prefix", "query", "optional", NULL};
    const struct yaml *key = NULL;
    if (!field_map(s->yaml, "key", false, &key, f))
        return false;
    if (key == NULL)
        return true;
    bool ok = yaml_check_keys(key, keys, f) &&
              field_text(key, "header", false, FIELD_MAX_LINE_BYTES, &s->key.header, f) &&
              field_text(key, "prefix", false, FIELD_MAX_LINE_BYTES, &s->key.prefix, f) &&
              field_text(key, "query", false, FIELD_MAX_LINE_BYTES, &s->key.query, f) &&
              yaml_boolean(key, "optional", false, &s->key.optional, f);
    bool one = (s->key.header == NULL) != (s->key.query == NULL) && is_token(s->key.header) &&
               is_token(s->key.query);
    return ok && (one || fault(f, FAULT_CONFIG, yaml_place(key), "as in {header: X-Api-Key} or {query: key}",
                               "\"key\" says where an API key goes: one header or one parameter"));
}

static bool read_requests(struct source *s, struct faults *f) {
    const struct yaml *requests = NULL;
    return field_map(s->yaml, "requests", true, &requests, f) && source_requests_read(s, requests, f);
}

static bool read_fields(struct source *s, struct faults *f) {
    static const char *const keys[] = {"name", "aliases",    "title",    "type",   "authorisation", "terms",
                                       "site", "slots",      "requests", "limits", "controls",      "reveals",
                                       "key",  "protection", "rate",     NULL};
    if (s->yaml->kind != YAML_MAP) {
        return fault(f, FAULT_CONFIG, yaml_place(s->yaml), NULL,
                     "a descriptor must be a map of keys and values");
    }
    bool ok = yaml_check_keys(s->yaml, keys, f);
    ok = read_name(s, f) && ok;
    ok = read_aliases(s, f) && ok;
    ok = field_text(s->yaml, "title", true, FIELD_MAX_LINE_BYTES, &s->title, f) && ok;
    ok = yaml_word(s->yaml, "type", true, vocab_source_types, &s->type, f) && ok;
    ok = field_text(s->yaml, "authorisation", true, SOURCE_MAX_AUTHORISATION_BYTES, &s->authorisation, f) &&
         ok;
    ok = field_url(s->yaml, "terms", &s->terms, f) && ok;
    ok = field_site(s->yaml, &s->site, f) && ok;
    ok = read_slots(s, f) && ok;
    ok = read_limits(s, f) && ok;
    ok = read_rate(s, f) && ok;
    ok = read_controls(s, f) && ok;
    ok = read_key(s, f) && ok;
    ok = field_text(s->yaml, "protection", false, FIELD_MAX_LINE_BYTES, &s->protection, f) && ok;
    ok = field_text(s->yaml, "reveals", false, FIELD_MAX_LINE_BYTES, &s->reveals, f) && ok;
    return read_requests(s, f) && ok;
}

struct source *source_read(const char *path, const char *shown_name, struct faults *f) {
    struct buf bytes = {0};
    struct source *s = mem_alloc(sizeof *s);
    s->file = mem_string(shown_name);
    s->terms = "";
    bool ok = file_read(path, YAML_MAX_BYTES, &bytes, f);
    if (ok) {
        digest_bytes(bytes.data, bytes.len, s->digest);
        s->yaml = yaml_parse(bytes.data, bytes.len, s->file, f);
        ok = s->yaml != NULL && read_fields(s, f);
    }
    buf_free(&bytes);
    if (!ok) {
        source_free(s);
        return NULL;
    }
    return s;
}

void source_free(struct source *s) {
    if (s == NULL)
        return;
    yaml_drop(s->yaml);
    free(s->file);
    free((void *)s->aliases);
    free((void *)s->slots);
    for (size_t i = 0; i < s->request_count; i++)
        free((void *)s->requests[i].blocks);
    free(s);
}

const struct source_request *source_request(const struct source *s, const char *name) {
    for (size_t i = 0; i < s->request_count; i++)
        if (strcmp(s->requests[i].name, name) == 0)
            return &s->requests[i];
    return NULL;
}

bool source_sign_fits(const struct source_sign *sign, int status, const char *body, size_t len) {
    return sign->status != 0 && status == sign->status &&
           (sign->text == NULL || memmem(body, len, sign->text, strlen(sign->text)) != NULL);
}

bool source_needs_site(const struct source *s) {
    return strstr(s->requests[0].url, "{site}") != NULL;
}

bool source_asks_address(const struct source *s) {
    return strcmp(s->requests[0].url, "{query}") == 0;
}

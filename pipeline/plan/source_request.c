#include "evenhand/source_request.h"

#include <string.h>

#include "evenhand/fields.h"
#include "evenhand/template.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"

static const char *const answer_words[] = {"json", "html", "xml", "page", NULL};

static bool read_answer(struct source_request *r, const struct yaml *map, struct faults *f) {
    const char *word = NULL;
    if (!yaml_word(map, "answer", true, answer_words, &word, f))
        return false;
    r->answer = (enum answer_kind)vocab_find(answer_words, word);
    return true;
}

/* Statuses that tell of a refusal, a log-in or a failure: never "there is nothing" (DESIGN section 3). */
static bool tells_nothing(long status) {
    static const long refusals[] = {401, 402, 403, 407, 408, 423, 425, 429, 451};
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (status == refusals[i])
            return false;
    return status == 204 || (status >= 400 && status <= 499);
}

static bool read_status(struct source_request *r, size_t n, const struct yaml *node, struct faults *f) {
    long status =
        node->kind == YAML_SCALAR && strlen(node->text) == 3 && strspn(node->text, "0123456789") == 3
            ? (node->text[0] - '0') * 100L + (node->text[1] - '0') * 10L + (node->text[2] - '0')
            : 0;
    if (!tells_nothing(status)) {
        return fault(f, FAULT_CONFIG, yaml_place(node), "list only statuses like 404 and 410",
                     "no answer of status %s means that there is nothing",
                     node->kind == YAML_SCALAR ? node->text : "like this");
    }
    r->none[n] = (int)status;
    return true;
}

static bool read_none(struct source_request *r, const struct yaml *map, struct faults *f) {
    const struct yaml *list = yaml_get(map, "none");
    if (list == NULL)
        return true;
    if (list->kind != YAML_LIST || list->count > SOURCE_MAX_NONE) {
        return fault(f, FAULT_CONFIG, yaml_place(list), "write a list, as in none: [404]",
                     "\"none\" must list at most %d statuses", SOURCE_MAX_NONE);
    }
    bool ok = true;
    for (size_t i = 0; i < list->count; i++)
        ok = read_status(r, i, list->child[i], f) && ok;
    return ok;
}

/* An account that is not there may be told by a status that tells nothing elsewhere (a redirect, 200), but
 * never by one that a block or a failure has too. */
static bool may_be_sign(long status) {
    return tells_nothing(status) || (status >= 200 && status < 400 && status != 202 && status != 206);
}

static bool read_sign(const struct yaml *map, const char *key, struct source_sign *out, struct faults *f) {
    static const char *const keys[] = {"status", "text", NULL};
    const struct yaml *sign = NULL;
    long status = 0;
    if (!field_map(map, key, false, &sign, f))
        return false;
    if (sign == NULL)
        return true;
    if (!yaml_check_keys(sign, keys, f) || !yaml_integer(sign, "status", true, 100, 599, &status, f) ||
        !field_program(sign, "text", false, SOURCE_MAX_PROGRAM_BYTES, &out->text, f))
        return false;
    out->status = (int)status;
    return may_be_sign(status) || fault(f, FAULT_CONFIG, yaml_place(yaml_get(sign, "status")), NULL,
                                        "status %ld is what a block or a failure has too", status);
}

static bool same_sign(const struct source_sign *a, const struct source_sign *b) {
    return a->status == b->status && (a->text == NULL || b->text == NULL || strcmp(a->text, b->text) == 0);
}

static bool read_signs(struct source_request *r, const struct yaml *map, struct faults *f) {
    size_t n = 0;
    if (!read_sign(map, "found", &r->found, f) || !read_sign(map, "nothing", &r->nothing, f))
        return false;
    if ((r->found.status == 0) != (r->nothing.status == 0))
        return fault(f, FAULT_CONFIG, yaml_place(map), "say how both look",
                     "\"found\" and \"nothing\" go together");
    if (r->found.status != 0 && same_sign(&r->found, &r->nothing))
        return fault(f, FAULT_CONFIG, yaml_place(map), "tell them apart by status or text",
                     "\"found\" and \"nothing\" may both fit one answer");
    for (; r->none[n] != 0; n++)
        r->expected[n] = r->none[n];
    if (r->found.status != 0) {
        r->expected[n++] = r->found.status;
        r->expected[n] = r->nothing.status;
    }
    return true;
}

static bool read_optional(struct source_request *r, const struct yaml *map, bool first, struct faults *f) {
    size_t count = 0;
    bool ok = yaml_boolean(map, "optional", false, &r->optional, f) &&
              field_texts(map, "blocks", false, SOURCE_MAX_BLOCKS, &r->blocks, &count, f);
    return ok && (!(first && r->optional) ||
                  fault(f, FAULT_CONFIG, yaml_place(yaml_get(map, "optional")),
                        "leave it out: only what is followed from an answer may be optional",
                        "the first request is what the step asks for"));
}

static bool read_paths(struct item_paths *p, const struct yaml *map, struct faults *f) {
    static const char *const keys[] = {"each", "kind", "url",  "author", "published",
                                       "lang", "text", "html", "title",  NULL};
    if (map->kind != YAML_MAP)
        return fault(f, FAULT_CONFIG, yaml_place(map), NULL, "an item map must be a map of keys and XPaths");
    const struct {
        const char *key;
        const char **out;
    } optional[] = {{"url", &p->url},    {"author", &p->author}, {"published", &p->published},
                    {"lang", &p->lang},  {"text", &p->text},     {"html", &p->html},
                    {"title", &p->title}};
    bool ok = yaml_check_keys(map, keys, f);
    ok = field_program(map, "each", true, SOURCE_MAX_PROGRAM_BYTES, &p->each, f) && ok;
    ok = yaml_word(map, "kind", true, vocab_item_kinds, &p->kind, f) && ok;
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++)
        ok = field_program(map, optional[i].key, false, SOURCE_MAX_PROGRAM_BYTES, optional[i].out, f) && ok;
    if (ok && (p->text == NULL) == (p->html == NULL))
        return fault(f, FAULT_CONFIG, yaml_place(map), NULL, "an item map needs either \"text\" or \"html\"");
    return ok;
}

static bool read_item_maps(struct source_request *r, const struct yaml *items, struct faults *f) {
    if (items->kind != YAML_LIST) {
        r->path_count = 1;
        return read_paths(&r->paths[0], items, f);
    }
    if (items->count == 0 || items->count > SOURCE_MAX_ITEM_MAPS) {
        return fault(f, FAULT_CONFIG, yaml_place(items), NULL, "\"items\" must list 1 to %d item maps",
                     SOURCE_MAX_ITEM_MAPS);
    }
    bool ok = true;
    r->path_count = items->count;
    for (size_t i = 0; i < items->count; i++)
        ok = read_paths(&r->paths[i], items->child[i], f) && ok;
    return ok;
}

static bool read_items(struct source_request *r, const struct yaml *map, struct faults *f) {
    const struct yaml *items = yaml_get(map, "items");
    if (items == NULL || r->answer == ANSWER_PAGE)
        return true;
    if (r->answer == ANSWER_JSON)
        return field_program(map, "items", false, SOURCE_MAX_PROGRAM_BYTES, &r->jq_items, f);
    return read_item_maps(r, items, f);
}

static bool read_follow(struct source_request *r, const struct yaml *map, struct faults *f) {
    const struct yaml *follow = NULL;
    if (!field_map(map, "follow", false, &follow, f))
        return false;
    if (follow != NULL && follow->count > SOURCE_MAX_REQUESTS) {
        return fault(f, FAULT_CONFIG, yaml_place(follow), NULL, "\"follow\" names more than %d requests",
                     SOURCE_MAX_REQUESTS);
    }
    bool ok = true;
    for (size_t i = 0; follow != NULL && i < follow->count; i++) {
        struct source_follow *to = &r->follow[r->follows++];
        to->request = follow->key[i]->text;
        ok = field_program(follow, to->request, true, SOURCE_MAX_PROGRAM_BYTES, &to->urls, f) && ok;
    }
    return ok;
}

/* A whole page is one item: it has no map, and nothing follows from it. */
static bool check_page(const struct yaml *map, struct faults *f) {
    static const char *const needless[] = {"items", "follow", "next"};
    bool ok = true;
    for (size_t i = 0; i < sizeof needless / sizeof *needless; i++) {
        const struct yaml *node = yaml_get(map, needless[i]);
        if (node != NULL) {
            ok = fault(f, FAULT_CONFIG, yaml_place(node), "leave it out, or say answer: html",
                       "an answer of kind page is one item and has no \"%s\"", needless[i]);
        }
    }
    return ok;
}

static bool check_use(const struct source_request *r, const struct yaml *map, struct faults *f) {
    if (r->answer == ANSWER_PAGE)
        return check_page(map, f);
    if (r->jq_items == NULL && r->path_count == 0 && r->follows == 0) {
        return fault(f, FAULT_CONFIG, yaml_place(map), "say what its items are",
                     "request \"%s\" has neither \"items\" nor \"follow\"", r->name);
    }
    if (r->next != NULL && r->url != NULL && strstr(r->url, "{page}") != NULL) {
        return fault(f, FAULT_CONFIG, yaml_place(yaml_get(map, "next")), "keep one of the two",
                     "request \"%s\" has both {page} in its url and \"next\"", r->name);
    }
    return true;
}

static bool read_url(struct source_request *r, const struct yaml *map, bool first, struct faults *f) {
    const struct yaml *node = yaml_get(map, "url");
    if (!first && node != NULL) {
        return fault(f, FAULT_CONFIG, yaml_place(node), "reach it by \"follow\" of another request",
                     "only the first request has a \"url\"");
    }
    return field_text(map, "url", first, URL_TEMPLATE_MAX_BYTES, &r->url, f) &&
           (r->url == NULL || template_check_url(r->url, node, f));
}

static bool read_request(struct source_request *r, const struct yaml *map, bool first, struct faults *f) {
    static const char *const keys[] = {"url",      "answer", "none",  "items",   "next", "follow",
                                       "optional", "blocks", "found", "nothing", NULL};
    if (map->kind != YAML_MAP) {
        return fault(f, FAULT_CONFIG, yaml_place(map), NULL,
                     "request \"%s\" must be a map of keys and values", r->name);
    }
    bool ok = yaml_check_keys(map, keys, f);
    ok = read_url(r, map, first, f) && ok;
    ok = read_none(r, map, f) && ok;
    ok = read_signs(r, map, f) && ok;
    ok = read_optional(r, map, first, f) && ok;
    if (!read_answer(r, map, f))
        return false;
    ok = read_items(r, map, f) && ok;
    ok = field_program(map, "next", false, SOURCE_MAX_PROGRAM_BYTES, &r->next, f) && ok;
    ok = read_follow(r, map, f) && ok;
    return ok && check_use(r, map, f);
}

/* Every follow names a request further down: so no two lead to each other, and the number of requests is
 * bounded. */
static bool check_targets(const struct source *s, const struct source_request *r, const struct yaml *map,
                          struct faults *f) {
    bool ok = true;
    for (size_t i = 0; i < r->follows; i++) {
        const struct source_request *to = source_request(s, r->follow[i].request);
        const char *place = yaml_place(yaml_get(map, "follow")->key[i]);
        if (to == NULL) {
            ok = fault(f, FAULT_CONFIG, place, "name one of this file's requests", "unknown request \"%s\"",
                       r->follow[i].request);
        } else if (to <= r) {
            ok = fault(f, FAULT_CONFIG, place, "follow requests further down; for further pages use \"next\"",
                       "request \"%s\" does not come after \"%s\"", to->name, r->name);
        }
    }
    return ok;
}

static bool is_followed(const struct source *s, const char *name) {
    for (size_t i = 0; i < s->request_count; i++) {
        for (size_t k = 0; k < s->requests[i].follows; k++)
            if (strcmp(s->requests[i].follow[k].request, name) == 0)
                return true;
    }
    return false;
}

static bool check_links(const struct source *s, const struct yaml *requests, struct faults *f) {
    bool ok = true;
    for (size_t i = 0; i < s->request_count; i++) {
        ok = check_targets(s, &s->requests[i], requests->child[i], f) && ok;
        if (i > 0 && !is_followed(s, s->requests[i].name)) {
            ok = fault(f, FAULT_CONFIG, yaml_place(requests->key[i]),
                       "name it under another request's \"follow\"", "nothing leads to request \"%s\"",
                       s->requests[i].name);
        }
    }
    return ok;
}

bool source_requests_read(struct source *s, const struct yaml *requests, struct faults *f) {
    if (requests->count == 0 || requests->count > SOURCE_MAX_REQUESTS) {
        return fault(f, FAULT_CONFIG, yaml_place(requests), NULL, "\"requests\" must have 1 to %d of them",
                     SOURCE_MAX_REQUESTS);
    }
    bool ok = true;
    s->request_count = requests->count;
    for (size_t i = 0; i < requests->count; i++) {
        s->requests[i].name = requests->key[i]->text;
        ok = read_request(&s->requests[i], requests->child[i], i == 0, f) && ok;
    }
    return ok && check_links(s, requests, f);
}

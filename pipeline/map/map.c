#include "evenhand/map.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/charset.h"
#include "evenhand/document.h"
#include "evenhand/map_json.h"
#include "evenhand/map_parts.h"
#include "evenhand/map_tree.h"
#include "evenhand/mem.h"
#include "evenhand/readable.h"

struct map {
    const struct source *source; /* borrowed */
    struct map_json *json;       /* NULL: no request has JSON answers */
    struct map_tree *tree;
};

void map_prepare(void) {
    document_init();
    charset_prepare();
}

struct map *map_compile(const struct source *source, struct faults *f) {
    struct map *m = mem_alloc(sizeof *m);
    bool json = map_json_needed(source);
    m->source = source;
    m->tree = map_tree_compile(source, f);
    if (json)
        m->json = map_json_compile(source, f);
    if (m->tree != NULL && (m->json != NULL || !json))
        return m;
    map_free(m);
    return NULL;
}

void map_free(struct map *m) {
    if (m == NULL)
        return;
    map_json_free(m->json);
    map_tree_free(m->tree);
    free(m);
}

/* The media type without parameters is one of these: "text/" stands for all of text. */
static bool media_is(const char *media_type, const char *const *list) {
    size_t len = strcspn(media_type, "; \t");
    for (; *list != NULL; list++) {
        size_t n = strlen(*list);
        if (strncasecmp(media_type, *list, n) == 0 && (n == len || (*list)[n - 1] == '/'))
            return true;
    }
    return false;
}

/* Something that has no words in it, or none that this program can read (a picture, a PDF). */
static bool is_readable_type(const struct map_answer *answer, enum answer_kind kind) {
    static const char *const binary[] = {"image/",
                                         "audio/",
                                         "video/",
                                         "font/",
                                         "application/pdf",
                                         "application/zip",
                                         "application/gzip",
                                         "application/octet-stream",
                                         NULL};
    static const char *const pages[] = {"text/", "application/xhtml+xml", "application/xml", NULL};
    if (answer->media_type[0] == '\0')
        return true;
    return kind == ANSWER_PAGE ? media_is(answer->media_type, pages) : !media_is(answer->media_type, binary);
}

/* A page that is no HTML: its text is all there is. */
static void take_plain(const struct map_answer *answer, const struct charset_text *t,
                       struct map_result *out) {
    struct map_fields fields = {.kind = "page"};
    buf_add_text(&fields.url, answer->url);
    out->cut += !readable_plain(t->text, t->len, &fields.text);
    map_add_item(out, &fields, answer->url);
    map_fields_free(&fields);
}

static bool is_blank(const struct charset_text *t) {
    for (size_t i = 0; i < t->len; i++)
        if ((unsigned char)t->text[i] > ' ')
            return false;
    return true;
}

static void run_decoded(struct map *m, const struct source_request *request, const struct map_answer *answer,
                        const struct charset_text *t, struct map_result *out) {
    static const char *const plain[] = {"text/plain", NULL};
    out->broken = t->broken;
    if (is_blank(t))
        map_unreadable(out, "it is empty");
    else if (request->answer == ANSWER_JSON)
        map_json_run(m->json, request, answer, t->text, t->len, out);
    else if (request->answer == ANSWER_PAGE && media_is(answer->media_type, plain))
        take_plain(answer, t, out);
    else
        map_tree_run(m->tree, request, answer, t->text, t->len, out);
}

static void forget(struct map_result *out) {
    cJSON_Delete(out->items);
    out->items = cJSON_CreateArray();
    for (size_t i = 0; i < out->follows; i++)
        free(out->follow[i].url);
    out->count = out->bytes = out->follows = out->over = out->cut = 0;
    out->partial = false;
}

bool map_run(struct map *m, const struct map_answer *answer, struct map_result *out, struct faults *f) {
    *out = (struct map_result){.items = cJSON_CreateArray()};
    const struct source_request *request = source_request(m->source, answer->request);
    if (request == NULL)
        return fault(f, FAULT_CONFIG, m->source->name,
                     "use the descriptor that the evidence was gathered with",
                     "no request \"%s\" in this source", answer->request);
    if (!is_readable_type(answer, request->answer)) {
        map_unreadable(out, "it is %.*s", (int)strcspn(answer->media_type, ";\r\n"), answer->media_type);
        return true;
    }
    struct charset_text t;
    charset_decode(answer->body, answer->len, answer->media_type, request->answer != ANSWER_JSON, &t);
    run_decoded(m, request, answer, &t, out);
    charset_free(&t);
    if (out->unreadable)
        forget(out);
    return true;
}

void map_result_free(struct map_result *r) {
    cJSON_Delete(r->items);
    for (size_t i = 0; i < r->follows; i++)
        free(r->follow[i].url);
    free(r->follow);
    *r = (struct map_result){0};
}

char *map_readable_html(const char *html, size_t len, const char *media_type) {
    static const struct source_request page = {.name = "page", .answer = ANSWER_PAGE};
    struct source source = {.name = "page", .request_count = 1, .requests = {page}};
    struct faults f = FAULTS_NONE;
    struct map *m = map_compile(&source, &f);
    struct map_result r = {0};
    const struct map_answer answer = {
        .request = "page", .url = "", .media_type = media_type, .body = html, .len = len};
    bool ok = m != NULL && map_run(m, &answer, &r, &f);
    const char *text =
        ok ? cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(r.items, 0), "text"))
           : NULL;
    char *copy = mem_string(text != NULL ? text : "");
    map_result_free(&r);
    map_free(m);
    return copy;
}

#include "evenhand/map_tree.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/document.h"
#include "evenhand/map_parts.h"
#include "evenhand/mem.h"
#include "evenhand/page.h"
#include "evenhand/readable.h"
#include "evenhand/vocab.h"
#include "evenhand/xpaths.h"

enum { EACH, URL, AUTHOR, PUBLISHED, LANG, TITLE, TEXT, HTML, FIELDS };

static const char *const field_names[FIELDS] = {"each", "url",   "author", "published",
                                                "lang", "title", "text",   "html"};

struct item_map {
    const char *kind; /* of vocab_item_kinds */
    xmlXPathCompExprPtr field[FIELDS];
};

struct request_maps {
    struct item_map items[SOURCE_MAX_ITEM_MAPS];
    xmlXPathCompExprPtr next, follow[SOURCE_MAX_REQUESTS];
};

struct map_tree {
    const struct source *source; /* borrowed */
    struct request_maps requests[SOURCE_MAX_REQUESTS];
};

static bool compile(const char *xpath, const char *place, xmlXPathCompExprPtr *out, struct faults *f) {
    if (xpath != NULL)
        *out = xpaths_compile(xpath, place, f);
    return xpath == NULL || *out != NULL;
}

static bool compile_item(const struct source *source, const struct source_request *r, size_t index,
                         struct item_map *out, struct faults *f) {
    const struct item_paths *paths = &r->paths[index];
    const char *const xpaths[FIELDS] = {paths->each, paths->url,   paths->author, paths->published,
                                        paths->lang, paths->title, paths->text,   paths->html};
    const char *place = map_place(source, r->name, "items", index, NULL);
    int kind = paths->kind != NULL ? vocab_find(vocab_item_kinds, paths->kind) : -1;
    bool ok = true;
    if (kind < 0)
        ok = fault(f, FAULT_CONFIG, place, "say profile, post, comment, article, page or result",
                   "unknown kind of item \"%s\"", paths->kind != NULL ? paths->kind : "");
    else
        out->kind = vocab_item_kinds[kind];
    if (paths->each == NULL)
        ok = fault(f, FAULT_CONFIG, place, "give an XPath that selects the items", "items without \"each\"");
    for (size_t i = 0; i < FIELDS; i++)
        ok = compile(xpaths[i], map_place(source, r->name, "items", index, field_names[i]), &out->field[i],
                     f) &&
             ok;
    return ok;
}

static bool compile_request(const struct source *source, const struct source_request *r,
                            struct request_maps *out, struct faults *f) {
    bool ok = compile(r->next, map_place(source, r->name, "next", 0, NULL), &out->next, f);
    for (size_t i = 0; i < r->path_count; i++)
        ok = compile_item(source, r, i, &out->items[i], f) && ok;
    for (size_t i = 0; i < r->follows; i++)
        ok = compile(r->follow[i].urls, map_place(source, r->name, "follow", 0, r->follow[i].request),
                     &out->follow[i], f) &&
             ok;
    return ok;
}

struct map_tree *map_tree_compile(const struct source *source, struct faults *f) {
    struct map_tree *m = mem_alloc(sizeof *m);
    bool ok = true;
    m->source = source;
    document_init();
    for (size_t i = 0; i < source->request_count; i++)
        if (source->requests[i].answer != ANSWER_JSON)
            ok = compile_request(source, &source->requests[i], &m->requests[i], f) && ok;
    if (ok)
        return m;
    map_tree_free(m);
    return NULL;
}

void map_tree_free(struct map_tree *m) {
    if (m == NULL)
        return;
    for (size_t i = 0; i < SOURCE_MAX_REQUESTS; i++) {
        struct request_maps *r = &m->requests[i];
        xmlXPathFreeCompExpr(r->next);
        for (size_t j = 0; j < SOURCE_MAX_REQUESTS; j++)
            xmlXPathFreeCompExpr(r->follow[j]);
        for (size_t j = 0; j < SOURCE_MAX_ITEM_MAPS; j++)
            for (size_t k = 0; k < FIELDS; k++)
                xmlXPathFreeCompExpr(r->items[j].field[k]);
    }
    free(m);
}

struct run {
    const struct source_request *request;
    const char *url, *base;
    xmlDocPtr tree;
    xmlXPathContextPtr ctx;
    struct map_result *out;
};

/* NULL when there is no such XPath, or when it went over the step limit. */
static xmlXPathObjectPtr run_xpath(struct run *r, xmlXPathCompExprPtr xpath, xmlNodePtr at) {
    xmlXPathObjectPtr value = xpaths_run(r->ctx, xpath, at);
    if (xpath != NULL && value == NULL)
        map_unreadable(r->out, "its structure asks for too much work");
    return value;
}

static void read_first(struct run *r, xmlXPathCompExprPtr xpath, xmlNodePtr at, struct buf *out) {
    xmlXPathObjectPtr value = run_xpath(r, xpath, at);
    xpaths_first(value, out);
    xmlXPathFreeObject(value);
}

/* An element in HTML, or one with elements in it (XHTML in a feed), is read as a tree; anything else is a
 * string. */
static bool is_tree(const struct run *r, xmlNode *node, bool html) {
    return node->type == XML_ELEMENT_NODE &&
           (r->request->answer != ANSWER_XML || (html && xmlFirstElementChild(node) != NULL));
}

static bool add_string(struct run *r, xmlChar *string, bool html, struct map_fields *fields) {
    const char *text = string != NULL ? (const char *)string : "";
    bool whole = html ? readable_html(text, strlen(text), r->base, &fields->links, &fields->text)
                      : readable_plain(text, strlen(text), &fields->text);
    xmlFree(string);
    return whole;
}

static bool add_node(struct run *r, xmlNodePtr node, bool html, struct map_fields *fields) {
    size_t before = fields->text.len;
    if (before > 0)
        buf_add_char(&fields->text, '\n');
    bool whole = is_tree(r, node, html)
                     ? readable_node(node, READABLE_FRAGMENT, r->base, &fields->links, &fields->text)
                     : add_string(r, xmlXPathCastNodeToString(node), html, fields);
    if (before > 0 && fields->text.len == before + 1)
        fields->text.data[fields->text.len = before] = '\0';
    return whole;
}

static void read_text(struct run *r, xmlXPathCompExprPtr xpath, xmlNodePtr at, bool html,
                      struct map_fields *fields) {
    xmlXPathObjectPtr value = run_xpath(r, xpath, at);
    bool whole = true;
    if (value != NULL && value->type != XPATH_NODESET)
        whole = add_string(r, xmlXPathCastToString(value), html, fields);
    int count =
        value != NULL && value->type == XPATH_NODESET ? xmlXPathNodeSetGetLength(value->nodesetval) : 0;
    for (int i = 0; i < count && fields->text.len < READABLE_MAX_BYTES; i++)
        whole = add_node(r, value->nodesetval->nodeTab[i], html, fields) && whole;
    r->out->cut += !whole;
    xmlXPathFreeObject(value);
}

/* An HTML page says its language once, for all items. */
static void page_language(const struct run *r, struct buf *lang) {
    const char *said =
        r->request->answer == ANSWER_XML ? NULL : document_attribute(xmlDocGetRootElement(r->tree), "lang");
    if (lang->len == 0 && said != NULL)
        buf_add_text(lang, said);
}

static void take_item(struct run *r, const struct item_map *map, xmlNodePtr node) {
    struct map_fields fields = {.kind = map->kind};
    if (map_is_full(r->out)) {
        r->out->over++;
        return;
    }
    read_first(r, map->field[URL], node, &fields.url);
    read_first(r, map->field[AUTHOR], node, &fields.author);
    read_first(r, map->field[PUBLISHED], node, &fields.published);
    read_first(r, map->field[LANG], node, &fields.lang);
    read_first(r, map->field[TITLE], node, &fields.title);
    page_language(r, &fields.lang);
    read_text(r, map->field[TEXT], node, false, &fields);
    read_text(r, map->field[HTML], node, true, &fields);
    map_add_item(r->out, &fields, r->base);
    map_fields_free(&fields);
}

static void take_items(struct run *r, const struct item_map *map) {
    xmlXPathObjectPtr each = run_xpath(r, map->field[EACH], xmlDocGetRootElement(r->tree));
    if (each != NULL && each->type != XPATH_NODESET)
        map_unreadable(r->out, "\"each\" selects no nodes but gives a value");
    int count = each != NULL && each->type == XPATH_NODESET ? xmlXPathNodeSetGetLength(each->nodesetval) : 0;
    for (int i = 0; i < count && !r->out->unreadable; i++)
        take_item(r, map, each->nodesetval->nodeTab[i]);
    xmlXPathFreeObject(each);
}

static void take_urls(struct run *r, xmlXPathCompExprPtr xpath, const char *request) {
    xmlXPathObjectPtr value = run_xpath(r, xpath, xmlDocGetRootElement(r->tree));
    if (value != NULL && value->type != XPATH_NODESET) {
        struct buf url = {0};
        xpaths_first(value, &url);
        if (url.len > 0)
            map_add_follow(r->out, request, url.data, r->base);
        buf_free(&url);
    }
    int count =
        value != NULL && value->type == XPATH_NODESET ? xmlXPathNodeSetGetLength(value->nodesetval) : 0;
    for (int i = 0; i < count; i++) {
        xmlChar *url = xmlXPathCastNodeToString(value->nodesetval->nodeTab[i]);
        map_add_follow(r->out, request, (const char *)url, r->base);
        xmlFree(url);
    }
    xmlXPathFreeObject(value);
}

static void run_maps(struct run *r, const struct request_maps *maps) {
    for (size_t i = 0; i < r->request->path_count && !r->out->unreadable; i++)
        take_items(r, &maps->items[i]);
    if (r->request->answer == ANSWER_PAGE)
        page_item(r->tree, r->url, r->base, r->out);
    take_urls(r, maps->next, r->request->name);
    for (size_t i = 0; i < r->request->follows; i++)
        take_urls(r, maps->follow[i], r->request->follow[i].request);
}

static enum document_kind kind_of(const struct source_request *r) {
    if (r->answer == ANSWER_XML)
        return DOCUMENT_XML;
    bool asks = r->path_count > 0 || r->next != NULL || r->follows > 0;
    return r->answer == ANSWER_PAGE && !asks ? DOCUMENT_PAGE : DOCUMENT_HTML;
}

void map_tree_run(struct map_tree *m, const struct source_request *request, const struct map_answer *answer,
                  const char *text, size_t len, struct map_result *out) {
    struct document d;
    document_parse(text, len, kind_of(request), &d);
    out->partial = d.partial;
    if (d.tree == NULL) {
        map_unreadable(out, "%s", d.why);
        return;
    }
    char *base = request->answer == ANSWER_XML ? mem_string(answer->url) : page_base(d.tree, answer->url);
    struct run r = {.request = request, .url = answer->url, .base = base, .tree = d.tree, .out = out};
    r.ctx = xpaths_open(d.tree);
    run_maps(&r, &m->requests[request - m->source->requests]);
    xmlXPathFreeContext(r.ctx);
    document_free(&d);
    free(base);
}

#include "evenhand/readable.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/document.h"
#include "evenhand/flow.h"
#include "evenhand/furniture.h"

enum element { INLINE, BLOCK, CELL, BREAK, PRE, DROPPED };

/* How elements lay out their text (HTML Living Standard, section 15.3); whatever is not listed is inline.
 * Sorted. */
static const struct layout {
    const char *name;
    enum element element;
} layouts[] = {
    {"address", BLOCK},    {"article", BLOCK},    {"aside", BLOCK},     {"audio", DROPPED},
    {"blockquote", BLOCK}, {"body", BLOCK},       {"br", BREAK},        {"button", DROPPED},
    {"canvas", DROPPED},   {"caption", BLOCK},    {"center", BLOCK},    {"datalist", DROPPED},
    {"dd", BLOCK},         {"details", BLOCK},    {"dialog", BLOCK},    {"dir", BLOCK},
    {"div", BLOCK},        {"dl", BLOCK},         {"dt", BLOCK},        {"embed", DROPPED},
    {"fieldset", BLOCK},   {"figcaption", BLOCK}, {"figure", BLOCK},    {"footer", BLOCK},
    {"form", BLOCK},       {"h1", BLOCK},         {"h2", BLOCK},        {"h3", BLOCK},
    {"h4", BLOCK},         {"h5", BLOCK},         {"h6", BLOCK},        {"head", DROPPED},
    {"header", BLOCK},     {"hgroup", BLOCK},     {"hr", BLOCK},        {"html", BLOCK},
    {"iframe", DROPPED},   {"input", DROPPED},    {"legend", BLOCK},    {"li", BLOCK},
    {"listing", PRE},      {"main", BLOCK},       {"map", DROPPED},     {"math", DROPPED},
    {"menu", BLOCK},       {"nav", BLOCK},        {"noembed", DROPPED}, {"noframes", DROPPED},
    {"noscript", DROPPED}, {"object", DROPPED},   {"ol", BLOCK},        {"optgroup", DROPPED},
    {"option", DROPPED},   {"p", BLOCK},          {"plaintext", PRE},   {"pre", PRE},
    {"rp", DROPPED},       {"script", DROPPED},   {"search", BLOCK},    {"section", BLOCK},
    {"select", DROPPED},   {"style", DROPPED},    {"summary", BLOCK},   {"svg", DROPPED},
    {"table", BLOCK},      {"tbody", BLOCK},      {"td", CELL},         {"template", DROPPED},
    {"textarea", DROPPED}, {"tfoot", BLOCK},      {"th", CELL},         {"thead", BLOCK},
    {"title", DROPPED},    {"tr", BLOCK},         {"ul", BLOCK},        {"video", DROPPED},
    {"xmp", PRE},
};

static int by_name(const void *name, const void *layout) {
    return strcmp(name, ((const struct layout *)layout)->name);
}

static enum element element_of(const xmlNode *node) {
    const char *name = (const char *)node->name;
    if (name[1] == '\0') /* a b i p q s u: the commonest */
        return name[0] == 'p' ? BLOCK : INLINE;
    const struct layout *found =
        bsearch(name, layouts, sizeof layouts / sizeof *layouts, sizeof *layouts, by_name);
    return found == NULL ? INLINE : found->element;
}

struct reading {
    struct flow flow;
    enum readable_scope scope;
    const char *base;
    struct links *links;
    unsigned preformatted; /* pre elements around this place */
};

/* The line or space that an element's start and its end mean. */
static void lay_out(struct reading *r, enum element element) {
    if (element == CELL)
        flow_space(&r->flow);
    else if (element != INLINE)
        flow_break(&r->flow);
    r->flow.lines = r->preformatted > 0;
}

static void leave(struct reading *r, const xmlNode *node) {
    enum element element = element_of(node);
    r->preformatted -= element == PRE;
    lay_out(r, element);
}

/* True: the element counts; its content comes next, then leave(). */
static bool enter(struct reading *r, xmlNode *node, bool chosen) {
    enum element element = element_of(node);
    if (!chosen && (element == DROPPED || furniture_is_hidden(node) ||
                    (r->scope == READABLE_PAGE && furniture_is(node))))
        return false;
    r->preformatted += element == PRE;
    lay_out(r, element);
    const char *href = r->links != NULL && document_is(node, "a") ? document_attribute(node, "href") : NULL;
    if (href != NULL)
        links_add(r->links, href, r->base);
    return true;
}

/* One node. True: an element that was entered. */
static bool visit(struct reading *r, xmlNode *node, bool chosen) {
    if (node->type == XML_ELEMENT_NODE)
        return enter(r, node, chosen);
    if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content != NULL)
        flow_text(&r->flow, (const char *)node->content, strlen((const char *)node->content));
    return false;
}

bool readable_node(xmlNode *node, enum readable_scope scope, const char *base, struct links *links,
                   struct buf *out) {
    struct reading r = {.scope = scope, .base = base, .links = links};
    flow_begin(&r.flow, out, READABLE_MAX_BYTES);
    for (xmlNode *at = node; at != NULL;) {
        bool entered = visit(&r, at, at == node);
        if (entered && at->children != NULL) {
            at = at->children;
            continue;
        }
        if (entered)
            leave(&r, at);
        while (at != node && at->next == NULL) {
            at = at->parent;
            leave(&r, at);
        }
        at = at == node ? NULL : at->next;
    }
    flow_end(&r.flow);
    return !r.flow.full;
}

static bool flow_through(const char *text, size_t len, bool lines, struct buf *out) {
    struct flow flow;
    flow_begin(&flow, out, READABLE_MAX_BYTES);
    flow.lines = lines;
    flow_text(&flow, text, len);
    flow_end(&flow);
    return !flow.full;
}

bool readable_html(const char *html, size_t len, const char *base, struct links *links, struct buf *out) {
    if (memchr(html, '<', len) == NULL && memchr(html, '&', len) == NULL)
        return flow_through(html, len, false, out);
    struct document d;
    document_parse(html, len, DOCUMENT_PAGE, &d);
    bool whole = !d.partial;
    if (d.tree != NULL)
        whole = readable_node(xmlDocGetRootElement(d.tree), READABLE_FRAGMENT, base, links, out) && whole;
    document_free(&d);
    return whole;
}

bool readable_plain(const char *text, size_t len, struct buf *out) {
    return flow_through(text, len, true, out);
}

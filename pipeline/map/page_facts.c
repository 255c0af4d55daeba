#include "evenhand/page_facts.h"

#include <string.h>
#include <strings.h>

#include "evenhand/document.h"
#include "evenhand/furniture.h"
#include "evenhand/jsonld.h"
#include "evenhand/readable.h"

static bool is_any(const char *word, const char *const *list) {
    for (; *list != NULL; list++)
        if (strcasecmp(word, *list) == 0)
            return true;
    return false;
}

/* A word of an attribute like class or rel. */
static bool has_word(const char *words, const char *word) {
    size_t len = strlen(word);
    for (words += strspn(words, " \t\r\n"); *words != '\0'; words += strspn(words, " \t\r\n")) {
        size_t n = strcspn(words, " \t\r\n");
        if (n == len && strncasecmp(words, word, len) == 0)
            return true;
        words += n;
    }
    return false;
}

static bool attribute_has(const xmlNode *node, const char *attribute, const char *word) {
    const char *value = document_attribute(node, attribute);
    return value != NULL && has_word(value, word);
}

static void keep_text(struct buf *out, const char *text) {
    if (out->len == 0 && text != NULL)
        buf_add_text(out, text);
}

static void keep_content(struct buf *out, xmlNode *node) {
    if (out->len == 0)
        (void)readable_node(node, READABLE_FRAGMENT, NULL, NULL, out);
}

static void see_meta(struct page_facts *p, const xmlNode *node) {
    static const char *const dates[] = {
        "article:published_time", "datepublished",   "date",        "dc.date",      "dc.date.issued",
        "dcterms.date",           "dcterms.created", "publishdate", "publish_date", "pubdate",
        "parsely-pub-date",       "sailthru.date",   NULL};
    static const char *const authors[] = {"author",          "article:author", "dc.creator",
                                          "dcterms.creator", "parsely-author", NULL};
    const char *content = document_attribute(node, "content"), *key = document_attribute(node, "property");
    if (key == NULL)
        key = document_attribute(node, "name");
    if (key == NULL)
        key = document_attribute(node, "itemprop");
    if (key == NULL || content == NULL || *content == '\0')
        return;
    if (strcasecmp(key, "og:title") == 0)
        keep_text(&p->og_title, content);
    else if (is_any(key, authors) && strstr(content, "://") == NULL)
        keep_text(&p->meta_author, content);
    else if (is_any(key, dates))
        keep_text(&p->meta_date, content);
}

static bool inside(const xmlNode *node) {
    for (const xmlNode *at = node->parent; at != NULL; at = at->parent)
        if (document_is(at, "main") || document_is(at, "article"))
            return true;
    return false;
}

/* A picture has a title of its own. (A page's may stand outside head: a parser may take head for ended
 * early.) */
static bool inside_svg(const xmlNode *node) {
    for (const xmlNode *at = node->parent; at != NULL; at = at->parent)
        if (document_is(at, "svg"))
            return true;
    return false;
}

static void see_heading(struct page_facts *p, xmlNode *node) {
    int rank = inside(node) ? 2 : 1;
    if (rank > p->heading_rank) {
        p->heading = node;
        p->heading_rank = rank;
    }
    furniture_mark(node, FURNITURE_HOLDS_HEADING);
}

/* A time marked as the date of publication before one in the content before any other. */
static void see_time(struct page_facts *p, const xmlNode *node) {
    const char *datetime = document_attribute(node, "datetime");
    if (datetime == NULL)
        return;
    bool marked =
        document_attribute(node, "pubdate") != NULL || attribute_has(node, "itemprop", "datePublished");
    int rank = marked ? 3 : inside(node) ? 2 : 1;
    if (rank <= p->time_rank)
        return;
    buf_clear(&p->time_date);
    buf_add_text(&p->time_date, datetime);
    p->time_rank = rank;
}

static void see_article(struct page_facts *p, xmlNode *node) {
    for (const xmlNode *at = node->parent; at != NULL; at = at->parent)
        if (document_is(at, "article"))
            return;
    if (p->articles++ == 0)
        p->article = node;
}

static void see_main(struct page_facts *p, xmlNode *node) {
    if (furniture_is_hidden(node))
        return;
    if (p->mains++ == 0)
        p->main = node;
    furniture_mark(node, FURNITURE_HOLDS_CONTENT);
}

static void see_script(struct page_facts *p, const xmlNode *node) {
    const char *type = document_attribute(node, "type");
    if (type != NULL && strncasecmp(type, "application/ld+json", 19) == 0 && node->children != NULL &&
        node->children->content != NULL)
        jsonld_read((const char *)node->children->content, &p->ld_author, &p->ld_date);
}

static void see_attributes(struct page_facts *p, xmlNode *node, const char *base) {
    for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
        const char *name = (const char *)a->name;
        const char *value = a->children != NULL ? (const char *)a->children->content : NULL;
        if (value == NULL)
            continue;
        if (strcmp(name, "rel") == 0 && has_word(value, "author") && document_is(node, "a"))
            keep_content(&p->rel_author, node);
        else if (strcmp(name, "rel") == 0 && has_word(value, "me") &&
                 document_attribute(node, "href") != NULL)
            links_add(&p->me, document_attribute(node, "href"), base);
        else if (strcmp(name, "role") == 0 && has_word(value, "main") && !document_is(node, "main"))
            see_main(p, node);
        else if (strcmp(name, "class") == 0 && (has_word(value, "byline") || has_word(value, "author")))
            keep_content(&p->byline, node);
        else if (strcmp(name, "itemprop") == 0 && has_word(value, "author"))
            keep_content(&p->byline, node);
    }
}

static void see(struct page_facts *p, xmlNode *node, const char *base) {
    const char *name = (const char *)node->name;
    if (strcmp(name, "meta") == 0)
        see_meta(p, node);
    else if (strcmp(name, "script") == 0)
        see_script(p, node);
    else if (strcmp(name, "title") == 0 && !inside_svg(node))
        keep_content(&p->title, node);
    else if (strcmp(name, "h1") == 0)
        see_heading(p, node);
    else if (strcmp(name, "time") == 0)
        see_time(p, node);
    else if (strcmp(name, "article") == 0)
        see_article(p, node);
    else if (strcmp(name, "main") == 0)
        see_main(p, node);
    else if (strcmp(name, "body") == 0 && p->body == NULL)
        p->body = node;
    see_attributes(p, node, base);
}

void page_facts_gather(xmlDocPtr tree, const char *base, struct page_facts *out) {
    xmlNode *root = xmlDocGetRootElement(tree);
    *out = (struct page_facts){0};
    for (xmlNode *at = root; at != NULL; at = document_next(root, at, true))
        if (at->type == XML_ELEMENT_NODE)
            see(out, at, base);
    if (out->body == NULL)
        out->body = root;
    if (out->mains == 0 && out->articles == 1)
        furniture_mark(out->article, FURNITURE_HOLDS_CONTENT);
}

void page_facts_free(struct page_facts *p) {
    struct buf *const all[] = {&p->og_title, &p->title,   &p->meta_author, &p->rel_author, &p->ld_author,
                               &p->byline,   &p->ld_date, &p->meta_date,   &p->time_date};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_free(all[i]);
    links_free(&p->me);
}

#include "evenhand/page.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/document.h"
#include "evenhand/map_parts.h"
#include "evenhand/mem.h"
#include "evenhand/page_facts.h"
#include "evenhand/readable.h"
#include "evenhand/utc.h"

#define ARTICLE_SHARE 3 /* an article of at least a third of the body's text is the content */

static void move_links(struct links *from, struct links *to) {
    links_free(to);
    *to = *from;
    from->count = 0;
}

static bool read(xmlNode *node, const char *base, struct map_fields *into) {
    return readable_node(node, READABLE_PAGE, base, &into->links, &into->text);
}

static bool holds(const xmlNode *above, const xmlNode *node) {
    while (node != NULL && node != above)
        node = node->parent;
    return node != NULL;
}

/* The content of an article, if it is the page's: fields then have its text instead of the body's. */
static bool prefer_article(const struct page_facts *p, const char *base, struct map_fields *fields,
                           bool whole) {
    struct map_fields article = {0};
    bool article_whole = read(p->article, base, &article);
    bool has_heading = p->heading != NULL && holds(p->article, p->heading);
    if (article.text.len > 0 && (has_heading || article.text.len * ARTICLE_SHARE >= fields->text.len)) {
        buf_free(&fields->text);
        fields->text = article.text;
        article.text = (struct buf){0};
        move_links(&article.links, &fields->links);
        whole = article_whole;
    }
    map_fields_free(&article);
    return whole;
}

static bool read_content(const struct page_facts *p, const char *base, struct map_fields *fields) {
    if (p->mains == 1) {
        bool whole = read(p->main, base, fields);
        if (fields->text.len > 0)
            return whole;
        links_free(&fields->links);
    }
    bool whole = read(p->body, base, fields);
    return p->mains == 0 && p->articles == 1 ? prefer_article(p, base, fields, whole) : whole;
}

static bool is_blank(const struct buf *b) {
    return b->data == NULL || b->data[strspn(b->data, " \t\r\n")] == '\0';
}

static void choose(struct buf *out, const struct buf *const *candidates, size_t count) {
    for (size_t i = 0; i < count && out->len == 0; i++)
        if (!is_blank(candidates[i]))
            buf_add(out, candidates[i]->data, candidates[i]->len);
}

static void choose_title(const struct page_facts *p, struct buf *out) {
    struct buf heading = {0};
    if (p->heading != NULL)
        (void)readable_node(p->heading, READABLE_FRAGMENT, NULL, NULL, &heading);
    choose(out, (const struct buf *const[]){&p->og_title, &heading, &p->title}, 3);
    buf_free(&heading);
}

/* "By A. Writer" names A. Writer. */
static void choose_author(const struct page_facts *p, struct buf *out) {
    struct buf found = {0};
    choose(&found, (const struct buf *const[]){&p->meta_author, &p->rel_author, &p->ld_author, &p->byline},
           4);
    const char *name = found.data != NULL ? found.data : "";
    name += strspn(name, " \t\r\n");
    if (strncasecmp(name, "by", 2) == 0 && name[2] != '\0' && strchr(" \t\r\n:", name[2]) != NULL)
        name += 2 + strspn(name + 2, " \t\r\n:");
    buf_add_text(out, name);
    buf_free(&found);
}

static void choose_date(const struct page_facts *p, struct buf *out) {
    const struct buf *const dates[] = {&p->ld_date, &p->meta_date, &p->time_date};
    utc_time t;
    for (size_t i = 0; i < sizeof dates / sizeof *dates && out->len == 0; i++)
        if (dates[i]->len > 0 && utc_parse_any(dates[i]->data, &t))
            buf_add(out, dates[i]->data, dates[i]->len);
}

void page_item(xmlDocPtr tree, const char *url, const char *base, struct map_result *out) {
    struct page_facts facts;
    struct map_fields fields = {.kind = "page"};
    page_facts_gather(tree, base, &facts);
    out->cut += !read_content(&facts, base, &fields);
    choose_title(&facts, &fields.title);
    choose_author(&facts, &fields.author);
    choose_date(&facts, &fields.published);
    const char *lang = document_attribute(xmlDocGetRootElement(tree), "lang");
    buf_add_text(&fields.lang, lang != NULL ? lang : "");
    buf_add_text(&fields.url, url);
    for (size_t i = 0; i < facts.me.count; i++)
        links_add(&fields.links, facts.me.url[i], NULL);
    map_add_item(out, &fields, base);
    map_fields_free(&fields);
    page_facts_free(&facts);
}

char *page_base(xmlDocPtr tree, const char *url) {
    xmlNode *root = xmlDocGetRootElement(tree);
    for (xmlNode *at = root; at != NULL; at = document_next(root, at, !document_is(at, "body"))) {
        const char *href = document_is(at, "base") ? document_attribute(at, "href") : NULL;
        char *base = href != NULL ? links_resolve(href, url) : NULL;
        if (base != NULL)
            return base;
    }
    return mem_string(url);
}

/* What a page says of itself, gathered in one walk. Internal to page.c. */
#ifndef EVENHAND_PAGE_FACTS_H
#define EVENHAND_PAGE_FACTS_H

#include <libxml/tree.h>
#include <stddef.h>

#include "evenhand/buf.h"
#include "evenhand/links.h"

struct page_facts {
    xmlNode *body;              /* or the root */
    xmlNode *main, *article;    /* the first */
    size_t mains, articles;     /* articles inside others do not count */
    xmlNode *heading;           /* the first h1, one in main or article before others */
    struct buf og_title, title; /* title element */
    struct buf meta_author, rel_author, ld_author, byline;
    struct buf ld_date, meta_date, time_date;
    int heading_rank, time_rank;
    struct links me; /* rel=me */
};

/* Also marks what holds the main content, for furniture.h. */
void page_facts_gather(xmlDocPtr tree, const char *base, struct page_facts *out);
void page_facts_free(struct page_facts *p);

#endif

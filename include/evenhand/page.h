/* A whole web page as one item: its readable content, and what it says of itself. Internal to map.
 *
 *     text       the main content: the page's one <main>; else its one <article>, if that has the heading or
 * a third of the text; else the body. Furniture is left out (furniture.inc). title      og:title, else the
 * first h1 (one in the content before others), else <title> author     meta author, else rel=author, else
 * JSON-LD, else an element of class byline or author published  JSON-LD datePublished, else meta
 * article:published_time and the like, else <time datetime>; the first of them that is a date lang       lang
 * of <html> links      of the content, then rel=me wherever it stands */
#ifndef EVENHAND_PAGE_H
#define EVENHAND_PAGE_H

#include <libxml/tree.h>

#include "evenhand/map.h"

/* `url` is the page's own, `base` that of relative URLs in it (page_base). */
void page_item(xmlDocPtr tree, const char *url, const char *base, struct map_result *out);

/* The base of relative URLs: <base href> resolved against the page's own URL, else that. free() releases. */
char *page_base(xmlDocPtr tree, const char *url);

#endif

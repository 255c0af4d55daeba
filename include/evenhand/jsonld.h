/* Author and date of a page from JSON-LD (schema.org Article and the like; W3C JSON-LD 1.1 as search engines
 * read it). Internal to page. */
#ifndef EVENHAND_JSONLD_H
#define EVENHAND_JSONLD_H

#include <stddef.h>

#include "evenhand/buf.h"

#define JSONLD_MAX_DEPTH 32
#define JSONLD_MAX_VALUES 20000

/* Appends what the text of a script element says of the page itself: the objects at the top and in @graph,
 * not what they refer to. What is there already stays. Text that is no JSON says nothing. */
void jsonld_read(const char *json, struct buf *author, struct buf *date);

#endif

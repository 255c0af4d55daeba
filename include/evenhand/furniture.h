/* Furniture: what stands around a page's content (pipeline/map/furniture.inc is the list). */
#ifndef EVENHAND_FURNITURE_H
#define EVENHAND_FURNITURE_H

#include <libxml/tree.h>
#include <stdbool.h>

/* Marks an element and all above it as holding the page's main content, or as holding a heading of it: the
 * former is never furniture, the latter may be a form around the whole page. The mark lives in the node's
 * _private. */
enum furniture_mark { FURNITURE_HOLDS_CONTENT = 1, FURNITURE_HOLDS_HEADING = 2 };
void furniture_mark(xmlNode *element, enum furniture_mark mark);

#define FURNITURE_FORM_BYTES 600 /* of words; a form with as many is no form to fill in, but content */

bool furniture_is(xmlNode *element);

/* Not shown: the hidden attribute, or an inline style of display:none. */
bool furniture_is_hidden(const xmlNode *element);

#endif

/* Readable text: what a person reads on a page, as plain lines.
 *
 * A block element ends a line, so does <br>; white space of every kind is squeezed to one space, empty lines
 * go. Dropped everywhere: scripts, styles, templates, pictures with their alternative texts, form controls,
 * and lines that are nothing but the name of a media file. Dropped from a whole page too: what furniture.inc
 * lists (navigation, cookie banners ...). */
#ifndef EVENHAND_READABLE_H
#define EVENHAND_READABLE_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"
#include "evenhand/links.h"

#define READABLE_MAX_BYTES ((size_t)1 << 20) /* of one text */

enum readable_scope {
    READABLE_PAGE,    /* without furniture */
    READABLE_FRAGMENT /* all of it: somebody chose just this element */
};

/* Appends the text of the node and what is below it, at most READABLE_MAX_BYTES; the links on the way go to
 * `links` (may be NULL), resolved against `base`. False: cut at the limit. */
bool readable_node(xmlNode *node, enum readable_scope scope, const char *base, struct links *links,
                   struct buf *out);

/* The same for a piece of HTML, valid UTF-8. */
bool readable_html(const char *html, size_t len, const char *base, struct links *links, struct buf *out);

/* The same for plain text: line breaks stay, the rest is squeezed. */
bool readable_plain(const char *text, size_t len, struct buf *out);

#endif

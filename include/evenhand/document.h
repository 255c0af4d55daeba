/* Documents: clean UTF-8 bytes to a libxml2 tree, from hostile input. No network, no DTD, no entity but the
 * predefined and HTML's own, bounded depth; HTML of any brokenness parses, XML recovers as far as it can. */
#ifndef EVENHAND_DOCUMENT_H
#define EVENHAND_DOCUMENT_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#define DOCUMENT_MAX_BYTES ((size_t)16 << 20) /* of one document; an answer is smaller anyway */
#define DOCUMENT_MAX_DEPTH 512                /* elements inside one another; what lies behind is not read */
/* Bytes of distinct element and attribute names in one document. libxml2 compares each attribute of a tag
 * with all before it; this bounds that work (a name beyond it is not read as a name). */
#define DOCUMENT_MAX_NAME_BYTES 20000
#define DOCUMENT_MAX_NAME_BYTES_LARGE 4000 /* of documents over DOCUMENT_LARGE_BYTES */
#define DOCUMENT_LARGE_BYTES ((size_t)512 << 10)

/* DOCUMENT_PAGE is HTML without comments, scripts and the attributes that page.h does not look at: for
 * reading, not for XPaths. */
enum document_kind { DOCUMENT_HTML, DOCUMENT_PAGE, DOCUMENT_XML };

struct document {
    xmlDocPtr tree;  /* NULL: nothing could be read */
    const char *why; /* ... because; static */
    bool partial;    /* nested too deep: read up to there; or XML that is not well-formed: read as far as it
                        makes sense */
};

/* Silences libxml2's messages and sets its limits for the process. Called by document_parse; once is enough.
 */
void document_init(void);
void document_parse(const char *text, size_t len, enum document_kind kind, struct document *out);
void document_free(struct document *d);

/* Walks a tree in document order without recursion: the node after `at` below `top`, entering children only
 * when `enter`. NULL at the end. */
xmlNode *document_next(const xmlNode *top, xmlNode *at, bool enter);

/* The element's attribute as stored text, or NULL. Borrowed from the tree. */
const char *document_attribute(const xmlNode *element, const char *name);
bool document_is(const xmlNode *node, const char *name); /* an element of that name */

#endif

/* XPath 1.0 as descriptors use it: compiled once, run on one document at a time with a bounded number of
 * steps. Known prefixes: atom, content, dc, rdf, rss (RSS 1.0), media. Internal to map. */
#ifndef EVENHAND_XPATHS_H
#define EVENHAND_XPATHS_H

#include <libxml/xpath.h>
#include <stdbool.h>

#include "evenhand/buf.h"
#include "evenhand/faults.h"

#define XPATHS_MAX_STEPS 20000000 /* libxml2's own count, of all XPaths on one document; some seconds */

/* NULL with FAULT_CONFIG when it is no XPath, or uses a prefix, function or variable that does not exist. */
xmlXPathCompExprPtr xpaths_compile(const char *xpath, const char *place, struct faults *f);

/* A context for a document; xmlXPathFreeContext releases. */
xmlXPathContextPtr xpaths_open(xmlDocPtr tree);

/* Runs a compiled XPath (NULL gives NULL) at a node. NULL: the step limit was reached. xmlXPathFreeObject
 * releases. */
xmlXPathObjectPtr xpaths_run(xmlXPathContextPtr ctx, xmlXPathCompExprPtr xpath, xmlNodePtr at);

/* The string of the first node whose string is not blank, or of the value. */
void xpaths_first(xmlXPathObjectPtr value, struct buf *out);

#endif

#include "evenhand/document.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

#define HTML_OPTIONS                                                                                         \
    (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |                     \
     HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC)
#define XML_OPTIONS                                                                                          \
    (XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_COMPACT |     \
     XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC)

static void say_nothing(void *ctx, xmlErrorPtr error) {
    (void)ctx;
    (void)error;
}

void document_init(void) {
    static bool done;
    if (done)
        return;
    done = true;
    xmlInitParser();
    xmlSetStructuredErrorFunc(NULL, say_nothing);
    xmlParserMaxDepth = DOCUMENT_MAX_DEPTH;
}

static void bound_names(xmlDictPtr dict, size_t len) {
    (void)xmlDictSetLimit(dict, len > DOCUMENT_LARGE_BYTES ? DOCUMENT_MAX_NAME_BYTES_LARGE
                                                           : DOCUMENT_MAX_NAME_BYTES);
}

/* The attributes that tell something of a page (page_facts.c, furniture.c, readable.c). Sorted. */
static const char *const page_attributes[] = {"class",   "content",  "datetime", "hidden", "href",
                                              "id",      "itemprop", "lang",     "name",   "property",
                                              "pubdate", "rel",      "role",     "style",  "type"};

static int by_name(const void *name, const void *listed) {
    return strcmp(name, *(const char *const *)listed);
}

static bool is_page_attribute(const xmlChar *name) {
    return bsearch(name, page_attributes, sizeof page_attributes / sizeof *page_attributes,
                   sizeof *page_attributes, by_name) != NULL;
}

static void start_page_element(void *ctx, const xmlChar *name, const xmlChar **attributes) {
    const xmlChar *kept[2 * (sizeof page_attributes / sizeof *page_attributes) + 1];
    size_t n = 0;
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
        if (is_page_attribute(attributes[0]) && n + 2 < sizeof kept / sizeof *kept) {
            kept[n++] = attributes[0];
            kept[n++] = attributes[1];
        }
    kept[n] = NULL;
    xmlSAX2StartElement(ctx, name, n > 0 ? kept : NULL);
}

/* Of what is in script and style only structured data are read (jsonld.h), and they say so in their type. */
static void take_page_script(void *ctx, const xmlChar *text, int len) {
    const xmlParserCtxt *parser = ctx;
    if (parser->node != NULL && document_attribute(parser->node, "type") != NULL)
        xmlSAX2CDataBlock(ctx, text, len);
}

/* Leaves out what nobody reads in a page before memory is taken for it. */
static void read_as_page(htmlParserCtxtPtr ctxt) {
    ctxt->sax->startElement = start_page_element;
    ctxt->sax->cdataBlock = take_page_script;
    ctxt->sax->comment = NULL;
}

static void parse_html(const char *text, size_t len, bool page, struct document *out) {
    htmlParserCtxtPtr ctxt = htmlNewParserCtxt();
    if (ctxt == NULL)
        return;
    bound_names(ctxt->dict, len);
    if (page)
        read_as_page(ctxt);
    out->tree = htmlCtxtReadMemory(ctxt, text, (int)len, NULL, "UTF-8", HTML_OPTIONS);
    out->partial = ctxt->lastError.code == XML_ERR_INTERNAL_ERROR;
    htmlFreeParserCtxt(ctxt);
}

static const char own_dtd[] = "it declares entities or elements of its own (a DTD)";

/* A declaration of a DTD: nothing in an answer needs one, and entities and default attributes are how a small
 * document becomes a large one. */
static void refuse_dtd(xmlParserCtxtPtr ctxt) {
    struct document *out = ctxt->_private;
    out->why = own_dtd;
    xmlStopParser(ctxt);
}

/* The prototypes are libxml2's. NOLINTBEGIN(readability-non-const-parameter) */
static void on_entity(void *ctx, const xmlChar *name, int type, const xmlChar *public_id,
                      const xmlChar *system_id, xmlChar *content) {
    (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
    refuse_dtd(ctx);
}

static void on_attribute(void *ctx, const xmlChar *element, const xmlChar *name, int type, int def,
                         const xmlChar *value, xmlEnumerationPtr tree) {
    (void)element, (void)name, (void)type, (void)def, (void)value;
    xmlFreeEnumeration(tree);
    refuse_dtd(ctx);
}

static void on_element(void *ctx, const xmlChar *name, int type, xmlElementContentPtr content) {
    (void)name, (void)type, (void)content;
    refuse_dtd(ctx);
}

/* NOLINTEND(readability-non-const-parameter) */

/* &nbsp; and the like in feeds that declare nothing: HTML's meaning. */
static xmlEntityPtr html_entity(void *ctx, const xmlChar *name) {
    static xmlEntity entity;
    static xmlChar content[8];
    const htmlEntityDesc *known = htmlEntityLookup(name);
    (void)ctx;
    if (known == NULL)
        return xmlGetPredefinedEntity(name);
    int len = xmlCopyCharMultiByte(content, (int)known->value);
    content[len] = '\0';
    entity = (xmlEntity){.type = XML_ENTITY_DECL,
                         .name = name,
                         .content = content,
                         .orig = content,
                         .length = len,
                         .etype = XML_INTERNAL_PREDEFINED_ENTITY};
    return &entity;
}

static void parse_xml(const char *text, size_t len, struct document *out) {
    size_t blank = 0; /* not allowed before an XML declaration, and common there */
    while (blank < len && (unsigned char)text[blank] <= ' ')
        blank++;
    text += blank;
    len -= blank;
    xmlParserCtxtPtr ctxt = xmlNewParserCtxt();
    if (ctxt == NULL)
        return;
    bound_names(ctxt->dict, len);
    ctxt->_private = out;
    ctxt->sax->getEntity = html_entity;
    ctxt->sax->entityDecl = on_entity;
    ctxt->sax->attributeDecl = on_attribute;
    ctxt->sax->elementDecl = on_element;
    out->tree = xmlCtxtReadMemory(ctxt, text, (int)len, NULL, "UTF-8", XML_OPTIONS);
    out->partial = !ctxt->wellFormed;
    if (out->why == own_dtd) {
        xmlFreeDoc(out->tree);
        out->tree = NULL;
    }
    xmlFreeParserCtxt(ctxt);
}

void document_parse(const char *text, size_t len, enum document_kind kind, struct document *out) {
    *out = (struct document){.why = kind == DOCUMENT_XML ? "it is not XML" : "it holds no HTML"};
    document_init();
    if (len > DOCUMENT_MAX_BYTES) {
        out->why = "it is too large";
        return;
    }
    if (kind == DOCUMENT_XML)
        parse_xml(text, len, out);
    else
        parse_html(text, len, kind == DOCUMENT_PAGE, out);
    if (out->tree != NULL && xmlDocGetRootElement(out->tree) == NULL) {
        xmlFreeDoc(out->tree);
        out->tree = NULL;
    }
}

void document_free(struct document *d) {
    xmlFreeDoc(d->tree);
    d->tree = NULL;
}

xmlNode *document_next(const xmlNode *top, xmlNode *at, bool enter) {
    if (enter && at->type == XML_ELEMENT_NODE && at->children != NULL)
        return at->children;
    while (at != top && at->next == NULL)
        at = at->parent;
    return at == top ? NULL : at->next;
}

const char *document_attribute(const xmlNode *element, const char *name) {
    for (const xmlAttr *a = element->properties; a != NULL; a = a->next)
        if (strcmp((const char *)a->name, name) == 0)
            return a->children != NULL ? (const char *)a->children->content : "";
    return NULL;
}

bool document_is(const xmlNode *node, const char *name) {
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

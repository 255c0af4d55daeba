#include "evenhand/xpaths.h"

#include <libxml/xpathInternals.h>
#include <string.h>

#include "evenhand/document.h"
#include "evenhand/mem.h"

static const struct {
    const char *prefix, *uri;
} prefixes[] = {
    {"atom", "http://www.w3.org/2005/Atom"},
    {"content", "http://purl.org/rss/1.0/modules/content/"},
    {"dc", "http://purl.org/dc/elements/1.1/"},
    {"media", "http://search.yahoo.com/mrss/"},
    {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
    {"rss", "http://purl.org/rss/1.0/"},
};

static bool has_word(const char *words, const char *word) {
    static const char spaces[] = " \t\r\n";
    size_t len = strlen(word);
    for (words += strspn(words, spaces); *words != '\0'; words += strspn(words, spaces)) {
        size_t n = strcspn(words, spaces);
        if (n == len && memcmp(words, word, len) == 0)
            return true;
        words += n;
    }
    return false;
}

/* Errors are told by return values. */
static void say_nothing(void *ctx, xmlErrorPtr error) {
    (void)ctx;
    (void)error;
}

/* has-class('post'): the node's class attribute holds that word. In XPath 1.0 alone this takes four
 * functions, which are called for every element of a page. */
static void has_class(xmlXPathParserContextPtr ctxt, int nargs) {
    CHECK_ARITY(1);
    CAST_TO_STRING;
    xmlXPathObjectPtr word = valuePop(ctxt);
    const xmlNode *node = ctxt->context->node;
    const char *classes =
        node != NULL && node->type == XML_ELEMENT_NODE ? document_attribute(node, "class") : NULL;
    bool has = classes != NULL && has_word(classes, (const char *)word->stringval);
    xmlXPathFreeObject(word);
    valuePush(ctxt, xmlXPathNewBoolean(has));
}

xmlXPathContextPtr xpaths_open(xmlDocPtr tree) {
    xmlXPathContextPtr ctx = xmlXPathNewContext(tree);
    if (ctx == NULL)
        mem_exhausted();
    ctx->error = say_nothing;
    ctx->opLimit = XPATHS_MAX_STEPS;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        (void)xmlXPathRegisterNs(ctx, (const xmlChar *)prefixes[i].prefix, (const xmlChar *)prefixes[i].uri);
    (void)xmlXPathRegisterFunc(ctx, (const xmlChar *)"has-class", has_class);
    return ctx;
}

/* Prefixes and functions are looked up when an XPath runs; a trial run finds a mistake before any answer is
 * read. */
static bool try_out(xmlXPathContextPtr ctx, xmlXPathCompExprPtr xpath) {
    xmlXPathObjectPtr value = xmlXPathCompiledEval(xpath, ctx);
    bool ok = value != NULL;
    xmlXPathFreeObject(value);
    return ok;
}

xmlXPathCompExprPtr xpaths_compile(const char *xpath, const char *place, struct faults *f) {
    static const char trial[] = "<a b=''><a>1</a></a>";
    struct document d;
    document_parse(trial, sizeof trial - 1, DOCUMENT_XML, &d);
    xmlXPathContextPtr ctx = xpaths_open(d.tree);
    ctx->node = xmlDocGetRootElement(d.tree);
    xmlXPathCompExprPtr compiled = xmlXPathCtxtCompile(ctx, (const xmlChar *)xpath);
    if (compiled != NULL && !try_out(ctx, compiled)) {
        xmlXPathFreeCompExpr(compiled);
        compiled = NULL;
    }
    if (compiled == NULL)
        (void)fault(f, FAULT_CONFIG, place, "prefixes are atom, content, dc, media, rdf and rss",
                    "not an XPath 1.0 expression: %s", xpath);
    xmlXPathFreeContext(ctx);
    document_free(&d);
    return compiled;
}

xmlXPathObjectPtr xpaths_run(xmlXPathContextPtr ctx, xmlXPathCompExprPtr xpath, xmlNodePtr at) {
    if (xpath == NULL)
        return NULL;
    ctx->node = at;
    return xmlXPathCompiledEval(xpath, ctx);
}

static bool add_string(xmlChar *string, struct buf *out) {
    const char *text = string != NULL ? (const char *)string : "";
    bool blank = text[strspn(text, " \t\r\n")] == '\0';
    if (!blank)
        buf_add_text(out, text);
    xmlFree(string);
    return !blank;
}

void xpaths_first(xmlXPathObjectPtr value, struct buf *out) {
    if (value == NULL)
        return;
    if (value->type != XPATH_NODESET) {
        (void)add_string(xmlXPathCastToString(value), out);
        return;
    }
    int count = xmlXPathNodeSetGetLength(value->nodesetval);
    for (int i = 0; i < count; i++)
        if (add_string(xmlXPathCastNodeToString(value->nodesetval->nodeTab[i]), out))
            return;
}

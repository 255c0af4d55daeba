#include "evenhand/furniture.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "evenhand/document.h"

enum entry_kind { KIND_ELEMENT, KIND_BANNER, KIND_ROLE, KIND_CLASS, KIND_PREFIX };

static const struct entry {
    enum entry_kind kind;
    unsigned char len;
    const char *word;
} entries[] = {
#define ELEMENT(word) {KIND_ELEMENT, sizeof(word) - 1, word},
#define BANNER(word) {KIND_BANNER, sizeof(word) - 1, word},
#define ROLE(word) {KIND_ROLE, sizeof(word) - 1, word},
#define CLASS(word) {KIND_CLASS, sizeof(word) - 1, word},
#define PREFIX(word) {KIND_PREFIX, sizeof(word) - 1, word},
#include "furniture.inc"
#undef ELEMENT
#undef BANNER
#undef ROLE
#undef CLASS
#undef PREFIX
};

#define ENTRIES (sizeof entries / sizeof *entries)

/* What a node's _private points to: its marks, as an index. */
static char marks[FURNITURE_HOLDS_CONTENT + FURNITURE_HOLDS_HEADING + 1];

static unsigned marks_of(const xmlNode *element) {
    return element->_private != NULL ? (unsigned)((const char *)element->_private - marks) : 0;
}

void furniture_mark(xmlNode *element, enum furniture_mark mark) {
    for (xmlNode *at = element; at != NULL && at->type == XML_ELEMENT_NODE; at = at->parent) {
        if (marks_of(at) & mark)
            return;
        at->_private = &marks[marks_of(at) | mark];
    }
}

static bool has_mark(const xmlNode *element, enum furniture_mark mark) {
    return (marks_of(element) & mark) != 0;
}

_Static_assert(ENTRIES < 255, "furniture.inc: the chains below count in bytes");

/* Entries chained by the first letter of their word, so that most words are told at a glance: 1 + index, 0
 * ends. */
static unsigned char chain[ENTRIES], head[256];

static void build_chains(void) {
    static bool built;
    for (size_t n = 0; !built && n < ENTRIES; n++) {
        size_t i = ENTRIES - 1 - n;
        unsigned char c = (unsigned char)entries[i].word[0];
        chain[i] = head[c];
        head[c] = (unsigned char)(i + 1);
    }
    built = true;
}

static bool listed(enum entry_kind kind, const char *word, size_t len) {
    build_chains();
    for (size_t at = head[tolower((unsigned char)word[0])]; at != 0; at = chain[at - 1]) {
        const struct entry *e = &entries[at - 1];
        bool prefix = kind == KIND_CLASS && e->kind == KIND_PREFIX && len > e->len;
        if ((prefix || (e->kind == kind && len == e->len)) && strncasecmp(word, e->word, e->len) == 0)
            return true;
    }
    return false;
}

static bool any_listed(enum entry_kind kind, const char *words) {
    for (words += strspn(words, " \t\r\n"); *words != '\0'; words += strspn(words, " \t\r\n")) {
        size_t len = strcspn(words, " \t\r\n");
        if (listed(kind, words, len))
            return true;
        words += len;
    }
    return false;
}

static bool inside_content(const xmlNode *element) {
    for (const xmlNode *at = element->parent; at != NULL; at = at->parent)
        if (document_is(at, "main") || document_is(at, "article") || document_is(at, "section"))
            return true;
    return false;
}

static bool by_attributes(const xmlNode *element) {
    for (const xmlAttr *a = element->properties; a != NULL; a = a->next) {
        const char *name = (const char *)a->name;
        const char *value = a->children != NULL ? (const char *)a->children->content : NULL;
        if (value == NULL)
            continue;
        if ((strcmp(name, "class") == 0 || strcmp(name, "id") == 0) && any_listed(KIND_CLASS, value))
            return true;
        if (strcmp(name, "role") == 0 && any_listed(KIND_ROLE, value))
            return true;
    }
    return false;
}

/* A form to fill in says little; one with many words is wrapped around a page (boards do that to moderate
 * posts). */
static bool says_much(xmlNode *form) {
    size_t bytes = 0;
    for (xmlNode *at = form; at != NULL && bytes < FURNITURE_FORM_BYTES;) {
        bool quiet = document_is(at, "select") || document_is(at, "textarea") || document_is(at, "script");
        if (at->type == XML_TEXT_NODE && at->content != NULL && !xmlIsBlankNode(at))
            bytes += strlen((const char *)at->content);
        at = document_next(form, at, !quiet);
    }
    return bytes >= FURNITURE_FORM_BYTES;
}

bool furniture_is(xmlNode *element) {
    const char *name = (const char *)element->name;
    size_t len = strlen(name);
    if (has_mark(element, FURNITURE_HOLDS_CONTENT) || strcmp(name, "body") == 0)
        return false;
    if (strcmp(name, "form") == 0 && (has_mark(element, FURNITURE_HOLDS_HEADING) || says_much(element)))
        return false;
    if (listed(KIND_ELEMENT, name, len) || (listed(KIND_BANNER, name, len) && !inside_content(element)))
        return true;
    return by_attributes(element);
}

bool furniture_is_hidden(const xmlNode *element) {
    for (const xmlAttr *a = element->properties; a != NULL; a = a->next) {
        if (strcmp((const char *)a->name, "hidden") == 0)
            return true;
        if (strcmp((const char *)a->name, "style") != 0 || a->children == NULL ||
            a->children->content == NULL)
            continue;
        const char *display = strcasestr((const char *)a->children->content, "display");
        if (display == NULL)
            continue;
        display += strlen("display");
        display += strspn(display, " \t\r\n:");
        if (strncasecmp(display, "none", 4) == 0)
            return true;
    }
    return false;
}

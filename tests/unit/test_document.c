/* Tests of hostile documents and answers: each must end soon, within memory, and say what was not read. */
#include "map_fixture.h"

#include <time.h>

#include "evenhand/document.h"
#include "evenhand/mem.h"
#include "evenhand/page.h"

#define HOSTILE_BYTES ((size_t)512 << 10)
#define SECONDS_AT_MOST                                                                                      \
    20 /* in a sanitizer build on a busy machine; 8 MiB take under 6 s in a release build */

#define PAGE "  r:\n    url: '{query}'\n    answer: page\n"
#define XML "  r:\n    url: '{query}'\n    answer: xml\n    items: {each: //a, kind: post, text: .}\n"
#define JSON                                                                                                 \
    "  r:\n    url: '{query}'\n    answer: json\n    items: '.[] | {kind: \"post\", text: (. | "             \
    "tostring)}'\n"

/* Head, at least `bytes` of repetitions (each '@' a number that counts up), tail. */
static char *repeated(const char *head, const char *piece, const char *tail, size_t bytes) {
    struct buf out = {0};
    buf_add_text(&out, head);
    for (int i = 0; out.len < bytes; i++)
        for (const char *c = piece; *c != '\0'; c++) {
            if (*c == '@')
                buf_format(&out, "%d", i);
            else
                buf_add_char(&out, *c);
        }
    buf_add_text(&out, tail);
    return buf_take(&out);
}

struct hostile {
    const char *name, *requests, *media_type, *head, *piece, *tail;
};

static const struct hostile cases[] = {
    {"nested blocks", PAGE, "text/html", "", "<div>", ""},
    {"nested unknown elements", PAGE, "text/html", "", "<a@>", ""},
    {"attributes of one tag", PAGE, "text/html", "<p ", "a@ ", ">x"},
    {"one long attribute", PAGE, "text/html", "<p class='", "y ", "'>x"},
    {"attributes of the root", PAGE, "text/html", "", "<html a@=1>", ""},
    {"end tags of nothing", PAGE, "text/html", "<b><b><b><b><b>", "</q>", ""},
    {"references", PAGE, "text/html", "", "&zz;&amp;", ""},
    {"ampersands", PAGE, "text/html", "", "&&&&", ""},
    {"open comments", PAGE, "text/html", "", "<!--", ""},
    {"links", PAGE, "text/html", "", "<a href='/@'>x</a>", ""},
    {"headings", PAGE, "text/html", "", "<h1 class=cookie>x</h1>", ""},
    {"mains", PAGE, "text/html", "", "<main>x</main>", ""},
    {"a long JSON-LD", PAGE, "text/html", "<script type=application/ld+json>", "[", "</script>x"},
    {"items", XML, "text/xml", "<r>", "<a>@</a>", "</r>"},
    {"nested items", XML, "text/xml", "", "<a>x", ""},
    {"attributes in XML", XML, "text/xml", "<a ", "a@='' ", "/>"},
    {"namespaces", XML, "text/xml", "", "<a xmlns:a@='x'>", ""},
    {"default attributes", XML, "text/xml", "<!DOCTYPE a [", "<!ATTLIST a b@ CDATA 'x'>", "]><a>x</a>"},
    {"a large entity", XML, "text/xml", "<!DOCTYPE a [<!ENTITY e '", "xxxx", "'>]><a>&e;&e;&e;</a>"},
    {"bytes that are no text", PAGE, "text/html; charset=utf-8", "", "\xFF\x80\xC3", ""},
    {"nested arrays", JSON, "application/json", "", "[", ""},
    {"nested objects", JSON, "application/json", "", "{\"a\":", ""},
    {"many values", JSON, "application/json", "[0", ",@", "]"},
    {"large numbers", JSON, "application/json", "[1", ",1e999,-1e-999", "]"},
    {"escaped NULs", JSON, "application/json", "[\"", "\\u0000", "\"]"},
    {"half surrogates", JSON, "application/json", "[\"", "\\ud800", "\"]"},
};

static void within_limits(const struct map_result *r) {
    assert_true(r->count <= MAP_MAX_ITEMS);
    for (const cJSON *item = cJSON_GetArrayItem(r->items, 0); item != NULL; item = item->next)
        assert_true(strlen(record_text(item, "text")) <= (size_t)1 << 20);
    assert_true(!r->unreadable || r->count == 0);
}

static void ends_soon_whatever_is_sent(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct hostile *h = &cases[i];
        char *body = repeated(h->head, h->piece, h->tail, HOSTILE_BYTES);
        struct map_result r;
        time_t began = time(NULL);
        fixture_run(h->requests, h->media_type, body, strlen(body), &r);
        if (time(NULL) - began > SECONDS_AT_MOST)
            fail_msg("%s: took too long", h->name);
        within_limits(&r);
        map_result_free(&r);
        free(body);
    }
}

/* The classic: a thousand million words from a few hundred bytes. */
static void declares_nothing(void **state) {
    (void)state;
    static const char why[] = "it declares entities or elements of its own (a DTD)";
    fixture_gives(XML, "text/xml", "<!DOCTYPE z [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;'>]><a>&b;</a>", why);
    fixture_gives(XML, "text/xml", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", why);
    fixture_gives(XML, "text/xml", "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://made-up.example/'> %x;]><a/>",
                  why);
    fixture_gives(XML, "text/xml", "<!DOCTYPE a [<!ELEMENT a (b|c)*>]><a>x</a>", why);
    fixture_gives(
        XML, "text/xml", "<!DOCTYPE a SYSTEM 'http://made-up.example/a.dtd'><a>x&nbsp;&eacute;&lt;</a>",
        "[{\"kind\":\"post\",\"url\":\"\",\"author\":\"\",\"published\":\"\",\"lang\":\"\",\"title\":\"\","
        "\"text\":\"x é<\",\"links\":[]}]");
}

static void says_what_was_not_read(void **state) {
    (void)state;
    struct map_result r;
    char *deep = repeated("<p>above</p>", "<div>", "below", 8 * DOCUMENT_MAX_DEPTH);
    fixture_run(PAGE, "text/html", deep, strlen(deep), &r);
    assert_true(r.partial);
    assert_string_equal(record_text(cJSON_GetArrayItem(r.items, 0), "text"), "above");
    map_result_free(&r);
    free(deep);
    char *many = repeated("<r>", "<a>@</a>", "</r>", 12 * (MAP_MAX_ITEMS + 500));
    fixture_run(XML, "text/xml", many, strlen(many), &r);
    assert_int_equal(r.count, MAP_MAX_ITEMS);
    assert_true(r.over > 0);
    map_result_free(&r);
    free(many);
}

static void survives_broken_xml(void **state) {
    (void)state;
    static const char item[] =
        "[{\"kind\":\"post\",\"url\":\"\",\"author\":\"\",\"published\":\"\",\"lang\":\"\","
        "\"title\":\"\",\"text\":\"one\",\"links\":[]}]";
    fixture_gives(XML, "text/xml", "<r><a>one</a><b", item);
    fixture_gives(XML, "text/xml", "<r><a>one</b></a></r>", item);
    fixture_gives(XML, "text/xml", "{}", "it is not XML");
    fixture_gives(XML, "text/xml", "\n <?xml version='1.0' encoding='utf-8'?><r><a>one&#1;</a></r>", item);
    struct map_result r;
    fixture_run(XML, "text/xml", "<r><a>one</a><!-- breaks off", 28, &r);
    assert_true(r.partial);
    map_result_free(&r);
    fixture_run(XML, "text/xml", "<r><a>one</a>&nbsp;</r>", 23, &r);
    assert_false(r.partial);
    map_result_free(&r);
}

static char *page_as(enum document_kind kind, const char *html) {
    struct document d;
    struct map_result r = {.items = cJSON_CreateArray()};
    document_parse(html, strlen(html), kind, &d);
    assert_non_null(d.tree);
    char *base = page_base(d.tree, "http://made-up.example/a/b");
    page_item(d.tree, "http://made-up.example/a/b", base, &r);
    char *text = cJSON_PrintUnformatted(r.items);
    free(base);
    document_free(&d);
    map_result_free(&r);
    return text;
}

/* What is left out of a page's tree is what its readers do not look at. */
static void a_page_reads_the_same_without_what_nobody_reads(void **state) {
    (void)state;
    static const char *const pages[] = {
        "<p>one<!-- two -->three <b data-x='a' class='c'>four</b><img src=x alt=y srcset='z'>five",
        "<html lang=en><base href='/q/'><title>t</title><a rel=me href=x title=y target=z>m</a><p "
        "style='display:none'>no",
        "<script>var a='<p>no';</script><script "
        "type=application/ld+json>{\"author\":\"A\"}</script><style>p{}</style><p>x",
        "<p hidden>no</p><p id=cookie-banner aria-label=x>no</p><div role=navigation>no</div><p onclick='x' "
        "datetime=y>yes",
        "<meta name=author content=A><meta property=og:title content=B charset=utf-8><time pubdate "
        "datetime=2020-01-02>d</time>",
        "<a HREF=x CLASS=byline>By A</a><span itemprop='author'>B</span><p class=a class=nav id=b>x",
        "<svg viewBox='0 0 1 1'><title>no</title><path d='M0'/></svg><form action=x><p>words</form><h1 a=1 "
        "b=2 c=3>h",
        "<p title='a>b' class=\"c\">x</p><!--[if IE]><p>no<![endif]--><p/class='d'/>y",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char *all = page_as(DOCUMENT_HTML, pages[i]), *page = page_as(DOCUMENT_PAGE, pages[i]);
        assert_string_equal(page, all);
        free(all);
        free(page);
    }
}

int main(void) {
    record_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_soon_whatever_is_sent),
        cmocka_unit_test(declares_nothing),
        cmocka_unit_test(says_what_was_not_read),
        cmocka_unit_test(survives_broken_xml),
        cmocka_unit_test(a_page_reads_the_same_without_what_nobody_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

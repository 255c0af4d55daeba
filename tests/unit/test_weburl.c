#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"
#include "evenhand/weburl.h"

static const struct {
    const char *base, *reference, *text, *host, *origin, *target; /* text NULL: see `result` */
    enum weburl_result result;
} urls[] = {
    {NULL, "http://a.example", "http://a.example/", "a.example", "http://a.example:80", "/", WEBURL_OK},
    {NULL, "HTTPS://A.Example.:443/x?y#z", "https://a.example/x?y", "a.example", "https://a.example:443",
     "/x?y", WEBURL_OK},
    {NULL, "http://a.example:8080/b/../c/./d", "http://a.example:8080/c/d", "a.example",
     "http://a.example:8080", "/c/d", WEBURL_OK},
    {NULL,
     "http://b\xC3\xBC"
     "cher.example/",
     "http://xn--bcher-kva.example/", "xn--bcher-kva.example", "http://xn--bcher-kva.example:80", "/",
     WEBURL_OK},
    {NULL, "http://[::1]:8000/", "http://[::1]:8000/", "[::1]", "http://[::1]:8000", "/", WEBURL_OK},
    {NULL, "http://2130706433/", "http://127.0.0.1/", "127.0.0.1", "http://127.0.0.1:80", "/", WEBURL_OK},
    {NULL, "http://0x7f.1/", "http://127.0.0.1/", "127.0.0.1", "http://127.0.0.1:80", "/", WEBURL_OK},
    {NULL, "http://a.example/a b", "http://a.example/a%20b", "a.example", "http://a.example:80", "/a%20b",
     WEBURL_OK},
    {"http://a.example/b", "/\xC3\xA9?\xFF \"", "http://a.example/%c3%a9?%ff+\"", "a.example",
     "http://a.example:80", "/%c3%a9?%ff+\"", WEBURL_OK},
    {"http://a.example/b/c?d", "e", "http://a.example/b/e", "a.example", "http://a.example:80", "/b/e",
     WEBURL_OK},
    {"http://a.example/b/c?d", "?e", "http://a.example/b/c?e", "a.example", "http://a.example:80", "/b/c?e",
     WEBURL_OK},
    {"http://a.example/b/c", "/e", "http://a.example/e", "a.example", "http://a.example:80", "/e", WEBURL_OK},
    {"https://a.example/b", "//c.example/d", "https://c.example/d", "c.example", "https://c.example:443",
     "/d", WEBURL_OK},
    {"https://a.example/b", "http://c.example", "http://c.example/", "c.example", "http://c.example:80", "/",
     WEBURL_OK},
    {NULL, "http://me:secret@a.example/", NULL, NULL, NULL, NULL, WEBURL_REFUSED},
    {NULL, "http://me@a.example/", NULL, NULL, NULL, NULL, WEBURL_REFUSED},
    {NULL, "ftp://a.example/", NULL, NULL, NULL, NULL, WEBURL_REFUSED},
    {"http://a.example/", "file:///etc/passwd", NULL, NULL, NULL, NULL, WEBURL_REFUSED},
    {"http://a.example/", "gopher://a.example/", NULL, NULL, NULL, NULL, WEBURL_REFUSED},
    {"http://a.example/", "foo://a.example/", NULL, NULL, NULL, NULL, WEBURL_REFUSED},
    {NULL, "http://a.example:25/", NULL, NULL, NULL, NULL, WEBURL_REFUSED},
    {NULL, "http://a.example:99999/", NULL, NULL, NULL, NULL, WEBURL_BAD},
    {NULL, "http://", NULL, NULL, NULL, NULL, WEBURL_BAD},
    {NULL, "http://a.example/?", "http://a.example/?", "a.example", "http://a.example:80", "/?", WEBURL_OK},
    {NULL, "http://a.example/x?#y", "http://a.example/x?", "a.example", "http://a.example:80", "/x?",
     WEBURL_OK},
    {NULL, "https://a.example:80/", "https://a.example:80/", "a.example", "https://a.example:80", "/",
     WEBURL_OK},
    {NULL, "http://a%25/", NULL, NULL, NULL, NULL, WEBURL_BAD},
    {NULL, "http://%33/", NULL, NULL, NULL, NULL, WEBURL_BAD},
    {NULL, "http://a.example../", NULL, NULL, NULL, NULL, WEBURL_BAD},
    {NULL, "http://./", NULL, NULL, NULL, NULL, WEBURL_BAD},
    {NULL, "a.example/x", NULL, NULL, NULL, NULL, WEBURL_BAD},
    {NULL, "", NULL, NULL, NULL, NULL, WEBURL_BAD},
};

/* The robots.txt is of the same origin, and its address reads as what it says. */
static void check_robots(const struct weburl *u) {
    struct weburl robots = weburl_robots(u), again;
    const char *why = NULL;
    assert_int_equal(weburl_parse(NULL, robots.text, &again, &why), WEBURL_OK);
    assert_string_equal(again.text, robots.text);
    assert_string_equal(again.origin, u->origin);
    assert_string_equal(again.target, "/robots.txt");
    weburl_free(&robots);
    weburl_free(&again);
}

static void test_table(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct weburl u;
        const char *why = NULL;
        enum weburl_result result = weburl_parse(urls[i].base, urls[i].reference, &u, &why);
        if (result != urls[i].result) {
            fail_msg("\"%s\": %d (%s)", urls[i].reference, (int)result, why ? why : "");
        }
        if (result == WEBURL_OK) {
            assert_string_equal(u.text, urls[i].text);
            assert_string_equal(u.host, urls[i].host);
            assert_string_equal(u.origin, urls[i].origin);
            assert_string_equal(u.target, urls[i].target);
            check_robots(&u);
        } else {
            assert_non_null(why);
            assert_null(u.text);
        }
        weburl_free(&u);
    }
}

static void test_too_long(void **state) {
    (void)state;
    char *text = mem_format("http://a.example/%0*d", (int)COLLECT_URL_BYTES, 7);
    struct weburl u;
    const char *why = NULL;
    assert_int_equal(weburl_parse(NULL, text, &u, &why), WEBURL_BAD);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_too_long),
    };
    (void)setlocale(LC_CTYPE, "C.UTF-8"); /* for international names */
    return cmocka_run_group_tests(tests, NULL, NULL);
}

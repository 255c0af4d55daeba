/* Tests of links: resolution (RFC 3986, section 5.4) and what is no link. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "evenhand/links.h"
#include "evenhand/mem.h"

static void resolves(const char *reference, const char *base, const char *expected) {
    char *url = links_resolve(reference, base);
    if (expected == NULL)
        assert_null(url);
    else
        assert_string_equal(url != NULL ? url : "(none)", expected);
    free(url);
}

static void resolves_as_the_rfc_says(void **state) {
    (void)state;
    static const char *const examples[][2] = {{"g", "http://a/b/c/g"},
                                              {"./g", "http://a/b/c/g"},
                                              {"g/", "http://a/b/c/g/"},
                                              {"/g", "http://a/g"},
                                              {"//g", "http://g"},
                                              {"?y", "http://a/b/c/d;p?y"},
                                              {"g?y", "http://a/b/c/g?y"},
                                              {"g#s", "http://a/b/c/g"},
                                              {";x", "http://a/b/c/;x"},
                                              {"", "http://a/b/c/d;p?q"},
                                              {".", "http://a/b/c/"},
                                              {"..", "http://a/b/"},
                                              {"../g", "http://a/b/g"},
                                              {"../..", "http://a/"},
                                              {"../../g", "http://a/g"},
                                              {"/./g", "http://a/g"},
                                              {"/../g", "http://a/g"},
                                              {"g;x=1/../y", "http://a/b/c/y"},
                                              {"g?y/../x", "http://a/b/c/g?y/../x"}};
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
        resolves(examples[i][0], "http://a/b/c/d;p?q", examples[i][1]);
}

static void reads_what_people_write(void **state) {
    (void)state;
    static const char base[] = "https://made-up.example/dir/page";
    resolves("  /a b\n", base, "https://made-up.example/a%20b");
    resolves("caf\xC3\xA9", base, "https://made-up.example/dir/caf%C3%A9");
    resolves("HTTP://Other.Example/x", base, "HTTP://Other.Example/x");
    resolves("ht\ntp://other.example/", base, "http://other.example/");
    resolves("a%2Fb", base, "https://made-up.example/dir/a%2Fb");
    resolves("https://other.example/a/../b", base, "https://other.example/b");
    resolves("x", "", NULL);
    resolves("x", NULL, NULL);
}

static void refuses_what_is_no_web_link(void **state) {
    (void)state;
    static const char *const bad[] = {"javascript:alert(1)",     "mailto:a@b.example",
                                      "data:text/html,x",        "ftp://x.example/",
                                      "file:///etc/passwd",      "https://user:word@x.example/",
                                      "https://user@x.example/", "http://",
                                      "https:///path",           "tel:5550100"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        resolves(bad[i], "https://made-up.example/", NULL);
    char *long_one = mem_alloc(LINKS_MAX_BYTES + 20);
    memset(long_one, 'x', LINKS_MAX_BYTES + 10);
    resolves(long_one, "https://made-up.example/", NULL);
    free(long_one);
}

static void keeps_each_once_and_not_too_many(void **state) {
    (void)state;
    struct links l = {0};
    static const char base[] = "https://made-up.example/";
    links_add(&l, "#top", base);
    links_add(&l, "", base);
    links_add(&l, "/a", base);
    links_add(&l, "/a#b", base);
    assert_int_equal(l.count, 1);
    for (int i = 0; i < LINKS_MAX + 5; i++) {
        char path[16];
        (void)snprintf(path, sizeof path, "/%d", i);
        links_add(&l, path, base);
    }
    assert_int_equal(l.count, LINKS_MAX);
    assert_true(l.over);
    links_free(&l);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resolves_as_the_rfc_says),
        cmocka_unit_test(reads_what_people_write),
        cmocka_unit_test(refuses_what_is_no_web_link),
        cmocka_unit_test(keeps_each_once_and_not_too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

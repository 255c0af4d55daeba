/* has-class(): the function that XPaths have here beside those of XPath 1.0. */
#include "map_fixture.h"

#define HTML(each)                                                                                           \
    "  r:\n    url: '{query}'\n    answer: html\n    items: {each: \"" each "\", kind: post, text: .}\n"

static void finds(const char *body, size_t count) {
    struct map_result r;
    fixture_run(HTML("descendant::p[has-class('post')]"), "text/html", body, strlen(body), &r);
    assert_int_equal(r.count, count);
    map_result_free(&r);
}

static void a_class_is_a_whole_word_of_the_attribute(void **state) {
    (void)state;
    finds("<p class=post>x", 1);
    finds("<p class='a\n post\tb'>x", 1);
    finds("<div><p class='post'>x</p><p class='post b'>y</p></div>", 2);
    finds("<p class='posts'>x<p class='post-body'>y<p class='re post-'>z", 0);
    finds("<p class='Post'>x", 0);
    finds("<p class>x<p class=''>y<p>z<p id=post>w", 0);
}

static void it_takes_one_word(void **state) {
    (void)state;
    static const char *const wrong[] = {HTML("//a[has-class()]"), HTML("//a[has-class('x', 'y')]"),
                                        HTML("//a[has_class('x')]")};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct faults f = FAULTS_NONE;
        struct source *source = fixture_source(wrong[i]);
        assert_null(map_compile(source, &f));
        assert_int_equal(f.code, FAULT_CONFIG);
        source_free(source);
    }
}

int main(void) {
    record_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_class_is_a_whole_word_of_the_attribute),
        cmocka_unit_test(it_takes_one_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* RFC 9309's own examples, then what sites really write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "evenhand/buf.h"
#include "evenhand/collect_limits.h"
#include "evenhand/mem.h"
#include "evenhand/robots.h"

static const struct decision {
    const char *robots, *target;
    bool allowed;
} decisions[] = {
    /* RFC 9309 2.2.2: percent-encoding */
    {"User-agent: *\nDisallow: /foo/bar?baz=quz\n", "/foo/bar?baz=quz", false},
    {"User-agent: *\nDisallow: /foo/bar?baz=https://foo.bar\n", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", true},
    {"User-agent: *\nDisallow: /foo/bar?baz=https%3A%2F%2Ffoo.bar\n", "/foo/bar?baz=https%3a%2f%2ffoo.bar",
     false},
    {"User-agent: *\nDisallow: /foo/bar/\xE3\x83\x84\n", "/foo/bar/%E3%83%84", false},
    {"User-agent: *\nDisallow: /foo/bar/%e3%83%84\n", "/foo/bar/\xE3\x83\x84", false},
    {"User-agent: *\nDisallow: /foo/bar/%62%61%7A\n", "/foo/bar/baz", false},
    /* 2.2.3: special characters */
    {"User-agent: *\nDisallow: /path/file-with-a-%2A.html\n", "/path/file-with-a-*.html", false},
    {"User-agent: *\nDisallow: /path/foo-%24\n", "/path/foo-$", false},
    {"User-agent: *\nDisallow: /path/foo-%24\n", "/path/foo-", true},
    {"User-agent: *\nDisallow: /this/*/exactly$\n", "/this/is/exactly", false},
    {"User-agent: *\nDisallow: /this/*/exactly$\n", "/this/is/exactly/", true},
    /* 5.1, 5.2: the longest match wins */
    {"User-agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n", "/a/b.gif", false},
    {"User-agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n", "/publications/b.gif",
     true},
    {"User-Agent: evenhand\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n",
     "/example/page/disallowed.gif", false},
    {"User-Agent: evenhand\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n",
     "/example/page/x", true},
    /* A tie is the allow's, in either order. */
    {"User-agent: *\nDisallow: /page\nAllow: /page\n", "/page", true},
    {"User-agent: *\nAllow: /page\nDisallow: /page\n", "/page", true},
    /* Groups: ours before anybody's, even an empty one; merged; several agents on one group. */
    {"User-agent: *\nDisallow: /\n\nUser-agent: evenhand\nDisallow: /private\n", "/public", true},
    {"User-agent: *\nDisallow: /\n\nUser-agent: evenhand\nDisallow:\n", "/public", true},
    {"User-agent: evenhand\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: EvenHand\nDisallow: "
     "/b\n",
     "/b/c", false},
    {"User-agent: evenhand\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: EvenHand\nDisallow: "
     "/b\n",
     "/a", false},
    {"User-agent: evenhand\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n", "/c", true},
    {"User-agent: x\nUser-agent: evenhand\n\nUser-agent: y\nDisallow: /a\n", "/a", false},
    {"User-agent: x\nSitemap: https://a.example/s.xml\nUser-agent: evenhand\nDisallow: /a\n", "/a", false},
    {"User-agent: evenhand/1.0 (anything)\nDisallow: /a\n", "/a", false},
    {"User-agent: evenhanded\nDisallow: /\n", "/a", true},
    {"User-agent: even\nDisallow: /\n", "/a", true},
    {"Disallow: /\n", "/a", true}, /* of no group */
    /* Lines: CR, CRLF, blanks, comments, case, a byte order mark, a last line without newline, binary. */
    {"\xEF\xBB\xBFUSER-AGENT:*\r\n  disallow :  /a  # why not\r\n", "/a", false},
    {"User-agent: *\rDisallow: /a\r", "/a", false},
    {"User-agent: *\nDisallow: /a", "/a", false},
    {"User-agent: *\n# Disallow: /a\n", "/a", true},
    {"\x01\x02\xFF\xFE\nUser-agent: *\nnonsense\nDisallow /b\nDisallow: /a\n", "/b", true},
    {"<!DOCTYPE html><html><body>Not found</body></html>", "/a", true},
    /* Wildcards */
    {"User-agent: *\nDisallow: /*?\n", "/search?q=x", false},
    {"User-agent: *\nDisallow: /*?\n", "/search", true},
    {"User-agent: *\nDisallow: /fish*.php\n", "/fishheads/catfish.php?p=1", false},
    {"User-agent: *\nDisallow: /fish*.php\n", "/Fish.PHP", true},
    {"User-agent: *\nDisallow: /*.php$\n", "/a.php/b.php", false},
    {"User-agent: *\nDisallow: /*.php$\n", "/a.php?x", true},
    {"User-agent: *\nDisallow: /$\n", "/", false},
    {"User-agent: *\nDisallow: /$\n", "/a", true},
    {"User-agent: *\nDisallow: /a$b\n", "/a$bc", false},
    {"User-agent: *\nDisallow: /**a**b$\n", "/xxaxxb", false},
    {"User-agent: *\nDisallow: /a*aa$\n", "/aa", true},
    {"User-agent: *\nDisallow: *\n", "/", false},
    /* robots.txt itself may always be asked for. */
    {"User-agent: *\nDisallow: /\n", "/robots.txt", true},
    {"", "/", true},
};

static void test_decisions(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++) {
        const struct decision *d = &decisions[i];
        struct robots *r = robots_parse(d->robots, strlen(d->robots));
        if (robots_allow(r, d->target) != d->allowed) {
            fail_msg("%s of \"%s\" under\n%s", d->allowed ? "no permission" : "permission", d->target,
                     d->robots);
        }
        robots_free(r);
    }
}

/* What is beyond the limit is not read, and a NUL is a byte like another. */
static void test_huge(void **state) {
    (void)state;
    static const char head[] = "User-agent: *\nDisallow: /a\n", tail[] = "\nDisallow: /b\n";
    size_t len = COLLECT_ROBOTS_BYTES + sizeof tail;
    char *text = mem_alloc(len + 1);
    memset(text, '\0', len);
    memcpy(text, head, sizeof head - 1);
    memcpy(text + COLLECT_ROBOTS_BYTES, tail, sizeof tail - 1);
    struct robots *r = robots_parse(text, len);
    assert_false(robots_allow(r, "/a"));
    assert_true(robots_allow(r, "/b"));
    robots_free(r);
    free(text);
}

/* Stars without number cost linear time. */
static void test_stars(void **state) {
    (void)state;
    struct buf text = {0};
    buf_add_text(&text, "User-agent: *\nDisallow: /");
    for (int i = 0; i < 100000; i++) {
        buf_add_text(&text, "*a");
    }
    buf_add_text(&text, "b\n");
    struct robots *r = robots_parse(text.data, text.len);
    char target[8000] = "/";
    memset(target + 1, 'a', sizeof target - 2);
    assert_true(robots_allow(r, target));
    robots_free(r);
    buf_free(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decisions),
        cmocka_unit_test(test_huge),
        cmocka_unit_test(test_stars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

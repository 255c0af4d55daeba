/* Block rules: what each is seen to catch, and what an ordinary page is not taken for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "evenhand/blocks.h"

static struct blocks *rules;

static int open_rules(void **state) {
    struct faults f = FAULTS_NONE;
    (void)state;
    rules = blocks_read(&f);
    assert_string_equal(f.text, "");
    return 0;
}

static int close_rules(void **state) {
    (void)state;
    blocks_free(rules);
    return 0;
}

/* A page of so many bytes of readable text. */
static const char *of_page(const char *body, size_t text_bytes) {
    const struct block_sight s = {.asked = "https://a.example/u/quill",
                                  .url = "https://a.example/u/quill",
                                  .headers = "HTTP/1.1 200 OK\nContent-Type: text/html\n",
                                  .body = body,
                                  .len = strlen(body),
                                  .text_bytes = text_bytes};
    const char *says = blocks_match(rules, &s);
    return says ? says : "";
}

#define TITLE(t) "<html><head><title>" t "</title></head><body>x</body></html>"

static void challenges(void **state) {
    (void)state;
    assert_string_equal(of_page(TITLE("Just a moment..."), 20), "a Cloudflare challenge");
    assert_string_equal(of_page(TITLE("Making sure you&#39;re not a bot!"), 20), "an Anubis challenge");
    assert_string_equal(of_page("<div class=g-recaptcha></div>", 10), "a captcha");
    assert_string_equal(of_page(TITLE("Are you a robot?"), 100), "a captcha");
    assert_string_equal(of_page(TITLE("Access Denied") "Reference errors.edgesuite.net", 90),
                        "an Akamai block");
    /* A comment form's captcha on a page that says something, and a title that is about something else. */
    assert_string_equal(of_page("<p>An article</p><form class=\"g-recaptcha\">comment</form>", 5000), "");
    assert_string_equal(of_page(TITLE("Just a moment in time"), 5000), "");
}

static void headers_count_for_any_answer(void **state) {
    (void)state;
    struct block_sight s = {.asked = "https://a.example/",
                            .url = "https://a.example/",
                            .body = "{}",
                            .len = 2,
                            .headers = "HTTP/1.1 200\nCF-Mitigated: challenge\n",
                            .data = true};
    assert_string_equal(blocks_match(rules, &s), "a Cloudflare challenge");
    s.headers = "HTTP/1.1 200\nX-DataDome: protected\n";
    assert_null(blocks_match(rules, &s));
}

/* Somebody's post about a captcha is a post. */
static void words_of_people_are_no_block(void **state) {
    (void)state;
    static const char body[] = "[{\"content\":\"it said: You need to enable JavaScript to run this app\"}]";
    struct block_sight s = {.asked = "https://a.example/",
                            .url = "https://a.example/",
                            .headers = "",
                            .body = body,
                            .len = strlen(body),
                            .text_bytes = 50,
                            .data = true};
    assert_null(blocks_match(rules, &s));
    s.data = false;
    assert_string_equal(blocks_match(rules, &s), "a page that shows nothing without JavaScript");
}

static const char *redirected_to(const char *url, size_t text_bytes) {
    const struct block_sight s = {.asked = "https://a.example/u/quill",
                                  .url = url,
                                  .headers = "",
                                  .body = "<p>x</p>",
                                  .len = 8,
                                  .text_bytes = text_bytes};
    const char *says = blocks_match(rules, &s);
    return says ? says : "";
}

static void walls(void **state) {
    (void)state;
    assert_string_equal(redirected_to("https://a.example/login?next=/u/quill", 9000), "a log-in wall");
    assert_string_equal(redirected_to("https://consent.a.example/collectConsent?x", 9000), "a consent wall");
    assert_string_equal(redirected_to("https://a.example/members/quill?from=/login", 9000), "");
    assert_string_equal(of_page(TITLE("Log in"), 300), "a log-in wall");
    assert_string_equal(of_page(TITLE("Catalog index"), 300), "");
    assert_string_equal(of_page("<p>You must be logged in to view this</p>", 60), "a log-in wall");
    assert_string_equal(of_page("<p>You must be logged in to comment</p>", 4000), "");
    assert_string_equal(of_page(TITLE("Before you continue to Search"), 500), "a consent wall");
}

static void shells_and_soft_404s(void **state) {
    (void)state;
    assert_string_equal(of_page("<noscript>You need to enable JavaScript to run this app.</noscript>", 60),
                        "a page that shows nothing without JavaScript");
    assert_string_equal(of_page("<body><div id=\"root\"></div></body>", 0),
                        "a page that shows nothing without JavaScript");
    assert_string_equal(of_page("<body><div id=\"root\">Words</div></body>", 10), "");
    assert_string_equal(of_page(TITLE("Page not found | A site"), 200),
                        "a \"not found\" page with a status that says found");
    assert_string_equal(of_page(TITLE("How a page not found became art"), 5000), "");
    assert_string_equal(of_page("<p>This domain is for sale</p>", 100), "a parked domain");
    assert_string_equal(of_page("", 0), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(challenges),
        cmocka_unit_test(headers_count_for_any_answer),
        cmocka_unit_test(words_of_people_are_no_block),
        cmocka_unit_test(walls),
        cmocka_unit_test(shells_and_soft_404s),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}

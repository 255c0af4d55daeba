/* Tests of a page's title, author, date, language and links: which of several sources is believed. */
#include "map_fixture.h"

#include "evenhand/record.h"

#define PAGE "  r:\n    url: '{query}'\n    answer: page\n"

static void says(const char *html, const char *key, const char *value) {
    struct map_result r;
    fixture_run(PAGE, "text/html; charset=utf-8", html, strlen(html), &r);
    const cJSON *item = cJSON_GetArrayItem(r.items, 0);
    assert_non_null(item);
    assert_string_equal(record_text(item, key), value);
    map_result_free(&r);
}

static void titles(void **state) {
    (void)state;
    says("<title>c</title><meta property=og:title content=' a  b '><h1>b</h1>", "title", "a b");
    says("<title>c</title><header><h1>Site</h1></header><main><h1>b <i>b</i></h1></main>", "title", "b b");
    says("<title>c &amp; d</title><p>x", "title", "c & d");
    says("<head><noscript><img src=x></noscript><title>late</title></head><p>x", "title", "late");
    says("<svg><title>no</title></svg><p>x", "title", "");
}

static void authors(void **state) {
    (void)state;
    says("<meta name=author content='By A. One'><a rel=author>B</a>", "author", "A. One");
    says("<meta property=article:author content='https://x.example/'><a rel='nofollow author'>B "
         "<b>Two</b></a>",
         "author", "B Two");
    says("<script type=application/ld+json>{\"author\":[{\"name\":\"C\"},\"D\"]}</script><p class=byline>E",
         "author", "C, D");
    says("<script type=application/ld+json>{broken</script><p class='x byline'>by: E. Five</p>", "author",
         "E. Five");
    says("<span itemprop=author>F</span>", "author", "F");
    says("<p class=byline>Byron</p>", "author", "Byron");
    says("<script type=application/ld+json>{\"comment\":[{\"author\":\"No\"}]}</script><p>x", "author", "");
}

static void dates(void **state) {
    (void)state;
    says("<script type=application/ld+json>[{\"datePublished\":\"2026-03-05T08:15:00-05:00\"}]</script>"
         "<meta property=article:published_time content=2025-01-01>",
         "published", "2026-03-05T13:15:00Z");
    says("<script type=application/ld+json>{\"datePublished\":\"soon\"}</script>"
         "<meta property=article:published_time content=2025-01-01T00:00:00Z>",
         "published", "2025-01-01T00:00:00Z");
    says("<time datetime=2020-01-01>old</time><main><time datetime=2021-01-01>x</time></main>", "published",
         "2021-01-01T00:00:00Z");
    says("<main><time datetime=2021-01-01>x</time></main><time itemprop=datePublished "
         "datetime=2022-01-01>y</time>",
         "published", "2022-01-01T00:00:00Z");
    says("<time datetime=03/04/2024>ambiguous</time>", "published", "");
    says("<p>March 3, 2024</p>", "published", "");
}

static void languages(void **state) {
    (void)state;
    says("<html lang=pt_BR><p>x", "lang", "pt-BR");
    says("<html lang='en us'><p>x", "lang", "");
    says("<html lang=x><p>x", "lang", "");
}

static void its_url_is_the_final_one(void **state) {
    (void)state;
    says("<base href=https://other.example/><link rel=canonical href=/c><p>x", "url",
         "http://made-up.example/dir/page?x=1");
}

static void links(void **state) {
    (void)state;
    fixture_gives(PAGE, "text/html",
                  "<base href=https://other.example/a/><nav><a href=n>n</a><a rel=me "
                  "href=/me>m</a></nav><p><a href=x>x</a>",
                  "[{\"kind\":\"page\",\"url\":\"http://made-up.example/dir/"
                  "page?x=1\",\"author\":\"\",\"published\":\"\","
                  "\"lang\":\"\",\"title\":\"\",\"text\":\"x\","
                  "\"links\":[\"https://other.example/a/x\",\"https://other.example/me\"]}]");
}

static void other_media(void **state) {
    (void)state;
    fixture_gives(PAGE, "application/pdf", "%PDF", "it is application/pdf");
    fixture_gives(PAGE, "application/json; charset=utf-8", "{}", "it is application/json");
    fixture_gives(PAGE, "text/html", "  ", "it is empty");
}

int main(void) {
    record_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles),
        cmocka_unit_test(authors),
        cmocka_unit_test(dates),
        cmocka_unit_test(languages),
        cmocka_unit_test(its_url_is_the_final_one),
        cmocka_unit_test(links),
        cmocka_unit_test(other_media),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

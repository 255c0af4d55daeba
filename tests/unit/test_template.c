/* Tests of the templates: filling, encoding, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/plan.h"
#include "evenhand/record.h"
#include "evenhand/template.h"

static cJSON *identity;

static void fills(const char *template, const char *list_slot, const char *value, const char *expected) {
    char *filled = plan_fill(template, identity, list_slot, value);
    if (expected == NULL)
        assert_null(filled);
    else
        assert_string_equal(filled, expected);
    free(filled);
}

static void fills_queries(void **state) {
    (void)state;
    fills("\"{full_name}\" {city}", NULL, NULL, "\"Ana Bo Quillfeather\" S\xc3\xa3o Example");
    fills("{username}", "username", "tansyq", "tansyq");
    fills("{username} {city}", "username", "tansyq", "tansyq S\xc3\xa3o Example");
    fills("no slot", NULL, NULL, "no slot");
}

static void has_no_value(void **state) {
    (void)state;
    fills("{full_name} {state}", NULL, NULL, NULL); /* empty */
    fills("{username}", "username", "", NULL);
    fills("{username}", "username", NULL, NULL);
    fills("{employer}", NULL, NULL, NULL); /* a list is no text */
}

static void encodes_values_in_addresses(void **state) {
    (void)state;
    fills("https://blog.example/~{username}/feed.xml", "username", "../a b?c#d/\xc3\xa9",
          "https://blog.example/~..%2Fa%20b%3Fc%23d%2F%C3%A9/feed.xml");
    fills("{website}", "website", "https://pages.example/~a?b=c", "https://pages.example/~a?b=c");
}

static void url_is(const char *template, const char *site, const char *query, const char *expected) {
    char *url = plan_fill_url(template, site, query, 3);
    assert_string_equal(url, expected);
    free(url);
}

static void fills_urls(void **state) {
    (void)state;
    url_is("{site}/search?q={query}&pageno={page}", "https://s.example/", "\"A B\" c&d",
           "https://s.example/search?q=%22A%20B%22%20c%26d&pageno=3");
    url_is("https://a.example/u/{query}", NULL, "{site}", "https://a.example/u/%7Bsite%7D");
    url_is("{query}", "https://s.example", "https://p.example/a b?q=\xc3\xa9\"",
           "https://p.example/a%20b?q=%C3%A9%22");
}

static void knows_its_slots(void **state) {
    (void)state;
    for (const char *const *slot = plan_slots; *slot != NULL; slot++)
        assert_non_null(plan_slot_identity_key(*slot));
    assert_string_equal(plan_slot_identity_key("username"), "usernames");
    assert_string_equal(plan_slot_identity_key("full_name"), "full_name");
    assert_null(plan_slot_identity_key("date_of_birth"));
    assert_true(plan_slot_is_list("website"));
    assert_false(plan_slot_is_list("city"));
    assert_false(plan_slot_is_list("nothing"));
}

static void refuses_url(const char *url, const char *message) {
    struct faults f = FAULTS_NONE;
    const struct yaml node = {.kind = YAML_SCALAR, .file = "sources/s.yaml", .line = 2, .col = 6};
    bool ok = template_check_url(url, &node, &f);
    assert_int_equal(ok, message == NULL);
    assert_string_equal(f.text, message == NULL ? "" : message);
}

static void checks_urls(void **state) {
    (void)state;
    refuses_url("{query}", NULL);
    refuses_url("{site}/{query}", NULL);
    refuses_url("https://a.example/?q={query}&p={page}", NULL);
    refuses_url("https://a.example/{quey}",
                "sources/s.yaml:2:6: unknown slot {quey}; a url has {site}, {query} and {page}\n");
    refuses_url("https://a.example/",
                "sources/s.yaml:2:6: the url has no {query}, so that it asks nothing\n");
    refuses_url("ftp://a.example/{query}",
                "sources/s.yaml:2:6: the url begins neither with {site} nor with https://\n");
    refuses_url("{query}/feed", "sources/s.yaml:2:6: the url begins neither with {site} nor with https://\n");
    refuses_url(
        "https://a.example/{query}}",
        "sources/s.yaml:2:6: a stray } in \"https://a.example/{query}}\"; write slots as in {username}\n");
}

static void repeats_one_list_slot(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    const char *list_slot = NULL;
    const struct yaml node = {.kind = YAML_SCALAR, .file = "plan.yaml", .line = 1, .col = 1};
    assert_true(template_check_query("{alias} OR \"{alias}\" {city}", &node, &list_slot, &f));
    assert_string_equal(list_slot, "alias");
    assert_true(template_check_query("{full_name}", &node, &list_slot, &f));
    assert_null(list_slot);
}

static int make_identity(void **state) {
    (void)state;
    record_init();
    identity =
        cJSON_Parse("{\"full_name\": \"Ana \\\"Bo\\\" Quillfeather\", \"city\": \"S\xc3\xa3o Example\", "
                    "\"state\": \"\", \"employers\": [\"Bakery\"]}");
    return identity == NULL;
}

static int remove_identity(void **state) {
    (void)state;
    cJSON_Delete(identity);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_queries),   cmocka_unit_test(has_no_value),
        cmocka_unit_test(fills_urls),      cmocka_unit_test(encodes_values_in_addresses),
        cmocka_unit_test(knows_its_slots), cmocka_unit_test(repeats_one_list_slot),
        cmocka_unit_test(checks_urls),
    };
    return cmocka_run_group_tests_name("template", tests, make_identity, remove_identity);
}

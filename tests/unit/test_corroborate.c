/* Corroboration as specification: what one text carried twice is, and what independent sources say. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "evenhand/corroborate.h"
#include "evenhand/record.h"

#define WIRE "A deckhand was fined after the ferry struck the pier on Tuesday while everybody slept."

static struct corroboration held;

static void add(const char *evidence, const char *url, const char *text, const char *reliability, bool own) {
    struct tokens words = {0};
    cJSON *item = cJSON_CreateObject(), *finding = record_new(RECORD_FINDING, "C-7F3K");
    (void)cJSON_AddStringToObject(item, "evidence", evidence);
    (void)cJSON_AddNumberToObject(item, "item", 1);
    (void)cJSON_AddStringToObject(item, "url", url);
    (void)cJSON_AddStringToObject(finding, "category", "recklessness");
    (void)cJSON_AddStringToObject(finding, "corroboration", "one source");
    (void)cJSON_AddStringToObject(finding, "reliability", reliability);
    tokens_split(&words, text, strlen(text));
    corroborate_add(&held, finding, item, &words, 0, (uint32_t)strlen(text), tokens_hash(text, strlen(text)),
                    own);
    tokens_free(&words);
    cJSON_Delete(item);
}

static const char *stands(size_t i) {
    return record_text(held.at[i].record, "corroboration");
}

static const char *first_of(size_t i, const char *key) {
    const cJSON *list = record_field(held.at[i].record, key);
    return cJSON_GetArraySize(list) ? cJSON_GetArrayItem(list, 0)->valuestring : "";
}

static void the_same_words_on_two_sites_are_one_finding_with_two_evidences(void **state) {
    (void)state;
    add("E-0001", "https://a.example/1", WIRE, "post", false);
    add("E-0002", "https://b.example/1", WIRE " Reposted.", "news report", false);
    corroborate_settle(&held);
    assert_true(held.at[0].merged); /* the report is the better source */
    assert_false(held.at[1].merged);
    assert_string_equal(first_of(1, "copies"), "E-0001/1");
    assert_string_equal(stands(1), "one source");
    corroborate_clear(&held);
}

static void independent_sources_that_say_the_same_support_one_another(void **state) {
    (void)state;
    add("E-0001", "https://a.example/1", WIRE, "news report", false);
    add("E-0002", "https://court.example/1",
        "Judgment: fined 400 as deckhand of the ferry that struck the pier.", "official record", false);
    add("E-0003", "https://c.example/1", "Ran a red light again, nobody saw.", "post", false);
    corroborate_settle(&held);
    assert_string_equal(stands(0), "several independent sources");
    assert_string_equal(first_of(0, "support"), "E-0002/1");
    assert_string_equal(first_of(1, "support"), "E-0001/1");
    assert_string_equal(stands(2), "one source");
    corroborate_clear(&held);
}

static void what_one_site_or_the_candidate_says_twice_is_one_source(void **state) {
    (void)state;
    static const char other[] = "I was fined: deckhand when our ferry struck the pier.";
    add("E-0001", "https://a.example/1", WIRE, "news report", false);
    add("E-0002", "https://www.a.example/2", other, "news report", false);
    corroborate_settle(&held);
    assert_string_equal(stands(0), "one source");
    corroborate_clear(&held);
    add("E-0001", "https://a.example/1", WIRE, "own words", true);
    add("E-0002", "https://b.example/2", other, "own words", true);
    corroborate_settle(&held);
    assert_string_equal(stands(1), "one source");
    corroborate_clear(&held);
}

static void an_agencys_text_with_another_beginning_is_no_second_source(void **state) {
    (void)state;
    static const char more[] =
        " The harbor office said the bow thruster had failed twice that month. Nobody was hurt, the owner "
        "said, and the boat sailed again on Friday after divers had looked at the hull and the pier.";
    char first[600], second[600];
    (void)snprintf(first, sizeof first, "%s%s", WIRE, more);
    (void)snprintf(second, sizeof second, "Seaside: deckhand fined, ferry struck pier. %s", more);
    add("E-0001", "https://a.example/1", first, "news report", false);
    add("E-0002", "https://b.example/1", second, "news report", false);
    corroborate_settle(&held);
    assert_string_equal(stands(0), "one source");
    corroborate_clear(&held);
}

static void an_exact_copy_adds_its_evidence(void **state) {
    (void)state;
    add("E-0001", "https://a.example/1", WIRE, "post", false);
    corroborate_copy(&held, tokens_hash(WIRE, strlen(WIRE)), "E-0009/2");
    corroborate_copy(&held, 7, "E-0010/1");
    corroborate_settle(&held);
    assert_string_equal(first_of(0, "copies"), "E-0009/2");
    assert_int_equal(cJSON_GetArraySize(record_field(held.at[0].record, "copies")), 1);
    corroborate_free(&held);
}

int main(void) {
    record_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_words_on_two_sites_are_one_finding_with_two_evidences),
        cmocka_unit_test(independent_sources_that_say_the_same_support_one_another),
        cmocka_unit_test(what_one_site_or_the_candidate_says_twice_is_one_source),
        cmocka_unit_test(an_agencys_text_with_another_beginning_is_no_second_source),
        cmocka_unit_test(an_exact_copy_adds_its_evidence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

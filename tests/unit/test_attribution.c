/* Attribution as specification: a made-up candidate, and items that are hers, a namesake's, or about neither.
 */
#include "check.h"

#include <stdlib.h>

#include "evenhand/attribution.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

#define CANDIDATE                                                                                            \
    "{\"full_name\":\"Ondine Rue Marrowfax\",\"aliases\":[\"Dina "                                           \
    "Marrowfax\"],\"usernames\":[\"ondine_reads\"],"                                                         \
    "\"emails\":[\"ondine@hartsmere.example\"],\"phones\":[\"413-555-0133\"],\"city\":\"Springfield\","      \
    "\"state\":\"MA\","                                                                                      \
    "\"employers\":[\"Hartsmere Public Library\"],\"schools\":[\"Fenwright College\"],"                      \
    "\"websites\":[\"https://ondine.example/\"],\"date_of_birth\":\"1992-06-30\"}"

static struct attribution rules;

/* The class of one item; what is not given is empty. */
static const char *class_of(const char *kind, const char *url, const char *author, const char *text,
                            const char *published) {
    static char class[16];
    cJSON *identity = cJSON_Parse(CANDIDATE), *item = cJSON_CreateObject();
    struct subject s;
    subject_read(&s, identity, rules.known);
    (void)cJSON_AddStringToObject(item, "kind", kind);
    (void)cJSON_AddStringToObject(item, "url", url);
    (void)cJSON_AddStringToObject(item, "author", author);
    (void)cJSON_AddStringToObject(item, "text", text);
    (void)cJSON_AddStringToObject(item, "published", published);
    cJSON *match = attribution_judge(&rules, &s, item);
    (void)strncpy(class, record_text(match, "class"), sizeof class - 1);
    cJSON_Delete(match);
    cJSON_Delete(item);
    cJSON_Delete(identity);
    subject_free(&s);
    return class;
}

static void a_declared_site_or_address_is_a_match(void **state) {
    (void)state;
    attribution_next(&rules);
    assert_string_equal(
        class_of("page", "https://ondine.example/about", "", "Ondine Marrowfax keeps bees.", ""), "match");
    assert_string_equal(
        class_of("comment", "https://talk.example/1", "", "Mail ondine@hartsmere.example for seeds.", ""),
        "match");
    assert_string_equal(
        class_of("page", "https://hall.example/", "", "Call (413) 555-0133, ask for Dina Marrowfax.", ""),
        "match");
}

static void name_and_employer_are_a_match_but_name_and_place_are_for_a_person_to_decide(void **state) {
    (void)state;
    attribution_next(&rules);
    assert_string_equal(class_of("article", "https://news.example/1", "A. Reporter",
                                 "Ondine Marrowfax of Hartsmere Public Library opened the reading room.",
                                 "2024-05-01"),
                        "match");
    assert_string_equal(class_of("article", "https://news.example/2", "A. Reporter",
                                 "Ondine Marrowfax of Springfield won the pie contest.", "2024-05-01"),
                        "possible");
}

static void a_namesake_of_another_age_is_not_the_candidate(void **state) {
    (void)state;
    attribution_next(&rules);
    assert_string_equal(class_of("article", "https://news.example/3", "",
                                 "Police charged Ondine Marrowfax, 58, of Lowell with theft.", "2024-05-01"),
                        "non-match");
    assert_string_equal(class_of("article", "https://news.example/4", "",
                                 "Ondine T. Marrowfax retired from the mill in 1989 after 31 years.",
                                 "1990-01-01"),
                        "non-match");
}

static void anothers_words_that_name_the_candidate_are_not_hers(void **state) {
    (void)state;
    attribution_next(&rules);
    assert_string_equal(class_of("comment", "https://talk.example/2", "Pelham Gristwater",
                                 "Ondine Marrowfax should burn that place down", "2024-05-01"),
                        "non-match");
}

static void nothing_in_common_is_not_the_candidate(void **state) {
    (void)state;
    attribution_next(&rules);
    assert_string_equal(class_of("post", "https://talk.example/3", "somebody", "Rain again.", ""),
                        "non-match");
}

static void a_list_of_namesakes_attributes_nobody(void **state) {
    (void)state;
    attribution_next(&rules);
    assert_string_equal(
        class_of("result", "https://find.example/?q=marrowfax", "",
                 "Ondine Marrowfax, Springfield MA. Ondine Marrowfax, Hartsmere Public Library. "
                 "O. Marrowfax, Lowell MA. Ondine R. Marrowfax, Ohio.",
                 ""),
        "possible");
}

static void an_account_that_was_a_match_speaks_for_its_later_posts(void **state) {
    (void)state;
    attribution_next(&rules);
    assert_string_equal(class_of("post", "https://talk.example/9", "ondine_reads", "Rain again.", ""),
                        "possible");
    assert_string_equal(class_of("profile", "https://talk.example/ondine_reads", "ondine_reads",
                                 "Dina Marrowfax, Springfield", ""),
                        "match");
    assert_string_equal(class_of("post", "https://talk.example/9", "ondine_reads", "Rain again.", ""),
                        "match");
    attribution_next(&rules);
    assert_string_equal(class_of("post", "https://talk.example/9", "ondine_reads", "Rain again.", ""),
                        "possible");
}

static void reasons_are_words_with_their_weights(void **state) {
    (void)state;
    attribution_next(&rules);
    cJSON *identity = cJSON_Parse(CANDIDATE),
          *item = cJSON_Parse("{\"kind\":\"post\",\"author\":\"ondine_reads\"}");
    struct subject s;
    subject_read(&s, identity, rules.known);
    cJSON *match = attribution_judge(&rules, &s, item);
    const cJSON *reasons = record_field(match, "reasons");
    assert_string_equal(cJSON_GetArrayItem(reasons, 0)->valuestring, "before anything is known: -8.0");
    assert_string_equal(cJSON_GetArrayItem(reasons, 1)->valuestring, "username equals a declared one: +15.9");
    assert_true(record_number(match, "weight") > 7.8 && record_number(match, "weight") < 8);
    cJSON_Delete(match);
    cJSON_Delete(item);
    cJSON_Delete(identity);
    subject_free(&s);
}

static int open_rules(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    char *shipped = data_folder("rules", &f), *folder = path_join(shipped, "attribute");
    bool ok = attribution_open(&rules, folder, &f);
    free(shipped);
    free(folder);
    return ok ? 0 : -1;
}

static int close_rules(void **state) {
    (void)state;
    attribution_close(&rules);
    return 0;
}

int main(void) {
    record_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_declared_site_or_address_is_a_match),
        cmocka_unit_test(name_and_employer_are_a_match_but_name_and_place_are_for_a_person_to_decide),
        cmocka_unit_test(a_namesake_of_another_age_is_not_the_candidate),
        cmocka_unit_test(anothers_words_that_name_the_candidate_are_not_hers),
        cmocka_unit_test(nothing_in_common_is_not_the_candidate),
        cmocka_unit_test(a_list_of_namesakes_attributes_nobody),
        cmocka_unit_test(an_account_that_was_a_match_speaks_for_its_later_posts),
        cmocka_unit_test(reasons_are_words_with_their_weights),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}

/* Attribution as specification: a made-up candidate, and items that are hers, a namesake's, or about neither.
 */
#include "check.h"

#include <math.h>
#include <stdlib.h>

#include "evenhand/attribution.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

#define CANDIDATE                                                                                            \
    "{\"full_name\":\"Ondine Rue Marrowfax\",\"aliases\":[\"Dina "                                           \
    "Marrowfax\"],\"usernames\":[\"ondine_reads\",\"ondinem\"],"                                             \
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

static void a_handle_that_others_may_have_chosen_is_for_a_person_to_decide(void **state) {
    (void)state;
    attribution_next(&rules);
    assert_string_equal(class_of("post", "https://talk.example/9", "ondine_reads", "Rain again.", ""),
                        "match");
    attribution_next(&rules);
    assert_string_equal(class_of("post", "https://talk.example/9", "ondinem", "Rain again.", ""), "possible");
}

static void an_account_that_was_a_match_speaks_for_its_later_posts(void **state) {
    (void)state;
    attribution_next(&rules);
    assert_string_equal(
        class_of("profile", "https://talk.example/ondinem", "ondinem", "Dina Marrowfax, librarian", ""),
        "match");
    assert_string_equal(class_of("post", "https://talk.example/9", "ondinem", "Rain again.", ""), "match");
    attribution_next(&rules);
    assert_string_equal(class_of("post", "https://talk.example/9", "ondinem", "Rain again.", ""), "possible");
}

static void the_employers_site_and_the_trade_speak_for_her_another_trade_against(void **state) {
    (void)state;
    attribution_next(&rules);
    assert_string_equal(class_of("page", "https://hartsmere.example/staff", "",
                                 "Ondine Marrowfax, librarian: children's books.", "2024-05-01"),
                        "match");
    assert_string_equal(class_of("article", "https://news.example/5", "",
                                 "Dr. Ondine Marrowfax, a cardiologist, spoke at the gala.", "2024-05-01"),
                        "non-match");
}

static void another_employer_counts_against(void **state) {
    (void)state;
    attribution_next(&rules);
    assert_string_equal(class_of("profile", "https://shelf.example/om", "Ondine Marrowfax", "Busy days.", ""),
                        "possible");
    assert_string_equal(class_of("profile", "https://shelf.example/om", "Ondine Marrowfax",
                                 "Busy days at Blorring Market.", ""),
                        "non-match");
}

static void the_dead_and_those_of_another_town_are_not_her(void **state) {
    (void)state;
    attribution_next(&rules);
    assert_string_equal(class_of("article", "https://news.example/obits/6", "",
                                 "Ondine Marrowfax died at home on Sunday.", "2024-05-01"),
                        "non-match");
    assert_string_equal(class_of("article", "https://news.example/7", "",
                                 "Ondine Marrowfax, of Great Barrow, Ohio, was fined.", "2024-05-01"),
                        "non-match");
}

static void a_nickname_in_quotes_is_no_middle_name(void **state) {
    (void)state;
    attribution_next(&rules);
    assert_string_equal(class_of("article", "https://news.example/8", "",
                                 "Ondine \"Birdie\" Marrowfax of Hartsmere Public Library read aloud.",
                                 "2024-05-01"),
                        "match");
}

/* Profile -> declared site -> profile. */
static void a_profile_that_the_declared_site_links_to_is_hers(void **state) {
    (void)state;
    struct subject s;
    cJSON *identity = cJSON_Parse(CANDIDATE),
          *site = cJSON_Parse("{\"kind\":\"page\",\"url\":\"https://ondine.example/\",\"text\":\"Hello.\","
                              "\"links\":[\"https://shelf.example/reader77\",\"https://shelf.example/\"]}");
    subject_read(&s, identity, rules.known);
    attribution_next(&rules);
    assert_string_equal(class_of("profile", "https://shelf.example/reader77", "Dina Marrowfax", "Bees.", ""),
                        "possible");
    cJSON_Delete(attribution_judge(&rules, &s, site));
    assert_string_equal(class_of("profile", "https://shelf.example/reader78", "Dina Marrowfax", "Bees.", ""),
                        "possible");
    assert_string_equal(class_of("profile", "https://shelf.example/reader77", "Dina Marrowfax", "Bees.", ""),
                        "match");
    cJSON_Delete(site);
    cJSON_Delete(identity);
    subject_free(&s);
}

static void a_name_in_cyrillic_letters_is_read_in_latin_ones(void **state) {
    (void)state;
    struct subject s;
    cJSON *identity = cJSON_Parse("{\"full_name\":\"Dmitri Volkov\",\"employers\":[\"Coral Keys Diving\"]}"),
          *item = cJSON_Parse("{\"kind\":\"article\",\"text\":\"\u0414\u043C\u0438\u0442\u0440\u0438\u0439 "
                              "\u0412\u043E\u043B\u043A\u043E\u0432, Coral Keys Diving.\"}");
    subject_read(&s, identity, rules.known);
    attribution_next(&rules);
    cJSON *match = attribution_judge(&rules, &s, item);
    assert_string_equal(record_text(match, "class"), "match");
    cJSON_Delete(match);
    cJSON_Delete(item);
    cJSON_Delete(identity);
    subject_free(&s);
}

static void a_name_of_more_words_than_are_kept_is_read_as_far_as_it_is_kept(void **state) {
    (void)state;
    struct subject s;
    cJSON *identity = cJSON_Parse("{\"full_name\":\"a b c d e f g h i j k\",\"aliases\":[\"\",\"-\"]}");
    subject_read(&s, identity, rules.known);
    assert_int_equal(s.names, 1);
    assert_int_equal(s.name[0].tokens, SUBJECT_TOKENS);
    assert_int_equal(s.name[0].surname, SUBJECT_TOKENS - 1);
    cJSON_Delete(identity);
    subject_free(&s);
}

static void what_is_nothing_is_found_nowhere(void **state) {
    (void)state;
    struct subject s;
    cJSON *identity = cJSON_Parse("{\"full_name\":\"Ondine Marrowfax\",\"usernames\":[\"@\",\"\"],"
                                  "\"emails\":[\"\\u200d\"],\"websites\":[\"https://\"],\"phones\":[\"-\"]}"),
          *item = cJSON_Parse("{\"kind\":\"post\",\"url\":\"https://talk.example/\",\"text\":\"Rain.\"}");
    subject_read(&s, identity, rules.known);
    assert_int_equal(s.handles + s.emails + s.websites + s.phones, 0);
    attribution_next(&rules);
    cJSON *match = attribution_judge(&rules, &s, item);
    assert_string_equal(record_text(match, "class"), "non-match");
    cJSON_Delete(match);
    cJSON_Delete(item);
    cJSON_Delete(identity);
    subject_free(&s);
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
    const char *first = cJSON_GetArrayItem(reasons, 0)->valuestring;
    const char *second = cJSON_GetArrayItem(reasons, 1)->valuestring;
    assert_int_equal(strncmp(first, "before anything is known: -", 27), 0);
    assert_int_equal(strncmp(second, "username equals a declared one: +", 33), 0);
    assert_true(fabs(strtod(first + 26, NULL) + strtod(second + 32, NULL) - record_number(match, "weight")) <
                0.15);
    cJSON_Delete(match);
    cJSON_Delete(item);
    cJSON_Delete(identity);
    subject_free(&s);
}

/* tests/match/held.ndjson, which nothing was learnt from (docs/validation.md): floors a little below what was
 * measured. */
static void held_pairs_stay_as_good_as_stated(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct buf bytes = {0};
    char *rest = NULL;
    int wrong = 0, same = 0, found = 0, missed = 0;
    assert_true(file_read(TEST_DATA "/../../match/held.ndjson", (size_t)4 << 20, &bytes, &f));
    for (char *line = strtok_r(bytes.data, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        cJSON *pair = cJSON_Parse(line);
        struct subject s;
        attribution_next(&rules);
        subject_read(&s, record_field(pair, "candidate"), rules.known);
        cJSON *match = attribution_judge(&rules, &s, record_field(pair, "item"));
        const char *class = record_text(match, "class");
        bool is_same = strcmp(record_text(pair, "label"), "same") == 0, is_match = !strcmp(class, "match");
        same += is_same;
        wrong += is_match && !is_same;
        found += is_match && is_same;
        missed += is_same && strcmp(class, "non-match") == 0;
        cJSON_Delete(match);
        cJSON_Delete(pair);
        subject_free(&s);
    }
    buf_free(&bytes);
    assert_int_equal(same, 25);
    assert_int_equal(wrong, 0);
    assert_true(found * 100 >= same * 55);
    assert_true(missed * 100 <= same * 6);
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
        cmocka_unit_test(a_handle_that_others_may_have_chosen_is_for_a_person_to_decide),
        cmocka_unit_test(the_employers_site_and_the_trade_speak_for_her_another_trade_against),
        cmocka_unit_test(another_employer_counts_against),
        cmocka_unit_test(the_dead_and_those_of_another_town_are_not_her),
        cmocka_unit_test(a_nickname_in_quotes_is_no_middle_name),
        cmocka_unit_test(held_pairs_stay_as_good_as_stated),
        cmocka_unit_test(an_account_that_was_a_match_speaks_for_its_later_posts),
        cmocka_unit_test(a_profile_that_the_declared_site_links_to_is_hers),
        cmocka_unit_test(a_name_in_cyrillic_letters_is_read_in_latin_ones),
        cmocka_unit_test(a_name_of_more_words_than_are_kept_is_read_as_far_as_it_is_kept),
        cmocka_unit_test(what_is_nothing_is_found_nowhere),
        cmocka_unit_test(reasons_are_words_with_their_weights),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}

#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "evenhand/facts.h"
#include "evenhand/record.h"
#include "evenhand/vocab.h"

#define RULES TEST_DATA "/facts-rules"

static const char person[] =
    "{\"full_name\":\"Tansy Rose O'Quillfeather\",\"aliases\":[\"Mary "
    "N\u00fa\u00f1ez\"],\"usernames\":[\"tansy_q88\","
    "\"rose\",\"tq\"],\"emails\":[\"t.oquill@post.example\"],\"phones\":[\"+1 (781) 555-0101\",\"911\"],"
    "\"city\":\"Wexcombe\",\"state\":\"MA\",\"employers\":[\"Lowmarsh Transit Authority\",\"Acmeworks\"],"
    "\"schools\":[\"Wexcombe High\"],\"websites\":[\"https://www.pages.localhost:8080/~tansy/\"],"
    "\"date_of_birth\":\"1992-05-07\"}";

static struct facts facts;

static int open_facts(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    record_init();
    if (!facts_open(&facts, RULES, &f))
        return -1;
    cJSON *identity = cJSON_Parse(person);
    facts_add_person(&facts, identity, 0);
    facts_ready(&facts);
    cJSON_Delete(identity);
    return 0;
}

static int close_facts(void **state) {
    (void)state;
    facts_close(&facts);
    return 0;
}

static bool note(void *ctx, const struct fact *fact) {
    const char **kind = ctx;
    *kind = fact->kind;
    return false;
}

static bool note_own(void *ctx, const struct fact *fact) {
    bool *all_own = ctx;
    *all_own = *all_own && fact->own_only;
    return true;
}

static const char *kind_of(const char *text) {
    const char *kind = "";
    facts_search(&facts, text, note, &kind);
    return kind;
}

static void check_kinds(const char *const (*cases)[2], size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(kind_of(cases[i][0]), cases[i][1]) != 0)
            fail_msg("\"%s\": found \"%s\", not \"%s\"", cases[i][0], kind_of(cases[i][0]), cases[i][1]);
}

#define CHECK(cases) check_kinds(cases, sizeof(cases) / sizeof *(cases))

static void names_are_found_in_any_order_case_and_spelling(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"was TANSY there?", "part of a name"},
        {"Quillfeather's car", "part of a name"},
        {"rose-tansy", "name"},
        {"#FreeTansyQuillfeather", "name"},
        {"nunez, mary", "part of a name"},
        {"by Nu\u0301n\u0303ez", "part of a name"},
        {"T a n s y  Q u i l l f e a t h e r", "name"},
        {"t.a.n.s.y-o-q.u.i.l.l.f.e.a.t.h.e.r", ""}, /* neither two parts nor one word */
        {"\u0422\u0430nsy", "part of a name"},       /* Cyrillic T and a */
        {"a rose is a rose", ""},
        {"mary had a lamb", ""},
        {"the quillfeathers", ""},
        {"tansyish", ""},
    };
    CHECK(cases);
}

static void handles_addresses_and_numbers_are_found(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"@tansyq88", "user name"},
        {"TANSY_Q88!", "part of a name"}, /* "tansy" comes first */
        {"tq is short", ""},
        {"mail t.oquill@post.example now", "e-mail address"},
        {"toquill wrote", "e-mail address"},
        {"781 555 0101", "telephone number"},
        {"(1781)5550101", "telephone number"},
        {"ring 555-0101", "telephone number"},
        {"911", ""},
        {"15550101123", ""},
        {"see pages.localhost/~tansy", "website"},
    };
    CHECK(cases);
}

static void a_date_of_birth_is_found_as_people_write_it(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"born 1992-05-07", "date of birth"},
        {"5/7/1992", "date of birth"},
        {"07.05.1992", "date of birth"},
        {"7 May 1992", "date of birth"},
        {"May 7th, 1992", "date of birth"},
        {"the 7th of May, 1992", "date of birth"},
        {"05/07/92", "date of birth"},
        {"19920507", "date of birth"},
        {"8 May 1992", ""},
        {"May 1992", ""},
    };
    CHECK(cases);
}

static void places_are_found_and_marked_by_how_common_they_are(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"at the Lowmarsh Transit Authority", "employer"},
        {"lowmarsh transit", ""},
        {"ACMEWORKS", "employer"},
        {"in Wexcombe", "city"},
        {"ma", ""},
    };
    CHECK(cases);
    size_t own = 0;
    for (size_t i = 0; i < facts.count; i++)
        own += facts.fact[i].own_only && strcmp(facts.fact[i].kind, "short form of a name") != 0;
    assert_int_equal(own, 2); /* the city and the employer of one word; the state is too short */
}

static void protected_words_come_with_class_and_rule(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"an African-American church", "race"},
        {"a na\u00efve \u00c9piscopalian", "religion"},
        {"Episcopalianism", ""},
    };
    CHECK(cases);
    for (size_t i = 0; i < facts.count; i++)
        if (facts.fact[i].person == FACTS_NOBODY)
            assert_non_null(
                strstr(facts.fact[i].rule, facts.fact[i].ambiguous ? "ambiguous.txt:3" : "unambiguous.txt:"));
}

static void an_ambiguous_word_comes_with_itself(void **state) {
    (void)state;
    static const char *const cases[][2] = {{"a black car", "race"}};
    CHECK(cases);
    size_t ambiguous = 0;
    for (size_t i = 0; i < facts.count; i++)
        if (facts.fact[i].ambiguous) {
            assert_string_equal(facts.fact[i].word, "black");
            ambiguous++;
        }
    assert_int_equal(ambiguous, 1);
}

static void a_list_with_a_mistake_is_refused(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct facts bad;
    assert_false(facts_open(&bad, TEST_DATA "/facts-rules-bad", &f));
    check_fault(&f, FAULT_CONFIG,
                "unambiguous.txt:2:1: unknown class \"relijion\"; the classes are listed in docs/records.md");
    facts_close(&bad);
    f = (struct faults)FAULTS_NONE;
    assert_false(facts_open(&bad, TEST_DATA "/no-such-rules", &f));
    assert_int_equal(f.code, FAULT_NO_INPUT);
    facts_close(&bad);
}

static void short_forms_of_a_first_name_are_found(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"Molly N\u00fa\u00f1ez drove", "short form of a name"},
        {"Nunez, Molly", "part of a name"},
        {"#mollynunez", "short form of a name"},
        {"mnunez", "short form of a name"}, /* the initial of both */
        {"pnunez", "short form of a name"},
        {"they call me Molly", "short form of a name"},
        {"Tans O'Quillfeather", "short form of a name"},
        {"Tan Rose", "short form of a name"},
        {"a tan jacket in May", ""}, /* common words: not alone */
        {"mae west", ""},            /* too short to count alone */
        {"a mollycoddled dog", ""},
    };
    CHECK(cases);
}

static void a_short_form_alone_counts_in_the_own_workbook_only(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool own_only;
    } cases[] = {{"Molly said", true}, {"Molly N\u00fa\u00f1ez", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool all_own = true;
        facts_search(&facts, cases[i].text, note_own, &all_own);
        assert_int_equal(all_own, cases[i].own_only);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_forms_of_a_first_name_are_found),
        cmocka_unit_test(a_short_form_alone_counts_in_the_own_workbook_only),
        cmocka_unit_test(names_are_found_in_any_order_case_and_spelling),
        cmocka_unit_test(handles_addresses_and_numbers_are_found),
        cmocka_unit_test(a_date_of_birth_is_found_as_people_write_it),
        cmocka_unit_test(places_are_found_and_marked_by_how_common_they_are),
        cmocka_unit_test(protected_words_come_with_class_and_rule),
        cmocka_unit_test(an_ambiguous_word_comes_with_itself),
        cmocka_unit_test(a_list_with_a_mistake_is_refused),
    };
    return cmocka_run_group_tests(tests, open_facts, close_facts);
}

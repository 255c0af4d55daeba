/* Tests of candidates.csv's reading that pass, its limits, and the record made of a row. What it refuses with
 * which message is in tests/golden/intake. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "evenhand/candidates.h"
#include "evenhand/record.h"

#define HEADER                                                                                               \
    "ref,full_name,aliases,usernames,emails,phones,city,state,employers,schools,websites,date_of_birth,"     \
    "position,release_signed_on\n"

static struct candidates candidates;
static struct faults faults;

static bool parse(const char *text) {
    candidates_free(&candidates);
    faults = (struct faults)FAULTS_NONE;
    return candidates_parse(text, strlen(text), &candidates, &faults);
}

static void value_is(size_t row, enum candidate_column column, const char *expected) {
    assert_string_equal(candidates_value(&candidates, row, column), expected);
}

static void takes_columns_in_any_order(void **state) {
    (void)state;
    assert_true(
        parse("release_signed_on,position,date_of_birth,websites,schools,employers,state,city,phones,emails,"
              "usernames,aliases,full_name,ref\n"
              "2025-01-02,Clerk,,,,,MA,Wexcombe,,,tansyq,,Tansy Quillfeather,A-1\n"));
    value_is(0, COLUMN_REF, "A-1");
    value_is(0, COLUMN_FULL_NAME, "Tansy Quillfeather");
    value_is(0, COLUMN_CITY, "Wexcombe");
    value_is(0, COLUMN_RELEASE_SIGNED_ON, "2025-01-02");
}

static void takes_what_spreadsheets_write(void **state) {
    (void)state;
    assert_true(parse("\xEF\xBB\xBF" HEADER "\r\n"
                      "A-1,\"Quillfeather, Tansy \"\"Tan\"\"\", ,,,,  Wexcombe ,MA,,,,,,2025-01-02\r\n"
                      "  \r\n"
                      "A-2,Bram Otterstrode,,,,,,,,,,,,2025-01-02\r"
                      ",,,,,,,,,,,,,\n"
                      "A-3,Ondine Marrowfax,,,,,,,,,,,,2025-01-02"));
    assert_int_equal(candidates.count, 3);
    value_is(0, COLUMN_FULL_NAME, "Quillfeather, Tansy \"Tan\"");
    value_is(0, COLUMN_ALIASES, "");
    value_is(0, COLUMN_CITY, "Wexcombe");
    assert_int_equal(candidates.row[0].line, 3);
    assert_int_equal(candidates.row[1].line, 5);
    assert_int_equal(candidates.row[2].line, 7);
}

static void tidies_lists(void **state) {
    (void)state;
    assert_true(
        parse(HEADER "A-1,T Q,Tan; ;Tan ;Q,@tansyq; tansyq;tansy@other.example;,,,,,,,,,,2025-01-02\n"));
    value_is(0, COLUMN_ALIASES, "Tan;Q");
    value_is(0, COLUMN_USERNAMES, "tansyq;tansy@other.example");
}

static void takes_plausible_values(void **state) {
    (void)state;
    assert_true(parse(
        HEADER "A-1,\xc3\x81ine \xc3\x93 N\xc3\xb3,,,a.b+c@d-e.example,+1 (413) 555-0133 "
               "x12;413.555.0134,,,,,http://p.localhost:8080/~t?a=b#c;https://xn--p.example,2024-02-29,,"
               "2025-01-02\n"));
}

static void makes_records_of_the_schema(void **state) {
    (void)state;
    enum record_type type;
    assert_true(parse(HEADER "A-1,T Q,Tan;Q,,,,Wexcombe,MA,,,,1992-05-17,Clerk,2025-01-02\n"));
    cJSON *record = candidates_record(&candidates, 0, "C-7F3K");
    assert_true(record_check(record, RECORD_SEARCHER, "test", &type, &faults));
    assert_int_equal(type, RECORD_CANDIDATE);
    struct buf line = {0};
    record_print(record, &line);
    assert_string_equal(
        line.data, "{\"type\":\"candidate\",\"candidate\":\"C-7F3K\",\"ref\":\"A-1\",\"position\":\"Clerk\","
                   "\"identity\":{\"full_name\":\"T Q\",\"aliases\":[\"Tan\",\"Q\"],\"usernames\":[],"
                   "\"emails\":[],\"phones\":[],\"city\":\"Wexcombe\",\"state\":\"MA\",\"employers\":[],"
                   "\"schools\":[],\"websites\":[],\"date_of_birth\":\"1992-05-17\"},"
                   "\"release_signed_on\":\"2025-01-02\"}\n");
    buf_free(&line);
    cJSON_Delete(record);
}

static char *many(size_t count) {
    struct buf text = {0};
    buf_add_text(&text, HEADER);
    for (size_t i = 0; i < count; i++)
        buf_format(&text, "A-%zu,Person %zu,,user%zu,,,,,,,,,,2025-01-02\n", i, i, i);
    return buf_take(&text);
}

static void stops_at_its_limit(void **state) {
    (void)state;
    char *text = many(CANDIDATES_MAX);
    assert_true(parse(text));
    assert_int_equal(candidates.count, CANDIDATES_MAX);
    value_is(CANDIDATES_MAX - 1, COLUMN_USERNAMES, "user9999");
    free(text);
    text = many(CANDIDATES_MAX + 1);
    assert_false(parse(text));
    assert_string_equal(faults.text,
                        "candidates.csv:10002: over the limit of 10000 candidates; split it into "
                        "several caseloads\n");
    free(text);
}

/* A quote left open near the top must not swallow megabytes before it is noticed. */
static void notices_an_open_quote_early(void **state) {
    (void)state;
    char *rows = many(1000);
    struct buf text = {0};
    buf_add_text(&text, HEADER "B-1,\"Tansy,,,,,,,,,,,,2025-01-02\n");
    buf_add_text(&text, rows + strlen(HEADER));
    assert_false(parse(text.data));
    assert_string_equal(faults.text,
                        "candidates.csv:2: a value that begins here has over 4096 bytes; is its closing "
                        "quotation mark missing?\n");
    buf_free(&text);
    free(rows);
}

static void survives_any_single_wrong_byte(void **state) {
    (void)state;
    static const char wrong[] = {'"', ',', '\n', '\r', ';', '\0', '\xff', ' '};
    static const char good[] = HEADER "A-1,\"T \"\"Q\"\"\",Tan;Q,tansyq,t@q.example,,W,MA,,,,,,2025-01-02\n";
    for (size_t at = 0; at < sizeof good - 1; at++)
        for (size_t i = 0; i < sizeof wrong; i++) {
            char text[sizeof good];
            memcpy(text, good, sizeof good);
            text[at] = wrong[i];
            candidates_free(&candidates);
            faults = (struct faults)FAULTS_NONE;
            bool ok = candidates_parse(text, sizeof good - 1, &candidates, &faults);
            assert_int_equal(ok, faults.count == 0);
        }
}

static int setup(void **state) {
    (void)state;
    record_init();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    candidates_free(&candidates);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_columns_in_any_order),
        cmocka_unit_test(takes_what_spreadsheets_write),
        cmocka_unit_test(tidies_lists),
        cmocka_unit_test(takes_plausible_values),
        cmocka_unit_test(makes_records_of_the_schema),
        cmocka_unit_test(stops_at_its_limit),
        cmocka_unit_test(notices_an_open_quote_early),
        cmocka_unit_test(survives_any_single_wrong_byte),
    };
    return cmocka_run_group_tests_name("candidates", tests, setup, teardown);
}

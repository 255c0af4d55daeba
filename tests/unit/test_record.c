#include "check.h"

#include <stdlib.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define SKIP "{\"type\":\"skip\",\"candidate\":\"C-7F3K\",\"about\":\"E-0042/3\",\"why\":\"no text\"}"
#define FINDING_REST                                                                                         \
    "\"step\":1,\"evidence\":\"E-0001\",\"item\":1,\"category\":\"drugs\",\"severity\":\"low\",\"excerpt\":" \
    "\"x\","                                                                                                 \
    "\"kind\":\"post\",\"source_type\":\"forum\",\"corroboration\":\"one source\",\"reviewed\":false"

static void accepts(const char *line, enum record_side side, enum record_type expected) {
    struct faults f = FAULTS_NONE;
    enum record_type type;
    cJSON *record = record_parse(line, strlen(line), side, "test: record 1", &type, &f);
    check_no_fault(&f);
    assert_non_null(record);
    assert_int_equal(type, expected);
    cJSON_Delete(record);
}

static void refuses(const char *line, size_t len, enum record_side side, const char *message) {
    struct faults f = FAULTS_NONE;
    enum record_type type;
    assert_null(record_parse(line, len, side, "test: record 1", &type, &f));
    check_fault(&f, FAULT_DATA, message);
}

static void refuses_text(const char *line, enum record_side side, const char *message) {
    refuses(line, strlen(line), side, message);
}

static void well_formed_records_are_read(void **state) {
    (void)state;
    accepts(SKIP, RECORD_SEARCHER, RECORD_SKIP);
    accepts(SKIP, RECORD_BOARD, RECORD_SKIP);
    accepts("{\"type\":\"end\",\"counts\":{\"run\":1,\"skip\":2}}", RECORD_BOARD, RECORD_END);
    accepts("{\"type\":\"run\",\"v\":1,\"plan\":\"P\",\"plan_sha256\":\"" SHA "\",\"rules_sha256\":\"" SHA
            "\",\"version\":\"0.1\",\"started\":\"2026-10-01T09:30:00Z\",\"jurisdiction\":\"us-ma\","
            "\"lookback_years\":7}",
            RECORD_BOARD, RECORD_RUN);
}

static void what_is_not_strict_json_is_refused_with_its_byte(void **state) {
    (void)state;
    refuses_text("{\"type\":", RECORD_BOARD, "test: record 1: byte 8: not JSON");
    refuses_text(SKIP " {}", RECORD_BOARD, "test: record 1: byte 73: more text behind the record");
    refuses_text("[1]", RECORD_BOARD, "test: record 1: byte 4: a record is a JSON object");
    refuses_text("{\"a\":\"\xff\"}", RECORD_BOARD, "test: record 1: byte 7: not UTF-8");
    refuses_text("{\"a\":\t1}", RECORD_BOARD, "test: record 1: byte 6: control character");
    refuses("{\"a\":\0001}", 8, RECORD_BOARD, "test: record 1: byte 6: control character");
    refuses_text("{\"a\":\"\\u0000\"}", RECORD_BOARD, "test: record 1: byte 7: U+0000 in a text");
    refuses_text("{\"a\":[[[[[[[[1]]]]]]]]}", RECORD_BOARD, "test: record 1: byte 13: nested too deeply");
    refuses_text("{\"type\":\"skip\",\"type\":\"skip\"}", RECORD_BOARD,
                 "test: record 1: byte 30: the same key twice");
}

static void many_keys_are_no_trouble_and_a_duplicate_among_them_is_found(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct buf line = {0};
    buf_add_char(&line, '{');
    for (int i = 0; i < 100000; i++)
        buf_format(&line, "%s\"k%d\":1", i ? "," : "", i);
    buf_add_char(&line, '}');
    cJSON *tree = record_parse_plain(line.data, line.len, "x", &f);
    check_no_fault(&f);
    cJSON_Delete(tree);
    line.data[line.len - 1] = ',';
    buf_add_text(&line, "\"k500\":2}");
    assert_null(record_parse_plain(line.data, line.len, "x", &f));
    assert_non_null(strstr(f.text, "the same key twice"));
    buf_free(&line);
}

static void an_escaped_backslash_is_not_an_escaped_nul(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    const char *line = "{\"a\":\"\\\\u0000\"}";
    cJSON *tree = record_parse_plain(line, strlen(line), "x", &f);
    check_no_fault(&f);
    assert_string_equal(record_text(tree, "a"), "\\u0000");
    cJSON_Delete(tree);
}

static void keys_and_values_follow_the_schema(void **state) {
    (void)state;
    refuses_text("{\"type\":\"rumour\"}", RECORD_BOARD, "test: record 1: unknown record type \"rumour\"");
    refuses_text(
        "{\"type\":\"skip\",\"candidate\":\"C-7F3K\",\"about\":\"E-0042\",\"why\":\"because Jane said so\"}",
        RECORD_BOARD, "test: record 1: wrong value for \"why\"");
    refuses_text("{\"type\":\"skip\",\"candidate\":\"Jane\",\"about\":\"E-0042\",\"why\":\"no text\"}",
                 RECORD_BOARD, "test: record 1: wrong value for \"candidate\"");
    refuses_text("{\"type\":\"skip\",\"candidate\":\"C-7F3K\",\"why\":\"no text\"}", RECORD_BOARD,
                 "test: record 1: key \"about\" is missing");
    refuses_text("{\"type\":\"end\",\"counts\":{\"skip\":-1}}", RECORD_BOARD,
                 "test: record 1: wrong value for \"counts\"");
}

/* The wall does not depend on redact alone: the board's readers refuse what could carry identity. */
static void the_boards_side_refuses_identity(void **state) {
    (void)state;
    refuses_text("{\"type\":\"candidate\",\"candidate\":\"C-7F3K\",\"identity\":{}}", RECORD_BOARD,
                 "test: record 1: unknown key \"identity\"");
    refuses_text("{\"type\":\"candidate\",\"candidate\":\"C-7F3K\",\"ref\":\"A-1\"}", RECORD_BOARD,
                 "test: record 1: unknown key \"ref\"");
    refuses_text(
        "{\"type\":\"finding\",\"candidate\":\"C-7F3K\",\"published\":\"2024-03\",\"match\":{\"weight\":9,"
        "\"class\":\"match\",\"reasons\":[\"username jdoe\"]}," FINDING_REST "}",
        RECORD_BOARD, "test: record 1: unknown key \"reasons\"");
    refuses_text(
        "{\"type\":\"finding\",\"candidate\":\"C-7F3K\",\"published\":\"2024-03-05T00:00:00Z\",\"match\":{"
        "\"weight\":9,\"class\":\"match\"}," FINDING_REST "}",
        RECORD_BOARD, "test: record 1: wrong value for \"published\"");
    refuses_text(
        "{\"type\":\"item\",\"candidate\":\"C-7F3K\"}", RECORD_BOARD,
        "test: record 1: a record of type item has no place here; are the programs of the pipe in the right "
        "order?");
}

int main(void) {
    record_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed_records_are_read),
        cmocka_unit_test(what_is_not_strict_json_is_refused_with_its_byte),
        cmocka_unit_test(many_keys_are_no_trouble_and_a_duplicate_among_them_is_found),
        cmocka_unit_test(an_escaped_backslash_is_not_an_escaped_nul),
        cmocka_unit_test(keys_and_values_follow_the_schema),
        cmocka_unit_test(the_boards_side_refuses_identity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* JSON: what is strict is read as cJSON reads it, the rest is refused; written as cJSON writes it. */
#include "check.h"

#include <stdlib.h>

#include "evenhand/json.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

#define DEPTH 8

static const char *const good[] = {
    "{}",
    "[]",
    " { \"a\" : [ 1 , 2 ] } ",
    "{\"a\":1,\"b\":-1,\"c\":0,\"d\":-0}",
    "[0.1,1e3,1E-3,123456789012345,1234567890123456789,2147483648,-2147483649]",
    "[true,false,null]",
    "\"\"",
    "\"plain text of more than eight bytes, and then some\"",
    "\"eight by\"",
    "\"tab\\t line\\n return\\r form\\f back\\b slash\\/ quote\\\" back\\\\\"",
    "\"\\u00e9\\u20ac\\ud83d\\ude00 \\u0041\\u007f\"",
    "\"é€😀\"",
    "{\"a key that is longer than the thirty-one bytes that are kept\":{\"x\":[[[[[\"deep\"]]]]]}}",
    "{\"\":\"an empty key\"}",
};

static void what_is_strict_is_read_as_cjson_reads_it(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct json_fault why;
        struct buf written = {0};
        cJSON *ours = json_read(good[i], strlen(good[i]), DEPTH, &why), *theirs = cJSON_Parse(good[i]);
        char *printed = cJSON_PrintUnformatted(theirs);
        if (!ours || !cJSON_Compare(ours, theirs, true))
            fail_msg("%s: %s", good[i], ours ? "not the same" : why.why);
        json_write(ours, &written);
        assert_string_equal(written.data, printed);
        cJSON_Delete(ours);
        cJSON_Delete(theirs);
        free(printed);
        buf_free(&written);
    }
}

static const struct {
    const char *text, *why;
    size_t at;
} bad[] = {
    {"", "not JSON", 0},
    {"{", "not JSON", 0},
    {"{\"a\"}", "not JSON", 4},
    {"{\"a\":1,}", "not JSON", 7},
    {"{a:1}", "not JSON", 1},
    {"[1,]", "not JSON", 3},
    {"[1 2]", "not JSON", 3},
    {"[01]", "not JSON", 1},
    {"[1.]", "not JSON", 1},
    {"[.5]", "not JSON", 1},
    {"[1e]", "not JSON", 1},
    {"[-]", "not JSON", 1},
    {"[+1]", "not JSON", 1},
    {"[NaN]", "not JSON", 1},
    {"[tru]", "not JSON", 1},
    {"\"a", "not JSON", 1},
    {"\"a\\", "not JSON", 2},
    {"\"a\\\"", "not JSON", 3},
    {"\"\\x41\"", "not JSON", 1},
    {"\"\\u12\"", "not JSON", 1},
    {"\"\\ud800\"", "not JSON", 7},
    {"\"\\ud800\\u0041\"", "not JSON", 7},
    {"\"\\udc00\"", "not JSON", 1},
    {"\"a\tb\"", "control character", 2},
    {"[1,\n2]", "control character", 3},
    {"\"\\u0000\"", "U+0000 in a text", 1},
    {"\"\xff\"", "not UTF-8", 1},
    {"1 2", "more text behind the record", 2},
    {"{\"a\":1,\"b\":2,\"a\":3}", "the same key twice", 19},
    {"{\"\\u0061\":1,\"a\":3}", "the same key twice", 18},
    {"{\"a key that is longer than the thirty-one bytes kept\":1,\"a key that is longer than the thirty-one "
     "bytes kept\":1}",
     "the same key twice", 113},
    {"[[[[[[[[[1]]]]]]]]]", "nested too deeply", 8},
};

static void what_is_not_is_refused_with_its_place(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct json_fault why;
        cJSON *read = json_read(bad[i].text, strlen(bad[i].text), DEPTH, &why);
        if (read || strcmp(why.why, bad[i].why) != 0 || why.at != bad[i].at)
            fail_msg("%s: %s at %zu", bad[i].text, read ? "read" : why.why, why.at);
    }
}

/* Every length around the eight bytes that are looked at together, with each special byte at each place. */
static void no_byte_is_overlooked_at_any_place(void **state) {
    (void)state;
    static const char special[] = {'"', '\\', '\n', '\x1f', '\x7f', 'x'};
    for (size_t len = 1; len <= 40; len++)
        for (size_t at = 0; at < len; at++)
            for (size_t k = 0; k < sizeof special; k++) {
                char text[41] = {0};
                struct json_fault why;
                struct buf line = {0};
                memset(text, 'a', len);
                text[at] = special[k];
                cJSON *value = cJSON_CreateString(text);
                char *printed = cJSON_PrintUnformatted(value);
                json_write(value, &line);
                assert_string_equal(line.data, printed);
                cJSON *again = json_read(line.data, line.len, DEPTH, &why);
                assert_string_equal(cJSON_GetStringValue(again), text);
                cJSON_Delete(value);
                cJSON_Delete(again);
                free(printed);
                buf_free(&line);
            }
}

static void a_text_longer_than_a_piece_is_written_whole(void **state) {
    (void)state;
    struct buf text = {0}, line = {0};
    for (int i = 0; i < 3000; i++)
        buf_format(&text, "%d \"\\\x01", i);
    cJSON *value = cJSON_CreateString(text.data);
    char *printed = cJSON_PrintUnformatted(value);
    json_write(value, &line);
    assert_string_equal(line.data, printed);
    cJSON_Delete(value);
    free(printed);
    buf_free(&text);
    buf_free(&line);
}

static void more_keys_than_are_kept_are_no_trouble(void **state) {
    (void)state;
    struct buf text = {0}, written = {0};
    struct json_fault why;
    for (int i = 0; i < 500; i++)
        buf_format(&text, "%s\"key %d\":{\"key %d\":%d}", i ? "," : "{", i, i, i);
    buf_add_char(&text, '}');
    cJSON *read = json_read(text.data, text.len, DEPTH, &why);
    assert_non_null(read);
    json_write(read, &written);
    assert_string_equal(written.data, text.data);
    cJSON_Delete(read);
    buf_free(&text);
    buf_free(&written);
}

int main(void) {
    record_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_strict_is_read_as_cjson_reads_it),
        cmocka_unit_test(what_is_not_is_refused_with_its_place),
        cmocka_unit_test(no_byte_is_overlooked_at_any_place),
        cmocka_unit_test(a_text_longer_than_a_piece_is_written_whole),
        cmocka_unit_test(more_keys_than_are_kept_are_no_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

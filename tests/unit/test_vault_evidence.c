/* Captures: bodies in and out, verified, as text or base64. */
#include "vault_fixture.h"

#include <sodium.h>

#include "evenhand/line.h"
#include "evenhand/vault_body.h"

/* Stores a body as C-7F3K's second evidence and gives back the capture record of its replay. */
static cJSON *through_the_vault(struct fixture *x, const void *body, size_t len) {
    struct vault_capture c = capture_of(body, len);
    struct buf lines = {0};
    enum record_type type;
    fill_vault(x);
    assert_true(put_attempt(x, "C-7F3K", 2, "", "found", &c, 1));
    open_vault(x, VAULT_READ);
    assert_true(vault_replay(x->v, "C-7F3K", true, collect_lines, &lines, &x->f));
    char *line = lines.data;
    for (int i = 0; i < 2; i++)
        line = strchr(line, '\n') + 1;
    size_t line_len = (size_t)(strchr(line, '\n') - line);
    assert_true(line_len <= LINE_MAX_BYTES);
    cJSON *record = record_parse(line, line_len, RECORD_SEARCHER, "test", &type, &x->f);
    assert_no_faults(&x->f);
    assert_string_equal(record_text(record, "sha256"), c.sha256);
    buf_free(&lines);
    return record;
}

static void assert_base64_of(const cJSON *record, const void *body, size_t len) {
    const char *text = record_text(record, "body_base64");
    unsigned char *got = mem_alloc(len + 1);
    size_t got_len;
    assert_int_equal(sodium_base642bin(got, len + 1, text, strlen(text), NULL, &got_len, NULL,
                                       sodium_base64_VARIANT_ORIGINAL),
                     0);
    assert_int_equal(got_len, len);
    assert_memory_equal(got, body, len);
    free(got);
}

static void text_comes_as_text(void **state) {
    static const char body[] = "<p>Stra\xc3\x9f"
                               "e \xf0\x9f\x9a\x93 \"quoted\" \\ \t\r\n\x01</p>";
    cJSON *record = through_the_vault(*state, body, sizeof body - 1);
    assert_string_equal(record_text(record, "body"), body);
    assert_null(record_field(record, "body_base64"));
    cJSON_Delete(record);
}

static void an_empty_body_is_text(void **state) {
    cJSON *record = through_the_vault(*state, NULL, 0);
    assert_string_equal(record_text(record, "body"), "");
    assert_string_equal(record_text(record, "sha256"),
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    cJSON_Delete(record);
}

static void other_bytes_come_as_base64(void **state) {
    static const char latin[] = "caf\xe9", nul[] = "a\0b";
    cJSON *record = through_the_vault(*state, latin, 4);
    assert_base64_of(record, latin, 4);
    assert_null(record_field(record, "body"));
    cJSON_Delete(record);
    fixture_teardown(state);
    fixture_setup(state);
    record = through_the_vault(*state, nul, 3);
    assert_base64_of(record, nul, 3);
    cJSON_Delete(record);
}

static void text_too_long_for_a_line_comes_as_base64(void **state) {
    size_t len = (size_t)10 << 20;
    char *body = mem_alloc(len);
    memset(body, '"', len); /* each becomes two bytes */
    cJSON *record = through_the_vault(*state, body, len);
    assert_base64_of(record, body, len);
    cJSON_Delete(record);
    free(body);
}

static void the_largest_body_fits(void **state) {
    size_t len = VAULT_MAX_BODY_BYTES;
    char *body = mem_alloc(len);
    memset(body, 0xff, len);
    cJSON *record = through_the_vault(*state, body, len);
    assert_base64_of(record, body, len);
    cJSON_Delete(record);
    free(body);
}

static void a_larger_body_is_refused(void **state) {
    struct fixture *x = *state;
    char *body = mem_alloc(VAULT_MAX_BODY_BYTES + 1);
    struct vault_capture c = capture_of(body, VAULT_MAX_BODY_BYTES + 1);
    fill_vault(x);
    assert_false(put_attempt(x, "C-7F3K", 2, "", "found", &c, 1));
    expect_fault(x, FAULT_BUG, "the body of an answer is over what the vault keeps");
    free(body);
}

/* At the limit exactly, and one byte over it. */
static void text_is_text_up_to_the_longest_line(void **state) {
    cJSON *record = cJSON_CreateObject();
    struct buf line = {0};
    (void)state;
    size_t len = LINE_MAX_BYTES - strlen("{}\n") - 64;
    char *text = mem_alloc(len + 2);
    memset(text, 'x', len + 1);
    body_add(record, text, len + 1, &line);
    assert_null(record_field(record, "body"));
    cJSON_Delete(record);
    record = cJSON_CreateObject();
    text[len] = '\0';
    body_add(record, text, len, &line);
    assert_non_null(record_field(record, "body"));
    record_print(record, &line);
    assert_true(line.len <= LINE_MAX_BYTES);
    cJSON_Delete(record);
    buf_free(&line);
    free(text);
}

static void hostile_headers_become_text(void **state) {
    struct fixture *x = *state;
    struct vault_capture c = capture_of("x", 1);
    struct buf lines = {0};
    fill_vault(x);
    c.url = "http://pages.localhost/\xff\x01?q=\xc3\xa9";
    c.media_type = "text/html; charset=\"\xe9\n\x7f\"";
    c.headers = "X-Odd: \xff\xfe\n";
    assert_true(put_attempt(x, "C-7F3K", 2, "", "found", &c, 1));
    assert_true(vault_replay(x->v, "C-7F3K", false, collect_lines, &lines, &x->f));
    assert_non_null(strstr(lines.data, "\"http://pages.localhost/%FF%01?q=\xc3\xa9\""));
    assert_non_null(strstr(lines.data, "\"text/html; charset=\\\"%E9%0A%7F\\\"\""));
    buf_free(&lines);
}

static bool count_records(void *ctx, const cJSON *record, struct faults *f) {
    (void)record;
    (void)f;
    ++*(int *)ctx;
    return true;
}

/* Puts another capture's sealed body in this one's place: well-formed, and not what was captured. */
static void a_body_that_was_exchanged_is_never_passed_on(void **state) {
    struct fixture *x = *state;
    int passed = 0;
    struct vault_capture c = capture_of("other", 5);
    fill_vault(x);
    assert_true(put_attempt(x, "C-7F3K", 2, "", "found", &c, 1));
    tamper(x, "UPDATE capture SET body = (SELECT body FROM capture WHERE evidence = 2) WHERE evidence = 1");
    open_vault(x, VAULT_READ);
    assert_false(vault_replay(x->v, "C-7F3K", true, count_records, &passed, &x->f));
    assert_int_equal(x->f.code, FAULT_ANSWER_NO);
    assert_non_null(
        strstr(x->f.text, "capture 1 (body): the sealed value was changed or damaged, or belongs elsewhere"));
    assert_non_null(strstr(x->f.text, "C-7F3K, E-0001"));
    assert_int_equal(passed, 0);
}

static void a_body_that_was_damaged_is_never_passed_on(void **state) {
    struct fixture *x = *state;
    int passed = 0;
    fill_vault(x);
    tamper(x, "UPDATE capture SET body = CAST(substr(body, 1, length(body) - 3) || x'000000' AS BLOB)");
    open_vault(x, VAULT_READ);
    assert_false(vault_replay(x->v, "C-7F3K", true, count_records, &passed, &x->f));
    assert_int_equal(x->f.code, FAULT_ANSWER_NO);
    assert_non_null(strstr(x->f.text, "E-0001"));
    assert_int_equal(passed, 0);
}

static void a_capture_that_was_removed_is_told(void **state) {
    struct fixture *x = *state;
    int passed = 0;
    struct vault_capture c[] = {capture_of("1", 1), capture_of("2", 1)};
    fill_vault(x);
    assert_true(put_attempt(x, "C-7F3K", 2, "", "found", c, 2));
    tamper(x, "DELETE FROM capture WHERE evidence = 2");
    open_vault(x, VAULT_READ);
    assert_false(vault_replay(x->v, "C-7F3K", true, count_records, &passed, &x->f));
    expect_fault(x, FAULT_ANSWER_NO, "C-7F3K has evidence up to E-0003, but only 2 captures");
    tamper(x, "DELETE FROM capture WHERE evidence = 3");
    open_vault(x, VAULT_READ);
    assert_false(vault_replay(x->v, "C-7F3K", true, count_records, &passed, &x->f));
    expect_fault(x, FAULT_ANSWER_NO, "0 captures are stored where 2 were gathered");
}

#define T(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(text_comes_as_text),
        T(an_empty_body_is_text),
        T(other_bytes_come_as_base64),
        T(text_too_long_for_a_line_comes_as_base64),
        T(the_largest_body_fits),
        T(a_larger_body_is_refused),
        T(text_is_text_up_to_the_longest_line),
        T(hostile_headers_become_text),
        T(a_body_that_was_exchanged_is_never_passed_on),
        T(a_body_that_was_damaged_is_never_passed_on),
        T(a_capture_that_was_removed_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

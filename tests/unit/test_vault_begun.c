/* Answers of attempts that are not over: kept, given back in order, gone with the attempt, sealed like the
 * rest. */
#include "vault_fixture.h"

#include "evenhand/vault_begun.h"

static struct vault_begun begun(const char *asked, const char *body) {
    return (struct vault_begun){.candidate = "C-7F3K",
                                .step = 2,
                                .value = "zebrawrench",
                                .asked = asked,
                                .started = "2026-10-01T09:31:07Z",
                                .why = "",
                                .answer = capture_of(body, strlen(body))};
}

static void put(struct fixture *x, const char *asked, const char *body) {
    struct vault_begun b = begun(asked, body);
    assert_true(vault_begun_put(x->v, &b, &x->f));
}

static bool add(void *ctx, const struct vault_begun *b, struct faults *f) {
    (void)f;
    buf_format(ctx, "%s %d %s %.*s\n", b->asked, b->answer.status, b->started, (int)b->answer.len,
               (const char *)b->answer.body);
    return true;
}

static void expect(struct fixture *x, const char *value, const char *text) {
    struct buf out = {0};
    assert_true(vault_begun_each(x->v, "C-7F3K", 2, value, add, &out, &x->f));
    assert_string_equal(out.data ? out.data : "", text);
    buf_free(&out);
}

static void kept_in_order_until_the_attempt_is_stored(void **state) {
    struct fixture *x = *state;
    struct vault_capture c = capture_of("<p>Hello</p>", 12);
    bool any = true;
    fill_vault(x);
    assert_true(vault_begun_any(x->v, &any, &x->f));
    assert_false(any);
    put(x, "https://a.example/1", "one");
    put(x, "https://a.example/2", "two");
    open_vault(x, VAULT_WRITE); /* as after a crash */
    assert_true(vault_begun_any(x->v, &any, &x->f));
    assert_true(any);
    expect(x, "zebrawrench",
           "https://a.example/1 200 2026-10-01T09:31:07Z one\n"
           "https://a.example/2 200 2026-10-01T09:31:07Z two\n");
    expect(x, "another", "");
    assert_true(put_attempt(x, "C-7F3K", 2, "zebrawrench", "found", &c, 1));
    expect(x, "zebrawrench", "");
    assert_true(vault_begun_any(x->v, &any, &x->f));
    assert_false(any);
    assert_true(vault_whole(x->v, &x->f));
}

static void changed_from_outside_is_told(void **state) {
    struct fixture *x = *state;
    struct buf out = {0};
    fill_vault(x);
    put(x, "https://a.example/1", "one");
    put(x, "https://a.example/2", "two");
    /* An answer in the place of another. */
    assert_true(store_execute(&x->v->store,
                              "UPDATE begun SET body = (SELECT body FROM begun WHERE id = 2) WHERE id = 1",
                              "tamper", &x->f));
    assert_false(vault_begun_each(x->v, "C-7F3K", 2, "zebrawrench", add, &out, &x->f));
    expect_fault(x, FAULT_ANSWER_NO, "changed or damaged, or belongs elsewhere");
    assert_false(vault_whole(x->v, &x->f));
    x->f = (struct faults)FAULTS_NONE;
    buf_free(&out);
}

static void destroyed_with_the_candidate(void **state) {
    struct fixture *x = *state;
    int64_t left = 1;
    fill_vault(x);
    put(x, "https://a.example/1", "one");
    cJSON *numbers = cJSON_Parse("[\"C-7F3K\"]"), *certificate = cJSON_CreateObject();
    assert_true(vault_destroy(x->v, numbers, certificate, &x->f));
    assert_true(store_number(&x->v->store, "SELECT count(*) FROM begun", &left, &x->f));
    assert_int_equal(left, 0);
    cJSON_Delete(numbers);
    cJSON_Delete(certificate);
}

#define T(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {T(kept_in_order_until_the_attempt_is_stored),
                                       T(changed_from_outside_is_told), T(destroyed_with_the_candidate)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

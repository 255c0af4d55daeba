/* The seal: out comes what went in, or a fault. */
#include "vault_fixture.h"

static const struct seal_context here = {"capture", "body", "C-7F3K", 12};

static void unseal_fails(struct vault_seal *s, const void *bytes, size_t len, size_t max, const char *words) {
    struct faults f = FAULTS_NONE;
    struct buf plain = {0};
    assert_false(vault_unseal(s, &here, bytes, len, max, &plain, &f));
    assert_int_equal(f.code, FAULT_ANSWER_NO);
    if (!strstr(f.text, words) || !strstr(f.text, "vault: C-7F3K, capture 12 (body): "))
        fail_msg("%s", f.text);
    buf_free(&plain);
}

static void out_comes_what_went_in(void **state) {
    static const size_t sizes[] = {0, 1, 100, 4096, 1000000};
    struct faults f = FAULTS_NONE;
    struct vault_seal *s = vault_seal_open();
    struct buf sealed = {0}, plain = {0};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *bytes = mem_alloc(sizes[i] + 1);
        for (size_t j = 0; j < sizes[i]; j++)
            bytes[j] = (char)(j * j);
        assert_true(vault_seal(s, &here, bytes, sizes[i], &sealed, &f));
        assert_true(vault_unseal(s, &here, sealed.data, sealed.len, sizes[i], &plain, &f));
        assert_int_equal(plain.len, sizes[i]);
        assert_memory_equal(plain.data, bytes, sizes[i]);
        free(bytes);
    }
    buf_free(&sealed);
    buf_free(&plain);
    vault_seal_close(s);
}

static void every_damaged_byte_is_noticed(void **state) {
    static const char text[] =
        "A page about zebra wrenches, and about zebra wrenches, and about other wrenches.";
    struct faults f = FAULTS_NONE;
    struct vault_seal *s = vault_seal_open();
    struct buf sealed = {0}, plain = {0};
    (void)state;
    assert_true(vault_seal(s, &here, text, sizeof text - 1, &sealed, &f));
    for (size_t i = 0; i < sealed.len; i++) {
        sealed.data[i] = (char)(sealed.data[i] ^ 0x10);
        bool same = vault_unseal(s, &here, sealed.data, sealed.len, 4096, &plain, &f) &&
                    plain.len == sizeof text - 1 && memcmp(plain.data, text, plain.len) == 0;
        if (f.count == 0)
            assert_true(same); /* a bit that means nothing */
        f = (struct faults)FAULTS_NONE;
        sealed.data[i] = (char)(sealed.data[i] ^ 0x10);
    }
    for (size_t len = 0; len < sealed.len; len++)
        assert_false(vault_unseal(s, &here, sealed.data, len, 4096, &plain, &f));
    buf_free(&sealed);
    buf_free(&plain);
    vault_seal_close(s);
}

static void a_bomb_is_refused_before_it_opens(void **state) {
    struct faults f = FAULTS_NONE;
    struct vault_seal *s = vault_seal_open();
    struct buf sealed = {0};
    (void)state;
    char *zeros = mem_alloc((size_t)8 << 20);
    assert_true(vault_seal(s, &here, zeros, (size_t)8 << 20, &sealed, &f));
    assert_true(sealed.len < 2000);
    unseal_fails(s, sealed.data, sealed.len, (size_t)1 << 20, "no believable size");
    free(zeros);
    buf_free(&sealed);
    vault_seal_close(s);
}

static void an_unknown_format_is_told(void **state) {
    struct vault_seal *s = vault_seal_open();
    (void)state;
    unseal_fails(s, "\x07whatever", 9, 100, "not in a form this evenhand knows");
    unseal_fails(s, "", 0, 100, "not in a form this evenhand knows");
    unseal_fails(s, "\x01not zstd", 9, 100, "no believable size");
    vault_seal_close(s);
}

static void tokens_tell_columns_and_texts_apart(void **state) {
    unsigned char a[VAULT_TOKEN_BYTES], b[VAULT_TOKEN_BYTES], c[VAULT_TOKEN_BYTES], again[VAULT_TOKEN_BYTES];
    struct vault_seal *s = vault_seal_open();
    (void)state;
    vault_token(s, "candidate.ref", "A-1", a);
    vault_token(s, "candidate.ref", "A-2", b);
    vault_token(s, "attempt.value", "A-1", c);
    vault_token(s, "candidate.ref", "A-1", again);
    assert_memory_equal(a, again, sizeof a);
    assert_memory_not_equal(a, b, sizeof a);
    assert_memory_not_equal(a, c, sizeof a);
    vault_seal_close(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(out_comes_what_went_in),
        cmocka_unit_test(every_damaged_byte_is_noticed),
        cmocka_unit_test(a_bomb_is_refused_before_it_opens),
        cmocka_unit_test(an_unknown_format_is_told),
        cmocka_unit_test(tokens_tell_columns_and_texts_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

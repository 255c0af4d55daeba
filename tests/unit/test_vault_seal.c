/* The seal: out comes what went in, or a fault. */
#include "vault_fixture.h"

static const struct seal_context here = {"capture", "body", "C-7F3K", 12};

static struct vault_keys *keys;

static struct vault_seal *open_seal(void) {
    struct buf ignored = {0};
    assert_true(sodium_init() >= 0);
    keys = vault_keys_new(NULL);
    (void)snprintf(keys->id, sizeof keys->id, "%032d", 7);
    vault_keys_draw(keys, "C-7F3K", &ignored);
    buf_free(&ignored);
    return vault_seal_open(keys);
}

static void close_seal(struct vault_seal *s) {
    vault_seal_close(s);
    vault_keys_free(keys);
}

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
    struct vault_seal *s = open_seal();
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
    close_seal(s);
}

static void every_damaged_byte_is_told(void **state) {
    static const char text[] =
        "A page about zebra wrenches, and about zebra wrenches, and about other wrenches.";
    struct faults f = FAULTS_NONE;
    struct vault_seal *s = open_seal();
    struct buf sealed = {0};
    (void)state;
    assert_true(vault_seal(s, &here, text, sizeof text - 1, &sealed, &f));
    for (size_t i = 0; i < sealed.len; i++)
        for (int bit = 0; bit < 8; bit++) {
            sealed.data[i] = (char)(sealed.data[i] ^ (1 << bit));
            unseal_fails(s, sealed.data, sealed.len, 4096,
                         i == 0 ? "not in a form" : "was changed or damaged");
            sealed.data[i] = (char)(sealed.data[i] ^ (1 << bit));
        }
    for (size_t len = 0; len < sealed.len; len++)
        unseal_fails(s, sealed.data, len, 4096, "");
    buf_free(&sealed);
    close_seal(s);
}

/* The same bytes in another column, row, table or candidate's place, or under another caseload's name. */
static void a_value_opens_in_its_own_place_only(void **state) {
    static const struct seal_context elsewhere[] = {{"capture", "headers", "C-7F3K", 12},
                                                    {"capture", "body", "C-7F3K", 13},
                                                    {"attempt", "body", "C-7F3K", 12},
                                                    {"capture", "body", "C-0A00", 12}};
    struct faults f = FAULTS_NONE;
    struct vault_seal *s = open_seal();
    struct buf sealed = {0}, plain = {0};
    (void)state;
    assert_true(vault_seal(s, &here, "zebra", 5, &sealed, &f));
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        (void)snprintf(keys->data_of, sizeof keys->data_of, "%s", elsewhere[i].candidate); /* the same key */
        assert_false(vault_unseal(s, &elsewhere[i], sealed.data, sealed.len, 5, &plain, &f));
        assert_int_equal(f.code, FAULT_ANSWER_NO);
    }
    (void)snprintf(keys->data_of, sizeof keys->data_of, "C-7F3K");
    assert_true(vault_unseal(s, &here, sealed.data, sealed.len, 5, &plain, &f));
    keys->id[0] = 'b';
    unseal_fails(s, sealed.data, sealed.len, 5, "belongs elsewhere");
    buf_free(&sealed);
    buf_free(&plain);
    close_seal(s);
}

static void the_same_value_is_never_sealed_alike(void **state) {
    struct faults f = FAULTS_NONE;
    struct vault_seal *s = open_seal();
    struct buf one = {0}, two = {0};
    (void)state;
    assert_true(vault_seal(s, &here, "zebra", 5, &one, &f) && vault_seal(s, &here, "zebra", 5, &two, &f));
    assert_int_equal(one.len, two.len);
    assert_memory_not_equal(one.data, two.data, one.len);
    buf_free(&one);
    buf_free(&two);
    close_seal(s);
}

static void a_bomb_is_refused_before_it_opens(void **state) {
    struct faults f = FAULTS_NONE;
    struct vault_seal *s = open_seal();
    struct buf sealed = {0};
    (void)state;
    char *zeros = mem_alloc((size_t)8 << 20);
    assert_true(vault_seal(s, &here, zeros, (size_t)8 << 20, &sealed, &f));
    assert_true(sealed.len < 2000);
    unseal_fails(s, sealed.data, sealed.len, (size_t)1 << 20, "no believable size");
    free(zeros);
    buf_free(&sealed);
    close_seal(s);
}

static void an_unknown_format_is_told(void **state) {
    struct vault_seal *s = open_seal();
    (void)state;
    char old[100] = "\x01 what was once kept unsealed";
    unseal_fails(s, old, sizeof old, 100, "not in a form this evenhand knows");
    unseal_fails(s, "", 0, 100, "not in a form this evenhand knows");
    close_seal(s);
}

static void tokens_tell_columns_and_texts_apart(void **state) {
    unsigned char a[VAULT_TOKEN_BYTES], b[VAULT_TOKEN_BYTES], c[VAULT_TOKEN_BYTES], again[VAULT_TOKEN_BYTES];
    struct vault_seal *s = open_seal();
    (void)state;
    vault_token(s, "candidate.ref", "A-1", a);
    vault_token(s, "candidate.ref", "A-2", b);
    vault_token(s, "attempt.value", "A-1", c);
    vault_token(s, "candidate.ref", "A-1", again);
    assert_memory_equal(a, again, sizeof a);
    assert_memory_not_equal(a, b, sizeof a);
    assert_memory_not_equal(a, c, sizeof a);
    close_seal(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(out_comes_what_went_in),
        cmocka_unit_test(every_damaged_byte_is_told),
        cmocka_unit_test(a_value_opens_in_its_own_place_only),
        cmocka_unit_test(the_same_value_is_never_sealed_alike),
        cmocka_unit_test(a_bomb_is_refused_before_it_opens),
        cmocka_unit_test(an_unknown_format_is_told),
        cmocka_unit_test(tokens_tell_columns_and_texts_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Key files: what is written is read; what is not whole, not ours or open to others is refused. */
#include "vault_fixture.h"

#include "evenhand/files.h"
#include "evenhand/key_file.h"

static char *key_path(const struct fixture *x) {
    return mem_format("%s/keys/test.key", x->caseload);
}

static void make(struct key_file *k) {
    key_file_begin(k);
    (void)snprintf(k->caseload, sizeof k->caseload, "%032d", 42);
    (void)snprintf(k->custodian, sizeof k->custodian, "mwong");
    randombytes_buf(k->secret, KEY_SECRET_BYTES);
}

static void what_is_written_is_read(void **state) {
    struct fixture *x = *state;
    struct key_file k, again;
    struct stat s;
    char *path = key_path(x);
    make(&k);
    assert_true(key_file_write(path, &k, &x->f));
    assert_int_equal(stat(path, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    key_file_begin(&again);
    assert_true(key_file_read(path, &again, &x->f));
    assert_string_equal(again.caseload, k.caseload);
    assert_string_equal(again.custodian, "mwong");
    assert_true(again.opened);
    assert_memory_equal(again.secret, k.secret, KEY_SECRET_BYTES);
    key_file_end(&k);
    key_file_end(&again);
    free(path);
}

static void a_passphrase_locks_it(void **state) {
    struct fixture *x = *state;
    struct key_file k, again;
    struct buf text = {0};
    char *path = key_path(x), secret[100];
    make(&k);
    assert_true(key_file_lock(&k, "four plain otter words", &x->f));
    assert_true(key_file_write(path, &k, &x->f));
    assert_true(file_read(path, 4096, &text, &x->f));
    assert_null(strstr(text.data, sodium_bin2base64(secret, sizeof secret, k.secret, KEY_SECRET_BYTES,
                                                    sodium_base64_VARIANT_ORIGINAL)));
    key_file_begin(&again);
    assert_true(key_file_read(path, &again, &x->f));
    assert_false(again.opened);
    assert_false(key_file_unlock(&again, "four plain otter word", &x->f));
    expect_fault(x, FAULT_NOT_PERMITTED, "this is not the passphrase of mwong's key");
    assert_true(key_file_unlock(&again, "four plain otter words", &x->f));
    assert_memory_equal(again.secret, k.secret, KEY_SECRET_BYTES);
    assert_false(key_file_lock(&again, "short", &x->f));
    expect_fault(x, FAULT_DATA, "shorter than 12 characters");
    key_file_end(&k);
    key_file_end(&again);
    buf_free(&text);
    free(path);
}

static void refuse(struct fixture *x, const char *path, enum fault_code code, const char *words) {
    struct key_file k;
    key_file_begin(&k);
    assert_false(key_file_read(path, &k, &x->f));
    expect_fault(x, code, words);
    key_file_end(&k);
}

static void a_missing_or_open_file_is_refused(void **state) {
    struct fixture *x = *state;
    struct key_file k;
    char *path = key_path(x);
    refuse(x, path, FAULT_NOT_PERMITTED, "the vault is sealed, and its key is not here");
    make(&k);
    assert_true(key_file_write(path, &k, &x->f));
    assert_int_equal(chmod(path, 0640), 0);
    refuse(x, path, FAULT_NOT_PERMITTED, "others may read the key (mode 0640); chmod 600 the file");
    key_file_end(&k);
    free(path);
}

/* Cut anywhere, or with anything behind it, and never read beyond. */
static void what_is_not_whole_is_refused(void **state) {
    static const char *const wrong[] = {
        "", "evenhand key 2\n", "evenhand key 1\ncaseload 4f\ncustodian a\nsecret AAAA\n",
        "evenhand key 1\ncaseload 00000000000000000000000000000042\ncustodian a\nlocked 999 1 AAAA AAAA\n",
        ("evenhand key 1\ncaseload 00000000000000000000000000000042\ncustodian a\nlocked 3 99999999999 "
         "AAAAAAAAAAAAAAAAAAAAAA== AAAA\n")};
    struct fixture *x = *state;
    struct key_file k;
    struct buf text = {0};
    char *path = key_path(x);
    make(&k);
    assert_true(key_file_write(path, &k, &x->f) && file_read(path, 4096, &text, &x->f));
    for (size_t len = 0; len + 2 < text.len; len++) {
        assert_true(file_write(path, text.data, len, &x->f));
        refuse(x, path, FAULT_DATA, "this is not a whole evenhand key file");
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_true(file_write(path, wrong[i], strlen(wrong[i]), &x->f));
        refuse(x, path, FAULT_DATA, "this is not a whole evenhand key file");
    }
    key_file_end(&k);
    buf_free(&text);
    free(path);
}

#define T(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(what_is_written_is_read),
        T(a_passphrase_locks_it),
        T(a_missing_or_open_file_is_refused),
        T(what_is_not_whole_is_refused),
    };
    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}

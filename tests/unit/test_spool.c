#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/mem.h"
#include "evenhand/spool.h"

#define TEXTS 3000
#define TEXT_BYTES 1000 /* so that most of it is in the file */

static void fill(char text[TEXT_BYTES + 1], int i) {
    memset(text, 'a' + i % 26, TEXT_BYTES);
    text[TEXT_BYTES] = '\0';
}

static void what_went_in_comes_out(void **state) {
    (void)state;
    struct spool s = {.folder = "/tmp"};
    struct faults f = FAULTS_NONE;
    struct buf out = {0};
    char text[TEXT_BYTES + 1];
    uint64_t *at = mem_array(TEXTS, sizeof *at);
    for (int i = 0; i < TEXTS; i++) {
        fill(text, i);
        assert_true(spool_add(&s, text, TEXT_BYTES, &at[i], &f));
    }
    assert_true(s.written > 0);
    assert_true(s.tail.len <= SPOOL_BYTES);
    for (int i = TEXTS - 1; i >= 0; i--) {
        fill(text, i);
        assert_true(spool_read(&s, at[i], TEXT_BYTES, &out, &f));
        assert_string_equal(out.data, text);
    }
    spool_clear(&s);
    assert_true(spool_add(&s, "anew", 4, &at[0], &f));
    assert_true(spool_read(&s, at[0], 4, &out, &f));
    assert_string_equal(out.data, "anew");
    check_no_fault(&f);
    buf_free(&out);
    free(at);
    spool_close(&s);
}

static void a_folder_that_cannot_hold_it_is_a_fault(void **state) {
    (void)state;
    struct spool s = {.folder = "/proc"};
    struct faults f = FAULTS_NONE;
    uint64_t at = 0;
    char *text = mem_alloc(SPOOL_BYTES + 1);
    assert_false(spool_add(&s, text, SPOOL_BYTES + 1, &at, &f));
    assert_int_equal(f.code, FAULT_CANNOT_CREATE);
    free(text);
    spool_close(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_went_in_comes_out),
        cmocka_unit_test(a_folder_that_cannot_hold_it_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

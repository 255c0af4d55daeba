#include "check.h"

#include <errno.h>
#include <stdio.h>

static void a_message_is_place_reason_advice(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    assert_false(fault(&f, FAULT_CONFIG, fault_place("plan.yaml", 14, 5), "did you mean \"mastodon\"?",
                       "unknown source \"%s\"", "mastadon"));
    check_fault(&f, FAULT_CONFIG, "plan.yaml:14:5: unknown source \"mastadon\"; did you mean \"mastodon\"?");
}

static void the_first_fault_decides_the_exit_code(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    (void)fault(&f, FAULT_DATA, NULL, NULL, "one");
    (void)fault(&f, FAULT_IO, NULL, NULL, "two");
    assert_int_equal(f.code, FAULT_DATA);
    assert_string_equal(f.text, "one\ntwo\n");
}

static void hostile_text_cannot_forge_a_second_line(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    (void)fault(&f, FAULT_DATA, NULL, NULL, "bad name \"%s\"", "x\ny\033[2J");
    check_fault(&f, FAULT_DATA, "bad name \"x y [2J\"");
}

static void what_does_not_fit_is_counted(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    for (int i = 0; i < 1000; i++)
        (void)fault(&f, FAULT_DATA, NULL, NULL, "a message of some length, number %d", i);
    assert_int_equal(f.count, 1000);
    assert_true(f.len < sizeof f.text);
    assert_int_equal(f.text[f.len - 1], '\n');
}

static void a_full_disk_comes_with_advice(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    errno = ENOSPC;
    (void)fault_errno(&f, FAULT_IO, "out", "writing failed");
    check_fault(&f, FAULT_IO,
                "out: writing failed: No space left on device; free some space on this disk and run the same "
                "command again");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_is_place_reason_advice),
        cmocka_unit_test(the_first_fault_decides_the_exit_code),
        cmocka_unit_test(hostile_text_cannot_forge_a_second_line),
        cmocka_unit_test(what_does_not_fit_is_counted),
        cmocka_unit_test(a_full_disk_comes_with_advice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

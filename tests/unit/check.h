/* What every unit test includes: cmocka and its prerequisites, and a look at faults. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include "evenhand/faults.h"

/* The one fault there is reads exactly so (without its newline) and has this code. */
static inline void check_fault(const struct faults *f, enum fault_code code, const char *message) {
    char text[FAULTS_TEXT_BYTES];
    (void)strncpy(text, f->text, sizeof text - 1);
    text[sizeof text - 1] = '\0';
    if (f->len > 0)
        text[f->len - 1] = '\0';
    assert_string_equal(text, message);
    assert_int_equal(f->code, code);
}

static inline void check_no_fault(const struct faults *f) {
    assert_string_equal(f->text, "");
    assert_int_equal(f->code, FAULT_NONE);
}

#endif

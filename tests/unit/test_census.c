#include "check.h"

#include "evenhand/census.h"
#include "evenhand/vocab.h"

static void every_protected_class_has_its_count(void **state) {
    (void)state;
    assert_int_equal(vocab_size(vocab_classes), CENSUS_CLASSES);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_protected_class_has_its_count)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

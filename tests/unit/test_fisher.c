#include "check.h"

#include <math.h>

#include "evenhand/fisher.h"

static void near(double a, double b) {
    assert_true(fabs(a - b) < 1e-6);
}

/* The lady tasting tea: 3 of 4 right (Fisher, The Design of Experiments, 1935): 34/70, two-sided. */
static void known_tables(void **state) {
    (void)state;
    near(fisher_exact(3, 4, 1, 4), 34.0 / 70.0);
    near(fisher_exact(4, 4, 0, 4), 2.0 / 70.0);
    near(fisher_exact(1, 10, 11, 14),
         0.002759456); /* the example of Wikipedia's article, and R's fisher.test */
    near(fisher_exact(8, 10, 1, 6), 0.034965035); /* R: fisher.test(matrix(c(8, 2, 1, 5), nrow = 2)) */
}

static void nothing_to_tell_apart(void **state) {
    (void)state;
    near(fisher_exact(0, 0, 5, 10), 1);
    near(fisher_exact(0, 10, 0, 20), 1);
    near(fisher_exact(10, 10, 20, 20), 1);
    near(fisher_exact(5, 10, 10, 20), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_tables),
        cmocka_unit_test(nothing_to_tell_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

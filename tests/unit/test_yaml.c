#include "check.h"

#include <stdlib.h>

#include "evenhand/yaml.h"

static const char *const known[] = {"plan", "steps", "roles", NULL};

static struct yaml *parse(const char *text, struct faults *f) {
    return yaml_parse(text, strlen(text), "plan.yaml", f);
}

static void refused(const char *text, const char *message) {
    struct faults f = FAULTS_NONE;
    struct yaml *root = parse(text, &f);
    assert_null(root);
    check_fault(&f, FAULT_CONFIG, message);
}

static void values_are_read_with_their_places(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct yaml *root = parse("plan: Patrol\nroles: {a: [x, y], n: 7, f: 0.5, yes: true}\n", &f);
    const char *text = NULL, **list = NULL;
    long n = 0;
    double d = 0;
    bool yes = false;
    size_t count = 0;
    const struct yaml *roles = yaml_get(root, "roles");
    assert_true(yaml_text(root, "plan", true, &text, &f));
    assert_string_equal(text, "Patrol");
    assert_true(yaml_texts(roles, "a", true, &list, &count, &f) &&
                yaml_integer(roles, "n", true, 0, 9, &n, &f) &&
                yaml_decimal(roles, "f", true, 0, 1, &d, &f) && yaml_boolean(roles, "yes", true, &yes, &f));
    assert_int_equal(count, 2);
    assert_string_equal(list[1], "y");
    assert_int_equal(n, 7);
    assert_true(d > 0.49 && d < 0.51 && yes);
    assert_string_equal(yaml_place(yaml_get(roles, "n")), "plan.yaml:2:23");
    free(list);
    yaml_drop(root);
}

static void an_unknown_key_is_named_with_its_neighbour(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct yaml *root = parse("plan: P\nstepps: []\n", &f);
    assert_false(yaml_check_keys(root, known, &f));
    check_fault(&f, FAULT_CONFIG, "plan.yaml:2:1: unknown key \"stepps\"; did you mean \"steps\"?");
    yaml_drop(root);
}

static void a_value_out_of_range_is_named(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    long n;
    struct yaml *root = parse("n: 12x\n", &f);
    assert_false(yaml_integer(root, "n", true, 1, 50, &n, &f));
    check_fault(&f, FAULT_CONFIG, "plan.yaml:1:4: \"n\" must be a whole number from 1 to 50");
    yaml_drop(root);
}

static void what_is_not_one_plain_document_is_refused(void **state) {
    (void)state;
    refused("", "plan.yaml:1:1: the file is empty");
    refused("a: 1\na: 2\n", "plan.yaml:2:1: the key \"a\" stands twice; keep one of the two");
    refused("a: &x 1\nb: *x\n", "plan.yaml:2:4: aliases (*name) are not read here; write the text out");
    refused("a: 1\n---\nb: 2\n", "plan.yaml:2:1: a second document; one file holds one");
    refused("a: [1\nb: 2\n",
            "plan.yaml:2:2: did not find expected ',' or ']'; check the indentation and the quotes "
            "near here");
    refused("a: \xff\n", "plan.yaml:1:4: not UTF-8; save the file as UTF-8");
    refused("a: [[[[[[[[[[[[[1]]]]]]]]]]]]]\n", "plan.yaml:1:15: nested too deeply");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_read_with_their_places),
        cmocka_unit_test(an_unknown_key_is_named_with_its_neighbour),
        cmocka_unit_test(a_value_out_of_range_is_named),
        cmocka_unit_test(what_is_not_one_plain_document_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

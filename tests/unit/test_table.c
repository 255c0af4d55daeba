/* Entries by name, and those that nobody needs taken out. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "evenhand/mem.h"
#include "evenhand/table.h"

struct entry {
    char *name;
    int number;
};

static void entry_free(void *entry) {
    free(((struct entry *)entry)->name);
    free(entry);
}

static bool is_above(const void *entry, void *limit) {
    return ((const struct entry *)entry)->number > *(int *)limit;
}

static void test_sweep(void **state) {
    (void)state;
    struct table t = {0};
    char name[16];
    int limit = 99;
    for (int i = 0; i < 1000; i++) {
        struct entry *e = mem_alloc(sizeof *e);
        e->name = mem_format("%d", i);
        e->number = i;
        table_add(&t, e);
    }
    assert_int_equal(t.count, 1000);
    table_sweep(&t, is_above, &limit, entry_free);
    assert_int_equal(t.count, 100);
    for (int i = 0; i < 1000; i++) {
        (void)snprintf(name, sizeof name, "%d", i);
        struct entry *e = table_find(&t, name);
        assert_true(i <= limit ? e && e->number == i : e == NULL);
    }
    table_sweep(&t, is_above, &limit, entry_free); /* nothing to do */
    assert_int_equal(t.count, 100);
    table_free(&t, entry_free);
    assert_int_equal(t.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sweep)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/shelf.h"

static char folder[64];

static int make_folder(void **state) {
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/evenhand-shelf-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    char *command = mem_format("rm -rf %s", folder);
    int r = system(command); /* NOLINT(cert-env33-c): a folder this test made */
    free(command);
    return r;
}

static void put(const char *path) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
}

static bool there(const char *name) {
    char *path = path_join(folder, name);
    bool is = access(path, F_OK) == 0;
    free(path);
    return is;
}

static void put_named(const char *name) {
    char *path = path_join(folder, name);
    put(path);
    free(path);
}

static void all_files_appear_at_once(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct shelf shelf = {.folder = NULL};
    assert_true(shelf_open(&shelf, folder, ".xlsx", &f));
    for (const char *const *stem = (const char *const[]){"C-9XYZ", "C-2B9Q", "summary", NULL}; *stem;
         stem++) {
        char *path = shelf_add(&shelf, *stem);
        put(path);
        free(path);
    }
    assert_false(there("C-9XYZ.xlsx"));
    assert_true(shelf_publish(&shelf, &f));
    check_no_fault(&f);
    assert_true(there("C-9XYZ.xlsx") && there("C-2B9Q.xlsx") && there("summary.xlsx"));
    shelf_close(&shelf);
    assert_true(there("summary.xlsx"));
}

static void what_is_not_published_goes(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct shelf shelf = {.folder = NULL};
    put_named("C-OLD1.xlsx.part");
    assert_true(shelf_open(&shelf, folder, ".xlsx", &f));
    assert_false(there("C-OLD1.xlsx.part"));
    char *path = shelf_add(&shelf, "C-2B9Q");
    put(path);
    shelf_close(&shelf);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_false(there("C-2B9Q.xlsx"));
    free(path);
}

static void a_missing_file_withdraws_the_others(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct shelf shelf = {.folder = NULL};
    assert_true(shelf_open(&shelf, folder, ".xlsx", &f));
    char *path = shelf_add(&shelf, "C-2B9Q");
    put(path);
    free(path);
    free(shelf_add(&shelf, "C-9XYZ")); /* never written */
    assert_false(shelf_publish(&shelf, &f));
    assert_int_equal(f.code, FAULT_CANNOT_CREATE);
    assert_false(there("C-2B9Q.xlsx"));
    shelf_close(&shelf);
}

static void strangers_are_refused_and_own_files_replaced(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct shelf shelf = {.folder = NULL};
    put_named("C-2B9Q.xlsx");
    assert_true(shelf_open(&shelf, folder, ".xlsx", &f));
    char *path = shelf_add(&shelf, "C-2B9Q");
    put(path);
    put_named("C-0LD0.xlsx");
    assert_false(shelf_publish(&shelf, &f));
    char *message =
        mem_format("%s: C-0LD0.xlsx is there already and is not of this run; name an empty folder, or move "
                   "the old workbooks away",
                   folder);
    check_fault(&f, FAULT_CANNOT_CREATE, message);
    free(message);
    free(path);
    shelf_close(&shelf);
}

static void a_folder_that_cannot_be_made_is_a_fault(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct shelf shelf = {.folder = NULL};
    assert_false(shelf_open(&shelf, "/proc/no/such/folder", ".xlsx", &f));
    assert_int_equal(f.code, FAULT_CANNOT_CREATE);
    shelf_close(&shelf);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(all_files_appear_at_once),
        TEST(what_is_not_published_goes),
        TEST(a_missing_file_withdraws_the_others),
        TEST(strangers_are_refused_and_own_files_replaced),
        TEST(a_folder_that_cannot_be_made_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

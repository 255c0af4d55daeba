#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/book.h"
#include "evenhand/book_check.h"
#include "evenhand/digest.h"
#include "evenhand/files.h"

static char folder[64];
static char path[80];

static int make_folder(void **state) {
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/evenhand-book-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    (void)snprintf(path, sizeof path, "%s/a.xlsx", folder);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    (void)unlink(path);
    return rmdir(folder); /* nothing else may be left in it */
}

static struct book *open_book(void) {
    struct faults f = FAULTS_NONE;
    struct book_about about = {
        .title = "Candidate C-7F3K", .subject = "Plan & co", .comment = "", .created = 1790000000};
    struct book *b = book_open(path, folder, &about, &f);
    assert_non_null(b);
    return b;
}

static void write_sample(struct book *b) {
    static const double widths[] = {10, 20, 30};
    lxw_worksheet *s = book_sheet(b, "One", widths, 3);
    book_title(b, s, "Title", "");
    book_text(b, s, 2, 0, STYLE_TEXT, "=1+1");
    book_count(b, s, 2, 1, 0);
    book_span(b, s, 3, 0, 2, STYLE_HEAD, "over three");
    book_long_table(b, s, 3, 4, 3);
}

static void a_book_is_written_and_checked(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct book *b = open_book();
    write_sample(b);
    assert_int_equal(b->cells, 4);
    assert_true(book_close(b, &f));
    check_no_fault(&f);
    assert_true(book_check(path, 4, &f));
}

static void the_same_content_gives_the_same_bytes(void **state) {
    (void)state;
    char digest[2][DIGEST_HEX_BYTES];
    struct faults f = FAULTS_NONE;
    for (int i = 0; i < 2; i++) {
        struct book *b = open_book();
        write_sample(b);
        assert_true(book_close(b, &f));
        assert_true(digest_file(path, digest[i], &f));
        assert_int_equal(setenv("TZ", "Pacific/Auckland", 1), 0);
    }
    assert_string_equal(digest[0], digest[1]);
}

static void a_missing_cell_is_noticed(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct book *b = open_book();
    write_sample(b);
    assert_true(book_close(b, &f));
    assert_false(book_check(path, 5, &f));
    assert_int_equal(f.code, FAULT_IO);
    assert_non_null(strstr(f.text, "5 cells were written and 4 are there; is the disk full?"));
}

static void a_cut_or_changed_file_is_noticed(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct book *b = open_book();
    write_sample(b);
    assert_true(book_close(b, &f));
    struct buf bytes = {0};
    assert_true(file_read(path, 1 << 20, &bytes, &f));
    bytes.data[bytes.len / 2] = (char)~bytes.data[bytes.len / 2];
    assert_true(file_write(path, bytes.data, bytes.len, &f));
    assert_false(book_check(path, 4, &f));
    assert_int_equal(truncate(path, (off_t)bytes.len - 1), 0);
    assert_false(book_check(path, 4, &f));
    buf_free(&bytes);
}

static void text_that_no_cell_holds_is_a_fault(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct book *b = open_book();
    static const double widths[] = {10};
    static char text[40000];
    memset(text, 'x', sizeof text - 1);
    lxw_worksheet *s = book_sheet(b, "One", widths, 1);
    book_text(b, s, 0, 0, STYLE_TEXT, text);
    book_text(b, s, 1, 0, STYLE_TEXT, "goes nowhere");
    assert_false(book_close(b, &f));
    assert_int_equal(f.code, FAULT_CANNOT_CREATE);
    assert_non_null(strstr(f.text, "sheet One: String exceeds Excel's limit of 32,767 characters."));
}

static void rows_out_of_order_are_a_fault(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct book *b = open_book();
    static const double widths[] = {10};
    lxw_worksheet *s = book_sheet(b, "One", widths, 1);
    book_text(b, s, 5, 0, STYLE_TEXT, "later");
    book_text(b, s, 2, 0, STYLE_TEXT, "earlier");
    assert_false(book_close(b, &f));
    assert_int_equal(f.code, FAULT_CANNOT_CREATE);
}

static void more_rows_than_a_sheet_has_are_refused_with_advice(void **state) {
    (void)state;
    static const double widths[] = {10};
    struct faults f = FAULTS_NONE;
    struct book *b = open_book();
    lxw_worksheet *s = book_sheet(b, "One", widths, 1);
    book_height(b, s, BOOK_MAX_ROWS - 1, 20);
    assert_int_equal(b->error, LXW_NO_ERROR);
    book_height(b, s, BOOK_MAX_ROWS, 20);
    assert_false(book_close(b, &f));
    assert_int_equal(f.code, FAULT_DATA);
    assert_non_null(strstr(f.text, "more rows than a sheet can hold (1048576); narrow the plan's queries"));
}

static void a_folder_that_is_missing_is_a_fault(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct book_about about = {.title = "t", .subject = "s", .comment = "", .created = 1790000000};
    struct book *b = book_open("/no/such/folder/a.xlsx", folder, &about, &f);
    if (b) {
        write_sample(b);
        assert_false(book_close(b, &f));
    }
    assert_true(f.count > 0);
}

static void an_abandoned_book_leaves_nothing(void **state) {
    (void)state;
    struct book *b = open_book();
    write_sample(b);
    book_abandon(b);
    assert_int_not_equal(access(path, F_OK), 0);
    book_abandon(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

static int remove_folder_only(void **state) {
    (void)state;
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_book_is_written_and_checked),
        TEST(the_same_content_gives_the_same_bytes),
        TEST(a_missing_cell_is_noticed),
        TEST(a_cut_or_changed_file_is_noticed),
        TEST(text_that_no_cell_holds_is_a_fault),
        TEST(rows_out_of_order_are_a_fault),
        TEST(more_rows_than_a_sheet_has_are_refused_with_advice),
        TEST(a_folder_that_is_missing_is_a_fault),
        cmocka_unit_test_setup_teardown(an_abandoned_book_leaves_nothing, make_folder, remove_folder_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

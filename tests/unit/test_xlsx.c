#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zip.h>

#include "evenhand/book.h"
#include "evenhand/xlsx.h"

static char folder[64];
static char path[80];

static int make_folder(void **state) {
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/evenhand-xlsx-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    (void)snprintf(path, sizeof path, "%s/a.xlsx", folder);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    (void)unlink(path);
    return rmdir(folder);
}

static void write_book(void) {
    static const double widths[] = {10, 20};
    struct faults f = FAULTS_NONE;
    struct book_about about = {.title = "A title", .subject = "S", .comment = "", .created = 1790000000};
    struct book *b = book_open(path, folder, &about, &f);
    lxw_worksheet *s = book_sheet(b, "One", widths, 2);
    book_text(b, s, 0, 0, STYLE_TEXT, "=1+1 & <b> _x0041_");
    book_number(b, s, 0, 1, STYLE_COUNT, 42);
    s = book_sheet(b, "Two & more", widths, 1);
    book_text(b, s, 6, 1, STYLE_TEXT, "two\nlines");
    assert_true(book_close(b, &f));
}

/* Puts a part into the workbook, or replaces it. */
static void put_part(const char *name, const char *content) {
    int error = 0;
    zip_t *zip = zip_open(path, 0, &error);
    assert_non_null(zip);
    zip_source_t *source = zip_source_buffer(zip, content, strlen(content), 0);
    assert_true(zip_file_add(zip, name, source, ZIP_FL_OVERWRITE) >= 0);
    assert_int_equal(zip_close(zip), 0);
}

static bool gather(void *ctx, const struct xlsx_text *t, struct faults *f) {
    (void)f;
    struct buf *all = ctx;
    if (t->cell)
        buf_format(all, "%s!%s%s=%s|", t->sheet, t->where, t->number ? "#" : "", t->text);
    else if (strcmp(t->where, "title") == 0 || strcmp(t->where, "oddFooter") == 0)
        buf_format(all, "%s=%s|", t->where, t->text);
    return true;
}

static void every_text_is_handed_out_as_a_reader_sees_it(void **state) {
    (void)state;
    struct xlsx x;
    struct faults f = FAULTS_NONE;
    struct buf all = {0};
    write_book();
    assert_true(xlsx_read(path, &x, gather, &all, &f));
    check_no_fault(&f);
    assert_non_null(strstr(all.data, "One!A1==1+1 & <b> _x0041_|One!B1#=42|"));
    assert_non_null(strstr(all.data, "Two & more!B7=two\nlines|"));
    assert_non_null(strstr(all.data, "title=A title|"));
    assert_non_null(strstr(all.data, "oddFooter=&L&9Confidential personnel record"));
    assert_int_equal(x.sheets, 2);
    assert_string_equal(x.sheet[1].name, "Two & more");
    assert_non_null(strstr(x.sheet[0].shape.data, "col.width=20.7109375"));
    assert_non_null(strstr(x.sheet[0].shape.data, "pageSetup.orientation=landscape"));
    buf_free(&all);
    xlsx_free(&x);
}

static void check_refused(const char *reason) {
    struct xlsx x;
    struct faults f = FAULTS_NONE;
    struct buf all = {0};
    assert_false(xlsx_read(path, &x, gather, &all, &f));
    assert_int_equal(f.code, FAULT_DATA);
    if (!strstr(f.text, reason))
        fail_msg("\"%s\" does not say \"%s\"", f.text, reason);
    buf_free(&all);
    xlsx_free(&x);
}

#define SHEET(inside)                                                                                        \
    "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row "        \
    "r=\"1\">" inside "</row></sheetData></worksheet>"

static void what_is_no_plain_workbook_is_refused(void **state) {
    (void)state;
    write_book();
    put_part("xl/worksheets/sheet1.xml", SHEET("<c r=\"A1\"><f>1+1</f><v>2</v></c>"));
    check_refused("sheet One: cell A1 holds a formula");
    put_part("xl/worksheets/sheet1.xml", SHEET("<c r=\"A1\" t=\"s\"><v>7</v></c>"));
    check_refused("cell A1 names a string that is not there");
    put_part("xl/worksheets/sheet1.xml", SHEET("<c r=\"A1\"><v>2</v>"));
    check_refused("xl/worksheets/sheet1.xml is not well-formed");
    put_part("xl/worksheets/sheet1.xml", SHEET("<!-- a name -->"));
    check_refused("xl/worksheets/sheet1.xml holds a comment, instruction or entity");
    put_part("xl/worksheets/sheet1.xml", "<!DOCTYPE w [<!ENTITY e SYSTEM \"/etc/hostname\">]>" SHEET("&e;"));
    check_refused("holds a comment, instruction or entity");
    put_part("xl/worksheets/sheet1.xml", SHEET(""));
    put_part("xl/worksheets/sheet9.xml", SHEET(""));
    check_refused("xl/worksheets/sheet9.xml belongs to no sheet");
}

static void shared_strings_and_escapes_are_read(void **state) {
    (void)state;
    struct xlsx x;
    struct faults f = FAULTS_NONE;
    struct buf all = {0};
    write_book();
    put_part("xl/sharedStrings.xml",
             "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>zero</t></si>"
             "<si><r><t>two </t></r><r><t>r_x0075_ns</t></r></si></sst>");
    put_part("xl/worksheets/sheet1.xml", SHEET("<c r=\"C3\" t=\"s\"><v>1</v></c>"));
    assert_true(xlsx_read(path, &x, gather, &all, &f));
    assert_non_null(strstr(all.data, "One!C3=two runs|"));
    buf_free(&all);
    xlsx_free(&x);
}

static void no_workbook_at_all_is_refused(void **state) {
    (void)state;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("not a zip archive", file) >= 0);
    assert_int_equal(fclose(file), 0);
    check_refused("cannot be opened as a workbook");
    assert_int_equal(unlink(path), 0);
    int error = 0;
    zip_t *zip = zip_open(path, ZIP_CREATE, &error);
    assert_true(zip_file_add(zip, "readme", zip_source_buffer(zip, "x", 1, 0), 0) >= 0);
    assert_int_equal(zip_close(zip), 0);
    check_refused("not a workbook (no xl/workbook.xml)");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(every_text_is_handed_out_as_a_reader_sees_it),
        TEST(what_is_no_plain_workbook_is_refused),
        TEST(shared_strings_and_escapes_are_read),
        TEST(no_workbook_at_all_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

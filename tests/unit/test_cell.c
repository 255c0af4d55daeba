#include "check.h"

#include "evenhand/cell.h"

static void check_text(const char *text, const char *expected) {
    struct buf out = {0};
    cell_text(text, strlen(text), &out);
    assert_string_equal(out.data ? out.data : "", expected);
    buf_free(&out);
}

static void nothing_in_a_text_can_break_the_file(void **state) {
    (void)state;
    check_text("plain", "plain");
    check_text("", "");
    check_text("=cmd|'/C calc'!A0", "=cmd|'/C calc'!A0");
    check_text("a\r\nb\rc\nd", "a\nb\nc\nd");
    check_text("a\tb\x01\x1f\x7f", "a b   ");
    check_text("\xEF\xBF\xBE|\xEF\xBF\xBF|\xEF\xBF\xBD", "\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD");
    check_text("\xE2\x82\xAC \xF0\x9F\x98\x80", "\xE2\x82\xAC \xF0\x9F\x98\x80");
}

static void what_a_spreadsheet_would_decode_is_escaped(void **state) {
    (void)state;
    check_text("_x0041_", "_x005F_x0041_");
    check_text("a_x000D__X00e9_b", "a_x005F_x000D__x005F_X00e9_b");
    check_text("_x004_ _x00411_ _y0041_ _x0041", "_x004_ _x00411_ _y0041_ _x0041");
}

static void units_count_as_excel_counts(void **state) {
    (void)state;
    assert_int_equal(cell_units("abc", 3), 3);
    assert_int_equal(cell_units("\xC3\xA9", 2), 1);
    assert_int_equal(cell_units("\xF0\x9F\x98\x80", 4), 2);
}

static void lines_grow_with_text_and_line_breaks(void **state) {
    (void)state;
    assert_int_equal(cell_lines("", 0, 40), 1);
    assert_int_equal(cell_lines("short", 5, 40), 1);
    assert_int_equal(cell_lines("a\nb\n\nc", 6, 40), 4);
    struct buf words = {0};
    for (int i = 0; i < 400; i++)
        buf_add_text(&words, "wordwords ");
    size_t narrow = cell_lines(words.data, words.len, 40);
    size_t wide = cell_lines(words.data, words.len, 80);
    assert_in_range(narrow, 70, 120);
    assert_in_range(wide, narrow / 3, narrow / 2 + 1);
    memset(words.data, 'x', words.len); /* one endless word is broken, as spreadsheets do */
    assert_in_range(cell_lines(words.data, words.len, 40), 70, 120);
    buf_free(&words);
}

/* Parts put together again are the text, each fits, and none cuts a character or, where it can be helped, a
 * word. */
static void a_long_text_comes_in_whole_parts(void **state) {
    (void)state;
    struct buf text = {0};
    while (text.len < 40000)
        buf_add_text(&text, "caf\xC3\xA9 \xF0\x9F\x98\x80 w\xC3\xB6rter ");
    size_t left = text.len;
    const char *rest = text.data;
    size_t parts = 0;
    while (left > 0) {
        size_t part = cell_part(rest, left, 74);
        assert_true(part > 0 && part <= left);
        assert_in_range(cell_lines(rest, part, 74), 1, CELL_PART_LINES);
        assert_true(cell_units(rest, part) <= CELL_MAX_UNITS);
        if (part < left)
            assert_int_equal(rest[part - 1], ' ');
        rest += part;
        left -= part;
        parts++;
    }
    assert_true(parts > 10);
    assert_int_equal(cell_part("", 0, 74), 0);
    buf_free(&text);
}

static void a_text_without_spaces_is_cut_between_characters(void **state) {
    (void)state;
    struct buf text = {0};
    while (text.len < 20000)
        buf_add_text(&text, "\xF0\x9F\x98\x80");
    size_t part = cell_part(text.data, text.len, 74);
    assert_in_range(part, 4, 19996);
    assert_int_equal(part % 4, 0);
    buf_free(&text);
}

static void no_row_is_higher_than_a_spreadsheet_shows(void **state) {
    (void)state;
    assert_true(cell_points(1) > 15 && cell_points(1) < 20);
    assert_true(cell_points(CELL_PART_LINES) < CELL_MAX_POINTS);
    assert_true(cell_points(1000) <= CELL_MAX_POINTS);
}

static void what_is_called_plain_stays_as_it_is(void **state) {
    (void)state;
    static const char *const plain[] = {"", "=1+1", "Quíllfeather 中", "a-b"};
    static const char *const others[] = {"_x0041_", "a\tb", "a\nb", "\x7f", "\xEF\xBF\xBF"};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        struct buf out = {0};
        assert_true(cell_is_plain(plain[i]));
        cell_text(plain[i], strlen(plain[i]), &out);
        assert_string_equal(out.data, plain[i]);
        buf_free(&out);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(cell_is_plain(others[i]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_in_a_text_can_break_the_file),
        cmocka_unit_test(what_is_called_plain_stays_as_it_is),
        cmocka_unit_test(what_a_spreadsheet_would_decode_is_escaped),
        cmocka_unit_test(units_count_as_excel_counts),
        cmocka_unit_test(lines_grow_with_text_and_line_breaks),
        cmocka_unit_test(a_long_text_comes_in_whole_parts),
        cmocka_unit_test(a_text_without_spaces_is_cut_between_characters),
        cmocka_unit_test(no_row_is_higher_than_a_spreadsheet_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

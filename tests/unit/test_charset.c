/* Tests of character sets: which one is chosen, and what becomes of bytes that are no text. */
#include "check.h"

#include <stdlib.h>

#include "evenhand/charset.h"
#include "evenhand/charset_set.h"
#include "evenhand/mem.h"
#include "evenhand/text.h"

static void decodes(const char *bytes, size_t len, const char *media_type, const char *text, size_t broken) {
    struct charset_text t;
    charset_decode(bytes, len, media_type, true, &t);
    assert_int_equal(t.len, strlen(text));
    assert_memory_equal(t.text, text, t.len);
    assert_int_equal(t.broken, broken);
    charset_free(&t);
}

#define DECODES(bytes, media_type, text) decodes(bytes, sizeof(bytes) - 1, media_type, text, 0)

static void takes_the_byte_order_mark_first(void **state) {
    (void)state;
    DECODES("\xEF\xBB\xBFh\xC3\xA9", "text/html; charset=windows-1252", "hé");
    DECODES("\xFF\xFEh\0\xE9\0", "text/html; charset=utf-8", "hé");
    DECODES("\xFE\xFF\0h\0\xE9", "", "hé");
}

static void takes_the_content_type_next(void **state) {
    (void)state;
    DECODES("h\xE9", "text/html;charset=ISO-8859-1", "hé");
    DECODES("h\xE9\x80", "text/html; Charset=\"latin1\"; x=y", "hé€");
    DECODES("\xD4", "text/plain; charset = koi8-r", "т");
    DECODES("<meta charset=koi8-r>\xC3\xA9", "text/html; charset=utf-8", "<meta charset=koi8-r>é");
    DECODES("h\xC3\xA9", "text/html; charset=no-such-set", "hé");
    DECODES("h\xE9", "text/html; charset=", "hé");
}

static void takes_what_markup_says_then(void **state) {
    (void)state;
    DECODES("<meta charset='iso-8859-15'>\xA4", "text/html", "<meta charset='iso-8859-15'>€");
    DECODES("<META http-equiv=x content=\"text/html; charset=windows-1251\">\xC0", "",
            "<META http-equiv=x content=\"text/html; charset=windows-1251\">А");
    DECODES("<?xml version='1.0' encoding='ISO-8859-2'?>\xB1", "text/xml",
            "<?xml version='1.0' encoding='ISO-8859-2'?>ą");
    DECODES("<meta charset=utf-16>h\xC3\xA9", "", "<meta charset=utf-16>hé");
    DECODES("<p>charset=koi8-r</p>h\xC3\xA9", "", "<p>charset=koi8-r</p>hé");
}

static void guesses_last(void **state) {
    (void)state;
    DECODES("h\xC3\xA9", "text/html", "hé");
    DECODES("\x93h\xE9\x94", "text/html", "“hé”");
    DECODES("", "", "");
}

static void does_not_look_into_json(void **state) {
    (void)state;
    struct charset_text t;
    static const char json[] = "\"<meta charset=koi8-r>\xC3\xA9\"";
    charset_decode(json, sizeof json - 1, "application/json", false, &t);
    assert_ptr_equal(t.text, json);
    assert_int_equal(t.len, sizeof json - 1);
    charset_free(&t);
}

static void replaces_and_counts_what_is_broken(void **state) {
    (void)state;
    static const char utf8[] = "text/html; charset=utf-8";
    decodes("a\xFF\xFE"
            "b\xC3",
            5, utf8,
            "a\xEF\xBF\xBD\xEF\xBF\xBD"
            "b\xEF\xBF\xBD",
            3);
    decodes("\xE2\x82", 2, utf8, "\xEF\xBF\xBD", 1);
    decodes("\xED\xA0\x80x", 4, utf8, "\xEF\xBF\xBDx", 1); /* a surrogate */
    decodes("\xFF\xFE\x00\xD8x\x00y", 7, "", "\xEF\xBF\xBDx\xEF\xBF\xBD", 2);
    decodes("a\x81", 2, "text/html; charset=cp1252", "a\xEF\xBF\xBD", 1);
    decodes("\x82\xA0\x82", 3, "text/html; charset=sjis", "あ\xEF\xBF\xBD", 1);
}

static void drops_controls(void **state) {
    (void)state;
    decodes("a\0b\tc\n\x01\x7F"
            "d\x1B[1m",
            13, "text/html; charset=utf-8", "ab\tc\nd[1m", 0);
}

static void drops_controls_behind_a_long_clean_run(void **state) {
    (void)state;
    char *long_text = mem_alloc(10001);
    memset(long_text, 'x', 10000);
    long_text[7000] = '\x02';
    struct charset_text t;
    charset_decode(long_text, 10000, "", true, &t);
    assert_int_equal(t.len, 9999);
    assert_null(memchr(t.text, '\x02', t.len));
    charset_free(&t);
    free(long_text);
}

static void knows_labels(void **state) {
    (void)state;
    assert_string_equal(charset_name("UTF8", 4), "utf-8");
    assert_string_equal(charset_name("us-ascii", 8), "windows-1252");
    assert_string_equal(charset_name("ISO-8859-9", 10), "windows-1254");
    assert_string_equal(charset_name("gb2312", 6), "gb18030");
    assert_null(charset_name("utf-7", 5));
    assert_null(charset_name("", 0));
}

static void iconv_has_every_set(void **state) {
    (void)state;
    static const char *const names[] = {
        "windows-1252", "utf-16le", "windows-1250", "windows-874", "iso-8859-16", "koi8-u",    "ibm866",
        "macintosh",    "gb18030",  "big5",         "euc-jp",      "iso-2022-jp", "shift_jis", "euc-kr"};
    charset_prepare();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_true(charset_set_open(charset_set_find(names[i], strlen(names[i]))));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_byte_order_mark_first),
        cmocka_unit_test(takes_the_content_type_next),
        cmocka_unit_test(takes_what_markup_says_then),
        cmocka_unit_test(guesses_last),
        cmocka_unit_test(does_not_look_into_json),
        cmocka_unit_test(replaces_and_counts_what_is_broken),
        cmocka_unit_test(drops_controls),
        cmocka_unit_test(drops_controls_behind_a_long_clean_run),
        cmocka_unit_test(knows_labels),
        cmocka_unit_test(iconv_has_every_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

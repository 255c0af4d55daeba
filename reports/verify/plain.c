#include "evenhand/plain.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#define SEPARATORS_INSIDE_A_NUMBER 3 /* at most, between two digits: ") -" */

static void add_space(struct buf *out) {
    if (out->data[out->len - 1] != ' ')
        buf_add_char(out, ' ');
}

/* Letters of other scripts that pass for Latin ones (a choice of Unicode's confusables), folded already. */
static const struct {
    ucs4_t from;
    char to;
} look_alikes[] = {
    {0x0430, 'a'}, {0x0435, 'e'}, {0x043E, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0443, 'y'}, {0x0445, 'x'},
    {0x0456, 'i'}, {0x0458, 'j'}, {0x0455, 's'}, {0x04BB, 'h'}, {0x0501, 'd'}, {0x051B, 'q'}, {0x051D, 'w'},
    {0x043A, 'k'}, {0x043C, 'm'}, {0x0442, 't'}, {0x043D, 'h'}, {0x0432, 'b'}, {0x03B1, 'a'}, {0x03BF, 'o'},
    {0x03C1, 'p'}, {0x03BD, 'v'}, {0x03C5, 'u'}, {0x03B9, 'i'}, {0x03BA, 'k'}, {0x03C4, 't'}, {0x03B5, 'e'},
    {0x03C7, 'x'}, {0x03F2, 'c'}, {0x0131, 'i'}, {0x0251, 'a'}, {0x0261, 'g'}, {0x01C0, 'l'},
};

static char look_alike(ucs4_t c) {
    for (size_t i = 0; c >= 0x80 && i < sizeof look_alikes / sizeof *look_alikes; i++)
        if (look_alikes[i].from == c)
            return look_alikes[i].to;
    return '\0';
}

static void add_character(struct buf *out, ucs4_t c, const uint8_t *bytes, int len) {
    if (uc_is_general_category(c, UC_CATEGORY_M) || uc_is_property_default_ignorable_code_point(c))
        return;
    char latin = look_alike(c);
    if (latin)
        buf_add_char(out, latin);
    else if (uc_is_alnum(c))
        buf_add(out, bytes, (size_t)len);
    else
        add_space(out);
}

static void add_folded(struct buf *out, const uint8_t *text, size_t len) {
    for (size_t i = 0; i < len;) {
        ucs4_t c = 0;
        int n = u8_mbtouc(&c, text + i, len - i);
        add_character(out, c, text + i, n);
        i += (size_t)n;
    }
}

/* Not UTF-8: what is ASCII in it still counts. */
static void add_ascii(struct buf *out, const char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        uint8_t c = (uint8_t)tolower((unsigned char)text[i]);
        add_character(out, c < 0x80 ? c : ' ', &c, 1);
    }
}

void plain_words(const char *text, size_t len, struct buf *out) {
    size_t folded_len = 0;
    uint8_t *folded = u8_casefold((const uint8_t *)text, len, NULL, UNINORM_NFKD, NULL, &folded_len);
    buf_clear(out);
    buf_add_char(out, ' ');
    if (folded)
        add_folded(out, folded, folded_len);
    else
        add_ascii(out, text, len);
    add_space(out);
    free(folded);
}

void plain_digits(const char *text, size_t len, struct buf *out) {
    size_t since = SEPARATORS_INSIDE_A_NUMBER + 1; /* separators since the last digit */
    buf_clear(out);
    for (size_t i = 0; i < len; i++) {
        if (!isdigit((unsigned char)text[i])) {
            bool separator =
                text[i] != '\0' && (strchr(" .-()+/", text[i]) || (unsigned char)text[i] >= 0x80);
            since = separator ? since + 1 : SEPARATORS_INSIDE_A_NUMBER + 1;
            continue;
        }
        if (since > SEPARATORS_INSIDE_A_NUMBER)
            buf_add_char(out, '|');
        buf_add_char(out, text[i]);
        since = 0;
    }
    buf_add_char(out, '|');
}

char *plain_squeezed(const char *words) {
    struct buf out = {0};
    buf_add(&out, "", 0);
    for (; *words; words++)
        if (*words != ' ')
            buf_add_char(&out, *words);
    return buf_take(&out);
}

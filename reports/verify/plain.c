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

static void add_character(struct buf *out, ucs4_t c, const uint8_t *bytes, int len) {
    if (uc_is_general_category(c, UC_CATEGORY_M) || uc_is_property_default_ignorable_code_point(c))
        return;
    if (uc_is_alnum(c))
        buf_add(out, bytes, (size_t)len);
    else
        add_space(out);
}

void plain_words(const char *text, size_t len, struct buf *out) {
    size_t folded_len = 0;
    uint8_t *folded = u8_casefold((const uint8_t *)text, len, NULL, UNINORM_NFKD, NULL, &folded_len);
    buf_clear(out);
    buf_add_char(out, ' ');
    for (size_t i = 0; folded && i < folded_len;) {
        ucs4_t c = 0;
        int n = u8_mbtouc(&c, folded + i, folded_len - i);
        add_character(out, c, folded + i, n);
        i += (size_t)n;
    }
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

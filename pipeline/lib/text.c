#include "evenhand/text.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "evenhand/mem.h"

#define DISTANCE_MAX_WORD 64 /* bytes; longer words are never typing errors of one another here */

/* The first byte at or behind `at` that is not ASCII. */
static size_t skip_ascii(const char *text, size_t len, size_t at) {
    uint64_t eight;
    for (; len - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, text + at, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < len && (unsigned char)text[at] < 0x80)
        at++;
    return at;
}

size_t text_invalid_at(const char *text, size_t len) {
    for (size_t at = skip_ascii(text, len, 0); at < len; at = skip_ascii(text, len, at)) {
        ucs4_t c;
        int n = u8_mbtoucr(&c, (const uint8_t *)text + at, len - at);
        if (n <= 0)
            return at;
        at += (size_t)n;
    }
    return len;
}

/* Drops characters that show nothing (soft hyphen, zero-width, variation selectors), in place. */
static size_t drop_ignorable(uint8_t *s, size_t len) {
    size_t from = 0, to = 0;
    while (from < len) {
        ucs4_t c;
        int n = u8_mbtoucr(&c, s + from, len - from);
        size_t width = n > 0 ? (size_t)n : 1;
        if (n <= 0 || !uc_is_property_default_ignorable_code_point(c)) {
            memmove(s + to, s + from, width);
            to += width;
        }
        from += width;
    }
    return to;
}

static char *fold_ascii(const char *text, size_t len) {
    char *out = mem_copy(text, len);
    for (size_t i = 0; i < len; i++)
        if (out[i] >= 'A' && out[i] <= 'Z')
            out[i] = (char)(out[i] | 0x20);
    return out;
}

char *text_fold(const char *text, size_t len, size_t *out_len) {
    if (skip_ascii(text, len, 0) == len) {
        if (out_len)
            *out_len = len;
        return fold_ascii(text, len);
    }
    size_t n = 0;
    uint8_t *folded = u8_casefold((const uint8_t *)text, len, NULL, UNINORM_NFKC, NULL, &n);
    if (!folded)
        mem_exhausted();
    n = drop_ignorable(folded, n);
    char *out = mem_copy((const char *)folded, n);
    free(folded);
    if (out_len)
        *out_len = n;
    return out;
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t text_squeeze(char *text, size_t len) {
    size_t to = 0;
    for (size_t from = 0; from < len; from++) {
        if (!is_space(text[from]))
            text[to++] = text[from];
        else if (to > 0 && text[to - 1] != ' ')
            text[to++] = ' ';
    }
    if (to > 0 && text[to - 1] == ' ')
        to--;
    text[to] = '\0';
    return to;
}

static size_t least(size_t a, size_t b, size_t c) {
    size_t m = a < b ? a : b;
    return m < c ? m : c;
}

size_t text_distance(const char *a, const char *b, size_t limit) {
    size_t n = strlen(a), m = strlen(b);
    if (n > DISTANCE_MAX_WORD || m > DISTANCE_MAX_WORD || (n > m ? n - m : m - n) > limit)
        return limit + 1;
    size_t d[DISTANCE_MAX_WORD + 1][DISTANCE_MAX_WORD + 1];
    for (size_t i = 0; i <= n; i++)
        d[i][0] = i;
    for (size_t j = 0; j <= m; j++)
        d[0][j] = j;
    for (size_t i = 1; i <= n; i++)
        for (size_t j = 1; j <= m; j++) {
            d[i][j] = least(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                d[i - 2][j - 2] + 1 < d[i][j])
                d[i][j] = d[i - 2][j - 2] + 1;
        }
    return d[n][m] <= limit ? d[n][m] : limit + 1;
}

#define SIMILAR_MAX 64   /* bytes */
#define SIMILAR_PREFIX 4 /* a common beginning counts up to here ... */
#define SIMILAR_GAIN 0.1 /* ... this much a byte (Winkler 1990) */

/* Bytes that both have within the window, each used once; *swapped: those of them that stand in another
 * order. */
static size_t common_bytes(const char *a, size_t n, const char *b, size_t m, size_t *swapped) {
    bool used[SIMILAR_MAX] = {false};
    char in_a[SIMILAR_MAX], in_b[SIMILAR_MAX];
    size_t longer = n > m ? n : m, window = longer / 2 > 1 ? longer / 2 - 1 : 0, found = 0, k = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i > window ? i - window : 0; j < m && j <= i + window; j++)
            if (!used[j] && a[i] == b[j]) {
                used[j] = true;
                in_a[found++] = a[i];
                break;
            }
    for (size_t j = 0; j < m; j++)
        if (used[j])
            in_b[k++] = b[j];
    *swapped = 0;
    for (size_t i = 0; i < found; i++)
        *swapped += in_a[i] != in_b[i];
    return found;
}

double text_similarity(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b), swapped = 0, prefix = 0;
    if (n > SIMILAR_MAX || m > SIMILAR_MAX || n == 0 || m == 0)
        return n == m && n == 0 ? 1 : 0;
    double common = (double)common_bytes(a, n, b, m, &swapped);
    if (common == 0)
        return 0;
    double jaro = (common / (double)n + common / (double)m + (common - (double)swapped / 2) / common) / 3;
    while (prefix < SIMILAR_PREFIX && a[prefix] && a[prefix] == b[prefix])
        prefix++;
    return jaro + (double)prefix * SIMILAR_GAIN * (1 - jaro);
}

const char *text_nearest(const char *word, const char *const *list) {
    size_t limit = strlen(word) < 5 ? 1 : 2, best = limit + 1;
    const char *found = NULL;
    for (; *list; list++) {
        size_t d = text_distance(word, *list, limit);
        if (d < best) {
            best = d;
            found = *list;
        }
    }
    return found;
}

size_t text_cut(const char *text, size_t len, size_t max) {
    if (len <= max)
        return len;
    while (max > 0 && ((unsigned char)text[max] & 0xc0) == 0x80)
        max--;
    return max;
}

int text_leading_number(const char *text) {
    int n = 0;
    for (int i = 0; i < 4 && text[i] >= '0' && text[i] <= '9'; i++)
        n = n * 10 + (text[i] - '0');
    return n;
}

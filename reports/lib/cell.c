#include "evenhand/cell.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/* "_xHHHH_", which readers of ST_Xstring decode. */
static bool is_escape(const char *text, size_t len) {
    if (len < 7 || text[0] != '_' || (text[1] != 'x' && text[1] != 'X') || text[6] != '_')
        return false;
    for (int i = 2; i < 6; i++)
        if (!isxdigit((unsigned char)text[i]))
            return false;
    return true;
}

/* U+FFFE and U+FFFF: well-formed UTF-8, forbidden in XML. */
static bool is_forbidden(const char *text, size_t len) {
    return len >= 3 && memcmp(text, "\xEF\xBF", 2) == 0 &&
           ((unsigned char)text[2] == 0xBE || (unsigned char)text[2] == 0xBF);
}

/* Appends what stands for the control character at text[0]; returns the bytes it took. */
static size_t add_control(const char *text, size_t len, struct buf *out) {
    if (text[0] == '\r') {
        buf_add_char(out, '\n');
        return len > 1 && text[1] == '\n' ? 2 : 1;
    }
    buf_add_char(out, text[0] == '\n' ? '\n' : ' ');
    return 1;
}

void cell_text(const char *text, size_t len, struct buf *out) {
    buf_add(out, "", 0); /* an empty text is "" too */
    for (size_t i = 0; i < len;) {
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f) {
            i += add_control(text + i, len - i, out);
        } else if (is_escape(text + i, len - i)) {
            buf_add_text(out, "_x005F_");
            i += 1;
        } else if (is_forbidden(text + i, len - i)) {
            buf_add_text(out, REPLACEMENT);
            i += 3;
        } else {
            buf_add_char(out, text[i++]);
        }
    }
}

/* No control, no "_" that may begin an escape, no 0xEF that may begin a forbidden character. */
bool cell_is_plain(const char *text) {
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if (*c < 0x20 || *c == 0x7f || *c == '_' || *c == 0xEF)
            return false;
    return true;
}

static bool starts_character(char c) {
    return ((unsigned char)c & 0xC0) != 0x80;
}

size_t cell_units(const char *text, size_t len) {
    size_t units = 0;
    for (size_t i = 0; i < len; i++)
        if (starts_character(text[i]))
            units += (unsigned char)text[i] >= 0xF0 ? 2 : 1;
    return units;
}

/* How wide a character of 10-point text is, in digits of the 11-point normal font that Excel counts in. */
static double advance(const char *at) {
    unsigned char c = (unsigned char)*at;
    if (!starts_character(*at))
        return 0;
    if (c >= 0xE1) /* from U+1000 on: scripts and signs that may be twice as wide */
        return 2.0;
    bool wide = (c >= 'A' && c <= 'Z') || c == 'm' || c == 'w' || c == '@' || c == '%';
    return wide ? 1.1 : 0.7;
}

/* Layout of a text, a character at a time. */
struct layout {
    double width, used; /* of a line; of the current one */
    double word;        /* width of the word under way */
    size_t lines;
};

static void lay(struct layout *l, const char *at) {
    double a = advance(at);
    if (*at == '\n') {
        l->lines++;
        l->used = l->word = 0;
        return;
    }
    l->word = *at == ' ' ? 0 : l->word + a;
    l->used += a;
    if (l->used <= l->width || *at == ' ')
        return;
    l->lines++;
    l->used = l->word = l->word < l->width ? l->word : a;
}

size_t cell_lines(const char *text, size_t len, double width) {
    struct layout l = {.width = width - CELL_PADDING, .lines = 1};
    for (size_t i = 0; i < len; i++)
        lay(&l, text + i);
    return l.lines;
}

double cell_points(size_t lines) {
    double points = 4.0 + CELL_LINE_POINTS * (double)lines;
    return points < CELL_MAX_POINTS ? points : CELL_MAX_POINTS;
}

size_t cell_part(const char *text, size_t len, double width) {
    struct layout l = {.width = width - CELL_PADDING, .lines = 1};
    size_t space = 0;
    for (size_t i = 0; i < len; i++) {
        lay(&l, text + i);
        if (l.lines > CELL_PART_LINES && starts_character(text[i]))
            return space ? space : i;
        if (text[i] == ' ' || text[i] == '\n')
            space = i + 1;
    }
    return len;
}

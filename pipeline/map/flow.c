#include "evenhand/flow.h"

#include <string.h>
#include <strings.h>

#include "evenhand/text.h"

#define NAME_BYTES 200 /* a longer line is no file name */

/* What a byte may be the start of; LOOK: it takes more bytes to tell. */
enum { WORD, BLANK, LINE, DROP, LOOK };

static int byte_class(unsigned char c) {
    if (c > ' ' && c < 0x7F)
        return WORD;
    if (c == '\n')
        return LINE;
    if (c == ' ' || c == '\t' || c == '\r')
        return BLANK;
    if (c < ' ' || c == 0x7F)
        return DROP;
    return c == 0xC2 || c == 0xE1 || c == 0xE2 || c == 0xE3 ? LOOK : WORD;
}

/* White space and controls that are longer than a byte. */
static int look(const char *at, size_t len, size_t *width) {
    const unsigned char *s = (const unsigned char *)at;
    *width = s[0] == 0xC2 ? 2 : 3;
    if (*width > len)
        return WORD;
    if (s[0] == 0xC2) /* U+0085, other C1 controls, no-break space */
        return s[1] == 0x85 ? LINE : s[1] < 0xA0 ? DROP : s[1] == 0xA0 ? BLANK : WORD;
    if (s[0] == 0xE1) /* U+1680 */
        return s[1] == 0x9A && s[2] == 0x80 ? BLANK : WORD;
    if (s[0] == 0xE3) /* U+3000 */
        return s[1] == 0x80 && s[2] == 0x80 ? BLANK : WORD;
    if (s[1] == 0x80) /* U+2000 to U+200A, line and paragraph separators, U+202F */
        return s[2] <= 0x8A || s[2] == 0xAF ? BLANK : s[2] == 0xA8 || s[2] == 0xA9 ? LINE : WORD;
    return s[1] == 0x81 && s[2] == 0x9F ? BLANK : WORD; /* U+205F */
}

static int class_at(const char *at, size_t len, size_t *width) {
    int class = byte_class((unsigned char)*at);
    *width = 1;
    return class == LOOK ? look(at, len, width) : class;
}

void flow_begin(struct flow *f, struct buf *out, size_t limit) {
    *f = (struct flow){.out = out, .begin = out->len, .line = out->len, .limit = limit};
}

static void add_word(struct flow *f, const char *word, size_t len) {
    size_t used = f->out->len - f->begin;
    if (f->full || len == 0)
        return;
    if (f->space && f->out->len > f->line && used < f->limit) {
        buf_add_char(f->out, ' ');
        used++;
    }
    f->space = false;
    if (used + len > f->limit) {
        f->full = true;
        len = used < f->limit ? text_cut(word, len, f->limit - used) : 0;
    }
    buf_add(f->out, word, len);
}

/* One space between two words is what there shall be: they are copied together. */
static bool is_plain_space(const char *text, size_t len, size_t word, size_t at) {
    return text[at] == ' ' && at > word && at + 1 < len && byte_class((unsigned char)text[at + 1]) == WORD;
}

void flow_text(struct flow *f, const char *text, size_t len) {
    size_t word = 0, at = 0;
    while (at < len && !f->full) {
        while (at < len && text[at] > ' ' && text[at] < 0x7F) /* nearly all there is */
            at++;
        if (at == len)
            break;
        size_t width;
        int class = class_at(text + at, len - at, &width);
        if (class != WORD && !is_plain_space(text, len, word, at)) {
            add_word(f, text + word, at - word);
            word = at + width;
            if (class == LINE && f->lines)
                flow_break(f);
            else if (class != DROP)
                f->space = true;
        }
        at += width;
    }
    add_word(f, text + word, at - word);
}

void flow_space(struct flow *f) {
    f->space = true;
}

/* "IMG_2041.jpg" alone on a line is what is left of a picture. */
static bool is_media_name(const char *line, size_t len) {
    static const char *const suffixes[] = {".jpg",  ".jpeg", ".png",  ".gif", ".webp", ".svg",
                                           ".bmp",  ".avif", ".heic", ".tif", ".tiff", ".mp4",
                                           ".webm", ".mov",  ".mp3",  NULL};
    if (len > NAME_BYTES || memchr(line, ' ', len) != NULL)
        return false;
    for (size_t i = 0; suffixes[i] != NULL; i++) {
        size_t n = strlen(suffixes[i]);
        if (len > n && strncasecmp(line + len - n, suffixes[i], n) == 0)
            return true;
    }
    return false;
}

static void drop_to(struct flow *f, size_t len) {
    f->out->len = len;
    if (f->out->data != NULL)
        f->out->data[len] = '\0';
}

void flow_break(struct flow *f) {
    f->space = false;
    if (f->out->len == f->line)
        return;
    if (is_media_name(f->out->data + f->line, f->out->len - f->line))
        drop_to(f, f->line);
    else if (!f->full)
        buf_add_char(f->out, '\n');
    f->line = f->out->len;
}

void flow_end(struct flow *f) {
    flow_break(f);
    while (f->out->len > f->begin && f->out->data[f->out->len - 1] == '\n')
        drop_to(f, f->out->len - 1);
}

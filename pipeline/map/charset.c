#include "evenhand/charset.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "evenhand/charset_set.h"
#include "evenhand/text.h"

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */
#define CONVERT_BYTES 4096         /* of output at a time */
#define BLOCK_BYTES 256            /* looked at as one */

const char *charset_name(const char *label, size_t len) {
    const struct charset_set *s = charset_set_find(label, len);
    return s == NULL ? NULL : s->name;
}

static struct charset_set *by_name(const char *name) {
    return charset_set_find(name, strlen(name));
}

/* Steps over a byte order mark and tells which. */
static struct charset_set *byte_order_mark(const char **bytes, size_t *len) {
    static const struct {
        const char *mark, *name;
        size_t len;
    } marks[] = {{"\xEF\xBB\xBF", "utf-8", 3}, {"\xFE\xFF", "utf-16be", 2}, {"\xFF\xFE", "utf-16le", 2}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (*len >= marks[i].len && memcmp(*bytes, marks[i].mark, marks[i].len) == 0) {
            *bytes += marks[i].len;
            *len -= marks[i].len;
            return by_name(marks[i].name);
        }
    return NULL;
}

static const char *find_caseless(const char *in, const char *end, const char *word) {
    size_t len = strlen(word);
    for (; (size_t)(end - in) >= len; in++)
        if (strncasecmp(in, word, len) == 0)
            return in;
    return NULL;
}

/* The label behind the first `key` in the text that has one: key, spaces, '=', spaces, a quote or none, the
 * label. */
static struct charset_set *label_after(const char *in, const char *end, const char *key) {
    while ((in = find_caseless(in, end, key)) != NULL) {
        in += strlen(key);
        const char *at = in;
        while (at < end && strchr(" \t\r\n", *at) != NULL && *at != '\0')
            at++;
        if (at >= end || *at != '=')
            continue;
        at++;
        while (at < end && *at != '\0' && strchr(" \t\r\n\"'", *at) != NULL)
            at++;
        size_t len = 0;
        while (at + len < end && at[len] != '\0' && strchr(" \t\r\n\"';,/>?", at[len]) == NULL)
            len++;
        return charset_set_find(at, len);
    }
    return NULL;
}

/* What the markup says of itself. It was read as ASCII to get here, so it cannot be UTF-16, whatever it says.
 */
static struct charset_set *declared_in_markup(const char *bytes, size_t len) {
    const char *end = bytes + (len < CHARSET_SNIFF_BYTES ? len : CHARSET_SNIFF_BYTES);
    struct charset_set *found = NULL;
    if (len > 5 && memcmp(bytes, "<?xml", 5) == 0) {
        const char *close = find_caseless(bytes, end, "?>");
        found = label_after(bytes, close == NULL ? end : close, "encoding");
    }
    for (const char *meta = bytes; found == NULL && (meta = find_caseless(meta, end, "<meta")) != NULL;
         meta++) {
        const char *close = memchr(meta, '>', (size_t)(end - meta));
        found = label_after(meta, close == NULL ? end : close, "charset");
    }
    if (found != NULL && strncmp(found->name, "utf-16", 6) == 0)
        return by_name("utf-8");
    return found;
}

static struct charset_set *choose(const char **bytes, size_t *len, const char *media_type, bool markup) {
    struct charset_set *set = byte_order_mark(bytes, len);
    if (set == NULL && media_type != NULL)
        set = label_after(media_type, media_type + strlen(media_type), "charset");
    if (set == NULL && markup)
        set = declared_in_markup(*bytes, *len);
    if (set == NULL)
        set = by_name(text_invalid_at(*bytes, *len) == *len ? "utf-8" : "windows-1252");
    if (set->iconv_name != NULL && !charset_set_open(set))
        set = by_name("windows-1252");
    return set;
}

/* One U+FFFD for a broken byte and the continuation bytes behind it, which belong to it. */
static void repair_utf8(const char *bytes, size_t len, struct charset_text *out) {
    for (size_t at = 0; at < len;) {
        size_t good = text_invalid_at(bytes + at, len - at);
        buf_add(&out->own, bytes + at, good);
        at += good;
        if (at == len)
            break;
        buf_add_text(&out->own, REPLACEMENT);
        out->broken++;
        do
            at++;
        while (at < len && ((unsigned char)bytes[at] & 0xC0) == 0x80);
    }
}

/* Whatever iconv cannot convert (ill-formed, or cut off at the end) becomes one U+FFFD a code unit. */
static void convert(const struct charset_set *set, const char *bytes, size_t len, struct charset_text *out) {
    size_t unit = strncmp(set->name, "utf-16", 6) == 0 ? 2 : 1;
    char *in; /* iconv does not write there, but its prototype is older than const */
    memcpy(&in, &bytes, sizeof in);
    (void)iconv(set->converter, NULL, NULL, NULL, NULL);
    while (len > 0) {
        char piece[CONVERT_BYTES], *to = piece;
        size_t room = sizeof piece;
        size_t result = iconv(set->converter, &in, &len, &to, &room);
        int why = errno;
        buf_add(&out->own, piece, sizeof piece - room);
        if (result != (size_t)-1 || why == E2BIG)
            continue;
        buf_add_text(&out->own, REPLACEMENT);
        out->broken++;
        in += unit < len ? unit : len;
        len -= unit < len ? unit : len;
    }
}

static bool is_control(unsigned char c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

/* Without a way out of the loop, which lets the compiler look at many bytes at once. */
static bool any_control(const char *text, size_t len) {
    unsigned found = 0;
    for (size_t i = 0; i < len; i++)
        found |= is_control((unsigned char)text[i]);
    return found != 0;
}

static size_t control_at(const char *text, size_t len) {
    size_t i = 0;
    while (len - i > BLOCK_BYTES && !any_control(text + i, BLOCK_BYTES))
        i += BLOCK_BYTES;
    while (i < len && !is_control((unsigned char)text[i]))
        i++;
    return i;
}

static void drop_controls(struct charset_text *t) {
    size_t kept = control_at(t->text, t->len);
    if (kept == t->len)
        return;
    if (t->text != t->own.data)
        buf_add(&t->own, t->text, t->len);
    for (size_t i = kept; i < t->len; i++)
        if (!is_control((unsigned char)t->own.data[i]))
            t->own.data[kept++] = t->own.data[i];
    t->own.data[kept] = '\0';
    t->own.len = t->len = kept;
    t->text = t->own.data;
}

void charset_decode(const char *bytes, size_t len, const char *media_type, bool markup,
                    struct charset_text *out) {
    *out = (struct charset_text){0};
    const struct charset_set *set = choose(&bytes, &len, media_type, markup);
    if (set->iconv_name == NULL && text_invalid_at(bytes, len) == len) {
        out->text = bytes;
        out->len = len;
    } else {
        buf_reserve(&out->own, len + 1);
        if (set->iconv_name == NULL)
            repair_utf8(bytes, len, out);
        else
            convert(set, bytes, len, out);
        out->text = out->own.data;
        out->len = out->own.len;
    }
    drop_controls(out);
}

void charset_free(struct charset_text *t) {
    buf_free(&t->own);
}

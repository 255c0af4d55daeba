#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/json.h"
#include "evenhand/json_keys.h"
#include "evenhand/json_scan.h"
#include "evenhand/mem.h"
#include "evenhand/text.h"

#define NUMBER_BYTES 63   /* a longer one is refused */
#define EXACT_DIGITS 15   /* whole numbers of so many digits are exact in a double */
#define FEW_KEYS 24       /* up to so many, comparing every pair is quicker than sorting */
#define SURROGATE 0xD800u /* U+D800 to U+DBFF, then U+DC00 to U+DFFF: two escapes for one character */

struct reader {
    const char *text, *end, *at;
    int depth, max_depth;
    struct json_fault *fault;
};

static bool refuse(struct reader *r, const char *at, const char *why) {
    if (!r->fault->why)
        *r->fault = (struct json_fault){why, (size_t)(at - r->text)};
    return false;
}

/* The text's last byte when it is over too early. */
static bool no_json(struct reader *r) {
    if (!r->at || r->at >= r->end)
        return refuse(r, r->end > r->text ? r->end - 1 : r->text, "not JSON");
    const char *at = r->at;
    return refuse(r, at, (unsigned char)*at < 0x20 ? "control character" : "not JSON");
}

static void skip_spaces(struct reader *r) {
    while (r->at < r->end && *r->at == ' ')
        r->at++;
}

static bool take(struct reader *r, char c) {
    skip_spaces(r);
    if (r->at == r->end || *r->at != c)
        return false;
    r->at++;
    return true;
}

static int hex_digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* The four digits behind "\u"; -1 when they are not there. */
static long hex_four(const char *at, const char *end) {
    long n = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0)
            return -1;
        n = n * 16 + digit;
    }
    return n;
}

static char *put_utf8(unsigned long c, char *to) {
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    int bytes = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (int i = bytes - 1; i > 0; i--, c >>= 6)
        to[i] = (char)(0x80 | (c & 0x3F));
    to[0] = (char)(lead[bytes == 1 ? 0 : bytes] | c);
    return to + bytes;
}

/* At "\u": the character, one or two escapes long. */
static char *take_unicode(struct reader *r, char *to) {
    const char *begin = r->at;
    long c = hex_four(r->at + 2, r->end), low;
    if (c == 0)
        return refuse(r, begin, "U+0000 in a text") ? to : NULL;
    if (c < 0 || (c >= 0xDC00 && c <= 0xDFFF))
        return no_json(r) ? to : NULL;
    r->at += 6;
    if (c < (long)SURROGATE || c > 0xDBFF)
        return put_utf8((unsigned long)c, to);
    low = r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u' ? hex_four(r->at + 2, r->end) : -1;
    if (low < 0xDC00 || low > 0xDFFF)
        return no_json(r) ? to : NULL;
    r->at += 6;
    return put_utf8(0x10000 + (((unsigned long)c - SURROGATE) << 10) + ((unsigned long)low - 0xDC00), to);
}

static char *take_escape(struct reader *r, char *to) {
    static const char means[256] = {['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
                                    ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};
    unsigned char c = r->end - r->at > 1 ? (unsigned char)r->at[1] : '\0';
    if (c == 'u')
        return take_unicode(r, to);
    if (means[c] == '\0')
        return no_json(r) ? to : NULL;
    *to = means[c];
    r->at += 2;
    return to + 1;
}

/* From behind the opening quote to the closing one, which is not counted; NULL: there is none. */
static const char *closing_quote(struct reader *r, bool *escaped) {
    const char *at = r->at;
    for (;;) {
        at = json_plain_end(at, r->end);
        if (at < r->end && *at == '"')
            return at;
        if (at >= r->end || *at != '\\')
            break;
        *escaped = true;
        at += 2;
    }
    r->at = at < r->end ? at : r->end;
    return no_json(r) ? at : NULL;
}

/* The text up to `close` without its escapes, at `to`, which has room for it; NULL: one of them is wrong. */
static char *unescape(struct reader *r, const char *close, char *to) {
    while (r->at < close) {
        size_t n = json_copy_plain(to, r->at, close);
        to += n;
        r->at += n;
        if (r->at < close && !(to = take_escape(r, to)))
            return NULL;
    }
    return to;
}

/* From its opening quote. The caller frees it. */
static char *take_string(struct reader *r, size_t *len) {
    bool escaped = false;
    r->at++;
    const char *close = closing_quote(r, &escaped);
    if (!close)
        return NULL;
    char *text = mem_grow(NULL, (size_t)(close - r->at) + 1 + JSON_COPY_BEYOND, 1),
         *end = text + (close - r->at);
    if (escaped)
        end = unescape(r, close, text);
    else
        memcpy(text, r->at, (size_t)(close - r->at));
    if (!end) {
        free(text);
        return NULL;
    }
    *end = '\0';
    *len = (size_t)(end - text);
    r->at = close + 1;
    return text;
}

static cJSON *new_node(int type) {
    cJSON *node = mem_grow(NULL, 1, sizeof *node);
    *node = (cJSON){.type = type};
    return node;
}

static cJSON *read_string(struct reader *r) {
    size_t len;
    char *text = take_string(r, &len);
    cJSON *node = text ? new_node(cJSON_String) : NULL;
    if (node)
        node->valuestring = text;
    return node;
}

static size_t digits(const char *at, const char *end) {
    const char *begin = at;
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return (size_t)(at - begin);
}

/* The end of the number that begins here (RFC 8259, section 6); NULL: it is none. */
static const char *number_end(const char *at, const char *end, bool *whole) {
    at += at < end && *at == '-';
    size_t n = digits(at, end);
    if (n == 0 || (n > 1 && *at == '0'))
        return NULL;
    at += n;
    *whole = n <= EXACT_DIGITS;
    if (at < end && *at == '.') {
        *whole = false;
        if ((n = digits(++at, end)) == 0)
            return NULL;
        at += n;
    }
    if (at == end || (*at | 32) != 'e')
        return at;
    *whole = false;
    at++;
    at += at < end && (*at == '+' || *at == '-');
    n = digits(at, end);
    return n > 0 ? at + n : NULL;
}

static double whole_number(const char *at, const char *end) {
    double n = 0;
    bool minus = *at == '-';
    for (at += minus; at < end; at++)
        n = n * 10 + (*at - '0');
    return minus ? -n : n;
}

static double any_number(const char *at, const char *end) {
    char copy[NUMBER_BYTES + 1] = {0};
    memcpy(copy, at, (size_t)(end - at));
    return strtod(copy, NULL);
}

static cJSON *read_number(struct reader *r) {
    bool whole = false;
    const char *end = number_end(r->at, r->end, &whole);
    if (!end || end - r->at > NUMBER_BYTES) {
        (void)no_json(r);
        return NULL;
    }
    cJSON *node = new_node(cJSON_Number);
    double n = node->valuedouble = whole ? whole_number(r->at, end) : any_number(r->at, end);
    node->valueint = n >= INT_MAX ? INT_MAX : n <= INT_MIN ? INT_MIN : (int)n;
    r->at = end;
    return node;
}

static cJSON *read_word(struct reader *r, const char *word, int type, int value) {
    size_t len = strlen(word);
    if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0) {
        (void)no_json(r);
        return NULL;
    }
    r->at += len;
    cJSON *node = new_node(type);
    node->valueint = value;
    return node;
}

/* Behind the last child, which the first one's `prev` points to. */
static void append(cJSON *parent, cJSON *child) {
    cJSON *first = parent->child;
    if (!first) {
        parent->child = child->prev = child;
        return;
    }
    child->prev = first->prev;
    first->prev->next = child;
    first->prev = child;
}

static cJSON *read_value(struct reader *r);

/* "key": value. Keys that are kept once (json_keys.h) are not copied. */
static bool read_member(struct reader *r, cJSON *object) {
    skip_spaces(r);
    if (r->at == r->end || *r->at != '"')
        return no_json(r);
    size_t len;
    char *key = take_string(r, &len);
    if (!key)
        return false;
    const char *kept = json_key(key, len);
    cJSON *value = take(r, ':') ? read_value(r) : NULL;
    if (!value) {
        free(key);
        return no_json(r);
    }
    value->string = kept ? json_key_as_cjson(kept) : key;
    value->type |= kept ? cJSON_StringIsConst : 0;
    if (kept)
        free(key);
    append(object, value);
    return true;
}

static bool read_element(struct reader *r, cJSON *array) {
    cJSON *value = read_value(r);
    if (value)
        append(array, value);
    return value != NULL;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Of many keys: sorted, the same ones stand side by side. */
static bool has_duplicate_of_many(const cJSON *object, size_t count) {
    const char **key = mem_array(count, sizeof *key);
    size_t n = 0;
    for (const cJSON *v = object->child; v; v = v->next)
        key[n++] = v->string;
    qsort(key, n, sizeof *key, by_text);
    bool found = false;
    for (size_t i = 1; i < n && !found; i++)
        found = strcmp(key[i - 1], key[i]) == 0;
    free(key);
    return found;
}

static bool same_key(const cJSON *a, const cJSON *b) {
    if (a->type & b->type & cJSON_StringIsConst)
        return a->string == b->string;
    return strcmp(a->string, b->string) == 0;
}

static bool has_duplicate(const cJSON *object, size_t count) {
    if (count > FEW_KEYS)
        return has_duplicate_of_many(object, count);
    for (const cJSON *a = object->child; a; a = a->next)
        for (const cJSON *b = a->next; b; b = b->next)
            if (same_key(a, b))
                return true;
    return false;
}

static bool read_members(struct reader *r, cJSON *object) {
    size_t count = 0;
    if (take(r, '}'))
        return true;
    do
        count++;
    while (read_member(r, object) && take(r, ','));
    if (r->fault->why || !take(r, '}'))
        return no_json(r);
    return !has_duplicate(object, count) || refuse(r, r->at, "the same key twice");
}

static bool read_elements(struct reader *r, cJSON *array) {
    if (take(r, ']'))
        return true;
    while (read_element(r, array) && take(r, ','))
        ;
    return (!r->fault->why && take(r, ']')) || no_json(r);
}

static cJSON *read_nested(struct reader *r, bool object) {
    if (++r->depth > r->max_depth) {
        (void)refuse(r, r->at, "nested too deeply");
        return NULL;
    }
    r->at++;
    cJSON *node = new_node(object ? cJSON_Object : cJSON_Array);
    bool ok = object ? read_members(r, node) : read_elements(r, node);
    r->depth--;
    if (ok)
        return node;
    cJSON_Delete(node);
    return NULL;
}

static cJSON *read_value(struct reader *r) {
    skip_spaces(r);
    switch (r->at < r->end ? *r->at : '\0') {
    case '"':
        return read_string(r);
    case '{':
        return read_nested(r, true);
    case '[':
        return read_nested(r, false);
    case 't':
        return read_word(r, "true", cJSON_True, 1);
    case 'f':
        return read_word(r, "false", cJSON_False, 0);
    case 'n':
        return read_word(r, "null", cJSON_NULL, 0);
    default:
        return read_number(r);
    }
}

cJSON *json_read(const char *text, size_t len, int max_depth, struct json_fault *fault) {
    *fault = (struct json_fault){0};
    struct reader r = {.text = text, .end = text + len, .at = text, .max_depth = max_depth, .fault = fault};
    size_t bad = text_invalid_at(text, len);
    if (bad < len) {
        (void)refuse(&r, text + bad, "not UTF-8");
        return NULL;
    }
    cJSON *value = read_value(&r);
    skip_spaces(&r);
    if (value && r.at < r.end) {
        (void)refuse(&r, r.at, "more text behind the record");
        cJSON_Delete(value);
        return NULL;
    }
    return value;
}

#include "evenhand/sentences.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"

#define SPEAKER_REACH 8000    /* bytes before and behind in which a name that speaks is said again */
#define SPEAKER_BYTES 40      /* a longer start of a line is no name */
#define WRAPPED_LINE_BYTES 60 /* a line this long without an end mark goes on in the next */

struct splitter {
    struct sentences *out;
    const char *text;
    size_t len;
    const struct tokens *words;
    uint32_t word;
    uint32_t line;
    bool spoken;
};

void sentences_free(struct sentences *s) {
    free(s->at);
    *s = (struct sentences){0};
}

static bool starts(const char *text, size_t len, size_t at, const char *mark) {
    size_t n = strlen(mark);
    return len - at >= n && memcmp(text + at, mark, n) == 0;
}

/* Marks that may stand before a sentence without belonging to it. */
static size_t lead(const char *text, size_t len, size_t at) {
    static const char *const marks[] = {"•", "▪", "✔", "↳", "→", "–", "—", "·", "★", "☆", "\xC2\xA0"};
    if ((unsigned char)text[at] < 0x80) {
        return text[at] != '\0' && strchr(" \t\r*_#>-|+/~`", text[at]) != NULL;
    }
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (starts(text, len, at, marks[i])) {
            return strlen(marks[i]);
        }
    }
    return 0;
}

static void add(struct splitter *s, size_t start, size_t end, uint32_t first) {
    struct sentences *out = s->out;
    if (out->count == out->cap) {
        out->cap = out->cap == 0 ? 64 : out->cap * 2;
        out->at = mem_grow(out->at, out->cap, sizeof *out->at);
    }
    out->at[out->count++] =
        (struct sentence){(uint32_t)start, (uint32_t)end, first, s->word, s->line, s->spoken};
}

static void emit(struct splitter *s, size_t start, size_t end) {
    for (size_t n = 1; start < end && (n = lead(s->text, end, start)) > 0;) {
        start += n;
    }
    while (end > start && isspace((unsigned char)s->text[end - 1])) {
        end--;
    }
    const struct tokens *w = s->words;
    while (s->word < w->count && w->at[s->word].start < start) {
        s->word++;
    }
    uint32_t first = s->word;
    while (s->word < w->count && w->at[s->word].start < end) {
        s->word++;
        if (s->word - first == SENTENCE_MAX_WORDS && s->word < w->count && w->at[s->word].start < end) {
            add(s, start, w->at[s->word - 1].end, first);
            start = w->at[s->word].start;
            first = s->word;
        }
    }
    if (first < s->word) {
        add(s, start, end, first);
    }
}

/* A full stop after these, or after one letter, ends no sentence. */
static bool abbreviation(const char *text, size_t line, size_t stop) {
    static const char *const known[] = {"mr",  "mrs", "ms",  "mx",  "dr",   "st",   "jr",     "sr",
                                        "vs",  "no",  "inc", "co",  "corp", "dept", "approx", "e.g",
                                        "i.e", "rev", "sgt", "lt",  "capt", "prof", "ave",    "mt",
                                        "ft",  "gov", "sen", "rep", "hon",  "est",  "fig"};
    size_t from = stop;
    while (from > line && (isalnum((unsigned char)text[from - 1]) || text[from - 1] == '.')) {
        from--;
    }
    size_t n = stop - from;
    if (n == 1 && isupper((unsigned char)text[from])) {
        return true;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i]) == n && strncasecmp(known[i], text + from, n) == 0) {
            return true;
        }
    }
    return false;
}

/* Bytes an end mark may begin with. */
static bool may_end(char c) {
    return c == '.' || c == '!' || c == '?' || c == ';' || (unsigned char)c == 0xE2;
}

/* Length of an end mark with what closes behind it, when a sentence ends at `at`; else 0. */
static size_t end_mark(const char *text, size_t line, size_t end, size_t at) {
    if (starts(text, end, at, " | ") || starts(text, end, at, " // ")) {
        return 3;
    }
    if (starts(text, end, at, " · ") || starts(text, end, at, "•") || starts(text, end, at, "▪")) {
        return text[at] == ' ' ? 4 : 3;
    }
    size_t n = starts(text, end, at, "…") ? 3 : text[at] != '\0' && strchr(".!?;", text[at]) != NULL ? 1 : 0;
    if (n == 0 || (text[at] == '.' && abbreviation(text, line, at))) {
        return 0;
    }
    while (at + n < end && strchr(".!?", text[at + n]) != NULL) {
        n++;
    }
    for (;;) {
        if (at + n < end && strchr("\"')]*_", text[at + n]) != NULL) {
            n++;
        } else if (at + n < end && (starts(text, end, at + n, "”") || starts(text, end, at + n, "’"))) {
            n += 3;
        } else {
            break;
        }
    }
    return at + n >= end || isspace((unsigned char)text[at + n]) ? n : 0;
}

/* Does another line within SPEAKER_REACH begin with the same name? */
static bool said_again(const struct splitter *s, size_t line, const char *name, size_t len) {
    size_t from = line < SPEAKER_REACH ? 0 : line - SPEAKER_REACH;
    size_t to = s->len - line < SPEAKER_REACH ? s->len : line + SPEAKER_REACH;
    for (size_t i = from; i + len < to;) {
        if (i != line && memcmp(s->text + i, name, len) == 0) {
            return true;
        }
        const char *next = memchr(s->text + i, '\n', to - i);
        if (next == NULL) {
            return false;
        }
        i = (size_t)(next - s->text) + 1;
        while (i < to && lead(s->text, to, i) > 0) {
            i += lead(s->text, to, i);
        }
    }
    return false;
}

/* Bytes of "name: " before what is said in a chat line, or 0. */
static size_t speaker(const struct splitter *s, size_t start, size_t end) {
    size_t at = start;
    while (at < end && lead(s->text, end, at) > 0) {
        at += lead(s->text, end, at);
    }
    size_t limit = end - at < SPEAKER_BYTES ? end : at + SPEAKER_BYTES;
    const char *colon = memchr(s->text + at, ':', limit - at);
    if (colon == NULL || colon == s->text + at) {
        return 0;
    }
    size_t stop = (size_t)(colon - s->text);
    bool handle = starts(s->text, end, at, "u/") || s->text[at] == '@' || s->text[stop - 1] == '.' ||
                  s->text[stop - 1] == '*';
    for (size_t i = at; i < stop; i++) {
        handle = handle || s->text[i] == '_' || isdigit((unsigned char)s->text[i]);
    }
    while (stop < end && (s->text[stop] == ':' || s->text[stop] == '*')) {
        stop++;
    }
    bool spaced = stop >= end || isspace((unsigned char)s->text[stop]);
    return spaced && (handle || said_again(s, at, s->text + at, (size_t)(colon + 1 - s->text) - at))
               ? stop - start
               : 0;
}

static void split_line(struct splitter *s, size_t start, size_t end) {
    size_t name = speaker(s, start, end);
    s->spoken = name > 0;
    size_t from = start + name;
    for (size_t i = from; i < end;) {
        bool mark =
            may_end(s->text[i]) ||
            (s->text[i] == ' ' && i + 1 < end &&
             (s->text[i + 1] == '|' || s->text[i + 1] == '/' || (unsigned char)s->text[i + 1] == 0xC2));
        size_t n = mark ? end_mark(s->text, from, end, i) : 0;
        if (n == 0) {
            i++;
            continue;
        }
        emit(s, from, s->text[i] == ' ' ? i : i + n);
        i += n;
        from = i;
    }
    emit(s, from, end);
}

/* A long line without an end mark, followed by one that begins with a small letter, was broken by its width.
 */
static bool wrapped(const struct splitter *s, size_t start, size_t stop) {
    if (stop - start < WRAPPED_LINE_BYTES || stop + 1 >= s->len) {
        return false;
    }
    return islower((unsigned char)s->text[stop + 1]) && strchr(".!?:;|", s->text[stop - 1]) == NULL;
}

void sentences_split(struct sentences *out, const char *text, size_t len, const struct tokens *words) {
    out->count = 0;
    struct splitter s = {.out = out, .text = text, .len = len, .words = words};
    for (size_t start = 0; start < len;) {
        size_t stop = start;
        size_t piece = start;
        for (;;) {
            const char *newline = memchr(text + stop, '\n', len - stop);
            stop = newline == NULL ? len : (size_t)(newline - text);
            if (stop == len || !wrapped(&s, piece, stop)) {
                break;
            }
            piece = ++stop;
        }
        split_line(&s, start, stop);
        s.line++;
        start = stop + 1;
    }
}

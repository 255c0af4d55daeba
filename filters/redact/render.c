#include "evenhand/render.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/scan.h"
#include "evenhand/vocab.h"

static int by_start(const void *a, const void *b) {
    const struct span *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (x->end != y->end)
        return x->end > y->end ? -1 : 1;
    if (x->class != y->class)
        return x->class < y->class ? -1 : 1;
    return strcmp(x->rule, y->rule);
}

static void add_piece(struct render *r, uint32_t raw, uint32_t raw_end, bool copied) {
    if (r->pieces == r->cap) {
        r->cap = r->cap == 0 ? 64 : r->cap * 2;
        r->piece = mem_grow(r->piece, r->cap, sizeof *r->piece);
    }
    r->piece[r->pieces++] =
        (struct piece){.out = (uint32_t)r->text.len, .raw = raw, .raw_end = raw_end, .copied = copied};
}

/* Of what overlaps, a protected class wins, then the candidate, then a mark for an address, then a person. */
static int rank(const struct span *s) {
    static const int of[] = {[PUT_MARK] = 2, [PUT_CANDIDATE] = 3, [PUT_PERSON] = 1, [PUT_TEXT] = 0};
    return s->put == PUT_MARK && strcmp(vocab_classes[s->class], "identity") != 0 ? 4 : of[s->put];
}

static bool little_word(const char *text, size_t len) {
    static const char *const words[] = {"and", "or",   "of",  "the",  "a",   "an", "to", "in",
                                        "at",  "with", "for", "from", "on",  "by", "my", "plus",
                                        "as",  "who",  "is",  "but",  "not", "no", NULL};
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strlen(words[i]) == len && strncasecmp(words[i], text, len) == 0)
            return true;
    }
    return false;
}

/* Nothing but blanks, light signs and at most two little words: the marks on both sides become one. */
static bool only_joins(const char *text, size_t len) {
    size_t words = 0;
    for (size_t i = 0; i < len;) {
        size_t end = i;
        while (end < len && ((text[end] | 32) >= 'a' && (text[end] | 32) <= 'z'))
            end++;
        if (end > i) {
            if (++words > 2 || !little_word(text + i, end - i))
                return false;
            i = end;
            continue;
        }
        if (text[i] == '\0' || strchr(" ,/&+-'\"()|", text[i]) == NULL)
            return false;
        i++;
    }
    return true;
}

static bool only_blanks(const char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (text[i] != ' ' && text[i] != '-' && text[i] != '.')
            return false;
    }
    return true;
}

/* The segment that begins with span i: how far it reaches, what stands for it, and the next span. */
static size_t segment(struct passage *p, size_t spans, size_t i, uint32_t *end, enum put *put,
                      const char **text) {
    *end = p->span[i].end;
    *put = p->span[i].put;
    *text = p->span[i].text;
    int strength = rank(&p->span[i]);
    size_t next = i + 1;
    for (; next < spans; next++) {
        const struct span *s = &p->span[next];
        const char *gap = p->raw + *end;
        size_t gap_len = s->start > *end ? s->start - *end : 0;
        bool overlap = s->start < *end;
        bool marks = *put == PUT_MARK && s->put == PUT_MARK && only_joins(gap, gap_len);
        bool same = *put == s->put && *put != PUT_TEXT && *put != PUT_MARK && only_blanks(gap, gap_len);
        if (!overlap && !marks && !same)
            break;
        if (marks && gap_len > 0) {
            passage_add(p, &(struct span){.start = *end,
                                          .end = s->start,
                                          .class = p->span[i].class,
                                          .put = PUT_MARK,
                                          .rule = "joined"});
            s = &p->span[next];
        }
        if (overlap && rank(s) > strength) {
            strength = rank(s);
            *put = s->put;
            *text = s->text;
        }
        *end = s->end > *end ? s->end : *end;
    }
    return next;
}

/* "an" before what replaces a word is "a": the article must not tell how the word began. */
static void level_article(struct render *r) {
    const struct buf *t = &r->text;
    if (t->len >= 3 && t->data[t->len - 1] == ' ' && t->data[t->len - 2] == 'n' &&
        (t->data[t->len - 3] | 32) == 'a' &&
        (t->len == 3 || strchr(" \n\t(\"", t->data[t->len - 4]) != NULL)) {
        r->text.len -= 2;
        buf_add_char(&r->text, ' ');
    }
}

static const char *replacement(enum put put, const char *text) {
    static const char *const marks[] = {
        [PUT_MARK] = MARK_WITHHELD, [PUT_PERSON] = MARK_PERSON, [PUT_CANDIDATE] = MARK_CANDIDATE};
    return put == PUT_TEXT ? text : marks[put];
}

static void copy(struct render *r, const struct passage *p, uint32_t from, uint32_t to) {
    if (to > from) {
        add_piece(r, from, to, true);
        buf_add(&r->text, p->raw + from, to - from);
    }
}

void render_text(struct passage *p, struct render *r) {
    r->pieces = 0;
    buf_clear(&r->text);
    if (p->spans > 1)
        qsort(p->span, p->spans, sizeof *p->span, by_start);
    uint32_t at = 0;
    size_t spans = p->spans;
    for (size_t i = 0; i < spans;) {
        uint32_t start = p->span[i].start, end = 0;
        enum put put = PUT_MARK;
        const char *text = NULL;
        i = segment(p, spans, i, &end, &put, &text);
        copy(r, p, at, start);
        if (put != PUT_TEXT)
            level_article(r);
        add_piece(r, start, end, false);
        buf_add_text(&r->text, replacement(put, text));
        at = end;
    }
    copy(r, p, at, (uint32_t)p->raw_len);
    if (p->spans > spans)
        qsort(p->span, p->spans, sizeof *p->span, by_start);
}

static const struct piece *piece_at(const struct render *r, uint32_t out) {
    size_t low = 0, high = r->pieces;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (r->piece[middle].out <= out)
            low = middle;
        else
            high = middle;
    }
    return &r->piece[low];
}

void render_origin(const struct render *r, uint32_t from, uint32_t to, uint32_t *raw_from, uint32_t *raw_to) {
    const struct piece *first = piece_at(r, from), *last = piece_at(r, to > from ? to - 1 : from);
    *raw_from = first->copied ? first->raw + (from - first->out) : first->raw;
    *raw_to = last->copied ? last->raw + (to - last->out) : last->raw_end;
    if (*raw_from > first->raw_end)
        *raw_from = first->raw_end;
    if (*raw_to > last->raw_end)
        *raw_to = last->raw_end;
}

void render_free(struct render *r) {
    buf_free(&r->text);
    free(r->piece);
    *r = (struct render){0};
}

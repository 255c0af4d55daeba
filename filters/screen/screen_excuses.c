#include "evenhand/screen_judging.h"

#include <string.h>

#include "evenhand/vocab.h"

#define QUOTE_REACH 2000 /* bytes of a line around an act searched for quotation marks */
#define ACTOR_WORDS 8    /* how far before the act its actor is looked for */
#define ELIDED_WORDS 8   /* words of a clause before an act whose actor is left out, itself included */

/* A single quotation mark opens before a word and closes behind one; elsewhere it is an apostrophe. */
static int single_quote(const char *text, size_t at, size_t end) {
    bool before = at > 0 && strchr(" \t\n(", text[at - 1]) == NULL;
    bool behind = at + 1 < end && strchr(" \t\n).,;!?", text[at + 1]) == NULL;
    return text[at] != '\'' || before == behind ? 0 : before ? -1 : 1;
}

/* Quotations open at `to`, of those opened from `from` on. */
static int quotes_before(const char *text, size_t from, size_t to, size_t end) {
    int plain = 0, depth = 0, single = 0;
    for (size_t i = from; i < to; i++) {
        plain += text[i] == '"';
        int mark = single_quote(text, i, end);
        single += mark > 0 || single > 0 ? mark : 0;
        if (i + 3 <= to && memcmp(text + i, "\xE2\x80\x9C", 3) == 0) {
            depth++;
        } else if (i + 3 <= to && depth > 0 && memcmp(text + i, "\xE2\x80\x9D", 3) == 0) {
            depth--;
        }
    }
    return plain % 2 + depth + (single > 0);
}

/* Within quotation marks opened and closed on the same line, or in a line that begins with a quote mark. */
static bool quoted(const struct judging *j, const struct combination *c) {
    uint32_t start = j->work->words.at[c->first].start, end = j->work->words.at[c->last].end;
    size_t line = start, stop = end;
    while (line > 0 && start - line < QUOTE_REACH && j->text[line - 1] != '\n') {
        line--;
    }
    while (stop < j->len && stop - end < QUOTE_REACH && j->text[stop] != '\n') {
        stop++;
    }
    if (start - line == QUOTE_REACH) {
        return false; /* what is said so far into a line is nobody's quotation */
    }
    int open = quotes_before(j->text, line, start, stop);
    return (j->text[line] == '>' && !j->here.spoken) ||
           (open > 0 && quotes_before(j->text, line, end, stop) > 0 &&
            quotes_before(j->text, line, stop, stop) < open);
}

size_t screen_hit_from(const struct screen_work *work, uint32_t word) {
    size_t low = 0, high = work->hit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (work->hits[middle].first < word) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Is a word of the group among the words [from, to], other than those the act itself is made of? */
static bool said(const struct judging *j, const struct screen_rule *rule, const struct combination *c,
                 uint32_t group, uint32_t from, uint32_t to) {
    const struct screen_work *work = j->work;
    if (!screen_present(&j->all, group)) {
        return false;
    }
    for (size_t i = screen_hit_from(work, from); i < work->hit_count && work->hits[i].first <= to; i++) {
        const struct phrase_hit *h = &work->hits[i];
        if (h->value == group && h->last <= to && !screen_overlaps(c, rule->all_count, h)) {
            return true;
        }
    }
    return false;
}

/* The word where the sentence before begins, when it stands in the same line; else where this one does. */
static uint32_t near_first(const struct judging *j) {
    const struct sentence *at = j->work->sentences.at;
    bool before = j->sentence > 0 && at[j->sentence - 1].line == j->here.line;
    return before ? at[j->sentence - 1].first : j->here.first;
}

static uint32_t near_past(const struct judging *j) {
    const struct sentences *s = &j->work->sentences;
    size_t next = j->sentence + j->sentences;
    return next < s->count && s->at[next].line == j->here.line ? s->at[next].past : j->here.past;
}

/* Shortly before the act (the rule's first group), or between it and the second. */
static bool said_before(const struct judging *j, const struct screen_rule *rule, const struct combination *c,
                        uint32_t group) {
    uint32_t act = c->taken[0]->first, first = j->here.first;
    uint32_t from = act < first + EXCUSE_BEFORE_WORDS ? first : act - EXCUSE_BEFORE_WORDS;
    bool second = rule->all_count > 1 && c->taken[1]->first > act;
    return said(j, rule, c, group, from, second ? c->taken[1]->first : act);
}

static bool excuses(const struct judging *j, const struct screen_rule *rule, const struct combination *c,
                    const struct screen_excuse *e) {
    switch (e->scope) {
    case EXCUSE_BEFORE:
        return said_before(j, rule, c, e->group);
    case EXCUSE_SENTENCE:
        return said(j, rule, c, e->group, j->here.first, j->here.past - 1);
    case EXCUSE_NEAR:
        return said(j, rule, c, e->group, near_first(j), near_past(j) - 1);
    case EXCUSE_TEXT:
        return said(j, rule, c, e->group, 0, UINT32_MAX);
    case EXCUSE_QUOTED:
        return quoted(j, c);
    }
    return false;
}

bool screen_excused(const struct judging *j, const struct screen_rule *rule, const struct combination *c) {
    for (size_t i = 0; i < rule->not_count; i++) {
        if (excuses(j, rule, c, rule->not_[i])) {
            return true;
        }
    }
    return false;
}

static bool begins_sentence(const struct judging *j, uint32_t word) {
    const struct sentence *last = &j->work->sentences.at[j->sentence + j->sentences - 1];
    return word == j->here.first || word == last->first;
}

static bool begins_clause(const struct judging *j, uint32_t word) {
    const struct tokens *w = &j->work->words;
    static const char *const joins[] = {"and", "but", "then", "so", "also", NULL};
    if (begins_sentence(j, word) || vocab_find(joins, tokens_text(w, word - 1)) >= 0) {
        return true;
    }
    for (uint32_t i = w->at[word - 1].end; i < w->at[word].start; i++) {
        if (strchr(",:;()-/", j->text[i]) != NULL || (unsigned char)j->text[i] == 0xE2) {
            return true;
        }
    }
    return false;
}

/* No word names an actor, and the act stands near the beginning of its clause ("Bounced the switch at noon").
 */
static bool actor_elided(const struct judging *j, uint32_t act) {
    for (uint32_t word = act; word + ELIDED_WORDS > act; word--) {
        if (begins_clause(j, word)) {
            return true;
        }
        if (word == j->here.first) {
            break;
        }
    }
    return false;
}

/* The nearest word before the act that names an actor tells who acts. */
bool screen_acted_by_me(const struct judging *j, const struct combination *c) {
    uint32_t act = c->taken[0]->first, first = j->here.first;
    uint32_t from = act < first + ACTOR_WORDS ? first : act - ACTOR_WORDS;
    for (size_t i = j->hit_past; i-- > j->hit_first;) {
        const struct phrase_hit *h = &j->work->hits[i];
        bool actor = h->value == j->rules->self || h->value == j->rules->others;
        if (actor && h->first <= act && h->first >= from) {
            return h->value == j->rules->self;
        }
    }
    return actor_elided(j, act);
}

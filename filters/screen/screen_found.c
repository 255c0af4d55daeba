/* Findings of a text as they are made: what goes on of each, and which of them are one. */
#include "evenhand/mem.h"
#include "evenhand/screen_judging.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"

/* The sentence, or when that is too long a stretch around the act, cut between words. */
static size_t words_of(const struct sentence *s) {
    return s->past - s->first;
}

/* What must go on to be understood: the sentence, fragments beside it, and what stands before a very short
 * one. */
static struct sentence understood(const struct judging *j) {
    const struct sentences *all = &j->work->sentences;
    struct sentence out = j->here;
    size_t next = j->sentence + j->sentences;
    if (j->sentence > 0 && all->at[j->sentence - 1].line == out.line) {
        const struct sentence *before = &all->at[j->sentence - 1];
        bool needed = words_of(&out) < SCREEN_ALONE_WORDS || words_of(before) <= SCREEN_FRAGMENT_WORDS;
        out.start = needed ? before->start : out.start;
        out.first = needed ? before->first : out.first;
    }
    if (next < all->count && all->at[next].line == out.line &&
        words_of(&all->at[next]) <= SCREEN_FRAGMENT_WORDS) {
        out.end = all->at[next].end;
        out.past = all->at[next].past;
    }
    return out.end - out.start <= SCREEN_EXCERPT_BYTES ? out : j->here;
}

/* A stretch of SCREEN_EXCERPT_BYTES around the act, cut between words. */
static void cut_excerpt(const struct judging *j, const struct sentence *s, struct screen_finding *found) {
    uint32_t act = found->end - found->start;
    uint32_t around = act < SCREEN_EXCERPT_BYTES ? (SCREEN_EXCERPT_BYTES - act) / 2 : 0;
    uint32_t from = found->start - s->start > around ? found->start - around : s->start;
    const struct tokens *w = &j->work->words;
    uint32_t i = s->first;
    while (i + 1 < s->past && w->at[i].start < from) {
        i++;
    }
    found->excerpt_start = w->at[i].start < found->start ? w->at[i].start : found->start;
    found->excerpt_end = found->excerpt_start;
    for (; i < s->past && w->at[i].end <= found->excerpt_start + SCREEN_EXCERPT_BYTES; i++) {
        found->excerpt_end = w->at[i].end;
    }
    if (found->excerpt_end == found->excerpt_start) { /* one word longer than an excerpt may be */
        found->excerpt_end =
            found->excerpt_start + (uint32_t)text_cut(j->text + found->excerpt_start,
                                                      s->end - found->excerpt_start, SCREEN_EXCERPT_BYTES);
    }
    found->end = found->end > found->excerpt_end ? found->excerpt_end : found->end;
}

static void set_excerpt(const struct judging *j, struct screen_finding *found) {
    struct sentence s = understood(j);
    found->sentence = j->sentence;
    found->sentences = j->sentences;
    found->excerpt_start = s.start;
    found->excerpt_end = s.end;
    if (s.end - s.start > SCREEN_EXCERPT_BYTES) {
        cut_excerpt(j, &s, found);
    }
}

/* One finding a category and sentence: the worst of them, with the words of all. Two sentences add none to
 * what was found in either. */
static bool merged(const struct judging *j, const struct screen_finding *found) {
    for (size_t i = j->work->found_count; i-- > 0;) {
        struct screen_finding *old = &j->work->found[i];
        if (old->sentence + old->sentences <= j->sentence) {
            return false; /* and so are all before it: findings stand in order of place */
        }
        if (old->kind != found->kind || old->sentence >= j->sentence + j->sentences) {
            continue;
        }
        if (j->sentences == 1 && old->sentences == 1) {
            bool worse =
                vocab_find(vocab_severities, found->severity) > vocab_find(vocab_severities, old->severity);
            old->by = worse ? found->by : old->by;
            old->severity = worse ? found->severity : old->severity;
            old->start = found->start < old->start ? found->start : old->start;
            old->end = found->end > old->end ? found->end : old->end;
            return true;
        }
        if (j->sentences == 2 || old->sentences == 2) {
            return true;
        }
    }
    return false;
}

void screen_keep(const struct judging *j, struct screen_finding *found) {
    struct screen_work *work = j->work;
    set_excerpt(j, found);
    if (merged(j, found)) {
        return;
    }
    if (work->found_count == work->found_cap) {
        work->found_cap = work->found_cap == 0 ? 16 : work->found_cap * 2;
        work->found = mem_grow(work->found, work->found_cap, sizeof *work->found);
    }
    size_t at = work->found_count++;
    for (; at > 0 && work->found[at - 1].start > found->start; at--) {
        work->found[at] = work->found[at - 1];
    }
    work->found[at] = *found;
}

#include "evenhand/wall.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/contacts.h"
#include "evenhand/cues.h"
#include "evenhand/extent.h"
#include "evenhand/files.h"
#include "evenhand/foreign.h"
#include "evenhand/joined.h"
#include "evenhand/names.h"
#include "evenhand/neutral.h"
#include "evenhand/repeat.h"
#include "evenhand/scan.h"
#include "evenhand/strict.h"
#include "evenhand/tag_spans.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"

bool wall_open(struct wall *w, const char *const *folders, size_t count, struct faults *f) {
    w->classes = ~(uint32_t)0;
    bool fine = true;
    for (size_t i = 0; fine && i < count; i++) {
        char *folder = path_join(folders[i], "redact");
        fine = lexicon_read(&w->lexicon, folder, f) &&
               context_read(&w->context, &w->lexicon.words, folder, f) && emoji_read(&w->emoji, folder, f) &&
               packs_read(&w->packs, folder, f) && tagger_read(&w->tagger, folder, f);
        free(folder);
    }
    if (fine && w->lexicon.count == 0)
        fine = fault(f, FAULT_CONFIG, count > 0 ? folders[0] : NULL,
                     "install the rules, or name them by --rules", "no redaction rules found");
    if (fine)
        lexicon_finish(&w->lexicon);
    return fine;
}

bool wall_jurisdiction(struct wall *w, const char *name, struct faults *f) {
    return packs_find(&w->packs, name, &w->classes, f);
}

void wall_close(struct wall *w) {
    lexicon_free(&w->lexicon);
    context_free(&w->context);
    packs_free(&w->packs);
    tagger_free(&w->tagger);
    passage_free(&w->passage);
    passage_free(&w->again);
    passage_free(&w->scratch);
    render_free(&w->render);
}

/* Is it plain that the term speaks of a person: before a noun for one, or said of one? Then the tagger has no
 * say. */
static bool plain(const struct passage *p, const struct term *t, size_t from, size_t to) {
    const uint32_t telling =
        ((uint32_t)1 << CUE_PERSON | (uint32_t)1 << CUE_SAID | (uint32_t)1 << CUE_NOUN) & t->cues;
    return telling != 0 && cues_hold(p, telling, from, to);
}

/* One word's terms: the first, longest first, that is about a person. Returns the token to go on from. */
static size_t settle(const struct wall *w, struct passage *p, size_t i, bool doubtful) {
    struct lexicon_hit hit[LEXICON_MAX_HITS];
    const int origin = vocab_find(vocab_classes, "national_origin");
    size_t hits = lexicon_match(&w->lexicon, p, i, hit, LEXICON_MAX_HITS);
    for (size_t h = 0; h < hits; h++) {
        const struct term *t = hit[h].term;
        if (t->class == CLASS_ALLOW) {
            for (size_t at = i; at < hit[h].end; at++)
                p->token[at].flags |= TOKEN_HARMLESS;
            return hit[h].end;
        }
        if ((t->cues != 0) != doubtful && t->cues == 0)
            return hit[h].end;
        if (t->cues != 0 && (!doubtful || !cues_hold(p, t->cues, i, hit[h].end)))
            continue;
        /* several words together say what they mean, whatever follows */
        uint32_t unless =
            t->count > 1 && t->class != origin ? t->unless & ~((uint32_t)1 << CUE_THING) : t->unless;
        if (unless != 0 && cues_hold(p, unless, i, hit[h].end))
            continue;
        passage_add_tokens(p, i, hit[h].end, t->class, PUT_MARK, t->rule);
        p->span[p->spans - 1].line = t->line;
        p->span[p->spans - 1].sure = t->cues == 0 ? t->unless == 0 : plain(p, t, i, hit[h].end);
        return hit[h].end;
    }
    return i + 1;
}

/* Sure terms first, then ambiguous ones, which may lean on them. */
static void find_terms(const struct wall *w, struct passage *p, bool doubtful) {
    const struct wordbook *words = p->words;
    for (size_t i = 0; i < p->tokens;) {
        const struct token *t = &p->token[i];
        bool known =
            t->type == TOKEN_WORD && (wordbook_termed(words, t->word) || wordbook_termed(words, t->base));
        bool number = t->type == TOKEN_NUMBER;
        i = known || number ? settle(w, p, i, doubtful) : i + 1;
    }
}

/* Does the span hold nothing but marks of the wall and signs between them? */
static bool only_marks(const struct passage *p, const struct span *s) {
    size_t i = passage_token_behind(p, s->start);
    bool marks = i > 0 && p->token[i - 1].type == TOKEN_MARK && p->shadow.at[p->token[i - 1].end] > s->start;
    for (; i < p->tokens && p->shadow.at[p->token[i].start] < s->end; i++) {
        const struct token *t = &p->token[i];
        if (t->type == TOKEN_WORD || t->type == TOKEN_NUMBER ||
            (t->type == TOKEN_PUNCT && t->punct == '\x7f'))
            return false;
        marks = marks || t->type == TOKEN_MARK;
    }
    return marks;
}

/* Drops the spans of classes that do not apply, and those that would only mark marks. */
static void keep_classes(const struct wall *w, struct passage *p) {
    uint32_t always = (uint32_t)1 << vocab_find(vocab_classes, "identity");
    size_t kept = 0;
    for (size_t i = 0; i < p->spans; i++) {
        if (((w->classes | always) >> p->span[i].class & 1u) != 0 && !only_marks(p, &p->span[i]))
            p->span[kept++] = p->span[i];
    }
    p->spans = kept;
}

bool wall_rules(struct wall *w, struct passage *p, const char *text, size_t len, const struct identity *who,
                struct faults *f) {
    p->raw = text;
    p->raw_len = len;
    p->words = &w->lexicon.words;
    p->spans = 0;
    shadow_make(&p->shadow, text, len);
    scan_make(p, &w->lexicon.near);
    find_terms(w, p, false);
    joined_find(&w->lexicon, p, &w->scratch);
    emoji_find(&w->emoji, p);
    if (!context_run(&w->context, p, f))
        return false;
    find_terms(w, p, true);
    identity_find(who, p);
    contacts_find(p);
    names_find(p);
    foreign_find(p);
    neutral_find(p);
    return true;
}

/* Finds every span of one text. */
static bool find(struct wall *w, struct passage *p, const char *text, size_t len, const struct identity *who,
                 struct faults *f) {
    if (!wall_rules(w, p, text, len, who, f))
        return false;
    if (!w->rules_alone) {
        tagger_run(&w->tagger, &w->lexicon, p);
        tag_spans(&w->tagger, p);
    }
    if (w->strict)
        strict_find(w, p);
    repeat_find(p);
    extent_settle(p);
    keep_classes(w, p);
    return true;
}

static void withhold_all(struct passage *p, const char *rule) {
    p->spans = 0;
    passage_add(p, &(struct span){.start = 0,
                                  .end = (uint32_t)p->raw_len,
                                  .class = vocab_find(vocab_classes, "identity"),
                                  .put = PUT_MARK,
                                  .rule = rule});
}

/* What a second reading of the result still finds, carried back to the raw text. False: nothing new. */
static bool carry_back(struct wall *w) {
    bool any = false;
    for (size_t i = 0; i < w->again.spans; i++) {
        struct span s = w->again.span[i];
        uint32_t from = 0, to = 0;
        render_origin(&w->render, s.start, s.end, &from, &to);
        s.start = from;
        s.end = to;
        any = any || to > from;
        passage_add(&w->passage, &s);
    }
    return any;
}

bool wall_text(struct wall *w, const char *text, size_t len, const struct identity *who, struct faults *f) {
    w->passage.raw = text;
    w->passage.raw_len = len;
    if (text_invalid_at(text, len) < len) {
        withhold_all(&w->passage, "doubt/encoding");
        render_text(&w->passage, &w->render);
        return true;
    }
    if (!find(w, &w->passage, text, len, who, f))
        return false;
    render_text(&w->passage, &w->render);
    for (int pass = 1; w->passage.spans > 0; pass++) {
        struct buf out = w->render.text;
        if (!find(w, &w->again, out.data == NULL ? "" : out.data, out.len, who, f))
            return false;
        if (w->again.spans == 0 || !carry_back(w))
            return true;
        if (pass == WALL_MAX_PASSES)
            withhold_all(&w->passage, "doubt/unsettled");
        render_text(&w->passage, &w->render);
        if (pass == WALL_MAX_PASSES)
            return true;
    }
    return true;
}

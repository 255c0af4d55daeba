#include "evenhand/foreign.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "evenhand/scan.h"
#include "evenhand/vocab.h"

/* A word with a letter of a script other than Latin; a Greek letter by itself is a symbol. */
static bool other_script(const struct passage *p, const struct token *t) {
    if (t->type != TOKEN_WORD)
        return false;
    size_t letters = 0, others = 0;
    for (size_t i = t->start; i < t->end;) {
        ucs4_t c = (unsigned char)p->shadow.fold[i];
        int n = c < 0x80 ? 1 : u8_mbtouc(&c, (const uint8_t *)p->shadow.fold + i, t->end - i);
        letters++;
        others += c >= 0x80 && uc_is_alpha(c) && !(c < 0x250 || (c >= 0x1E00 && c < 0x1F00));
        i += (size_t)n;
    }
    return others > 1 || (others == 1 && letters == 1 && (unsigned char)p->shadow.fold[t->start] >= 0xD0);
}

static void find_scripts(struct passage *p, int class) {
    for (size_t i = 0; i < p->tokens; i++) {
        if (!other_script(p, &p->token[i]))
            continue;
        size_t end = i + 1;
        for (size_t at = end; at < p->tokens && p->token[at].type != TOKEN_LINE && at < end + 3; at++) {
            if (other_script(p, &p->token[at]))
                end = at + 1;
        }
        passage_add_tokens(p, i, end, class, PUT_MARK, "foreign/script");
        i = end - 1;
    }
}

static bool ends(const struct token *t) {
    return t->type == TOKEN_LINE ||
           (t->type == TOKEN_PUNCT && t->punct != '\0' && strchr(".!?;()\"", t->punct) != NULL);
}

static void find_sentences(struct passage *p, int class) {
    for (size_t from = 0; from < p->tokens;) {
        size_t to = from, foreign = 0, english = 0;
        for (; to < p->tokens && !ends(&p->token[to]); to++) {
            foreign += token_is(&p->token[to], KIND_FOREIGN);
            english += token_is(&p->token[to], KIND_FUNCTION) && !token_is(&p->token[to], KIND_FOREIGN);
        }
        if (foreign >= FOREIGN_MIN_WORDS && foreign > english)
            passage_add_tokens(p, from, to, class, PUT_MARK, "foreign/language");
        from = to + 1;
    }
}

void foreign_find(struct passage *p) {
    int class = vocab_find(vocab_classes, "language");
    find_scripts(p, class);
    find_sentences(p, class);
}

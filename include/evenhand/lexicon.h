/* The lexicon: terms from reviewed data files, filters/rules/redact/terms/NAME.txt, one term a line.
 *
 *     @class religion          every term that follows is of this class ("allow": harmless, withhold nothing)
 *     @cues person said        tier B: withheld only where one of these cues (ambiguity.h) holds; none: tier
 * A
 *     @unless thing            tier A but for these: not withheld where one of these cues holds
 *     @inflect no              no plural or possessive (default yes)
 *     catholic
 *     ^mass                    only where written with a capital
 *     # remark
 *
 * Beside them hints/CLASS.txt: plain lists, one word or phrase a line, of what may let a reader guess the
 * trait. A hint withholds nothing by itself; the tagger weighs it.
 *
 * Directives hold until the next of the same name; @class resets the others. The longest match wins; of
 * equally long ones "allow" wins. */
#ifndef EVENHAND_LEXICON_H
#define EVENHAND_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/faults.h"
#include "evenhand/near.h"
#include "evenhand/passage.h"
#include "evenhand/wordbook.h"

#define LEXICON_MAX_FILE_BYTES ((size_t)4 << 20)
#define LEXICON_MAX_WORDS 8 /* of one term */
#define LEXICON_MAX_HITS 8  /* terms, or hints, considered at one token */
#define CLASS_ALLOW (-2)

struct term {
    uint32_t next;   /* term of the same word, or with the same first two, or 0 */
    uint32_t cues;   /* any of these must hold; 0: tier A */
    uint32_t unless; /* none of these may hold */
    uint32_t word[LEXICON_MAX_WORDS];
    int16_t class;
    uint8_t count;
    bool exact, capital, hint;
    const char *rule; /* "terms/religion" */
    uint32_t line;    /* in its file */
};

/* The terms, or hints, that begin with the same two words. */
struct opening {
    uint64_t key; /* 0: free */
    uint32_t term;
};

struct lexicon {
    struct wordbook words;
    struct opening *opening; /* open addressing */
    size_t openings, opening_slots;
    struct near near;
    struct term *term; /* [0] is none */
    size_t count, cap;
    char **names; /* rule names, owned */
    size_t name_count;
};

/* Reads FOLDER/words/KIND.txt, FOLDER/terms/NAME.txt, FOLDER/hints/CLASS.txt; a missing folder adds nothing.
 */
bool lexicon_read(struct lexicon *x, const char *folder, struct faults *f);
/* After every folder was read: prepares misspellings, leaving out the words of near-words.txt. */
void lexicon_finish(struct lexicon *x);
void lexicon_free(struct lexicon *x);

/* The terms that begin at token i, longest first, at most `max` of them; `end` is the token behind each. */
struct lexicon_hit {
    const struct term *term;
    size_t end;
};
size_t lexicon_match(const struct lexicon *x, const struct passage *p, size_t i, struct lexicon_hit *hit,
                     size_t max);
/* The hints that begin there, likewise. */
size_t lexicon_hints(const struct lexicon *x, const struct passage *p, size_t i, struct lexicon_hit *hit,
                     size_t max);

#endif

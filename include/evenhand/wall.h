/* The wall: from a text and whose it is to the spans withheld and the text the board may read.
 *
 * Counterfactual invariance: two texts that differ only in a protected attribute come out alike. Idempotent:
 * what comes out goes through again unchanged. Fail closed: a text that cannot be settled is withheld whole.
 */
#ifndef EVENHAND_WALL_H
#define EVENHAND_WALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/buf.h"
#include "evenhand/context.h"
#include "evenhand/emoji.h"
#include "evenhand/faults.h"
#include "evenhand/identity.h"
#include "evenhand/lexicon.h"
#include "evenhand/packs.h"
#include "evenhand/passage.h"
#include "evenhand/render.h"
#include "evenhand/tagger.h"

#define WALL_MAX_PASSES 4 /* over its own output, until nothing more is found */
#define WALL_MAX_FOLDERS 4

struct wall {
    struct lexicon lexicon;
    struct context context;
    struct emoji emoji;
    struct packs packs;
    struct tagger tagger;
    bool strict;      /* withhold every sentence that leaves a doubt */
    bool rules_alone; /* leave the tagger out: to measure what it adds */
    uint32_t classes; /* bits: those withheld; identity always */
    struct passage passage, again, scratch;
    struct render render;
};

/* Reads FOLDER/redact of each rules folder, later ones adding to earlier ones. All classes apply until
 * wall_jurisdiction says otherwise. */
bool wall_open(struct wall *w, const char *const *folders, size_t count, struct faults *f);
bool wall_jurisdiction(struct wall *w, const char *name, struct faults *f);
void wall_close(struct wall *w);

/* What the rules alone find in a text: p->token and p->span, unsettled. False: a rule hit a limit. */
bool wall_rules(struct wall *w, struct passage *p, const char *text, size_t len, const struct identity *who,
                struct faults *f);

/* Result: w->passage.span (sorted, raw offsets) and w->render.text, valid until the next call. False only for
 * a rule that hit a limit: then nothing may be passed on. */
bool wall_text(struct wall *w, const char *text, size_t len, const struct identity *who, struct faults *f);

#endif

/* What recheck.c (asking, storing) and recheck_compare.c (is it still there?) share. */
#ifndef EVENHAND_RECHECK_PARTS_H
#define EVENHAND_RECHECK_PARTS_H

#include "evenhand/ask.h"
#include "evenhand/digest.h"
#include "evenhand/gather.h"

enum recheck_result {
    RECHECK_THERE,
    RECHECK_CHANGED,
    RECHECK_GONE,
    RECHECK_UNDETERMINED
}; /* vocab_rechecks */

/* Words that a finding rests on, white space squeezed. */
struct excerpt {
    long item;
    char *words;
    bool comparable; /* found in the first capture by the same comparison */
    bool there;      /* found in the answer of today */
};

/* A piece of evidence with findings, and what became of it. */
struct page {
    char *candidate, *evidence;
    struct excerpt *excerpt;
    size_t excerpts;
    /* of the first capture */
    long step;                            /* of the plan, from 1; 0: not found in the vault */
    const struct source_request *request; /* borrowed */
    char *url, *home;
    char sha256[DIGEST_HEX_BYTES];
    /* of today's answer */
    bool settled; /* `result` holds for the page as a whole: gone, or undetermined; else each item is looked
                     at */
    enum recheck_result result;
    char *why;
    int status;
    utc_time at;
    char now_sha256[DIGEST_HEX_BYTES]; /* "": no body */
};

/* Which excerpts the first capture shows to this comparison. */
bool page_try(struct page *p, const struct gather_in *in, const struct map_answer *first, struct faults *f);
/* What today's answer means; takes nothing out of the ask. */
bool page_judge(struct page *p, const struct gather_in *in, const struct ask *ask, struct faults *f);
/* The result for one item of the page, and why, in plain words; free() releases. */
enum recheck_result page_result(const struct page *p, long item, char **why);

#endif

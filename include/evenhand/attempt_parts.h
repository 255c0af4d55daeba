/* What attempt.c (which address next, what it came to) and attempt_answers.c (what an answer means) share. */
#ifndef EVENHAND_ATTEMPT_PARTS_H
#define EVENHAND_ATTEMPT_PARTS_H

#include "evenhand/attempt.h"
#include "evenhand/captures.h"
#include "evenhand/outcome.h"
#include "evenhand/utc.h"

/* An address of the attempt: asked, being asked, or to be asked. */
struct visit {
    const struct source_request *request;
    struct weburl url; /* text stays when it was handed out, against loops */
    long page;         /* of the request, from 1 */
};

struct attempt {
    struct attempt_about about;
    char *query;
    utc_time started; /* its first request; 0: none was made */
    struct visit *visit;
    size_t visits, next; /* next: the first not handed out yet */
    bool limited;        /* a limit ended it, and not the source */
    struct captures captures;
    struct outcome_tally tally;
};

/* Keeps the first reason of a kind; takes `why` over. */
void attempt_note(char **first, char *why);
/* Adds an address that the plan or an answer names, unless it was there before. */
void attempt_add(struct attempt *a, const struct source_request *request, const char *text, long page);
bool attempt_knows(const struct attempt *a, const char *url);

#endif

/* One address asked until it is settled: through redirects, waits and further tries. */
#ifndef EVENHAND_ASK_H
#define EVENHAND_ASK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "evenhand/buf.h"
#include "evenhand/faults.h"
#include "evenhand/fetch.h"
#include "evenhand/host.h"
#include "evenhand/weburl.h"

/* Who goes first at a host. */
enum ask_rank {
    ASK_ROBOTS, /* a robots.txt, which everything else waits for; not itself subject to one */
    ASK_BEGUN,  /* of an attempt that has answers already: finished before another begins */
    ASK_NEW,
    ASK_RANKS
};

enum ask_end {
    ASK_ANSWERED,    /* answer.status says how */
    ASK_REFUSED,     /* robots.txt forbids it */
    ASK_UNDETERMINED /* no answer that tells anything; `why` */
};

struct ask;
struct secret;
/* Called once; the ask is the callee's: ask_free. False with a fault ends the collection. */
typedef bool ask_done(void *ctx, struct ask *ask, struct faults *f);

struct ask {
    struct weburl url; /* after redirects: the last one */
    char *asked;       /* the first one */
    enum ask_rank rank;
    const int
        *expected; /* statuses that are an answer, even a redirect; borrowed; NULL: none such; ends with 0 */
    const struct secret *secret; /* goes with requests to the origin `home`; NULL: none */
    const char *home;            /* borrowed */
    int64_t interval; /* ms from it to the next request at its host, at least; 0: the queue's own */
    bool authorised;  /* a host of a kind that tells a class may be asked */
    ask_done *done;
    void *ctx;
    struct host *host; /* whose answer is not taken in yet; borrowed; NULL: none */
    utc_time started;  /* when it was first asked; 0: not yet */
    unsigned redirects, tries;
    int64_t waited;     /* ms between tries, so far */
    int64_t not_before; /* ms */
    struct buf trail;   /* "GET URL" and headers of every redirect that led here */
    enum ask_end end;
    char *why;                  /* in plain words; NULL when answered */
    struct fetch_answer answer; /* the last one, even when it told nothing; empty while tried again */
    STAILQ_ENTRY(ask) link;
};

STAILQ_HEAD(ask_list, ask);

/* Takes over `url`. */
struct ask *ask_new(struct weburl *url, enum ask_rank rank, ask_done *done, void *ctx);
void ask_free(struct ask *a);

enum ask_next {
    ASK_SETTLED,   /* a->end says how */
    ASK_AGAIN,     /* not before a->not_before */
    ASK_ELSEWHERE, /* a->url is a new one: robots.txt and host are looked at afresh */
};

/* What follows from an answer, which it takes over; tells the host's politeness. */
enum ask_next ask_judge(struct ask *a, struct host *h, struct fetch_answer *answer, int64_t now);
/* Settles an ask without (further) answer. */
void ask_settle(struct ask *a, enum ask_end end, const char *why, ...) __attribute__((format(printf, 3, 4)));

/* "Service Unavailable", "" for a status without a name (RFC 9110 15 and others). */
const char *ask_status_name(int status);

#endif

/* The ledger as exported to a file: JSON lines {seq, at, user, host, act, detail, previous, sha256}. Each
 * entry's sha256 is that of its own text (the line without that field), and `previous` is the one before's.
 */
#ifndef EVENHAND_LEDGER_FILE_H
#define EVENHAND_LEDGER_FILE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/deviations.h"
#include "evenhand/faults.h"
#include "evenhand/plan.h"

#define LEDGER_MAX_ENTRIES 1000000

struct ledger_entry {
    double seq;
    char *at, *user, *host, *act, *sha256; /* owned */
    cJSON *detail;                         /* without workbooks; owned, or NULL */
};

/* What one user did. */
struct actor {
    char *user; /* owned */
    size_t acts;
    char *kinds;                                   /* "assess, gather"; owned */
    bool investigator, decision_maker, compliance; /* by the plan */
};

/* Workbooks that were handed over. */
struct ledger_release {
    size_t number, entry; /* from 1; which entry */
    cJSON *workbooks;     /* {name: sha256}; owned, or NULL */
    char *note;           /* digest of its RELEASE.txt; owned, or NULL */
    bool withdrawn;
};

struct ledger {
    struct ledger_entry *entry;
    size_t count, cap;
    cJSON *assessed; /* workbooks {name: sha256} of the last assessment; owned, or NULL */
    struct ledger_release *release;
    size_t releases;
    struct actor *actor;
    size_t actors;
};

/* Reads the file and checks the chain: what is wrong becomes deviations. False only when it cannot be read.
 */
bool ledger_read(struct ledger *l, const char *path, struct deviations *d, struct faults *f);
/* The entry by which an investigator acknowledged the ambiguous words of an item ("E-0042/3") under these
 * rules; NULL: nobody did, or `l` is NULL. */
const struct ledger_entry *ledger_acknowledged(const struct ledger *l, const char *candidate,
                                               const char *about, const char *rules);
/* The workbooks that the board has by the ledger, or NULL. */
const cJSON *ledger_at_board(const struct ledger *l);
/* An entry's act in words: "release 1, corrected by 2"; free() releases. */
char *ledger_act(const struct ledger *l, size_t entry);
/* KEPT/1, KEPT/2 ... hold each release as it was. */
void releases_check(const struct ledger *l, const char *kept, struct deviations *d);
/* Every act under the plan in force, the last assessment under the rules in force. */
void ledger_plan(const struct ledger *l, const struct plan *plan, const char *rules, struct deviations *d);
/* Who did what, in which role; a decision maker who did the searcher's work is a deviation. */
void ledger_roles(struct ledger *l, const struct plan *plan, struct deviations *d);
void ledger_free(struct ledger *l);

#endif

/* An attempt: one candidate x step x value of the step's slot, from the first address to the outcome. It is a
 * state machine without network: it says what to ask next and takes what came of it.
 *
 *     attempt_new -> attempt_next, attempt_take, attempt_next, attempt_take ... until there is no next
 *                 -> attempt_record, attempt_store -> attempt_free
 *
 * Next pages and follow-ups come out of the answers, by the source's map; an address is asked once. */
#ifndef EVENHAND_ATTEMPT_H
#define EVENHAND_ATTEMPT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/ask.h"
#include "evenhand/blocks.h"
#include "evenhand/faults.h"
#include "evenhand/map.h"
#include "evenhand/plan.h"
#include "evenhand/vault.h"

/* What an attempt is about; everything is borrowed. */
struct attempt_about {
    const cJSON *candidate; /* record */
    const struct plan_step *step;
    long number;       /* of the step, from 1 */
    const char *query; /* of a control: asked as it is, first page only; NULL: the step's, for a candidate */
    const char *value; /* of the list slot, "" without one; NULL: the candidate has none */
    struct map *map;   /* of the step's source */
    const struct blocks *blocks; /* NULL: only the source's own */
};

struct attempt; /* opaque */

struct attempt *attempt_new(const struct attempt_about *about);
void attempt_free(struct attempt *a);

/* The next address to ask, the caller's; *expected are the statuses that the source's descriptor explains
 * (borrowed). False: there is none, the attempt is over. */
bool attempt_goes_on(const struct attempt *a); /* whether there is one */
bool attempt_next(struct attempt *a, struct weburl *url, const int **expected);
/* What came of the address that attempt_next gave last; takes the ask's answer out of it. */
bool attempt_take(struct attempt *a, struct ask *ask, struct faults *f);
/* Ends it early: `undetermined`, with this reason. */
void attempt_break_off(struct attempt *a, const char *why);

const char *attempt_home(const struct attempt *a); /* origin of its first address; borrowed, NULL: none */
size_t attempt_captures(const struct attempt *a);
size_t attempt_held(const struct attempt *a); /* bytes of bodies */

/* The attempt record as it stands; cJSON_Delete releases. */
cJSON *attempt_record(const struct attempt *a);
/* Ends it without being asked: `refused`, with this reason. */
void attempt_refuse(struct attempt *a, const char *why);
/* The captures as the vault takes them, borrowed from the attempt, into `rows` (NULL: only counted). */
size_t attempt_rows(const struct attempt *a, struct vault_capture *rows);

/* The last capture, likewise. */
void attempt_last_row(const struct attempt *a, struct vault_capture *row);

/* Stores the record and all captures at once. */
bool attempt_store(const struct attempt *a, const cJSON *record, struct vault *v, struct faults *f);

#endif

/* Everybody in the caseload, and what was done for each: candidates x steps, from the facts of the vault
 * (replay --facts), and what the audit stream adds. */
#ifndef EVENHAND_CENSUS_H
#define EVENHAND_CENSUS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/deviations.h"
#include "evenhand/facts.h"
#include "evenhand/faults.h"
#include "evenhand/plan.h"
#include "evenhand/tally.h"
#include "evenhand/utc.h"

#define CENSUS_CLASSES 25 /* of vocab_classes; a unit test compares */

struct census_step {
    uint32_t attempts;
    uint64_t captures;
    uint64_t pages; /* answers of the source's first request: of the attempt that went deepest; 0: not told */
    bool cut_short; /* an attempt found something and did not go on to the source's end */
    bool partly_not_provided;
    int outcome;  /* of all attempts, combined; meaningless without attempts */
    char *reason; /* of the last undetermined one, when it tells nothing of the candidate; owned or NULL */
};

struct person {
    char number[CANDIDATE_BYTES];
    cJSON *identity;                   /* owned */
    struct census_step *step;          /* census.steps of them */
    uint32_t expected[PLAN_MAX_STEPS]; /* attempts that the plan asks for */
    uint32_t decisions, undecided;
    uint64_t captures, pages, bytes;   /* of all steps */
    utc_time first, last;              /* first request, last answer; 0: nothing was asked */
    uint32_t withheld[CENSUS_CLASSES]; /* spans, from the audit stream */
};

/* What an investigator decided about an item. */
struct decision {
    char candidate[CANDIDATE_BYTES];
    char *about, *verdict, *by; /* owned */
    utc_time at;
    bool in_ledger;
};

struct census {
    const struct plan *plan; /* borrowed */
    struct decision *decision;
    size_t decisions, decision_cap;
    char rules[DIGEST_HEX_BYTES]; /* digest of the rules in force */
    struct person *person;        /* by number, ascending */
    size_t count, cap;
};

bool census_candidate(struct census *c, const cJSON *candidate, struct faults *f);
/* Of the candidate that came last. Attempts at what the plan does not ask for are deviations at once. */
void census_attempt(struct census *c, const cJSON *attempt, struct deviations *d);
/* A decision made by a decision maker is a deviation. */
void census_decision(struct census *c, const cJSON *decision, struct deviations *d);
struct person *census_find(const struct census *c, const char *number); /* NULL: nobody */
/* The same depth for everybody: no more pages than the plan says, and no fewer than others unless the source
 * had no more. Who was asked much more, or at another time, than the rest is remarked upon. */
void census_effort(const struct census *c, struct deviations *d);
/* Reads the audit stream (a file): withheld spans and what awaits review. Needs census_sort first. */
bool census_audit(struct census *c, const char *path, struct deviations *d, struct faults *f);
/* When all candidates are there: sorts them. FAULT_DATA when one came twice. */
bool census_sort(struct census *c, struct faults *f);
/* Every step for everybody, each determined. Reasons that hold a fact of `facts` are not repeated. */
void census_check(struct census *c, const struct facts *facts, struct deviations *d);
void census_free(struct census *c);

#endif

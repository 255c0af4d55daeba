/* Which items are screened at all: match class, the investigator's decisions, the look-back window,
 * repetitions. */
#ifndef EVENHAND_SCREEN_GATE_H
#define EVENHAND_SCREEN_GATE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evenhand/utc.h"

/* Texts remembered of one candidate are at most half of these; a repetition of a later one is screened again,
 * which costs a second finding and loses nothing. */
#define SCREEN_GATE_SLOTS ((size_t)1 << 15)

/* What is remembered of the current candidate. Zero-initialise; screen_gate_candidate starts the next one. */
struct screen_gate {
    utc_time oldest; /* published before: outside the look-back window */
    struct {
        char *about; /* "E-0042/3" or "E-0042" */
        char *verdict;
    } * decision;
    size_t decisions;
    uint64_t *seen; /* hashes of texts screened; 0: free */
    size_t seen_count;
    uint64_t text; /* hash of the text of the item judged last, white space apart */
};

void screen_gate_candidate(struct screen_gate *g);
void screen_gate_decision(struct screen_gate *g,
                          const cJSON *decision); /* the last one about a thing stands */
/* NULL: screen it, and *reviewed tells whether a recorded same-person decision stands behind it. Else a word
 * of vocab_skip_reasons. The item has a match. */
const char *screen_gate_refuses(struct screen_gate *g, const cJSON *item, bool *reviewed);
void screen_gate_free(struct screen_gate *g);

#endif

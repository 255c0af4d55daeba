/* The jq programs of a source as one compiled whole: "if the first of the input is 3 then run the third ...".
 * Internal to map_json.c. */
#ifndef EVENHAND_JQ_PROGRAMS_H
#define EVENHAND_JQ_PROGRAMS_H

#include <jq.h>
#include <stddef.h>

#include "evenhand/source.h"

/* Slots of the programs of one request. */
enum { JQ_ITEMS, JQ_NEXT, JQ_FOLLOW, JQ_SLOTS = JQ_FOLLOW + SOURCE_MAX_REQUESTS };

/* The program in a slot of a request, or NULL. */
const char *jq_program(const struct source_request *request, size_t slot);

/* The compiled whole; jq_teardown releases. NULL with a FAULT_CONFIG a mistake. Its input is
 * [request * JQ_SLOTS + slot, $site, $url, answer]. */
jq_state *jq_programs_compile(const struct source *source, struct faults *f);

#endif

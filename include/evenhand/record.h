/* Records: one JSON object a line (docs/design.md section 3), strictly checked against the schema of its side
 * of the wall.
 *
 * Right of `redact` the schema has no field for a name, handle, address, URL or any fact of identity, so a
 * record that carries one is refused by the reader as malformed: the wall does not depend on redact alone.
 *
 * A record's JSON is a cJSON tree; use cJSON's own functions to read and change it, and the getters below for
 * fields that the schema guarantees. Allocation in cJSON never fails (mem.h is hooked in by record_init). */
#ifndef EVENHAND_RECORD_H
#define EVENHAND_RECORD_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"
#include "evenhand/faults.h"

#define RECORD_VERSION 1 /* the `v` of a run record */
#define RECORD_NO_SANDBOX                                                                                    \
    "no_sandbox"           /* of a run record: true when a program behind it was to do without (sandbox.h) */
#define RECORD_MAX_DEPTH 8 /* arrays and objects inside one another */

enum record_type {
    RECORD_RUN,
    RECORD_CANDIDATE,
    RECORD_ATTEMPT,
    RECORD_CAPTURE,
    RECORD_ITEM,
    RECORD_DECISION,
    RECORD_RECHECK, /* what became of the page of a finding */
    RECORD_REPLY,
    RECORD_FINDING,
    RECORD_REDACTION, /* audit stream only: a withheld span, by class and rule, never the words */
    RECORD_SKIP,
    RECORD_END,
    RECORD_TYPES
};

enum record_side {
    RECORD_SEARCHER, /* left of redact: may carry identity */
    RECORD_BOARD,    /* right of redact: carries none */
    RECORD_AUDIT, /* the audit stream: run, finding (which one crossed, without words), redaction, skip, end
                   */
};

extern const char *const record_type_names[RECORD_TYPES];

/* Call once before anything else of this header. */
void record_init(void);

/* Parses one line strictly: valid UTF-8, no U+0000, no control characters, no duplicate or unknown key, every
 * required key present and of its kind, depth at most RECORD_MAX_DEPTH. `place` names stage and record for
 * the message, which adds the byte position. Returns a tree that cJSON_Delete releases, or NULL with
 * FAULT_DATA. */
cJSON *record_parse(const char *line, size_t len, enum record_side side, const char *place,
                    enum record_type *type, struct faults *f);

/* The same check on a tree (what a stage is about to write). */
bool record_check(const cJSON *record, enum record_side side, const char *place, enum record_type *type,
                  struct faults *f);

/* Parses a line of JSON without a schema (the --spans and --pairs modes): strict JSON, any keys. */
cJSON *record_parse_plain(const char *line, size_t len, const char *place, struct faults *f);

/* Appends the record as one line, newline included. */
void record_print(const cJSON *record, struct buf *out);

/* A new record of a type; `candidate` may be NULL for run and end. */
cJSON *record_new(enum record_type type, const char *candidate);

/* Text of a field, "" when absent; number of a field, 0 when absent. */
const char *record_text(const cJSON *object, const char *key);
double record_number(const cJSON *object, const char *key);
const cJSON *record_field(const cJSON *object, const char *key); /* NULL when absent */

#endif

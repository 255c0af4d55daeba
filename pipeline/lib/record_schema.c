/* The schema of the records as tables: one row a field. What a side's table does not name is refused there.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/utc.h"
#include "evenhand/vocab.h"

enum kind {
    TEXT,          /* any text */
    NUMBER,        /* finite */
    COUNT,         /* integer from 0 */
    FLAG,          /* true or false */
    TEXTS,         /* array of texts */
    COUNTS,        /* object of counts by record type */
    OBJECT,        /* `of` */
    WORD,          /* a word of `words` */
    WORD_OR_NONE,  /* ... or "" */
    TIME,          /* RFC 3339 UTC */
    TIME_OR_NONE,  /* ... or "" */
    MONTH_OR_NONE, /* "2024-03" or "" */
    DATE,          /* "2024-03-01" */
    DIGEST,        /* 64 hexadecimal characters */
    CANDIDATE,     /* "C-7F3K" */
    EVIDENCE,      /* "E-0042" */
    ABOUT,         /* "E-0042" or "E-0042/3" */
    ABOUTS,        /* array of those */
    TYPE,          /* the record's own type */
};

#define FIELDS_MAX 64 /* of one object: a bit each tells which are there */

enum { SEARCHER = 1 << RECORD_SEARCHER, BOARD = 1 << RECORD_BOARD, AUDIT = 1 << RECORD_AUDIT };
#define ALL (SEARCHER | BOARD | AUDIT)
#define BOTH (SEARCHER | BOARD)

struct field {
    const char *key;
    enum kind kind;
    unsigned sides;           /* where the field may stand ... */
    bool optional;            /* ... and whether it must */
    const char *const *words; /* WORD */
    const struct field *of;   /* OBJECT */
};

static const struct field identity_fields[] = {
    {"full_name", TEXT, SEARCHER, 0, 0, 0},     {"aliases", TEXTS, SEARCHER, 0, 0, 0},
    {"usernames", TEXTS, SEARCHER, 0, 0, 0},    {"emails", TEXTS, SEARCHER, 0, 0, 0},
    {"phones", TEXTS, SEARCHER, 0, 0, 0},       {"city", TEXT, SEARCHER, 0, 0, 0},
    {"state", TEXT, SEARCHER, 0, 0, 0},         {"employers", TEXTS, SEARCHER, 0, 0, 0},
    {"schools", TEXTS, SEARCHER, 0, 0, 0},      {"websites", TEXTS, SEARCHER, 0, 0, 0},
    {"date_of_birth", TEXT, SEARCHER, 0, 0, 0}, {0}};

static const struct field match_fields[] = {{"weight", NUMBER, BOTH, 0, 0, 0},
                                            {"class", WORD, BOTH, 0, vocab_match_classes, 0},
                                            {"reasons", TEXTS, SEARCHER, 0, 0, 0},
                                            {0}};

static const struct field run_fields[] = {{"type", TYPE, ALL, 0, 0, 0},
                                          {"v", COUNT, ALL, 0, 0, 0},
                                          {"plan", TEXT, ALL, 0, 0, 0},
                                          {"plan_sha256", DIGEST, ALL, 0, 0, 0},
                                          {"rules_sha256", DIGEST, ALL, 0, 0, 0},
                                          {"version", TEXT, ALL, 0, 0, 0},
                                          {"started", TIME, ALL, 0, 0, 0},
                                          {"jurisdiction", TEXT, ALL, 0, 0, 0},
                                          {"lookback_years", COUNT, ALL, 0, 0, 0},
                                          {"decision_makers", TEXTS, ALL, true, 0, 0},
                                          {RECORD_NO_SANDBOX, FLAG, ALL, true, 0, 0},
                                          {0}};

static const struct field candidate_fields[] = {{"type", TYPE, BOTH, 0, 0, 0},
                                                {"candidate", CANDIDATE, BOTH, 0, 0, 0},
                                                {"ref", TEXT, SEARCHER, 0, 0, 0},
                                                {"position", TEXT, SEARCHER, 0, 0, 0},
                                                {"identity", OBJECT, SEARCHER, 0, 0, identity_fields},
                                                {"release_signed_on", DATE, SEARCHER, 0, 0, 0},
                                                {0}};

static const struct field attempt_fields[] = {{"type", TYPE, BOTH, 0, 0, 0},
                                              {"candidate", CANDIDATE, BOTH, 0, 0, 0},
                                              {"step", COUNT, BOTH, 0, 0, 0},
                                              {"source", TEXT, SEARCHER, 0, 0, 0},
                                              {"source_type", WORD, BOTH, 0, vocab_source_types, 0},
                                              {"outcome", WORD, BOTH, 0, vocab_outcomes, 0},
                                              {"reason", TEXT, SEARCHER, 0, 0, 0},
                                              {"captures", COUNT, BOTH, 0, 0, 0},
                                              {"items", COUNT, BOTH, true, 0, 0},
                                              {"exhausted", FLAG, SEARCHER, true, 0, 0},
                                              {"pages", COUNT, SEARCHER, true, 0, 0},
                                              {"bytes", COUNT, SEARCHER, true, 0, 0},
                                              {"started", TIME, BOTH, 0, 0, 0},
                                              {"ended", TIME, BOTH, 0, 0, 0},
                                              {0}};

static const struct field capture_fields[] = {{"type", TYPE, SEARCHER, 0, 0, 0},
                                              {"candidate", CANDIDATE, SEARCHER, 0, 0, 0},
                                              {"step", COUNT, SEARCHER, 0, 0, 0},
                                              {"source", TEXT, SEARCHER, 0, 0, 0},
                                              {"source_type", WORD, SEARCHER, 0, vocab_source_types, 0},
                                              {"request", TEXT, SEARCHER, 0, 0, 0},
                                              {"evidence", EVIDENCE, SEARCHER, 0, 0, 0},
                                              {"url", TEXT, SEARCHER, 0, 0, 0},
                                              {"fetched", TIME, SEARCHER, 0, 0, 0},
                                              {"status", COUNT, SEARCHER, 0, 0, 0},
                                              {"media_type", TEXT, SEARCHER, 0, 0, 0},
                                              {"sha256", DIGEST, SEARCHER, 0, 0, 0},
                                              {"block", TEXT, SEARCHER, true, 0, 0},
                                              {"body", TEXT, SEARCHER, true, 0, 0},
                                              {"body_base64", TEXT, SEARCHER, true, 0, 0},
                                              {0}};

static const struct field item_fields[] = {{"type", TYPE, SEARCHER, 0, 0, 0},
                                           {"candidate", CANDIDATE, SEARCHER, 0, 0, 0},
                                           {"step", COUNT, SEARCHER, 0, 0, 0},
                                           {"source_type", WORD, SEARCHER, 0, vocab_source_types, 0},
                                           {"evidence", EVIDENCE, SEARCHER, 0, 0, 0},
                                           {"item", COUNT, SEARCHER, 0, 0, 0},
                                           {"kind", WORD, SEARCHER, 0, vocab_item_kinds, 0},
                                           {"url", TEXT, SEARCHER, 0, 0, 0},
                                           {"author", TEXT, SEARCHER, 0, 0, 0},
                                           {"published", TIME_OR_NONE, SEARCHER, 0, 0, 0},
                                           {"lang", TEXT, SEARCHER, 0, 0, 0},
                                           {"title", TEXT, SEARCHER, 0, 0, 0},
                                           {"text", TEXT, SEARCHER, 0, 0, 0},
                                           {"links", TEXTS, SEARCHER, 0, 0, 0},
                                           {"match", OBJECT, SEARCHER, true, 0, match_fields},
                                           {0}};

static const struct field decision_fields[] = {
    {"type", TYPE, SEARCHER, 0, 0, 0},   {"candidate", CANDIDATE, SEARCHER, 0, 0, 0},
    {"about", ABOUT, SEARCHER, 0, 0, 0}, {"verdict", WORD, SEARCHER, 0, vocab_verdicts, 0},
    {"by", TEXT, SEARCHER, 0, 0, 0},     {"at", TIME, SEARCHER, 0, 0, 0},
    {"why", TEXT, SEARCHER, 0, 0, 0},    {0}};

static const struct field recheck_fields[] = {{"type", TYPE, SEARCHER, 0, 0, 0},
                                              {"candidate", CANDIDATE, SEARCHER, 0, 0, 0},
                                              {"about", ABOUT, SEARCHER, 0, 0, 0},
                                              {"result", WORD, SEARCHER, 0, vocab_rechecks, 0},
                                              {"reason", TEXT, SEARCHER, 0, 0, 0},
                                              {"status", COUNT, SEARCHER, 0, 0, 0},
                                              {"sha256", DIGEST, SEARCHER, true, 0, 0},
                                              {"at", TIME, SEARCHER, 0, 0, 0},
                                              {0}};
/* What the candidate says to a finding. */
static const struct field reply_fields[] = {{"type", TYPE, SEARCHER, 0, 0, 0},
                                            {"candidate", CANDIDATE, SEARCHER, 0, 0, 0},
                                            {"about", ABOUT, SEARCHER, 0, 0, 0},
                                            {"text", TEXT, SEARCHER, 0, 0, 0},
                                            {"by", TEXT, SEARCHER, 0, 0, 0},
                                            {"at", TIME, SEARCHER, 0, 0, 0},
                                            {0}};

static const struct field searcher_finding_fields[] = {
    {"type", TYPE, SEARCHER, 0, 0, 0},
    {"candidate", CANDIDATE, SEARCHER, 0, 0, 0},
    {"step", COUNT, SEARCHER, 0, 0, 0},
    {"evidence", EVIDENCE, SEARCHER, 0, 0, 0},
    {"item", COUNT, SEARCHER, 0, 0, 0},
    {"category", WORD, SEARCHER, 0, vocab_categories, 0},
    {"severity", WORD, SEARCHER, 0, vocab_severities, 0},
    {"excerpt", TEXT, SEARCHER, 0, 0, 0},
    {"published", TIME_OR_NONE, SEARCHER, 0, 0, 0},
    {"kind", WORD, SEARCHER, 0, vocab_item_kinds, 0},
    {"source_type", WORD, SEARCHER, 0, vocab_source_types, 0},
    {"match", OBJECT, SEARCHER, 0, 0, match_fields},
    {"corroboration", WORD, SEARCHER, 0, vocab_corroboration, 0},
    {"reviewed", FLAG, SEARCHER, 0, 0, 0},
    {"recheck", WORD, SEARCHER, true, vocab_rechecks, 0},
    {"rechecked", DATE, SEARCHER, true, 0, 0},
    {"reliability", WORD, SEARCHER, true, vocab_reliability, 0},
    {"copies", ABOUTS, SEARCHER, true, 0, 0},
    {"support", ABOUTS, SEARCHER, true, 0, 0},
    {"reply", TEXT, SEARCHER, true, 0, 0},
    {0}};

static const struct field board_finding_fields[] = {{"type", TYPE, BOARD, 0, 0, 0},
                                                    {"candidate", CANDIDATE, BOARD, 0, 0, 0},
                                                    {"step", COUNT, BOARD, 0, 0, 0},
                                                    {"evidence", EVIDENCE, BOARD, 0, 0, 0},
                                                    {"item", COUNT, BOARD, 0, 0, 0},
                                                    {"category", WORD, BOARD, 0, vocab_categories, 0},
                                                    {"severity", WORD, BOARD, 0, vocab_severities, 0},
                                                    {"excerpt", TEXT, BOARD, 0, 0, 0},
                                                    {"published", MONTH_OR_NONE, BOARD, 0, 0, 0},
                                                    {"kind", WORD, BOARD, 0, vocab_item_kinds, 0},
                                                    {"source_type", WORD, BOARD, 0, vocab_source_types, 0},
                                                    {"match", OBJECT, BOARD, 0, 0, match_fields},
                                                    {"corroboration", WORD, BOARD, 0, vocab_corroboration, 0},
                                                    {"reviewed", FLAG, BOARD, 0, 0, 0},
                                                    {"recheck", WORD, BOARD, true, vocab_rechecks, 0},
                                                    {"rechecked", DATE, BOARD, true, 0, 0},
                                                    {"reliability", WORD, BOARD, true, vocab_reliability, 0},
                                                    {"copies", ABOUTS, BOARD, true, 0, 0},
                                                    {"support", ABOUTS, BOARD, true, 0, 0},
                                                    {"reply", TEXT, BOARD, true, 0, 0},
                                                    {0}};

/* What crossed to the board, for compliance: which finding, never its words. */
static const struct field audit_finding_fields[] = {{"type", TYPE, AUDIT, 0, 0, 0},
                                                    {"candidate", CANDIDATE, AUDIT, 0, 0, 0},
                                                    {"evidence", EVIDENCE, AUDIT, 0, 0, 0},
                                                    {"item", COUNT, AUDIT, 0, 0, 0},
                                                    {"category", WORD, AUDIT, 0, vocab_categories, 0},
                                                    {"severity", WORD, AUDIT, 0, vocab_severities, 0},
                                                    {0}};

static const struct field redaction_fields[] = {{"type", TYPE, AUDIT, 0, 0, 0},
                                                {"candidate", CANDIDATE, AUDIT, 0, 0, 0},
                                                {"evidence", EVIDENCE, AUDIT, 0, 0, 0},
                                                {"item", COUNT, AUDIT, 0, 0, 0},
                                                {"class", WORD, AUDIT, 0, vocab_classes, 0},
                                                {"rule", TEXT, AUDIT, 0, 0, 0},
                                                {"start", COUNT, AUDIT, 0, 0, 0},
                                                {"end", COUNT, AUDIT, 0, 0, 0},
                                                {0}};

static const struct field skip_fields[] = {{"type", TYPE, ALL, 0, 0, 0},
                                           {"candidate", CANDIDATE, ALL, 0, 0, 0},
                                           {"about", ABOUT, ALL, 0, 0, 0},
                                           {"why", WORD, ALL, 0, vocab_skip_reasons, 0},
                                           {0}};

static const struct field end_fields[] = {
    {"type", TYPE, ALL, 0, 0, 0}, {"counts", COUNTS, ALL, 0, 0, 0}, {0}};

#define FITS(fields) _Static_assert(sizeof(fields) / sizeof *(fields) <= FIELDS_MAX, "a bit for each field")
FITS(attempt_fields);
FITS(item_fields);
FITS(board_finding_fields);
#undef FITS

const char *const record_type_names[RECORD_TYPES] = {"run",     "candidate", "attempt", "capture",
                                                     "item",    "decision",  "recheck", "reply",
                                                     "finding", "redaction", "skip",    "end"};

static const struct field *fields_of(enum record_type type, enum record_side side) {
    switch (type) {
    case RECORD_RUN:
        return run_fields;
    case RECORD_CANDIDATE:
        return candidate_fields;
    case RECORD_ATTEMPT:
        return attempt_fields;
    case RECORD_CAPTURE:
        return capture_fields;
    case RECORD_ITEM:
        return item_fields;
    case RECORD_DECISION:
        return decision_fields;
    case RECORD_RECHECK:
        return recheck_fields;
    case RECORD_REPLY:
        return reply_fields;
    case RECORD_FINDING:
        return side == RECORD_BOARD   ? board_finding_fields
               : side == RECORD_AUDIT ? audit_finding_fields
                                      : searcher_finding_fields;
    case RECORD_REDACTION:
        return redaction_fields;
    case RECORD_SKIP:
        return skip_fields;
    case RECORD_END:
        return end_fields;
    case RECORD_TYPES:
        break;
    }
    return NULL;
}

static bool is_count(const cJSON *v) {
    return cJSON_IsNumber(v) && v->valuedouble >= 0 && v->valuedouble <= 9007199254740991.0 &&
           v->valuedouble == floor(v->valuedouble);
}

static bool are_texts(const cJSON *v) {
    if (!cJSON_IsArray(v))
        return false;
    for (const cJSON *child = v->child; child; child = child->next)
        if (!cJSON_IsString(child))
            return false;
    return true;
}

static size_t leading_digits(const char *text) {
    return strspn(text, "0123456789");
}

/* "E-0042" and, with `item`, perhaps "/3"; at least four digits, at most nine. */
static bool is_evidence(const char *text, bool item) {
    if (strncmp(text, "E-", 2) != 0)
        return false;
    size_t n = leading_digits(text + 2);
    const char *rest = text + 2 + n;
    if (n < 4 || n > 9)
        return false;
    if (item && *rest == '/') {
        n = leading_digits(++rest);
        rest += n;
        if (n < 1 || n > 9)
            return false;
    }
    return *rest == '\0';
}

static bool are_abouts(const cJSON *v) {
    if (!are_texts(v))
        return false;
    for (const cJSON *child = v->child; child; child = child->next)
        if (!is_evidence(child->valuestring, true))
            return false;
    return true;
}

static bool are_counts(const cJSON *v) {
    if (!cJSON_IsObject(v))
        return false;
    for (const cJSON *child = v->child; child; child = child->next) {
        bool known = false;
        for (int t = 0; t < RECORD_END; t++)
            known = known || strcmp(record_type_names[t], child->string) == 0;
        if (!known || !is_count(child))
            return false;
    }
    return true;
}

/* `pattern`: '#' a digit, 'x' a lower-case hexadecimal, '?' a Crockford base-32 character, else itself. */
static bool looks_like(const char *text, const char *pattern) {
    for (; *pattern && *text; pattern++, text++) {
        const char *set = *pattern == '#'   ? "0123456789"
                          : *pattern == 'x' ? "0123456789abcdef"
                          : *pattern == '?' ? "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
                                            : NULL;
        if (set ? !strchr(set, *text) : *pattern != *text)
            return false;
    }
    return *pattern == '\0' && *text == '\0';
}

static bool is_time(const char *text) {
    utc_time t;
    return strlen(text) == UTC_BYTES - 1 && text[UTC_BYTES - 2] == 'Z' && utc_parse(text, &t);
}

static bool is_date(const char *text) {
    utc_time t;
    return utc_parse_date(text, &t);
}

static bool is_text_of_kind(const struct field *field, const char *text) {
    switch (field->kind) {
    case WORD:
        return vocab_find(field->words, text) >= 0;
    case WORD_OR_NONE:
        return *text == '\0' || vocab_find(field->words, text) >= 0;
    case TIME:
        return is_time(text);
    case TIME_OR_NONE:
        return *text == '\0' || is_time(text);
    case MONTH_OR_NONE:
        return *text == '\0' || looks_like(text, "####-##");
    case DATE:
        return is_date(text);
    case DIGEST:
        return looks_like(text, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
    case CANDIDATE:
        return looks_like(text, "C-????");
    case EVIDENCE:
        return is_evidence(text, false);
    case ABOUT:
        return is_evidence(text, true);
    default:
        return true;
    }
}

static bool is_of_kind(const struct field *field, const cJSON *v) {
    switch (field->kind) {
    case NUMBER:
        return cJSON_IsNumber(v) && isfinite(v->valuedouble);
    case COUNT:
        return is_count(v);
    case FLAG:
        return cJSON_IsBool(v);
    case TEXTS:
        return are_texts(v);
    case ABOUTS:
        return are_abouts(v);
    case COUNTS:
        return are_counts(v);
    case OBJECT:
        return cJSON_IsObject(v);
    default:
        return cJSON_IsString(v) && is_text_of_kind(field, v->valuestring);
    }
}

/* The field of that name, looked for from number `from` on: records are written in the order of their table.
 */
static const struct field *find_field(const struct field *fields, size_t from, const char *key) {
    const struct field *at = fields + from;
    if (at->key && strcmp(at->key, key) == 0)
        return at;
    for (at = fields; at->key; at++)
        if (strcmp(at->key, key) == 0)
            return at;
    return NULL;
}

static bool has_all(const struct field *fields, uint64_t there, enum record_side side, const char *place,
                    struct faults *f) {
    for (const struct field *at = fields; at->key; at++)
        if (!at->optional && at->sides & (1u << side) && !(there >> (at - fields) & 1))
            return fault(f, FAULT_DATA, place, NULL, "key \"%s\" is missing", at->key);
    return true;
}

static bool check_object(const cJSON *object, const struct field *fields, enum record_side side,
                         const char *place, struct faults *f) {
    uint64_t there = 0;
    size_t next = 0;
    for (const cJSON *v = object->child; v; v = v->next) {
        const struct field *field = find_field(fields, next, v->string);
        if (!field || !(field->sides & (1u << side)))
            return fault(f, FAULT_DATA, place, NULL, "unknown key \"%s\"", v->string);
        if (!is_of_kind(field, v))
            return fault(f, FAULT_DATA, place, NULL, "wrong value for \"%s\"", v->string);
        if (field->of && !check_object(v, field->of, side, place, f))
            return false;
        next = (size_t)(field - fields) + 1;
        there |= (uint64_t)1 << (next - 1);
    }
    return has_all(fields, there, side, place, f);
}

static bool type_of(const cJSON *record, enum record_type *type) {
    const char *name = record_text(record, "type");
    for (int t = 0; t < RECORD_TYPES; t++)
        if (strcmp(record_type_names[t], name) == 0) {
            *type = (enum record_type)t;
            return true;
        }
    return false;
}

/* A type none of whose fields may stand on a side may not either. */
static bool type_on_side(enum record_type type, enum record_side side) {
    return fields_of(type, side)[0].sides & (1u << side);
}

bool record_check(const cJSON *record, enum record_side side, const char *place, enum record_type *type,
                  struct faults *f) {
    if (!type_of(record, type))
        return fault(f, FAULT_DATA, place, NULL, "unknown record type \"%s\"", record_text(record, "type"));
    if (!type_on_side(*type, side))
        return fault(f, FAULT_DATA, place, "are the programs of the pipe in the right order?",
                     "a record of type %s has no place here", record_type_names[*type]);
    if (!check_object(record, fields_of(*type, side), side, place, f))
        return false;
    if (*type == RECORD_CAPTURE && !record_field(record, "body") == !record_field(record, "body_base64"))
        return fault(f, FAULT_DATA, place, NULL, "a capture has either body or body_base64");
    if (*type == RECORD_RUN && record_number(record, "v") != RECORD_VERSION)
        return fault(f, FAULT_DATA, place, "use programs of one release together", "records of version %.0f",
                     record_number(record, "v"));
    return true;
}

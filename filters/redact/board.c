#include "evenhand/board.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/scan.h"
#include "evenhand/vocab.h"

/* What crosses, by record type. Anything not named here stays on the searcher's side. */
static const char *const run_keys[] = {
    "v",       "plan",         "plan_sha256",    "rules_sha256",    "version",
    "started", "jurisdiction", "lookback_years", "decision_makers", RECORD_NO_SANDBOX,
    NULL};
static const char *const attempt_keys[] = {"step",  "source_type", "outcome", "captures",
                                           "items", "started",     "ended",   NULL};
static const char *const finding_keys[] = {
    "step",     "evidence",    "item",   "category", "severity", "kind",      "source_type", "corroboration",
    "reviewed", "reliability", "copies", "support",  "recheck",  "rechecked", NULL};
static const char *const audit_finding_keys[] = {"evidence", "item", "category", "severity", NULL};
static const char *const skip_keys[] = {"about", "why", NULL};
static const char *const match_keys[] = {"weight", "class", NULL};

#define MONTH_BYTES 7 /* "2024-03" */

static void copy_keys(cJSON *to, const cJSON *from, const char *const *keys) {
    for (; *keys != NULL; keys++) {
        const cJSON *value = record_field(from, *keys);
        if (value != NULL)
            cJSON_AddItemToObject(to, *keys, cJSON_Duplicate(value, true));
    }
}

bool board_open(struct board *b, struct stage_io *io, struct faults *f) {
    char *shipped = data_folder("rules", f);
    const char *folders[] = {shipped, b->rules};
    size_t count = b->rules == NULL ? 1 : 2;
    bool fine = shipped != NULL && wall_open(&b->wall, folders, count, f) &&
                (b->spans || b->explain || folders_digest(folders, count, b->digest, f));
    free(shipped);
    if (fine && b->audit_fd >= 0) {
        stream_out_open(&b->audit, b->audit_fd, RECORD_AUDIT, io->name);
        b->auditing = true;
    }
    return fine;
}

static cJSON *copy_of(enum record_type type, const cJSON *record, const char *const *keys) {
    const char *candidate = record_text(record, "candidate");
    cJSON *copy = record_new(type, candidate[0] == '\0' ? NULL : candidate);
    copy_keys(copy, record, keys);
    return copy;
}

/* Writes the record's copy to the board, and to the audit stream when asked; the copy is deleted. */
static bool write_copy(struct board *b, struct stage_io *io, cJSON *copy, bool audit, struct faults *f) {
    bool fine =
        stream_write(&io->out, copy, f) && (!audit || !b->auditing || stream_write(&b->audit, copy, f));
    cJSON_Delete(copy);
    return fine;
}

/* The rules in force must be those the run was planned with. */
static bool take_run(struct board *b, struct stage_io *io, const cJSON *record, struct faults *f) {
    if (strcmp(record_text(record, "rules_sha256"), b->digest) != 0)
        return fault(f, FAULT_CONFIG, "run record",
                     "assess again with these rules, or name the caseload's by --rules",
                     "the rules loaded here are not those of the run");
    return wall_jurisdiction(&b->wall, record_text(record, "jurisdiction"), f) &&
           write_copy(b, io, copy_of(RECORD_RUN, record, run_keys), true, f);
}

static bool take_candidate(struct board *b, struct stage_io *io, const cJSON *record, struct faults *f) {
    static const char *const none[] = {NULL};
    identity_free(&b->who);
    return identity_read(&b->who, record_field(record, "identity"), f) &&
           write_copy(b, io, copy_of(RECORD_CANDIDATE, record, none), false, f);
}

static bool write_audit(struct board *b, const cJSON *finding, const struct span *s, struct faults *f) {
    cJSON *entry = record_new(RECORD_REDACTION, record_text(finding, "candidate"));
    cJSON_AddStringToObject(entry, "evidence", record_text(finding, "evidence"));
    cJSON_AddNumberToObject(entry, "item", record_number(finding, "item"));
    cJSON_AddStringToObject(entry, "class", vocab_classes[s->class]);
    cJSON_AddStringToObject(entry, "rule", s->rule);
    cJSON_AddNumberToObject(entry, "start", s->start);
    cJSON_AddNumberToObject(entry, "end", s->end);
    bool fine = stream_write(&b->audit, entry, f);
    cJSON_Delete(entry);
    return fine;
}

/* Which finding crossed, without a word of it. */
static bool write_crossing(struct board *b, const cJSON *finding, struct faults *f) {
    cJSON *entry = copy_of(RECORD_FINDING, finding, audit_finding_keys);
    bool fine = !b->auditing || stream_write(&b->audit, entry, f);
    cJSON_Delete(entry);
    return fine;
}

/* A text of the finding as the board may read it, each withheld span counted in the audit stream. */
static bool add_sanitized(struct board *b, cJSON *copy, const cJSON *finding, const char *key,
                          struct faults *f) {
    const char *words = record_text(finding, key);
    if (!wall_text(&b->wall, words, strlen(words), &b->who, f))
        return false;
    const char *text = b->wall.render.text.data;
    cJSON_AddStringToObject(copy, key, text == NULL ? "" : text);
    const struct passage *p = &b->wall.passage;
    for (size_t i = 0; b->auditing && i < p->spans; i++) {
        if (!write_audit(b, finding, &p->span[i], f))
            return false;
    }
    return true;
}

static bool take_finding(struct board *b, struct stage_io *io, const cJSON *record, struct faults *f) {
    cJSON *copy = copy_of(RECORD_FINDING, record, finding_keys), *match = cJSON_CreateObject();
    copy_keys(match, record_field(record, "match"), match_keys);
    cJSON_AddItemToObject(copy, "match", match);
    char month[MONTH_BYTES + 1] = "";
    strncpy(month, record_text(record, "published"), MONTH_BYTES);
    cJSON_AddStringToObject(copy, "published", month);
    if (!write_crossing(b, record, f) || !add_sanitized(b, copy, record, "excerpt", f) ||
        (record_field(record, "reply") != NULL && !add_sanitized(b, copy, record, "reply", f))) {
        cJSON_Delete(copy);
        return false;
    }
    return write_copy(b, io, copy, false, f);
}

bool board_record(struct board *b, struct stage_io *io, enum record_type type, const cJSON *record,
                  struct faults *f) {
    switch (type) {
    case RECORD_RUN:
        return take_run(b, io, record, f);
    case RECORD_CANDIDATE:
        return take_candidate(b, io, record, f);
    case RECORD_ATTEMPT:
        return write_copy(b, io, copy_of(type, record, attempt_keys), false, f);
    case RECORD_FINDING:
        return take_finding(b, io, record, f);
    case RECORD_SKIP:
        return write_copy(b, io, copy_of(type, record, skip_keys), true, f);
    case RECORD_CAPTURE:
    case RECORD_DECISION: /* the searcher's own work */
    case RECORD_RECHECK:  /* ... its outcome stands in the finding */
    case RECORD_REPLY:    /* ... its words stand in the finding */
        return true;
    default:
        return fault(f, FAULT_DATA, fault_record_place(io->name, io->in.lines.number),
                     "pipe it through screen first", "a record of type %s", record_type_names[type]);
    }
}

bool board_done(struct board *b, struct faults *f) {
    return !b->auditing || stream_end(&b->audit, f);
}

void board_close(struct board *b) {
    identity_free(&b->who);
    if (b->auditing)
        stream_out_close(&b->audit);
    wall_close(&b->wall);
}

static void add_span(cJSON *spans, const struct span *s) {
    cJSON *span = cJSON_CreateObject();
    cJSON_AddNumberToObject(span, "start", s->start);
    cJSON_AddNumberToObject(span, "end", s->end);
    cJSON_AddStringToObject(span, "class", vocab_classes[s->class]);
    cJSON_AddStringToObject(span, "rule", s->rule);
    cJSON_AddItemToArray(spans, span);
}

bool board_answer(struct board *b, const cJSON *question, cJSON *answer, struct faults *f) {
    const char *text = record_text(question, "text");
    const cJSON *id = record_field(question, "id");
    identity_free(&b->who);
    if (!identity_read(&b->who, record_field(question, "identity"), f) ||
        !wall_text(&b->wall, text, strlen(text), &b->who, f))
        return false;
    cJSON_AddItemToObject(answer, "id", id == NULL ? cJSON_CreateNull() : cJSON_Duplicate(id, true));
    cJSON *spans = cJSON_AddArrayToObject(answer, "spans");
    for (size_t i = 0; i < b->wall.passage.spans; i++)
        add_span(spans, &b->wall.passage.span[i]);
    const char *out = b->wall.render.text.data;
    cJSON_AddStringToObject(answer, "text", out == NULL ? "" : out);
    return true;
}

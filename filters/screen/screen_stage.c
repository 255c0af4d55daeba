#include "evenhand/screen_stage.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/corroborate.h"
#include "evenhand/files.h"
#include "evenhand/finder.h"
#include "evenhand/mem.h"
#include "evenhand/rules.h"
#include "evenhand/screen_gate.h"
#include "evenhand/screen_rules.h"
#include "evenhand/screen_text.h"
#include "evenhand/text.h"
#include "evenhand/vocab.h"

enum { OPTION_RULES = 'r', OPTION_SPANS = 's' };

static const struct argp_option options[] = {
    {"rules", OPTION_RULES, "DIR", 0, "also read the caseload's own rule packs in DIR", 0},
    {"spans", OPTION_SPANS, NULL, 0, "read {\"id\",\"text\"} lines and write what is found in each", 0},
    {0}};

struct screening {
    const char *rules_folder; /* --rules; NULL: none */
    bool spans;
    struct screen_rules *rules;
    struct finder finder;
    struct rules in_force;
    struct screen_work work;
    struct screen_gate gate;
    struct corroboration held; /* findings of the candidate whose items are being read */
    cJSON *replies;            /* of that candidate: "E-0042/3" -> text */
    cJSON *rechecks;           /* of the candidate: the latest about each item, by "E-0042/3" */
    struct buf text;
};

static struct screening screening;
static const char duplicate[] = "duplicate of another item";

static bool take_option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct screening *s = self;
    (void)index;
    (void)f;
    s->rules_folder = key == OPTION_RULES ? value : s->rules_folder;
    s->spans = s->spans || key == OPTION_SPANS;
    return key == OPTION_RULES || key == OPTION_SPANS;
}

static bool open_rules(void *self, struct stage_io *io, struct faults *f) {
    struct screening *s = self;
    (void)io;
    if (!rules_open(&s->in_force, s->rules_folder, f)) {
        return false;
    }
    char *shipped = path_join(s->in_force.shipped, "screen");
    char *local = s->rules_folder == NULL ? NULL : path_join(s->rules_folder, "screen");
    const char *const folders[] = {shipped, local};
    s->rules = screen_rules_load(folders, local == NULL ? 1 : 2, f);
    free(shipped);
    free(local);
    return s->rules != NULL && finder_read(&s->finder, s->in_force.shipped, f);
}

static bool begin_run(struct screening *s, const cJSON *run, struct faults *f) {
    utc_time started = 0;
    if (!rules_check(&s->in_force, run, "screen", f)) {
        return false;
    }
    if (!utc_parse(record_text(run, "started"), &started)) {
        return fault(f, FAULT_DATA, "screen", NULL, "the run has no start time");
    }
    s->gate.oldest = utc_years_before(started, (int)record_number(run, "lookback_years"));
    return true;
}

/* What is read of an item: its title, unless the text begins with it, and its text. */
static void join_text(struct buf *out, const cJSON *item) {
    const char *title = record_text(item, "title");
    const char *text = record_text(item, "text");
    buf_clear(out);
    if (title[0] != '\0' && strncmp(text, title, strlen(title)) != 0) {
        buf_add_text(out, title);
        buf_add_text(out, "\n");
    }
    buf_add_text(out, text);
}

/* How a finding stands, told from the reasons for the match: their beginnings are those of
 * rules/attribute/weights.yaml. */
static const struct {
    const char *reason, *stands;
} standings[] = {{"username equals a declared one:", "declared account"},
                 {"it is on a declared website", "declared account"},
                 {"a declared website or account links to it", "linked from a declared account"},
                 {"it links to a declared website", "linked from a declared account"}};

#define OWN standings[0].stands

static bool has_reason(const cJSON *match, const char *beginning) {
    const cJSON *reason = NULL;
    cJSON_ArrayForEach(reason, record_field(match, "reasons")) {
        if (cJSON_IsString(reason) && strncmp(reason->valuestring, beginning, strlen(beginning)) == 0) {
            return true;
        }
    }
    return false;
}

static const char *corroboration_of(const cJSON *match) {
    for (size_t i = 0; i < sizeof standings / sizeof standings[0]; i++) {
        if (has_reason(match, standings[i].reason)) {
            return standings[i].stands;
        }
    }
    return "one source";
}

/* A news report of an event ranks below the record itself, and above what somebody posts. */
static const char *reliability_of(const cJSON *item, const char *stands) {
    const char *source = record_text(item, "source_type"), *kind = record_text(item, "kind");
    if (strcmp(stands, OWN) == 0) {
        return "own words";
    }
    if (strcmp(kind, "result") == 0) {
        return "search result";
    }
    if (strcmp(source, "records") == 0) {
        return "official record";
    }
    if (strcmp(source, "news") == 0 || strcmp(kind, "article") == 0) {
        return "news report";
    }
    return strcmp(kind, "page") == 0 ? "web page" : "post";
}

static void copy_field(cJSON *to, const cJSON *from, const char *key) {
    (void)cJSON_AddItemToObject(to, key, cJSON_Duplicate(record_field(from, key), true));
}

/* What became of the page, where somebody looked again. */
static void add_recheck(const struct screening *s, const cJSON *item, cJSON *finding) {
    char *about = mem_format("%s/%.0f", record_text(item, "evidence"), record_number(item, "item"));
    const cJSON *recheck = record_field(s->rechecks, about);
    if (recheck != NULL) {
        char *day = mem_copy(record_text(recheck, "at"), strlen("2026-11-29"));
        (void)cJSON_AddStringToObject(finding, "recheck", record_text(recheck, "result"));
        (void)cJSON_AddStringToObject(finding, "rechecked", day);
        free(day);
    }
    free(about);
}

/* Replies are about an item: what the candidate says stands beside each of its findings. The last one counts.
 */
static void add_reply(const struct screening *s, const cJSON *item, cJSON *finding) {
    char *about = mem_format("%s/%.0f", record_text(item, "evidence"), record_number(item, "item"));
    const cJSON *reply = record_field(s->replies, about);
    if (cJSON_IsString(reply)) {
        (void)cJSON_AddStringToObject(finding, "reply", reply->valuestring);
    }
    free(about);
}

static void take_recheck(struct screening *s, const cJSON *recheck) {
    const char *about = record_text(recheck, "about");
    cJSON_DeleteItemFromObjectCaseSensitive(s->rechecks, about);
    (void)cJSON_AddItemToObject(s->rechecks, about, cJSON_Duplicate(recheck, true));
}

static void take_reply(struct screening *s, const cJSON *reply) {
    const char *about = record_text(reply, "about");
    cJSON_DeleteItemFromObjectCaseSensitive(s->replies, about);
    (void)cJSON_AddStringToObject(s->replies, about, record_text(reply, "text"));
}

static bool write_held(struct screening *s, struct stage_io *io, struct faults *f) {
    bool ok = true;
    corroborate_settle(&s->held);
    for (size_t i = 0; ok && i < s->held.count; i++) {
        ok = s->held.at[i].merged || stream_write(&io->out, s->held.at[i].record, f);
    }
    corroborate_clear(&s->held);
    return ok;
}

static cJSON *new_finding(const struct screening *s, const cJSON *item, const struct screen_finding *found,
                          bool reviewed) {
    static const char *const same[] = {"step", "evidence",    "item", "published",
                                       "kind", "source_type", "match"};
    cJSON *finding = record_new(RECORD_FINDING, record_text(item, "candidate"));
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        copy_field(finding, item, same[i]);
    }
    char *excerpt = mem_copy(s->text.data + found->excerpt_start, found->excerpt_end - found->excerpt_start);
    const char *stands = corroboration_of(record_field(item, "match"));
    (void)text_squeeze(excerpt, strlen(excerpt));
    (void)cJSON_AddStringToObject(finding, "category", vocab_categories[found->kind]);
    (void)cJSON_AddStringToObject(finding, "severity", found->severity);
    (void)cJSON_AddStringToObject(finding, "excerpt", excerpt);
    (void)cJSON_AddStringToObject(finding, "corroboration", stands);
    (void)cJSON_AddBoolToObject(finding, "reviewed", reviewed);
    (void)cJSON_AddStringToObject(finding, "reliability", reliability_of(item, stands));
    add_reply(s, item, finding);
    add_recheck(s, item, finding);
    free(excerpt);
    return finding;
}

static bool hold_findings(struct screening *s, struct stage_io *io, const cJSON *item, bool reviewed,
                          struct faults *f) {
    bool own = strcmp(corroboration_of(record_field(item, "match")), OWN) == 0;
    for (size_t i = 0; i < s->work.found_count; i++) {
        const struct screen_finding *found = &s->work.found[i];
        corroborate_add(&s->held, new_finding(s, item, found, reviewed), item, &s->work.words,
                        found->excerpt_start, found->excerpt_end, s->gate.text, own);
    }
    return s->held.count < CORROBORATE_HELD || write_held(s, io, f);
}

static bool screen_item(struct screening *s, struct stage_io *io, const cJSON *item, struct faults *f) {
    bool reviewed = false;
    if (record_field(item, "match") == NULL) {
        return fault(f, FAULT_DATA, "screen", "pipe through evenhand attribute first",
                     "item %s/%.0f has no match", record_text(item, "evidence"), record_number(item, "item"));
    }
    const char *why = screen_gate_refuses(&s->gate, item, &reviewed);
    if (why == NULL) {
        join_text(&s->text, item);
        if (!screen_text(s->rules, &s->finder, &s->work, s->text.data, s->text.len, f)) {
            return false;
        }
        why = s->work.found_count == 0 ? "nothing job-related" : NULL;
    }
    if (why != NULL) {
        char *about = mem_format("%s/%.0f", record_text(item, "evidence"), record_number(item, "item"));
        if (strcmp(why, duplicate) == 0) {
            corroborate_copy(&s->held, s->gate.text, about);
        }
        bool ok = stream_skip(&io->out, record_text(item, "candidate"), about, why, f);
        free(about);
        return ok;
    }
    return hold_findings(s, io, item, reviewed, f);
}

static bool begin_candidate(struct screening *s, struct stage_io *io, struct faults *f) {
    screen_gate_candidate(&s->gate);
    cJSON_Delete(s->replies);
    cJSON_Delete(s->rechecks);
    s->replies = cJSON_CreateObject();
    s->rechecks = cJSON_CreateObject();
    return write_held(s, io, f);
}

/* Decisions, replies and rechecks pass: redact, which is the wall, drops them. */
static bool take_record(void *self, struct stage_io *io, enum record_type type, cJSON *record,
                        struct faults *f) {
    struct screening *s = self;
    if (type == RECORD_ITEM) {
        return screen_item(s, io, record, f);
    }
    if (type == RECORD_RUN && !begin_run(s, record, f)) {
        return false;
    }
    if (type == RECORD_CANDIDATE && !begin_candidate(s, io, f)) {
        return false;
    }
    if (type == RECORD_DECISION) {
        screen_gate_decision(&s->gate, record);
    }
    if (type == RECORD_REPLY) {
        take_reply(s, record);
    }
    if (type == RECORD_RECHECK) {
        take_recheck(s, record);
    }
    return stream_write(&io->out, record, f);
}

static bool write_last(void *self, struct stage_io *io, struct faults *f) {
    return write_held(self, io, f);
}

static bool answer_spans(void *self, const cJSON *question, cJSON *answer, struct faults *f) {
    struct screening *s = self;
    const char *text = record_text(question, "text");
    if (!screen_text(s->rules, &s->finder, &s->work, text, strlen(text), f)) {
        return false;
    }
    copy_field(answer, question, "id");
    cJSON *findings = cJSON_AddArrayToObject(answer, "findings");
    for (size_t i = 0; i < s->work.found_count; i++) {
        const struct screen_finding *found = &s->work.found[i];
        cJSON *one = cJSON_CreateObject();
        (void)cJSON_AddStringToObject(one, "category", vocab_categories[found->kind]);
        (void)cJSON_AddStringToObject(one, "severity", found->severity);
        (void)cJSON_AddNumberToObject(one, "start", found->start);
        (void)cJSON_AddNumberToObject(one, "end", found->end);
        cJSON *excerpt = cJSON_AddObjectToObject(one, "excerpt");
        (void)cJSON_AddNumberToObject(excerpt, "start", found->excerpt_start);
        (void)cJSON_AddNumberToObject(excerpt, "end", found->excerpt_end);
        (void)cJSON_AddStringToObject(one, "rule", found->by);
        (void)cJSON_AddItemToArray(findings, one);
    }
    return true;
}

static bool (*lines_mode(void *self))(void *, const cJSON *, cJSON *, struct faults *) {
    const struct screening *s = self;
    return s->spans ? answer_spans : NULL;
}

static void close_rules(void *self) {
    struct screening *s = self;
    screen_rules_free(s->rules);
    finder_free(&s->finder);
    rules_close(&s->in_force);
    screen_work_free(&s->work);
    screen_gate_free(&s->gate);
    corroborate_free(&s->held);
    cJSON_Delete(s->replies);
    cJSON_Delete(s->rechecks);
    buf_free(&s->text);
}

const struct stage screen_stage = {
    .name = "screen",
    .summary =
        "Reads items that attribute has weighed and writes what in them bears on the job: findings, each "
        "with "
        "its category, severity and the smallest sentence that can be understood. Everything else becomes a "
        "skip record that says why.",
    .options = options,
    .option = take_option,
    .reads = RECORD_SEARCHER,
    .writes = RECORD_SEARCHER,
    .unit = "records",
    .self = &screening,
    .open = open_rules,
    .record = take_record,
    .done = write_last,
    .close = close_rules,
    .lines = lines_mode,
};

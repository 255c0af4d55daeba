#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/acknowledge.h"
#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/stream.h"
#include "evenhand/supervise.h"
#include "evenhand/text.h"
#include "evenhand/utc.h"
#include "evenhand/vault.h"
#include "evenhand/vocab.h"

#define SHOWN_TEXT_BYTES 400 /* of an item, to decide by */

/* What the investigator sees of the items that need a decision: the stages up to attribute, no further. */
static bool run_stages(struct options *o, int out, struct faults *f) {
    char *sources = path_join(o->caseload, "sources"), *rules = path_join(o->caseload, "rules");
    const struct supervision s = {
        .call = {{.stage = "replay", .argument = {o->caseload}, .opens_vault = true},
                 {.stage = "extract", .argument = {"--sources", sources}},
                 {.stage = "attribute", .argument = {"--rules", rules}}},
        .count = 3,
        .out_fd = out,
        .work = "review",
        .again = NULL};
    bool ok = supervise(&s, &o->interrupted, f);
    free(sources);
    free(rules);
    return ok;
}

struct listing {
    struct buf text;
    cJSON *decided; /* about -> true, of the candidate whose records are being read */
    size_t owed;
};

static char *about_of(const cJSON *item) {
    return mem_format("%s/%.0f", record_text(item, "evidence"), record_number(item, "item"));
}

static bool is_decided(const struct listing *l, const char *evidence, const char *about) {
    return record_field(l->decided, evidence) || record_field(l->decided, about);
}

static void show_item(struct listing *l, const cJSON *item, const char *about) {
    const cJSON *match = record_field(item, "match"), *reason;
    const char *text = record_text(item, "text");
    size_t len = strlen(text), shown = text_cut(text, len, SHOWN_TEXT_BYTES);
    buf_format(&l->text, "%s:%s  %s  %s\n", record_text(item, "candidate"), about, record_text(item, "kind"),
               record_text(item, "url"));
    buf_format(&l->text, "  by \"%s\", weight %.1f:\n", record_text(item, "author"),
               record_number(match, "weight"));
    cJSON_ArrayForEach(reason, record_field(match, "reasons"))
        buf_format(&l->text, "    %s\n", cJSON_GetStringValue(reason));
    char *one_line = mem_copy(text, shown);
    (void)text_squeeze(one_line, shown);
    buf_format(&l->text, "  \"%s%s\"\n\n", one_line, shown < len ? " ..." : "");
    free(one_line);
}

static bool take_record(void *ctx, enum record_type type, const cJSON *record, struct faults *f) {
    struct listing *l = ctx;
    (void)f;
    if (type == RECORD_CANDIDATE) {
        cJSON_Delete(l->decided);
        l->decided = cJSON_CreateObject();
    } else if (type == RECORD_DECISION && !record_field(l->decided, record_text(record, "about"))) {
        (void)cJSON_AddTrueToObject(l->decided, record_text(record, "about"));
    } else if (type == RECORD_ITEM &&
               strcmp(record_text(record_field(record, "match"), "class"), "possible") == 0) {
        char *about = about_of(record);
        if (!is_decided(l, record_text(record, "evidence"), about)) {
            show_item(l, record, about);
            l->owed++;
        }
        free(about);
    }
    return true;
}

static bool read_items(int fd, struct listing *l, struct faults *f) {
    if (lseek(fd, 0, SEEK_SET) != 0)
        return fault_errno(f, FAULT_IO, "review", "what attribute wrote cannot be read");
    return stream_each(fd, RECORD_SEARCHER, "review: what attribute wrote", true, take_record, l, f);
}

static void add_advice(const struct options *o, struct listing *l) {
    if (l->owed == 0)
        buf_add_text(&l->text, "Nothing needs a decision.\n");
    else
        buf_format(&l->text,
                   "%zu to decide. For each, after looking at the page:\n"
                   "  evenhand review %s --about C-XXXX:E-NNNN/N --verdict same-person --why \"...\"\n"
                   "(same-person, other-person or withhold), then run \"evenhand assess %s\".\n",
                   l->owed, o->caseload, o->caseload);
}

static bool list_items(struct options *o, struct faults *f) {
    struct listing l = {.decided = cJSON_CreateObject()};
    int out = caseload_unlock(o->caseload, f) ? caseload_nameless_file(o->caseload, f) : -1;
    bool ok = out >= 0 && run_stages(o, out, f) && read_items(out, &l, f);
    if (ok) {
        add_advice(o, &l);
        ok = write_all(STDOUT_FILENO, l.text.data, l.text.len, "standard output", f);
    }
    if (out >= 0)
        (void)close(out);
    cJSON_Delete(l.decided);
    buf_free(&l.text);
    return ok;
}

/* "C-7F3K:E-0042/3" in two. */
static bool split_about(const char *text, char candidate[8], const char **about, struct faults *f) {
    const char *colon = text ? strchr(text, ':') : NULL;
    if (!colon || (size_t)(colon - text) >= 8 || colon == text)
        return fault(f, FAULT_USAGE, "review", "copy it from the list that \"evenhand review\" prints",
                     "--about \"%s\" is not CANDIDATE:EVIDENCE/ITEM", text ? text : "");
    memcpy(candidate, text, (size_t)(colon - text));
    candidate[colon - text] = '\0';
    *about = colon + 1;
    return true;
}

static cJSON *new_decision(const struct options *o, const char *candidate, const char *about) {
    char now[UTC_BYTES];
    utc_format(utc_now(), now);
    cJSON *decision = record_new(RECORD_DECISION, candidate);
    (void)cJSON_AddStringToObject(decision, "about", about);
    (void)cJSON_AddStringToObject(decision, "verdict", o->verdict);
    (void)cJSON_AddStringToObject(decision, "by", caseload_user());
    (void)cJSON_AddStringToObject(decision, "at", now);
    (void)cJSON_AddStringToObject(decision, "why", o->why);
    return decision;
}

static bool check_options(const struct options *o, struct faults *f) {
    if (!o->about || !o->verdict || !o->why || !*o->why)
        return fault(f, FAULT_USAGE, "review", "see evenhand review --help",
                     "a decision needs --about, --verdict and --why");
    return vocab_find(vocab_verdicts, o->verdict) >= 0 ||
           fault(f, FAULT_USAGE, "review", "say same-person, other-person or withhold",
                 "unknown verdict \"%s\"", o->verdict);
}

static bool decide(const struct options *o, struct faults *f) {
    char candidate[8];
    const char *about = NULL;
    if (!check_options(o, f) || !split_about(o->about, candidate, &about, f))
        return false;
    enum record_type type;
    cJSON *decision = new_decision(o, candidate, about), *detail = cJSON_CreateObject();
    struct vault *v = NULL;
    bool ok = record_check(decision, RECORD_SEARCHER, "review", &type, f) &&
              (v = vault_open(o->caseload, VAULT_WRITE, f)) && vault_decision_put(v, decision, f);
    (void)cJSON_AddStringToObject(detail, "candidate", candidate);
    (void)cJSON_AddStringToObject(detail, "about", about);
    (void)cJSON_AddStringToObject(detail, "verdict", o->verdict);
    ok = ok && vault_ledger_add(v, "review", detail, f);
    vault_close(v);
    cJSON_Delete(decision);
    cJSON_Delete(detail);
    return ok && printf("Recorded: %s is %s.\n", o->about, o->verdict) > 0;
}

static bool acknowledge_words(const struct options *o, struct faults *f) {
    char candidate[8];
    const char *about = NULL;
    return split_about(o->about, candidate, &about, f) && acknowledge(o, candidate, about, f);
}

bool command_review(struct options *o, struct faults *f) {
    struct plan *plan = caseload_plan(o->caseload, f);
    bool deciding = o->about || o->verdict || o->why;
    bool ok = plan && (o->acknowledge ? acknowledge_words(o, f) : deciding ? decide(o, f) : list_items(o, f));
    plan_free(plan);
    return ok;
}

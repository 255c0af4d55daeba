#include "evenhand/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/again.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"

#define PRINTED_WIDTH 96

enum { WORKBOOKS = 'w', OUT = 'o', AUDIT = 'a', BOARD = 'b', LEDGER = 'l', AGAIN = 'g', RELEASED = 'r' };

const struct argp_option verify_options[] = {
    {"workbooks", WORKBOOKS, "DIR", 0, "The finished workbooks to be verified", 0},
    {"out", OUT, "DIR", 0, "Write uniformity.xlsx to this folder", 0},
    {"audit", AUDIT, "FILE", 0, "The audit stream that redact wrote", 0},
    {"again", AGAIN, "DIR", 0, "What comes out when the caseload is assessed again", 0},
    {"released", RELEASED, "DIR", 0, "Every release as it was handed over, by number", 0},
    {"board", BOARD, "FILE", 0, "The board's stream, as redact wrote it", 0},
    {"ledger", LEDGER, "FILE", 0, "The ledger, exported", 0},
    {0}};

bool verify_option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct verify *v = self;
    if (key == ARGP_KEY_ARG && index == 0)
        v->caseload = value;
    else if (key == WORKBOOKS)
        v->workbooks_folder = value;
    else if (key == OUT)
        v->out = value;
    else if (key == AUDIT)
        v->audit = value;
    else if (key == BOARD)
        v->board = value;
    else if (key == LEDGER)
        v->ledger_path = value;
    else if (key == RELEASED)
        v->released = value;
    else if (key == AGAIN)
        v->again = value;
    else
        return fault(f, FAULT_USAGE, "verify", "see --help", "too many arguments");
    return true;
}

static bool usage(const struct verify *v, struct faults *f) {
    if (!v->workbooks_folder || !v->out)
        return fault(f, FAULT_USAGE, "verify", "see --help", "--workbooks and --out are needed");
    if (isatty(STDIN_FILENO))
        return fault(f, FAULT_USAGE, "verify",
                     "evenhand replay --facts CASELOAD | evenhand-verify CASELOAD ...",
                     "it reads the vault's facts from a pipe");
    return true;
}

static bool allow(struct verify *v, struct sandbox *s, struct faults *f) {
    if (mkdir(v->out, 0700) != 0 && access(v->out, W_OK | X_OK) != 0)
        return fault_errno(f, FAULT_CANNOT_CREATE, v->out, "cannot write to the folder");
    return sandbox_allow(s->read, v->workbooks_folder, f) &&
           (!v->audit || sandbox_allow(s->read, v->audit, f)) &&
           (!v->board || sandbox_allow(s->read, v->board, f)) &&
           (!v->again || sandbox_allow(s->read, v->again, f)) &&
           (!v->released || sandbox_allow(s->read, v->released, f)) &&
           (!v->ledger_path || sandbox_allow(s->read, v->ledger_path, f)) &&
           sandbox_allow(s->write, v->out, f);
}

bool verify_open(void *self, struct stage_io *io, struct faults *f) {
    struct verify *v = self;
    if (!v->caseload)
        v->caseload = ".";
    if (!usage(v, f))
        return false;
    char *rules = data_folder("rules", f);
    v->plan = plan_read(v->caseload, f);
    v->census.plan = v->plan;
    bool ok = v->plan && rules && facts_open(&v->facts, rules, f) && allow(v, &io->sandbox, f);
    free(rules);
    return ok;
}

/* One digest for all that must be the same for everybody. */
static void digest_vetting(struct verify *v) {
    char *all = mem_format("%s\n%s\n%s\n", v->plan->digest, v->census.rules, EVENHAND_VERSION);
    digest_bytes(all, strlen(all), v->vetting);
    free(all);
}

/* Everything in the run record must be what the plan says now, and what this program is. */
static void check_run(struct verify *v, const cJSON *run) {
    static const char *const changed =
        "put plan.yaml and sources/ back as they were, or start a new caseload";
    struct deviations *d = &v->deviations;
    if (strcmp(record_text(run, "plan_sha256"), v->plan->digest) != 0)
        deviate(d, CHECK_PLAN, "all", changed,
                "the plan or a source is not the one by which the evidence was gathered");
    if (strcmp(record_text(run, "plan"), v->plan->name) != 0 ||
        strcmp(record_text(run, "jurisdiction"), v->plan->jurisdiction) != 0 ||
        (long)record_number(run, "lookback_years") != v->plan->lookback_years)
        deviate(d, CHECK_PLAN, "all", changed,
                "name, jurisdiction or look-back window of plan and evidence differ");
    if (strcmp(record_text(run, "version"), EVENHAND_VERSION) != 0)
        remark(d, CHECK_PLAN, "all", "verify with the release that gathered",
               "gathered by evenhand %s, verified by %s", record_text(run, "version"), EVENHAND_VERSION);
}

bool verify_record(void *self, struct stage_io *io, enum record_type type, cJSON *record, struct faults *f) {
    struct verify *v = self;
    (void)io;
    switch (type) {
    case RECORD_RUN:
        check_run(v, record);
        (void)snprintf(v->census.rules, sizeof v->census.rules, "%s", record_text(record, "rules_sha256"));
        digest_vetting(v);
        return board_run_read(&v->run, record, f);
    case RECORD_CANDIDATE:
        return census_candidate(&v->census, record, f);
    case RECORD_ATTEMPT:
        census_attempt(&v->census, record, &v->deviations);
        return true;
    case RECORD_DECISION:
        census_decision(&v->census, record, &v->deviations);
        return true;
    case RECORD_RECHECK: /* nothing that everybody owes: findings are of some */
    case RECORD_REPLY:   /* the candidate's, not a searcher's act */
        return true;
    default:
        return fault(f, FAULT_DATA, "verify", "feed it with evenhand replay --facts", "a record of type %s",
                     record_type_names[type]);
    }
}

static bool check_workbooks(struct verify *v, struct faults *f) {
    v->workbooks.folder = v->workbooks_folder;
    v->workbooks.census = &v->census;
    v->workbooks.facts = &v->facts;
    v->workbooks.ledger = v->ledger_path ? &v->ledger : NULL;
    v->workbooks.deviations = &v->deviations;
    if (v->board && !board_rows_read(&v->rows, &v->census, v->board, f))
        return false;
    v->workbooks.rows = v->board ? &v->rows : NULL;
    return workbooks_open(&v->workbooks, &v->run, v->out, f) && workbooks_check(&v->workbooks, f) &&
           (!v->ledger_path || workbooks_check_digests(&v->workbooks, &v->ledger, f));
}

/* What was done after the workbooks were made that changes what comes out. */
static const char *done_since(const struct ledger *l) {
    const char *since = NULL;
    for (size_t i = 0; i < l->count; i++) {
        const char *act = l->entry[i].act;
        if (strcmp(act, "assess") == 0)
            since = NULL;
        else if (strcmp(act, "review") == 0)
            since = "a decision was recorded";
        else if (strcmp(act, "reply") == 0)
            since = "a reply was recorded";
        else if (strcmp(act, "withdraw") == 0)
            since = "a step was withdrawn";
        else if (strcmp(act, "gather") == 0 && !since)
            since = "gathering went on";
    }
    return since;
}

/* No deviation: what was released stays right, as of its day. But the board may want to know. */
static void remark_rechecks(struct verify *v) {
    const struct ledger *l = &v->ledger;
    size_t released = l->releases ? l->release[l->releases - 1].entry : l->count;
    for (size_t i = released; i < l->count; i++)
        if (strcmp(l->entry[i].act, "recheck") == 0) {
            remark(&v->deviations, CHECK_AGAIN, "all",
                   "to tell the board, run `evenhand assess` and release a correction",
                   "after the last release the pages of findings were looked at again (%.10s)",
                   l->entry[i].at);
            return;
        }
}

static bool check_again(struct verify *v, struct faults *f) {
    const struct again a = {.folder = v->again,
                            .workbooks = v->workbooks_folder,
                            .audit = v->audit,
                            .board = v->board,
                            .census = &v->census,
                            .facts = &v->facts,
                            .deviations = &v->deviations,
                            .since = done_since(&v->ledger)};
    remark_rechecks(v);
    return !v->again || again_check(&a, f);
}

static bool check_ledger(struct verify *v, struct faults *f) {
    if (!v->ledger_path)
        return true;
    if (!ledger_read(&v->ledger, v->ledger_path, &v->deviations, f))
        return false;
    ledger_plan(&v->ledger, v->plan, v->census.rules, &v->deviations);
    reviews_check(&v->census, &v->ledger, &v->deviations);
    if (v->released)
        releases_check(&v->ledger, v->released, &v->deviations);
    return true;
}

static bool check_all(struct verify *v, struct faults *f) {
    if (!census_sort(&v->census, f))
        return false;
    for (size_t i = 0; i < v->census.count; i++)
        facts_add_person(&v->facts, v->census.person[i].identity, (int)i);
    facts_ready(&v->facts);
    census_check(&v->census, &v->facts, &v->deviations);
    census_effort(&v->census, &v->deviations);
    if (v->audit && !census_audit(&v->census, v->audit, &v->deviations, f))
        return false;
    if (!check_ledger(v, f))
        return false;
    reviewers_count(&v->reviewers, &v->census, &v->deviations);
    ledger_roles(&v->ledger, v->plan, &v->deviations);
    return check_workbooks(v, f) && check_again(v, f);
}

/* A paragraph in lines of PRINTED_WIDTH columns at most. */
static void print_wrapped(const char *text) {
    while (strlen(text) > PRINTED_WIDTH) {
        size_t n = PRINTED_WIDTH;
        while (n > 0 && text[n] != ' ')
            n--;
        if (n == 0)
            n = strcspn(text, " ");
        (void)printf("%.*s\n", (int)n, text);
        text += n + (text[n] == ' ');
    }
    (void)printf("%s\n", text);
}

static void print_deviations(const struct deviations *d) {
    size_t printed = 0;
    for (; printed < d->count && printed < VERIFY_MAX_PRINTED; printed++) {
        const struct deviation *one = &d->list[printed];
        bool named = strcmp(one->whom, "all") != 0 && strncmp(one->what, one->whom, strlen(one->whom)) != 0;
        (void)printf("%s%s%s%s%s; %s\n", printed == 0 ? "\n" : "", one->remark ? "remark: " : "",
                     named ? one->whom : "", named ? ", " : "", one->what, one->mend);
    }
    if (d->count > printed)
        (void)printf("... and %zu more, in uniformity.xlsx\n", d->count - printed);
}

bool verify_done(void *self, struct stage_io *io, struct faults *f) {
    struct verify *v = self;
    (void)io;
    if (!check_all(v, f) || !uniformity_write(v, f))
        return false;
    char *paragraph = verify_paragraph(v);
    print_wrapped(paragraph);
    free(paragraph);
    print_deviations(&v->deviations);
    if (fflush(stdout) != 0)
        return fault_errno(f, FAULT_IO, "standard output", "writing failed");
    size_t failed = deviations_failed(&v->deviations);
    return failed == 0 || fault(f, FAULT_ANSWER_NO, "verify", NULL, "the answer is no: %zu deviation%s",
                                failed, failed == 1 ? "" : "s");
}

void verify_close(void *self) {
    struct verify *v = self;
    workbooks_close(&v->workbooks);
    board_rows_free(&v->rows);
    ledger_free(&v->ledger);
    reviewers_free(&v->reviewers);
    deviations_free(&v->deviations);
    if (v->plan)
        census_free(&v->census);
    facts_close(&v->facts);
    board_run_free(&v->run);
    plan_free(v->plan);
}

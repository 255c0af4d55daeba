#include "evenhand/intake.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/candidates_parts.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/numbers.h"
#include "evenhand/rules.h"
#include "evenhand/utc.h"

#define MIN_TOLD_BYTES 4 /* shorter values stand in other words */

bool intake_option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct intake *intake = self;
    if (key != ARGP_KEY_ARG || index > 0)
        return fault(f, FAULT_USAGE, "intake", "name one caseload, as in evenhand intake .",
                     "too many arguments");
    intake->caseload = value;
    return true;
}

static bool open_csv(struct intake *intake, struct faults *f) {
    char *path = path_join(intake->caseload, CANDIDATES_FILE);
    intake->csv = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool ok = intake->csv >= 0;
    if (!ok && errno == ENOENT)
        (void)fault(f, FAULT_NO_INPUT, path, "is this the caseload's folder?", "no such file");
    else if (!ok)
        (void)fault_errno(f, FAULT_NO_INPUT, path, "cannot be opened");
    free(path);
    return ok;
}

bool intake_open(void *self, struct stage_io *io, struct faults *f) {
    struct intake *intake = self;
    (void)io; /* the sandbox allows no file: the only one still needed is open */
    bool ok = open_csv(intake, f);
    intake->plan = plan_read(intake->caseload, f);
    return ok && intake->plan != NULL && rules_digest(intake->caseload, intake->rules, f);
}

/* Each of those who decide has a column for notes in the workbooks. */
static void add_logins(cJSON *run, const char *key, const char *const *logins) {
    cJSON *list = cJSON_AddArrayToObject(run, key);
    for (; *logins; logins++)
        (void)cJSON_AddItemToArray(list, cJSON_CreateString(*logins));
}

static bool write_run(const struct intake *intake, struct stage_io *io, struct faults *f) {
    const struct plan *plan = intake->plan;
    char started[UTC_BYTES];
    utc_format(utc_now(), started);
    cJSON *run = record_new(RECORD_RUN, NULL);
    (void)cJSON_AddNumberToObject(run, "v", RECORD_VERSION);
    (void)cJSON_AddStringToObject(run, "plan", plan->name);
    (void)cJSON_AddStringToObject(run, "plan_sha256", plan->digest);
    (void)cJSON_AddStringToObject(run, "rules_sha256", intake->rules);
    (void)cJSON_AddStringToObject(run, "version", EVENHAND_VERSION);
    (void)cJSON_AddStringToObject(run, "started", started);
    (void)cJSON_AddStringToObject(run, "jurisdiction", plan->jurisdiction);
    (void)cJSON_AddNumberToObject(run, "lookback_years", (double)plan->lookback_years);
    add_logins(run, "decision_makers", plan->decision_makers);
    stage_mark_run(run);
    bool ok = stream_write(&io->out, run, f);
    cJSON_Delete(run);
    return ok;
}

struct numbered {
    uint32_t number;
    size_t row;
};

static int by_number(const void *a, const void *b) {
    const struct numbered *left = a;
    const struct numbered *right = b;
    return (left->number > right->number) - (left->number < right->number);
}

/* Rows in the order of their numbers, so that the order of the stream says nothing about that of the file. */
static struct numbered *number_rows(size_t count) {
    uint32_t *drawn = mem_array(count, sizeof *drawn);
    struct numbered *rows = mem_array(count, sizeof *rows);
    numbers_draw(drawn, count);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct numbered){.number = drawn[i], .row = i};
    free(drawn);
    qsort(rows, count, sizeof *rows, by_number);
    return rows;
}

static bool write_candidate(const struct intake *intake, const struct numbered *row, struct stage_io *io,
                            struct faults *f) {
    char number[NUMBER_BYTES];
    number_format(row->number, number);
    cJSON *record = candidates_record(&intake->candidates, row->row, number);
    bool ok = stream_write(&io->out, record, f);
    cJSON_Delete(record);
    progress_add(&io->progress, 1);
    return ok;
}

/* The plan's name stands in every workbook, and once gathering has begun it cannot change. */
static bool tells_of(const struct intake *intake, size_t row, enum candidate_column column,
                     struct faults *f) {
    const struct candidates *c = &intake->candidates;
    const char *list = candidates_value(c, row, column), *value = NULL;
    bool ok = true;
    for (size_t len; (len = candidates_next(&list, &value)) > 0;) {
        char *fact = mem_copy(value, len);
        if (len >= MIN_TOLD_BYTES && strcasestr(intake->plan->name, fact) != NULL)
            ok = fault(f, FAULT_CONFIG, "plan.yaml", "name the plan after the position: the board reads it",
                       "\"plan\" holds the %s of a candidate (candidates.csv:%zu)", candidate_columns[column],
                       c->row[row].line);
        free(fact);
    }
    return ok;
}

static bool check_plan_name(const struct intake *intake, struct faults *f) {
    static const enum candidate_column told[] = {COLUMN_FULL_NAME, COLUMN_ALIASES, COLUMN_USERNAMES,
                                                 COLUMN_EMAILS};
    bool ok = true;
    for (size_t row = 0; row < intake->candidates.count; row++)
        for (size_t i = 0; i < sizeof told / sizeof *told; i++)
            ok = tells_of(intake, row, told[i], f) && ok;
    return ok;
}

bool intake_done(void *self, struct stage_io *io, struct faults *f) {
    struct intake *intake = self;
    if (!candidates_read(intake->csv, &intake->candidates, f) || !check_plan_name(intake, f) ||
        !write_run(intake, io, f))
        return false;
    struct numbered *rows = number_rows(intake->candidates.count);
    bool ok = true;
    for (size_t i = 0; ok && i < intake->candidates.count; i++)
        ok = write_candidate(intake, &rows[i], io, f);
    free(rows);
    return ok;
}

void intake_close(void *self) {
    struct intake *intake = self;
    candidates_free(&intake->candidates);
    plan_free(intake->plan);
    if (intake->csv >= 0)
        (void)close(intake->csv);
}

#include "evenhand/board_book.h"

#include <stdio.h>
#include <stdlib.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"

static bool read_members(struct board_run *run, const cJSON *list, struct faults *f) {
    size_t count = (size_t)cJSON_GetArraySize(list), i = 0;
    if (count > BOARD_MAX_MEMBERS)
        return fault(f, FAULT_DATA, "run record", "name fewer decision makers in the plan",
                     "more than %d decision makers, who each have a column for notes", BOARD_MAX_MEMBERS);
    run->member = mem_array(count + 1, sizeof *run->member);
    for (const cJSON *login = list ? list->child : NULL; login; login = login->next)
        run->member[i++] = mem_string(login->valuestring);
    run->members = count;
    return true;
}

bool board_run_read(struct board_run *run, const cJSON *record, struct faults *f) {
    *run = (struct board_run){.lookback_years = (long)record_number(record, "lookback_years"),
                              .no_sandbox = cJSON_IsTrue(record_field(record, RECORD_NO_SANDBOX))};
    if (!utc_parse(record_text(record, "started"), &run->started))
        return fault(f, FAULT_DATA, "run record", NULL, "started is no time");
    utc_format(run->started, run->to);
    utc_format(utc_years_before(run->started, (int)run->lookback_years), run->from);
    run->from[10] = run->to[10] = '\0'; /* the date of RFC 3339 */
    run->plan = mem_string(record_text(record, "plan"));
    run->version = mem_string(record_text(record, "version"));
    run->jurisdiction = mem_string(record_text(record, "jurisdiction"));
    (void)snprintf(run->plan_sha256, sizeof run->plan_sha256, "%s", record_text(record, "plan_sha256"));
    (void)snprintf(run->rules_sha256, sizeof run->rules_sha256, "%s", record_text(record, "rules_sha256"));
    return read_members(run, record_field(record, "decision_makers"), f);
}

void board_run_free(struct board_run *run) {
    free(run->plan);
    free(run->version);
    free(run->jurisdiction);
    for (size_t i = 0; i < run->members; i++)
        free(run->member[i]);
    free(run->member);
    *run = (struct board_run){.plan = NULL};
}

#define KEYWORDS "background investigation; public Internet content; confidential"

static struct book *open_book(const struct board_run *run, const char *title, const char *path,
                              const char *folder, struct faults *f) {
    char *subject = mem_format("Public Internet vetting: %s", run->plan);
    char *comment =
        mem_format("evenhand %s; plan %s; rules %s", run->version, run->plan_sha256, run->rules_sha256);
    struct book_about about = {.title = title,
                               .subject = subject,
                               .keywords = KEYWORDS,
                               .comment = comment,
                               .created = run->started};
    struct book *b = book_open(path, folder, &about, f);
    free(subject);
    free(comment);
    return b;
}

bool board_book_write(const struct board_run *run, const struct dossier *d, const char *path,
                      const char *folder, struct faults *f) {
    char *title = mem_format("Candidate %s", d->tally.number);
    struct book *b = open_book(run, title, path, folder, f);
    free(title);
    if (!b)
        return false;
    sheet_summary(b, run, d);
    sheet_findings(b, run, d, f);
    sheet_coverage(b, d);
    sheet_method(b, run);
    return book_close(b, f);
}

bool board_summary_write(const struct board_run *run, const struct tallies *all, const char *path,
                         const char *folder, struct faults *f) {
    struct book *b = open_book(run, "All candidates", path, folder, f);
    if (!b)
        return false;
    sheet_chart(b, sheet_candidates(b, run, all), all);
    sheet_categories(b, run, all);
    sheet_method(b, run);
    return book_close(b, f);
}

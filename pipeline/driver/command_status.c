#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/record.h"
#include "evenhand/status.h"
#include "evenhand/stream.h"
#include "evenhand/vocab.h"

static void add_header(struct buf *text) {
    buf_format(text, "%-9s", "candidate");
    for (size_t i = 0; vocab_outcomes[i]; i++)
        buf_format(text, "  %s", vocab_outcomes[i]);
    buf_add_text(text, "  " STATUS_WITHDRAWN "  findings  withheld  undecided\n");
}

static void add_count(struct buf *text, const cJSON *row, const char *key) {
    if (cJSON_IsNumber(record_field(row, key)))
        buf_format(text, "  %*.0f", (int)strlen(key), record_number(row, key));
    else
        buf_format(text, "  %*s", (int)strlen(key), "-");
}

static void add_row(struct buf *text, const cJSON *row) {
    buf_format(text, "%-9s", record_text(row, "number"));
    for (size_t i = 0; vocab_outcomes[i]; i++)
        add_count(text, record_field(row, "outcomes"), vocab_outcomes[i]);
    add_count(text, record_field(row, "outcomes"), STATUS_WITHDRAWN);
    add_count(text, row, "findings");
    add_count(text, row, "withheld");
    add_count(text, row, "undecided");
    buf_add_char(text, '\n');
}

static void add_owed(struct buf *text, const cJSON *owed) {
    const cJSON *row;
    if (cJSON_GetArraySize(owed) == 0)
        return;
    buf_add_text(text, "\nOwed (\"evenhand gather\" tries these again):\n");
    cJSON_ArrayForEach(row, owed)
        buf_format(text, "  %s, step %.0f (%s): %s\n", record_text(row, "candidate"),
                   record_number(row, "step"), record_text(row, "source"), record_text(row, "reason"));
}

/* Of each step, the last control, when it failed. */
static void add_failed_controls(struct buf *text, const cJSON *controls) {
    const cJSON *row, *later;
    cJSON_ArrayForEach(row, controls) {
        bool last = true;
        for (later = row->next; later; later = later->next)
            last = last && record_number(later, "step") != record_number(row, "step");
        if (last && cJSON_IsFalse(record_field(row, "passed")))
            buf_format(text, "\nStep %.0f (%s) is undetermined for everybody since %s:\n  %s\n",
                       record_number(row, "step"), record_text(row, "source"), record_text(row, "at"),
                       record_text(row, "reason"));
    }
}

static void add_withdrawn(struct buf *text, const cJSON *withdrawn) {
    const cJSON *row;
    cJSON_ArrayForEach(row, withdrawn)
        buf_format(text, "\nStep %.0f is %s\n", record_number(row, "step"), record_text(row, "why"));
}

static void add_advice(struct buf *text, const cJSON *owed) {
    if (cJSON_GetArraySize(owed) > 0)
        buf_add_text(
            text,
            "\nOne step undetermined for one candidate stops everybody's release. If a source stays out of "
            "reach,\n\"evenhand withdraw STEP --why REASON\" takes its step out of everybody's vetting.\n");
}

static void explain(const cJSON *status, struct buf *text) {
    const cJSON *row;
    buf_format(text, "State: %s\n\n", record_text(status, "state"));
    if (strcmp(record_text(status, "state"), "planned") == 0) {
        buf_add_text(text, "Nothing has been gathered yet: run \"evenhand run\".\n");
        return;
    }
    add_header(text);
    cJSON_ArrayForEach(row, record_field(status, "candidates")) add_row(text, row);
    add_withdrawn(text, record_field(status, "withdrawn"));
    add_failed_controls(text, record_field(status, "controls"));
    add_owed(text, record_field(status, "owed"));
    add_advice(text, record_field(status, "owed"));
}

bool command_status(struct options *o, struct faults *f) {
    struct plan *plan = caseload_plan(o->caseload, f);
    cJSON *status = plan ? status_read(o->caseload, f) : NULL;
    struct buf text = {0};
    if (status && o->json)
        record_print(status, &text);
    else if (status)
        explain(status, &text);
    bool ok = status && write_all(STDOUT_FILENO, text.data, text.len, "standard output", f);
    buf_free(&text);
    cJSON_Delete(status);
    plan_free(plan);
    return ok;
}

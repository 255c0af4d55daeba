#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/acknowledge.h"
#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/review_items.h"
#include "evenhand/stream.h"
#include "evenhand/text.h"
#include "evenhand/vault.h"
#include "evenhand/vocab.h"

#define SHOWN_TEXT_BYTES 400 /* of an item, to decide by */

static void show_item(struct buf *out, const cJSON *item) {
    const cJSON *match = record_field(item, "match"), *reason;
    const char *text = record_text(item, "text");
    size_t len = strlen(text), shown = text_cut(text, len, SHOWN_TEXT_BYTES);
    buf_format(out, "%s  %s  %s\n", record_text(item, "about"), record_text(item, "kind"),
               record_text(item, "url"));
    buf_format(out, "  by \"%s\", weight %.1f:\n", record_text(item, "author"),
               record_number(match, "weight"));
    cJSON_ArrayForEach(reason, record_field(match, "reasons"))
        buf_format(out, "    %s\n", cJSON_GetStringValue(reason));
    char *one_line = mem_copy(text, shown);
    (void)text_squeeze(one_line, shown);
    buf_format(out, "  \"%s%s\"\n\n", one_line, shown < len ? " ..." : "");
    free(one_line);
}

static void add_advice(const struct options *o, struct buf *out, size_t owed) {
    if (owed == 0)
        buf_add_text(out, "Nothing needs a decision.\n");
    else
        buf_format(
            out,
            "%zu to decide. For each, after looking at the page:\n"
            "  evenhand review %s --about C-XXXX:E-NNNN/N --verdict same-person --why \"...\"\n"
            "(same-person, other-person or withhold), or all of them in a spreadsheet (--export FILE.csv, "
            "--import FILE.csv);\nthen run \"evenhand assess %s\".\n",
            owed, o->caseload, o->caseload);
}

static bool list_items(struct options *o, struct faults *f) {
    cJSON *items = review_items(o, f);
    const cJSON *item;
    struct buf out = {0};
    size_t owed = 0;
    cJSON_ArrayForEach(item, items) if (cJSON_IsTrue(record_field(item, "owed"))) {
        show_item(&out, item);
        owed++;
    }
    add_advice(o, &out, owed);
    bool ok = items && write_all(STDOUT_FILENO, out.data, out.len, "standard output", f);
    cJSON_Delete(items);
    buf_free(&out);
    return ok;
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
    if (!check_options(o, f) || !review_split_about(o->about, candidate, &about, f))
        return false;
    enum record_type type;
    struct vault *v = NULL;
    cJSON *decision = review_decision(candidate, about, o->verdict, o->why);
    bool ok = record_check(decision, RECORD_SEARCHER, "review", &type, f) &&
              (v = vault_open(o->caseload, VAULT_WRITE, f)) && review_record(v, decision, f);
    vault_close(v);
    cJSON_Delete(decision);
    return ok && printf("Recorded: %s is %s.\n", o->about, o->verdict) > 0;
}

static bool acknowledge_words(const struct options *o, struct faults *f) {
    char candidate[8];
    const char *about = NULL;
    return review_split_about(o->about, candidate, &about, f) && acknowledge(o, candidate, about, f);
}

static bool review(struct options *o, struct faults *f) {
    bool deciding = o->about || o->verdict || o->why;
    if ((o->export_to != NULL) + (o->import_from != NULL) + deciding > 1)
        return fault(f, FAULT_USAGE, "review", "see evenhand review --help",
                     "--export, --import and a decision are three things: one at a time");
    return o->acknowledge   ? acknowledge_words(o, f)
           : o->export_to   ? review_export(o, o->export_to, f)
           : o->import_from ? review_import(o, o->import_from, f)
           : deciding       ? decide(o, f)
                            : list_items(o, f);
}

bool command_review(struct options *o, struct faults *f) {
    struct plan *plan = caseload_plan(o->caseload, f);
    bool ok = plan && review(o, f);
    plan_free(plan);
    return ok;
}

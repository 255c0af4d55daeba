/* Clerical review in a spreadsheet: out, filled in, and back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "evenhand/csv_field.h"
#include "evenhand/csv_rows.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/review_items.h"
#include "evenhand/text.h"
#include "evenhand/vault.h"
#include "evenhand/vocab.h"

#define SHEET_MAX ((size_t)64 << 20)
#define VALUE_MAX ((size_t)1 << 20)
#define SHOWN_TEXT_BYTES 1500 /* of an item, to decide by */

enum column { ITEM, VERDICT, WHY, KIND, ADDRESS, AUTHOR, PUBLISHED, WEIGHT, REASONS, TEXT, STAMP, COLUMNS };
static const char *const heads[COLUMNS + 1] = {"Item",      "Verdict", "Why",     "Kind", "Address", "Author",
                                               "Published", "Weight",  "Reasons", "Text", "Stamp",   NULL};

static void add_row(struct buf *out, const char *const value[COLUMNS]) {
    for (int i = 0; i < COLUMNS; i++) {
        if (i > 0)
            buf_add_char(out, ',');
        if (i == WEIGHT && strpbrk(value[i], "0123456789")) /* a number of ours, no text of a site's */
            buf_add_text(out, value[i]);
        else
            csv_field(value[i], out);
    }
    buf_add_text(out, CSV_LINE_END);
}

static void add_item(struct buf *out, const cJSON *item) {
    const cJSON *match = record_field(item, "match"), *reason;
    const char *text = record_text(item, "text");
    struct buf reasons = {0};
    char *weight = mem_format("%.1f", record_number(match, "weight")),
         *shown = mem_copy(text, text_cut(text, strlen(text), SHOWN_TEXT_BYTES)),
         *day = mem_format("%.10s", record_text(item, "published"));
    cJSON_ArrayForEach(reason, record_field(match, "reasons"))
        buf_format(&reasons, "%s%s", reasons.len ? "; " : "", cJSON_GetStringValue(reason));
    (void)text_squeeze(shown, strlen(shown));
    const char *const value[COLUMNS] = {[ITEM] = record_text(item, "about"),
                                        [VERDICT] = "",
                                        [WHY] = "",
                                        [KIND] = record_text(item, "kind"),
                                        [ADDRESS] = record_text(item, "url"),
                                        [AUTHOR] = record_text(item, "author"),
                                        [PUBLISHED] = day,
                                        [WEIGHT] = weight,
                                        [REASONS] = reasons.data ? reasons.data : "",
                                        [TEXT] = shown,
                                        [STAMP] = record_text(item, "stamp")};
    add_row(out, value);
    free(weight);
    free(shown);
    free(day);
    buf_free(&reasons);
}

bool review_export(struct options *o, const char *path, struct faults *f) {
    struct buf out = {0};
    cJSON *items = review_items(o, f);
    const cJSON *item;
    size_t owed = 0;
    buf_add_text(&out, CSV_MARK);
    add_row(&out, heads);
    cJSON_ArrayForEach(item, items) if (cJSON_IsTrue(record_field(item, "owed"))) {
        add_item(&out, item);
        owed++;
    }
    bool ok = items && file_write(path, out.data, out.len, f) &&
              (chmod(path, 0600) == 0 || fault_errno(f, FAULT_IO, path, "cannot be made private"));
    if (ok)
        (void)printf(
            "%zu to decide, in %s. Fill in Verdict (same-person, other-person or withhold) and Why, save it "
            "as CSV, then:\n  evenhand review --import %s %s\nIt names people: hand it to nobody who "
            "decides.\n",
            owed, path, path, o->caseload);
    cJSON_Delete(items);
    buf_free(&out);
    return ok;
}

struct sheet {
    const char *file;
    const cJSON *items;
    int at[COLUMNS]; /* where a column stands; -1: not there */
    bool headed;
    cJSON *seen;      /* about -> line */
    cJSON *decisions; /* to record */
    bool ok;
};

static const char *value_of(const struct sheet *s, const struct csv_row *row, enum column column) {
    int at = s->at[column];
    return at >= 0 && (size_t)at < row->count && at < CSV_MAX_FIELDS ? row->field[at] : "";
}

static bool take_heads(struct sheet *s, const struct csv_row *row, struct faults *f) {
    static const enum column needed[] = {ITEM, VERDICT, WHY, STAMP};
    for (int c = 0; c < COLUMNS; c++) {
        s->at[c] = -1;
        for (size_t i = 0; i < row->count && i < CSV_MAX_FIELDS; i++)
            if (strcasecmp(row->field[i], heads[c]) == 0)
                s->at[c] = (int)i;
    }
    s->headed = true;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (s->at[needed[i]] < 0)
            return fault(f, FAULT_DATA, fault_place(s->file, row->line, 0),
                         "keep the first line as \"evenhand review --export\" wrote it",
                         "there is no column \"%s\"", heads[needed[i]]);
    return true;
}

static const cJSON *find_item(const struct sheet *s, const char *about) {
    const cJSON *item;
    cJSON_ArrayForEach(item, s->items) {
        if (strcmp(record_text(item, "about"), about) == 0)
            return item;
    }
    return NULL;
}

/* Stale or foreign: the person who decided did not look at what is there now. */
static bool is_current(const struct sheet *s, const struct csv_row *row, const char *about,
                       struct faults *f) {
    static const char anew[] = "export anew and decide by that";
    const char *place = fault_place(s->file, row->line, 0);
    const cJSON *item = find_item(s, about);
    if (!item)
        return fault(f, FAULT_DATA, place, anew, "\"%s\" is no item of this caseload that needs a decision",
                     about);
    if (strcmp(record_text(item, "stamp"), value_of(s, row, STAMP)) != 0)
        return fault(f, FAULT_DATA, place, anew,
                     "%s is another caseload's, or its page changed since the export", about);
    return cJSON_IsTrue(record_field(item, "owed")) ||
           fault(f, FAULT_DATA, place, "take the line out; \"evenhand review --about\" decides anew",
                 "%s was decided after the export", about);
}

static bool check_values(const struct sheet *s, const struct csv_row *row, const char *verdict,
                         struct faults *f) {
    const char *place = fault_place(s->file, row->line, 0);
    if (vocab_find(vocab_verdicts, verdict) < 0)
        return fault(f, FAULT_DATA, place, "say same-person, other-person or withhold",
                     "unknown verdict \"%s\"", verdict);
    return *value_of(s, row, WHY) ||
           fault(f, FAULT_DATA, place, "fill in the column Why", "a verdict without a reason");
}

static bool is_first(struct sheet *s, const struct csv_row *row, const char *about, struct faults *f) {
    const cJSON *before = record_field(s->seen, about);
    if (before)
        return fault(f, FAULT_DATA, fault_place(s->file, row->line, 0), "keep one of the two",
                     "%s was decided on line %.0f already", about, before->valuedouble);
    (void)cJSON_AddNumberToObject(s->seen, about, (double)row->line);
    return true;
}

static void keep_decision(struct sheet *s, const struct csv_row *row, const char *full, const char *verdict,
                          struct faults *f) {
    char candidate[8];
    const char *about = NULL;
    if (review_split_about(full, candidate, &about, f))
        (void)cJSON_AddItemToArray(s->decisions,
                                   review_decision(candidate, about, verdict, value_of(s, row, WHY)));
}

/* Every line is looked at, so that all faults are told at once. */
static bool take_row(void *ctx, const struct csv_row *row, struct faults *f) {
    struct sheet *s = ctx;
    if (!s->headed)
        return take_heads(s, row, f);
    const char *about = value_of(s, row, ITEM);
    char *verdict = mem_string(value_of(s, row, VERDICT));
    for (char *c = verdict; *c; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
    if (*verdict) { /* left open: stays owed */
        bool ok =
            check_values(s, row, verdict, f) && is_current(s, row, about, f) && is_first(s, row, about, f);
        if (ok)
            keep_decision(s, row, about, verdict, f);
        s->ok = s->ok && ok;
    }
    free(verdict);
    return true;
}

/* Spreadsheets save with the separator of their country: what stands behind the first heading. */
static char separator_of(const char *text) {
    const char *first = strpbrk(text, ",;\t\r\n");
    return first && (*first == ';' || *first == '\t') ? *first : ',';
}

static bool read_sheet(struct sheet *s, struct faults *f) {
    struct buf bytes = {0};
    bool ok = file_read(s->file, SHEET_MAX, &bytes, f);
    const char *text = ok && bytes.data ? bytes.data : "";
    size_t mark = strncmp(text, CSV_MARK, strlen(CSV_MARK)) == 0 ? strlen(CSV_MARK) : 0;
    const struct csv_limits limits = {s->file, VALUE_MAX, separator_of(text)};
    ok = ok && csv_rows(text + mark, bytes.len - mark, &limits, take_row, s, f) && s->ok &&
         (s->headed || fault(f, FAULT_DATA, s->file, "see evenhand review --export", "the file is empty"));
    buf_free(&bytes);
    return ok;
}

/* One transaction: all of it, or nothing. */
static bool record_all(const struct options *o, const cJSON *decisions, struct faults *f) {
    const cJSON *decision;
    struct vault *v = vault_open(o->caseload, VAULT_WRITE, f);
    bool open = v && vault_batch_begin(v, f), ok = open;
    cJSON_ArrayForEach(decision, decisions) ok = ok && review_record(v, decision, f);
    ok = ok && vault_batch_end(v, f);
    vault_close(v);
    return ok;
}

bool review_import(struct options *o, const char *path, struct faults *f) {
    cJSON *items = review_items(o, f);
    struct sheet s = {.file = path,
                      .items = items,
                      .seen = cJSON_CreateObject(),
                      .decisions = cJSON_CreateArray(),
                      .ok = true};
    bool ok = items &&
              (read_sheet(&s, f) || fault(f, FAULT_DATA, "review", NULL, "no decision was recorded")) &&
              record_all(o, s.decisions, f);
    if (ok)
        (void)printf("Recorded: %d decisions. Run \"evenhand assess %s\".\n", cJSON_GetArraySize(s.decisions),
                     o->caseload);
    cJSON_Delete(s.seen);
    cJSON_Delete(s.decisions);
    cJSON_Delete(items);
    return ok;
}

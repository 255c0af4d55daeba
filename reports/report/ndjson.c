/* One JSON object a line, with the ids of the records (docs/records.md): for programs. */
#include <cjson/cJSON.h>

#include "evenhand/formats.h"
#include "evenhand/record.h"
#include "evenhand/text_file.h"

static void add_number(cJSON *to, const char *key, uint64_t n) {
    (void)cJSON_AddNumberToObject(to, key, (double)n);
}

static void write_line(struct text_file *t, cJSON *object) {
    struct buf line = {0};
    record_print(object, &line);
    text_file_write(t, &line);
    buf_free(&line);
    cJSON_Delete(object);
}

static cJSON *begin(const char *type, const char *number) {
    cJSON *object = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(object, "type", type);
    (void)cJSON_AddStringToObject(object, "candidate", number);
    (void)cJSON_AddStringToObject(object, "status", FORMATS_DRAFT);
    return object;
}

static void add_findings(cJSON *to, const struct tally *t) {
    cJSON *findings = cJSON_AddObjectToObject(to, "findings");
    for (size_t c = 0; c < WORDS_CATEGORIES; c++) {
        cJSON *one = cJSON_AddObjectToObject(findings, words_categories[c].id);
        for (size_t v = WORDS_SEVERITIES; v-- > 0;)
            add_number(one, words_severities[v].id, t->findings[c][v]);
    }
}

static void write_tally(struct text_file *file, const struct board_run *run, const struct tally *t) {
    cJSON *object = begin("candidate", t->number);
    (void)cJSON_AddStringToObject(object, "plan_sha256", run->plan_sha256);
    (void)cJSON_AddStringToObject(object, "rules_sha256", run->rules_sha256);
    (void)cJSON_AddStringToObject(object, "from", run->from);
    (void)cJSON_AddStringToObject(object, "to", run->to);
    cJSON *outcomes = cJSON_AddObjectToObject(object, "outcomes");
    for (size_t o = 0; o < WORDS_OUTCOMES; o++)
        add_number(outcomes, words_outcomes[o].id, t->outcomes[o]);
    add_number(object, "items", t->items);
    add_number(object, "left_out", tally_items_left_out(t));
    add_number(object, "shown", t->shown);
    add_findings(object, t);
    write_line(file, object);
}

static void write_step(struct text_file *file, const char *number, const struct dossier_step *step) {
    cJSON *object = begin("step", number);
    add_number(object, "step", (uint64_t)step->step);
    (void)cJSON_AddStringToObject(object, "source_type", words_source_types[step->source_type].id);
    (void)cJSON_AddStringToObject(object, "outcome", words_outcomes[step->outcome].id);
    add_number(object, "items", step->items);
    write_line(file, object);
}

static void write_finding(struct text_file *file, const char *number, size_t n,
                          const struct dossier_finding *x, const struct finding_texts *t) {
    cJSON *object = begin("finding", number);
    add_number(object, "finding", n);
    (void)cJSON_AddStringToObject(object, "category", words_categories[x->category].id);
    (void)cJSON_AddStringToObject(object, "severity", words_severities[x->severity].id);
    (void)cJSON_AddStringToObject(object, "month", x->month);
    (void)cJSON_AddStringToObject(object, "source_type", words_source_types[x->source_type].id);
    (void)cJSON_AddStringToObject(object, "excerpt", t->excerpt);
    (void)cJSON_AddStringToObject(object, "reply", t->reply);
    (void)cJSON_AddStringToObject(object, "match", words_matches[x->match].id);
    (void)cJSON_AddStringToObject(object, "corroboration", words_corroboration[x->corroboration].id);
    if (*x->rechecked) {
        (void)cJSON_AddStringToObject(object, "recheck", words_rechecks[x->recheck].id);
        (void)cJSON_AddStringToObject(object, "rechecked", x->rechecked);
    }
    (void)cJSON_AddStringToObject(object, "reliability", words_reliability[x->reliability].id);
    (void)cJSON_AddStringToObject(object, "support", t->support);
    (void)cJSON_AddStringToObject(object, "copies", t->copies);
    (void)cJSON_AddBoolToObject(object, "reviewed", x->reviewed);
    (void)cJSON_AddStringToObject(object, "evidence", x->evidence);
    add_number(object, "item", x->item);
    write_line(file, object);
}

bool ndjson_candidate_write(const struct board_run *run, const struct dossier *d, const char *path,
                            const char *folder, struct faults *f) {
    struct text_file file;
    struct finding_texts texts = {0};
    (void)folder;
    if (!text_file_open(&file, path, f))
        return false;
    write_tally(&file, run, &d->tally);
    for (size_t i = 0; i < d->steps; i++)
        write_step(&file, d->tally.number, &d->step[i]);
    bool ok = true;
    for (size_t i = 0; ok && i < d->findings; i++) {
        ok = dossier_texts(d, &d->finding[i], &texts, f);
        if (ok)
            write_finding(&file, d->tally.number, i + 1, &d->finding[i], &texts);
    }
    buf_free(&texts.all);
    return text_file_close(&file, f) && ok;
}

bool ndjson_summary_write(const struct board_run *run, const struct tallies *all, const char *path,
                          const char *folder, struct faults *f) {
    struct text_file file;
    (void)folder;
    if (!text_file_open(&file, path, f))
        return false;
    for (size_t i = 0; i < all->count; i++)
        write_tally(&file, run, &all->tally[i]);
    return text_file_close(&file, f);
}

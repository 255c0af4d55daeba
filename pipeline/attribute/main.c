/* evenhand-attribute: is this item by or about the candidate? Match weight, class and reasons for each. */
#include <stdlib.h>
#include <string.h>

#include "evenhand/attribution.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/rules.h"
#include "evenhand/stage.h"
#include "evenhand/text.h"

struct attribute {
    const char *local_rules;
    bool pairs;
    struct rules rules;
    struct attribution attribution;
    struct subject subject; /* of the candidate introduced last */
};

static const struct argp_option options[] = {
    {"rules", 'r', "DIR", 0, "A caseload's own rules, beside those of evenhand", 0},
    {"pairs", 'p', 0, 0,
     "Answer {\"id\",\"candidate\",\"item\"} lines with {\"id\",\"class\",\"weight\",\"reasons\"}", 0},
    {0}};

static bool option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct attribute *a = self;
    (void)index;
    (void)f;
    if (key == 'r')
        a->local_rules = value;
    else
        a->pairs = key == 'p';
    return true;
}

static bool open_rules(void *self, struct stage_io *io, struct faults *f) {
    struct attribute *a = self;
    (void)io;
    if (!rules_open(&a->rules, a->local_rules, f))
        return false;
    char *weights = rules_file(&a->rules, "attribute/weights.yaml");
    char *folder = mem_copy(weights, strlen(weights) - strlen("/weights.yaml"));
    bool ok = attribution_open(&a->attribution, folder, f);
    free(weights);
    free(folder);
    return ok;
}

static bool attribute_item(struct attribute *a, struct stage_io *io, cJSON *item, struct faults *f) {
    (void)cJSON_AddItemToObject(item, "match", attribution_judge(&a->attribution, &a->subject, item));
    return stream_write(&io->out, item, f);
}

static bool record(void *self, struct stage_io *io, enum record_type type, cJSON *record, struct faults *f) {
    struct attribute *a = self;
    if (type == RECORD_ITEM)
        return attribute_item(a, io, record, f);
    if (type == RECORD_RUN && !rules_check(&a->rules, record, io->name, f))
        return false;
    if (type == RECORD_RUN)
        a->attribution.today = text_leading_number(record_text(record, "started"));
    if (type == RECORD_CANDIDATE) {
        attribution_next(&a->attribution);
        subject_free(&a->subject);
        subject_read(&a->subject, record_field(record, "identity"), a->attribution.known);
    }
    return stream_write(&io->out, record, f);
}

static bool answer_pair(void *self, const cJSON *question, cJSON *answer, struct faults *f) {
    struct attribute *a = self;
    const cJSON *item = record_field(question, "item"), *candidate = record_field(question, "candidate");
    if (!cJSON_IsObject(item) || !cJSON_IsObject(candidate))
        return fault(f, FAULT_DATA, "attribute", "see evenhand-attribute(1)",
                     "a pair needs a candidate and an item");
    struct subject subject;
    attribution_next(&a->attribution); /* pairs know nothing of one another */
    subject_read(&subject, candidate, a->attribution.known);
    cJSON *match = attribution_judge(&a->attribution, &subject, item);
    (void)cJSON_AddItemToObject(answer, "id", cJSON_Duplicate(record_field(question, "id"), true));
    for (cJSON *field; (field = match->child);)
        (void)cJSON_AddItemToObject(answer, field->string, cJSON_DetachItemViaPointer(match, field));
    cJSON_Delete(match);
    subject_free(&subject);
    return true;
}

static bool (*lines(void *self))(void *, const cJSON *, cJSON *, struct faults *) {
    return ((struct attribute *)self)->pairs ? answer_pair : NULL;
}

static void close_rules(void *self) {
    struct attribute *a = self;
    subject_free(&a->subject);
    attribution_close(&a->attribution);
    rules_close(&a->rules);
}

int main(int argc, char **argv) {
    struct attribute a = {0};
    return stage_main(
        &(struct stage){.name = "attribute",
                        .summary = "Weighs for each item whether it is by or about the candidate.",
                        .options = options,
                        .option = option,
                        .reads = RECORD_SEARCHER,
                        .writes = RECORD_SEARCHER,
                        .unit = "records",
                        .self = &a,
                        .open = open_rules,
                        .record = record,
                        .close = close_rules,
                        .lines = lines},
        argc, argv);
}

/* From labelled pairs to comparison levels. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/learn_attribute.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vocab.h"

#define FOLDS 10

static const char *const labels[PAIR_LABELS + 1] = {"same", "other", "unclear", NULL};

bool learn_attribute_open(struct attribute_learner *l, const char *rules, struct faults *f) {
    return attribution_open(&l->rules, rules, f);
}

void learn_attribute_close(struct attribute_learner *l) {
    attribution_close(&l->rules);
    free(l->pair);
    *l = (struct attribute_learner){0};
}

/* All of a candidate's pairs are in one fold, so that none is judged by weights that knew the candidate. */
static unsigned fold_of(const cJSON *candidate) {
    const char *name = record_text(candidate, "full_name");
    return (unsigned)(tokens_hash(name, strlen(name)) % FOLDS);
}

static void add_pair(struct attribute_learner *l, const cJSON *record, int label) {
    const cJSON *candidate = record_field(record, "candidate"), *item = record_field(record, "item");
    struct subject s;
    subject_read(&s, candidate, l->rules.known);
    struct item_reading r = item_read(&l->rules.words, l->rules.known, &s, item);
    struct labelled_pair pair = {.levels = levels_of(&s, &l->rules.words, &r, 0),
                                 .label = (enum pair_label)label,
                                 .fold = fold_of(candidate)};
    (void)snprintf(pair.id, sizeof pair.id, "%s", record_text(record, "id"));
    l->pair = mem_grow(l->pair, l->pairs + 1, sizeof *l->pair);
    l->pair[l->pairs++] = pair;
    subject_free(&s);
}

/* For messages. */
struct reading {
    struct attribute_learner *l;
    const char *path;
};

static bool take_line(void *ctx, char *line, size_t number, struct faults *f) {
    const struct reading *r = ctx;
    cJSON *record = cJSON_Parse(line);
    int label = vocab_find(labels, record_text(record, "label"));
    bool fine =
        line[0] == '\0' || label >= 0 ||
        fault(f, FAULT_DATA, r->path, "see tests/match/README.md", "line %zu is no labelled pair", number);
    if (label >= 0)
        add_pair(r->l, record, label);
    cJSON_Delete(record);
    return fine;
}

bool learn_attribute_read(struct attribute_learner *l, const char *path, struct faults *f) {
    return file_lines(path, LEARN_ATTRIBUTE_MAX_FILE_BYTES, take_line, &(struct reading){l, path}, f);
}

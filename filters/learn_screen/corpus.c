/* From labelled texts to sentences, their features, and what they are known to say. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/learn_screen.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vocab.h"

#define SHARED_BYTES 12 /* of a labelled span within a sentence that make the sentence a finding */

bool learn_screen_open(struct screen_learner *l, const char *rules, struct faults *f) {
    char *screen = path_join(rules, "screen"), *clusters = path_join(rules, "redact/tagger/clusters.txt");
    const char *const folders[] = {screen};
    l->rules = screen_rules_load(folders, 1, f);
    bool fine = l->rules != NULL && clusters_read(&l->clusters, clusters, f);
    l->signs.clusters = &l->clusters;
    free(screen);
    free(clusters);
    return fine;
}

void learn_screen_close(struct screen_learner *l) {
    screen_rules_free(l->rules);
    clusters_free(&l->clusters);
    screen_work_free(&l->work);
    sentence_signs_free(&l->signs);
    feature_table_free(&l->table);
    free(l->held);
    free(l->sentence);
    free(l->weight);
    *l = (struct screen_learner){0};
}

/* The labelled finding that the sentence carries most of, or NULL. */
static const cJSON *finding_in(const cJSON *findings, const struct sentence *s) {
    const cJSON *finding, *best = NULL;
    double most = 0;
    cJSON_ArrayForEach(finding, findings) {
        double start = record_number(finding, "start"), end = record_number(finding, "end");
        double from = start > s->start ? start : s->start, to = end < s->end ? end : s->end;
        bool carries = to - from >= SHARED_BYTES || (to > from && to - from >= end - start);
        if (carries && to - from > most) {
            most = to - from;
            best = finding;
        }
    }
    return best;
}

static void add_sentence(struct screen_learner *l, const cJSON *finding) {
    if (l->sentences == l->sentence_cap) {
        l->sentence_cap = l->sentence_cap == 0 ? 4096 : l->sentence_cap * 2;
        l->sentence = mem_grow(l->sentence, l->sentence_cap, sizeof *l->sentence);
    }
    if (l->helds + l->signs.count > l->held_cap) {
        l->held_cap = (l->helds + l->signs.count) * 2;
        l->held = mem_grow(l->held, l->held_cap, sizeof *l->held);
    }
    size_t first = l->helds;
    float length = sqrtf(l->signs.square);
    for (size_t i = 0; i < l->signs.count; i++) {
        const struct sentence_feature *f = &l->signs.at[i];
        uint32_t number = feature_table_number(&l->table, f->key, f->part, f->parts);
        l->held[l->helds++] = (struct held_feature){number, f->value / length};
    }
    int kind = FINDER_NONE, severity = FINDER_NONE;
    if (finding != NULL) {
        kind = vocab_find(vocab_categories, record_text(finding, "category"));
        severity = FINDER_CATEGORIES + vocab_find(vocab_severities, record_text(finding, "severity"));
    }
    l->sentence[l->sentences++] = (struct learn_sentence){first, l->helds, kind, severity};
}

/* `blind`: without what the rules say of it. */
static bool add_text(struct screen_learner *l, const char *text, const cJSON *findings, bool blind,
                     struct faults *f) {
    if (!screen_text(l->rules, NULL, &l->work, text, strlen(text), f)) {
        return false;
    }
    if (blind) {
        memset(l->work.verdict, 0, l->work.sentences.count * sizeof *l->work.verdict);
    }
    for (size_t i = 0; i < l->work.sentences.count; i++) {
        sentence_signs_of(&l->signs, l->rules, &l->work, text, i);
        sentence_signs_more(&l->signs, &l->work, i);
        add_sentence(l, finding_in(findings, &l->work.sentences.at[i]));
    }
    return true;
}

/* For messages. */
struct reading {
    struct screen_learner *l;
    const char *path;
};

static bool take_line(void *ctx, char *line, size_t number, struct faults *f) {
    const struct reading *r = ctx;
    cJSON *record = cJSON_Parse(line);
    bool fine =
        line[0] == '\0' ||
        ((record_field(record, "text") != NULL || fault(f, FAULT_DATA, r->path, "see tests/screen/README.md",
                                                        "line %zu is no labelled text", number)) &&
         add_text(r->l, record_text(record, "text"), record_field(record, "findings"), false, f));
    cJSON_Delete(record);
    return fine;
}

bool learn_screen_read(struct screen_learner *l, const char *path, struct faults *f) {
    return file_lines(path, LEARN_SCREEN_MAX_FILE_BYTES, take_line, &(struct reading){l, path}, f);
}

static bool add_example(struct screen_learner *l, const struct screen_rule *rule, const char *text,
                        bool found, struct faults *f) {
    cJSON *findings = cJSON_CreateArray();
    if (found) {
        cJSON *finding = cJSON_CreateObject();
        (void)cJSON_AddStringToObject(finding, "category", rule->category);
        (void)cJSON_AddStringToObject(finding, "severity", rule->severity);
        (void)cJSON_AddNumberToObject(finding, "start", 0);
        (void)cJSON_AddNumberToObject(finding, "end", (double)strlen(text));
        (void)cJSON_AddItemToArray(findings, finding);
    }
    bool fine = add_text(l, text, findings, true, f); /* rules find their own examples: that tells nothing */
    cJSON_Delete(findings);
    return fine;
}

bool learn_screen_examples(struct screen_learner *l, struct faults *f) {
    bool fine = true;
    for (size_t i = 0; i < l->rules->count; i++) {
        const struct screen_rule *rule = &l->rules->rule[i];
        for (size_t k = 0; fine && rule->examples[k] != NULL; k++) {
            fine = add_example(l, rule, rule->examples[k], true, f);
        }
        for (size_t k = 0; fine && rule->counter_examples[k] != NULL; k++) {
            fine = add_example(l, rule, rule->counter_examples[k], false, f);
        }
    }
    return fine;
}

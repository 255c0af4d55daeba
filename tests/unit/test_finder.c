/* The finder: what its weights say, who refuses a file of them that is damaged, and that what two strangers'
 * rounds first showed stays. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/finder.h"
#include "evenhand/record.h"
#include "evenhand/screen_text.h"
#include "evenhand/vocab.h"

#define RULES TEST_SOURCE "/filters/rules"
#define ROUNDS TEST_SOURCE "/tests/screen/"
#define MAX_ROUND_BYTES ((size_t)4 << 20)

/* A little below what was measured at first sight (docs/validation.md): nothing was learnt from these rounds.
 */
#define RECALL_FLOOR 0.23
#define FALSE_CEILING 0.04

static struct screen_rules *rules;
static struct finder finder;

static int load(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    const char *const folders[] = {RULES "/screen"};
    record_init();
    rules = screen_rules_load(folders, 1, &f);
    return rules != NULL && finder_read(&finder, RULES, &f) ? 0 : faults_report(&f);
}

static int unload(void **state) {
    (void)state;
    screen_rules_free(rules);
    finder_free(&finder);
    return 0;
}

static void screen(struct finder *with, struct screen_work *work, const char *text) {
    struct faults f = FAULTS_NONE;
    assert_true(screen_text(rules, with, work, text, strlen(text), &f));
    check_no_fault(&f);
}

static bool found(const struct screen_work *work, const cJSON *label) {
    for (size_t i = 0; i < work->found_count; i++) {
        const struct screen_finding *x = &work->found[i];
        if (strcmp(vocab_categories[x->kind], record_text(label, "category")) == 0 &&
            x->start < record_number(label, "end") && record_number(label, "start") < x->end)
            return true;
    }
    return false;
}

struct counts {
    size_t labels, found, clean, false_ones;
};

static void count_text(struct counts *n, const cJSON *record) {
    struct screen_work work = {0};
    const cJSON *label, *labels = record_field(record, "findings");
    screen(&finder, &work, record_text(record, "text"));
    cJSON_ArrayForEach(label, labels) {
        n->labels++;
        n->found += found(&work, label);
    }
    n->clean += cJSON_GetArraySize(labels) == 0;
    n->false_ones += cJSON_GetArraySize(labels) == 0 && work.found_count > 0;
    screen_work_free(&work);
}

static void count_round(struct counts *n, const char *path) {
    struct faults f = FAULTS_NONE;
    struct buf bytes = {0};
    char *rest = NULL;
    assert_true(file_read(path, MAX_ROUND_BYTES, &bytes, &f));
    for (char *line = strtok_r(bytes.data, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
        cJSON *record = cJSON_Parse(line);
        assert_non_null(record);
        count_text(n, record);
        cJSON_Delete(record);
    }
    buf_free(&bytes);
}

static void strangers_rounds_stay_found(void **state) {
    (void)state;
    struct counts n = {0};
    count_round(&n, ROUNDS "round-4.ndjson");
    count_round(&n, ROUNDS "round-5.ndjson");
    assert_int_equal(n.labels, 110);
    assert_true((double)n.found >= RECALL_FLOOR * (double)n.labels);
    assert_true((double)n.false_ones <= FALSE_CEILING * (double)n.clean);
}

static void finds_what_no_rule_has_words_for(void **state) {
    (void)state;
    static const char text[] = "Signed off the inspection sheet for all of us and none of us had looked.";
    struct screen_work work = {0};
    screen(NULL, &work, text);
    assert_int_equal(work.found_count, 0);
    screen(&finder, &work, text);
    assert_int_equal(work.found_count, 1);
    assert_string_equal(vocab_categories[work.found[0].kind], "dishonesty");
    assert_string_equal(work.found[0].by, SCREEN_BY_FINDER);
    screen_work_free(&work);
}

static void without_weights_the_rules_decide_alone(void **state) {
    (void)state;
    struct finder none = {0};
    struct screen_work work = {0};
    struct faults f = FAULTS_NONE;
    assert_true(finder_read(&none, TEST_DATA "/no-such-folder", &f));
    assert_false(finder_ready(&none));
    screen(&none, &work, "I volunteer at the food bank every Saturday.");
    assert_int_equal(work.found_count, 1);
    assert_string_not_equal(work.found[0].by, SCREEN_BY_FINDER);
    screen_work_free(&work);
    finder_free(&none);
}

static void no_excerpt_is_longer_than_may_go_on(void **state) {
    (void)state;
    struct screen_work work = {0};
    struct buf text = {0};
    for (int i = 0; i < 60; i++)
        buf_add_text(&text, "signed the training sheet for the whole crew without a class and ");
    screen(&finder, &work, text.data);
    assert_true(work.found_count > 0);
    for (size_t i = 0; i < work.found_count; i++) {
        assert_true(work.found[i].excerpt_end - work.found[i].excerpt_start <= SCREEN_EXCERPT_BYTES);
        assert_true(work.found[i].end <= text.len);
    }
    screen_work_free(&work);
    buf_free(&text);
}

/* Learning names a feature by its signs, and looking it up must give the same key. */
static void weights_are_found_by_their_signs(void **state) {
    (void)state;
    char path[] = "/tmp/evenhand-weights-XXXXXX";
    int file = mkstemp(path);
    static const char text[] = "@chances 0.7 0.6 0.2\n@bias\tdrugs=-1\n0 w stoned\tdrugs=2.5\thigh=1\n"
                               "0 w was 1 2 17\tbias=-0.5\n";
    struct faults f = FAULTS_NONE;
    struct finder_weights *w = calloc(1, sizeof *w);
    assert_true(file >= 0);
    assert_int_equal(close(file), 0);
    assert_true(file_write(path, text, strlen(text), &f));
    assert_true(finder_weights_read(w, path, &f));
    struct sign stoned = {"stoned", 6, 'w'}, was = {"was", 3, 'w'}, cluster = {"17", 2, '2'};
    const float *row = finder_weights_of(w, feature_key(0, 0, sign_hash(&stoned)));
    assert_non_null(row);
    assert_true(row[vocab_find(vocab_categories, "drugs")] > 2.4f);
    assert_true(row[FINDER_CATEGORIES + vocab_find(vocab_severities, "high")] > 0.9f);
    assert_non_null(
        finder_weights_of(w, feature_key(feature_key(0, 0, sign_hash(&was)), 1, sign_hash(&cluster))));
    assert_null(finder_weights_of(w, feature_key(0, 0, sign_hash(&was))));
    finder_weights_free(w);
    free(w);
    assert_int_equal(remove(path), 0);
}

static void refused(const char *text) {
    char path[] = "/tmp/evenhand-weights-XXXXXX";
    int file = mkstemp(path);
    struct faults f = FAULTS_NONE;
    struct finder_weights *w = calloc(1, sizeof *w);
    assert_true(file >= 0);
    assert_int_equal(close(file), 0);
    assert_true(file_write(path, text, strlen(text), &f));
    assert_false(finder_weights_read(w, path, &f));
    assert_int_equal(f.code, FAULT_CONFIG);
    finder_weights_free(w);
    free(w);
    assert_int_equal(remove(path), 0);
}

static void damaged_weights_are_refused(void **state) {
    (void)state;
    refused("@chances 0.7\n");
    refused("0 w stoned\n");
    refused("0 w stoned\tdruggs=1\n");
    refused("0 w stoned\tdrugs=\n");
    refused("0 w stoned\tdrugs=1x\n");
    refused("0 word stoned\tdrugs=1\n");
    refused("0 w\tdrugs=1\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strangers_rounds_stay_found),
        cmocka_unit_test(finds_what_no_rule_has_words_for),
        cmocka_unit_test(without_weights_the_rules_decide_alone),
        cmocka_unit_test(no_excerpt_is_longer_than_may_go_on),
        cmocka_unit_test(weights_are_found_by_their_signs),
        cmocka_unit_test(damaged_weights_are_refused),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

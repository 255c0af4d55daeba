#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "evenhand/files.h"
#include "evenhand/screen_rules.h"
#include "evenhand/screen_text.h"
#include "evenhand/vocab.h"

#define SHIPPED TEST_SOURCE "/filters/rules/screen"

static struct screen_rules *rules;

static int load(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    const char *const folders[] = {SHIPPED};
    rules = screen_rules_load(folders, 1, &f);
    return rules == NULL ? faults_report(&f) : 0;
}

static int unload(void **state) {
    (void)state;
    screen_rules_free(rules);
    return 0;
}

static bool found(struct screen_work *work, const char *category, const char *text) {
    struct faults f = FAULTS_NONE;
    assert_true(screen_text(rules, NULL, work, text, strlen(text), &f));
    check_no_fault(&f);
    for (size_t i = 0; i < work->found_count; i++) {
        if (strcmp(vocab_categories[work->found[i].kind], category) == 0)
            return true;
    }
    return false;
}

/* What every rule promises: its examples are findings of its category, its counter-examples are not. */
static void rules_keep_their_promises(void **state) {
    (void)state;
    struct screen_work work = {0};
    size_t broken = 0;
    for (size_t i = 0; i < rules->count; i++) {
        const struct screen_rule *rule = &rules->rule[i];
        for (size_t k = 0; rule->examples[k] != NULL; k++) {
            bool kept = found(&work, rule->category, rule->examples[k]);
            broken += !kept;
            if (!kept)
                print_message("%s %s: not found: %s\n", rule->place, rule->id, rule->examples[k]);
        }
        for (size_t k = 0; rule->counter_examples[k] != NULL; k++) {
            bool kept = !found(&work, rule->category, rule->counter_examples[k]);
            broken += !kept;
            if (!kept)
                print_message("%s %s: found: %s\n", rule->place, rule->id, rule->counter_examples[k]);
        }
    }
    screen_work_free(&work);
    assert_int_equal(broken, 0);
}

static void every_category_has_rules(void **state) {
    (void)state;
    for (size_t c = 0; vocab_categories[c] != NULL; c++) {
        size_t n = 0;
        for (size_t i = 0; i < rules->count; i++)
            n += strcmp(rules->rule[i].category, vocab_categories[c]) == 0;
        assert_true(n > 0);
    }
}

/* Texts made to be slow are not: each would take minutes if anything grew with the square of its length. */
static void hostile_texts_take_no_longer(void **state) {
    (void)state;
    static const char *const parts[] = {"i will kill you ",
                                        "i will kill you. ",
                                        "i will kill you\n",
                                        "ab: kill you\n",
                                        "\"",
                                        "cats converters cash bucks a night pull sawzall "};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        struct screen_work work = {0};
        struct buf text = {0};
        struct faults f = FAULTS_NONE;
        while (text.len < 200000)
            buf_add_text(&text, parts[i]);
        assert_true(screen_text(rules, NULL, &work, text.data, text.len, &f));
        screen_work_free(&work);
        buf_free(&text);
    }
}

/* Writes one pack into a new folder and loads it alone. */
static void refused(const char *pack, const char *message) {
    char folder[] = "/tmp/evenhand-rules-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *path = path_join(folder, "pack.yaml");
    struct faults f = FAULTS_NONE;
    assert_true(file_write(path, pack, strlen(pack), &f));
    const char *const folders[] = {folder};
    assert_null(screen_rules_load(folders, 1, &f));
    check_fault(&f, FAULT_CONFIG, message);
    assert_int_equal(remove(path), 0);
    assert_int_equal(remove(folder), 0);
    free(path);
}

#define ACTORS "words: {self: [i], others: [he]}\n"
#define RULE "means: m, severity: low, example: x, counter_example: y"

static void faulty_packs_are_refused_with_their_place(void **state) {
    (void)state;
    refused("words: {a: [b]}\n",
            "screen/common.yaml: the lists \"self\" and \"others\" are missing; define both under words:");
    refused(ACTORS, "screen: no screening rules; install evenhand whole, or name a folder of packs");
    refused(ACTORS "category: drugs\nrules:\n  - {id: a, " RULE ", all: [nolist]}\n",
            "screen/pack.yaml:4:76: unknown word list \"nolist\"; define it under words:, or write [words]");
    refused(ACTORS "category: drugs\nrules:\n  - {id: a, " RULE ", all: [[x]], not: [lunch]}\n",
            "screen/pack.yaml:4:87: unknown excuse \"lunch\"; define it under excuses:");
    refused(ACTORS "category: drugs\nrules:\n  - {id: a, " RULE "}\n",
            "screen/pack.yaml:4:5: rule without all:; name at least one word list");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_keep_their_promises),
        cmocka_unit_test(every_category_has_rules),
        cmocka_unit_test(hostile_texts_take_no_longer),
        cmocka_unit_test(faulty_packs_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, load, unload);
}

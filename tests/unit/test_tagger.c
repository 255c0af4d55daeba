/* The tagger by itself, on rules and weights small enough to reckon by hand. */
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/features.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vocab.h"
#include "evenhand/wall.h"

static char folder[] = "/tmp/evenhand-tagger-XXXXXX";

static void write_file(const char *name, const char *text) {
    char *path = mem_format("%s/redact/%s", folder, name);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
    free(path);
}

static int make_rules(void **state) {
    (void)state;
    record_init();
    assert_non_null(mkdtemp(folder));
    static const char *const parts[] = {"redact", "redact/terms", "redact/tagger", "redact/hints",
                                        "redact/words"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *path = mem_format("%s/%s", folder, parts[i]);
        assert_int_equal(mkdir(path, 0700), 0);
        free(path);
    }
    write_file("terms/religion.txt", "@class religion\nquaker\n@cues many\nmass\n@cues noun\nmonk\n");
    write_file("hints/union.txt", "card in my wallet\n");
    write_file("words/turn.txt", "and\nor\n");
    write_file("tagger/clusters.txt", "1 2 3: mosque temple\n");
    return 0;
}

static int remove_rules(void **state) {
    (void)state;
    char *command = mem_format("rm -r %s", folder);
    int code = system(command); /* NOLINT(cert-env33-c): a folder this test made */
    free(command);
    return code;
}

static struct wall wall;

/* The text as it comes out under these weights; the caller's until the next call. */
static const char *under(const char *weights, const char *text) {
    struct faults f = FAULTS_NONE;
    const char *folders[] = {folder};
    wall_close(&wall);
    wall = (struct wall){0};
    write_file("tagger/weights.txt", weights);
    assert_true(wall_open(&wall, folders, 1, &f));
    assert_true(wall_text(&wall, text, strlen(text), NULL, &f));
    check_no_fault(&f);
    return wall.render.text.data;
}

#define NEUTRAL "@chances 50 30 20 10 50\n@bias 0 -400 -400\n"

static void weights_decide(void **state) {
    (void)state;
    assert_string_equal(under(NEUTRAL, "Bakes and opens the mosque."), "Bakes and opens the mosque.");
    assert_string_equal(under(NEUTRAL "0 w mosque\t800\t0\n", "Bakes and opens the mosque."),
                        "Bakes and [withheld].");
    assert_string_equal(under(NEUTRAL "0 w mosque\t0\t800\n", "Bakes and opens the mosque."),
                        "Bakes and opens the [person].");
}

static void what_is_learnt_of_a_word_holds_for_its_cluster(void **state) {
    (void)state;
    assert_string_equal(under(NEUTRAL "0 3 3\t800\t0\n", "Bakes and opens the temple."),
                        "Bakes and [withheld].");
}

static void neighbours_count(void **state) {
    (void)state;
    const char *weights = NEUTRAL "-1 w my 0 w partner\t800\t0\n";
    assert_string_equal(under(weights, "Ask my partner or a partner."), "[withheld] or a partner.");
}

static void hints_withhold_nothing_by_themselves(void **state) {
    (void)state;
    const char *text = "Still have, as everybody here knows, the card in my wallet, yes.";
    assert_string_equal(under(NEUTRAL, text), text);
    assert_string_equal(under(NEUTRAL "0 t union~\t800\t0\n", text),
                        "Still have, as everybody here knows, [withheld], yes.");
}

static void a_short_clause_that_tells_a_trait_goes_whole(void **state) {
    (void)state;
    const char *weights = NEUTRAL "0 w mosque\t800\t0\n";
    assert_string_equal(under(weights, "She swept the mosque on Fridays, and the yard of the mill."),
                        "[withheld], and the yard of the mill.");
    assert_string_equal(under(weights, "Baker \u00b7 mosque treasurer \u00b7 cyclist"),
                        "Baker \u00b7 [withheld] \u00b7 cyclist");
    const char *longer =
        "On every other Friday in the spring of that year the crew swept the mosque from top to bottom.";
    assert_string_equal(
        under(weights, longer),
        "On every other Friday in the spring of that year the crew swept [withheld] from top to bottom.");
}

static void ambiguous_rules_are_overruled_and_plain_ones_are_not(void **state) {
    (void)state;
    const char *text = "He sings masses. A Quaker listens. Ask a monk.";
    assert_string_equal(under("@chances 50 30 20 0 50\n@bias 0 -900 -900\n0 w none\t100\t0\n", text),
                        "They sing [withheld]. [withheld] listens. Ask [withheld].");
    assert_string_equal(under("@chances 50 30 20 10 50\n@bias 0 -900 -900\n0 w none\t100\t0\n", text),
                        "They sing masses. [withheld] listens. Ask [withheld].");
}

static void the_class_is_voted_by_signs(void **state) {
    (void)state;
    under(NEUTRAL "0 w mosque\t800\t0\n@class w mosque\treligion\t90\n", "Opens the mosque early.");
    assert_int_equal(wall.passage.span[0].class, vocab_find(vocab_classes, "religion"));
}

/* The sums kept by word and by sign are those of the features one by one. */
static void the_quick_sum_is_the_sum_of_the_features(void **state) {
    (void)state;
    static const char weights[] =
        "@chances 50 30 20 10 50\n@bias 0 25 0\n0 w mosque\t100\t0\n-1 w mosque\t50\t0\n"
        "2 w mosque\t12\t0\n0 3 3\t200\t0\n-1 h lower 0 r terms\t400\t0\n"
        "-1 w the 0 w mosque\t6\t0\n0 h lower\t3\t0\n";
    under(weights, "see the mosque and pray");
    struct tagger *t = &wall.tagger;
    const float *chance = t->score[2];
    double odds = log((double)chance[TAG_TRAIT] / (double)chance[TAG_NONE]);
    assert_true(fabs(odds - (0.25 + 1 + 2 + 0.06 + 0.03)) < 1e-4);
}

static void refused(const char *file, const char *text, const char *reason, const char *advice,
                    const char *good) {
    struct faults f = FAULTS_NONE;
    const char *folders[] = {folder};
    struct wall broken = {0};
    write_file(file, text);
    assert_false(wall_open(&broken, folders, 1, &f));
    char *message = mem_format("%s/redact/%s:2: %s; %s", folder, file, reason, advice);
    check_fault(&f, FAULT_CONFIG, message);
    free(message);
    wall_close(&broken);
    write_file(file, good);
}

static void broken_files_are_refused_with_their_line(void **state) {
    (void)state;
    static const char clusters[] = "1 2 3: mosque temple\n";
    refused("tagger/weights.txt", "@bias 0 0 0\n0 w mosque 1\n", "not a weight",
            "make it anew with scripts/learn", NEUTRAL);
    refused("tagger/weights.txt", "@bias 0 0 0\n@bais 0 0 0\n", "not a weight",
            "make it anew with scripts/learn", NEUTRAL);
    refused("tagger/weights.txt", "@bias 0 0 0\n9 w mosque\t100\t0\n", "not a weight",
            "make it anew with scripts/learn", NEUTRAL);
    refused("tagger/clusters.txt", "1 2 3: mosque\n1 2: temple\n", "not a cluster",
            "write \"COARSE MIDDLE FINE: word ...\", each word once", clusters);
    refused("tagger/clusters.txt", "1 2 3: mosque\n1 2 4: mosque\n", "not a cluster",
            "write \"COARSE MIDDLE FINE: word ...\", each word once", clusters);
}

static int close_wall(void **state) {
    wall_close(&wall);
    return remove_rules(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_decide),
        cmocka_unit_test(what_is_learnt_of_a_word_holds_for_its_cluster),
        cmocka_unit_test(neighbours_count),
        cmocka_unit_test(hints_withhold_nothing_by_themselves),
        cmocka_unit_test(a_short_clause_that_tells_a_trait_goes_whole),
        cmocka_unit_test(ambiguous_rules_are_overruled_and_plain_ones_are_not),
        cmocka_unit_test(the_class_is_voted_by_signs),
        cmocka_unit_test(the_quick_sum_is_the_sum_of_the_features),
        cmocka_unit_test(broken_files_are_refused_with_their_line),
    };
    return cmocka_run_group_tests(tests, make_rules, close_wall);
}

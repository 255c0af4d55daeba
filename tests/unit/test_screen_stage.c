/* The stage as a whole, on a stream that is made here because it must name the digest of the rules in force.
 */
#include "check.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "evenhand/buf.h"
#include "evenhand/files.h"
#include "evenhand/record.h"
#include "evenhand/rules.h"
#include "evenhand/screen_stage.h"

#define THREAT "If he docks me again I will break his jaw."
#define SHA "0000000000000000000000000000000000000000000000000000000000000000"

static char folder[] = "/tmp/evenhand-screen-XXXXXX";
static char *in_path, *out_path;
static struct buf input;
static size_t counts[3]; /* item, decision, attempt */

static int set_up(void **state) {
    (void)state;
    record_init();
    if (mkdtemp(folder) == NULL)
        return -1;
    in_path = path_join(folder, "in");
    out_path = path_join(folder, "out");
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    (void)remove(in_path);
    (void)remove(out_path);
    free(in_path);
    free(out_path);
    buf_free(&input);
    return rmdir(folder);
}

static void begin(void) {
    struct faults f = FAULTS_NONE;
    struct rules rules;
    assert_true(rules_open(&rules, NULL, &f));
    buf_clear(&input);
    memset(counts, 0, sizeof counts);
    buf_format(&input,
               "{\"type\":\"run\",\"v\":1,\"plan\":\"P\",\"plan_sha256\":\"" SHA "\",\"rules_sha256\":\"%s\","
               "\"version\":\"0.1.0\",\"started\":\"2026-10-01T09:30:00Z\",\"jurisdiction\":\"us-ma\","
               "\"lookback_years\":7}\n",
               rules.digest);
    buf_add_text(&input,
                 "{\"type\":\"candidate\",\"candidate\":\"C-7F3K\",\"ref\":\"1\",\"position\":\"Officer\","
                 "\"identity\":{\"full_name\":\"Quill Zebra\",\"aliases\":[],\"usernames\":[],\"emails\":[],"
                 "\"phones\":[],\"city\":\"\",\"state\":\"\",\"employers\":[],\"schools\":[],\"websites\":[],"
                 "\"date_of_birth\":\"\"},\"release_signed_on\":\"2026-09-01\"}\n");
    rules_close(&rules);
}

static void decision(const char *about, const char *verdict) {
    counts[1]++;
    buf_format(&input,
               "{\"type\":\"decision\",\"candidate\":\"C-7F3K\",\"about\":\"%s\",\"verdict\":\"%s\",\"by\":"
               "\"mwong\","
               "\"at\":\"2026-10-01T10:00:00Z\",\"why\":\"x\"}\n",
               about, verdict);
}

static void item(int number, const char *published, const char *match, const char *text) {
    counts[0]++;
    buf_format(&input,
               "{\"type\":\"item\",\"candidate\":\"C-7F3K\",\"step\":1,\"source_type\":\"forum\","
               "\"evidence\":\"E-0001\",\"item\":%d,\"kind\":\"post\",\"url\":\"\",\"author\":\"q\","
               "\"published\":\"%s\",\"lang\":\"\",\"title\":\"\",\"text\":\"%s\",\"links\":[]%s}\n",
               number, published, text, match);
}

static void end(void) {
    buf_format(&input, "{\"type\":\"end\",\"counts\":{\"run\":1,\"candidate\":1");
    if (counts[0] > 0)
        buf_format(&input, ",\"item\":%zu", counts[0]);
    if (counts[1] > 0)
        buf_format(&input, ",\"decision\":%zu", counts[1]);
    buf_add_text(&input, "}}\n");
}

#define MATCH(class, reason)                                                                                 \
    ",\"match\":{\"weight\":9.5,\"class\":\"" class "\",\"reasons\":[\"" reason "\"]}"
#define SURE MATCH("match", "x: +1.0")

static _Noreturn void run_child(void) {
    int in = open(in_path, O_RDONLY);
    int out = open(out_path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    char name[] = "evenhand-screen";
    char *argv[] = {name, NULL};
    if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0)
        _exit(99);
    _exit(stage_main(&screen_stage, 1, argv));
}

/* Runs the stage; returns its exit code. */
static int run(struct buf *output) {
    struct faults f = FAULTS_NONE;
    assert_true(file_write(in_path, input.data, input.len, &f));
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        run_child();
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    buf_clear(output);
    assert_true(file_read(out_path, (size_t)1 << 20, output, &f));
    return WEXITSTATUS(status);
}

/* One item under a decision, if any: what comes out in its place. */
static void answers(const char *published, const char *match, const char *about, const char *verdict,
                    const char *expected) {
    struct buf output = {0};
    begin();
    if (about != NULL)
        decision(about, verdict);
    item(3, published, match, THREAT);
    end();
    assert_int_equal(run(&output), 0);
    if (strstr(output.data, expected) == NULL)
        fail_msg("expected %s in %s", expected, output.data);
    buf_free(&output);
}

#define FOUND(standing, reviewed) "\"corroboration\":\"" standing "\",\"reviewed\":" reviewed
#define SKIPPED(why)                                                                                         \
    "{\"type\":\"skip\",\"candidate\":\"C-7F3K\",\"about\":\"E-0001/3\",\"why\":\"" why "\"}\n"

static void a_match_is_screened(void **state) {
    (void)state;
    answers("", SURE, NULL, NULL,
            "\"category\":\"violence_threats\",\"severity\":\"high\",\"excerpt\":\"" THREAT "\"");
    answers("", SURE, NULL, NULL, FOUND("one source", "false"));
    answers("", MATCH("match", "username equals a declared one: +11.2"), NULL, NULL,
            FOUND("declared account", "false"));
    answers("", MATCH("match", "username equals a declared one, but it is short or plain: +5.0"), NULL, NULL,
            FOUND("one source", "false"));
    answers("", MATCH("match", "it is on a declared website: +9.0"), NULL, NULL,
            FOUND("declared account", "false"));
    answers("", MATCH("match", "it links to a declared website: +9.0"), NULL, NULL,
            FOUND("linked from a declared account", "false"));
}

static void the_investigators_word_stands(void **state) {
    (void)state;
    const char *possible = MATCH("possible", "x: +1.0");
    answers("", possible, NULL, NULL, SKIPPED("awaiting clerical review"));
    answers("", possible, "E-0001/3", "same-person", FOUND("one source", "true"));
    answers("", possible, "E-0001", "same-person", FOUND("one source", "true"));
    answers("", possible, "E-0001/4", "same-person", SKIPPED("awaiting clerical review"));
    answers("", possible, "E-0001/3", "other-person", SKIPPED("rejected by the investigator"));
    answers("", SURE, "E-0001/3", "other-person", SKIPPED("rejected by the investigator"));
    answers("", SURE, "E-0001", "withhold", SKIPPED("withheld by the investigator"));
    answers("", MATCH("non-match", "x: -9.0"), NULL, NULL, SKIPPED("not about the candidate"));
    answers("", MATCH("non-match", "x: -9.0"), "E-0001", "withhold", SKIPPED("withheld by the investigator"));
    answers("", MATCH("non-match", "x: -9.0"), "E-0001/3", "same-person", SKIPPED("not about the candidate"));
}

static void what_is_old_or_said_again_is_left_out(void **state) {
    (void)state;
    struct buf output = {0};
    answers("2019-09-30T09:30:00Z", SURE, NULL, NULL, SKIPPED("older than the look-back window"));
    answers("2019-10-01T09:30:00Z", SURE, NULL, NULL, FOUND("one source", "false"));
    begin();
    item(1, "", SURE, THREAT);
    item(2, "", SURE, "If he  docks me again\\n I will break his jaw.");
    item(3, "", SURE, "Lunch was fine.");
    item(4, "", SURE, "");
    end();
    assert_int_equal(run(&output), 0);
    assert_non_null(strstr(output.data, "\"E-0001/2\",\"why\":\"duplicate of another item\""));
    assert_non_null(strstr(output.data, "\"E-0001/3\",\"why\":\"nothing job-related\""));
    assert_non_null(strstr(output.data, "\"E-0001/4\",\"why\":\"no text\""));
    assert_non_null(strstr(
        output.data, "{\"type\":\"end\",\"counts\":{\"run\":1,\"candidate\":1,\"finding\":1,\"skip\":3}}"));
    buf_free(&output);
}

static void an_item_without_a_match_is_a_fault(void **state) {
    (void)state;
    struct buf output = {0};
    begin();
    item(1, "", "", THREAT);
    end();
    assert_int_equal(run(&output), FAULT_DATA);
    assert_null(strstr(output.data, "\"end\""));
    buf_free(&output);
}

static void an_excerpt_is_short_and_on_one_line(void **state) {
    (void)state;
    struct buf output = {0};
    struct buf text = {0};
    for (int i = 0; i < 300; i++)
        buf_format(&text, "word%d ", i);
    buf_add_text(&text, "and if he docks me again I will break his jaw");
    for (int i = 0; i < 300; i++)
        buf_format(&text, " word%d", i);
    begin();
    item(1, "", SURE, text.data);
    end();
    assert_int_equal(run(&output), 0);
    const char *excerpt = strstr(output.data, "\"excerpt\":\"");
    assert_non_null(excerpt);
    excerpt += strlen("\"excerpt\":\"");
    size_t len = strcspn(excerpt, "\"");
    assert_true(len > 100 && len <= 500);
    assert_non_null(strstr(excerpt, "break his jaw"));
    buf_free(&text);
    buf_free(&output);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_match_is_screened),
        cmocka_unit_test(the_investigators_word_stands),
        cmocka_unit_test(what_is_old_or_said_again_is_left_out),
        cmocka_unit_test(an_item_without_a_match_is_a_fault),
        cmocka_unit_test(an_excerpt_is_short_and_on_one_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* evenhand-replay as a program: what it writes, byte by byte, and what it refuses to write. */
#include "vault_fixture.h"

#include <fcntl.h>
#include <sys/wait.h>

#include "evenhand/files.h"

struct output {
    struct buf out, err;
    int code;
};

static void read_whole(const char *path, struct buf *to) {
    struct faults f = FAULTS_NONE;
    assert_true(file_read(path, (size_t)64 << 20, to, &f));
}

static struct output replay(struct fixture *x, const char *arguments) {
    struct output o = {0};
    char *program = stage_program("replay", &x->f), *out = path_join(x->caseload, "out"),
         *err = path_join(x->caseload, "err");
    assert_no_faults(&x->f);
    char *command = mem_format("'%s' '%s' %s >'%s' 2>'%s'", program, x->caseload, arguments, out, err);
    int status = system(command); /* NOLINT(cert-env33-c): the words are this test's own */
    assert_true(WIFEXITED(status));
    o.code = WEXITSTATUS(status);
    read_whole(out, &o.out);
    read_whole(err, &o.err);
    free(command);
    free(program);
    free(out);
    free(err);
    return o;
}

static void output_free(struct output *o) {
    buf_free(&o->out);
    buf_free(&o->err);
}

static void expect_refusal(struct fixture *x, const char *arguments, int code, const char *words) {
    struct output o = replay(x, arguments);
    if (o.code != code || !strstr(o.err.data ? o.err.data : "", words))
        fail_msg("code %d: %s", o.code, o.err.data);
    assert_null(strstr(o.out.data ? o.out.data : "", "\"type\":\"end\""));
    output_free(&o);
}

static void two_candidates(struct fixture *x) {
    struct vault_capture c[] = {capture_of("<p>\xc3\xa4</p>", 9), capture_of("\xff", 1)};
    fill_vault(x); /* C-7F3K */
    put_candidate(x, "C-0A00", "A-2");
    assert_true(put_attempt(x, "C-0A00", 2, "", "none", NULL, 0));
    assert_true(put_attempt(x, "C-0A00", 1, "zed", "found", c, 2));
    cJSON *decision = decision_record("C-7F3K", "E-0001/1", "another town");
    assert_true(vault_decision_put(x->v, decision, &x->f));
    cJSON_Delete(decision);
    assert_no_faults(&x->f);
}

/* The types of a stream's records in order, "run candidate ...", each line checked as the next stage would.
 */
static char *types_of(const struct buf *stream) {
    struct faults f = FAULTS_NONE;
    struct buf types = {0};
    for (char *line = stream->data, *end; line && *line; line = end + 1) {
        enum record_type type;
        end = strchr(line, '\n');
        assert_non_null(end);
        cJSON *record = record_parse(line, (size_t)(end - line), RECORD_SEARCHER, "test", &type, &f);
        assert_no_faults(&f);
        buf_format(&types, "%s%s", types.len ? " " : "", record_type_names[type]);
        if (type == RECORD_CANDIDATE)
            buf_format(&types, ":%s", record_text(record, "candidate"));
        if (type == RECORD_CAPTURE)
            buf_format(&types, ":%s", record_field(record, "body") ? "text" : "base64");
        cJSON_Delete(record);
    }
    return buf_take(&types);
}

static void expect_types(struct fixture *x, const char *arguments, const char *expected) {
    struct output o = replay(x, arguments);
    assert_string_equal(o.err.data ? o.err.data : "", "");
    assert_int_equal(o.code, 0);
    char *types = types_of(&o.out);
    assert_string_equal(types, expected);
    free(types);
    output_free(&o);
}

static void everything_in_order(void **state) {
    struct fixture *x = *state;
    two_candidates(x);
    expect_types(x, "",
                 "run candidate:C-0A00 capture:text capture:base64 attempt attempt "
                 "candidate:C-7F3K decision capture:text attempt end");
    expect_types(x, "--facts", "run candidate:C-0A00 attempt attempt candidate:C-7F3K decision attempt end");
}

static void the_same_bytes_twice(void **state) {
    struct fixture *x = *state;
    two_candidates(x);
    struct output a = replay(x, ""), b = replay(x, "");
    assert_int_equal(a.out.len, b.out.len);
    assert_memory_equal(a.out.data, b.out.data, a.out.len);
    assert_non_null(strstr(a.out.data,
                           "{\"type\":\"end\",\"counts\":{\"run\":1,\"candidate\":2,\"attempt\":3,"
                           "\"capture\":3,\"decision\":1}}\n"));
    output_free(&a);
    output_free(&b);
}

static char *rules_digest(struct fixture *x) {
    struct output o = replay(x, "--facts");
    struct faults f = FAULTS_NONE;
    assert_int_equal(o.code, 0);
    cJSON *run = record_parse_plain(o.out.data, (size_t)(strchr(o.out.data, '\n') - o.out.data), "test", &f);
    char *digest = mem_string(record_text(run, "rules_sha256"));
    cJSON_Delete(run);
    output_free(&o);
    return digest;
}

static void the_rules_now_in_force_are_digested(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    char *before = rules_digest(x), *folder = path_join(x->caseload, "rules"),
         *pack = path_join(folder, "local.yaml");
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_true(file_write(pack, "words: [zebra]\n", 15, &x->f));
    char *after = rules_digest(x);
    assert_string_not_equal(before, PLAN_A); /* what the vault's run record says */
    assert_string_not_equal(before, after);
    free(before);
    free(after);
    free(folder);
    free(pack);
}

static void a_gather_under_way_does_not_matter(void **state) {
    struct fixture *x = *state;
    fill_vault(x); /* and still holds the lock */
    expect_types(x, "", "run candidate:C-7F3K capture:text attempt end");
}

static void damaged_evidence_stops_the_stream(void **state) {
    struct fixture *x = *state;
    two_candidates(x);
    tamper(
        x,
        "UPDATE capture SET body = (SELECT body FROM capture WHERE evidence = 2) WHERE candidate = 'C-7F3K'");
    expect_refusal(x, "", 1, "vault: C-7F3K, capture 1 (body): the sealed value was changed or damaged");
}

static void nothing_gathered_is_no_input(void **state) {
    struct fixture *x = *state;
    expect_refusal(x, "", 66, "vault: there is no vault here; run \"evenhand gather\" first");
    open_vault(x, VAULT_CREATE);
    expect_refusal(x, "", 66, ": nothing was gathered yet; run \"evenhand gather\" first");
}

static void one_caseload_at_a_time(void **state) {
    expect_refusal(*state, "another", 64, "replay: \"another\" is one argument too many; name one caseload");
}

static void a_full_disk_is_told(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    char *program = stage_program("replay", &x->f), *err = path_join(x->caseload, "err");
    char *command = mem_format("'%s' '%s' 2>'%s' >/dev/full", program, x->caseload, err);
    int status = system(command); /* NOLINT(cert-env33-c): the words are this test's own */
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 74);
    free(command);
    free(program);
    free(err);
}

#define T(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(everything_in_order),
        T(the_same_bytes_twice),
        T(the_rules_now_in_force_are_digested),
        T(a_gather_under_way_does_not_matter),
        T(damaged_evidence_stops_the_stream),
        T(nothing_gathered_is_no_input),
        T(one_caseload_at_a_time),
        T(a_full_disk_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

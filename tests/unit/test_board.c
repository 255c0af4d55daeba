#include "check.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "evenhand/board.h"
#include "evenhand/buf.h"
#include "evenhand/files.h"

#define RULES TEST_DATA "/../../../filters/rules"
#define DIGEST0 "0000000000000000000000000000000000000000000000000000000000000000"

static struct board board;
static struct stage_io io = {.name = "redact"};
static int out_fd = -1, audit_fd = -1;

static int scratch(void) {
    char name[] = "/tmp/board.XXXXXX";
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    assert_int_equal(unlink(name), 0);
    return fd;
}

static int open_all(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    const char *folders[] = {RULES};
    record_init();
    board = (struct board){.audit_fd = -1};
    out_fd = scratch();
    audit_fd = scratch();
    stream_out_open(&io.out, out_fd, RECORD_BOARD, "redact");
    assert_true(wall_open(&board.wall, folders, 1, &f) && folders_digest(folders, 1, board.digest, &f));
    board.wall.rules_alone = true; /* what has been learnt changes with each learning */
    stream_out_open(&board.audit, audit_fd, RECORD_AUDIT, "redact");
    board.auditing = true;
    return 0;
}

static int close_all(void **state) {
    (void)state;
    stream_out_close(&io.out);
    board_close(&board);
    return close(out_fd) + close(audit_fd);
}

static bool feed(enum record_type type, const char *text, struct faults *f) {
    cJSON *record = cJSON_Parse(text);
    assert_non_null(record);
    bool fine = board_record(&board, &io, type, record, f);
    cJSON_Delete(record);
    return fine;
}

static const char *run_record(const char *digest) {
    static char text[512];
    (void)snprintf(text, sizeof text,
                   "{\"type\":\"run\",\"v\":1,\"plan\":\"P\",\"plan_sha256\":\"" DIGEST0
                   "\",\"rules_sha256\":\"%s\","
                   "\"version\":\"0.1.0\",\"started\":\"2026-10-01T00:00:00Z\",\"jurisdiction\":\"us-ma\","
                   "\"lookback_years\":7}",
                   digest);
    return text;
}

static void read_back(struct stream_out *out, int fd, char *text, size_t size) {
    struct faults f = FAULTS_NONE;
    assert_true(stream_flush(out, &f));
    ssize_t n = pread(fd, text, size - 1, 0);
    assert_true(n >= 0);
    text[n] = '\0';
}

static void other_rules_are_refused(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    assert_false(feed(RECORD_RUN, run_record(DIGEST0), &f));
    check_fault(
        &f, FAULT_CONFIG,
        "run record: the rules loaded here are not those of the run; assess again with these rules, or name "
        "the caseload's by --rules");
}

static void only_known_keys_cross(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    assert_true(feed(RECORD_RUN, run_record(board.digest), &f));
    assert_true(
        feed(RECORD_CANDIDATE,
             "{\"type\":\"candidate\",\"candidate\":\"C-7F3K\",\"ref\":\"r1\",\"position\":\"officer\","
             "\"identity\":{\"full_name\":\"Ottilie Brandvold\",\"city\":\"Marlow Falls\"},"
             "\"release_signed_on\":\"2026-09-01\"}",
             &f));
    assert_true(feed(RECORD_ATTEMPT,
                     "{\"type\":\"attempt\",\"candidate\":\"C-7F3K\",\"step\":1,\"source\":\"mastodon\","
                     "\"source_type\":\"social\",\"outcome\":\"found\",\"reason\":\"secret\",\"captures\":1,"
                     "\"items\":1,\"started\":\"2026-10-01T00:00:00Z\",\"ended\":\"2026-10-01T00:00:01Z\"}",
                     &f));
    assert_true(
        feed(RECORD_FINDING,
             "{\"type\":\"finding\",\"candidate\":\"C-7F3K\",\"step\":1,\"evidence\":\"E-0001\",\"item\":2,"
             "\"category\":\"service\",\"severity\":\"low\",\"excerpt\":\"Ottilie Brandvold, a deaf welder, "
             "wrote to otti@mail.example\",\"published\":\"2025-04-03T10:00:00Z\",\"kind\":\"post\","
             "\"source_type\":\"social\",\"match\":{\"weight\":9.5,\"class\":\"match\","
             "\"reasons\":[\"same name\"]},\"corroboration\":\"one source\",\"reviewed\":false}",
             &f));
    check_no_fault(&f);
    char text[4096];
    read_back(&io.out, out_fd, text, sizeof text);
    static const char *const hidden[] = {"Ottilie", "Marlow", "mastodon",   "secret",  "same name",
                                         "deaf",    "otti@",  "2025-04-03", "officer", "\"r1\""};
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        assert_null(strstr(text, hidden[i]));
    assert_non_null(strstr(text, "\"published\":\"2025-04\""));
    assert_non_null(strstr(text, "[withheld] welder"));
}

static void the_audit_counts_without_words(void **state) {
    (void)state;
    char text[4096];
    read_back(&board.audit, audit_fd, text, sizeof text);
    assert_non_null(strstr(text, "\"class\":\"disability\",\"rule\":\"terms/disability\""));
    assert_null(strstr(text, "deaf"));
    assert_null(strstr(text, "Ottilie"));
}

static void items_are_refused(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    assert_false(feed(RECORD_ITEM, "{\"type\":\"item\"}", &f));
    assert_int_equal(f.code, FAULT_DATA);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_rules_are_refused),
        cmocka_unit_test(only_known_keys_cross),
        cmocka_unit_test(the_audit_counts_without_words),
        cmocka_unit_test(items_are_refused),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}

#include "check.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "evenhand/mem.h"
#include "evenhand/stream.h"

#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define RUN                                                                                                  \
    "{\"type\":\"run\",\"v\":1,\"plan\":\"P\",\"plan_sha256\":\"" SHA "\",\"rules_sha256\":\"" SHA           \
    "\",\"version\":\"0.1\",\"started\":\"2026-10-01T09:30:00Z\",\"jurisdiction\":\"us-ma\",\"lookback_"     \
    "years\":7}\n"
#define CANDIDATE "{\"type\":\"candidate\",\"candidate\":\"C-7F3K\"}\n"
#define SKIP "{\"type\":\"skip\",\"candidate\":\"C-7F3K\",\"about\":\"E-0042\",\"why\":\"no text\"}\n"
#define END(n) "{\"type\":\"end\",\"counts\":{\"run\":1,\"candidate\":1,\"skip\":" #n "}}\n"

static int file_of(const void *bytes, size_t len) {
    int fd = memfd_create("stream", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

/* Reads all; returns how the stream ended. */
static enum stream_result read_to_the_end(const char *bytes, size_t len, struct faults *f) {
    struct stream_in in;
    cJSON *record;
    enum record_type type;
    enum stream_result r;
    int fd = file_of(bytes, len);
    stream_in_open(&in, fd, RECORD_BOARD, "report");
    while ((r = stream_read(&in, &record, &type, f)) == STREAM_RECORD)
        cJSON_Delete(record);
    stream_in_close(&in);
    (void)close(fd);
    return r;
}

static void refused(const char *bytes, const char *message) {
    struct faults f = FAULTS_NONE;
    assert_int_equal(read_to_the_end(bytes, strlen(bytes), &f), STREAM_FAULT);
    check_fault(&f, FAULT_DATA, message);
}

static void a_whole_stream_is_read(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    const char *all = RUN CANDIDATE SKIP END(1);
    assert_int_equal(read_to_the_end(all, strlen(all), &f), STREAM_END);
    check_no_fault(&f);
}

static void a_stream_without_end_is_refused(void **state) {
    (void)state;
    refused(
        RUN CANDIDATE SKIP,
        "report: record 3: the stream ends without an end record; the program before it died or was stopped; "
        "nothing is published from half a stream");
    refused(
        "",
        "report: record 0: the stream ends without an end record; the program before it died or was stopped; "
        "nothing is published from half a stream");
    refused(RUN "{\"type\":\"cand",
            "report:2: the last line was cut short; the program before it probably died");
}

static void wrong_counts_are_refused(void **state) {
    (void)state;
    refused(RUN CANDIDATE SKIP END(2),
            "report: record 4: end tells of 2 skip records, 1 came; records were lost or "
            "added on the way; nothing is published");
}

static void order_is_kept(void **state) {
    (void)state;
    refused("{\"type\":\"end\",\"counts\":{}}\n", "report: record 1: a stream begins with one run record");
    refused(CANDIDATE END(0), "report: record 1: a stream begins with one run record");
    refused(RUN RUN END(0), "report: record 2: a stream begins with one run record");
    refused(RUN CANDIDATE SKIP END(1) SKIP, "report: record 5: a record behind end");
    refused(RUN CANDIDATE
            "{\"type\":\"skip\",\"candidate\":\"C-0000\",\"about\":\"E-0042\",\"why\":\"no text\"}\n",
            "report: record 3: a record of C-0000 among those of C-7F3K; keep the records of a candidate "
            "together");
}

static void a_line_over_the_limit_is_refused(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    size_t len = LINE_MAX_BYTES + 2;
    char *line = mem_array(len, 1);
    memset(line, ' ', len);
    line[len - 1] = '\n';
    assert_int_equal(read_to_the_end(line, len, &f), STREAM_FAULT);
    check_fault(&f, FAULT_DATA,
                "report:1: line is longer than 16 MiB; a record must fit in one line of that size");
    free(line);
}

static void end_counts_what_was_written(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct stream_out out;
    char text[512] = "";
    int fd = memfd_create("out", MFD_CLOEXEC);
    stream_out_open(&out, fd, RECORD_BOARD, "redact");
    assert_true(stream_skip(&out, "C-7F3K", "E-0042", "no text", &f));
    assert_true(stream_end(&out, &f));
    stream_out_close(&out);
    assert_true(pread(fd, text, sizeof text - 1, 0) > 0);
    assert_string_equal(text, SKIP "{\"type\":\"end\",\"counts\":{\"skip\":1}}\n");
    (void)close(fd);
}

static void a_record_against_the_schema_is_our_bug_and_is_not_written(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct stream_out out;
    stream_out_open(&out, -1, RECORD_BOARD, "redact");
    assert_false(stream_skip(&out, "C-7F3K", "E-0042", "Jane Doe said so", &f));
    check_fault(
        &f, FAULT_BUG,
        "redact: record to be written: wrong value for \"why\"; please report this; nothing was published");
    assert_int_equal(out.held.len, 0);
    stream_out_close(&out);
}

static void a_full_disk_and_a_gone_reader_are_said(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct stream_out out;
    int fd = open("/dev/full", O_WRONLY | O_CLOEXEC), ends[2];
    stream_out_open(&out, fd, RECORD_BOARD, "redact");
    assert_false(stream_end(&out, &f));
    assert_int_equal(f.code, FAULT_IO);
    assert_non_null(strstr(f.text, "No space left on device"));
    stream_out_close(&out);
    (void)close(fd);

    f = (struct faults)FAULTS_NONE;
    assert_int_equal(pipe(ends), 0);
    (void)close(ends[0]);
    stream_out_open(&out, ends[1], RECORD_BOARD, "redact");
    assert_false(stream_end(&out, &f));
    check_fault(&f, FAULT_IO, "redact: the reader is gone; look at the message of the program that reads it");
    stream_out_close(&out);
    (void)close(ends[1]);
}

int main(void) {
    record_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_stream_is_read),
        cmocka_unit_test(a_stream_without_end_is_refused),
        cmocka_unit_test(wrong_counts_are_refused),
        cmocka_unit_test(order_is_kept),
        cmocka_unit_test(a_line_over_the_limit_is_refused),
        cmocka_unit_test(end_counts_what_was_written),
        cmocka_unit_test(a_record_against_the_schema_is_our_bug_and_is_not_written),
        cmocka_unit_test(a_full_disk_and_a_gone_reader_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

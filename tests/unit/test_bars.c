/* What a person sees of work under way: every line fits, whatever there is to say. */
#include "check.h"

#include <string.h>

#include "evenhand/bars.h"
#include "evenhand/mem.h"

static struct progress collect(struct progress_part *part, size_t parts) {
    struct progress p = {.stage = "collect", .unit = "attempts", .part = part, .parts = parts};
    for (size_t i = 0; i < parts; i++) {
        p.done += part[i].done;
        p.total += part[i].total;
    }
    return p;
}

static void expect(const struct progress *p, double seconds, int columns, size_t lines, const char *text) {
    struct buf out = {0};
    size_t count = 0, shown = bars_lines(p, seconds, columns, lines, &out);
    assert_string_equal(out.data, text);
    for (const char *c = out.data; *c; c++) {
        count += *c == '\n';
    }
    assert_int_equal(shown, count);
    buf_free(&out);
}

static void test_whole_and_parts(void **state) {
    (void)state;
    struct progress_part part[] = {{.name = "mastodon", .done = 10, .total = 40, .odd = 2},
                                   {.name = "web-search", .done = 20, .total = 20}};
    struct progress p = collect(part, 2);
    /* The slowest source says when all is done: thirty more at one a second. */
    expect(&p, 10, 79, 23,
           "collect   [#########         ] 30/60 attempts  3.0/s  0:30 left  2 undetermined\n"
           "  mastodon   [####              ] 10/40  1.0/s  0:30 left  2 undetermined\n"
           "  web-search [##################] 20/20\n");
}

static void test_nothing_to_tell_yet(void **state) {
    (void)state;
    struct progress_part part[] = {{.name = "mastodon", .total = 40}};
    struct progress p = collect(part, 1);
    expect(&p, 0.1, 79, 23,
           "collect   [                        ] 0/40 attempts  0.0/s\n"
           "  mastodon [                  ] 0/40  0.0/s\n");
}

/* Those under way first, then those to come; the others are counted. */
static void test_more_than_lines(void **state) {
    (void)state;
    struct progress_part part[] = {{.name = "done", .done = 4, .total = 4},
                                   {.name = "to-come", .total = 4},
                                   {.name = "under-way", .done = 2, .total = 4},
                                   {.name = "to-come-too", .total = 4}};
    struct progress p = collect(part, 4);
    expect(&p, 2, 79, 4,
           "collect   [#########               ] 6/16 attempts  3.0/s  0:02 left\n"
           "  under-way   [#########         ] 2/4  1.0/s  0:02 left\n"
           "  to-come     [                  ] 0/4  0.0/s\n"
           "  and 2 more: 4/8\n");
    expect(&p, 2, 79, 1, "collect   [#########               ] 6/16 attempts  3.0/s  0:02 left\n");
    expect(&p, 2, 79, 2,
           "collect   [#########               ] 6/16 attempts  3.0/s  0:02 left\n"
           "  and 4 more: 6/16\n");
}

static void test_narrow(void **state) {
    (void)state;
    struct progress_part part[] = {
        {.name = "a-source-with-a-name-that-nobody-reads", .done = 123456, .total = 999999, .odd = 54321}};
    struct progress p = collect(part, 1);
    for (int columns = 20; columns <= 100; columns++) {
        struct buf out = {0};
        (void)bars_lines(&p, 100000, columns, 23, &out);
        for (char *line = strtok(out.data, "\n"); line; line = strtok(NULL, "\n")) {
            assert_true(strlen(line) <= (size_t)columns);
        }
        buf_free(&out);
    }
}

static void test_ended(void **state) {
    (void)state;
    struct progress p = {.stage = "intake", .unit = "candidates", .done = 30, .ended = true};
    expect(&p, 10, 79, 23, "intake    30 candidates\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_and_parts), cmocka_unit_test(test_nothing_to_tell_yet),
        cmocka_unit_test(test_more_than_lines), cmocka_unit_test(test_narrow), cmocka_unit_test(test_ended)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

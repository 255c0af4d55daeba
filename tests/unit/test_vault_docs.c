/* docs/records.md: its examples are records, each on the side it says; every type and every side is shown; a
 * record of the searcher's side is refused on the board's. */
#include "vault_fixture.h"

#include "evenhand/files.h"

#define RECORDS_MD TEST_SOURCE "/docs/records.md"

static const char *const side_names[] = {"searcher", "board", "audit"};

struct example {
    enum record_side side;
    enum record_type type;
    cJSON *record;
};

/* The next fenced example at or behind *at. */
static bool next_example(const char **at, struct example *e) {
    static const char fence[] = "```json ";
    struct faults f = FAULTS_NONE;
    const char *open = strstr(*at, fence);
    if (!open)
        return false;
    const char *side = open + sizeof fence - 1, *line = strchr(side, '\n') + 1, *end = strchr(line, '\n');
    size_t i = 0;
    while (i < 3 && strncmp(side, side_names[i], strlen(side_names[i])) != 0)
        i++;
    assert_true(i < 3);
    e->side = (enum record_side)i;
    assert_memory_equal(end, "\n```", 4);
    e->record = record_parse(line, (size_t)(end - line), e->side, "docs/records.md", &e->type, &f);
    if (!e->record)
        fail_msg("%.80s...: %s", line, f.text);
    *at = end;
    return true;
}

static void every_example_is_a_record(void **state) {
    struct buf text = {0};
    struct faults f = FAULTS_NONE;
    bool shown[RECORD_TYPES][3] = {{false}};
    struct example e;
    (void)state;
    record_init();
    assert_true(file_read(RECORDS_MD, (size_t)1 << 20, &text, &f));
    for (const char *at = text.data; next_example(&at, &e);) {
        enum record_type type;
        shown[e.type][e.side] = true;
        bool private = e.side == RECORD_SEARCHER && e.type != RECORD_RUN;
        if (private) {
            assert_false(record_check(e.record, RECORD_BOARD, "test", &type, &f));
            f = (struct faults)FAULTS_NONE;
        }
        cJSON_Delete(e.record);
    }
    buf_free(&text);
    for (int type = 0; type < RECORD_TYPES; type++)
        if (!shown[type][0] && !shown[type][1] && !shown[type][2])
            fail_msg("no example of %s", record_type_names[type]);
    static const enum record_type both[] = {RECORD_CANDIDATE, RECORD_ATTEMPT, RECORD_FINDING};
    for (size_t i = 0; i < 3; i++)
        assert_true(shown[both[i]][RECORD_SEARCHER] && shown[both[i]][RECORD_BOARD]);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_example_is_a_record)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

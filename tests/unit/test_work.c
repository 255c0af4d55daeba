/* What is owed, and in which order. */
#include "check.h"

#include <sqlite3.h>

#include "vault_fixture.h"

#include "evenhand/work.h"

static struct source made_up = {.name = "mastodon", .type = "social"};

/* Three candidates: two usernames (one of them twice), one, none. */
static void candidates(struct fixture *x, cJSON *list[3]) {
    static const char *const usernames[] = {"[\"a1\",\"a2\",\"a1\"]", "[\"b1\"]", "[]"};
    for (int i = 0; i < 3; i++) {
        char number[] = "C-000A", ref[] = "A";
        number[5] = (char)('A' + i);
        ref[0] = (char)('A' + i);
        list[i] = candidate_record(number, ref, "Quill Thistledown");
        cJSON_ReplaceItemInObjectCaseSensitive(cJSON_GetObjectItemCaseSensitive(list[i], "identity"),
                                               "usernames", cJSON_Parse(usernames[i]));
        assert_true(vault_candidate_put(x->v, list[i], &x->f));
    }
}

static void store(struct fixture *x, const char *number, int step, const char *value, const char *outcome) {
    cJSON *record = attempt_record(number, step, outcome, 0);
    assert_true(vault_attempt_put(x->v, record, value, NULL, 0, &x->f));
    cJSON_Delete(record);
}

/* "A0 B0 C0 A1 | ..." */
static char *listed(struct fixture *x, const struct plan *plan, cJSON **list) {
    struct work w;
    struct buf text = {0};
    assert_true(work_open(&w, plan, x->v, &x->f));
    for (int i = 0; i < 3; i++) {
        assert_true(work_add(&w, list[i], x->v, &x->f));
    }
    work_order(&w);
    for (size_t step = 0; step < plan->steps; step++) {
        for (size_t i = 0; i < w.step[step].count; i++) {
            buf_format(&text, "%c%u ", 'A' + (int)w.step[step].unit[i].candidate, w.step[step].unit[i].value);
        }
        buf_add_text(&text, "| ");
    }
    work_close(&w);
    return buf_take(&text);
}

static void test_order(void **state) {
    struct fixture *x = *state;
    struct plan *plan = mem_alloc(sizeof *plan);
    cJSON *list[3];
    plan->steps = 3;
    plan->step[0] = plan->step[1] =
        (struct plan_step){.source = &made_up, .query = "{username}", .list_slot = "username", .pages = 1};
    plan->step[2] = (struct plan_step){.source = &made_up, .query = "{full_name}", .pages = 1};
    open_vault(x, VAULT_CREATE);
    cJSON *run = run_record(PLAN_A);
    assert_true(vault_run_begin(x->v, run, "plan", &x->f));
    candidates(x, list);
    char *all = listed(x, plan, list);
    /* Everybody's first before anybody's second; the one without value once; each step begins with another.
     */
    assert_string_equal(all, "A0 B0 C0 A1 | B0 C0 A0 A1 | C0 A0 B0 | ");
    free(all);
    store(x, "C-000A", 1, "a1", "found");
    store(x, "C-000A", 1, "a2", "undetermined"); /* still owed */
    store(x, "C-000C", 1, "", "not-provided");
    store(x, "C-000B", 3, "", "refused");
    char *rest = listed(x, plan, list);
    assert_string_equal(rest, "B0 A1 | B0 C0 A0 A1 | C0 A0 | ");
    free(rest);
    for (int i = 0; i < 3; i++) {
        cJSON_Delete(list[i]);
    }
    cJSON_Delete(run);
    free(plan);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order, fixture_setup, fixture_teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

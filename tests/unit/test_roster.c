/* Candidates' records: read when asked for, kept while used, and few at a time. */
#include "vault_fixture.h"

#include "evenhand/roster.h"

static void test_seats(void **state) {
    struct fixture *x = *state;
    struct roster r;
    open_vault(x, VAULT_CREATE);
    cJSON *run = run_record(PLAN_A);
    assert_true(vault_run_begin(x->v, run, "plan", &x->f));
    assert_true(vault_batch_begin(x->v, &x->f));
    roster_open(&r, x->v);
    for (int i = 0; i < ROSTER_SEATS + 2; i++) {
        char number[16], ref[16];
        (void)snprintf(number, sizeof number, "C-%04d", i);
        (void)snprintf(ref, sizeof ref, "A-%d", i);
        put_candidate(x, number, ref);
        roster_add(&r, number);
    }
    assert_true(vault_batch_end(x->v, &x->f));
    struct person *first = roster_find(&r, 0, &x->f), *again = roster_find(&r, 0, &x->f);
    assert_ptr_equal(first, again);
    assert_string_equal(record_text(first->record, "ref"), "A-0");
    person_leave(again);
    /* Another takes the seat; who is still used stays, and is read anew for the next. */
    struct person *other = roster_find(&r, ROSTER_SEATS, &x->f);
    assert_string_equal(record_text(other->record, "ref"), "A-512");
    assert_string_equal(record_text(first->record, "ref"), "A-0");
    again = roster_find(&r, 0, &x->f);
    assert_ptr_not_equal(first, again);
    assert_string_equal(record_text(again->record, "ref"), "A-0");
    person_leave(first);
    person_leave(again);
    person_leave(other);
    roster_add(&r, "C-ZZZZ");
    assert_null(roster_find(&r, ROSTER_SEATS + 2, &x->f));
    assert_int_equal(x->f.code, FAULT_BUG);
    roster_close(&r);
    cJSON_Delete(run);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_seats, fixture_setup, fixture_teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

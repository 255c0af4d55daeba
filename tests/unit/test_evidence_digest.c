/* The digest of the evidence: what the ledger says must be what there is. */
#include "vault_fixture.h"

#include "evenhand/digest.h"
#include "evenhand/evidence_digest.h"

static void add_assessment(struct fixture *x, const char *act, const char *digest) {
    cJSON *detail = cJSON_CreateObject();
    if (digest)
        (void)cJSON_AddStringToObject(detail, EVIDENCE_DIGEST_KEY, digest);
    open_vault(x, VAULT_ACTS);
    assert_true(vault_ledger_add(x->v, act, detail, &x->f));
    vault_close(x->v);
    x->v = NULL;
    cJSON_Delete(detail);
}

static void begin(struct fixture *x) {
    open_vault(x, VAULT_CREATE);
    vault_close(x->v);
    x->v = NULL;
}

static void of_no_evidence_it_is_the_digest_of_nothing(void **state) {
    struct fixture *x = *state;
    char nothing[DIGEST_HEX_BYTES];
    cJSON *detail = cJSON_CreateObject();
    begin(x);
    digest_bytes("", 0, nothing);
    assert_true(evidence_digest_add(x->caseload, detail, &x->f));
    assert_string_equal(record_text(detail, EVIDENCE_DIGEST_KEY), nothing);
    assert_int_equal((int)record_number(detail, "evidence"), 0);
    add_assessment(x, "assess", nothing);
    assert_true(evidence_digest_check(x->caseload, &x->f));
    cJSON_Delete(detail);
}

static void another_digest_in_the_ledger_is_no(void **state) {
    struct fixture *x = *state;
    begin(x);
    assert_true(evidence_digest_check(x->caseload, &x->f));
    add_assessment(x, "assess", PLAN_A);
    assert_false(evidence_digest_check(x->caseload, &x->f));
    expect_fault(x, FAULT_ANSWER_NO, "its digest is not the one in the ledger");
    add_assessment(x, "review", NULL); /* changes nothing of the evidence */
    assert_false(evidence_digest_check(x->caseload, &x->f));
    expect_fault(x, FAULT_ANSWER_NO, "its digest is not the one in the ledger");
}

static void what_was_gathered_or_destroyed_since_is_not_compared(void **state) {
    struct fixture *x = *state;
    begin(x);
    for (const char *const *act = (const char *const[]){"gather", "withdraw", "purge", NULL}; *act; act++) {
        add_assessment(x, "assess", PLAN_A);
        add_assessment(x, *act, NULL);
        assert_true(evidence_digest_check(x->caseload, &x->f));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(of_no_evidence_it_is_the_digest_of_nothing, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(another_digest_in_the_ledger_is_no, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(what_was_gathered_or_destroyed_since_is_not_compared, fixture_setup,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

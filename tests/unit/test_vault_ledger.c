/* The ledger's chain, whole and broken. */
#include "vault_fixture.h"

#include "evenhand/digest.h"

static void add(struct fixture *x, const char *act, const char *detail_json) {
    cJSON *detail = detail_json ? parse(detail_json) : NULL;
    assert_true(vault_ledger_add(x->v, act, detail, &x->f));
    cJSON_Delete(detail);
}

static void three_entries(struct fixture *x) {
    open_vault(x, VAULT_CREATE); /* entries 1 and 2: create, open */
    add(x, "gather", NULL);
    add(x, "review", "{\"candidate\":\"C-7F3K\",\"about\":\"E-0001/1\"}");
    add(x, "release", "{\"workbooks\":6}");
}

static void entries_form_a_chain(void **state) {
    struct fixture *x = *state;
    struct buf lines = {0};
    three_entries(x);
    assert_true(vault_ledger(x->v, collect_lines, &lines, &x->f));
    char previous[DIGEST_HEX_BYTES] = "0000000000000000000000000000000000000000000000000000000000000000";
    char *line = strtok(lines.data, "\n");
    for (int seq = 1; seq <= 5; seq++, line = strtok(NULL, "\n")) {
        cJSON *entry = parse(line);
        assert_int_equal((int)record_number(entry, "seq"), seq);
        assert_string_equal(record_text(entry, "previous"), previous);
        assert_string_not_equal(record_text(entry, "user"), "");
        assert_string_not_equal(record_text(entry, "host"), "");
        /* Anyone can recompute it: the line without its last member. */
        char *last = strstr(line, ",\"sha256\":");
        assert_non_null(last);
        char *text = mem_format("%.*s}", (int)(last - line), line);
        digest_bytes(text, strlen(text), previous);
        assert_string_equal(record_text(entry, "sha256"), previous);
        free(text);
        cJSON_Delete(entry);
    }
    assert_null(line);
    buf_free(&lines);
}

static void the_digests_of_many_workbooks_fit(void **state) {
    struct fixture *x = *state;
    struct buf lines = {0};
    cJSON *detail = cJSON_CreateObject(), *workbooks = cJSON_AddObjectToObject(detail, "workbooks");
    for (int i = 0; i < 10000; i++) {
        char name[24];
        (void)snprintf(name, sizeof name, "C-%04d.xlsx", i);
        (void)cJSON_AddStringToObject(workbooks, name, PLAN_A);
    }
    open_vault(x, VAULT_CREATE);
    assert_true(vault_ledger_add(x->v, "assess", detail, &x->f));
    assert_true(vault_ledger(x->v, collect_lines, &lines, &x->f));
    buf_free(&lines);
    cJSON_Delete(detail);
}

static void a_new_ledger_begins_with_the_key_that_signs(void **state) {
    struct fixture *x = *state;
    struct buf lines = {0};
    open_vault(x, VAULT_CREATE);
    assert_true(vault_ledger(x->v, collect_lines, &lines, &x->f));
    cJSON *entry = parse(strtok(lines.data, "\n"));
    assert_string_equal(record_text(entry, "act"), "create");
    assert_int_equal(strlen(record_text(record_field(entry, "detail"), "public_key")), 64);
    cJSON_Delete(entry);
    buf_free(&lines);
}

static void expect_broken(struct fixture *x, const char *sql, const char *words) {
    struct buf lines = {0};
    three_entries(x);
    tamper(x, sql);
    x->v = vault_open(x->caseload, VAULT_ACTS, &x->f);
    assert_false(x->v && vault_ledger(x->v, collect_lines, &lines, &x->f));
    expect_fault(x, FAULT_ANSWER_NO, words);
    buf_free(&lines);
}

static void a_changed_entry_breaks_it(void **state) {
    expect_broken(*state, "UPDATE ledger SET entry = replace(entry, 'review', 'status') WHERE seq = 4",
                  "ledger entry 4: the chain is broken here: its text does not have its SHA-256");
}

static void a_removed_entry_breaks_it(void **state) {
    expect_broken(*state, "DELETE FROM ledger WHERE seq = 4",
                  "ledger entry 4: the chain is broken here: the entry is missing");
}

static void a_removed_first_entry_breaks_it(void **state) {
    expect_broken(*state, "DELETE FROM ledger WHERE seq = 1", "ledger entry 1");
}

static void a_renumbered_entry_breaks_it(void **state) {
    expect_broken(*state, "DELETE FROM ledger WHERE seq = 4; UPDATE ledger SET seq = 4 WHERE seq = 5",
                  "ledger entry 4: the chain is broken here: it does not follow the one before it");
}

/* Nothing follows it: only the signed head knows that it was there. */
static void a_removed_newest_entry_breaks_it(void **state) {
    expect_broken(*state, "DELETE FROM ledger WHERE seq = 5",
                  "ledger entry 5: the chain is broken here: the newest entries are missing");
}

/* Whoever can write the file can make the plain digests fit, and not the signature. */
static void a_head_that_was_moved_back_is_not_signed(void **state) {
    expect_broken(*state,
                  "DELETE FROM ledger WHERE seq = 5; UPDATE chain SET rows = 4, sha256 = (SELECT sha256 FROM "
                  "ledger WHERE seq = 4) WHERE name = 'ledger'",
                  "the signature over the vault's tables and ledger does not hold");
}

/* What was changed from outside must not become right by the next entry, which would be signed. */
static void a_broken_ledger_is_never_signed_over(void **state) {
    struct fixture *x = *state;
    three_entries(x);
    tamper(x, "DELETE FROM ledger WHERE seq = 5");
    refuse_vault(x, VAULT_READ, FAULT_ANSWER_NO, "the newest entries are missing");
    refuse_vault(x, VAULT_CREATE, FAULT_ANSWER_NO, "the newest entries are missing");
}

static void an_opening_is_an_entry(void **state) {
    struct fixture *x = *state;
    struct buf lines = {0};
    open_vault(x, VAULT_CREATE);
    vault_acting("status");
    open_vault(x, VAULT_READ);
    vault_acting(NULL);
    assert_true(vault_ledger(x->v, collect_lines, &lines, &x->f));
    assert_non_null(strstr(lines.data, "\"act\":\"open\",\"detail\":{\"for\":\"status\""));
    buf_free(&lines);
}

#define T(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(the_digests_of_many_workbooks_fit),
        T(entries_form_a_chain),
        T(a_new_ledger_begins_with_the_key_that_signs),
        T(a_changed_entry_breaks_it),
        T(a_removed_entry_breaks_it),
        T(a_removed_first_entry_breaks_it),
        T(a_renumbered_entry_breaks_it),
        T(a_removed_newest_entry_breaks_it),
        T(a_head_that_was_moved_back_is_not_signed),
        T(a_broken_ledger_is_never_signed_over),
        T(an_opening_is_an_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

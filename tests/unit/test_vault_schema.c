/* Migrations: from nothing to this version, and not a step too far. */
#include "vault_fixture.h"

#include "evenhand/vault_chain.h"
#include "evenhand/vault_schema.h"

static void from_nothing_to_this_version(void **state) {
    struct fixture *x = *state;
    struct store s;
    int64_t schema;
    char *path = mem_format("%s/new.db", x->caseload);
    FILE *empty = fopen(path, "w");
    assert_non_null(empty);
    assert_int_equal(fclose(empty), 0);
    assert_true(store_open(&s, path, STORE_WRITE, &x->f));
    assert_true(vault_migrate(&s, 0, &x->f));
    assert_true(vault_schema_of(&s, &schema, &x->f));
    assert_int_equal(schema, VAULT_SCHEMA);
    assert_true(vault_migrate(&s, schema, &x->f)); /* nothing left to do */
    assert_true(store_close(&s, &x->f));
    free(path);
}

static void every_version_has_its_migration(void **state) {
    (void)state;
    for (int i = VAULT_OLDEST - 1; i < VAULT_SCHEMA; i++)
        assert_non_null(vault_migrations[i]);
}

static void a_migration_that_fails_leaves_the_version_before(void **state) {
    struct fixture *x = *state;
    int64_t schema;
    fill_vault(x);
    assert_false(vault_migrate(&x->v->store, 0, &x->f)); /* the tables are there already */
    assert_int_equal(x->f.code, FAULT_DATA);
    x->f = (struct faults)FAULTS_NONE;
    assert_true(vault_schema_of(&x->v->store, &schema, &x->f));
    assert_int_equal(schema, VAULT_SCHEMA);
}

/* Version 2 had no table of answers of attempts that are not over, version 3 none of rechecks. */
static void a_vault_of_the_version_before_is_brought_up(void **state) {
    struct fixture *x = *state;
    int64_t schema, tables;
    fill_vault(x);
    assert_true(
        store_execute(&x->v->store,
                      "DROP TABLE begun; DROP TABLE recheck; DELETE FROM chain WHERE name = 'recheck';"
                      "PRAGMA user_version = 2",
                      "go back", &x->f));
    assert_true(chain_sign(x->v, &x->f)); /* as it was signed then */
    vault_close(x->v);
    x->v = NULL;
    open_vault(x, VAULT_READ);
    assert_true(vault_schema_of(&x->v->store, &schema, &x->f));
    assert_int_equal(schema, VAULT_SCHEMA);
    assert_true(store_number(&x->v->store,
                             "SELECT count(*) FROM pragma_table_list WHERE name IN ('begun', 'recheck')",
                             &tables, &x->f));
    assert_int_equal(tables, 2);
    assert_true(vault_whole(x->v, &x->f));
}

static void every_table_is_strict_and_the_settings_hold(void **state) {
    struct fixture *x = *state;
    static const struct {
        const char *sql;
        int64_t expected;
    } facts[] = {
        {"SELECT count(*) FROM pragma_table_list WHERE schema='main' AND type='table' AND strict=0 AND name "
         "NOT LIKE 'sqlite_%'",
         0},
        {"PRAGMA foreign_keys", 1},
        {"PRAGMA synchronous", 2},
        {"PRAGMA temp_store", 2},
        {"PRAGMA trusted_schema", 0},
        {"PRAGMA application_id", VAULT_APPLICATION_ID},
        {"SELECT count(*) FROM pragma_journal_mode WHERE journal_mode='wal'", 1},
        {"SELECT count(*) FROM pragma_integrity_check WHERE integrity_check='ok'", 1},
        {"SELECT count(*) FROM pragma_foreign_key_check", 0}};
    fill_vault(x);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        int64_t got;
        assert_true(store_number(&x->v->store, facts[i].sql, &got, &x->f));
        if (got != facts[i].expected)
            fail_msg("%s: %lld", facts[i].sql, (long long)got);
    }
}

#define T(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(from_nothing_to_this_version),
        T(every_version_has_its_migration),
        T(a_migration_that_fails_leaves_the_version_before),
        T(a_vault_of_the_version_before_is_brought_up),
        T(every_table_is_strict_and_the_settings_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

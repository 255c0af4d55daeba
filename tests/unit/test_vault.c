/* Opening: modes, rights, the lock, damage. */
#include "vault_fixture.h"

#include <fcntl.h>
#include <sys/wait.h>

static void makes_folder_and_file_for_its_owner_only(void **state) {
    struct fixture *x = *state;
    struct stat s;
    open_vault(x, VAULT_CREATE);
    char *folder = in_vault(x, ""), *file = in_vault(x, "vault.db");
    assert_int_equal(stat(folder, &s), 0);
    assert_int_equal(s.st_mode & 07777, 0700);
    assert_int_equal(stat(file, &s), 0);
    assert_int_equal(s.st_mode & 07777, 0600);
    free(folder);
    free(file);
}

static void missing_vault_is_no_input(void **state) {
    struct fixture *x = *state;
    refuse_vault(x, VAULT_READ, FAULT_NO_INPUT, "there is no vault here; run \"evenhand gather\" first");
    refuse_vault(x, VAULT_WRITE, FAULT_NO_INPUT, "there is no vault here");
    char *folder = in_vault(x, "");
    assert_int_equal(mkdir(folder, 0700), 0);
    free(folder);
    refuse_vault(x, VAULT_READ, FAULT_NO_INPUT, "vault/vault.db: there is no vault here");
}

static void refuses_a_folder_that_others_may_enter(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    char *folder = in_vault(x, "");
    assert_int_equal(chmod(folder, 0750), 0);
    refuse_vault(x, VAULT_READ, FAULT_NOT_PERMITTED, "others may enter the vault (mode 0750); chmod 700");
    assert_int_equal(chmod(folder, 0700), 0);
    free(folder);
}

static void refuses_a_file_that_others_may_read(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    char *file = in_vault(x, "vault.db");
    assert_int_equal(chmod(file, 0640), 0);
    refuse_vault(x, VAULT_WRITE, FAULT_NOT_PERMITTED, "others may read the vault (mode 0640); chmod 600");
    free(file);
}

static void refuses_a_linked_folder(void **state) {
    struct fixture *x = *state;
    char *folder = in_vault(x, "");
    folder[strlen(folder) - 1] = '\0';
    assert_int_equal(symlink("/tmp", folder), 0);
    refuse_vault(x, VAULT_CREATE, FAULT_NOT_PERMITTED, "the vault is not a folder");
    free(folder);
}

static void a_second_writer_is_told_who_holds_it(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    struct faults f = FAULTS_NONE;
    char *expected = mem_format("the vault is being changed by process %ld (", (long)getpid());
    assert_null(vault_open(x->caseload, VAULT_WRITE, &f));
    assert_int_equal(f.code, FAULT_TRY_AGAIN);
    assert_non_null(strstr(f.text, expected));
    free(expected);
    open_vault(x, VAULT_WRITE); /* closes the first */
}

static void the_lock_dies_with_its_holder(void **state) {
    struct fixture *x = *state;
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    open_vault(x, VAULT_CREATE);
    vault_close(x->v);
    x->v = NULL;
    pid_t child = fork();
    if (child == 0) {
        struct faults f = FAULTS_NONE;
        struct vault *v = vault_open(x->caseload, VAULT_WRITE, &f);
        if (write(ready[1], v ? "y" : "n", 1) == 1)
            pause();
        _exit(1);
    }
    char answer = 'n';
    assert_int_equal(read(ready[0], &answer, 1), 1);
    assert_int_equal(answer, 'y');
    refuse_vault(x, VAULT_WRITE, FAULT_TRY_AGAIN, "the vault is being changed by process");
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    open_vault(x, VAULT_WRITE);
    close(ready[0]);
    close(ready[1]);
}

static void a_reader_keeps_what_it_opened(void **state) {
    struct fixture *x = *state;
    struct faults f = FAULTS_NONE;
    uint64_t total;
    fill_vault(x);
    struct vault *reader = vault_open(x->caseload, VAULT_READ, &f);
    assert_no_faults(&f);
    struct vault_capture c = capture_of("later", 5);
    assert_true(put_attempt(x, "C-7F3K", 2, "", "found", &c, 1));
    assert_true(vault_capture_total(reader, &total, &f));
    assert_int_equal(total, 1);
    vault_close(reader);
    reader = vault_open(x->caseload, VAULT_READ, &f);
    assert_true(vault_capture_total(reader, &total, &f));
    assert_int_equal(total, 2);
    vault_close(reader);
}

static void a_reader_may_not_write(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    open_vault(x, VAULT_READ);
    assert_false(vault_ledger_add(x->v, "gather", NULL, &x->f));
    expect_fault(x, FAULT_BUG, "the vault was opened to read");
}

static void cut(struct fixture *x, off_t len) {
    char *file = in_vault(x, "vault.db");
    vault_close(x->v);
    x->v = NULL;
    assert_int_equal(truncate(file, len), 0);
    free(file);
}

static void a_truncated_file_is_damage(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    cut(x, 3 * 4096);
    refuse_vault(x, VAULT_READ, FAULT_DATA, "the file is damaged");
    refuse_vault(x, VAULT_CREATE, FAULT_DATA, "the file is damaged");
}

static void an_empty_file_is_damage_not_a_beginning(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    cut(x, 0);
    refuse_vault(x, VAULT_READ, FAULT_DATA, "the vault's file is empty");
    refuse_vault(x, VAULT_CREATE, FAULT_DATA, "the vault's file is empty");
}

static void write_over(struct fixture *x, const char *bytes, off_t at) {
    char *file = in_vault(x, "vault.db");
    vault_close(x->v);
    x->v = NULL;
    int fd = open(file, O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, bytes, strlen(bytes), at), strlen(bytes));
    close(fd);
    free(file);
}

static void a_file_of_something_else_is_refused(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    write_over(x, "This is a letter, not a database.", 0);
    refuse_vault(x, VAULT_READ, FAULT_DATA, "this is no vault");
    refuse_vault(x, VAULT_WRITE, FAULT_DATA, "this is no vault");
}

static void another_programs_database_is_refused(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    tamper(x, "PRAGMA application_id=0");
    refuse_vault(x, VAULT_READ, FAULT_DATA, "this is not a vault of evenhand");
    refuse_vault(x, VAULT_CREATE, FAULT_DATA, "this is not a vault of evenhand");
}

static void a_vault_of_the_future_is_refused(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    tamper(x, "PRAGMA user_version=1000");
    refuse_vault(x, VAULT_READ, FAULT_CONFIG, "the vault has schema 1000; this evenhand knows schemas up to");
    refuse_vault(x, VAULT_WRITE, FAULT_CONFIG, "the vault has schema 1000");
}

static void damaged_pages_are_told_not_read(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    open_vault(x, VAULT_READ); /* the log was written back when the writer closed */
    char zeros[2 * 4096];
    memset(zeros, 'z', sizeof zeros - 1);
    zeros[sizeof zeros - 1] = '\0';
    write_over(x, zeros, 4096);
    struct vault *v = vault_open(x->caseload, VAULT_READ, &x->f);
    cJSON *all = v ? vault_candidates(v, &x->f) : NULL;
    cJSON *run = v ? vault_run(v, &x->f) : NULL;
    assert_null(run);
    assert_int_equal(x->f.code, FAULT_DATA);
    cJSON_Delete(all);
    vault_close(v);
}

static void a_lost_file_with_its_log_is_not_begun_anew(void **state) {
    struct fixture *x = *state;
    char *file = in_vault(x, "vault.db"), *log = in_vault(x, "vault.db-wal");
    fill_vault(x);
    vault_close(x->v);
    x->v = NULL;
    assert_int_equal(rename(file, log), 0);
    refuse_vault(x, VAULT_CREATE, FAULT_DATA, "the vault's file is gone, but its write-ahead log is there");
    free(file);
    free(log);
}

static void an_interrupted_creation_is_begun_again(void **state) {
    struct fixture *x = *state;
    char *folder = in_vault(x, ""), *unfinished = in_vault(x, "vault.db.new");
    assert_int_equal(mkdir(folder, 0700), 0);
    FILE *half = fopen(unfinished, "w");
    assert_non_null(half);
    fputs("half", half);
    assert_int_equal(fclose(half), 0);
    fill_vault(x);
    assert_int_equal(access(unfinished, F_OK), -1);
    free(folder);
    free(unfinished);
}

#define T(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(makes_folder_and_file_for_its_owner_only),
        T(missing_vault_is_no_input),
        T(refuses_a_folder_that_others_may_enter),
        T(refuses_a_file_that_others_may_read),
        T(refuses_a_linked_folder),
        T(a_second_writer_is_told_who_holds_it),
        T(the_lock_dies_with_its_holder),
        T(a_reader_keeps_what_it_opened),
        T(a_reader_may_not_write),
        T(a_truncated_file_is_damage),
        T(an_empty_file_is_damage_not_a_beginning),
        T(a_file_of_something_else_is_refused),
        T(another_programs_database_is_refused),
        T(a_vault_of_the_future_is_refused),
        T(damaged_pages_are_told_not_read),
        T(a_lost_file_with_its_log_is_not_begun_anew),
        T(an_interrupted_creation_is_begun_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* In the sandbox: a reader that opened first reads on without any right to the vault, also beside a writer; a
 * writer writes with the right to its folder. */
#include "vault_fixture.h"

#include <fcntl.h>
#include <sys/wait.h>

#include "evenhand/sandbox.h"

static void unreadable_now(const char *path) {
    if (open(path, O_RDONLY | O_CLOEXEC) >= 0)
        _exit(20);
}

_Noreturn static void read_in_sandbox(struct fixture *x, int ready, int go) {
    struct faults f = FAULTS_NONE;
    struct sandbox s = {0};
    struct buf lines = {0};
    char c, *file = in_vault(x, "vault.db");
    struct vault *v = vault_open(x->caseload, VAULT_READ, &f);
    if (!v || !sandbox_enter(&s, &f) || write(ready, "r", 1) != 1 || read(go, &c, 1) != 1)
        _exit(10);
    unreadable_now(file);
    bool ok = vault_replay(v, "C-7F3K", true, collect_lines, &lines, &f);
    bool same = ok && strstr(lines.data, "Hello") && !strstr(lines.data, "E-0002");
    vault_close(v);
    buf_free(&lines);
    free(file);
    (void)faults_report(&f);
    _exit(same ? 0 : 11);
}

static int status_of(pid_t child) {
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void a_reader_reads_on_without_rights(void **state) {
    struct fixture *x = *state;
    int ready[2], go[2];
    char c;
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(go), 0);
    fill_vault(x);
    vault_close(x->v);
    x->v = NULL;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        read_in_sandbox(x, ready[1], go[0]);
    assert_int_equal(read(ready[0], &c, 1), 1);
    /* A gather goes on beside it, far enough for the log to be written back and begun again. */
    char *body = mem_alloc(100000);
    for (size_t i = 0; i < 100000; i++)
        body[i] = (char)(i * 2654435761U >> 24);
    open_vault(x, VAULT_WRITE);
    for (int step = 2; step < 80; step++) {
        struct vault_capture capture = capture_of(body, 100000);
        assert_true(put_attempt(x, "C-7F3K", step, "", "found", &capture, 1));
    }
    assert_int_equal(write(go[1], "g", 1), 1);
    assert_int_equal(status_of(child), 0);
    free(body);
    for (int i = 0; i < 2; i++) {
        close(ready[i]);
        close(go[i]);
    }
}

static void a_writer_needs_its_folder_only(void **state) {
    struct fixture *x = *state;
    fill_vault(x);
    vault_close(x->v);
    x->v = NULL;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct faults f = FAULTS_NONE;
        char *folder = in_vault(x, "");
        struct sandbox s = {.write = {folder}};
        struct vault_capture capture = capture_of("sandboxed", 9);
        x->v = vault_open(x->caseload, VAULT_WRITE, &f);
        bool ok = x->v && sandbox_enter(&s, &f) && put_attempt(x, "C-7F3K", 2, "", "found", &capture, 1) &&
                  vault_ledger_add(x->v, "gather", NULL, &f);
        vault_close(x->v);
        free(folder);
        (void)faults_report(&f);
        _exit(ok ? 0 : 1);
    }
    assert_int_equal(status_of(child), 0);
    open_vault(x, VAULT_READ);
    assert_string_equal(vault_attempt_outcome(x->v, "C-7F3K", 2, "", &x->f), "found");
}

#define T(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        T(a_reader_reads_on_without_rights),
        T(a_writer_needs_its_folder_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

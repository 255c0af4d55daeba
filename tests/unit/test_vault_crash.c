/* Kill -9 at any moment: what was acknowledged is there, and nothing is there by half. */
#include "vault_fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <sys/wait.h>
#include <time.h>

#define ROUNDS 30
#define LONGEST_ROUND_MICROSECONDS 60000
#define BODY_BYTES 30000

/* Writes attempts until it is killed; says the step of each after vault_attempt_put returned. */
_Noreturn static void write_until_killed(const char *caseload, int told) {
    struct faults f = FAULTS_NONE;
    char *body = mem_alloc(BODY_BYTES);
    for (size_t i = 0; i < BODY_BYTES; i++)
        body[i] = (char)(i * 2654435761U >> 24);
    struct vault *v = vault_open(caseload, VAULT_CREATE, &f);
    cJSON *candidate = candidate_record("C-7F3K", "A-1", "Quillon Vex Marlowe");
    bool ok = v && vault_candidate_put(v, candidate, &f);
    int step = 1;
    while (ok && *vault_attempt_outcome(v, "C-7F3K", step, "", &f))
        step++;
    for (; ok; step++) {
        struct vault_capture c[] = {capture_of(body, BODY_BYTES), capture_of(body, 100), capture_of("", 0)};
        size_t count = (size_t)(step % 4);
        cJSON *attempt = attempt_record("C-7F3K", step, "found", count);
        ok =
            vault_attempt_put(v, attempt, "", c, count, &f) && write(told, &step, sizeof step) == sizeof step;
        cJSON_Delete(attempt);
    }
    (void)faults_report(&f);
    _exit(1);
}

/* One round; returns the highest step that was acknowledged, or `before`. */
static int round_of(struct fixture *x, int before) {
    int told[2], step, highest = before, status;
    assert_int_equal(pipe2(told, O_CLOEXEC), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        write_until_killed(x->caseload, told[1]);
    close(told[1]);
    struct timespec nap = {.tv_nsec = 1000L * (1 + (long)randombytes_uniform(LONGEST_ROUND_MICROSECONDS))};
    nanosleep(&nap, NULL);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    while (read(told[0], &step, sizeof step) == sizeof step)
        highest = step;
    close(told[0]);
    return highest;
}

struct seen {
    int attempts, captures;
};

static bool see(void *ctx, const cJSON *record, struct faults *f) {
    struct seen *seen = ctx;
    (void)f;
    if (strcmp(record_text(record, "type"), "capture") == 0) {
        seen->captures++;
        return true;
    }
    seen->attempts++;
    return (int)record_number(record, "step") == seen->attempts; /* steps without a gap */
}

/* The attempts that are stored now, each whole: vault_replay itself checks captures against attempts,
 * evidence numbers for gaps and bodies against digests. */
static int stored_attempts(struct fixture *x) {
    struct seen seen = {0};
    int expected_captures = 0;
    char *file = in_vault(x, "vault.db");
    bool made = access(file, F_OK) == 0;
    free(file);
    if (!made)
        return 0;
    open_vault(x, VAULT_READ);
    assert_true(vault_replay(x->v, "C-7F3K", true, see, &seen, &x->f));
    assert_no_faults(&x->f);
    vault_close(x->v);
    x->v = NULL;
    for (int step = 1; step <= seen.attempts; step++)
        expected_captures += step % 4;
    assert_int_equal(seen.captures, expected_captures);
    return seen.attempts;
}

static void survives_kill_9(void **state) {
    struct fixture *x = *state;
    int stored = 0, acknowledged = 0;
    for (int i = 0; i < ROUNDS; i++) {
        int highest = round_of(x, stored), now = stored_attempts(x);
        assert_in_range(now, highest, highest + 1); /* one may have been stored and not yet acknowledged */
        acknowledged += highest - stored;
        stored = now;
    }
    print_message("%d attempts acknowledged, %d stored, over %d kills\n", acknowledged, stored, ROUNDS);
    assert_true(acknowledged > 0);
    open_vault(x, VAULT_WRITE); /* recovers, and leaves a sound file */
    int64_t sound;
    assert_true(store_number(&x->v->store,
                             "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check='ok'", &sound,
                             &x->f));
    assert_int_equal(sound, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(survives_kill_9, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

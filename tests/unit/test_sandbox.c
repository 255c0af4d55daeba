/* A stage may do what it was allowed and nothing else: each case runs in a child that enters the sandbox. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/sandbox.h"

static char folder[] = "/tmp/evenhand-sandbox-XXXXXX";
static char *inside, *outside;

/* What the child answers: 0 allowed, else errno (99: the sandbox could not be entered). */
static int in_sandbox(const struct sandbox *s, int (*attempt)(void)) {
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct faults f = FAULTS_NONE;
        if (!sandbox_enter(s, &f))
            _exit(99);
        _exit(attempt() < 0 ? errno : 0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int read_inside(void) {
    return open(inside, O_RDONLY | O_CLOEXEC);
}

static int write_inside(void) {
    return open(inside, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
}

static int read_outside(void) {
    return open(outside, O_RDONLY | O_CLOEXEC);
}

static int rename_inside(void) {
    return rename(inside, outside);
}

static int open_tcp(void) {
    return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int open_udp(void) {
    return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static int execute(void) {
    return execl("/bin/true", "true", (char *)NULL);
}

static int two_way(void) {
    int ends[2];
    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

static void nothing_is_allowed_that_was_not_named(void **state) {
    (void)state;
    const struct sandbox none = {0};
    assert_int_equal(in_sandbox(&none, read_inside), EACCES);
    assert_int_equal(in_sandbox(&none, write_inside), EACCES);
    assert_int_equal(in_sandbox(&none, open_tcp), EPERM);
    assert_int_equal(in_sandbox(&none, open_udp), EPERM);
    assert_int_equal(in_sandbox(&none, two_way), EPERM);
    assert_int_equal(in_sandbox(&none, execute), EPERM);
}

static void reading_does_not_mean_writing(void **state) {
    (void)state;
    const struct sandbox reads = {.read = {folder}};
    assert_int_equal(in_sandbox(&reads, read_inside), 0);
    assert_int_equal(in_sandbox(&reads, write_inside), EACCES);
    assert_int_equal(in_sandbox(&reads, read_outside), EACCES);
}

static void writing_is_only_below_the_folder(void **state) {
    (void)state;
    const struct sandbox writes = {.write = {folder}};
    assert_int_equal(in_sandbox(&writes, write_inside), 0);
    assert_int_equal(in_sandbox(&writes, read_outside), EACCES);
    assert_int_not_equal(in_sandbox(&writes, rename_inside), 0);
    assert_int_equal(in_sandbox(&writes, execute), EPERM);
}

static void the_network_is_only_for_who_needs_it(void **state) {
    (void)state;
    const struct sandbox network = {.network = true};
    assert_int_equal(in_sandbox(&network, open_tcp), 0);
    assert_int_equal(in_sandbox(&network, read_inside), EACCES);
    assert_int_equal(in_sandbox(&network, execute), EPERM);
}

static int make_folder(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    assert_non_null(mkdtemp(folder));
    inside = path_join(folder, "inside");
    outside = mem_format("%s.outside", folder);
    return file_write(inside, "x", 1, &f) && file_write(outside, "x", 1, &f) ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    int failed = unlink(inside) + unlink(outside) + rmdir(folder);
    free(inside);
    free(outside);
    return failed;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_allowed_that_was_not_named),
        cmocka_unit_test(reading_does_not_mean_writing),
        cmocka_unit_test(writing_is_only_below_the_folder),
        cmocka_unit_test(the_network_is_only_for_who_needs_it),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

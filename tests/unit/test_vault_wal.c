/* A power cut, simulated: the write-ahead log cut off at every frame, and within frames. The vault opens,
 * holds what had been committed up to there and no half of anything, and its signature holds. */
#include "vault_fixture.h"

#include <fcntl.h>

#include "evenhand/files.h"

#define ATTEMPTS 8
#define WAL_HEADER_BYTES 32   /* SQLite's file format, section 4.1 */
#define FRAME_HEADER_BYTES 24 /* section 4.2 */
#define MOST ((size_t)64 << 20)

struct cut {
    struct buf file, log; /* as they were when everything was committed, before the log was written back */
    long page;
};

/* Every commit in the log, none of it in the file yet. */
static void fill_log(struct fixture *x, struct cut *c) {
    static const char page[] = "<p>A page of some length about zebra wrenches.</p>";
    char *file = in_vault(x, "vault.db"), *log = in_vault(x, "vault.db-wal");
    fill_vault(x);
    int64_t page_bytes = 0;
    assert_true(store_execute(&x->v->store, "PRAGMA wal_checkpoint(TRUNCATE)", "begin a log", &x->f));
    assert_true(store_execute(&x->v->store, "PRAGMA wal_autocheckpoint=0", "keep a log", &x->f));
    assert_true(store_number(&x->v->store, "PRAGMA page_size", &page_bytes, &x->f));
    for (int step = 2; step < 2 + ATTEMPTS; step++) {
        struct vault_capture capture[] = {capture_of(page, sizeof page - 1), capture_of(page, 20)};
        assert_true(put_attempt(x, "C-7F3K", step, "", "found", capture, 2));
        assert_true(vault_ledger_add(x->v, "gather", NULL, &x->f));
    }
    assert_true(file_read(file, MOST, &c->file, &x->f) && file_read(log, MOST, &c->log, &x->f));
    c->page = (long)page_bytes;
    vault_close(x->v);
    x->v = NULL;
    free(file);
    free(log);
}

static void put_back(struct fixture *x, const char *name, const char *bytes, size_t len) {
    char *path = in_vault(x, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    assert_int_equal(close(fd), 0);
    free(path);
}

static int64_t count(struct fixture *x, const char *sql) {
    int64_t n = -1;
    assert_true(store_number(&x->v->store, sql, &n, &x->f));
    return n;
}

/* Opens what the cut left; returns how many attempts are there. */
static int64_t open_cut(struct fixture *x, const struct cut *c, size_t len) {
    char *index = in_vault(x, "vault.db-shm");
    unlink(index);
    free(index);
    put_back(x, "vault.db", c->file.data, c->file.len);
    put_back(x, "vault.db-wal", c->log.data, len);
    open_vault(x, VAULT_WRITE);
    if (!vault_whole(x->v, &x->f))
        fail_msg("log cut at %zu bytes: %s", len, x->f.text);
    int64_t attempts = count(x, "SELECT count(*) FROM attempt"),
            captures = count(x, "SELECT count(*) FROM capture");
    assert_int_equal(captures, 1 + 2 * (attempts - 1)); /* an attempt with its captures, or neither */
    assert_true(put_attempt(x, "C-7F3K", 99, "", "none", NULL, 0)); /* and work goes on */
    vault_close(x->v);
    x->v = NULL;
    return attempts;
}

static void a_log_cut_anywhere_loses_no_more_than_is_cut(void **state) {
    struct fixture *x = *state;
    struct cut c = {.page = 0};
    int64_t before = 0;
    int cuts = 0;
    fill_log(x, &c);
    size_t frame = FRAME_HEADER_BYTES + (size_t)c.page;
    assert_true((c.log.len - WAL_HEADER_BYTES) / frame > 20);
    for (size_t len = 0; len <= c.log.len; len += len == 0 ? WAL_HEADER_BYTES : frame) {
        int64_t attempts = open_cut(x, &c, len);
        assert_true(attempts >= before);
        before = attempts;
        assert_int_equal(open_cut(x, &c, len + (len + 1000 < c.log.len ? 1000 : 0)),
                         attempts); /* within a frame */
        cuts += 2;
    }
    assert_int_equal(before, 1 + ATTEMPTS); /* nothing cut: nothing lost */
    print_message("%d cuts of a log of %zu frames\n", cuts, (c.log.len - WAL_HEADER_BYTES) / frame);
    buf_free(&c.file);
    buf_free(&c.log);
}

#define T(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {T(a_log_cut_anywhere_loses_no_more_than_is_cut)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

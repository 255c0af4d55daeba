#include "evenhand/ledger_seen.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/vault_chain.h"

#define SEEN_MAX_BYTES ((size_t)256)

struct seen {
    int64_t seq; /* 0: nothing yet */
    char sha256[DIGEST_HEX_BYTES];
};

/* Beside the key file: FOLDER/CASELOAD.seen. */
static char *path_of(const struct vault *v) {
    struct faults ignored = FAULTS_NONE;
    char *key = key_file_path(v->keys->id, &ignored);
    char *path = key ? mem_format("%.*s.seen", (int)(strlen(key) - strlen(".key")), key) : NULL;
    free(key);
    return path;
}

/* What cannot be read was not seen. */
static struct seen read_seen(const struct vault *v) {
    struct faults ignored = FAULTS_NONE;
    struct seen seen = {.seq = 0};
    struct buf text = {0};
    char *path = path_of(v);
    if (path && access(path, F_OK) == 0 && file_read(path, SEEN_MAX_BYTES, &text, &ignored) &&
        sscanf(text.data, "%" SCNd64 " %64[0-9a-f]", &seen.seq, seen.sha256) != 2) /* NOLINT(cert-err34-c) */
        seen.seq = 0;
    buf_free(&text);
    free(path);
    return seen;
}

static bool write_seen(const struct vault *v, const struct seen *seen, struct faults *f) {
    char *path = path_of(v), *text = mem_format("%" PRId64 " %s\n", seen->seq, seen->sha256);
    bool ok = path && file_write(path, text, strlen(text), f);
    free(path);
    free(text);
    return ok;
}

/* -1: fault. */
static int is_there(struct vault *v, const struct seen *seen, struct faults *f) {
    struct query q;
    if (seen->seq == 0)
        return 1;
    query_open(&q, &v->store, "SELECT 1 FROM ledger WHERE seq = ? AND sha256 = ?");
    query_bind_number(&q, 1, seen->seq);
    query_bind_text(&q, 2, seen->sha256);
    enum query_result result = query_step(&q, f);
    query_close(&q);
    return result == QUERY_FAULT ? -1 : result == QUERY_ROW;
}

bool seen_check(struct vault *v, struct faults *f) {
    struct seen seen = read_seen(v);
    int there = is_there(v, &seen, f);
    return there == 1 ||
           (there == 0 && fault(f, FAULT_ANSWER_NO, v->store.path,
                                "if a backup was restored, do it with \"evenhand restore\", which "
                                "says so in the ledger; else find out who put the vault back, and why",
                                "the vault is older than it was: entry %" PRId64
                                " of the ledger, seen before, is not in it",
                                seen.seq));
}

void seen_note(struct vault *v) {
    struct faults ignored = FAULTS_NONE;
    struct seen seen = read_seen(v);
    if (is_there(v, &seen, &ignored) == 1 && chain_head(v, &seen.seq, seen.sha256, &ignored))
        (void)write_seen(v, &seen, &ignored);
}

bool seen_restart(struct vault *v, struct faults *f) {
    struct seen seen = {.seq = 0};
    return chain_head(v, &seen.seq, seen.sha256, f) && write_seen(v, &seen, f);
}

void seen_describe(struct vault *v, cJSON *detail) {
    struct seen seen = read_seen(v);
    (void)cJSON_AddNumberToObject(detail, "seen_seq", (double)seen.seq);
    (void)cJSON_AddStringToObject(detail, "seen_sha256", seen.sha256);
}

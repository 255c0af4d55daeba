#include "evenhand/timestamping.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/acknowledge.h"
#include "evenhand/caseload.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/stream.h"
#include "evenhand/supervise.h"
#include "evenhand/vault.h"

#define TOKEN_MAX_BYTES ((size_t)64 << 10)
#define STRING_OF(number) #number
#define DIGITS(number) STRING_OF(number)

static const char again[] = "run \"evenhand gather\" again when the authority answers, or waive it for all: "
                            "evenhand release --waive-timestamp REASON";

/* The stage gets the network and the certificates, and the digest: not what was stamped. */
static bool run_stage(struct options *o, const struct plan *plan, const char *sha256, int token, int out,
                      struct faults *f) {
    char *authorities = path_join(o->caseload, plan->timestamp.authorities);
    struct supervision s = {.call = {{.stage = "stamp",
                                      .argument = {"--authorities", authorities, "--digest", sha256, "--url",
                                                   plan->timestamp.url}}},
                            .count = 1,
                            .out_fd = out,
                            .work = "time-stamp",
                            .again = NULL};
    if (token >= 0) {
        s.call[0].argument[4] = "--token-fd";
        s.call[0].argument[5] = DIGITS(SUPERVISE_EXTRA_FD);
        s.call[0].extra_fd = token;
    }
    bool ok = supervise(&s, &o->interrupted, f);
    free(authorities);
    return ok;
}

static bool read_back(int fd, struct buf *token, struct faults *f) {
    char chunk[4096];
    ssize_t n = lseek(fd, 0, SEEK_SET) == 0 ? 1 : -1;
    while (n > 0 && token->len < TOKEN_MAX_BYTES && (n = read(fd, chunk, sizeof chunk)) > 0)
        buf_add(token, chunk, (size_t)n);
    return n >= 0 || fault_errno(f, FAULT_IO, "time-stamp", "the answer cannot be read");
}

static bool head_of(const char *caseload, int64_t *seq, char sha256[DIGEST_HEX_BYTES], struct faults *f) {
    struct vault *v = vault_open(caseload, VAULT_ACTS, f);
    bool ok = v && vault_head(v, seq, sha256, f);
    vault_close(v);
    return ok;
}

static bool keep(const char *caseload, int64_t seq, const char *sha256, const struct buf *token,
                 const char *url, struct faults *f) {
    struct vault *v = vault_open(caseload, VAULT_ACTS, f);
    bool ok = v && vault_stamp_put(v, seq, sha256, token, url, f);
    vault_close(v);
    return ok;
}

bool timestamping_take(struct options *o, const struct plan *plan, struct faults *f) {
    char sha256[DIGEST_HEX_BYTES];
    struct faults of_stage = FAULTS_NONE;
    struct buf token = {0};
    int64_t seq = 0;
    if (!plan->timestamp.url)
        return true;
    int out = head_of(o->caseload, &seq, sha256, f) ? caseload_nameless_file(o->caseload, f) : -1;
    if (out < 0)
        return false;
    bool ok = run_stage(o, plan, sha256, -1, out, &of_stage) ||
              fault(f, FAULT_TRY_AGAIN, "time-stamp", again, "what was gathered is kept, and is not stamped");
    ok = ok && read_back(out, &token, f) && keep(o->caseload, seq, sha256, &token, plan->timestamp.url, f);
    (void)close(out);
    buf_free(&token);
    return ok;
}

/* ---- checking ---- */

struct checking {
    struct options *o;
    const struct plan *plan;
    double gathered, waived; /* entries of the last gather and waiver */
    int64_t stamped;         /* newest entry that a stamp covers */
};

static bool note_act(void *ctx, const cJSON *entry, struct faults *f) {
    struct checking *c = ctx;
    const char *act = record_text(entry, "act");
    (void)f;
    if (strcmp(act, "gather") == 0)
        c->gathered = record_number(entry, "seq");
    else if (strcmp(act, "waive") == 0)
        c->waived = record_number(entry, "seq");
    return true;
}

static bool check_one(void *ctx, int64_t seq, const char *sha256, const void *token, size_t len,
                      struct faults *f) {
    struct checking *c = ctx;
    int fd = caseload_nameless_file(c->o->caseload, f);
    bool ok = fd >= 0 && write_all(fd, token, len, "a temporary file", f) &&
              (lseek(fd, 0, SEEK_SET) == 0 || fault_errno(f, FAULT_IO, "time-stamp", "cannot be read")) &&
              run_stage(c->o, c->plan, sha256, fd, -1, f);
    if (fd >= 0)
        (void)close(fd);
    c->stamped = ok && seq > c->stamped ? seq : c->stamped;
    return ok;
}

bool timestamping_check(struct options *o, const struct plan *plan, struct faults *f) {
    struct checking c = {.o = o, .plan = plan};
    if (!plan->timestamp.url)
        return true;
    struct vault *v = vault_open(o->caseload, VAULT_ACTS, f);
    bool ok = v && vault_ledger(v, note_act, &c, f) && vault_stamps(v, check_one, &c, f);
    vault_close(v);
    if (!ok)
        return false;
    return (double)c.stamped >= c.gathered || c.waived > c.gathered ||
           fault(f, FAULT_ANSWER_NO, "time-stamp", again,
                 "the plan asks for a time-stamp of every gather, and the last one has none");
}

/* The ledger names no candidate but by number. */
static bool reason_is_fit(const char *caseload, const char *why, struct faults *f) {
    struct vault *v = vault_open(caseload, VAULT_READ, f);
    cJSON *candidates = v ? vault_candidates(v, f) : NULL;
    bool ok = candidates && reason_names_nobody(candidates, why, "release", f);
    cJSON_Delete(candidates);
    vault_close(v);
    return ok;
}

bool timestamping_waive(const char *caseload, const char *why, struct faults *f) {
    if (!reason_is_fit(caseload, why, f))
        return false;
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(detail, "what", "timestamp");
    (void)cJSON_AddStringToObject(detail, "why", why);
    return caseload_ledger(caseload, "waive", detail, f);
}

static bool write_one(void *ctx, int64_t seq, const char *sha256, const void *token, size_t len,
                      struct faults *f) {
    char *name = mem_format("timestamp-%" PRId64 ".tsr", seq), *path = path_join(ctx, name);
    (void)sha256;
    bool ok = file_write(path, token, len, f);
    free(name);
    free(path);
    return ok;
}

bool timestamping_export(const char *caseload, const char *folder, struct faults *f) {
    char *copy = mem_string(folder);
    struct vault *v = vault_open(caseload, VAULT_ACTS, f);
    bool ok = v && vault_stamps(v, write_one, copy, f);
    vault_close(v);
    free(copy);
    return ok;
}

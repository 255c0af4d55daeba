#include "evenhand/archive.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/collect_limits.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/plan.h"
#include "evenhand/vault.h"
#include "evenhand/vault_begun.h"
#include "evenhand/vault_body.h"
#include "evenhand/warc.h"

enum { OPTION_CANDIDATE = 'c', OPTION_OUT = 'o', OPTION_WARC = 'W' };

struct archive {
    const char *caseload, *candidate, *out; /* borrowed from the command line */
    bool warc;
    struct plan *plan;
    struct vault *vault;
    struct stage_io *io;
    /* of the file under way */
    int fd;
    char *path, *temporary;
    struct buf text;
    struct warc_about about;
};

static struct archive the;

static const struct argp_option options[] = {
    {"candidate", OPTION_CANDIDATE, "NUMBER", 0, "Whose records", 0},
    {"out", OPTION_OUT, "FOLDER", 0, "Where the files go; it must be there", 0},
    {"warc", OPTION_WARC, NULL, 0, "The captures as a WARC 1.1 file, not as records", 0},
    {0}};

static bool option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct archive *a = self;
    if (key == OPTION_CANDIDATE)
        a->candidate = value;
    else if (key == OPTION_OUT)
        a->out = value;
    else if (key == OPTION_WARC)
        a->warc = true;
    else if (index == 0)
        a->caseload = value;
    else
        return fault(f, FAULT_USAGE, "archive", "name one caseload", "\"%s\" is one argument too many",
                     value);
    return true;
}

static bool open_all(void *self, struct stage_io *io, struct faults *f) {
    struct archive *a = self;
    a->io = io;
    if (!a->candidate || !a->out)
        return fault(f, FAULT_USAGE, "archive", "see --help", "--candidate and --out are needed");
    a->plan = plan_read(a->caseload, f);
    a->vault = a->plan ? vault_open(a->caseload, VAULT_READ, f) : NULL;
    return a->vault && sandbox_allow(io->sandbox.write, a->out, f);
}

/* ---- one file after the other ---- */

static bool begin_file(struct archive *a, const char *name, struct faults *f) {
    a->path = path_join(a->out, name);
    a->temporary = mem_format("%s.tmp", a->path);
    a->fd = open(a->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return a->fd >= 0 || fault_errno(f, FAULT_CANNOT_CREATE, a->temporary, "cannot be created");
}

static bool flush_text(struct archive *a, struct faults *f) {
    bool ok = a->text.len == 0 || write_all(a->fd, a->text.data, a->text.len, a->temporary, f);
    buf_clear(&a->text);
    return ok;
}

static bool end_file(struct archive *a, bool ok, struct faults *f) {
    ok = ok && flush_text(a, f) &&
         (fsync(a->fd) == 0 || fault_errno(f, FAULT_IO, a->path, "cannot be flushed"));
    if (a->fd >= 0)
        (void)close(a->fd);
    a->fd = -1;
    ok = ok && (rename(a->temporary, a->path) == 0 ||
                fault_errno(f, FAULT_CANNOT_CREATE, a->path, "cannot be put in place"));
    free(a->path);
    free(a->temporary);
    a->path = a->temporary = NULL;
    return ok;
}

static bool add_record(void *ctx, const cJSON *record, struct faults *f) {
    struct archive *a = ctx;
    record_print(record, &a->text);
    return flush_text(a, f);
}

/* The acts about this candidate, and those about everybody: what was done with the records. */
static bool add_entry(void *ctx, const cJSON *entry, struct faults *f) {
    struct archive *a = ctx;
    const char *whose = record_text(record_field(entry, "detail"), "candidate");
    return (*whose && strcmp(whose, a->candidate) != 0) || add_record(a, entry, f);
}

static bool add_answer(void *ctx, const cJSON *capture, const char *headers, struct faults *f) {
    struct archive *a = ctx;
    progress_add(&a->io->progress, 1);
    if (!a->warc)
        return add_record(a, capture, f);
    return (warc_capture(&a->about, capture, headers, &a->text) ||
            fault(f, FAULT_BUG, "archive", "please report this", "a body is not base64")) &&
           flush_text(a, f);
}

/* ---- the files ---- */

static bool write_candidate(struct archive *a, struct faults *f) {
    cJSON *all = vault_candidates(a->vault, f), *found = NULL, *one;
    cJSON_ArrayForEach(one, all) if (strcmp(record_text(one, "candidate"), a->candidate) == 0) found = one;
    bool ok = found || (all && fault(f, FAULT_DATA, "export", "see \"evenhand status\" for the numbers",
                                     "there are no records of a candidate \"%s\"", a->candidate));
    ok = ok && begin_file(a, "candidate.ndjson", f) && end_file(a, add_record(a, found, f), f);
    cJSON_Delete(all);
    return ok;
}

static bool write_records(struct archive *a, struct faults *f) {
    return begin_file(a, "attempts.ndjson", f) &&
           end_file(a, vault_attempts(a->vault, a->candidate, add_record, a, f), f) &&
           begin_file(a, "decisions.ndjson", f) &&
           end_file(a, vault_decisions(a->vault, a->candidate, add_record, a, f), f) &&
           begin_file(a, "rechecks.ndjson", f) &&
           end_file(a, vault_rechecks(a->vault, a->candidate, INT64_MAX, add_record, a, f), f) &&
           begin_file(a, "ledger.ndjson", f) && end_file(a, vault_ledger(a->vault, add_entry, a, f), f);
}

static bool write_evidence(struct archive *a, struct faults *f) {
    cJSON *run = vault_run(a->vault, f);
    char *name = mem_format("%s.warc", a->candidate);
    a->about = (struct warc_about){.filename = name,
                                   .caseload = vault_caseload_id(a->vault),
                                   .date = record_text(run, "started"),
                                   .operator_ = a->plan->authorised_by,
                                   .user_agent = *a->plan->network.user_agent ? a->plan->network.user_agent
                                                                              : COLLECT_USER_AGENT};
    bool ok = run && begin_file(a, a->warc ? name : "evidence.ndjson", f);
    if (ok && a->warc)
        warc_begin(&a->about, &a->text);
    ok = ok && end_file(a, vault_answers(a->vault, a->candidate, add_answer, a, f), f);
    cJSON_Delete(run);
    free(name);
    return ok;
}

/* Answers of an attempt that was cut off and not gone on with: kept, so they are part of what is kept. */
static bool add_begun(void *ctx, const struct vault_begun *b, struct faults *f) {
    struct archive *a = ctx;
    struct buf scratch = {0};
    char *body = mem_copy(b->answer.body ? b->answer.body : "", b->answer.len);
    cJSON *record = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(record, "candidate", b->candidate);
    (void)cJSON_AddNumberToObject(record, "step", (double)b->step);
    (void)cJSON_AddStringToObject(record, "asked", b->asked);
    (void)cJSON_AddStringToObject(record, "url", b->answer.url);
    (void)cJSON_AddStringToObject(record, "fetched", b->answer.fetched);
    (void)cJSON_AddNumberToObject(record, "status", b->answer.status);
    (void)cJSON_AddStringToObject(record, "media_type", b->answer.media_type);
    (void)cJSON_AddStringToObject(record, "headers", b->answer.headers);
    body_add(record, body, b->answer.len, &scratch);
    bool ok = add_record(a, record, f);
    cJSON_Delete(record);
    buf_free(&scratch);
    free(body);
    return ok;
}

static bool write_begun(struct archive *a, struct faults *f) {
    return begin_file(a, "unfinished.ndjson", f) &&
           end_file(a, vault_begun_of(a->vault, a->candidate, add_begun, a, f), f);
}

static bool write_all_files(void *self, struct stage_io *io, struct faults *f) {
    struct archive *a = self;
    (void)io;
    return vault_check(a->vault, f) && write_candidate(a, f) && write_records(a, f) && write_evidence(a, f) &&
           write_begun(a, f);
}

static void close_all(void *self) {
    struct archive *a = self;
    vault_close(a->vault);
    plan_free(a->plan);
    buf_free(&a->text);
    *a = (struct archive){.caseload = ".", .fd = -1};
}

struct stage archive_stage(void) {
    the = (struct archive){.caseload = ".", .fd = -1};
    return (struct stage){
        .name = "archive",
        .summary =
            "Writes what the vault of CASELOAD (default: the current folder) keeps of one candidate into a "
            "folder: the candidate's record, every attempt, capture and decision, and the ledger's entries.",
        .arguments = "[CASELOAD]",
        .options = options,
        .option = option,
        .writes = RECORD_SEARCHER,
        .no_input = true,
        .no_output = true,
        .unit = "captures",
        .self = &the,
        .open = open_all,
        .done = write_all_files,
        .close = close_all,
    };
}

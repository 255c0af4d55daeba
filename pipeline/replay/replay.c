#include "evenhand/replay.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/replay_marks.h"
#include "evenhand/rules.h"
#include "evenhand/vault.h"

enum { OPTION_FACTS = 'f', OPTION_WHOLE = 'w', OPTION_THROUGH = 't' };

struct replay {
    const char *caseload; /* borrowed from the command line */
    bool facts;           /* no captures */
    bool whole;           /* every sealed value is opened first */
    char rules_sha256[DIGEST_HEX_BYTES];
    struct replay_marks marks;
    struct vault *vault;
    cJSON *candidates;
    /* Of the attempt whose captures are going by, in place of them: the first request's answers, and bytes of
     * all. */
    char *first_request;
    double pages, bytes;
    struct stage_io *io;
};

static struct replay the;

static const struct argp_option options[] = {
    {"facts", OPTION_FACTS, NULL, 0, "Leave the captures out: only what was tried and what was decided", 0},
    {"whole", OPTION_WHOLE, NULL, 0, "Open every sealed value first, also those that are not replayed", 0},
    {"through", OPTION_THROUGH, "SEQ", 0,
     "What the ledger says up to entry SEQ, as it was when workbooks were made (default: all of it)", 0},
    {0}};

static bool take_through(struct replay *r, const char *value, struct faults *f) {
    char *end = NULL;
    errno = 0;
    r->marks.through = strtoll(value, &end, 10);
    return (*value && !*end && errno == 0 && r->marks.through > 0) ||
           fault(f, FAULT_USAGE, "replay", "give the number of an entry", "--through %s is none", value);
}

static bool option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct replay *r = self;
    if (key == OPTION_FACTS)
        r->facts = true;
    else if (key == OPTION_WHOLE)
        r->whole = true;
    else if (key == OPTION_THROUGH)
        return take_through(r, value, f);
    else if (index == 0)
        r->caseload = value;
    else
        return fault(f, FAULT_USAGE, "replay", "name one caseload", "\"%s\" is one argument too many", value);
    return true;
}

/* The vault's files stay open from here on: the sandbox then needs no right to any of them. */
static bool open_vault(void *self, struct stage_io *io, struct faults *f) {
    struct replay *r = self;
    r->io = io;
    r->vault = vault_open(r->caseload, VAULT_READ, f);
    /* The rules in force now, not those at the time of gathering: they decide what the stages behind this one
     * do. */
    return r->vault && rules_digest(r->caseload, r->rules_sha256, f);
}

static void count_capture(struct replay *r, const cJSON *capture) {
    const char *request = record_text(capture, "request");
    if (!r->first_request)
        r->first_request = mem_string(request);
    r->pages += strcmp(request, r->first_request) == 0;
    r->bytes += record_number(capture, "bytes");
}

/* The attempt with what was counted of its captures. */
static bool write_counted(struct replay *r, const cJSON *attempt, struct faults *f) {
    cJSON *counted = cJSON_Duplicate(attempt, true);
    (void)cJSON_AddNumberToObject(counted, "pages", r->pages);
    (void)cJSON_AddNumberToObject(counted, "bytes", r->bytes);
    bool ok = stream_write(&r->io->out, counted, f);
    cJSON_Delete(counted);
    free(r->first_request);
    r->first_request = NULL;
    r->pages = r->bytes = 0;
    return ok;
}

static bool write_record(void *self, const cJSON *record, struct faults *f) {
    struct replay *r = self;
    bool capture = strcmp(record_text(record, "type"), "capture") == 0;
    if (capture && r->facts) {
        count_capture(r, record);
        return true;
    }
    if (capture)
        progress_add(&r->io->progress, 1);
    return r->facts && strcmp(record_text(record, "type"), "attempt") == 0
               ? write_counted(r, record, f)
               : stream_write(&r->io->out, record, f);
}

static bool write_candidate(struct replay *r, const cJSON *candidate, struct faults *f) {
    const char *number = record_text(candidate, "candidate");
    return stream_write(&r->io->out, candidate, f) && vault_decisions(r->vault, number, write_record, r, f) &&
           vault_rechecks(r->vault, number, r->marks.recheck, write_record, r, f) &&
           vault_replay(r->vault, number, !r->facts, write_record, r, f);
}

static bool write_run(struct replay *r, struct faults *f) {
    size_t before = f->count;
    cJSON *run = vault_run(r->vault, f);
    bool ok = f->count == before;
    if (ok && !run)
        ok = fault(f, FAULT_NO_INPUT, r->caseload, "run \"evenhand gather\" first",
                   "nothing was gathered yet");
    if (ok) {
        cJSON_ReplaceItemInObjectCaseSensitive(run, "rules_sha256", cJSON_CreateString(r->rules_sha256));
        if (r->marks.no_sandbox && !record_field(run, RECORD_NO_SANDBOX))
            (void)cJSON_AddTrueToObject(run, RECORD_NO_SANDBOX);
        stage_mark_run(run);
        ok = stream_write(&r->io->out, run, f);
    }
    cJSON_Delete(run);
    return ok;
}

static bool write_everything(void *self, struct stage_io *io, struct faults *f) {
    struct replay *r = self;
    const cJSON *candidate;
    uint64_t total = 0;
    if (!(r->whole ? vault_whole(r->vault, f) : vault_check(r->vault, f)) ||
        !replay_marks_read(&r->marks, r->vault, f) || !write_run(r, f) ||
        !vault_capture_total(r->vault, &total, f))
        return false;
    io->progress.total = r->facts ? 0 : total;
    r->candidates = vault_candidates(r->vault, f);
    bool ok = r->candidates != NULL;
    cJSON_ArrayForEach(candidate, r->candidates) {
        ok = ok && write_candidate(r, candidate, f);
    }
    return ok;
}

static void close_vault(void *self) {
    struct replay *r = self;
    vault_close(r->vault);
    cJSON_Delete(r->candidates);
    free(r->first_request);
    *r = (struct replay){.caseload = "."};
}

struct stage replay_stage(void) {
    the = (struct replay){.caseload = "."};
    return (struct stage){
        .name = "replay",
        .summary =
            "Writes what the vault of CASELOAD (default: the current folder) holds, as records in a fixed "
            "order: "
            "the evidence, checked against its digests, what was tried, and what the investigator decided.",
        .arguments = "[CASELOAD]",
        .options = options,
        .option = option,
        .writes = RECORD_SEARCHER,
        .no_input = true,
        .unit = "captures",
        .self = &the,
        .open = open_vault,
        .done = write_everything,
        .close = close_vault,
    };
}

#include "evenhand/ledger_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/digest.h"
#include "evenhand/line.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

#define BROKEN "compare it with the last published ledger and the vault's backups"
static const char before_the_first[] = "0000000000000000000000000000000000000000000000000000000000000000";

/* The digest of the entry's own text: without sha256, printed as it was when it was made. */
static void digest_entry(cJSON *entry, char hex[DIGEST_HEX_BYTES]) {
    struct buf text = {0};
    cJSON *own = cJSON_DetachItemFromObjectCaseSensitive(entry, "sha256");
    record_print(entry, &text);
    if (text.len > 0 && text.data[text.len - 1] == '\n')
        text.len--;
    digest_bytes(text.data, text.len, hex);
    if (own)
        (void)cJSON_AddItemToObject(entry, "sha256", own);
    buf_free(&text);
}

/* One deviation an entry: the first thing that is wrong with it. */
static void check_chain(const struct ledger *l, cJSON *entry, struct deviations *d) {
    char hex[DIGEST_HEX_BYTES];
    const char *previous = l->count ? l->entry[l->count - 1].sha256 : before_the_first;
    double expected = l->count ? l->entry[l->count - 1].seq + 1 : 1;
    digest_entry(entry, hex);
    if (record_number(entry, "seq") != expected)
        deviate(d, CHECK_LEDGER, "all", BROKEN,
                "ledger: entry %.0f follows entry %.0f: some are missing or added",
                record_number(entry, "seq"), expected - 1);
    else if (strcmp(record_text(entry, "previous"), previous) != 0)
        deviate(d, CHECK_LEDGER, "all", BROKEN, "ledger: entry %.0f does not follow the one before it",
                expected);
    else if (strcmp(record_text(entry, "sha256"), hex) != 0)
        deviate(d, CHECK_LEDGER, "all", BROKEN, "ledger: entry %.0f was altered", expected);
}

/* Remembers the digests of the workbooks that an act made. */
static void keep_digests(cJSON **kept, const cJSON *entry) {
    const cJSON *workbooks = record_field(record_field(entry, "detail"), "workbooks");
    cJSON_Delete(*kept);
    *kept = workbooks ? cJSON_Duplicate(workbooks, true) : NULL;
}

static void keep_release(struct ledger *l, const cJSON *entry) {
    const char *note = record_text(record_field(entry, "detail"), "note_sha256");
    l->release = mem_grow(l->release, l->releases + 1, sizeof *l->release);
    struct ledger_release *r = &l->release[l->releases++];
    *r = (struct ledger_release){
        .number = l->releases, .entry = l->count - 1, .note = *note ? mem_string(note) : NULL};
    keep_digests(&r->workbooks, entry);
}

const cJSON *ledger_at_board(const struct ledger *l) {
    const struct ledger_release *last = l->releases ? &l->release[l->releases - 1] : NULL;
    return last && !last->withdrawn ? last->workbooks : NULL;
}

char *ledger_act(const struct ledger *l, size_t entry) {
    for (size_t i = 0; i < l->releases; i++) {
        const struct ledger_release *r = &l->release[i];
        if (r->entry != entry)
            continue;
        if (r->withdrawn)
            return mem_format("release %zu, withdrawn", r->number);
        return i + 1 < l->releases ? mem_format("release %zu, corrected by %zu", r->number, r->number + 1)
                                   : mem_format("release %zu", r->number);
    }
    return mem_string(l->entry[entry].act);
}

static cJSON *detail_of(const cJSON *entry) {
    const cJSON *detail = record_field(entry, "detail");
    cJSON *own = cJSON_IsObject(detail) ? cJSON_Duplicate(detail, true) : NULL;
    cJSON_DeleteItemFromObjectCaseSensitive(own, "workbooks"); /* kept apart, for the last of each act */
    return own;
}

static void keep(struct ledger *l, const cJSON *entry) {
    const char *act = record_text(entry, "act");
    if (l->count == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 64;
        l->entry = mem_grow(l->entry, l->cap, sizeof *l->entry);
    }
    l->entry[l->count++] = (struct ledger_entry){.seq = record_number(entry, "seq"),
                                                 .at = mem_string(record_text(entry, "at")),
                                                 .user = mem_string(record_text(entry, "user")),
                                                 .host = mem_string(record_text(entry, "host")),
                                                 .act = mem_string(act),
                                                 .sha256 = mem_string(record_text(entry, "sha256")),
                                                 .detail = detail_of(entry)};
    if (strcmp(act, "assess") == 0)
        keep_digests(&l->assessed, entry);
    if (strcmp(act, "release") == 0)
        keep_release(l, entry);
    if (strcmp(act, "withdraw-release") == 0 && l->releases > 0)
        l->release[l->releases - 1].withdrawn = true;
}

static bool read_lines(struct ledger *l, struct line_reader *lines, const char *path, struct deviations *d,
                       struct faults *f) {
    char *line = NULL;
    size_t len = 0;
    enum line_result result = LINE_FAULT;
    while ((result = line_next(lines, &line, &len, f)) == LINE_MORE) {
        const char *place = fault_place(path, lines->number, 0);
        cJSON *entry = record_parse_plain(line, len, place, f);
        if (!entry)
            return false;
        if (l->count >= LEDGER_MAX_ENTRIES) {
            cJSON_Delete(entry);
            return fault(f, FAULT_DATA, place, NULL, "more than %d entries", LEDGER_MAX_ENTRIES);
        }
        check_chain(l, entry, d);
        keep(l, entry);
        cJSON_Delete(entry);
    }
    return result == LINE_END;
}

bool ledger_read(struct ledger *l, const char *path, struct deviations *d, struct faults *f) {
    struct line_reader lines;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_errno(f, errno == ENOENT ? FAULT_NO_INPUT : FAULT_IO, path, "cannot open the ledger");
    line_open(&lines, fd, path);
    bool ok = read_lines(l, &lines, path, d, f);
    line_close(&lines);
    close(fd);
    if (ok && l->count == 0)
        deviate(d, CHECK_LEDGER, "all", BROKEN, "ledger: it is empty");
    return ok;
}

const struct ledger_entry *ledger_acknowledged(const struct ledger *l, const char *candidate,
                                               const char *about, const char *rules) {
    for (size_t i = 0; l && *about && i < l->count; i++) {
        const struct ledger_entry *e = &l->entry[i];
        if (strcmp(e->act, "acknowledge") == 0 &&
            strcmp(record_text(e->detail, "candidate"), candidate) == 0 &&
            strcmp(record_text(e->detail, "about"), about) == 0 &&
            strcmp(record_text(e->detail, "rules_sha256"), rules) == 0)
            return e;
    }
    return NULL;
}

/* A digest that an entry may carry is another one than this. */
static bool differs(const struct ledger_entry *e, const char *key, const char *digest) {
    const char *told = record_text(e->detail, key);
    return *told && strcmp(told, digest) != 0;
}

void ledger_plan(const struct ledger *l, const struct plan *plan, const char *rules, struct deviations *d) {
    const struct ledger_entry *assessed = NULL;
    for (size_t i = 0; i < l->count; i++) {
        const struct ledger_entry *e = &l->entry[i];
        if (differs(e, "plan_sha256", plan->digest))
            deviate(d, CHECK_PLAN, "all",
                    "put plan.yaml and sources/ back as they were, or start a new caseload",
                    "ledger: entry %.0f (%s) was done under another plan", e->seq, e->act);
        if (strcmp(e->act, "assess") == 0)
            assessed = e;
    }
    if (assessed && differs(assessed, "rules_sha256", rules))
        deviate(d, CHECK_PLAN, "all", "put the rules back as they were, or run `evenhand assess` again",
                "the workbooks were assessed under other rules than those in force");
    if (assessed && differs(assessed, "version", EVENHAND_VERSION))
        remark(d, CHECK_PLAN, "all", "verify with the release that assessed",
               "assessed by evenhand %s, verified by %s", record_text(assessed->detail, "version"),
               EVENHAND_VERSION);
}

void ledger_free(struct ledger *l) {
    for (size_t i = 0; i < l->count; i++) {
        free(l->entry[i].at);
        free(l->entry[i].user);
        free(l->entry[i].host);
        free(l->entry[i].act);
        free(l->entry[i].sha256);
        cJSON_Delete(l->entry[i].detail);
    }
    for (size_t i = 0; i < l->actors; i++) {
        free(l->actor[i].user);
        free(l->actor[i].kinds);
    }
    free(l->entry);
    free(l->actor);
    cJSON_Delete(l->assessed);
    for (size_t i = 0; i < l->releases; i++) {
        cJSON_Delete(l->release[i].workbooks);
        free(l->release[i].note);
    }
    free(l->release);
    *l = (struct ledger){.entry = NULL};
}

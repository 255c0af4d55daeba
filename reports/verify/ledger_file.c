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
                                                 .sha256 = mem_string(record_text(entry, "sha256"))};
    if (strcmp(act, "assess") == 0)
        keep_digests(&l->assessed, entry);
    if (strcmp(act, "release") == 0)
        keep_digests(&l->released, entry);
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

void ledger_free(struct ledger *l) {
    for (size_t i = 0; i < l->count; i++) {
        free(l->entry[i].at);
        free(l->entry[i].user);
        free(l->entry[i].host);
        free(l->entry[i].act);
        free(l->entry[i].sha256);
    }
    for (size_t i = 0; i < l->actors; i++) {
        free(l->actor[i].user);
        free(l->actor[i].kinds);
    }
    free(l->entry);
    free(l->actor);
    cJSON_Delete(l->assessed);
    cJSON_Delete(l->released);
    *l = (struct ledger){.entry = NULL};
}

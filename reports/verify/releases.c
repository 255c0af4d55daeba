/* Every release as it was handed over: released/N holds what the ledger says, and the board has the latest
 * one. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/digest.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/one_workbook.h"
#include "evenhand/record.h"

#define RESTORE "restore it from a backup: a release is never changed"
#define NOTE_BYTES ((size_t)65536)

static bool has_digest(const char *folder, const char *name, const char *digest) {
    struct faults ignored = FAULTS_NONE;
    char hex[DIGEST_HEX_BYTES] = "", *path = path_join(folder, name);
    bool same = digest_file(path, hex, &ignored) && strcmp(hex, digest) == 0;
    free(path);
    return same;
}

static void check_kept(const struct ledger_release *r, const char *folder, struct deviations *d) {
    const cJSON *one;
    cJSON_ArrayForEach(one, r->workbooks) if (!has_digest(folder, one->string, cJSON_GetStringValue(one)))
        deviate(d, CHECK_WORKBOOKS, "all", RESTORE, "released/%zu/%s is not as it was released", r->number,
                one->string);
    if (r->note && !has_digest(folder, WORKBOOKS_NOTE, r->note))
        deviate(d, CHECK_WORKBOOKS, "all", RESTORE, "released/%zu/%s is not as it was released", r->number,
                WORKBOOKS_NOTE);
}

void releases_check(const struct ledger *l, const char *kept, struct deviations *d) {
    for (size_t i = 0; i < l->releases; i++) {
        char *folder = mem_format("%s/%zu", kept, l->release[i].number);
        if (access(folder, R_OK) != 0)
            deviate(d, CHECK_WORKBOOKS, "all", RESTORE,
                    "release %zu is not in released/%zu as it was handed over", l->release[i].number,
                    l->release[i].number);
        else
            check_kept(&l->release[i], folder, d);
        free(folder);
    }
}

static void search_note(struct workbooks *w, const char *text) {
    struct checking c = {.w = w, .name = WORKBOOKS_NOTE, .first_leak = w->leaks};
    const struct xlsx_text t = {.part = WORKBOOKS_NOTE, .where = "text", .text = text};
    c.text = &t;
    w->texts++;
    leaks_search(&c, &t);
    leaks_tell(&c);
}

void workbooks_check_note(struct workbooks *w) {
    struct faults ignored = FAULTS_NONE;
    struct buf text = {0};
    char *path = path_join(w->folder, WORKBOOKS_NOTE);
    if (access(path, F_OK) == 0 && file_read(path, NOTE_BYTES, &text, &ignored))
        search_note(w, text.data ? text.data : "");
    buf_free(&text);
    free(path);
}

static bool exists(const char *folder, const char *name) {
    char *path = path_join(folder, name);
    bool there = access(path, F_OK) == 0;
    free(path);
    return there;
}

void workbooks_check_board(struct workbooks *w, const struct ledger *l) {
    const struct ledger_release *last = l->releases ? &l->release[l->releases - 1] : NULL;
    if (!last)
        deviate(w->deviations, CHECK_WORKBOOKS, "all", "take them away and find out where they come from",
                "there are workbooks in board/, and the ledger knows of no release");
    else if (last->withdrawn)
        deviate(w->deviations, CHECK_WORKBOOKS, "all", "take them away: the board is to use them no longer",
                "there are workbooks in board/, and release %zu was withdrawn", last->number);
    else if (last->note ? !has_digest(w->folder, WORKBOOKS_NOTE, last->note)
                        : exists(w->folder, WORKBOOKS_NOTE))
        deviate(w->deviations, CHECK_WORKBOOKS, "all", RESTORE, "board/%s is not as it was released",
                WORKBOOKS_NOTE);
}

/* Every release as it was handed over: released/N holds what the ledger says, and the board has the latest
 * one. */
#include <dirent.h>
#include <stdio.h>
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

static bool is_release(const struct ledger *l, const char *name) {
    for (size_t i = 0; i < l->releases; i++) {
        char number[24];
        (void)snprintf(number, sizeof number, "%zu", l->release[i].number);
        if (strcmp(number, name) == 0)
            return true;
    }
    return false;
}

/* The number that the next release will have may be there from one that was broken off: that goes by itself.
 */
static void tell_stranger(const struct ledger *l, const char *name, struct deviations *d) {
    char *next = mem_format("%zu", l->releases + 1);
    if (strcmp(name, next) == 0)
        remark(d, CHECK_WORKBOOKS, "all", "nothing: the next release takes its place",
               "released/%s is of a release that was broken off before it was one", name);
    else
        deviate(d, CHECK_WORKBOOKS, "all", "take it away and find out where it comes from",
                "released/%s is there, and the ledger knows of no such release", name);
    free(next);
}

static void check_strangers(const struct ledger *l, const char *kept, struct deviations *d) {
    DIR *dir = opendir(kept);
    for (const struct dirent *e = NULL;
         dir && (e = readdir(dir));) /* NOLINT(concurrency-mt-unsafe): one thread */
        if (e->d_name[0] != '.' && !is_release(l, e->d_name))
            tell_stranger(l, e->d_name, d);
    if (dir)
        (void)closedir(dir);
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
    check_strangers(l, kept, d);
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

#include "evenhand/one_workbook.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "evenhand/digest.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

#define SUMMARY "summary.xlsx"
#define SUFFIX ".xlsx"
#define MAKE_AGAIN "run `evenhand assess` again"

bool workbooks_open(struct workbooks *w, const struct board_run *run, const char *scratch, struct faults *f) {
    char nothing[] = "";
    struct board_run neutral = {.plan = nothing,
                                .version = nothing,
                                .jurisdiction = nothing,
                                .started = run->started,
                                .member = run->member,
                                .members = run->members}; /* their logins head columns: no candidate's fact */
    for (int kind = PATTERN_CANDIDATE; kind <= PATTERN_SUMMARY; kind++)
        if (!pattern_make(&w->pattern[kind], (enum pattern_kind)kind, run, scratch, f) ||
            !pattern_make(&w->neutral[kind], (enum pattern_kind)kind, &neutral, scratch, f))
            return false;
    return true;
}

void workbooks_close(struct workbooks *w) {
    for (int kind = PATTERN_CANDIDATE; kind <= PATTERN_SUMMARY; kind++) {
        pattern_free(&w->pattern[kind]);
        pattern_free(&w->neutral[kind]);
    }
    for (size_t i = 0; i < w->leaks; i++)
        leak_free(&w->leak[i]);
    free(w->leak);
    w->leaks = 0;
}

/* The candidate whose workbook this is by its name, or NULL. */
static const struct person *owner(const struct workbooks *w, const char *name) {
    size_t len = strlen(name);
    if (len <= strlen(SUFFIX) || strcmp(name + len - strlen(SUFFIX), SUFFIX) != 0)
        return NULL;
    char *number = mem_copy(name, len - strlen(SUFFIX));
    const struct person *p = census_find(w->census, number);
    free(number);
    return p;
}

static bool is_folder(const struct workbooks *w, const char *name) {
    const char *slash = strrchr(w->folder, '/');
    return strcmp(slash ? slash + 1 : w->folder, name) == 0;
}

/* The audit stream and the board's lie beside the draft's workbooks, a release's note beside that, and
 * nothing anywhere else. */
static bool is_one_of_ours(const struct workbooks *w, const char *name) {
    bool draft = is_folder(w, "draft");
    return strcmp(name, SUMMARY) == 0 || owner(w, name) ||
           (draft && (strcmp(name, "audit.ndjson") == 0 || strcmp(name, "board.ndjson") == 0)) ||
           (!draft && strcmp(name, WORKBOOKS_NOTE) == 0);
}

/* A signature belongs to what it signs; the key that checks it lies beside. */
static bool belongs(const struct workbooks *w, const char *name) {
    static const char signature[] = ".minisig";
    size_t len = strlen(name), tail = sizeof signature - 1;
    if (len <= tail || strcmp(name + len - tail, signature) != 0)
        return strcmp(name, "evenhand.pub") == 0 || is_one_of_ours(w, name);
    char *of = mem_copy(name, len - tail);
    bool does = is_one_of_ours(w, of);
    free(of);
    return does;
}

static bool check_strangers(struct workbooks *w, struct faults *f) {
    DIR *dir = opendir(w->folder);
    if (!dir)
        return fault_errno(f, FAULT_NO_INPUT, w->folder, "cannot open the folder of the workbooks");
    for (const struct dirent *e = NULL; (e = readdir(dir));) /* NOLINT(concurrency-mt-unsafe): one thread */
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 && !belongs(w, e->d_name))
            deviate(w->deviations, CHECK_WORKBOOKS, "all", "take it away: nobody knows what is in it",
                    "%s is no workbook of this caseload", e->d_name);
    (void)closedir(dir);
    return true;
}

static void check_file(struct workbooks *w, const char *name, const struct person *person) {
    struct stat st;
    char *path = path_join(w->folder, name);
    if (lstat(path, &st) != 0)
        deviate(w->deviations, CHECK_WORKBOOKS, person ? person->number : "all", MAKE_AGAIN, "%s is missing",
                name);
    else if (!S_ISREG(st.st_mode))
        deviate(w->deviations, CHECK_WORKBOOKS, person ? person->number : "all", MAKE_AGAIN,
                "%s is no regular file", name);
    else
        workbook_check(w, name, person);
    free(path);
}

bool workbooks_check(struct workbooks *w, struct faults *f) {
    if (!check_strangers(w, f))
        return false;
    for (size_t i = 0; i < w->census->count; i++) {
        char *name = mem_format("%s%s", w->census->person[i].number, SUFFIX);
        check_file(w, name, &w->census->person[i]);
        free(name);
    }
    check_file(w, SUMMARY, NULL);
    workbooks_check_note(w);
    return true;
}

/* Is this file's digest the recorded one? What cannot be read (a link to elsewhere) is not. */
static bool is_as_recorded(const struct workbooks *w, const cJSON *digests, const char *name) {
    struct faults ignored = FAULTS_NONE;
    char hex[DIGEST_HEX_BYTES] = "";
    char *path = path_join(w->folder, name);
    bool same = digest_file(path, hex, &ignored) && strcmp(record_text(digests, name), hex) == 0;
    free(path);
    return same;
}

/* Do the files have exactly these digests? */
static bool agree(const struct workbooks *w, const cJSON *digests, char **names) {
    size_t count = 0;
    bool same = digests != NULL;
    for (; same && names[count]; count++)
        same = is_as_recorded(w, digests, names[count]);
    return same && (size_t)cJSON_GetArraySize(digests) == count;
}

/* Which files differ, by name. */
static void name_changed(struct workbooks *w, const cJSON *digests, char **names) {
    for (char **name = names; *name; name++) {
        const struct person *p = owner(w, *name);
        if (!is_as_recorded(w, digests, *name))
            deviate(w->deviations, CHECK_WORKBOOKS, p ? p->number : "all", MAKE_AGAIN,
                    "%s is not as it was made: its digest is not the one in the ledger", *name);
    }
    const cJSON *recorded = NULL;
    cJSON_ArrayForEach(recorded, digests) {
        size_t i = 0;
        while (names[i] && strcmp(names[i], recorded->string) != 0)
            i++;
        if (!names[i])
            deviate(w->deviations, CHECK_WORKBOOKS, "all", MAKE_AGAIN, "%s was made and is not there",
                    recorded->string);
    }
}

bool workbooks_check_digests(struct workbooks *w, const struct ledger *l, struct faults *f) {
    char **names = NULL;
    if (!files_list(w->folder, SUFFIX, &names, f))
        return false;
    bool board = is_folder(w, "board");
    const cJSON *released = ledger_at_board(l);
    if (board)
        workbooks_check_board(w, l);
    if (!l->assessed)
        deviate(w->deviations, CHECK_WORKBOOKS, "all", MAKE_AGAIN,
                "the ledger does not tell where these workbooks come from");
    else if (board && released && !agree(w, released, names))
        name_changed(w, released, names);
    else if (!board && !agree(w, l->assessed, names) && !agree(w, released, names))
        name_changed(w, l->assessed, names);
    files_free(names);
    return true;
}

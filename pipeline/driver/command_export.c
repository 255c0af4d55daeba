#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/signatures.h"
#include "evenhand/supervise.h"
#include "evenhand/utc.h"
#include "evenhand/vault.h"

#define MANIFEST "manifest.json"

static bool run_stage(struct options *o, const char *folder, struct faults *f) {
    const struct supervision s = {.call = {{.stage = "archive",
                                            .argument = {"--candidate", o->subject, "--out", folder,
                                                         o->caseload, o->warc ? "--warc" : NULL},
                                            .opens_vault = true}},
                                  .count = 1,
                                  .out_fd = -1,
                                  .work = "export",
                                  .again =
                                      "nothing was exported; run the same command again when it is mended"};
    return supervise(&s, &o->interrupted, f);
}

static bool list_file(const char *folder, const char *name, cJSON *files, struct faults *f) {
    char sha256[DIGEST_HEX_BYTES];
    struct stat s;
    char *path = path_join(folder, name);
    bool ok = digest_file(path, sha256, f) &&
              (stat(path, &s) == 0 || fault_errno(f, FAULT_IO, path, "cannot be looked at"));
    if (ok) {
        cJSON *file = cJSON_CreateObject();
        (void)cJSON_AddStringToObject(file, "name", name);
        (void)cJSON_AddNumberToObject(file, "bytes", (double)s.st_size);
        (void)cJSON_AddStringToObject(file, "sha256", sha256);
        cJSON_AddItemToArray(files, file);
    }
    free(path);
    return ok;
}

static bool list_files(const char *folder, cJSON *files, struct faults *f) {
    char **names = NULL;
    bool ok = files_list(folder, "", &names, f);
    for (size_t i = 0; ok && names[i]; i++)
        ok = list_file(folder, names[i], files, f);
    files_free(names);
    return ok;
}

/* What is in the export, with digests; its own signature vouches for all of it. */
static bool write_manifest(const struct options *o, const char *folder, char sha256[DIGEST_HEX_BYTES],
                           struct faults *f) {
    char at[UTC_BYTES];
    struct buf text = {0};
    cJSON *manifest = cJSON_CreateObject();
    char *path = path_join(folder, MANIFEST);
    utc_format(utc_now(), at);
    (void)cJSON_AddStringToObject(manifest, "document", "evenhand export");
    (void)cJSON_AddStringToObject(manifest, "candidate", o->subject);
    (void)cJSON_AddStringToObject(manifest, "made", at);
    (void)cJSON_AddStringToObject(manifest, "by", caseload_user());
    (void)cJSON_AddStringToObject(manifest, "version", EVENHAND_VERSION);
    bool ok = list_files(folder, cJSON_AddArrayToObject(manifest, "files"), f);
    char *printed = ok ? cJSON_Print(manifest) : NULL;
    if (ok)
        buf_format(&text, "%s\n", printed);
    ok = ok && file_write(path, text.data, text.len, f) && digest_file(path, sha256, f);
    cJSON_free(printed);
    cJSON_Delete(manifest);
    buf_free(&text);
    free(path);
    return ok;
}

static bool enter(const struct options *o, const char *manifest_sha256, struct faults *f) {
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(detail, "candidate", o->subject);
    (void)cJSON_AddStringToObject(detail, "form", o->warc ? "warc" : "ndjson");
    (void)cJSON_AddStringToObject(detail, "manifest_sha256", manifest_sha256);
    return caseload_ledger(o->caseload, "export", detail, f);
}

static bool export_into(struct options *o, const char *folder, struct faults *f) {
    static const char *const signed_files[] = {MANIFEST, NULL};
    char sha256[DIGEST_HEX_BYTES];
    return run_stage(o, folder, f) && write_manifest(o, folder, sha256, f) && enter(o, sha256, f) &&
           signatures_add(o->caseload, folder, signed_files, f);
}

static bool is_number(const char *text, struct faults *f) {
    return (strncmp(text, "C-", 2) == 0 && strlen(text) == 6 && !strchr(text, '/')) ||
           fault(f, FAULT_USAGE, "export", "see \"evenhand status\" for the numbers",
                 "\"%s\" is no candidate's number", text);
}

/* Made beside its place, and renamed when it is whole. */
static char *default_folder(const struct options *o) {
    char *records = path_join(o->caseload, "records"), *name = mem_format("%s-export", o->subject),
         *folder = path_join(records, name);
    (void)mkdir(records, 0700);
    free(records);
    free(name);
    return folder;
}

bool command_export(struct options *o, struct faults *f) {
    struct plan *plan = is_number(o->subject, f) ? caseload_plan(o->caseload, f) : NULL;
    if (!plan || !caseload_unlock(o->caseload, f)) {
        plan_free(plan);
        return false;
    }
    char *folder = o->out ? mem_string(o->out) : default_folder(o),
         *unfinished = mem_format("%s.new", folder);
    caseload_discard(unfinished);
    bool ok = access(folder, F_OK) != 0 ||
              fault(f, FAULT_CANNOT_CREATE, folder, "name another one with --out, or take it away",
                    "is there already");
    ok =
        ok &&
        (mkdir(unfinished, 0700) == 0 || fault_errno(f, FAULT_CANNOT_CREATE, unfinished, "cannot be made")) &&
        export_into(o, unfinished, f) &&
        (rename(unfinished, folder) == 0 ||
         fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot be put in place"));
    if (ok)
        (void)printf(
            "Exported what is kept of %s to %s. It names the candidate: hand it to nobody who decides.\n",
            o->subject, folder);
    else
        caseload_discard(unfinished);
    free(folder);
    free(unfinished);
    plan_free(plan);
    return ok;
}

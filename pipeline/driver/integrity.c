#include "evenhand/integrity.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/caseload.h"
#include "evenhand/files.h"
#include "evenhand/record.h"
#include "evenhand/signatures.h"
#include "evenhand/vault.h"

#define LEDGER_MAX_BYTES ((size_t)1 << 30)

struct published {
    double seq;
    const char *sha256;
    bool found;
};

static bool look_for(void *ctx, const cJSON *entry, struct faults *f) {
    struct published *p = ctx;
    (void)f;
    p->found = p->found || (record_number(entry, "seq") == p->seq &&
                            strcmp(record_text(entry, "sha256"), p->sha256) == 0);
    return true;
}

/* The last line of a file that ends with a newline. */
static const char *last_line(struct buf *text) {
    while (text->len > 0 && text->data[text->len - 1] == '\n')
        text->data[--text->len] = '\0';
    char *newline = text->len > 0 ? strrchr(text->data, '\n') : NULL;
    return newline ? newline + 1 : text->len > 0 ? text->data : "";
}

/* The newest entry of the ledger in compliance/ must be in the vault's. */
static bool published_is_kept(struct vault *v, const char *caseload, struct faults *f) {
    struct buf text = {0};
    char *path = path_join(caseload, "compliance/ledger.ndjson");
    bool there = access(path, F_OK) == 0;
    bool ok = !there || file_read(path, LEDGER_MAX_BYTES, &text, f);
    const char *line = there && ok ? last_line(&text) : "";
    cJSON *entry = *line ? record_parse_plain(line, strlen(line), path, f) : NULL;
    if (entry) {
        struct published p = {record_number(entry, "seq"), record_text(entry, "sha256"), false};
        ok = vault_ledger(v, look_for, &p, f) &&
             (p.found ||
              fault(f, FAULT_ANSWER_NO, path,
                    "compare it with copies that compliance keeps, and find out which of the two was changed",
                    "entry %.0f of the published ledger is not in the vault's", p.seq));
    } else if (*line)
        ok = false;
    cJSON_Delete(entry);
    buf_free(&text);
    free(path);
    return ok;
}

static bool count_destroyed(void *ctx, const cJSON *certificate, struct faults *f) {
    (void)f;
    *(int *)ctx += cJSON_GetArraySize(record_field(certificate, "destroyed"));
    return true;
}

int integrity_destroyed(const char *caseload, struct faults *f) {
    int count = 0;
    struct vault *v = vault_open(caseload, VAULT_ACTS, f);
    bool ok = v && vault_certificates(v, count_destroyed, &count, f);
    vault_close(v);
    return ok ? count : -1;
}

/* What verify published last time. */
static bool compliance_is_signed(const char *caseload, struct faults *f) {
    static const char *const files[] = {".xlsx", ".ndjson", NULL};
    char *folder = path_join(caseload, "compliance");
    bool ok = !caseload_has_workbooks(caseload, "compliance") || signatures_check(caseload, folder, files, f);
    free(folder);
    return ok;
}

static const char *const board_files[] = {".xlsx", ".txt", NULL};

bool integrity_check(const char *caseload, const char *released, struct faults *f) {
    struct vault *v = vault_open(caseload, VAULT_ACTS, f);
    if (!v)
        return false;
    bool latest = vault_is_latest(v, f), kept = published_is_kept(v, caseload, f);
    vault_close(v);
    bool signed_right = !released || signatures_check(caseload, released, board_files, f);
    return compliance_is_signed(caseload, f) && latest && kept && signed_right;
}

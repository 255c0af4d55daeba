/* evenhand notice NUMBER: the packet that a candidate gets before anything is decided against them, from the
 * template notice.txt (the caseload's own, else the one shipped). */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/caseload.h"
#include "evenhand/command.h"
#include "evenhand/files.h"
#include "evenhand/findings.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/utc.h"
#include "evenhand/vault.h"
#include "evenhand/words.h"

#define TEMPLATE "notice.txt"
#define TEMPLATE_MAX ((size_t)1 << 20)
#define DISPUTE_DAYS "5" /* business days that is usual to wait; a template may say otherwise */
#define LINE 100         /* columns */

struct notice {
    cJSON *candidate, *findings, *items;
    cJSON *pages; /* evidence -> {url, fetched} */
    struct buf list;
};

static bool take_capture(void *ctx, const cJSON *capture, const char *headers, struct faults *f) {
    struct notice *n = ctx;
    cJSON *page = cJSON_AddObjectToObject(n->pages, record_text(capture, "evidence"));
    (void)headers;
    (void)f;
    (void)cJSON_AddStringToObject(page, "url", record_text(capture, "url"));
    (void)cJSON_AddStringToObject(page, "fetched", record_text(capture, "fetched"));
    return true;
}

static bool read_vault(const struct options *o, struct notice *n, struct faults *f) {
    struct vault *v = vault_open(o->caseload, VAULT_READ, f);
    cJSON *all = v ? vault_candidates(v, f) : NULL;
    const cJSON *one;
    cJSON_ArrayForEach(one, all) {
        if (strcmp(record_text(one, "candidate"), o->subject) == 0)
            n->candidate = cJSON_Duplicate(one, true);
    }
    n->pages = cJSON_CreateObject();
    bool ok = n->candidate && vault_answers(v, o->subject, take_capture, n, f);
    cJSON_Delete(all);
    vault_close(v);
    return ok;
}

static const char *shown(const struct words *list, size_t count, const char *id) {
    int at = words_find(list, count, id);
    return at < 0 ? id : list[at].shown;
}

/* "   label: text", wrapped at words. */
static void add_wrapped(struct buf *out, const char *label, const char *text) {
    size_t column = strlen(label) + 5;
    buf_format(out, "   %s:", label);
    while (*text) {
        text += strspn(text, " \t\r\n");
        size_t word = strcspn(text, " \t\r\n");
        if (word > 0 && column + word + 1 > LINE) {
            buf_add_text(out, "\n     ");
            column = 5;
        }
        if (word > 0)
            buf_format(out, " %.*s", (int)word, text);
        column += word + 1;
        text += word;
    }
    buf_add_char(out, '\n');
}

/* Of the item itself, where its page told one. */
static const char *url_of(const struct notice *n, const char *evidence, int number) {
    const cJSON *item;
    cJSON_ArrayForEach(item, n->items) {
        if ((int)record_number(item, "item") == number &&
            strcmp(record_text(item, "evidence"), evidence) == 0)
            return record_text(item, "url");
    }
    return "";
}

static void add_page(struct notice *n, const char *label, const char *about) {
    char *evidence = mem_copy(about, strcspn(about, "/"));
    const cJSON *page = record_field(n->pages, evidence);
    const char *url = url_of(n, evidence, (int)strtol(about + strlen(evidence) + 1, NULL, 10));
    char *source = mem_format("%s, read on %.10s (evidence %s)", *url ? url : record_text(page, "url"),
                              record_text(page, "fetched"), about);
    add_wrapped(&n->list, label, source);
    free(evidence);
    free(source);
}

static void add_finding(struct notice *n, size_t number, const cJSON *x) {
    const char *month = record_text(x, "published");
    const cJSON *copy;
    char *about = mem_format("%s/%.0f", record_text(x, "evidence"), record_number(x, "item"));
    buf_format(&n->list, "%zu. %s, severity %s, %s\n", number,
               shown(words_categories, WORDS_CATEGORIES, record_text(x, "category")),
               record_text(x, "severity"), *month ? month : "undated");
    add_wrapped(&n->list, "Words", record_text(x, "excerpt"));
    add_page(n, "Source", about);
    cJSON_ArrayForEach(copy, record_field(x, "copies"))
        add_page(n, "The same words", cJSON_GetStringValue(copy));
    add_wrapped(&n->list, "Standing",
                shown(words_corroboration, WORDS_CORROBORATION, record_text(x, "corroboration")));
    if (*record_text(x, "reply"))
        add_wrapped(&n->list, "Your reply so far", record_text(x, "reply"));
    buf_add_char(&n->list, '\n');
    free(about);
}

static void list_findings(struct notice *n) {
    const cJSON *x;
    size_t number = 0;
    cJSON_ArrayForEach(x, n->findings) add_finding(n, ++number, x);
    if (number == 0)
        buf_add_text(&n->list, "Nothing.\n\n");
}

struct blank {
    const char *name, *value;
};

static const char *value_of(const struct blank *blanks, const char *name, size_t len) {
    for (; blanks->name; blanks++)
        if (strlen(blanks->name) == len && strncmp(blanks->name, name, len) == 0)
            return blanks->value;
    return NULL;
}

static bool fill(const char *text, const struct blank *blanks, const char *path, struct buf *out,
                 struct faults *f) {
    for (const char *open; (open = strchr(text, '{')); text = strchr(open, '}') + 1) {
        size_t len = strcspn(open, "}");
        const char *value = open[len] ? value_of(blanks, open + 1, len - 1) : NULL;
        if (!value)
            return fault(f, FAULT_CONFIG, path,
                         "name, position, number, date, authority, reference, days, findings",
                         "no such blank: \"%.*s\"", (int)(len < 40 ? len + 1 : 40), open);
        buf_add(out, text, (size_t)(open - text));
        buf_add_text(out, value);
    }
    buf_add_text(out, text);
    return true;
}

/* CASELOAD/notice.txt where there is one. free() releases. */
static char *template_path(const char *caseload, struct faults *f) {
    char *own = path_join(caseload, TEMPLATE);
    if (access(own, F_OK) == 0)
        return own;
    free(own);
    char *shipped = data_folder("templates", f), *path = shipped ? path_join(shipped, TEMPLATE) : NULL;
    free(shipped);
    return path;
}

static bool fill_template(const struct options *o, const struct plan *plan, const struct notice *n,
                          struct buf *out, struct faults *f) {
    char today[UTC_BYTES];
    utc_format(utc_now(), today);
    today[10] = '\0';
    const struct blank blanks[] = {{"name", record_text(record_field(n->candidate, "identity"), "full_name")},
                                   {"position", record_text(n->candidate, "position")},
                                   {"number", o->subject},
                                   {"date", today},
                                   {"authority", plan->authorised_by},
                                   {"reference", plan->authorised_reference},
                                   {"days", DISPUTE_DAYS},
                                   {"findings", n->list.data},
                                   {NULL, NULL}};
    struct buf text = {0};
    char *path = template_path(o->caseload, f);
    bool ok = path && file_read(path, TEMPLATE_MAX, &text, f) && fill(text.data, blanks, path, out, f);
    buf_free(&text);
    free(path);
    return ok;
}

static char *default_path(const struct options *o) {
    char *records = path_join(o->caseload, "records"), *name = mem_format("%s-notice.txt", o->subject),
         *path = path_join(records, name);
    (void)mkdir(records, 0700);
    free(records);
    free(name);
    return path;
}

/* What the notice was, so that it can be shown later which one the candidate got. */
static bool enter(const struct options *o, const struct notice *n, const char *path, struct faults *f) {
    char sha256[DIGEST_HEX_BYTES];
    if (!digest_file(path, sha256, f))
        return false;
    cJSON *detail = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(detail, "candidate", o->subject);
    (void)cJSON_AddNumberToObject(detail, "findings", cJSON_GetArraySize(n->findings));
    (void)cJSON_AddStringToObject(detail, "sha256", sha256);
    return caseload_ledger(o->caseload, "notice", detail, f);
}

static bool write_notice(struct options *o, const struct plan *plan, struct notice *n, struct faults *f) {
    struct buf text = {0};
    char *path = o->out ? mem_string(o->out) : default_path(o);
    list_findings(n);
    bool ok = fill_template(o, plan, n, &text, f) && file_write(path, text.data, text.len, f) &&
              (chmod(path, 0600) == 0 || fault_errno(f, FAULT_IO, path, "cannot be made private")) &&
              enter(o, n, path, f) &&
              printf("Written: %s, for %s alone. It names the candidate: hand it to nobody who decides.\n",
                     path, o->subject) > 0;
    buf_free(&text);
    free(path);
    return ok;
}

bool command_notice(struct options *o, struct faults *f) {
    struct notice n = {0};
    struct plan *plan = caseload_plan(o->caseload, f);
    n.findings = plan ? findings_of(o, o->subject, STAGES_SANITIZED, "notice", f) : NULL;
    n.items = n.findings ? findings_of(o, o->subject, STAGES_ITEMS, "notice", f) : NULL;
    bool ok = n.items && read_vault(o, &n, f) && write_notice(o, plan, &n, f);
    cJSON_Delete(n.candidate);
    cJSON_Delete(n.findings);
    cJSON_Delete(n.items);
    cJSON_Delete(n.pages);
    buf_free(&n.list);
    plan_free(plan);
    return ok;
}

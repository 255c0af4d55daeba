#include "evenhand/wmn.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/lawful.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/source.h"
#include "evenhand/vocab.h"

#define PREFIX "wmn-"
#define HEADER                                                                                               \
    "# Imported by \"evenhand sources import\" from a WhatsMyName list (CC BY-SA 4.0, Micah Hoffman and "    \
    "others).\n"
#define AUTHORISATION                                                                                        \
    "Whether an account of this name is there, as the site tells anyone who asks without logging in; its "   \
    "robots.txt is obeyed."

struct import {
    const char *folder;
    struct lawful *lawful;
    struct buf *report;
    size_t imported, skipped, protected, linted;
};

/* ---- one site as a descriptor ---- */

static char *name_of(const char *title) {
    struct buf name = {0};
    buf_add_text(&name, PREFIX);
    for (const char *c = title; *c && name.len < SOURCE_MAX_NAME_BYTES; c++) {
        char low = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
        bool letter = (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9');
        if (letter)
            buf_add_char(&name, low);
        else if (name.data[name.len - 1] != '-')
            buf_add_char(&name, '-');
    }
    return buf_take(&name);
}

static const char *type_of(const char *category) {
    static const char *const types[][2] = {{"archived", "archive"}, {"coding", "code"},  {"tech", "code"},
                                           {"gaming", "social"},    {"hobby", "social"}, {"images", "social"},
                                           {"music", "social"},     {"dating", "social"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i][0], category) == 0)
            return types[i][1];
    int known = vocab_find(vocab_source_types, category);
    return known >= 0 ? vocab_source_types[known] : "web";
}

/* A JSON string is one of YAML too (YAML 1.2, 1.3). */
static void add_text(struct buf *out, const char *before, const char *text, const char *after) {
    cJSON *node = cJSON_CreateString(text);
    char *quoted = cJSON_PrintUnformatted(node);
    if (quoted == NULL)
        mem_exhausted();
    buf_format(out, "%s%s%s", before, quoted, after);
    free(quoted);
    cJSON_Delete(node);
}

static void add_sign(struct buf *out, const char *key, double status, const char *text) {
    buf_format(out, "    %s: {status: %.0f", key, status);
    if (*text)
        add_text(out, ", text: ", text, "");
    buf_add_text(out, "}\n");
}

static char *url_of(const cJSON *site) {
    struct buf url = {0};
    const char *rest = record_text(site, "uri_check"), *at;
    while ((at = strstr(rest, "{account}")) != NULL) {
        buf_add(&url, rest, (size_t)(at - rest));
        buf_add_text(&url, "{query}");
        rest = at + strlen("{account}");
    }
    buf_add_text(&url, rest);
    return buf_take(&url);
}

/* Where the sign of an account is a piece of JSON, the answer is. */
static bool answers_json(const cJSON *site) {
    const char *sign = record_text(site, "e_string");
    return strstr(sign, "\":") || strstr(sign, "\" :") || sign[0] == '{';
}

static void add_request(struct buf *out, const cJSON *site) {
    char *url = url_of(site);
    buf_add_text(out, "requests:\n  account:\n");
    add_text(out, "    url: ", url, "\n");
    if (answers_json(site))
        buf_add_text(out,
                     "    answer: json\n"
                     "    items: '{kind: \"profile\", text: ([.. | strings] | unique | join(\"\\n\"))}'\n");
    else
        buf_add_text(out, "    answer: page\n");
    add_sign(out, "found", record_number(site, "e_code"), record_text(site, "e_string"));
    add_sign(out, "nothing", record_number(site, "m_code"), record_text(site, "m_string"));
    free(url);
}

static void add_protection(struct buf *out, const cJSON *protection) {
    struct buf text = {0};
    const cJSON *one;
    cJSON_ArrayForEach(one, protection)
        buf_format(&text, "%s%s", text.len ? ", " : "", cJSON_IsString(one) ? one->valuestring : "?");
    if (text.len > 0)
        add_text(out, "protection: ", text.data, "\n");
    buf_free(&text);
}

static void describe(struct import *in, const cJSON *site, const char *name, struct buf *out) {
    const struct lawful_kind *kind = lawful_category(in->lawful, record_text(site, "cat"));
    const char *known = cJSON_GetStringValue(cJSON_GetArrayItem(record_field(site, "known"), 0));
    buf_format(out, "%sname: %s\n", HEADER, name);
    add_text(out, "title: ", record_text(site, "name"), "\n");
    buf_format(out, "type: %s\nauthorisation: " AUTHORISATION "\nslots: [username]\n",
               type_of(record_text(site, "cat")));
    if (kind)
        buf_format(out, "reveals: %s\n", kind->name);
    add_protection(out, record_field(site, "protection"));
    if (known)
        add_text(out, "controls: {known: ", known, "}\n");
    add_request(out, site);
    in->linted += kind != NULL;
    in->protected += cJSON_GetArraySize(record_field(site, "protection")) > 0;
}

/* ---- what cannot be ---- */

static const char *why_not(const cJSON *site) {
    return cJSON_IsFalse(record_field(site, "valid")) ? "the list says that it is no longer valid"
           : record_field(site, "post_body")          ? "it is asked by POST, and evenhand only reads (GET)"
           : record_field(site, "headers")
               ? "it needs headers of its own, and every request of evenhand is alike"
           : record_field(site, "strip_bad_char")
               ? "it needs characters taken out of the name, so that it would be asked for somebody else"
           : !strstr(record_text(site, "uri_check"), "{account}") ? "its address has no place for the name"
           : !*record_text(site, "e_string")                      ? "nothing in its answer shows an account"
                                                                  : NULL;
}

static bool is_ours(const char *path) {
    struct faults ignored = FAULTS_NONE;
    struct buf text = {0};
    bool ours = access(path, F_OK) != 0 ||
                (file_read(path, YAML_MAX_BYTES, &text, &ignored) && text.len >= strlen(HEADER) &&
                 memcmp(text.data, HEADER, strlen(HEADER)) == 0);
    buf_free(&text);
    return ours;
}

/* "wmn-x.yaml:9:5: reason; advice\n" -> the first line, without its place. */
static char *first_reason(const struct faults *f) {
    const char *reason = strstr(f->text, ": ");
    reason = reason ? reason + 2 : f->text;
    return mem_copy(reason, strcspn(reason, "\n;"));
}

static void skip(struct import *in, const cJSON *site, const char *why) {
    in->skipped++;
    buf_format(in->report, "  skipped  %-28s %s\n", record_text(site, "name"), why);
}

/* Written, and read back as a plan would read it: what that refuses does not stay. */
static bool keep(struct import *in, const cJSON *site, const char *path, const char *name, struct faults *f) {
    struct faults refused = FAULTS_NONE;
    struct buf text = {0};
    size_t linted = in->linted, protected = in->protected;
    describe(in, site, name, &text);
    bool ok = file_write(path, text.data, text.len, f);
    char *shown = mem_format("sources/%s.yaml", name);
    struct source *s = ok ? source_read(path, shown, &refused) : NULL;
    if (ok && !s) {
        char *why = first_reason(&refused);
        skip(in, site, why);
        in->linted = linted;
        in->protected = protected;
        free(why);
        ok = unlink(path) == 0 || fault_errno(f, FAULT_IO, path, "cannot be removed");
    } else if (ok) {
        in->imported++;
    }
    source_free(s);
    free(shown);
    buf_free(&text);
    return ok;
}

static bool import_site(struct import *in, const cJSON *site, struct faults *f) {
    const char *why = cJSON_IsObject(site) ? why_not(site) : "it is no object";
    if (why) {
        skip(in, site, why);
        return true;
    }
    char *name = name_of(record_text(site, "name")), *file = mem_format("%s.yaml", name);
    char *path = path_join(in->folder, file);
    bool ok = is_ours(path) || fault(f, FAULT_CANNOT_CREATE, path, "rename it, then import again",
                                     "this descriptor was written by somebody and stays as it is");
    ok = ok && keep(in, site, path, name, f);
    free(name);
    free(file);
    free(path);
    return ok;
}

static void conclude(struct import *in) {
    buf_format(
        in->report,
        "Imported %zu of %zu sites into %s as %s*.yaml.\n"
        "  %zu are of a kind that the source lint refuses or that needs an authorisation of its own.\n"
        "  %zu stand behind a protection: a step that asks them is undetermined.\n"
        "A step asks one of them: - {source: %s..., query: '{username}'}. Then: evenhand plan check, and\n"
        "evenhand sources test NAME, which asks its control.\n",
        in->imported, in->imported + in->skipped, in->folder, PREFIX, in->linted, in->protected, PREFIX);
}

static cJSON *read_list(const char *file, struct faults *f) {
    struct buf text = {0};
    cJSON *list = file_read(file, WMN_MAX_BYTES, &text, f)
                      ? cJSON_ParseWithLength(text.data ? text.data : "", text.len)
                      : NULL;
    if (f->count == 0 && !cJSON_IsArray(record_field(list, "sites"))) {
        (void)fault(f, FAULT_DATA, file, "give it wmn-data.json as it is", "this is no WhatsMyName list");
        cJSON_Delete(list);
        list = NULL;
    }
    buf_free(&text);
    return list;
}

bool wmn_import(const char *file, const char *folder, struct buf *report, struct faults *f) {
    struct import in = {.folder = folder, .report = report};
    cJSON *list = read_list(file, f);
    const cJSON *site;
    bool ok = list && (in.lawful = lawful_read(f)) != NULL &&
              (mkdir(folder, 0750) == 0 || errno == EEXIST ||
               fault_errno(f, FAULT_CANNOT_CREATE, folder, "cannot be made"));
    cJSON_ArrayForEach(site, record_field(list, "sites")) ok = ok && import_site(&in, site, f);
    if (ok)
        conclude(&in);
    lawful_free(in.lawful);
    cJSON_Delete(list);
    return ok;
}

#include "reply.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "evenhand/buf.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"

static const struct {
    const char *suffix, *type;
} types[] = {
    {".html", "text/html; charset=utf-8"},      {".json", "application/json; charset=utf-8"},
    {".xml", "application/xml; charset=utf-8"}, {".txt", "text/plain; charset=utf-8"},
    {"", "application/octet-stream"},
};

static const char *type_of(const char *path) {
    size_t len = strlen(path), i = 0;
    while (strlen(types[i].suffix) > len ||
           strcmp(path + len - strlen(types[i].suffix), types[i].suffix) != 0)
        i++;
    return types[i].type;
}

/* The text with every mark replaced by the port; text is used up. */
static void fill_port(struct buf *text, unsigned port) {
    const char *mark =
        text->len ? memmem(text->data, text->len, REPLY_PORT_MARK, strlen(REPLY_PORT_MARK)) : NULL;
    if (!mark)
        return;
    struct buf out = {0};
    const char *at = text->data, *end = text->data + text->len;
    for (; mark; mark = memmem(at, (size_t)(end - at), REPLY_PORT_MARK, strlen(REPLY_PORT_MARK))) {
        buf_add(&out, at, (size_t)(mark - at));
        buf_format(&out, "%u", port);
        at = mark + strlen(REPLY_PORT_MARK);
    }
    buf_add(&out, at, (size_t)(end - at));
    buf_free(text);
    *text = out;
}

static struct MHD_Response *respond(struct buf *body) {
    size_t len = body->len;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(len, buf_take(body), MHD_RESPMEM_MUST_FREE);
    if (!response)
        mem_exhausted();
    return response;
}

static void add_header(struct MHD_Response *response, const char *name, const char *value) {
    if (MHD_add_response_header(response, name, value) != MHD_YES)
        mem_exhausted(); /* the only other reason, a bad name, is caught by whoever reads answers.yaml's
                            answer */
}

static void add_headers(struct MHD_Response *response, const char *const *headers, unsigned port) {
    for (; headers && *headers; headers++) {
        struct buf line = {0};
        buf_add_text(&line, *headers);
        fill_port(&line, port);
        char *colon = strstr(line.data, ": ");
        if (colon) {
            *colon = '\0';
            add_header(response, line.data, colon + 2);
        }
        buf_free(&line);
    }
}

struct reply reply_status(unsigned status) {
    struct buf body = {0};
    const char *phrase = MHD_get_reason_phrase_for(status);
    buf_format(&body,
               "<!DOCTYPE html>\n<html lang=\"en\"><head><title>%u "
               "%s</title></head><body><h1>%s</h1></body></html>\n",
               status, phrase, phrase);
    struct reply reply = {status, respond(&body)};
    add_header(reply.response, "Content-Type", "text/html; charset=utf-8");
    return reply;
}

/* A path that stays below its folder and names neither hidden files nor the rules. */
static bool is_content(const char *path) {
    return path[0] != '.' && path[0] != '/' && !strstr(path, "/.") && !strstr(path, "//") &&
           strcmp(path, SITE_RULES_FILE) != 0;
}

static bool is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_file(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* The file of a name below the site's folder: itself, its index.html or with ".html" behind; NULL: none. */
static char *find_file(const struct site *site, const char *name) {
    if (!is_content(name))
        return NULL;
    char *path = path_join(site->folder, name);
    for (int attempt = 0; attempt < 2 && !is_file(path); attempt++) {
        free(path);
        path = mem_format(attempt == 0 ? "%s/%s.html" : "%s/%sindex.html", site->folder, name);
    }
    if (is_file(path))
        return path;
    free(path);
    return NULL;
}

/* The reply with a file for its body; without it, the bare status. */
static struct reply reply_file(const struct site *site, const char *name, const char *type, unsigned status,
                               unsigned port) {
    char *path = name ? find_file(site, name) : NULL;
    struct faults unread = FAULTS_NONE;
    struct buf body = {0};
    if (!path || !file_read(path, REPLY_MAX_FILE_BYTES, &body, &unread)) {
        unsigned instead = path ? MHD_HTTP_INTERNAL_SERVER_ERROR : status;
        faults_report(&unread);
        buf_free(&body);
        free(path);
        return reply_status(instead);
    }
    fill_port(&body, port);
    struct reply reply = {status, respond(&body)};
    add_header(reply.response, "Content-Type", type ? type : type_of(path));
    free(path);
    return reply;
}

static bool has_file(const struct site *site, const char *name) {
    char *path = find_file(site, name);
    free(path);
    return path != NULL;
}

static struct reply reply_missing(const struct site *site, const struct site_rule *rule, unsigned port) {
    if (rule && rule->missing_status)
        return reply_file(site, rule->missing_file, NULL, (unsigned)rule->missing_status, port);
    return reply_file(site, site->not_found, NULL, MHD_HTTP_NOT_FOUND, port);
}

/* No rule: the path is a file's; a folder's name without its slash is sent to the one with. */
static struct reply reply_plain(const struct site *site, const char *path, unsigned port) {
    const char *name = path + 1;
    if (has_file(site, name))
        return reply_file(site, name, NULL, MHD_HTTP_OK, port);
    char *folder = path_join(site->folder, name);
    struct reply reply;
    if (*name && is_content(name) && is_folder(folder) && path[strlen(path) - 1] != '/') {
        char *location = mem_format("%s/", path);
        reply = reply_status(MHD_HTTP_MOVED_PERMANENTLY);
        add_header(reply.response, "Location", location);
        free(location);
    } else {
        reply = reply_missing(site, NULL, port);
    }
    free(folder);
    return reply;
}

static struct reply reply_rule(const struct site *site, const struct site_rule *rule, const struct match *m,
                               struct MHD_Connection *request, unsigned port) {
    unsigned status = rule->status ? (unsigned)rule->status : MHD_HTTP_OK;
    if (!rule->file)
        return reply_status(status);
    char *name = match_file(rule->file, m, request);
    struct reply reply = has_file(site, name) ? reply_file(site, name, rule->type, status, port)
                                              : reply_missing(site, rule, port);
    free(name);
    return reply;
}

struct reply reply_make(const struct site *site, struct site_rule *rule, const struct match *m,
                        struct MHD_Connection *request, const char *path, bool blocked, unsigned port) {
    if (!rule)
        return reply_plain(site, path, port);
    rule->asked++;
    if (blocked && rule->blocked_status)
        return reply_status((unsigned)rule->blocked_status);
    if (rule->asked <= rule->first_times) {
        struct reply reply = reply_status((unsigned)rule->first_status);
        char *seconds = mem_format("%ld", rule->retry_after);
        if (rule->retry_after)
            add_header(reply.response, "Retry-After", seconds);
        free(seconds);
        return reply;
    }
    struct reply reply = reply_rule(site, rule, m, request, port);
    add_headers(reply.response, rule->headers, port);
    return reply;
}

#include "evenhand/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/address.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/url.h"

#define MARK "[key]"

/* ---- where it comes from ---- */

/* EVENHAND_KEY_BRAVE_SEARCH for brave-search. */
static char *variable_of(const char *source) {
    char *name = mem_format("EVENHAND_KEY_%s", source);
    for (char *c = name; *c; c++)
        *c = *c == '-' ? '_' : *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    return name;
}

static bool check_file(int fd, const char *path, struct faults *f) {
    struct stat st;
    if (fstat(fd, &st) != 0)
        return fault_errno(f, FAULT_IO, path, "cannot be looked at");
    if (!S_ISREG(st.st_mode) || (st.st_uid != geteuid() && st.st_uid != 0) || (st.st_mode & 077) != 0)
        return fault(f, FAULT_NOT_PERMITTED, path, "chmod 0600 it; if others could read it, get a new key",
                     "a key file is a file of your own that nobody else can read");
    return true;
}

/* The file's first line. NULL without a fault: there is no file. */
static char *read_file(const char *path, struct faults *f) {
    struct buf text = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY);
    if (fd < 0) {
        if (errno != ENOENT)
            (void)fault_errno(f, FAULT_NO_INPUT, path, "the key cannot be read");
        return NULL;
    }
    bool ok = check_file(fd, path, f) && file_read(path, SECRET_MAX_BYTES + 2, &text, f);
    char *value =
        ok ? mem_copy(text.data ? text.data : "", strcspn(text.data ? text.data : "", "\r\n")) : NULL;
    (void)close(fd);
    if (text.data)
        memset(text.data, 0, text.len);
    buf_free(&text);
    return value;
}

static bool check_value(const char *value, const char *source, const char *plan_text, struct faults *f) {
    size_t len = strlen(value);
    for (const char *c = value; *c; c++)
        if ((unsigned char)*c <= ' ' || (unsigned char)*c > '~')
            return fault(f, FAULT_CONFIG, source, "one line, the key alone",
                         "its API key holds a character that no "
                         "key has");
    if (len < SECRET_MIN_BYTES || len > SECRET_MAX_BYTES)
        return fault(f, FAULT_CONFIG, source, "one line, the key alone",
                     "its API key is not %d to %d characters long", SECRET_MIN_BYTES, SECRET_MAX_BYTES);
    return strstr(plan_text, value) == NULL ||
           fault(f, FAULT_CONFIG, "plan.yaml",
                 "take it out of the plan, and get a new one: the plan is kept and read",
                 "the API key of %s stands in the plan", source);
}

static bool read_one(struct secret *s, const struct source *source, const char *caseload,
                     const char *plan_text, struct faults *f) {
    size_t before = f->count;
    char *variable = variable_of(source->name), *folder = path_join(caseload, "keys");
    char *path = path_join(folder, source->name);
    const char *given = getenv(variable);
    s->how = &source->key;
    s->value = given && *given ? mem_string(given) : read_file(path, f);
    if (s->value == NULL && f->count == before && !source->key.optional) {
        char *advice = mem_format("put it into %s (chmod 0600) or into %s", path, variable);
        (void)fault(f, FAULT_NOT_PERMITTED, source->name, advice, "it needs an API key, and there is none");
        free(advice);
    }
    bool ok = f->count == before && (s->value == NULL || check_value(s->value, source->name, plan_text, f));
    free(variable);
    free(folder);
    free(path);
    return ok;
}

bool secrets_read(struct secret *secrets, const struct plan *plan, const char *caseload,
                  const char *plan_text, struct faults *f) {
    bool ok = true;
    for (size_t i = 0; i < plan->steps; i++) {
        const struct source *source = plan->step[i].source;
        if (source->key.header || source->key.query)
            ok = read_one(&secrets[i], source, caseload, plan_text, f) && ok;
    }
    return ok;
}

void secrets_free(struct secret *secrets, size_t count) {
    for (size_t i = 0; secrets && i < count; i++) {
        if (secrets[i].value)
            memset(secrets[i].value, 0, strlen(secrets[i].value));
        free(secrets[i].value);
        secrets[i].value = NULL;
    }
}

/* ---- where it goes ---- */

bool secret_may_go(const struct secret *s, const struct weburl *url, const char *home) {
    static const struct address_guard nothing_allowed = {0};
    const char *kind = address_host_refusal(&nothing_allowed, url->host);
    bool safe =
        strncmp(url->text, "https://", strlen("https://")) == 0 || (kind && strcmp(kind, "loopback") == 0);
    return s && s->value && safe && home && strcmp(url->origin, home) == 0;
}

char *secret_url(const struct secret *s, const char *url) {
    struct buf out = {0};
    buf_add_text(&out, url);
    if (s->how->query) {
        buf_format(&out, "%c%s=", strchr(url, '?') ? '&' : '?', s->how->query);
        url_encode(s->value, &out);
    }
    return buf_take(&out);
}

char *secret_header(const struct secret *s) {
    return s->how->header
               ? mem_format("%s: %s%s", s->how->header, s->how->prefix ? s->how->prefix : "", s->value)
               : NULL;
}

/* ---- and does not stay ---- */

static void scrub(struct buf *b, const char *value) {
    size_t size = strlen(value);
    struct buf out = {0};
    const char *at = b->data, *end = b->data ? b->data + b->len : NULL, *hit;
    if (at == NULL || memmem(at, b->len, value, size) == NULL)
        return;
    while ((hit = memmem(at, (size_t)(end - at), value, size)) != NULL) {
        buf_add(&out, at, (size_t)(hit - at));
        buf_add_text(&out, MARK);
        at = hit + size;
    }
    buf_add(&out, at, (size_t)(end - at));
    buf_free(b);
    *b = out;
}

static void scrub_text(char **text, const char *value) {
    if (*text == NULL || strstr(*text, value) == NULL)
        return;
    struct buf b = {0};
    buf_add_text(&b, *text);
    scrub(&b, value);
    free(*text);
    *text = buf_take(&b);
}

static void scrub_all(struct fetch_answer *a, const char *value) {
    scrub(&a->headers, value);
    scrub(&a->body, value);
    scrub_text(&a->why, value);
    scrub_text(&a->location, value);
    scrub_text(&a->media_type, value);
    scrub_text(&a->retry_after, value);
}

void secret_scrub(const struct secret *s, struct fetch_answer *answer) {
    struct buf encoded = {0};
    if (s == NULL || s->value == NULL)
        return;
    url_encode(s->value, &encoded);
    scrub_all(answer, s->value);
    scrub_all(answer, encoded.data);
    buf_free(&encoded);
}

#include "evenhand/jq_programs.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/buf.h"
#include "evenhand/jq_lint.h"
#include "evenhand/map_parts.h"
#include "evenhand/mem.h"

const char *jq_program(const struct source_request *request, size_t slot) {
    if (request->answer != ANSWER_JSON)
        return NULL;
    if (slot == JQ_ITEMS)
        return request->jq_items;
    if (slot == JQ_NEXT)
        return request->next;
    return slot - JQ_FOLLOW < request->follows ? request->follow[slot - JQ_FOLLOW].urls : NULL;
}

static const char *place_of(const struct source *source, const struct source_request *r, size_t slot) {
    const char *key = slot == JQ_ITEMS ? "items" : slot == JQ_NEXT ? "next" : "follow";
    return map_place(source, r->name, key, 0, slot >= JQ_FOLLOW ? r->follow[slot - JQ_FOLLOW].request : NULL);
}

/* libjq reports in two messages or more; the first says what is wrong. */
static void keep_first(void *ctx, jv message) {
    struct buf *kept = ctx;
    jv text = jq_format_error(message);
    if (kept->len == 0 && jv_get_kind(text) == JV_KIND_STRING)
        buf_add_text(kept, jv_string_value(text));
    jv_free(text);
}

/* libjq 1.6 reads the file .jq in HOME into every program. There is none in /dev/null. */
static bool compile_at_no_home(jq_state *jq, const char *program) {
    char *home = mem_string(getenv("HOME"));
    if (setenv("HOME", "/dev/null", 1) != 0)
        mem_exhausted();
    bool ok = jq_compile(jq, program) != 0;
    if (home != NULL ? setenv("HOME", home, 1) != 0 : unsetenv("HOME") != 0)
        mem_exhausted();
    free(home);
    return ok;
}

static jq_state *compile(const char *program, struct buf *message) {
    jq_state *jq = jq_init();
    if (jq == NULL)
        mem_exhausted();
    jq_set_error_cb(jq, keep_first, message);
    if (!compile_at_no_home(jq, program))
        jq_teardown(&jq);
    return jq;
}

static void add_branch(struct buf *whole, size_t number, const char *program) {
    buf_format(whole, "if .[0] == %zu then .[3] | (\n%s\n) else ", number, program);
}

static const char opening[] = "{} as $ENV | .[1] as $site | .[2] as $url | ";

/* libjq says "jq: error: x/0 is not defined at <top-level>, line 3:" and more lines; line 1 is the opening.
 */
static bool report(const char *place, const char *message, struct faults *f) {
    static const char prefix[] = "jq: error: ", where[] = " at <top-level>, line ";
    const char *why = message != NULL ? message : "it does not compile";
    why += strncmp(why, prefix, sizeof prefix - 1) == 0 ? sizeof prefix - 1 : 0;
    const char *at = strstr(why, where);
    size_t len = strcspn(why, "(\n");
    if (at != NULL && (size_t)(at - why) < len)
        len = (size_t)(at - why);
    while (len > 0 && why[len - 1] == ' ')
        len--;
    long line = at != NULL ? strtol(at + sizeof where - 1, NULL, 10) - 1 : 1;
    return fault(f, FAULT_CONFIG, place, "try it by hand with jq", "jq program, line %ld: %.*s", line,
                 (int)len, why);
}

/* One program alone, to tell which of them is wrong. */
static bool check_alone(const struct source *source, const struct source_request *r, size_t slot,
                        struct faults *f) {
    struct buf whole = {0}, message = {0};
    buf_add_text(&whole, opening);
    add_branch(&whole, 0, jq_program(r, slot));
    buf_add_text(&whole, "empty end");
    jq_state *jq = compile(whole.data, &message);
    bool ok = jq != NULL || report(place_of(source, r, slot), message.data, f);
    jq_teardown(&jq);
    buf_free(&whole);
    buf_free(&message);
    return ok;
}

static bool lint(const struct source *source, const struct source_request *r, size_t slot, struct faults *f) {
    size_t len = 0, line = 0;
    const char *word = jq_lint(jq_program(r, slot), &len, &line);
    return word == NULL || fault(f, FAULT_CONFIG, place_of(source, r, slot),
                                 "a map may depend on nothing but the answer, $site and $url",
                                 "jq program, line %zu: %.*s is not allowed here", line, (int)len, word);
}

typedef bool check(const struct source *source, const struct source_request *r, size_t slot,
                   struct faults *f);

static bool check_each(const struct source *source, check *good, struct faults *f) {
    bool ok = true;
    for (size_t i = 0; i < source->request_count; i++)
        for (size_t slot = 0; slot < JQ_SLOTS; slot++)
            if (jq_program(&source->requests[i], slot) != NULL)
                ok = good(source, &source->requests[i], slot, f) && ok;
    return ok;
}

static size_t add_all(const struct source *source, struct buf *whole) {
    size_t count = 0;
    for (size_t i = 0; i < source->request_count; i++)
        for (size_t slot = 0; slot < JQ_SLOTS; slot++) {
            const char *program = jq_program(&source->requests[i], slot);
            if (program == NULL)
                continue;
            add_branch(whole, i * JQ_SLOTS + slot, program);
            count++;
        }
    return count;
}

jq_state *jq_programs_compile(const struct source *source, struct faults *f) {
    if (!check_each(source, lint, f))
        return NULL;
    struct buf whole = {0}, message = {0};
    buf_add_text(&whole, opening);
    size_t count = add_all(source, &whole);
    buf_add_text(&whole, "empty");
    for (size_t i = 0; i < count; i++)
        buf_add_text(&whole, " end");
    jq_state *jq = compile(whole.data, &message);
    if (jq == NULL && check_each(source, check_alone, f))
        (void)fault(f, FAULT_CONFIG, source->name, "look for a bracket too many", "jq programs: %s",
                    message.len > 0 ? message.data : "they do not compile together");
    buf_free(&whole);
    buf_free(&message);
    return jq;
}

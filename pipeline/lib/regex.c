#define PCRE2_CODE_UNIT_WIDTH 8
#include "evenhand/regex.h"

#include <pcre2.h>
#include <stdlib.h>

#include "evenhand/mem.h"

struct regex {
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *limits;
    char *place;
};

static bool compile(struct regex *r, const char *pattern, bool caseless, struct faults *f) {
    int error;
    PCRE2_SIZE at;
    uint32_t options = PCRE2_UTF | PCRE2_UCP | (caseless ? PCRE2_CASELESS : 0);
    r->code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options, &error, &at, NULL);
    if (!r->code) {
        char why[256];
        (void)pcre2_get_error_message(error, (PCRE2_UCHAR *)why, sizeof why);
        return fault(f, FAULT_CONFIG, r->place, "see pcre2pattern(3)", "bad pattern at character %zu: %s",
                     at + 1, why);
    }
    uint32_t groups = 0;
    (void)pcre2_pattern_info(r->code, PCRE2_INFO_CAPTURECOUNT, &groups);
    if (groups >= REGEX_MAX_GROUPS)
        return fault(f, FAULT_CONFIG, r->place, "use (?:...) where nothing is kept", "more than %d groups",
                     REGEX_MAX_GROUPS - 1);
    (void)pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE); /* without it the interpreter answers the same */
    return true;
}

struct regex *regex_compile(const char *pattern, bool caseless, const char *place, struct faults *f) {
    struct regex *r = mem_alloc(sizeof *r);
    r->place = mem_string(place);
    if (!compile(r, pattern, caseless, f)) {
        regex_free(r);
        return NULL;
    }
    r->data = pcre2_match_data_create_from_pattern(r->code, NULL);
    r->limits = pcre2_match_context_create(NULL);
    if (!r->data || !r->limits)
        mem_exhausted();
    (void)pcre2_set_match_limit(r->limits, REGEX_MATCH_LIMIT);
    (void)pcre2_set_depth_limit(r->limits, REGEX_DEPTH_LIMIT);
    return r;
}

void regex_free(struct regex *r) {
    if (!r)
        return;
    pcre2_match_context_free(r->limits);
    pcre2_match_data_free(r->data);
    pcre2_code_free(r->code);
    free(r->place);
    free(r);
}

enum regex_result regex_find(struct regex *r, const char *text, size_t len, size_t from,
                             struct regex_match *m, struct faults *f) {
    int n = pcre2_match(r->code, (PCRE2_SPTR)text, len, from, PCRE2_NO_UTF_CHECK, r->data, r->limits);
    if (n == PCRE2_ERROR_NOMATCH)
        return REGEX_NONE;
    if (n < 0) {
        char why[256];
        (void)pcre2_get_error_message(n, (PCRE2_UCHAR *)why, sizeof why);
        (void)fault(f, FAULT_DATA, r->place, "simplify the pattern; nothing is passed on unread",
                    "the pattern could not be applied: %s", why);
        return REGEX_FAULT;
    }
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(r->data);
    for (int i = 0; i < REGEX_MAX_GROUPS; i++) {
        m->start[i] = i < n ? at[2 * i] : (size_t)-1;
        m->end[i] = i < n ? at[2 * i + 1] : (size_t)-1;
    }
    return REGEX_FOUND;
}

int regex_group(const struct regex *r, const char *name) {
    int n = pcre2_substring_number_from_name(r->code, (PCRE2_SPTR)name);
    return n > 0 ? n : -1;
}

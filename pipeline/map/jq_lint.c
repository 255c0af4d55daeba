#include "evenhand/jq_lint.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define MAX_NESTED_STRINGS 16 /* "\("\("... */

static const char *const refused[] = {
    /* something beside the answer */
    "import", "include", "env", "$ENV", "input", "inputs", "input_filename", "input_line_number",
    "modulemeta", "get_search_list", "now", "localtime", "strflocaltime", "mktime", "$__prog_args",
    /* an effect */
    "debug", "stderr", "halt", "halt_error",
    /* loops whose length the answer could choose */
    "range", "repeat", "while", "until",
    /* stops the process on input it does not expect (libjq 1.6) */
    "implode", NULL};

struct scan {
    const char *at;
    size_t line;
    bool in_string;
    size_t level;                          /* strings around this code */
    size_t parens[MAX_NESTED_STRINGS + 1]; /* open at each level */
};

static bool is_word(char c) {
    return isalnum((unsigned char)c) || c == '_';
}

static void step_string(struct scan *s) {
    if (*s->at == '"') {
        s->in_string = false;
    } else if (*s->at == '\\' && s->at[1] == '(' && s->level < MAX_NESTED_STRINGS) {
        s->parens[++s->level] = 0;
        s->in_string = false;
        s->at++;
    } else if (*s->at == '\\' && s->at[1] != '\0') {
        s->at++;
    }
    s->at++;
}

static void step_code(struct scan *s) {
    if (*s->at == '#') {
        s->at += strcspn(s->at, "\n");
        return;
    }
    if (*s->at == '"') {
        s->in_string = true;
    } else if (*s->at == '(') {
        s->parens[s->level]++;
    } else if (*s->at == ')' && s->parens[s->level] > 0) {
        s->parens[s->level]--;
    } else if (*s->at == ')' && s->level > 0) {
        s->level--;
        s->in_string = true;
    }
    s->at++;
}

/* A field (.now) or a key ({now: 1}) is no call. */
static bool is_call(const char *program, const char *word, size_t len) {
    if (word > program && word[-1] == '.')
        return false;
    const char *behind = word + len;
    behind += strspn(behind, " \t\r\n");
    return *behind != ':';
}

static bool is_refused(const char *word, size_t len) {
    for (size_t i = 0; refused[i] != NULL; i++)
        if (strlen(refused[i]) == len && memcmp(refused[i], word, len) == 0)
            return true;
    return false;
}

const char *jq_lint(const char *program, size_t *len, size_t *line) {
    struct scan s = {.at = program, .line = 1};
    while (*s.at != '\0') {
        const char *from = s.at;
        if (!s.in_string && (is_word(*s.at) || *s.at == '$')) {
            *len = 1;
            while (is_word(s.at[*len]))
                ++*len;
            *line = s.line;
            if (is_refused(s.at, *len) && is_call(program, s.at, *len))
                return s.at;
            s.at += *len;
        } else if (s.in_string) {
            step_string(&s);
        } else {
            step_code(&s);
        }
        for (; from < s.at; from++)
            s.line += *from == '\n';
    }
    return NULL;
}

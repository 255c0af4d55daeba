/* Short and pet forms of first names (rules/verify/nicknames.txt). */
#include <stdlib.h>
#include <string.h>

#include "evenhand/facts_forms.h"
#include "evenhand/mem.h"

#define WORD '*' /* before a name that is a common word as well */

void facts_add_nicknames(struct facts *x, const char *line) {
    x->nicknames = mem_grow(x->nicknames, x->nickname_lines + 1, sizeof *x->nicknames);
    x->nicknames[x->nickname_lines++] = mem_string(line);
}

static bool stands_in(const char *line, const char *name) {
    size_t len = strlen(name);
    for (; *line; line += strcspn(line, " "), line += strspn(line, " ")) {
        line += *line == WORD;
        if (strncmp(line, name, len) == 0 && (line[len] == ' ' || line[len] == '\0'))
            return true;
    }
    return false;
}

void facts_nicknames(const struct facts *x, const char *name, facts_each_nickname *each, void *ctx) {
    for (size_t i = 0; i < x->nickname_lines; i++) {
        if (!stands_in(x->nicknames[i], name))
            continue;
        char *copy = mem_string(x->nicknames[i]), *rest = copy;
        for (char *other = NULL; (other = strsep(&rest, " "));) {
            bool word = *other == WORD;
            other += word;
            if (*other && strcmp(other, name) != 0)
                each(ctx, other, word);
        }
        free(copy);
    }
}

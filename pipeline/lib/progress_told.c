/* The numbers of a stage as the driver hears them. */
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/progress.h"

/* A stage that was taken over may tell anything: nothing that a terminal would obey. */
static char *plain(const char *told) {
    char *text = mem_string(told);
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = '?';
    return text;
}

/* "41 60 attempts": of the stage. */
static void take_whole(struct progress *p, const char *stage, const char *line) {
    char *end;
    unsigned long long done = strtoull(line, &end, 10), total = strtoull(end, &end, 10);
    const char *unit = *end == ' ' ? end + 1 : end;
    if (!p->unit)
        progress_begin(p, stage, plain(unit), total);
    p->done = done;
    p->total = total;
}

/* "=2 41 60 3 mastodon": of its third part. They are told in order the first time. */
static void take_part(struct progress *p, const char *line) {
    char *end;
    unsigned long long at = strtoull(line, &end, 10), done = strtoull(end, &end, 10),
                       total = strtoull(end, &end, 10), odd = strtoull(end, &end, 10);
    if (at > p->parts || at >= PROGRESS_MAX_PARTS)
        return;
    if (at == p->parts) {
        p->part = mem_grow(p->part, ++p->parts, sizeof *p->part);
        p->part[at].name = plain(*end == ' ' ? end + 1 : end);
    }
    p->part[at].done = done;
    p->part[at].total = total;
    p->part[at].odd = odd;
}

void progress_forget(struct progress *p) {
    for (size_t i = 0; i < p->parts; i++)
        free((void *)(uintptr_t)p->part[i].name);
    free(p->part);
    free((void *)(uintptr_t)p->unit);
    *p = (struct progress){0};
}

void progress_take(struct progress *p, const char *stage, struct buf *text) {
    char *line = text->data, *newline;
    for (; line && (newline = strchr(line, '\n')) != NULL; line = newline + 1) {
        *newline = '\0';
        if (*line == '=' && p->unit)
            take_part(p, line + 1);
        else if (*line != '=')
            take_whole(p, stage, line);
    }
    if (line && line > text->data) {
        struct buf rest = {0};
        buf_add_text(&rest, line);
        buf_free(text);
        *text = rest;
    }
}

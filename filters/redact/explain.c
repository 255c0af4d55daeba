#include "evenhand/explain.h"

#include <string.h>

#include "evenhand/vocab.h"

/* "terms/religion.txt:12", "context/origin.yaml:40", or a rule that is no data: "names". */
static void add_place(struct buf *out, const struct span *s) {
    if (s->file != NULL)
        buf_format(out, "%s:%zu", s->file, s->line);
    else if (s->line > 0)
        buf_format(out, "%s.txt:%zu", s->rule, s->line);
    else
        buf_add_text(out, s->rule);
}

/* The words on one line. */
static void add_words(struct buf *out, const char *text, size_t len) {
    for (size_t i = 0; i < len; i++)
        buf_add_char(out, text[i] == '\n' || text[i] == '\r' || text[i] == '\t' ? ' ' : text[i]);
}

bool explain_text(struct wall *w, const char *text, size_t len, struct buf *out, struct faults *f) {
    static const struct identity nobody;
    if (!wall_text(w, text, len, &nobody, f))
        return false;
    for (size_t i = 0; i < w->passage.spans; i++) {
        const struct span *s = &w->passage.span[i];
        if (strcmp(s->rule, "joined") == 0)
            continue; /* signs between marks */
        buf_format(out, "%s\t", vocab_classes[s->class]);
        add_place(out, s);
        buf_add_char(out, '\t');
        add_words(out, text + s->start, s->end - s->start);
        buf_add_char(out, '\n');
    }
    buf_add_char(out, '\n');
    buf_add(out, w->render.text.data, w->render.text.len);
    return true;
}

/* CSV by RFC 4180, made for spreadsheets: a byte-order mark, so that they read UTF-8, every text quoted, and
 * nothing that they could take for a formula. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/board_text.h"
#include "evenhand/csv_field.h"
#include "evenhand/formats.h"
#include "evenhand/text_file.h"

#define DRAFT "Draft" /* in each row, below FORMATS_DRAFT */

static void add_text(struct buf *line, const char *text) {
    if (line->len > 0)
        buf_add_char(line, ',');
    csv_field(text, line);
}

static void add_number(struct buf *line, uint64_t n) {
    buf_format(line, "%s%llu", line->len > 0 ? "," : "", (unsigned long long)n);
}

static void end_line(struct text_file *t, struct buf *line) {
    buf_add_text(line, CSV_LINE_END);
    text_file_write(t, line);
    buf_clear(line);
}

static bool begin(struct text_file *t, const char *path, const char *const *heads, struct buf *line,
                  struct faults *f) {
    if (!text_file_open(t, path, f))
        return false;
    text_file_add(t, CSV_MARK);
    for (; *heads; heads++)
        add_text(line, *heads);
    end_line(t, line);
    return true;
}

static void add_finding(struct buf *line, size_t number, const struct dossier_finding *x,
                        const struct finding_texts *t) {
    char *corroboration = board_corroboration(x, t), *evidence = board_evidence(x, t);
    add_number(line, number);
    add_text(line, words_categories[x->category].shown);
    add_text(line, words_severities[x->severity].shown);
    add_text(line, *x->month ? x->month : "undated");
    add_text(line, words_source_types[x->source_type].shown);
    add_text(line, t->excerpt);
    add_text(line, t->reply);
    add_text(line, words_matches[x->match].shown);
    add_text(line, corroboration);
    add_text(line, x->reviewed ? "Yes" : "No");
    add_text(line, evidence);
    add_text(line, DRAFT);
    free(corroboration);
    free(evidence);
}

bool csv_findings_write(const struct board_run *run, const struct dossier *d, const char *path,
                        const char *folder, struct faults *f) {
    static const char *const heads[] = {
        "Finding", "Category",      "Severity", "Month",    "Source type", "Excerpt", "Candidate's reply",
        "Match",   "Corroboration", "Reviewed", "Evidence", FORMATS_DRAFT, NULL};
    struct text_file t;
    struct buf line = {0};
    struct finding_texts texts = {0};
    (void)run, (void)folder;
    bool ok = begin(&t, path, heads, &line, f), open = ok;
    for (size_t i = 0; ok && i < d->findings; i++) {
        ok = dossier_texts(d, &d->finding[i], &texts, f);
        if (ok) {
            add_finding(&line, i + 1, &d->finding[i], &texts);
            end_line(&t, &line);
        }
    }
    buf_free(&line);
    buf_free(&texts.all);
    return open && text_file_close(&t, f) && ok;
}

bool csv_coverage_write(const struct board_run *run, const struct dossier *d, const char *path,
                        const char *folder, struct faults *f) {
    static const char *const heads[] = {"Step", "Source type", "Outcome", "Items read", FORMATS_DRAFT, NULL};
    struct text_file t;
    struct buf line = {0};
    (void)run, (void)folder;
    bool open = begin(&t, path, heads, &line, f);
    for (size_t i = 0; open && i < d->steps; i++) {
        add_number(&line, (uint64_t)d->step[i].step);
        add_text(&line, words_source_types[d->step[i].source_type].shown);
        add_text(&line, words_outcomes[d->step[i].outcome].shown);
        add_number(&line, d->step[i].items);
        add_text(&line, DRAFT);
        end_line(&t, &line);
    }
    buf_free(&line);
    return open && text_file_close(&t, f);
}

static void add_counts(struct buf *line, const struct tally *t) {
    add_text(line, t->number);
    for (size_t c = 0; c < WORDS_CATEGORIES; c++)
        for (size_t v = WORDS_SEVERITIES; v-- > 0;)
            add_number(line, t->findings[c][v]);
    for (size_t o = 0; o < WORDS_OUTCOMES; o++)
        add_number(line, t->outcomes[o]);
    add_number(line, t->items);
    add_text(line, DRAFT);
}

/* Categories by severity, then steps by outcome. */
static void add_heads(struct buf *line) {
    char head[96];
    add_text(line, "Candidate");
    for (size_t c = 0; c < WORDS_CATEGORIES; c++)
        for (size_t v = WORDS_SEVERITIES; v-- > 0;) {
            (void)snprintf(head, sizeof head, "%s: %s", words_categories[c].shown, words_severities[v].shown);
            add_text(line, head);
        }
    for (size_t o = 0; o < WORDS_OUTCOMES; o++) {
        (void)snprintf(head, sizeof head, "Steps: %s", words_outcomes[o].shown);
        add_text(line, head);
    }
    add_text(line, "Items read");
    add_text(line, FORMATS_DRAFT);
}

bool csv_summary_write(const struct board_run *run, const struct tallies *all, const char *path,
                       const char *folder, struct faults *f) {
    struct text_file t;
    struct buf line = {0};
    (void)run, (void)folder;
    add_heads(&line);
    bool open = text_file_open(&t, path, f);
    if (open)
        text_file_add(&t, CSV_MARK);
    for (size_t i = 0; open && i <= all->count; i++) {
        end_line(&t, &line);
        if (i < all->count)
            add_counts(&line, &all->tally[i]);
    }
    buf_free(&line);
    return open && text_file_close(&t, f);
}

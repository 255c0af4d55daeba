/* All candidates as a page, by number; and the Method section, which every page has. */
#include <stdlib.h>

#include "evenhand/board_text.h"
#include "evenhand/formats.h"
#include "evenhand/html.h"
#include "evenhand/mem.h"

#define CHARTED 40

static void entry(struct html *h, const char *about, const char *text) {
    html_element(h, "dt", "", about);
    html_element(h, "dd", "", text);
    html_raw(h, "\n");
}

static void run_facts(struct html *h, const struct board_run *run) {
    char *window = mem_format("%s to %s (%ld years)", run->from, run->to, run->lookback_years);
    html_raw(h, "<h3>This vetting</h3>\n<dl>\n");
    entry(h, "Plan", run->plan);
    entry(h, "Look-back window", window);
    entry(h, "Rules for", run->jurisdiction);
    entry(h, "Plan digest (SHA-256)", run->plan_sha256);
    entry(h, "Rules digest (SHA-256)", run->rules_sha256);
    entry(h, "Program", run->version);
    entry(h, "Sandbox", method_sandbox(run->no_sandbox));
    html_raw(h, "</dl>\n");
    free(window);
}

void html_method(struct html *h, const struct board_run *run) {
    html_section(h, "method", "Method");
    html_raw(h, "<dl>\n");
    for (const struct method_entry *e = method_paragraphs; e->about; e++)
        entry(h, e->about, e->text);
    html_raw(h, "</dl>\n<h3>Marks and columns</h3>\n<dl>\n");
    for (const struct method_entry *e = method_marks; e->about; e++)
        entry(h, e->about, e->text);
    html_raw(h, "</dl>\n");
    for (const struct method_glossary *g = method_glossaries; g->title; g++) {
        html_element(h, "h3", "", g->title);
        html_raw(h, "\n<dl>\n");
        for (size_t i = 0; i < g->count; i++)
            entry(h, g->list[i].shown, g->list[i].meaning);
        html_raw(h, "</dl>\n");
    }
    run_facts(h, run);
    html_section_end(h);
}

static void chart(struct html *h, const struct tallies *all) {
    size_t n = all->count < CHARTED ? all->count : CHARTED;
    const char **labels = mem_array(n + 1, sizeof *labels);
    uint64_t *counts = mem_array((n + 1) * WORDS_SEVERITIES, sizeof *counts);
    struct buf alt = {0};
    buf_add_text(&alt, "Bar chart of concerns by candidate, in the order of their numbers. ");
    for (size_t i = 0; i < n; i++) {
        labels[i] = all->tally[i].number;
        for (size_t v = 0; v < WORDS_SEVERITIES; v++)
            counts[i * WORDS_SEVERITIES + v] = tally_concerns(&all->tally[i], SEVERITY_HIGH - v);
        buf_format(&alt, "%s: %llu%s", labels[i], (unsigned long long)tally_all_concerns(&all->tally[i]),
                   i + 1 < n ? "; " : ".");
    }
    html_bars(h, &(struct html_bars){.title = "Concerns; dark: high, middle: medium, light: low.",
                                     .alt = alt.data,
                                     .labels = labels,
                                     .counts = counts,
                                     .rows = n,
                                     .series = WORDS_SEVERITIES,
                                     .hatched = n});
    buf_free(&alt);
    free(labels);
    free(counts);
}

static void count_cell(struct html *h, uint64_t n) {
    html_raw(h, n ? "<td class=\"n\">" : "<td class=\"n quiet\">");
    html_number(h, n);
    html_raw(h, "</td>");
}

static void candidate_row(struct html *h, const struct tally *t) {
    html_raw(h, "<tr>");
    html_element(h, "th", "scope=\"row\"", t->number);
    for (size_t c = 0; c < WORDS_CATEGORIES; c++)
        count_cell(h, tally_category(t, c));
    for (size_t o = 0; o < WORDS_OUTCOMES; o++)
        count_cell(h, t->outcomes[o]);
    count_cell(h, t->items);
    html_raw(h, "</tr>\n");
    html_flush(h);
}

static void candidates(struct html *h, const struct tallies *all) {
    const char *heads[WORDS_CATEGORIES + WORDS_OUTCOMES + 3] = {"Candidate"};
    size_t n = 1;
    for (size_t c = 0; c < WORDS_CATEGORIES; c++)
        heads[n++] = words_categories[c].shown;
    for (size_t o = 0; o < WORDS_OUTCOMES; o++)
        heads[n++] = words_outcomes[o].shown;
    heads[n] = "Items read";
    html_section(h, "candidates", "Candidates");
    html_raw(h, "<p>Numbers are drawn at random: their order says nothing. Counts, not scores.</p>\n");
    html_raw(h, "<div class=\"scroll\" role=\"region\" aria-label=\"Table of candidates\" tabindex=\"0\">\n");
    html_table(h, "Findings by category, then steps by outcome", heads);
    for (size_t i = 0; i < all->count; i++)
        candidate_row(h, &all->tally[i]);
    html_table_end(h);
    html_raw(h, "</div>\n");
    chart(h, all);
    html_section_end(h);
}

bool html_summary_write(const struct board_run *run, const struct tallies *all, const char *path,
                        const char *folder, struct faults *f) {
    static const char *const sections[] = {"candidates", "Candidates", "method", "Method", NULL};
    struct html h;
    (void)folder;
    char *subtitle = mem_format("Plan \xE2\x80\x9C%s\xE2\x80\x9D, content published %s to %s", run->plan,
                                run->from, run->to);
    bool open = html_open(&h, path, "All candidates", subtitle, sections, f);
    if (open) {
        candidates(&h, all);
        html_method(&h, run);
    }
    free(subtitle);
    return open && html_close(&h, f);
}

/* One candidate as a page: the same content as the workbook, in the same order. */
#include <stdio.h>
#include <stdlib.h>

#include "evenhand/board_text.h"
#include "evenhand/formats.h"
#include "evenhand/html.h"
#include "evenhand/mem.h"

static const char *const severity_signs[] = {"\xE2\x97\x8F\xE2\x97\x8B\xE2\x97\x8B",
                                             "\xE2\x97\x8F\xE2\x97\x8F\xE2\x97\x8B",
                                             "\xE2\x97\x8F\xE2\x97\x8F\xE2\x97\x8F"};
static const char *const favour_signs[] = {"+", "++", "+++"};

static void count_cell(struct html *h, uint64_t n) {
    html_raw(h, n ? "<td class=\"n\">" : "<td class=\"n quiet\">");
    html_number(h, n);
    html_raw(h, "</td>");
}

static void category_row(struct html *h, const char *label, const uint64_t by_severity[WORDS_SEVERITIES],
                         bool total) {
    uint64_t all = 0;
    html_raw(h, total ? "<tr class=\"total\">" : "<tr>");
    html_element(h, "th", "scope=\"row\"", label);
    for (size_t v = WORDS_SEVERITIES; v-- > 0;) {
        count_cell(h, by_severity[v]);
        all += by_severity[v];
    }
    count_cell(h, all);
    html_raw(h, "</tr>\n");
}

static void total_row(struct html *h, const struct tally *t, const char *label, size_t from, size_t to) {
    uint64_t sums[WORDS_SEVERITIES] = {0};
    for (size_t c = from; c < to; c++)
        for (size_t v = 0; v < WORDS_SEVERITIES; v++)
            sums[v] += t->findings[c][v];
    category_row(h, label, sums, true);
}

static void categories(struct html *h, const struct tally *t) {
    static const char *const heads[] = {"Category", "#High", "#Medium", "#Low", "#Total", NULL};
    html_table(h, "Findings by category and severity", heads);
    for (size_t c = 0; c < WORDS_CATEGORIES; c++) {
        uint64_t row[WORDS_SEVERITIES];
        for (size_t v = 0; v < WORDS_SEVERITIES; v++)
            row[v] = t->findings[c][v];
        category_row(h, words_categories[c].shown, row, false);
    }
    total_row(h, t, "All concerns", 0, WORDS_CONCERNS);
    total_row(h, t, "All in favour", WORDS_CONCERNS, WORDS_CATEGORIES);
    html_table_end(h);
}

static void chart(struct html *h, const struct tally *t) {
    const char *labels[WORDS_CATEGORIES];
    uint64_t counts[WORDS_CATEGORIES * WORDS_SEVERITIES];
    struct buf alt = {0};
    buf_add_text(&alt, "Bar chart of findings by category. ");
    for (size_t c = 0; c < WORDS_CATEGORIES; c++) {
        labels[c] = words_categories[c].shown;
        for (size_t v = 0; v < WORDS_SEVERITIES; v++)
            counts[c * WORDS_SEVERITIES + v] = t->findings[c][SEVERITY_HIGH - v];
        buf_format(&alt, "%s: %llu%s", labels[c], (unsigned long long)tally_category(t, c),
                   c + 1 < WORDS_CATEGORIES ? "; " : ".");
    }
    html_bars(h, &(struct html_bars){.title = "Dark: high, middle: medium, light: low; hatched: in favour.",
                                     .alt = alt.data,
                                     .labels = labels,
                                     .counts = counts,
                                     .rows = WORDS_CATEGORIES,
                                     .series = WORDS_SEVERITIES,
                                     .hatched = WORDS_CONCERNS});
    buf_free(&alt);
}

static void label_row(struct html *h, const char *label, uint64_t n, const char *meaning, bool total) {
    html_raw(h, total ? "<tr class=\"total\">" : "<tr>");
    html_element(h, "th", "scope=\"row\"", label);
    count_cell(h, n);
    if (meaning)
        html_element(h, "td", "", meaning);
    html_raw(h, "</tr>\n");
}

static void outcomes(struct html *h, const struct tally *t) {
    static const char *const heads[] = {"Outcome", "#Steps", NULL};
    html_table(h, "How the steps of the plan ended", heads);
    for (size_t i = 0; i < WORDS_OUTCOMES; i++)
        label_row(h, words_outcomes[i].shown, t->outcomes[i], NULL, false);
    label_row(h, "All steps", tally_steps(t), NULL, true);
    html_table_end(h);
}

static void left_out(struct html *h, const struct tally *t) {
    static const char *const items[] = {"Left out because", "#Items", "That means", NULL};
    static const char *const pages[] = {"Not read in full because", "#Pages", "That means", NULL};
    html_table(h, "What was read, and why parts of it are not shown", items);
    for (size_t i = 0; i < WORDS_SKIPS; i++)
        if (!words_skip_of_answer(i))
            label_row(h, words_skips[i].shown, t->skips[i], words_skips[i].meaning, false);
    label_row(h, "All left out", tally_items_left_out(t), "", true);
    label_row(h, "Shown as findings", t->shown, "", true);
    label_row(h, "All items read", t->items, "", true);
    html_table_end(h);
    html_table(h, "Answers that could not be read in full", pages);
    for (size_t i = 0; i < WORDS_SKIPS; i++)
        if (words_skip_of_answer(i))
            label_row(h, words_skips[i].shown, t->skips[i], words_skips[i].meaning, false);
    html_table_end(h);
}

static void summary(struct html *h, const struct tally *t) {
    char *lead = board_lead(t), *coverage = board_coverage(t), *certainty = board_certainty(t);
    html_section(h, "summary", "Summary");
    html_element(h, "p", "class=\"lead\"", lead);
    html_element(h, "p", board_is_draft(t) ? "class=\"alert\"" : "", coverage);
    html_element(h, "p", "", certainty);
    html_raw(h, "<div class=\"pair\">\n");
    categories(h, t);
    chart(h, t);
    html_raw(h, "</div>\n<div class=\"pair\">\n");
    outcomes(h, t);
    html_raw(h, "<div>\n");
    left_out(h, t);
    html_raw(h, "</div>\n</div>\n");
    html_section_end(h);
    free(lead);
    free(coverage);
    free(certainty);
}

static void severity_cell(struct html *h, const struct dossier_finding *x) {
    static const char *const classes[] = {"class=\"s s-low\"", "class=\"s s-medium\"", "class=\"s s-high\""};
    bool favour = x->category >= WORDS_CONCERNS;
    const char *sign = favour ? favour_signs[x->severity] : severity_signs[x->severity];
    buf_format(&h->piece, "<td %s><span aria-hidden=\"true\">%s</span> ",
               favour ? "class=\"s favour\"" : classes[x->severity], sign);
    html_text(h, words_severities[x->severity].shown);
    html_raw(h, "</td>");
}

static void finding_row(struct html *h, size_t number, const struct dossier_finding *x,
                        const struct finding_texts *t) {
    char *corroboration = board_corroboration(x, t), *evidence = board_evidence(x, t);
    buf_format(&h->piece, "<tr><th scope=\"row\">%zu</th>", number);
    html_element(h, "td", "", words_categories[x->category].shown);
    severity_cell(h, x);
    html_element(h, "td", "class=\"s\"", *x->month ? x->month : "undated");
    html_element(h, "td", "", words_source_types[x->source_type].shown);
    html_element(h, "td", "class=\"excerpt\" dir=\"auto\"", t->excerpt);
    html_element(h, "td", "class=\"excerpt\" dir=\"auto\"", t->reply);
    html_element(h, "td", "", words_matches[x->match].shown);
    html_element(h, "td", "", corroboration);
    html_element(h, "td", "", x->reviewed ? "Yes" : "No");
    html_element(h, "td", "class=\"s\"", evidence);
    html_raw(h, "</tr>\n");
    html_flush(h);
    free(corroboration);
    free(evidence);
}

static bool findings_table(struct html *h, const struct dossier *d, struct faults *f) {
    static const char *const heads[] = {"Finding",       "Category", "Severity",          "Month",
                                        "Source type",   "Excerpt",  "Candidate's reply", "Match",
                                        "Corroboration", "Reviewed", "Evidence",          NULL};
    struct finding_texts texts = {0};
    bool ok = true;
    html_raw(h, "<div class=\"scroll\" role=\"region\" aria-label=\"Table of findings\" tabindex=\"0\">\n");
    html_table(h, "Most severe first, then oldest first", heads);
    for (size_t i = 0; ok && i < d->findings; i++) {
        ok = dossier_texts(d, &d->finding[i], &texts, f);
        if (ok)
            finding_row(h, i + 1, &d->finding[i], &texts);
    }
    html_table_end(h);
    html_raw(h, "</div>\n");
    buf_free(&texts.all);
    return ok;
}

static bool findings(struct html *h, const struct dossier *d, struct faults *f) {
    bool ok = true;
    html_section(h, "findings", "Findings");
    if (d->findings > 0)
        ok = findings_table(h, d, f);
    else
        buf_format(&h->piece,
                   "<p>No finding: none of the categories applied to anything in the %llu items read.</p>\n",
                   (unsigned long long)d->tally.items);
    html_section_end(h);
    return ok;
}

static void coverage(struct html *h, const struct dossier *d) {
    static const char *const heads[] = {"Step", "Source type", "Outcome", "#Items read", NULL};
    html_section(h, "coverage", "Coverage");
    html_table(h, "Every step of the plan and how it ended, the same steps for every candidate", heads);
    for (size_t i = 0; i < d->steps; i++) {
        buf_format(&h->piece, "<tr><th scope=\"row\">%ld</th>", d->step[i].step);
        html_element(h, "td", "", words_source_types[d->step[i].source_type].shown);
        html_element(h, "td", "", words_outcomes[d->step[i].outcome].shown);
        count_cell(h, d->step[i].items);
        html_raw(h, "</tr>\n");
    }
    html_table_end(h);
    html_section_end(h);
}

bool html_candidate_write(const struct board_run *run, const struct dossier *d, const char *path,
                          const char *folder, struct faults *f) {
    static const char *const sections[] = {"summary",  "Summary", "findings", "Findings", "coverage",
                                           "Coverage", "method",  "Method",   NULL};
    struct html h;
    (void)folder;
    char *title = mem_format("Candidate %s", d->tally.number);
    char *subtitle =
        mem_format("Public Internet vetting, plan \xE2\x80\x9C%s\xE2\x80\x9D, content published %s to %s",
                   run->plan, run->from, run->to);
    bool ok = html_open(&h, path, title, subtitle, sections, f), open = ok;
    if (open) {
        summary(&h, &d->tally);
        ok = findings(&h, d, f);
        coverage(&h, d);
        html_method(&h, run);
    }
    free(title);
    free(subtitle);
    return open && html_close(&h, f) && ok;
}

#include "evenhand/board_text.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/buf.h"
#include "evenhand/mem.h"

static const char *plural(uint64_t n) {
    return n == 1 ? "" : "s";
}

/* "3 job-related concerns (1 high, 2 low)" */
static void add_concerns(struct buf *out, const struct tally *t) {
    uint64_t all = tally_all_concerns(t);
    const char *comma = "";
    if (all == 0) {
        buf_add_text(out, "No job-related concern");
        return;
    }
    buf_format(out, "%llu job-related concern%s (", (unsigned long long)all, plural(all));
    for (int v = WORDS_SEVERITIES - 1; v >= 0; v--)
        if (tally_concerns(t, (size_t)v) > 0) {
            buf_format(out, "%s%llu %s", comma, (unsigned long long)tally_concerns(t, (size_t)v),
                       words_severities[v].id);
            comma = ", ";
        }
    buf_add_char(out, ')');
}

char *board_lead(const struct tally *t) {
    struct buf out = {0};
    uint64_t favour = tally_in_favour(t);
    add_concerns(&out, t);
    if (favour > 0)
        buf_format(&out, " and %llu finding%s in favour", (unsigned long long)favour, plural(favour));
    else
        buf_add_text(&out, " and no finding in favour");
    if (t->items > 0)
        buf_format(&out, ", in %llu item%s of public content.", (unsigned long long)t->items,
                   plural(t->items));
    else
        buf_add_text(&out, ": there was no public content to read.");
    return buf_take(&out);
}

/* What is not settled yet: steps, and items that wait for the investigator. Such a workbook is a draft. */
bool board_is_draft(const struct tally *t) {
    return t->outcomes[OUTCOME_UNDETERMINED] > 0 || t->skips[SKIP_AWAITING_REVIEW] > 0;
}

char *board_coverage(const struct tally *t) {
    uint64_t steps = tally_steps(t);
    if (board_is_draft(t))
        return mem_format(
            "Draft, not to be relied on: %u of the plan's %llu steps are not settled, and %u items await "
            "the investigator's review.",
            t->outcomes[OUTCOME_UNDETERMINED], (unsigned long long)steps, t->skips[SKIP_AWAITING_REVIEW]);
    return mem_format(
        "All %llu steps of the plan were carried out and ended in a definite answer, the same steps as "
        "for every other candidate.",
        (unsigned long long)steps);
}

char *board_certainty(const struct tally *t) {
    struct buf out = {0};
    uint32_t same = t->matches[MATCH_SAME], decided = t->matches[MATCH_POSSIBLE];
    uint32_t one = t->corroboration[CORROBORATION_ONE];
    if (same + decided == 0)
        return mem_string("How sure: there is no finding to be sure of.");
    buf_format(
        &out,
        "How sure: %u finding%s tied to the candidate by several independent facts, %u by an investigator's "
        "decision; ",
        same, same == 1 ? " is" : "s are", decided);
    if (one > 0)
        buf_format(&out, "%u rest%s on one source only: ask the candidate before relying on %s.", one,
                   one == 1 ? "s" : "", one == 1 ? "it" : "them");
    else
        buf_add_text(&out, "none rests on one source only.");
    return buf_take(&out);
}

/* " Gone on 2026-11-29 (...).", or "" when nobody looked again. */
static char *since_then(const struct dossier_finding *finding) {
    static const char gap[] = "...";
    const char *since = words_rechecks[finding->recheck].shown, *at = strstr(since, gap);
    if (!*finding->rechecked || !at)
        return mem_string("");
    return mem_format(". %.*s%s%s", (int)(at - since), since, finding->rechecked, at + strlen(gap));
}

char *board_corroboration(const struct dossier_finding *finding, const struct finding_texts *t) {
    const char *stands = words_corroboration[finding->corroboration].shown;
    const char *kind = words_reliability[finding->reliability].shown;
    char *since = since_then(finding);
    char *text = *t->support ? mem_format("%s (see also %s). %s%s", stands, t->support, kind, since)
                             : mem_format("%s. %s%s", stands, kind, since);
    free(since);
    return text;
}

char *board_evidence(const struct dossier_finding *finding, const struct finding_texts *t) {
    const char *gap = *t->copies ? "; copies " : "";
    return mem_format("%s/%llu%s%s", finding->evidence, (unsigned long long)finding->item, gap, t->copies);
}

/* The answer in words. */
#include <stdlib.h>
#include <string.h>

#include "evenhand/buf.h"
#include "evenhand/verify.h"

bool verify_made(const struct verify *v, enum check check) {
    if (check == CHECK_REVIEW)
        return v->audit != NULL;
    if (check == CHECK_AGAIN)
        return v->again != NULL;
    if (check == CHECK_LEDGER || check == CHECK_ROLES)
        return v->ledger_path != NULL;
    return true;
}

static bool fine(const struct verify *v, enum check check) {
    return verify_made(v, check) && v->deviations.failed[check] == 0;
}

static const char *plural(uint64_t n) {
    return n == 1 ? "" : "s";
}

static void add_steps(struct buf *out, const struct verify *v) {
    unsigned long long all = (unsigned long long)v->census.count * v->plan->steps;
    if (fine(v, CHECK_COVERAGE))
        buf_format(out,
                   "Each of them went through the same %zu steps, and all %llu ended in a definite answer. ",
                   v->plan->steps, all);
    else
        buf_format(out,
                   "Not every one of the %llu steps (%zu for each of them) was done and ended in a definite "
                   "answer. ",
                   all, v->plan->steps);
}

static void add_review(struct buf *out, const struct verify *v) {
    if (!verify_made(v, CHECK_REVIEW))
        buf_add_text(out, "Whether anything awaits review was not checked (no audit stream). ");
    else if (fine(v, CHECK_REVIEW) && v->census.decisions == 0)
        buf_add_text(out, "Nothing needed an investigator's review. ");
    else if (fine(v, CHECK_REVIEW))
        buf_format(out, "Nothing awaits an investigator's review; %zu decision%s %s made and %s on record. ",
                   v->census.decisions, plural(v->census.decisions),
                   v->census.decisions == 1 ? "was" : "were", v->census.decisions == 1 ? "is" : "are");
    else
        buf_add_text(out, "Not every item that needed an investigator's review has a decision on record. ");
}

static size_t acknowledged(const struct verify *v) {
    size_t n = 0;
    for (size_t i = 0; i < v->workbooks.leaks; i++)
        n += v->workbooks.leak[i].acknowledged != NULL;
    return n;
}

static void add_workbooks(struct buf *out, const struct verify *v) {
    if (fine(v, CHECK_WORKBOOKS))
        buf_format(
            out,
            "The %zu workbooks have one shape, agree with the vault%s, and no other file is among them. ",
            v->workbooks.files, v->ledger_path ? ", are as they were made" : "");
    else
        buf_add_text(out, "The workbooks are not all there, of one shape and as they were made. ");
    if (fine(v, CHECK_LEAK)) {
        buf_format(out,
                   "The %llu texts in them hold none of the candidates' identity facts and none of the words "
                   "that are protected beyond doubt",
                   (unsigned long long)v->workbooks.texts);
        if (acknowledged(v) > 0)
            buf_format(out,
                       "; of words that may be harmless %zu stayed, each acknowledged by an investigator",
                       acknowledged(v));
        buf_add_text(out, ". ");
    } else {
        buf_format(out, "In the %llu texts in them, leaks or unacknowledged ambiguous words: %zu. ",
                   (unsigned long long)v->workbooks.texts, v->workbooks.leaks - acknowledged(v));
    }
}

static void add_again(struct buf *out, const struct verify *v) {
    if (!v->again)
        buf_add_text(out, "They were not assessed again. ");
    else
        buf_add_text(out, fine(v, CHECK_AGAIN)
                              ? "Assessed again from the vault, the same workbooks come out. "
                              : "Assessed again from the vault, other workbooks come out. ");
}

static void add_ledger(struct buf *out, const struct verify *v) {
    if (!v->ledger_path) {
        buf_add_text(out, "Ledger and roles were not checked (no ledger).");
        return;
    }
    buf_format(out, "The ledger's %zu entr%s %s. ", v->ledger.count, v->ledger.count == 1 ? "y" : "ies",
               fine(v, CHECK_LEDGER) ? "form an unbroken chain" : "do not form an unbroken chain");
    buf_add_text(out, fine(v, CHECK_ROLES)
                          ? "Nobody who decides has done the searcher's work."
                          : "The roles of those who search and those who decide were not kept apart.");
}

static void add_sandbox(struct buf *out, const struct verify *v) {
    bool waived = v->run.no_sandbox;
    for (size_t i = 0; i < v->ledger.count; i++)
        waived = waived || strcmp(v->ledger.entry[i].act, "no-sandbox") == 0;
    if (waived)
        buf_add_text(out, " Some of the work was done with --no-sandbox; the ledger says which.");
}

char *verify_paragraph(const struct verify *v) {
    struct buf out = {0};
    bool yes = deviations_failed(&v->deviations) == 0;
    buf_format(&out,
               "%s evenhand %s verified the vetting of %zu candidate%s by the plan \"%s\" (SHA-256 %s, rules "
               "%s; plan, sources, "
               "rules, thresholds and program together %s). ",
               yes ? "YES." : "NO.", EVENHAND_VERSION, v->census.count, plural(v->census.count),
               v->plan->name, v->plan->digest, v->run.rules_sha256, v->vetting);
    add_steps(&out, v);
    add_review(&out, v);
    add_workbooks(&out, v);
    add_again(&out, v);
    add_ledger(&out, v);
    add_sandbox(&out, v);
    return buf_take(&out);
}

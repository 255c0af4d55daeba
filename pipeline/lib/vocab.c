#include "evenhand/vocab.h"

#include <string.h>

const char *const vocab_outcomes[] = {"found", "none", "not-provided", "refused", "undetermined", NULL};
const char *const vocab_item_kinds[] = {"profile", "post", "comment", "article", "page", "result", NULL};
const char *const vocab_source_types[] = {"search", "social", "forum",   "news",    "blog", "web",
                                          "code",   "video",  "archive", "records", NULL};
const char *const vocab_match_classes[] = {"match", "possible", "non-match", NULL};
const char *const vocab_verdicts[] = {"same-person", "other-person", "withhold", NULL};
const char *const vocab_rechecks[] = {"there", "changed", "gone", "undetermined", NULL};
const char *const vocab_categories[] = {
    "violence_threats", "weapons",           "unlawful_activity", "drugs",      "bias",
    "harassment",       "sexual_misconduct", "extremism",         "dishonesty", "confidentiality",
    "recklessness",     "commendation",      "service",           NULL};
const char *const vocab_severities[] = {"low", "medium", "high", NULL};
const char *const vocab_corroboration[] = {"declared account", "linked from a declared account", "one source",
                                           "several independent sources", NULL};
const char *const vocab_reliability[] = {"official record", "news report", "own words", "web page", "post",
                                         "search result",   NULL};
const char *const vocab_classes[] = {"race",
                                     "color",
                                     "ancestry",
                                     "national_origin",
                                     "citizenship",
                                     "language",
                                     "religion",
                                     "sex",
                                     "pregnancy",
                                     "gender_identity",
                                     "sexual_orientation",
                                     "age",
                                     "disability",
                                     "genetic",
                                     "health",
                                     "marital",
                                     "family",
                                     "military",
                                     "public_assistance",
                                     "political",
                                     "union",
                                     "arrest",
                                     "appearance",
                                     "victim",
                                     "identity",
                                     NULL};
const char *const vocab_skip_reasons[] = {"not about the candidate",
                                          "awaiting clerical review",
                                          "rejected by the investigator",
                                          "withheld by the investigator",
                                          "older than the look-back window",
                                          "nothing job-related",
                                          "duplicate of another item",
                                          "no text",
                                          "unreadable answer",
                                          "too many items in one answer",
                                          "not read to the end",
                                          "could not be sanitized",
                                          NULL};

int vocab_find(const char *const *list, const char *word) {
    for (int i = 0; list[i]; i++)
        if (strcmp(list[i], word) == 0)
            return i;
    return -1;
}

size_t vocab_size(const char *const *list) {
    size_t n = 0;
    while (list[n])
        n++;
    return n;
}

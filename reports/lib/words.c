#include "evenhand/words.h"

#include <string.h>

const struct words words_outcomes[WORDS_OUTCOMES] = {
    {"found", "Found",
     "The site answered and had public content for this query. Whether it is about the candidate was "
     "checked afterwards, item by item."},
    {"none", "Nothing there", "The site answered, and has nothing for this query."},
    {"not-provided", "Not provided",
     "The candidate gave nothing that this step could ask for, such as a user name. Nothing was asked."},
    {"refused", "Not allowed",
     "The site's published rules for automatic readers, or a rule on lawful methods, forbid reading it. It "
     "was not read. So is a step that was withdrawn from every candidate's vetting."},
    {"undetermined", "Undetermined",
     "The site blocked the reading or failed. This says nothing about the candidate; no workbook is released "
     "before "
     "it is settled."},
};

const struct words words_source_types[WORDS_SOURCE_TYPES] = {
    {"search", "Web search", "Results of a web search."},
    {"social", "Social network", "Public accounts and posts."},
    {"forum", "Forum", "Public discussion boards."},
    {"news", "News", "News articles."},
    {"blog", "Blog", "Blogs and their feeds."},
    {"web", "Web page", "Other public web pages."},
    {"code", "Code sharing", "Public software projects."},
    {"video", "Video site", "Titles, descriptions and comments; no pictures."},
    {"archive", "Web archive", "Earlier versions of public pages."},
    {"records", "Public records", "Registers that an authority publishes."},
};

const struct words words_categories[WORDS_CATEGORIES] = {
    {"violence_threats", "Violence or threats", "Threatens, praises or admits violence against people."},
    {"weapons", "Weapons misuse",
     "Unlawful or reckless handling of weapons. Owning one lawfully is not meant."},
    {"unlawful_activity", "Unlawful activity", "Admits or plans an offence of another kind."},
    {"drugs", "Illegal drugs", "Admits using, selling or supplying illegal drugs."},
    {"bias", "Bias against a group", "Demeans people for the group they belong to. Which group is withheld."},
    {"harassment", "Harassment", "Insults, stalks or exposes a person, or calls on others to."},
    {"sexual_misconduct", "Sexual misconduct",
     "Admits or praises sexual acts or remarks against someone's will."},
    {"extremism", "Violent extremism", "Supports groups or acts that use violence for a cause."},
    {"dishonesty", "Dishonesty", "Admits lying, cheating, forging or concealing where honesty is owed."},
    {"confidentiality", "Breach of confidence", "Publishes what had to be kept confidential."},
    {"recklessness", "Recklessness", "Endangers others without care, on the road for example."},
    {"commendation", "Commendation (in favour)",
     "Praise, award or thanks for conduct that matters for the position."},
    {"service", "Service (in favour)", "Volunteering, rescue or help given to others."},
};

const struct words words_severities[WORDS_SEVERITIES] = {
    {"low", "Low", "Poor judgement or a passing remark; old, vague or minor."},
    {"medium", "Medium", "Clear conduct that matters for the position, without lasting harm."},
    {"high", "High", "Serious conduct: harm, danger, an offence, or a pattern."},
};

const struct words words_matches[WORDS_MATCHES] = {
    {"match", "Same person", "Several independent facts tie the item to the candidate."},
    {"possible", "Possibly the same",
     "Some facts agree. An investigator must have decided before it is shown."},
    {"non-match", "Another person", "Left out; never shown as a finding."},
};

const struct words words_corroboration[WORDS_CORROBORATION] = {
    {"declared account", "Candidate's own account", "Published by an account that the candidate named."},
    {"linked from a declared account", "Linked with own account",
     "It and a site or account that the candidate named are linked."},
    {"one source", "One source only",
     "Nothing else seen supports it. Ask the candidate before relying on it."},
    {"several independent sources", "Several sources",
     "Independent sources say the same; copies of one text count once."},
};

const struct words words_reliability[WORDS_RELIABILITY] = {
    {"official record", "Official record",
     "A court's, agency's or other public record itself: the strongest kind."},
    {"news report", "News report",
     "A paper or station tells of it: at second hand. The original record, where there is one, counts more."},
    {"own words", "Own words", "What the candidate's own account says."},
    {"web page", "Web page", "A page of an organisation or a private site: as good as whoever keeps it."},
    {"post", "Post, not verified", "A post or comment that nobody has checked."},
    {"search result", "Search result only", "A line in a list of results; the page behind it was not read."},
};

const struct words words_rechecks[WORDS_RECHECKS] = {
    {"there", "Still there on ...", "Looked at again that day: the page still shows these words."},
    {"changed", "Changed on ... (captured before)",
     "The page answered and did not show these words any more: edited, removed, or moved elsewhere. What the "
     "page showed when it "
     "was first read is kept."},
    {"gone", "Gone on ... (captured before removal)",
     "The page was not there any more. What it showed when it was first read is kept."},
    {"undetermined", "Could not be looked at on ...",
     "The site did not answer in a way that tells. It says nothing about the candidate."},
};

const struct words words_skips[WORDS_SKIPS] = {
    {"not about the candidate", "Not about the candidate",
     "Somebody else, or nothing ties it to the candidate."},
    {"awaiting clerical review", "Awaiting review", "An investigator has yet to decide who it is about."},
    {"rejected by the investigator", "Rejected by the investigator",
     "An investigator decided: another person."},
    {"withheld by the investigator", "Withheld by the investigator",
     "An investigator kept it from the board."},
    {"older than the look-back window", "Too old", "Published before the look-back window."},
    {"nothing job-related", "Nothing job-related", "Read, and none of the categories above applies."},
    {"duplicate of another item", "Duplicate", "The same text was read already."},
    {"no text", "No text", "An empty post or a picture. Pictures are never shown."},
    {"unreadable answer", "Unreadable", "The site's answer was in no readable form."},
    {"too many items in one answer", "Over the limit",
     "More items than are read of one answer, for everybody."},
    {"not read to the end", "Cut at the limit", "The rest of an over-long or broken text was not read."},
    {"could not be sanitized", "Could not be sanitized", "Protected facts could not be withheld safely."},
};

int words_find(const struct words *list, size_t count, const char *id) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].id, id) == 0)
            return (int)i;
    return -1;
}

bool words_skip_of_answer(size_t skip) {
    return skip == SKIP_UNREADABLE || skip == SKIP_OVER_LIMIT || skip == SKIP_CUT;
}

int words_outcome_combined(int a, int b) {
    static const int rank[WORDS_OUTCOMES] = {
        [OUTCOME_UNDETERMINED] = 4, [OUTCOME_FOUND] = 3, [OUTCOME_REFUSED] = 2, [OUTCOME_NONE] = 1};
    return rank[a] >= rank[b] ? a : b;
}

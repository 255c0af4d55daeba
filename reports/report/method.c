/* How the vetting was done and what every word means, for a reader who knows nothing of it. */
#include "evenhand/board_text.h"

const struct method_entry method_paragraphs[] = {
    {"How this was done",
     "Every candidate of this procedure went through the same plan: the same sites, the same questions, the "
     "same number "
     "of pages, the same look-back window. Only public pages were read, by a program that takes no decision "
     "and under "
     "an investigator who takes none either. No log-in, no friend request and no pretence was used."},
    {"Is it the candidate?", "Each item was compared with what the candidate had given. What is about "
                             "somebody else was left out; what might be "
                             "about the candidate is shown only after an investigator had decided."},
    {"Is it about the job?",
     "Only the categories below are reported, by written rules that are the same for everybody. Political "
     "opinion, "
     "belonging to a group and other lawful private conduct are no category and are not reported."},
    {"What was withheld", "Facts that the law forbids to be used were removed by a program before anybody "
                          "who decides saw a word, and a "
                          "second program checked the finished workbooks."},
    {"What this does not do", "There is no score, no ranking and no recommendation. Absence of findings is "
                              "not praise, and a finding is not "
                              "proof: ask the candidate before relying on one. The board decides, and says "
                              "why, on its own authority."},
    {"To see the source",
     "The Evidence number leads the investigator to the page as it was read. Ask the investigator, not a "
     "search "
     "engine: searching yourself would undo the protection for you and for the candidate."},
    {NULL, NULL}};

const struct method_entry method_marks[] = {
    {"[withheld]",
     "Words that tell of a protected fact. The mark says neither which fact nor how long the words were."},
    {"[person]", "The name of anybody but the candidate."},
    {"the candidate",
     "Stands where the text named the candidate. \xE2\x80\x9CThey\xE2\x80\x9D stands for he or she."},
    {"Month",
     "When the item was published, to the month; \xE2\x80\x9Cundated\xE2\x80\x9D when the page did not say."},
    {"Notes", "A column for each member of the board, the only cells that can be typed in; they are not "
              "printed. Work on "
              "a copy of your own. The rest is locked against slips, without a password."},
    {"Reviewed", "Yes: an investigator recorded a decision that the item is about the candidate."},
    {"Evidence", "Number of the page as kept, and of the item on that page; then those of copies of the same "
                 "text."},
    {"Candidate's reply", "What the candidate says to the finding, where they were asked."},
    {"+  ++  +++", "Strength of a finding in favour, where concerns have dots for their severity."},
    {NULL, NULL}};

const char *method_sandbox(bool waived) {
    return waived ? "Waived (--no-sandbox): some of the programs were started on the understanding that the "
                    "kernel "
                    "might not keep them from other files. The ledger says which command, when and by whom."
                  : "The kernel kept each program from every file, program and connection that its own work "
                    "does not "
                    "need (Landlock and seccomp).";
}

const struct method_glossary method_glossaries[] = {
    {"Outcome of a step", words_outcomes, WORDS_OUTCOMES},
    {"Category", words_categories, WORDS_CATEGORIES},
    {"Severity", words_severities, WORDS_SEVERITIES},
    {"Match: is it the candidate?", words_matches, WORDS_MATCHES},
    {"Corroboration: does anything else support it?", words_corroboration, WORDS_CORROBORATION},
    {"Corroboration: is it still there?", words_rechecks, WORDS_RECHECKS},
    {"Reliability of the kind of source, the strongest first", words_reliability, WORDS_RELIABILITY},
    {"Why an item was left out", words_skips, WORDS_SKIPS},
    {"Source type", words_source_types, WORDS_SOURCE_TYPES},
    {NULL, NULL, 0}};

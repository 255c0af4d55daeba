/* Method: how the vetting was done and what every word means, for a reader who knows nothing of it. Fixed
 * text but for the facts of the run: the same in every workbook. */
#include <stdlib.h>
#include <string.h>

#include "evenhand/board_book.h"
#include "evenhand/cell.h"
#include "evenhand/mem.h"

enum column { WORD, MEANING, COLUMNS };

static const double widths[COLUMNS] = {34, 130};

struct paragraph {
    const char *about, *text;
};

static const struct paragraph method[] = {
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
};

static const struct paragraph marks[] = {
    {"[withheld]",
     "Words that tell of a protected fact. The mark says neither which fact nor how long the words were."},
    {"[person]", "The name of anybody but the candidate."},
    {"the candidate",
     "Stands where the text named the candidate. \xE2\x80\x9CThey\xE2\x80\x9D stands for he or she."},
    {"Month",
     "When the item was published, to the month; \xE2\x80\x9Cundated\xE2\x80\x9D when the page did not say."},
    {"Notes",
     "A column for each member of the board, the only cells that can be typed in; they are not printed. Work on "
     "a copy of your own. The rest is locked against slips, without a password."},
    {"Reviewed", "Yes: an investigator recorded a decision that the item is about the candidate."},
    {"Evidence", "Number of the page as kept, and of the item on that page."},
    {"+  ++  +++", "Strength of a finding in favour, where concerns have dots for their severity."},
};

static lxw_row_t section(struct book *b, lxw_worksheet *s, lxw_row_t row, const char *title) {
    book_height(b, s, row, 26);
    book_text(b, s, row, WORD, STYLE_SECTION, title);
    return row + 1;
}

static lxw_row_t entry(struct book *b, lxw_worksheet *s, lxw_row_t row, const char *word,
                       const char *meaning) {
    book_height(b, s, row, cell_points(cell_lines(meaning, strlen(meaning), widths[MEANING])));
    book_text(b, s, row, WORD, STYLE_TERM, word);
    book_text(b, s, row, MEANING, STYLE_EXCERPT, meaning);
    return row + 1;
}

static lxw_row_t paragraphs(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct paragraph *list,
                            size_t n) {
    for (size_t i = 0; i < n; i++)
        row = entry(b, s, row, list[i].about, list[i].text);
    return row;
}

static lxw_row_t glossary(struct book *b, lxw_worksheet *s, lxw_row_t row, const char *title,
                          const struct words *list, size_t n) {
    row = section(b, s, row, title);
    for (size_t i = 0; i < n; i++)
        row = entry(b, s, row, list[i].shown, list[i].meaning);
    return row;
}

static void write_run(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct board_run *run) {
    char *window = mem_format("%s to %s (%ld years)", run->from, run->to, run->lookback_years);
    row = section(b, s, row, "This vetting");
    row = entry(b, s, row, "Plan", run->plan);
    row = entry(b, s, row, "Look-back window", window);
    row = entry(b, s, row, "Rules for", run->jurisdiction);
    row = entry(b, s, row, "Plan digest (SHA-256)", run->plan_sha256);
    row = entry(b, s, row, "Rules digest (SHA-256)", run->rules_sha256);
    (void)entry(b, s, row, "Program", run->version);
    free(window);
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

void sheet_method(struct book *b, const struct board_run *run) {
    lxw_worksheet *s = book_sheet(b, "Method", widths, COLUMNS);
    book_title(b, s, "Method",
               "How the vetting was done, what the words mean, and what this workbook does not say.");
    lxw_row_t row = paragraphs(b, s, 3, method, COUNT(method));
    row = section(b, s, row, "Marks and columns");
    row = paragraphs(b, s, row, marks, COUNT(marks));
    row = glossary(b, s, row, "Outcome of a step", words_outcomes, WORDS_OUTCOMES);
    row = glossary(b, s, row, "Category", words_categories, WORDS_CATEGORIES);
    row = glossary(b, s, row, "Severity", words_severities, WORDS_SEVERITIES);
    row = glossary(b, s, row, "Match: is it the candidate?", words_matches, WORDS_MATCHES);
    row = glossary(b, s, row, "Corroboration: does anything else support it?", words_corroboration,
                   WORDS_CORROBORATION);
    row = glossary(b, s, row, "Why an item was left out", words_skips, WORDS_SKIPS);
    row = glossary(b, s, row, "Source type", words_source_types, WORDS_SOURCE_TYPES);
    write_run(b, s, row, run);
    worksheet_freeze_panes(s, 2, 0);
    book_note(b, s, worksheet_repeat_rows(s, 0, 1));
}

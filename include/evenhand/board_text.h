/* The sentences that answer at first sight, the same in every format; and what every word means. */
#ifndef EVENHAND_BOARD_TEXT_H
#define EVENHAND_BOARD_TEXT_H

#include <stdbool.h>

#include "evenhand/dossier.h"
#include "evenhand/tally.h"
#include "evenhand/words.h"

/* "6 job-related concerns (2 high, ...) and 2 findings in favour, in 57 items of public content."; free()
 * releases. */
char *board_lead(const struct tally *t);
/* Whether every step was carried out; free() releases. */
char *board_coverage(const struct tally *t);
/* How sure: what ties the findings to the candidate, and how many rest on one source; free() releases. */
char *board_certainty(const struct tally *t);
/* How a finding stands: declared, linked, one source or several with their evidence; how reliable that
 * kind of source is; and what became of its page since. free() releases. */
char *board_corroboration(const struct dossier_finding *finding, const struct finding_texts *t);
/* "E-0042/3", then the evidence of copies; free() releases. */
char *board_evidence(const struct dossier_finding *finding, const struct finding_texts *t);
/* Not settled yet: steps, or items that wait for the investigator. Such a workbook is a draft. */
bool board_is_draft(const struct tally *t);

struct method_entry {
    const char *about, *text;
};
struct method_glossary {
    const char *title;
    const struct words *list;
    size_t count;
};

/* The text of the Method sheet; each list ends with an empty entry. */
extern const struct method_entry method_paragraphs[], method_marks[];
extern const struct method_glossary method_glossaries[];
/* How the programs were confined; static. */
const char *method_sandbox(bool waived);

#endif

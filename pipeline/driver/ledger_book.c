/* The summary of the ledger as a workbook. */
#include <stdlib.h>

#include "evenhand/book.h"
#include "evenhand/ledger_summary.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

#define FIRST_ROW 3 /* the heading row */

static void fill_people(struct book *b, lxw_worksheet *s, const cJSON *summary) {
    static const char *const heads[] = {"Person", "Role in the plan", "Act", "How often", "First", "Last",
                                        NULL};
    const cJSON *person, *act;
    lxw_row_t row = FIRST_ROW;
    book_heads(b, s, row++, STYLE_HEAD, heads);
    cJSON_ArrayForEach(person, record_field(summary, "people")) {
        cJSON_ArrayForEach(act, record_field(person, "acts")) {
            book_text(b, s, row, 0, STYLE_TEXT, record_text(person, "user"));
            book_text(b, s, row, 1, STYLE_TEXT, record_text(person, "role"));
            book_text(b, s, row, 2, STYLE_TEXT, act->string);
            book_count(b, s, row, 3, (uint64_t)act->valuedouble);
            book_text(b, s, row, 4, STYLE_TEXT, record_text(person, "first"));
            book_text(b, s, row++, 5, STYLE_TEXT, record_text(person, "last"));
        }
    }
    book_long_table(b, s, FIRST_ROW, row - 1, 6);
}

static void fill_acts(struct book *b, lxw_worksheet *s, const cJSON *summary) {
    static const char *const heads[] = {"Entry", "When (UTC)", "Person", "Host", "Act", "Detail", NULL};
    static const char *const fields[] = {"at", "user", "host", "act", "detail"};
    const cJSON *act;
    lxw_row_t row = FIRST_ROW;
    book_heads(b, s, row++, STYLE_HEAD, heads);
    cJSON_ArrayForEach(act, record_field(summary, "acts")) {
        book_count(b, s, row, 0, (uint64_t)record_number(act, "seq"));
        for (lxw_col_t i = 0; i < 5; i++)
            book_text(b, s, row, (lxw_col_t)(i + 1), STYLE_TEXT, record_text(act, fields[i]));
        row++;
    }
    book_long_table(b, s, FIRST_ROW, row - 1, 6);
}

bool ledger_summary_write(const cJSON *summary, const char *caseload, const char *path, struct faults *f) {
    static const double people_widths[] = {16, 28, 16, 12, 22, 22}, act_widths[] = {8, 22, 16, 18, 14, 70};
    struct book_about about = {.title = "Review of conduct",
                               .subject = "Who did what with this caseload, from its ledger",
                               .comment = "evenhand " EVENHAND_VERSION};
    (void)utc_parse(record_text(summary, "until"), &about.created);
    char *subtitle = mem_format("From %s to %s: %.0f entries, %.0f openings of the vault, %.0f refusals, "
                                "%.0f withdrawals, %.0f waivers",
                                record_text(summary, "since"), record_text(summary, "until"),
                                record_number(summary, "entries"), record_number(summary, "openings"),
                                record_number(summary, "refusals"), record_number(summary, "withdrawals"),
                                record_number(summary, "waivers"));
    struct book *b = book_open(path, caseload, &about, f);
    if (b) {
        lxw_worksheet *people = book_sheet(b, "People", people_widths, 6);
        book_title(b, people, "Review of conduct: people", subtitle);
        fill_people(b, people, summary);
        lxw_worksheet *acts = book_sheet(b, "Acts", act_widths, 6);
        book_title(b, acts, "Review of conduct: acts", subtitle);
        fill_acts(b, acts, summary);
    }
    free(subtitle);
    return b && book_close(b, f);
}

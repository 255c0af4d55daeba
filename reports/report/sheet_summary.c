/* Summary: what was looked at, what was found, how sure. One page: the table of findings beside its chart,
 * and below, side by side, how the steps ended and what the vetting rests on at the left, what was left out
 * at the right. */
#include <stdlib.h>
#include <string.h>

#include "evenhand/board_book.h"
#include "evenhand/board_text.h"
#include "evenhand/cell.h"
#include "evenhand/mem.h"

#define TABLE_ROW 7

enum column { LABEL, HIGH, MEDIUM, LOW, TOTAL, GAP, SKIP, SKIPPED, MEANING, COLUMNS };

static const double widths[COLUMNS] = {32, 10, 10, 10, 10, 3, 29, 8, 57};

static lxw_row_t write_top(struct book *b, lxw_worksheet *s, const struct board_run *run,
                           const struct tally *t) {
    char *title = mem_format("Candidate %s", t->number);
    char *subtitle = mem_format("Public Internet vetting \xC2\xB7 plan \xE2\x80\x9C%s\xE2\x80\x9D \xC2\xB7 "
                                "content published %s to %s",
                                run->plan, run->from, run->to);
    char *lead = board_lead(t);
    char *coverage = board_coverage(t);
    char *certainty = board_certainty(t);
    book_title(b, s, title, subtitle);
    book_height(b, s, 3, 22);
    book_text(b, s, 3, LABEL, STYLE_LEAD, lead);
    book_height(b, s, 4, 20);
    book_span(b, s, 4, LABEL, MEANING, board_is_draft(t) ? STYLE_NO : STYLE_PLAIN, coverage);
    book_height(b, s, 5, 20);
    book_span(b, s, 5, LABEL, MEANING, STYLE_PLAIN, certainty);
    free(title);
    free(subtitle);
    free(lead);
    free(coverage);
    free(certainty);
    return 6;
}

static lxw_row_t section(struct book *b, lxw_worksheet *s, lxw_row_t row, const char *left,
                         const char *right) {
    book_height(b, s, row, 24);
    book_text(b, s, row, LABEL, STYLE_SECTION, left);
    book_text(b, s, row, SKIP, STYLE_SECTION, right);
    return row + 1;
}

/* The left half of the lower part, line by line. */
enum left_line {
    LEFT_HEAD,
    LEFT_FIRST,
    LEFT_TOTAL = LEFT_FIRST + WORDS_OUTCOMES,
    LEFT_SPACE,
    LEFT_SECTION,
    LEFT_FACTS
};

struct fact {
    const char *label, *value;
    enum style style;
};

static void write_label_count(struct book *b, lxw_worksheet *s, lxw_row_t row, const char *label,
                              uint64_t count) {
    book_text(b, s, row, LABEL, STYLE_TEXT, label);
    book_blanks(b, s, row, HIGH, LOW, STYLE_TEXT);
    book_count(b, s, row, TOTAL, count);
}

static void write_left(struct book *b, lxw_worksheet *s, lxw_row_t row, size_t at, const struct tally *t,
                       const struct fact *facts) {
    if (at == LEFT_HEAD) {
        book_text(b, s, row, LABEL, STYLE_HEAD, "Outcome");
        book_blanks(b, s, row, HIGH, LOW, STYLE_HEAD);
        book_text(b, s, row, TOTAL, STYLE_HEAD_RIGHT, "Steps");
    } else if (at < LEFT_TOTAL) {
        write_label_count(b, s, row, words_outcomes[at - LEFT_FIRST].shown, t->outcomes[at - LEFT_FIRST]);
    } else if (at == LEFT_TOTAL) {
        book_text(b, s, row, LABEL, STYLE_TOTAL, "All steps");
        book_blanks(b, s, row, HIGH, LOW, STYLE_TOTAL);
        book_number(b, s, row, TOTAL, STYLE_TOTAL_COUNT, (double)tally_steps(t));
    } else if (at == LEFT_SECTION) {
        book_text(b, s, row, LABEL, STYLE_SECTION, "What this rests on");
    } else if (at >= LEFT_FACTS && facts[at - LEFT_FACTS].label) {
        book_text(b, s, row, LABEL, STYLE_TEXT, facts[at - LEFT_FACTS].label);
        book_span(b, s, row, HIGH, TOTAL, facts[at - LEFT_FACTS].style, facts[at - LEFT_FACTS].value);
    }
}

/* The right half: items left out, by reason; what was shown; answers that could not be read in full. */
static void right_head(struct book *b, lxw_worksheet *s, lxw_row_t row, const char *what, const char *count) {
    book_text(b, s, row, SKIP, STYLE_HEAD, what);
    book_text(b, s, row, SKIPPED, STYLE_HEAD_RIGHT, count);
    book_text(b, s, row, MEANING, STYLE_HEAD, "That means");
}

static void right_reason(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct tally *t,
                         size_t skip) {
    book_text(b, s, row, SKIP, STYLE_TEXT, words_skips[skip].shown);
    book_count(b, s, row, SKIPPED, t->skips[skip]);
    book_text(b, s, row, MEANING, STYLE_NOTE, words_skips[skip].meaning);
}

static void right_total(struct book *b, lxw_worksheet *s, lxw_row_t row, const char *label, uint64_t count) {
    book_text(b, s, row, SKIP, STYLE_TOTAL, label);
    book_number(b, s, row, SKIPPED, STYLE_TOTAL_COUNT, (double)count);
    book_text(b, s, row, MEANING, STYLE_TOTAL, "");
}

#define ANSWER_SKIPS 3 /* reasons about whole answers */
enum right_line {
    RIGHT_HEAD,
    RIGHT_ITEMS,
    RIGHT_LEFT_OUT = RIGHT_ITEMS + WORDS_SKIPS - ANSWER_SKIPS,
    RIGHT_SHOWN,
    RIGHT_READ,
    RIGHT_ANSWERS_HEAD,
    RIGHT_ANSWERS,
    RIGHT_LINES = RIGHT_ANSWERS + ANSWER_SKIPS
};

/* The n-th reason that is, or is not, about whole answers. */
static size_t nth_reason(size_t n, bool of_answer) {
    size_t i = 0;
    while (words_skip_of_answer(i) != of_answer || n-- > 0)
        i++;
    return i;
}

static void write_right(struct book *b, lxw_worksheet *s, lxw_row_t row, size_t at, const struct tally *t) {
    if (at == RIGHT_HEAD)
        right_head(b, s, row, "Left out because", "Items");
    else if (at < RIGHT_LEFT_OUT)
        right_reason(b, s, row, t, nth_reason(at - RIGHT_ITEMS, false));
    else if (at == RIGHT_LEFT_OUT)
        right_total(b, s, row, "All left out", tally_items_left_out(t));
    else if (at == RIGHT_SHOWN)
        right_total(b, s, row, "Shown as findings", t->shown);
    else if (at == RIGHT_READ)
        right_total(b, s, row, "All items read", t->items);
    else if (at == RIGHT_ANSWERS_HEAD)
        right_head(b, s, row, "Not read in full because", "Pages");
    else
        right_reason(b, s, row, t, nth_reason(at - RIGHT_ANSWERS, true));
}

/* The plan's name may need several lines. */
static double line_height(size_t at, const struct fact *facts) {
    if (at < LEFT_FACTS || facts[at - LEFT_FACTS].style != STYLE_WRAP)
        return cell_points(1);
    const char *value = facts[at - LEFT_FACTS].value;
    return cell_points(cell_lines(value, strlen(value), widths[HIGH] * (TOTAL - HIGH + 1)));
}

static void write_lower(struct book *b, lxw_worksheet *s, lxw_row_t row, const struct board_run *run,
                        const struct tally *t) {
    char *window = mem_format("%s to %s (%ld years)", run->from, run->to, run->lookback_years);
    char *program = mem_format("evenhand %s, rules for %s", run->version, run->jurisdiction);
    const struct fact facts[RIGHT_LINES] = {{"Plan", run->plan, STYLE_WRAP},
                                            {"Look-back window", window, STYLE_TEXT},
                                            {"Plan digest (SHA-256)", run->plan_sha256, STYLE_SMALL},
                                            {"Rules digest (SHA-256)", run->rules_sha256, STYLE_SMALL},
                                            {"Program", program, STYLE_WRAP}};
    row = section(b, s, row, "How the steps of the plan ended",
                  "What was read, and why parts of it are not shown");
    for (size_t at = 0; at < RIGHT_LINES; at++, row++) {
        book_height(b, s, row, line_height(at, facts));
        write_left(b, s, row, at, t, facts);
        write_right(b, s, row, at, t);
    }
    free(window);
    free(program);
}

void sheet_summary(struct book *b, const struct board_run *run, const struct dossier *d) {
    lxw_worksheet *s = book_sheet(b, "Summary", widths, COLUMNS);
    lxw_row_t row = write_top(b, s, run, &d->tally);
    row = section(b, s, row, "What was found", "");
    row = category_table(b, s, row, &d->tally, NULL) + 1;
    write_lower(b, s, row, run, &d->tally);
    book_name(b, s, "Candidate", 0, LABEL, 0, LABEL);
    book_name(b, s, "Category_counts", TABLE_ROW, LABEL, TABLE_ROW + WORDS_CATEGORIES, TOTAL);
    worksheet_fit_to_pages(s, 1, 1);
}

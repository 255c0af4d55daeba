#include "evenhand/board_rows.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/cell.h"
#include "evenhand/mem.h"
#include "evenhand/stream.h"
#include "evenhand/utc.h"
#include "evenhand/words.h"

#define FIRST_ROW 5
#define CONTINUES " [continues in the next row]" /* as report writes it */
#define SECONDS_OF_A_DAY 86400.0
#define DAYS_BEFORE_1970 25569.0
#define ASSESS_AGAIN "run `evenhand assess` again"

enum { NUMBER, CATEGORY, SEVERITY, MONTH, SOURCE, EXCERPT, REPLY, MATCH, CORROBORATION, REVIEWED, EVIDENCE };

static const char *shown(const struct words *list, size_t count, const char *id) {
    int at = words_find(list, count, id);
    return at < 0 ? "" : list[at].shown;
}

static void add_field(crypto_generichash_state *hash, const char *text) {
    (void)crypto_generichash_update(hash, (const unsigned char *)text, strlen(text) + 1);
}

static void add_row(struct board_row_list *list, const char *const field[BOARD_ROW_COLUMNS]) {
    if (list->count == list->cap) {
        list->cap = list->cap ? list->cap * 2 : 16;
        list->row = mem_grow(list->row, list->cap, sizeof *list->row);
    }
    struct board_row *row = &list->row[list->count++];
    crypto_generichash_state hash;
    (void)crypto_generichash_init(&hash, NULL, 0, sizeof row->digest);
    for (int i = CATEGORY; i < BOARD_ROW_COLUMNS; i++)
        add_field(&hash, field[i]);
    (void)crypto_generichash_final(&hash, row->digest, sizeof row->digest);
    (void)snprintf(row->about, sizeof row->about, "%.*s", (int)strcspn(field[EVIDENCE], ";"),
                   field[EVIDENCE]);
}

/* A month is the date of its first day. */
static void month_shown(const char *month, char out[24]) {
    char day[16];
    utc_time time = 0;
    (void)snprintf(day, sizeof day, "%s-01", month);
    if (utc_parse_date(day, &time))
        (void)snprintf(out, 24, "%.0f", (double)time / SECONDS_OF_A_DAY + DAYS_BEFORE_1970);
    else
        (void)snprintf(out, 24, "undated");
}

/* As it stands in a cell and is read from it: what XML does not carry is replaced, escapes are read back. */
static char *excerpt_shown(const char *text) {
    static const char escape[] = "_x005F_";
    struct buf cell = {0}, out = {0};
    cell_text(text, strlen(text), &cell);
    for (const char *at = cell.data ? cell.data : ""; *at;) {
        bool escaped = strncmp(at, escape, sizeof escape - 1) == 0;
        buf_add_char(&out, escaped ? '_' : *at);
        at += escaped ? sizeof escape - 1 : 1;
    }
    buf_free(&cell);
    return buf_take(&out);
}

/* "E-0002/1, E-0007/3" */
static char *list_shown(const cJSON *list) {
    struct buf out = {0};
    const cJSON *one;
    cJSON_ArrayForEach(one, list)
        buf_format(&out, "%s%s", out.len > 0 ? ", " : "", cJSON_GetStringValue(one));
    return buf_take(&out);
}

/* ". Gone on 2026-11-29 (captured before removal)"; "" when nobody looked again. */
static char *since_shown(const cJSON *record) {
    const char *result = record_text(record, "recheck"), *day = record_text(record, "rechecked");
    const char *words = shown(words_rechecks, WORDS_RECHECKS, result), *gap = strstr(words, "...");
    return *day && gap ? mem_format(". %.*s%s%s", (int)(gap - words), words, day, gap + strlen("..."))
                       : mem_string("");
}

static char *corroboration_shown(const cJSON *record) {
    char *since = since_shown(record);
    char *support = list_shown(record_field(record, "support"));
    const char *reliability = record_text(record, "reliability");
    int kind = words_find(words_reliability, WORDS_RELIABILITY, reliability);
    char *text =
        mem_format("%s%s%s%s. %s%s",
                   shown(words_corroboration, WORDS_CORROBORATION, record_text(record, "corroboration")),
                   *support ? " (see also " : "", support, *support ? ")" : "",
                   words_reliability[kind < 0 ? 0 : kind].shown, since);
    free(since);
    free(support);
    return text;
}

static char *evidence_shown(const cJSON *record) {
    char *copies = list_shown(record_field(record, "copies"));
    char *text = mem_format("%s/%.0f%s%s", record_text(record, "evidence"), record_number(record, "item"),
                            *copies ? "; copies " : "", copies);
    free(copies);
    return text;
}

static bool take_record(void *ctx, enum record_type type, const cJSON *record, struct faults *f) {
    struct board_rows *b = ctx;
    (void)f;
    const struct person *person =
        type == RECORD_FINDING ? census_find(b->census, record_text(record, "candidate")) : NULL;
    if (!person)
        return true;
    char month[24];
    char *excerpt = excerpt_shown(record_text(record, "excerpt")),
         *reply = excerpt_shown(record_text(record, "reply"));
    char *corroboration = corroboration_shown(record), *evidence = evidence_shown(record);
    month_shown(record_text(record, "published"), month);
    const char *const field[BOARD_ROW_COLUMNS] = {
        [CATEGORY] = shown(words_categories, WORDS_CATEGORIES, record_text(record, "category")),
        [SEVERITY] = shown(words_severities, WORDS_SEVERITIES, record_text(record, "severity")),
        [MONTH] = month,
        [SOURCE] = shown(words_source_types, WORDS_SOURCE_TYPES, record_text(record, "source_type")),
        [EXCERPT] = excerpt,
        [REPLY] = reply,
        [MATCH] = shown(words_matches, WORDS_MATCHES, record_text(record_field(record, "match"), "class")),
        [CORROBORATION] = corroboration,
        [REVIEWED] = cJSON_IsTrue(record_field(record, "reviewed")) ? "Yes" : "No",
        [EVIDENCE] = evidence};
    add_row(&b->person[person - b->census->person], field);
    free(excerpt);
    free(reply);
    free(corroboration);
    free(evidence);
    return true;
}

bool board_rows_read(struct board_rows *b, const struct census *census, const char *path, struct faults *f) {
    *b = (struct board_rows){.census = census, .person = mem_array(census->count + 1, sizeof *b->person)};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_errno(f, FAULT_NO_INPUT, path, "the board's stream cannot be opened");
    bool ok = stream_each(fd, RECORD_BOARD, path, true, take_record, b, f);
    (void)close(fd);
    return ok;
}

void board_rows_free(struct board_rows *b) {
    for (size_t i = 0; b->person && i < b->census->count; i++)
        free(b->person[i].row);
    free(b->person);
    b->person = NULL;
}

static void end_row(struct row_reading *r) {
    const char *field[BOARD_ROW_COLUMNS];
    if (!*r->cell[CATEGORY]) /* the line that says that there is no finding */
        return;
    for (int i = 0; i < BOARD_ROW_COLUMNS; i++)
        field[i] = r->cell[i];
    field[EXCERPT] = r->excerpt.data ? r->excerpt.data : "";
    field[REPLY] = r->reply.data ? r->reply.data : "";
    add_row(&r->seen, field);
    buf_clear(&r->excerpt);
    buf_clear(&r->reply);
}

static void clear_row(struct row_reading *r) {
    for (int i = 0; i < BOARD_ROW_COLUMNS; i++) {
        free(r->cell[i]);
        r->cell[i] = mem_string("");
    }
    r->continues = false;
}

/* A part of an excerpt or a reply, which may go on in the next row. */
static void take_part(struct row_reading *r, const char *text, struct buf *whole) {
    size_t len = strlen(text), mark = strlen(CONTINUES);
    bool more = len >= mark && strcmp(text + len - mark, CONTINUES) == 0;
    buf_add(whole, text, more ? len - mark : len);
    r->continues = r->continues || more;
}

void row_reading_take(struct row_reading *r, const struct xlsx_text *t) {
    int column = t->cell && t->sheet && strcmp(t->sheet, "Findings") == 0 ? t->where[0] - 'A' : -1;
    if (column < 0 || column > EVIDENCE || t->where[1] < '0' || t->where[1] > '9' ||
        strtol(t->where + 1, NULL, 10) < FIRST_ROW)
        return;
    if (column == NUMBER || !r->cell[NUMBER])
        clear_row(r);
    free(r->cell[column]);
    r->cell[column] =
        column == MONTH && t->number ? mem_format("%.0f", strtod(t->text, NULL)) : mem_string(t->text);
    if (column == EXCERPT || column == REPLY)
        take_part(r, t->text, column == EXCERPT ? &r->excerpt : &r->reply);
    if (column == EVIDENCE && !r->continues)
        end_row(r);
}

static int by_digest(const void *a, const void *b) {
    return memcmp(((const struct board_row *)a)->digest, ((const struct board_row *)b)->digest,
                  BOARD_ROW_DIGEST_BYTES);
}

static void sort(struct board_row_list *list) {
    if (list->count > 1)
        qsort(list->row, list->count, sizeof *list->row, by_digest);
}

/* How many of `all` are not among `others`; the first of them are told. Both are sorted. */
static void tell_missing(const struct board_row_list *all, const struct board_row_list *others,
                         const char *whom, const char *file, const char *what, struct deviations *d) {
    size_t told = 0;
    for (size_t i = 0, k = 0; i < all->count; i++) {
        while (k < others->count && by_digest(&others->row[k], &all->row[i]) < 0)
            k++;
        if (k < others->count && by_digest(&others->row[k], &all->row[i]) == 0)
            k++;
        else if (told++ < BOARD_ROWS_MAX_TOLD)
            deviate(d, CHECK_WORKBOOKS, whom, ASSESS_AGAIN, "%s: the finding in %s %s", file,
                    all->row[i].about, what);
    }
}

void row_reading_end(struct row_reading *r, const struct board_rows *b, const struct person *person,
                     const char *file, struct deviations *d) {
    struct board_row_list *expected = b->person ? &b->person[person - b->census->person] : NULL;
    if (expected) {
        sort(expected);
        sort(&r->seen);
        tell_missing(expected, &r->seen, person->number, file, "is not shown as it crossed the wall", d);
        tell_missing(&r->seen, expected, person->number, file, "is not one that crossed the wall", d);
    }
    for (int i = 0; i < BOARD_ROW_COLUMNS; i++)
        free(r->cell[i]);
    buf_free(&r->excerpt);
    buf_free(&r->reply);
    free(r->seen.row);
    *r = (struct row_reading){.continues = false};
}

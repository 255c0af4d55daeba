#include "evenhand/candidates.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/candidates_parts.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

#define READ_BYTES ((size_t)64 << 10)
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

struct reading {
    struct candidates *out;
    struct candidates_header header;
    bool headed; /* the header was read */
    bool ok;
    size_t cap;
};

const char *candidates_value(const struct candidates *c, size_t row, enum candidate_column column) {
    return c->text.data + c->row[row].field[column];
}

/* Spreadsheets write rows of nothing but commas behind the last one. */
static bool is_empty(const struct csv_row *row) {
    for (size_t i = 0; i < row->count && i < CSV_MAX_FIELDS; i++)
        if (row->field[i][0] != '\0')
            return false;
    return true;
}

static void keep_row(struct reading *r, const struct csv_row *row) {
    struct candidates *c = r->out;
    if (c->count == r->cap) {
        r->cap = r->cap == 0 ? 64 : r->cap * 2;
        c->row = mem_grow(c->row, r->cap, sizeof *c->row);
    }
    struct candidate_row *kept = &c->row[c->count++];
    kept->line = row->line;
    for (size_t i = 0; i < row->count; i++) {
        enum candidate_column column = r->header.column[i];
        kept->field[column] = c->text.len;
        candidates_tidy(column, row->field[i], &c->text);
        buf_add_char(&c->text, '\0');
    }
}

static bool take_row(void *ctx, const struct csv_row *row, struct faults *f) {
    struct reading *r = ctx;
    const char *place = fault_place(CANDIDATES_FILE, row->line, 0);
    if (!r->headed) {
        r->headed = true;
        return candidates_header_read(row, &r->header, f);
    }
    if (is_empty(row))
        return true;
    if (row->count != r->header.count) {
        r->ok = fault(f, FAULT_DATA, place, "put values that hold a comma between quotation marks",
                      "%zu values where the first line names %zu columns", row->count, r->header.count);
        return true;
    }
    if (r->out->count == CANDIDATES_MAX)
        return fault(f, FAULT_DATA, place, "split it into several caseloads",
                     "over the limit of %d candidates", CANDIDATES_MAX);
    keep_row(r, row);
    r->ok = candidates_check_row(r->out, r->out->count - 1, f) && r->ok;
    return true;
}

/* Rows by ref, then by line. */
static int by_ref(const void *a, const void *b, void *ctx) {
    const struct candidates *c = ctx;
    size_t left = *(const size_t *)a;
    size_t right = *(const size_t *)b;
    int order = strcmp(candidates_value(c, left, COLUMN_REF), candidates_value(c, right, COLUMN_REF));
    return order != 0 ? order : (left > right) - (left < right);
}

static bool check_refs(struct candidates *c, struct faults *f) {
    bool ok = true;
    size_t *order = mem_array(c->count + 1, sizeof *order);
    for (size_t i = 0; i < c->count; i++)
        order[i] = i;
    qsort_r(order, c->count, sizeof *order, by_ref, c);
    for (size_t i = 1; i < c->count; i++) {
        const char *ref = candidates_value(c, order[i], COLUMN_REF);
        if (ref[0] != '\0' && strcmp(ref, candidates_value(c, order[i - 1], COLUMN_REF)) == 0)
            ok = fault(f, FAULT_DATA, fault_place(CANDIDATES_FILE, c->row[order[i]].line, 0),
                       "give each candidate a ref of their own", "ref \"%s\" is also on line %zu", ref,
                       c->row[order[i - 1]].line);
    }
    free(order);
    return ok;
}

bool candidates_parse(const char *bytes, size_t len, struct candidates *out, struct faults *f) {
    static const struct csv_limits limits = {.file = CANDIDATES_FILE,
                                             .max_field_bytes = CANDIDATES_MAX_FIELD_BYTES};
    struct reading r = {.out = out, .ok = true};
    size_t mark = strlen(BYTE_ORDER_MARK);
    *out = (struct candidates){0};
    if (len >= mark && memcmp(bytes, BYTE_ORDER_MARK, mark) == 0) {
        bytes += mark;
        len -= mark;
    }
    bool read = csv_rows(bytes, len, &limits, take_row, &r, f);
    bool ok = check_refs(out, f) && read && r.ok;
    if (ok && !r.headed)
        return fault(f, FAULT_DATA, CANDIDATES_FILE, "begin it with a line of column names",
                     "the file is empty");
    if (ok && out->count == 0)
        return fault(f, FAULT_DATA, CANDIDATES_FILE, "add a line for each candidate",
                     "there is no candidate behind the first line");
    return ok;
}

static bool read_all(int fd, struct buf *out, struct faults *f) {
    for (;;) {
        buf_reserve(out, out->len + READ_BYTES);
        ssize_t n = read(fd, out->data + out->len, READ_BYTES);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fault_errno(f, FAULT_IO, CANDIDATES_FILE, "reading failed");
        if (n == 0)
            return true;
        out->len += (size_t)n;
        if (out->len > CANDIDATES_MAX_FILE_BYTES)
            return fault(f, FAULT_DATA, CANDIDATES_FILE, "split it into several caseloads",
                         "larger than %zu bytes", CANDIDATES_MAX_FILE_BYTES);
    }
}

bool candidates_read(int fd, struct candidates *out, struct faults *f) {
    struct buf bytes = {0};
    *out = (struct candidates){0};
    bool ok = read_all(fd, &bytes, f) && candidates_parse(bytes.data, bytes.len, out, f);
    buf_free(&bytes);
    return ok;
}

void candidates_free(struct candidates *c) {
    buf_free(&c->text);
    free(c->row);
    *c = (struct candidates){0};
}

static void add_list(cJSON *identity, const char *key, const char *list) {
    cJSON *array = cJSON_AddArrayToObject(identity, key);
    const char *value = NULL;
    for (size_t len; (len = candidates_next(&list, &value)) > 0;) {
        char *copy = mem_copy(value, len);
        (void)cJSON_AddItemToArray(array, cJSON_CreateString(copy));
        free(copy);
    }
}

static cJSON *make_identity(const struct candidates *c, size_t row) {
    cJSON *identity = cJSON_CreateObject();
    for (int i = COLUMN_FULL_NAME; i <= COLUMN_DATE_OF_BIRTH; i++) {
        enum candidate_column column = (enum candidate_column)i;
        const char *value = candidates_value(c, row, column);
        if (candidate_column_is_list(column))
            add_list(identity, candidate_columns[i], value);
        else
            (void)cJSON_AddStringToObject(identity, candidate_columns[i], value);
    }
    return identity;
}

cJSON *candidates_record(const struct candidates *c, size_t row, const char *number) {
    cJSON *record = record_new(RECORD_CANDIDATE, number);
    (void)cJSON_AddStringToObject(record, "ref", candidates_value(c, row, COLUMN_REF));
    (void)cJSON_AddStringToObject(record, "position", candidates_value(c, row, COLUMN_POSITION));
    (void)cJSON_AddItemToObject(record, "identity", make_identity(c, row));
    (void)cJSON_AddStringToObject(record, "release_signed_on",
                                  candidates_value(c, row, COLUMN_RELEASE_SIGNED_ON));
    return record;
}

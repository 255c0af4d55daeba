#include "evenhand/eeo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/csv_rows.h"

#define MARK "\xEF\xBB\xBF"
#define STAGE "stage:"

enum kind { PASSED_OVER, IS_STAGE, IS_CHARACTERISTIC };

struct reading {
    struct eeo *out;
    const char *file;
    bool headed;
    size_t columns;
    struct {
        enum kind kind;
        size_t at;
    } column[CSV_MAX_FIELDS];
};

/* A name goes to a terminal: nothing in it may command one. */
static void set_name(char to[EEO_MAX_NAME], const char *name) {
    (void)snprintf(to, EEO_MAX_NAME, "%s", name);
    for (char *c = to; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = '?';
}

static bool at_line(const struct reading *r, const struct csv_row *row, const char *advice,
                    const char *reason, struct faults *f) {
    return fault(f, FAULT_DATA, fault_place(r->file, row->line, 0), advice, "%s", reason);
}

static bool is_identifier(const char *head) {
    static const char *const names[] = {"candidate", "ref", "id", "number"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(head, names[i]) == 0)
            return true;
    return false;
}

static bool add_column(struct reading *r, const struct csv_row *row, const char *head, struct faults *f) {
    struct eeo *e = r->out;
    bool stage = strncasecmp(head, STAGE, strlen(STAGE)) == 0 || strcasecmp(head, "selected") == 0;
    const char *name = stage && strchr(head, ':') ? strchr(head, ':') + 1 : head;
    size_t at = stage ? e->stages : e->characteristics;
    if (is_identifier(head)) {
        r->column[r->columns++].kind = PASSED_OVER;
        return true;
    }
    if (*name == '\0' || strlen(name) >= EEO_MAX_NAME)
        return at_line(r, row, "name it in the header", "a column without a name, or with too long a one", f);
    if (at >= (EEO_MAX_COLUMNS))
        return at_line(r, row, "leave out what is not compared", "too many columns", f);
    set_name(stage ? e->stage[at] : e->characteristic[at].name, name);
    *(stage ? &e->stages : &e->characteristics) += 1;
    r->column[r->columns].kind = stage ? IS_STAGE : IS_CHARACTERISTIC;
    r->column[r->columns++].at = at;
    return true;
}

static bool read_header(struct reading *r, const struct csv_row *row, struct faults *f) {
    r->headed = true;
    if (row->count > CSV_MAX_FIELDS)
        return at_line(r, row, "leave out what is not compared", "too many columns", f);
    for (size_t i = 0; i < row->count; i++)
        if (!add_column(r, row,
                        i == 0 && strncmp(row->field[0], MARK, 3) == 0 ? row->field[0] + 3 : row->field[i],
                        f))
            return false;
    if (r->out->stages == 0)
        return at_line(r, row, "say in a column \"stage:hired\" who passed: yes or no",
                       "no column says who was selected", f);
    return r->out->characteristics > 0 ||
           at_line(r, row, "add one such as \"sex\"", "no column of a characteristic", f);
}

/* 1 yes, 0 no, -1 empty, -2 neither. */
static int answer(const char *text) {
    static const char *const yes[] = {"yes", "y", "1", "true", "pass", "passed", "selected", "hired", NULL};
    static const char *const no[] = {"no",           "n", "0", "false", "fail", "failed", "rejected",
                                     "not selected", NULL};
    for (size_t i = 0; yes[i]; i++)
        if (strcasecmp(text, yes[i]) == 0)
            return 1;
    for (size_t i = 0; no[i]; i++)
        if (strcasecmp(text, no[i]) == 0)
            return 0;
    return *text ? -2 : -1;
}

static struct eeo_group *group_of(struct eeo_characteristic *c, const char *name) {
    for (size_t i = 0; i < c->groups; i++)
        if (strcmp(c->group[i].name, name) == 0)
            return &c->group[i];
    if (c->groups == EEO_MAX_GROUPS)
        return NULL;
    struct eeo_group *g = &c->group[c->groups++];
    set_name(g->name, name);
    return g;
}

static bool count_group(struct reading *r, const struct csv_row *row, size_t column, const int *answers,
                        struct faults *f) {
    struct eeo_characteristic *c = &r->out->characteristic[r->column[column].at];
    struct eeo_group *g = strlen(row->field[column]) < EEO_MAX_NAME ? group_of(c, row->field[column]) : NULL;
    if (!g) {
        char reason[EEO_MAX_NAME + 80];
        (void)snprintf(reason, sizeof reason,
                       "column \"%s\" has more than %d groups, or the name of one is too long", c->name,
                       EEO_MAX_GROUPS);
        return at_line(r, row, "leave out columns that are no characteristic, such as names", reason, f);
    }
    for (size_t s = 0; s < r->out->stages; s++)
        if (answers[s] >= 0) {
            g->stage[s].reached++;
            g->stage[s].passed += answers[s] == 1;
        }
    return true;
}

static bool read_row(struct reading *r, const struct csv_row *row, struct faults *f) {
    int answers[EEO_MAX_COLUMNS] = {0};
    if (row->count != r->columns)
        return at_line(r, row, "give every row a value, or nothing, for every column",
                       "another number of fields than the header", f);
    for (size_t i = 0; i < r->columns; i++)
        if (r->column[i].kind == IS_STAGE && (answers[r->column[i].at] = answer(row->field[i])) == -2)
            return at_line(r, row, "say yes, no, or nothing", "a stage says neither yes nor no", f);
    r->out->persons++;
    for (size_t i = 0; i < r->columns; i++)
        if (r->column[i].kind == IS_CHARACTERISTIC && !count_group(r, row, i, answers, f))
            return false;
    return true;
}

static bool each_row(void *ctx, const struct csv_row *row, struct faults *f) {
    struct reading *r = ctx;
    return r->headed ? read_row(r, row, f) : read_header(r, row, f);
}

static int by_name(const void *a, const void *b) {
    const struct eeo_group *left = a, *right = b;
    return strcmp(left->name, right->name);
}

bool eeo_read(struct eeo *e, const char *bytes, size_t len, const char *file, struct faults *f) {
    struct reading r = {.out = e, .file = file};
    const struct csv_limits limits = {.file = file, .max_field_bytes = 1024};
    if (!csv_rows(bytes, len, &limits, each_row, &r, f))
        return false;
    for (size_t i = 0; i < e->characteristics; i++)
        qsort(e->characteristic[i].group, e->characteristic[i].groups, sizeof(struct eeo_group), by_name);
    return e->persons > 0 || fault(f, FAULT_DATA, file, NULL, "there is nobody in it");
}

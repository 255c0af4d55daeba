#include "evenhand/deviations.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "evenhand/mem.h"

const char *const check_names[CHECKS] = {"Same plan",       "Same steps",     "Same review",
                                         "Same workbooks",  "Nothing leaked", "Reproducible",
                                         "Unbroken ledger", "Same people"};

const char *const check_questions[CHECKS] = {
    "Is there one plan, with its sources, rules, thresholds and program, for evidence and workbooks of all?",
    "Did every candidate go through every step of the plan, as deep, and did each step end in a definite "
    "answer?",
    "Has an investigator decided about everything that was only possibly the candidate, and is each decision "
    "recorded?",
    "Has every candidate one workbook of the same shape, as the program made it, and is there no other file?",
    "Is the finished workbooks' text free of identity facts and of words that are protected beyond doubt?",
    "Assessed again from the vault, do the same workbooks come out?",
    "Is the record of who did what complete and unaltered?",
    "Did everybody keep to one role, and did nobody who decides also search?",
};

static void add(struct deviations *d, struct deviation *new) {
    if (d->count == DEVIATIONS_MAX) {
        free(new->whom);
        free(new->what);
        free(new->mend);
        return;
    }
    if (d->count == d->cap) {
        d->cap = d->cap ? d->cap * 2 : 32;
        d->list = mem_grow(d->list, d->cap, sizeof *d->list);
    }
    d->list[d->count++] = *new;
}

static char *formatted(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

static char *formatted(const char *format, va_list args) {
    char *text = NULL;
    if (vasprintf(&text, format, args) < 0)
        mem_exhausted();
    return text;
}

void deviate(struct deviations *d, enum check check, const char *whom, const char *mend, const char *what,
             ...) {
    va_list args;
    va_start(args, what);
    struct deviation new = {
        .check = check, .whom = mem_string(whom), .what = formatted(what, args), .mend = mem_string(mend)};
    va_end(args);
    d->failed[check]++;
    add(d, &new);
}

void remark(struct deviations *d, enum check check, const char *whom, const char *mend, const char *what,
            ...) {
    va_list args;
    va_start(args, what);
    struct deviation new = {.check = check,
                            .remark = true,
                            .whom = mem_string(whom),
                            .what = formatted(what, args),
                            .mend = mem_string(mend)};
    va_end(args);
    d->remarks[check]++;
    add(d, &new);
}

size_t deviations_failed(const struct deviations *d) {
    size_t n = 0;
    for (int i = 0; i < CHECKS; i++)
        n += d->failed[i];
    return n;
}

void deviations_free(struct deviations *d) {
    for (size_t i = 0; i < d->count; i++) {
        free(d->list[i].whom);
        free(d->list[i].what);
        free(d->list[i].mend);
    }
    free(d->list);
    *d = (struct deviations){.count = 0};
}

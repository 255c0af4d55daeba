#include "evenhand/dossier.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"

void dossier_free(struct dossier *d) {
    free(d->finding);
    free(d->step);
    spool_close(&d->spool);
    *d = (struct dossier){.findings = 0};
}

void dossier_begin(struct dossier *d, const char *number) {
    d->findings = d->steps = 0;
    d->tally = (struct tally){.items = 0};
    spool_clear(&d->spool);
    (void)snprintf(d->tally.number, sizeof d->tally.number, "%s", number);
}

/* The schema admits no word that words.h lacks (a unit test compares them), so -1 cannot come. */
static uint8_t word(const struct words *list, size_t count, const cJSON *record, const char *key) {
    int at = words_find(list, count, record_text(record, key));
    return at < 0 ? 0 : (uint8_t)at;
}

static struct dossier_step *find_step(struct dossier *d, long step) {
    for (size_t i = 0; i < d->steps; i++)
        if (d->step[i].step == step)
            return &d->step[i];
    return NULL;
}

static bool add_step(struct dossier *d, const struct dossier_step *new, struct faults *f) {
    if (d->steps >= DOSSIER_MAX_STEPS)
        return fault(f, FAULT_DATA, d->tally.number, NULL, "more than %d steps", DOSSIER_MAX_STEPS);
    if (d->steps == d->step_cap) {
        d->step_cap = d->step_cap ? d->step_cap * 2 : 16;
        d->step = mem_grow(d->step, d->step_cap, sizeof *d->step);
    }
    d->step[d->steps++] = *new;
    return true;
}

bool dossier_add_attempt(struct dossier *d, const cJSON *attempt, struct faults *f) {
    struct dossier_step new = {
        .step = (long)record_number(attempt, "step"),
        .source_type = word(words_source_types, WORDS_SOURCE_TYPES, attempt, "source_type"),
        .outcome = word(words_outcomes, WORDS_OUTCOMES, attempt, "outcome"),
        .items = (uint64_t)record_number(attempt, "items"),
    };
    d->tally.items += new.items;
    struct dossier_step *old = find_step(d, new.step);
    if (!old)
        return add_step(d, &new, f);
    if (old->source_type != new.source_type)
        return fault(f, FAULT_DATA, d->tally.number, "a step asks one source; was the plan changed?",
                     "step %ld has attempts of two source types", new.step);
    old->outcome = words_outcome_combined(old->outcome, new.outcome);
    old->items += new.items;
    return true;
}

static bool room_for_finding(struct dossier *d, struct faults *f) {
    if (d->findings >= DOSSIER_MAX_FINDINGS)
        return fault(f, FAULT_DATA, d->tally.number,
                     "narrow the plan's queries, or let the investigator withhold duplicates",
                     "more findings than a sheet can carry (%d)", DOSSIER_MAX_FINDINGS);
    if (d->findings == d->finding_cap) {
        d->finding_cap = d->finding_cap ? d->finding_cap * 2 : 16;
        d->finding = mem_grow(d->finding, d->finding_cap, sizeof *d->finding);
    }
    return true;
}

static void add_list(struct buf *out, const cJSON *list) {
    const cJSON *one;
    const char *comma = "";
    cJSON_ArrayForEach(one, list) {
        buf_format(out, "%s%s", comma, cJSON_GetStringValue(one));
        comma = ", ";
    }
}

/* Excerpt, reply, copies and support, each with its NUL (which no record holds). */
static void join_texts(const cJSON *finding, struct buf *out) {
    buf_add_text(out, record_text(finding, "excerpt"));
    buf_add_char(out, '\0');
    buf_add_text(out, record_text(finding, "reply"));
    buf_add_char(out, '\0');
    add_list(out, record_field(finding, "copies"));
    buf_add_char(out, '\0');
    add_list(out, record_field(finding, "support"));
    buf_add_char(out, '\0');
}

bool dossier_add_finding(struct dossier *d, const cJSON *finding, struct faults *f) {
    struct buf texts = {0};
    uint64_t at = 0;
    join_texts(finding, &texts);
    uint32_t len = (uint32_t)texts.len; /* a line is at most 16 MiB */
    bool ok = room_for_finding(d, f) && spool_add(&d->spool, texts.data, texts.len, &at, f);
    buf_free(&texts);
    if (!ok)
        return false;
    struct dossier_finding *new = &d->finding[d->findings];
    *new = (struct dossier_finding){
        .category = word(words_categories, WORDS_CATEGORIES, finding, "category"),
        .severity = word(words_severities, WORDS_SEVERITIES, finding, "severity"),
        .source_type = word(words_source_types, WORDS_SOURCE_TYPES, finding, "source_type"),
        .match = word(words_matches, WORDS_MATCHES, record_field(finding, "match"), "class"),
        .corroboration = word(words_corroboration, WORDS_CORROBORATION, finding, "corroboration"),
        .recheck = word(words_rechecks, WORDS_RECHECKS, finding, "recheck"),
        .reviewed = cJSON_IsTrue(record_field(finding, "reviewed")),
        .item = (uint64_t)record_number(finding, "item"),
        .reliability = word(words_reliability, WORDS_RELIABILITY, finding, "reliability"),
        .texts = at,
        .len = len,
        .order = (uint32_t)d->findings,
    };
    (void)snprintf(new->month, sizeof new->month, "%s", record_text(finding, "published"));
    (void)snprintf(new->evidence, sizeof new->evidence, "%s", record_text(finding, "evidence"));
    (void)snprintf(new->rechecked, sizeof new->rechecked, "%s", record_text(finding, "rechecked"));
    d->tally.findings[new->category][new->severity]++;
    d->tally.matches[new->match]++;
    d->tally.corroboration[new->corroboration]++;
    d->findings++;
    return true;
}

bool dossier_texts(const struct dossier *d, const struct dossier_finding *finding, struct finding_texts *t,
                   struct faults *f) {
    if (!spool_read(&d->spool, finding->texts, finding->len, &t->all, f))
        return false;
    t->excerpt = t->all.data;
    t->reply = t->excerpt + strlen(t->excerpt) + 1;
    t->copies = t->reply + strlen(t->reply) + 1;
    t->support = t->copies + strlen(t->copies) + 1;
    return true;
}

void dossier_add_skip(struct dossier *d, const cJSON *skip) {
    d->tally.skips[word(words_skips, WORDS_SKIPS, skip, "why")]++;
}

static int compare(int64_t a, int64_t b) {
    return (a > b) - (a < b);
}

/* "E-9999" before "E-10000". */
static int compare_evidence(const char *a, const char *b) {
    return compare(strtol(a + 2, NULL, 10), strtol(b + 2, NULL, 10));
}

static int by_weight(const void *left, const void *right) {
    const struct dossier_finding *a = left;
    const struct dossier_finding *b = right;
    int c = compare(b->severity, a->severity);
    if (c == 0)
        c = compare(!*a->month, !*b->month);
    if (c == 0)
        c = strcmp(a->month, b->month);
    if (c == 0)
        c = compare_evidence(a->evidence, b->evidence);
    if (c == 0)
        c = compare((int64_t)a->item, (int64_t)b->item);
    return c ? c : compare(a->order, b->order);
}

static int by_step(const void *left, const void *right) {
    const struct dossier_step *a = left;
    const struct dossier_step *b = right;
    return compare(a->step, b->step);
}

static int by_item(const void *left, const void *right) {
    const struct dossier_finding *a = *(const struct dossier_finding *const *)left;
    const struct dossier_finding *b = *(const struct dossier_finding *const *)right;
    int c = compare_evidence(a->evidence, b->evidence);
    return c ? c : compare((int64_t)a->item, (int64_t)b->item);
}

/* Items with at least one finding. */
static uint64_t count_items_shown(const struct dossier *d) {
    uint64_t n = 0;
    const struct dossier_finding **list = mem_array(d->findings + 1, sizeof *list);
    for (size_t i = 0; i < d->findings; i++)
        list[i] = &d->finding[i];
    qsort(list, d->findings, sizeof *list, by_item);
    for (size_t i = 0; i < d->findings; i++)
        n += i == 0 || by_item(&list[i - 1], &list[i]) != 0;
    free(list);
    return n;
}

void dossier_finish(struct dossier *d) {
    if (d->findings > 1)
        qsort(d->finding, d->findings, sizeof *d->finding, by_weight);
    if (d->steps > 1)
        qsort(d->step, d->steps, sizeof *d->step, by_step);
    for (size_t i = 0; i < d->steps; i++)
        d->tally.outcomes[d->step[i].outcome]++;
    d->tally.shown = count_items_shown(d);
}

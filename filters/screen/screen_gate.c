#include "evenhand/screen_gate.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/tokens.h"

void screen_gate_candidate(struct screen_gate *g) {
    for (size_t i = 0; i < g->decisions; i++) {
        free(g->decision[i].about);
        free(g->decision[i].verdict);
    }
    g->decisions = 0;
    g->seen_count = 0;
    if (g->seen == NULL) {
        g->seen = mem_array(SCREEN_GATE_SLOTS, sizeof *g->seen);
    }
    memset(g->seen, 0, SCREEN_GATE_SLOTS * sizeof *g->seen);
}

void screen_gate_free(struct screen_gate *g) {
    screen_gate_candidate(g);
    free(g->decision);
    free(g->seen);
    *g = (struct screen_gate){0};
}

void screen_gate_decision(struct screen_gate *g, const cJSON *decision) {
    g->decision = mem_grow(g->decision, g->decisions + 1, sizeof *g->decision);
    g->decision[g->decisions].about = mem_string(record_text(decision, "about"));
    g->decision[g->decisions++].verdict = mem_string(record_text(decision, "verdict"));
}

/* The last verdict about the item itself, or else about its whole evidence. */
static const char *verdict_on(const struct screen_gate *g, const cJSON *item) {
    const char *evidence = record_text(item, "evidence");
    char *about = mem_format("%s/%.0f", evidence, record_number(item, "item"));
    const char *on_item = NULL;
    const char *on_evidence = NULL;
    for (size_t i = 0; i < g->decisions; i++) {
        on_item = strcmp(g->decision[i].about, about) == 0 ? g->decision[i].verdict : on_item;
        on_evidence = strcmp(g->decision[i].about, evidence) == 0 ? g->decision[i].verdict : on_evidence;
    }
    free(about);
    const char *verdict = on_item != NULL ? on_item : on_evidence;
    return verdict != NULL ? verdict : "";
}

static const char *person_refuses(const struct screen_gate *g, const cJSON *item, bool *reviewed) {
    const char *verdict = verdict_on(g, item);
    const char *class = record_text(record_field(item, "match"), "class");
    *reviewed = strcmp(verdict, "same-person") == 0;
    if (strcmp(verdict, "other-person") == 0) {
        return "rejected by the investigator";
    }
    if (strcmp(verdict, "withhold") == 0) {
        return "withheld by the investigator";
    }
    if (strcmp(class, "match") == 0) {
        return NULL;
    }
    if (strcmp(class, "possible") != 0) {
        return "not about the candidate";
    }
    return *reviewed ? NULL : "awaiting clerical review";
}

static bool too_old(const struct screen_gate *g, const cJSON *item) {
    utc_time published;
    return utc_parse(record_text(item, "published"), &published) && published < g->oldest;
}

/* The hash of the text, white space apart. */
static uint64_t text_hash(const char *text) {
    uint64_t hash = tokens_hash("", 0);
    for (const char *word = text + strspn(text, " \t\r\n"); *word != '\0';) {
        size_t len = strcspn(word, " \t\r\n");
        hash = (hash ^ tokens_hash(word, len)) * 0x9E3779B97F4A7C15u;
        word += len;
        word += strspn(word, " \t\r\n");
    }
    return hash;
}

static bool note_text(struct screen_gate *g, uint64_t hash) {
    size_t at = (size_t)hash & (SCREEN_GATE_SLOTS - 1);
    hash = hash == 0 ? 1 : hash;
    while (g->seen[at] != 0 && g->seen[at] != hash) {
        at = (at + 1) & (SCREEN_GATE_SLOTS - 1);
    }
    bool seen = g->seen[at] == hash;
    if (!seen && g->seen_count < SCREEN_GATE_SLOTS / 2) {
        g->seen[at] = hash;
        g->seen_count++;
    }
    return seen;
}

const char *screen_gate_refuses(struct screen_gate *g, const cJSON *item, bool *reviewed) {
    const char *why = person_refuses(g, item, reviewed);
    if (why != NULL) {
        return why;
    }
    if (too_old(g, item)) {
        return "older than the look-back window";
    }
    const char *text = record_text(item, "text");
    if (text[strspn(text, " \t\r\n")] == '\0' && record_text(item, "title")[0] == '\0') {
        return "no text";
    }
    g->text = text_hash(text);
    return note_text(g, g->text) ? "duplicate of another item" : NULL;
}

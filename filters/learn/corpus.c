/* From labelled texts to features and what is known of each token. */
#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/learn.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/vocab.h"

bool learn_open(struct learner *l, const char *rules, struct faults *f) {
    const char *folders[] = {rules};
    bool fine = wall_open(&l->wall, folders, 1, f);
    return fine;
}

void learn_close(struct learner *l) {
    wall_close(&l->wall);
    free(l->feature);
    feature_table_free(&l->table);
    free(l->sign);
    buf_free(&l->names);
    free(l->text);
    free(l->gold);
    free(l->begin);
    free(l->held);
    *l = (struct learner){0};
}

static uint32_t number_of(struct learner *l, const struct feature *f) {
    struct placed_sign part[FEATURE_PARTS];
    for (int i = 0; i < f->parts; i++)
        part[i] = (struct placed_sign){f->part[i].offset, *f->part[i].sign};
    uint32_t number = feature_table_number(&l->table, f->key, part, f->parts);
    if (number >= l->feature_cap) {
        size_t cap = l->feature_cap;
        l->feature_cap = cap == 0 ? 1 << 16 : cap * 2;
        l->feature = mem_grow(l->feature, l->feature_cap, sizeof *l->feature);
        memset(l->feature + cap, 0, (l->feature_cap - cap) * sizeof *l->feature);
    }
    return number;
}

static void add_token(struct learner *l, const struct signs *signs, size_t n, size_t i, uint8_t gold) {
    static struct feature feature[FEATURES_MAX];
    if (l->tokens + 2 > l->token_cap) {
        l->token_cap = l->token_cap == 0 ? 1 << 16 : l->token_cap * 2;
        l->gold = mem_grow(l->gold, l->token_cap, sizeof *l->gold);
        l->begin = mem_grow(l->begin, l->token_cap, sizeof *l->begin);
    }
    size_t count = features_at(signs, n, i, feature);
    if (l->helds + count > l->held_cap) {
        l->held_cap = (l->helds + count) * 2;
        l->held = mem_grow(l->held, l->held_cap, sizeof *l->held);
    }
    l->gold[l->tokens] = gold;
    l->begin[l->tokens++] = l->helds;
    for (size_t k = 0; k < count; k++)
        l->held[l->helds++] = number_of(l, &feature[k]);
    l->begin[l->tokens] = l->helds;
}

static void add_tokens(struct learner *l, const struct signs *signs, const uint8_t *gold, size_t n) {
    if (l->texts == l->text_cap) {
        l->text_cap = l->text_cap == 0 ? 1024 : l->text_cap * 2;
        l->text = mem_grow(l->text, l->text_cap, sizeof *l->text);
    }
    l->text[l->texts++] = (struct learn_text){l->tokens, n};
    for (size_t i = 0; i < n; i++)
        add_token(l, signs, n, i, gold[i]);
}

/* The same text as a later reading finds it: half of what is to be withheld has become marks. */
static void add_marked(struct learner *l, const uint8_t *gold, size_t n) {
    const struct sign mark = {"[", 1, SIGN_WORD};
    struct signs *signs = mem_array(n, sizeof *signs);
    uint8_t *left = mem_array(n, 1);
    size_t count = 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && gold[end] == gold[i];)
            end++;
        bool withheld = gold[i] == GOLD_TRAIT || gold[i] == GOLD_PROXY || gold[i] == GOLD_NAME;
        bool hide = withheld && (l->texts + i) % 2 == 0;
        for (size_t k = i; !hide && k < end; k++) {
            left[count] = gold[k];
            signs[count++] = l->wall.tagger.signs[k];
        }
        if (hide) {
            left[count] = GOLD_NONE;
            signs[count] = (struct signs){.at = {mark}, .count = 1};
            count++;
        }
    }
    if (count < n)
        add_tokens(l, signs, left, count);
    free(signs);
    free(left);
}

static void paint(const struct passage *p, uint8_t *gold, size_t from, size_t to, uint8_t what) {
    for (size_t i = passage_token_behind(p, (uint32_t)from); i < p->tokens; i++) {
        size_t start = p->shadow.at[p->token[i].start];
        if (start >= to)
            return;
        if (start >= from && gold[i] == GOLD_NONE)
            gold[i] = what;
    }
}

static void paint_keeps(const struct passage *p, uint8_t *gold, const cJSON *record) {
    const cJSON *keep;
    cJSON_ArrayForEach(keep, record_field(record, "keep"))
        paint(p, gold, (size_t)keep->child->valuedouble, (size_t)keep->child->next->valuedouble, GOLD_KEEP);
}

static void paint_names(const struct passage *p, uint8_t *gold, const cJSON *record) {
    const cJSON *name;
    cJSON_ArrayForEach(name, record_field(record, "identity")) {
        const char *text = name->valuestring;
        size_t len = strlen(text);
        for (const char *at = strstr(p->raw, text); at != NULL; at = strstr(at + len, text))
            paint(p, gold, (size_t)(at - p->raw), (size_t)(at - p->raw) + len, GOLD_NAME);
    }
}

static struct learn_sign *sign_slot(const struct learner *l, uint64_t hash) {
    size_t i = (size_t)hash & (l->sign_slots - 1);
    while (l->sign[i].hash != 0 && l->sign[i].hash != hash)
        i = (i + 1) & (l->sign_slots - 1);
    return &l->sign[i];
}

static struct learn_sign *sign_of(struct learner *l, const struct sign *s) {
    if (l->signs * 2 >= l->sign_slots) {
        struct learn_sign *old = l->sign;
        size_t slots = l->sign_slots;
        l->sign_slots = slots == 0 ? 1 << 14 : slots * 2;
        l->sign = mem_array(l->sign_slots, sizeof *l->sign);
        for (size_t i = 0; i < slots; i++) {
            if (old[i].hash != 0)
                *sign_slot(l, old[i].hash) = old[i];
        }
        free(old);
    }
    struct learn_sign *slot = sign_slot(l, sign_hash(s));
    if (slot->hash == 0) {
        *slot = (struct learn_sign){.hash = sign_hash(s), .name = (uint32_t)l->names.len};
        buf_format(&l->names, "%c %.*s", s->kind, (int)s->len, s->text);
        buf_add_char(&l->names, '\0');
        l->signs++;
    }
    return slot;
}

/* Which signs the words of a trait show. */
static void count_class(struct learner *l, const struct passage *p, const cJSON *span) {
    static const char telling[] = {SIGN_WORD, SIGN_BASE,  SIGN_CLUSTER + 1, SIGN_CLUSTER + 2,
                                   SIGN_TERM, SIGN_CLASS, SIGN_LABEL,       '\0'};
    int class = vocab_find(vocab_classes, record_text(span, "class"));
    size_t from = (size_t)record_number(span, "start"), to = (size_t)record_number(span, "end");
    for (size_t i = passage_token_behind(p, (uint32_t)from); class >= 0 && i < p->tokens; i++) {
        const struct signs *signs = &l->wall.tagger.signs[i];
        if (p->shadow.at[p->token[i].start] >= to)
            return;
        for (size_t s = 0; s < signs->count; s++) {
            if (strchr(telling, signs->at[s].kind) != NULL)
                sign_of(l, &signs->at[s])->in[class]++;
        }
    }
}

static void paint_spans(struct learner *l, const struct passage *p, uint8_t *gold, const cJSON *record) {
    const cJSON *span;
    cJSON_ArrayForEach(span, record_field(record, "spans")) {
        count_class(l, p, span);
        const char *tier = record_text(span, "tier");
        paint(p, gold, (size_t)record_number(span, "start"), (size_t)record_number(span, "end"),
              strcmp(tier, "soft") == 0    ? GOLD_OPEN
              : strcmp(tier, "proxy") == 0 ? GOLD_PROXY
                                           : GOLD_TRAIT);
    }
}

/* The neutral words are another's work (neutral.h). */
static void paint_pronouns(const struct passage *p, uint8_t *gold) {
    for (size_t s = 0; s < p->spans; s++) {
        if (p->span[s].put == PUT_TEXT)
            paint(p, gold, p->span[s].start, p->span[s].end, GOLD_OPEN);
    }
}

static bool add_text(struct learner *l, const cJSON *record, struct faults *f) {
    struct passage *p = &l->wall.passage;
    const char *text = record_text(record, "text");
    struct identity who = {0};
    bool fine = identity_read(&who, record_field(record, "candidate"), f) &&
                wall_rules(&l->wall, p, text, strlen(text), &who, f);
    identity_free(&who);
    if (!fine)
        return false;
    tagger_look(&l->wall.tagger, &l->wall.lexicon, p, true);
    uint8_t *gold = mem_array(p->tokens, 1);
    paint_spans(l, p, gold, record);
    paint_keeps(p, gold, record);
    paint_names(p, gold, record);
    paint_pronouns(p, gold);
    add_tokens(l, l->wall.tagger.signs, gold, p->tokens);
    add_marked(l, gold, p->tokens);
    free(gold);
    return true;
}

/* For messages. */
struct reading {
    struct learner *l;
    const char *path;
};

static bool take_line(void *ctx, char *line, size_t number, struct faults *f) {
    const struct reading *r = ctx;
    cJSON *record = cJSON_Parse(line);
    bool fine =
        line[0] == '\0' ||
        ((record_field(record, "text") != NULL || fault(f, FAULT_DATA, r->path, "see tests/wall/README.md",
                                                        "line %zu is no labelled text", number)) &&
         add_text(r->l, record, f));
    cJSON_Delete(record);
    return fine;
}

bool learn_read(struct learner *l, const char *path, struct faults *f) {
    return file_lines(path, LEARN_MAX_FILE_BYTES, take_line, &(struct reading){l, path}, f);
}

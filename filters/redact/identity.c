#include "evenhand/identity.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/identity_forms.h"
#include "evenhand/mem.h"
#include "evenhand/scan.h"
#include "evenhand/vocab.h"

#define MIN_PHONE_DIGITS 7
#define NATIONAL_DIGITS 10
#define MIN_FACT_LETTERS 3

bool identity_add(struct identity *who, const char *text, size_t len, enum identity_kind kind,
                  struct faults *f) {
    if (len == 0)
        return true;
    for (size_t i = 0; i < who->facts; i++) {
        if (who->fact[i].kind == kind && who->fact[i].len == len && memcmp(who->fact[i].text, text, len) == 0)
            return true;
    }
    if (who->facts == IDENTITY_MAX_FACTS)
        return fault(f, FAULT_DATA, NULL, "split the candidate's lists", "more than %d facts of identity",
                     IDENTITY_MAX_FACTS);
    who->fact[who->facts++] = (struct identity_fact){mem_copy(text, len), len, kind};
    return true;
}

static bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Every part of a name by itself. */
static bool add_name(struct identity *who, const struct shadow *s, struct faults *f) {
    for (size_t i = 0; i < s->len;) {
        size_t end = i;
        while (end < s->len && (letter(s->fold[end]) || (s->fold[end] == '\'' && end > i)))
            end++;
        if (end - i >= IDENTITY_MIN_PART && !identity_add(who, s->fold + i, end - i, IDENTITY_NAME, f))
            return false;
        i = end > i ? end : i + 1;
    }
    return true;
}

static bool add_digits(struct identity *who, const struct shadow *s, struct faults *f) {
    char digits[32];
    size_t n = 0;
    for (size_t i = 0; i < s->len && n < sizeof digits; i++) {
        if (s->fold[i] >= '0' && s->fold[i] <= '9')
            digits[n++] = s->fold[i];
    }
    if (n < MIN_PHONE_DIGITS)
        return true;
    size_t national = n > NATIONAL_DIGITS ? NATIONAL_DIGITS : n; /* the country's code is often left off */
    return identity_add(who, digits + n - national, national, IDENTITY_PHONE, f) &&
           identity_add(who, digits + n - MIN_PHONE_DIGITS, MIN_PHONE_DIGITS, IDENTITY_PHONE, f);
}

/* A handle, and what stands before the @ of an address, with and without punctuation. */
static bool add_handle(struct identity *who, const char *fold, struct faults *f) {
    char *local = mem_copy(fold, strcspn(fold, "@"));
    bool ok = identity_forms_handle(who, local, f);
    free(local);
    return ok;
}

static bool add_fact(struct identity *who, const struct shadow *s, struct faults *f) {
    return s->len < MIN_FACT_LETTERS || identity_add(who, s->fold, s->len, IDENTITY_FACT, f);
}

static bool add_value(struct identity *who, const char *key, const char *value, struct faults *f) {
    struct shadow s = {0};
    shadow_make(&s, value, strlen(value));
    bool fine;
    const char *handle = s.fold + (*s.fold == '@');
    if (strcmp(key, "full_name") == 0 || strcmp(key, "aliases") == 0)
        fine = add_name(who, &s, f) && identity_forms_name(who, s.fold, f);
    else if (strcmp(key, "phones") == 0)
        fine = add_digits(who, &s, f);
    else if (strcmp(key, "usernames") == 0)
        fine = identity_add(who, handle, strlen(handle), IDENTITY_HANDLE, f) && add_handle(who, handle, f);
    else if (strcmp(key, "emails") == 0)
        fine = add_fact(who, &s, f) && add_handle(who, s.fold, f);
    else if (strcmp(key, "date_of_birth") == 0)
        fine = add_fact(who, &s, f) && identity_forms_birth(who, value, f);
    else
        fine = add_fact(who, &s, f);
    shadow_free(&s);
    return fine;
}

bool identity_read(struct identity *who, const cJSON *object, struct faults *f) {
    const cJSON *field, *value;
    if (object != NULL && !cJSON_IsNull(object) && !cJSON_IsObject(object))
        return fault(f, FAULT_DATA, "identity", "give the fields of a candidate record", "not a JSON object");
    cJSON_ArrayForEach(field, object) {
        const cJSON *list = cJSON_IsArray(field) ? field : NULL;
        if (cJSON_IsString(field) && !add_value(who, field->string, field->valuestring, f))
            return false;
        cJSON_ArrayForEach(value, list) {
            if (cJSON_IsString(value) && !add_value(who, field->string, value->valuestring, f))
                return false;
        }
    }
    return true;
}

void identity_free(struct identity *who) {
    for (size_t i = 0; i < who->facts; i++)
        free(who->fact[i].text);
    who->facts = 0;
}

static bool wordy(char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '_';
}

static bool bounded(const struct shadow *s, size_t from, size_t to) {
    bool before =
        from > 0 && (letter(s->fold[from - 1]) || (s->fold[from - 1] >= '0' && s->fold[from - 1] <= '9'));
    bool after = to < s->len && (letter(s->fold[to]) || (s->fold[to] >= '0' && s->fold[to] <= '9'));
    return !before && !after;
}

/* A run goes to the ends of the word that holds it: "willprice99", "iamwillprice". */
static void widen(const struct shadow *s, size_t *from, size_t *to) {
    while (*from > 0 && wordy(s->fold[*from - 1]))
        --*from;
    while (*to < s->len && wordy(s->fold[*to]))
        ++*to;
}

/* Handles and facts: wherever their characters stand. */
static void find_text(const struct identity_fact *fact, struct passage *p) {
    const struct shadow *s = &p->shadow;
    int class = vocab_find(vocab_classes, "identity");
    const char *at = s->fold;
    while ((at = memmem(at, s->len - (size_t)(at - s->fold), fact->text, fact->len)) != NULL) {
        size_t from = (size_t)(at - s->fold), to = from + fact->len;
        at++;
        if (fact->kind == IDENTITY_RUN)
            widen(s, &from, &to);
        else if (!bounded(s, from, to))
            continue;
        bool handle = fact->kind != IDENTITY_FACT;
        if (handle && from > 0 && s->fold[from - 1] == '@')
            from--;
        passage_add(p, &(struct span){.start = s->at[from],
                                      .end = s->at[to],
                                      .class = class,
                                      .put = handle ? PUT_CANDIDATE : PUT_MARK,
                                      .rule = handle ? "identity/handle" : "identity/fact"});
    }
}

static void find_phone(const struct identity_fact *fact, struct passage *p) {
    const struct shadow *s = &p->shadow;
    for (size_t i = 0; i < s->len; i++) {
        size_t at = i, n = 0;
        while (at < s->len && n < fact->len && at - i < fact->len * 3) {
            if (s->fold[at] == fact->text[n])
                n++;
            else if (strchr(" ().-+/", s->fold[at]) == NULL || n == 0)
                break;
            at++;
        }
        if (n == fact->len)
            passage_add_shadow(p, i, at, vocab_find(vocab_classes, "identity"), "identity/phone");
    }
}

/* A word that means something else counts as the name only with a capital. */
static bool plain_word(const struct passage *p, const struct token *t) {
    const uint32_t names = KIND_BIT(KIND_FIRST) | KIND_BIT(KIND_LAST);
    bool means = (t->kinds & ~names) != 0 || wordbook_termed(p->words, t->word);
    return t->shape != SHAPE_LOWER || !means;
}

static bool is_part(const struct identity *who, const struct passage *p, const struct token *t, bool beside) {
    const char *text = p->shadow.fold + t->start;
    size_t len = t->end - t->start;
    if (t->type != TOKEN_WORD || (!beside && !plain_word(p, t)))
        return false;
    if (len > 2 && text[len - 1] == 's' && text[len - 2] == '\'')
        len -= 2;
    for (size_t i = 0; i < who->facts; i++) {
        const struct identity_fact *n = &who->fact[i];
        if (n->kind != IDENTITY_NAME)
            continue;
        if (n->len == len && memcmp(n->text, text, len) == 0)
            return true;
        bool family = t->shape != SHAPE_LOWER && n->len >= 4 && len == n->len + 1 && text[len - 1] == 's' &&
                      memcmp(n->text, text, n->len) == 0;
        bool short_form = t->shape == SHAPE_CAPITAL && len >= 3 && n->len > len + 1 && t->kinds == 0 &&
                          memcmp(n->text, text, len) == 0 && t->word == 0;
        bool initial_and_name = n->len >= 5 && (len == n->len + 1 || len == n->len + 2) && t->word == 0 &&
                                memcmp(n->text, text + len - n->len, n->len) == 0;
        if (family || short_form || initial_and_name)
            return true;
    }
    return false;
}

static bool joins(const struct passage *p, size_t i) {
    const struct token *t = &p->token[i];
    if (t->type == TOKEN_PUNCT)
        return t->punct == '-' || t->punct == '.' || t->punct == ',' || t->punct == '"' || t->punct == '_';
    return t->type == TOKEN_WORD && t->end - t->start == 1 && t->shape != SHAPE_LOWER;
}

/* "Buddy" between quotation marks: part of the name around it. */
static bool nickname(const struct passage *p, size_t i) {
    return i + 2 < p->tokens && p->token[i].type == TOKEN_PUNCT && p->token[i].punct == '"' &&
           p->token[i + 1].type == TOKEN_WORD && p->token[i + 2].type == TOKEN_PUNCT &&
           p->token[i + 2].punct == '"';
}

/* Parts that mean something else by themselves count beside a part that does not: "will price", "will.price".
 */
static size_t before(const struct identity *who, const struct passage *p, size_t i) {
    while (i > 0) {
        size_t back = p->token[i - 1].type == TOKEN_PUNCT && joins(p, i - 1) && i > 1 ? 2 : 1;
        if (!is_part(who, p, &p->token[i - back], true))
            break;
        i -= back;
    }
    return i;
}

static bool forename(const struct token *t) {
    return token_capital(t) && (token_is(t, KIND_FIRST) || token_is(t, KIND_GUARDED)) &&
           (t->flags & TOKEN_OWNING) == 0;
}

/* Two parts side by side are the name, whatever they mean by themselves: "will.price", "price, will". */
static bool pair(const struct identity *who, const struct passage *p, size_t i) {
    size_t next = i + 1;
    if (!is_part(who, p, &p->token[i], true))
        return false;
    if (next < p->tokens && p->token[next].type == TOKEN_PUNCT && joins(p, next))
        next++;
    if (next >= p->tokens || !is_part(who, p, &p->token[next], true))
        return false;
    const struct token *a = &p->token[i], *b = &p->token[next];
    return a->end - a->start != b->end - b->start ||
           memcmp(p->shadow.fold + a->start, p->shadow.fold + b->start, a->end - a->start) != 0;
}

/* Parts side by side, initials and hyphens between or before them included. */
static void find_names(const struct identity *who, struct passage *p) {
    int class = vocab_find(vocab_classes, "identity");
    for (size_t i = 0; i < p->tokens; i++) {
        if (!is_part(who, p, &p->token[i], false) && !pair(who, p, i))
            continue;
        size_t from = before(who, p, i), to = i + 1;
        for (size_t next = to; next < p->tokens && next < to + 4; next++) {
            if (is_part(who, p, &p->token[next], true))
                to = next + 1;
            else if (nickname(p, next))
                next += 2;
            else if (!joins(p, next))
                break;
        }
        if (from >= 2 && p->token[from - 1].punct == '.' && p->token[from - 1].type == TOKEN_PUNCT &&
            joins(p, from - 2) && p->token[from - 2].type == TOKEN_WORD)
            from -= 2;
        while (from > 0 && (p->token[from - 1].flags & TOKEN_JOINED) != 0 && p->token[from].start > 0 &&
               p->shadow.fold[p->token[from].start - 1] == '_')
            from--;
        passage_add_tokens(p, from, to, class, PUT_CANDIDATE, "identity/name");
        if (from > 0 && forename(&p->token[from - 1])) /* "Bill Price": a short form, or a relative */
            passage_add_tokens(p, from - 1, from, class, PUT_MARK, "identity/forename");
        i = to - 1;
    }
}

void identity_find(const struct identity *who, struct passage *p) {
    if (who == NULL || who->facts == 0)
        return;
    for (size_t i = 0; i < who->facts; i++) {
        if (who->fact[i].kind == IDENTITY_PHONE)
            find_phone(&who->fact[i], p);
        else if (who->fact[i].kind != IDENTITY_NAME)
            find_text(&who->fact[i], p);
    }
    find_names(who, p);
}

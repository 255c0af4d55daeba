#include "evenhand/item_reading.h"

#include <stdlib.h>
#include <string.h>

#include "evenhand/record.h"
#include "evenhand/text.h"

#define FACTS_AT_ONE_WORD 16

/* "/tansyq", "/@tansyq/1", "u=tansyq": the handle as a whole part of the URL. */
static bool in_url(const char *url, const char *handle) {
    size_t n = strlen(handle);
    for (const char *at = url; (at = strcasestr(at, handle)); at++) {
        bool begins = at > url && strchr("/@~=.", at[-1]) != NULL;
        if (begins && (at[n] == '\0' || strchr("/?#&.", at[n])))
            return true;
    }
    return false;
}

static void find_account(const struct subject *s, struct item_reading *r) {
    char *author = text_fold(r->author, strlen(r->author), NULL);
    const char *name = author[0] == '@' ? author + 1 : author;
    for (size_t i = 0; i < s->handles && !r->account; i++) {
        size_t n = strlen(s->handle[i]);
        /* An account on another server of the same network is written name@server. */
        bool is_author = strncmp(name, s->handle[i], n) == 0 && (name[n] == '\0' || name[n] == '@');
        if (is_author || in_url(r->url, s->handle[i])) {
            r->account = true;
            r->handle = s->handle[i];
        }
    }
    free(author);
    r->handle_made = r->author[0] && !strchr(r->author, ' ') && sighting_in_handle(s, r->author);
}

static bool starts_on(const char *url, const char *site) {
    size_t n = strlen(site);
    return n > 3 && strncmp(url, site, n) == 0 && (url[n] == '\0' || strchr("/?:", url[n]));
}

static void find_sites(const struct subject *s, const cJSON *item, struct item_reading *r) {
    char *own = bare_url(r->url);
    const cJSON *link;
    for (size_t i = 0; i < s->websites; i++) {
        r->own_site = r->own_site || starts_on(own, s->website[i]);
        cJSON_ArrayForEach(link, record_field(item, "links")) if (cJSON_IsString(link) && !r->links_site) {
            char *target = bare_url(link->valuestring);
            r->links_site = starts_on(target, s->website[i]);
            free(target);
        }
    }
    free(own);
}

static bool stands_between(char c) {
    return c == ' ' || c == '(' || c == ')' || c == '.' || c == '-' || c == '/';
}

/* Ten digits in a row, whatever stands between them. */
static bool has_number(const char *text, const char *digits) {
    size_t wanted = strlen(digits), got = 0;
    if (wanted < 7)
        return false;
    for (const char *c = text; *c; c++) {
        if (*c >= '0' && *c <= '9') {
            got = *c == digits[got] ? got + 1 : *c == digits[0] ? 1 : 0;
            if (got == wanted)
                return true;
        } else if (!stands_between(*c)) {
            got = 0;
        }
    }
    return false;
}

static void find_contacts(const struct subject *s, struct item_reading *r) {
    for (size_t i = 0; i < s->emails; i++)
        r->has_email = r->has_email || strcasestr(r->text, s->email[i]) != NULL;
    for (size_t i = 0; i < s->phones; i++)
        r->has_phone = r->has_phone || has_number(r->text, s->phone[i]);
}

/* What people write under a name of their own. */
static bool is_spoken(const struct item_reading *r) {
    return strcmp(r->kind, "post") == 0 || strcmp(r->kind, "comment") == 0 || strcmp(r->kind, "profile") == 0;
}

/* By the candidate, about them, or another person's words that only name them. */
static void find_role(struct item_reading *r) {
    bool named_author = r->in_author.form <= NAME_INITIAL;
    r->by = r->account || r->handle_made || r->own_site || named_author;
    r->by_other = is_spoken(r) && r->author[0] && !r->by;
}

static void take_fact(struct item_facts *f, const struct phrase_hit *hit) {
    unsigned bit = 1u << (hit->value % 32);
    switch (hit->value / 256) {
    case FACT_EMPLOYER:
        f->employers |= bit;
        break;
    case FACT_SCHOOL:
        f->schools |= bit;
        break;
    case FACT_CITY:
        f->city = true;
        break;
    default:
        f->state = true;
    }
}

static struct item_facts facts_in(const struct known_names *known, const struct subject *s,
                                  const struct tokens *w) {
    struct item_facts f = {0};
    for (size_t i = 0; i < w->count; i++) {
        struct phrase_hit hits[FACTS_AT_ONE_WORD];
        size_t n = phrases_at(s->facts, w, i, hits, FACTS_AT_ONE_WORD), length;
        for (size_t h = 0; h < n; h++)
            take_fact(&f, &hits[h]);
        const char *region =
            w->at[i].flags & TOKEN_CAPITAL && n == 0 ? known_place(known, w, i, &length) : NULL;
        if (region && s->region && strcmp(region, s->region) == 0)
            f.state = true;
        else if (region && s->region)
            f.other_place = true;
    }
    return f;
}

struct item_reading item_read(struct item_words *a, const struct known_names *known, const struct subject *s,
                              const cJSON *item) {
    struct item_reading r = {.text = record_text(item, "text"),
                             .author = record_text(item, "author"),
                             .url = record_text(item, "url"),
                             .kind = record_text(item, "kind")};
    tokens_split(&a->words, r.text, strlen(r.text));
    tokens_split(&a->author, r.author, strlen(r.author));
    r.in_author = sighting_in(s, known, r.author, &a->author);
    r.in_text = sighting_in(s, known, r.text, &a->words);
    const char *title = record_text(item, "title");
    if (r.in_text.form > NAME_INITIAL && *title) {
        tokens_split(&a->title, title, strlen(title));
        struct sighting in_title = sighting_in(s, known, title, &a->title);
        if (in_title.form < r.in_text.form)
            r.in_text.form = in_title.form, r.in_text.share = in_title.share;
    }
    r.published = text_leading_number(record_text(item, "published"));
    find_account(s, &r);
    find_sites(s, item, &r);
    find_contacts(s, &r);
    find_role(&r);
    r.facts = facts_in(known, s, &a->words);
    return r;
}

void item_words_free(struct item_words *a) {
    tokens_free(&a->words);
    tokens_free(&a->author);
    tokens_free(&a->title);
}

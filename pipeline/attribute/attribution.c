#include "evenhand/attribution.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/ages.h"
#include "evenhand/buf.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"
#include "evenhand/sighting.h"
#include "evenhand/text.h"

#define SHORT_HANDLE 7 /* characters; a shorter handle is often taken by somebody else on the next site */
#define FACTS_AT_ONE_WORD 16

struct judgement {
    const struct weights *weights;
    double sum;
    cJSON *reasons;
};

static void add_reason(struct judgement *j, const char *means, double weight) {
    char *reason = mem_format("%s: %+.1f", means, weight);
    (void)cJSON_AddItemToArray(j->reasons, cJSON_CreateString(reason));
    free(reason);
    j->sum += weight;
}

static void add(struct judgement *j, enum weight_field field, bool holds) {
    if (holds)
        add_reason(j, j->weights->means[field], j->weights->field[field]);
}

static void add_name(struct judgement *j, const struct sighting *name) {
    if (name->form == NAME_NONE)
        return;
    const struct weights *w = j->weights;
    double u = w->name_floor + w->name_search * name->share * w->name_factor[name->form];
    add_reason(j, w->name_means[name->form], log2(w->name_m[name->form] / (u < 1 ? u : 1)));
}

/* The item's parts, split and folded once. */
struct reading {
    const char *text, *author, *url, *kind;
    struct sighting in_author, in_text;
    bool account;       /* a declared username is the author, or in the URL */
    const char *handle; /* which */
    bool handle_made;   /* the author is written as a handle made of the name */
    bool own_site, links_site, has_email, has_phone;
    bool by;       /* the author is, or may be, the candidate */
    bool by_other; /* an author is named who is not */
    int published;
};

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

static void find_account(const struct subject *s, struct reading *r) {
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

static void find_sites(const struct subject *s, const cJSON *item, struct reading *r) {
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

/* Ten digits in a row, whatever stands between them. */
static bool has_number(const char *text, const char *digits) {
    size_t wanted = strlen(digits), got = 0;
    if (wanted < 7)
        return false;
    for (const char *c = text; *c; c++) {
        if (isdigit((unsigned char)*c)) {
            got = *c == digits[got] ? got + 1 : *c == digits[0] ? 1 : 0;
            if (got == wanted)
                return true;
        } else if (!strchr(" ().-/", *c)) {
            got = 0;
        }
    }
    return false;
}

static void find_contacts(const struct subject *s, struct reading *r) {
    for (size_t i = 0; i < s->emails; i++)
        r->has_email = r->has_email || strcasestr(r->text, s->email[i]) != NULL;
    for (size_t i = 0; i < s->phones; i++)
        r->has_phone = r->has_phone || has_number(r->text, s->phone[i]);
}

/* By the candidate, about them, or another person's words that only name them. */
static void find_role(struct reading *r) {
    bool spoken =
        strcmp(r->kind, "post") == 0 || strcmp(r->kind, "comment") == 0 || strcmp(r->kind, "profile") == 0;
    bool named_author = r->in_author.form <= NAME_INITIAL;
    r->by = r->account || r->handle_made || r->own_site || named_author;
    r->by_other = spoken && r->author[0] && !r->by;
}

static struct reading read_item(struct attribution *a, const struct subject *s, const cJSON *item) {
    struct reading r = {.text = record_text(item, "text"),
                        .author = record_text(item, "author"),
                        .url = record_text(item, "url"),
                        .kind = record_text(item, "kind")};
    tokens_split(&a->words, r.text, strlen(r.text));
    tokens_split(&a->author, r.author, strlen(r.author));
    r.in_author = sighting_in(s, a->known, r.author, &a->author);
    r.in_text = sighting_in(s, a->known, r.text, &a->words);
    const char *title = record_text(item, "title");
    if (r.in_text.form > NAME_INITIAL && *title) {
        tokens_split(&a->title, title, strlen(title));
        struct sighting in_title = sighting_in(s, a->known, title, &a->title);
        if (in_title.form < r.in_text.form)
            r.in_text.form = in_title.form, r.in_text.share = in_title.share;
    }
    r.published = atoi(record_text(item, "published"));
    find_account(s, &r);
    find_sites(s, item, &r);
    find_contacts(s, &r);
    find_role(&r);
    return r;
}

struct facts {
    unsigned employers, schools; /* bit per declared one */
    bool city, state, other_place;
};

static void take_fact(struct facts *f, const struct phrase_hit *hit) {
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

static struct facts facts_in(const struct attribution *a, const struct subject *s, const struct tokens *w) {
    struct facts f = {0};
    for (size_t i = 0; i < w->count; i++) {
        struct phrase_hit hits[FACTS_AT_ONE_WORD];
        size_t n = phrases_at(s->facts, w, i, hits, FACTS_AT_ONE_WORD), length;
        for (size_t h = 0; h < n; h++)
            take_fact(&f, &hits[h]);
        const char *region =
            w->at[i].flags & TOKEN_CAPITAL && n == 0 ? known_place(a->known, w, i, &length) : NULL;
        if (region && s->region && strcmp(region, s->region) == 0)
            f.state = true;
        else if (region && s->region)
            f.other_place = true;
    }
    return f;
}

static void weigh_facts(struct judgement *j, const struct facts *f) {
    add(j, WEIGHT_EMPLOYER, f->employers != 0);
    add(j, WEIGHT_SECOND_EMPLOYER, (f->employers & (f->employers - 1)) != 0);
    add(j, WEIGHT_SCHOOL, f->schools != 0);
    add(j, WEIGHT_CITY, f->city);
    add(j, WEIGHT_STATE, f->state && !f->city);
    add(j, WEIGHT_OTHER_PLACE, f->other_place && !f->city && !f->state);
}

static bool is_plain_handle(const struct subject *s, const char *handle) {
    return strlen(handle) < SHORT_HANDLE ||
           (sighting_in_handle(s, handle) && !strpbrk(handle, "_.-0123456789"));
}

static void weigh_account(struct judgement *j, const struct subject *s, const struct reading *r) {
    bool plain = r->account && is_plain_handle(s, r->handle);
    add(j, WEIGHT_USERNAME, r->account && !plain);
    add(j, WEIGHT_SHORT_USERNAME, plain);
    add(j, WEIGHT_WEBSITE_OWN, r->own_site);
    add(j, WEIGHT_WEBSITE_LINK, r->links_site && !r->own_site && !r->by_other);
    add(j, WEIGHT_EMAIL, r->has_email);
    add(j, WEIGHT_PHONE, r->has_phone);
}

static void weigh_name(struct judgement *j, const struct reading *r) {
    const struct sighting *name = r->in_author.form <= r->in_text.form ? &r->in_author : &r->in_text;
    struct sighting from_handle = {.form = NAME_HANDLE, .share = r->in_text.share};
    if (r->handle_made && !r->account && name->form > NAME_HANDLE) {
        from_handle.share = 1e-5;
        name = &from_handle;
    }
    add_name(j, name);
    add(j, WEIGHT_MIDDLE_AGREES, r->in_author.middle_agrees || r->in_text.middle_agrees);
    add(j, WEIGHT_MIDDLE_DIFFERS, r->in_author.middle_differs || r->in_text.middle_differs);
    add(j, WEIGHT_OTHER_SURNAME, r->in_author.two_surnames || r->in_text.two_surnames);
    add(j, WEIGHT_SUFFIX_AGREES, r->in_author.suffix_agrees || r->in_text.suffix_agrees);
    add(j, WEIGHT_SUFFIX_DIFFERS, r->in_author.suffix_differs || r->in_text.suffix_differs);
    add(j, WEIGHT_OTHER_GIVEN_NAME,
        r->in_author.other_given || (name->form == NAME_SURNAME && r->in_text.other_given));
}

static void weigh_ages(struct judgement *j, const struct attribution *a, const struct subject *s,
                       const struct reading *r) {
    struct age_facts ages = ages_in(&a->words, r->text, &r->in_text, r->by, s->birth_year, r->published);
    add(j, WEIGHT_AGE_AGREES, ages.agrees && !ages.differs);
    add(j, WEIGHT_AGE_DIFFERS, ages.differs);
    add(j, WEIGHT_YEARS_DIFFER, ages.years_differ && !ages.differs);
    add(j, WEIGHT_STAGE_DIFFERS, ages.stage_differs && !ages.differs);
}

static bool says_parody(const struct tokens *w) {
    for (size_t i = 0; i < w->count; i++)
        if (tokens_is(w, i, "parody") || (tokens_is(w, i, "fan") && tokens_is(w, i + 1, "account")) ||
            tokens_is(w, i, "unofficial") || tokens_is(w, i, "satire"))
            return true;
    return false;
}

/* A result page that lists several people attributes nobody by itself. */
static bool lists_people(const struct reading *r) {
    return strcmp(r->kind, "result") == 0 && r->in_text.people > 2;
}

static const char *class_of(const struct judgement *j, const struct reading *r) {
    const struct weights *w = j->weights;
    if (lists_people(r) && j->sum >= w->non_match)
        return "possible";
    return j->sum >= w->match ? "match" : j->sum < w->non_match ? "non-match" : "possible";
}

/* The account an item is by: host and author, for what people write under a name of their own. NULL: none. */
static char *account_of(const struct reading *r) {
    bool spoken =
        strcmp(r->kind, "post") == 0 || strcmp(r->kind, "comment") == 0 || strcmp(r->kind, "profile") == 0;
    if (!spoken || !r->author[0])
        return NULL;
    char *bare = bare_url(r->url), *author = squashed(r->author);
    char *account = mem_format("%.*s %s", (int)strcspn(bare, "/"), bare, author);
    free(bare);
    free(author);
    return account;
}

static bool is_matched(const struct attribution *a, const char *account) {
    for (size_t i = 0; account && i < a->accounts; i++)
        if (strcmp(a->account[i], account) == 0)
            return true;
    return false;
}

/* Takes the account over. */
static void remember(struct attribution *a, char *account, bool matched) {
    if (account && matched && a->accounts < ATTRIBUTION_ACCOUNTS && !is_matched(a, account))
        a->account[a->accounts++] = account;
    else
        free(account);
}

void attribution_next(struct attribution *a) {
    while (a->accounts > 0)
        free(a->account[--a->accounts]);
}

cJSON *attribution_judge(struct attribution *a, const struct subject *s, const cJSON *item) {
    struct judgement j = {.weights = &a->weights, .reasons = cJSON_CreateArray()};
    struct reading r = read_item(a, s, item);
    add_reason(&j, "before anything is known", a->weights.prior);
    struct facts facts = facts_in(a, s, &a->words);
    weigh_account(&j, s, &r);
    weigh_name(&j, &r);
    weigh_facts(&j, &facts);
    weigh_ages(&j, a, s, &r);
    add(&j, WEIGHT_SOMEBODY_ELSES, r.by_other);
    add(&j, WEIGHT_SEVERAL_PEOPLE, lists_people(&r));
    add(&j, WEIGHT_PARODY, says_parody(&a->words));
    char *account = account_of(&r);
    add(&j, WEIGHT_SAME_ACCOUNT, is_matched(a, account));
    const char *class = class_of(&j, &r);
    remember(a, account, strcmp(class, "match") == 0);
    cJSON *match = cJSON_CreateObject();
    (void)cJSON_AddNumberToObject(match, "weight", round(j.sum * 10) / 10);
    (void)cJSON_AddStringToObject(match, "class", class);
    (void)cJSON_AddItemToObject(match, "reasons", j.reasons);
    return match;
}

bool attribution_open(struct attribution *a, const char *folder, struct faults *f) {
    char *weights = path_join(folder, "weights.yaml");
    bool ok = weights_read(&a->weights, weights, f);
    a->known = ok ? known_names_read(folder, f) : NULL;
    free(weights);
    return a->known != NULL;
}

void attribution_close(struct attribution *a) {
    weights_free(&a->weights);
    known_names_free(a->known);
    attribution_next(a);
    tokens_free(&a->words);
    tokens_free(&a->author);
    tokens_free(&a->title);
}

#include "evenhand/attribution.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/ages.h"
#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

#define SHORT_HANDLE 7 /* characters; a shorter handle is often taken by somebody else on the next site */

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

static void weigh_facts(struct judgement *j, const struct item_facts *f) {
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

static void weigh_account(struct judgement *j, const struct subject *s, const struct item_reading *r) {
    bool plain = r->account && is_plain_handle(s, r->handle);
    add(j, WEIGHT_USERNAME, r->account && !plain);
    add(j, WEIGHT_SHORT_USERNAME, plain);
    add(j, WEIGHT_WEBSITE_OWN, r->own_site);
    add(j, WEIGHT_WEBSITE_LINK, r->links_site && !r->own_site && !r->by_other);
    add(j, WEIGHT_EMAIL, r->has_email);
    add(j, WEIGHT_PHONE, r->has_phone);
}

static void weigh_name(struct judgement *j, const struct item_reading *r) {
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
                       const struct item_reading *r) {
    const struct age_frame frame = {
        .birth_year = s->birth_year, .published = r->published, .today = a->today};
    struct age_facts ages = ages_in(&a->words.words, r->text, &r->in_text, r->by, &frame);
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
static bool lists_people(const struct item_reading *r) {
    return strcmp(r->kind, "result") == 0 && r->in_text.people > 2;
}

static const char *class_of(const struct judgement *j, const struct item_reading *r) {
    const struct weights *w = j->weights;
    if (lists_people(r) && j->sum >= w->non_match)
        return "possible";
    return j->sum >= w->match ? "match" : j->sum < w->non_match ? "non-match" : "possible";
}

/* The account an item is by: host and author, for what people write under a name of their own. NULL: none. */
static char *account_of(const struct item_reading *r) {
    if (!r->author[0] || !(r->by || r->by_other))
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
    struct item_reading r = item_read(&a->words, a->known, s, item);
    add_reason(&j, "before anything is known", a->weights.prior);
    weigh_account(&j, s, &r);
    weigh_name(&j, &r);
    weigh_facts(&j, &r.facts);
    weigh_ages(&j, a, s, &r);
    add(&j, WEIGHT_SOMEBODY_ELSES, r.by_other);
    add(&j, WEIGHT_SEVERAL_PEOPLE, lists_people(&r));
    add(&j, WEIGHT_PARODY, says_parody(&a->words.words));
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
    item_words_free(&a->words);
}

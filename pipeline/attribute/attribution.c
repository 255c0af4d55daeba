#include "evenhand/attribution.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/files.h"
#include "evenhand/levels.h"
#include "evenhand/mem.h"
#include "evenhand/record.h"

static double reason(cJSON *reasons, const char *means, double weight) {
    char *text = mem_format("%s: %+.1f", means, weight);
    (void)cJSON_AddItemToArray(reasons, cJSON_CreateString(text));
    free(text);
    return weight;
}

/* The sum of what speaks for it and against it; each is a reason in words. */
static double weigh(const struct weights *w, const struct levels *l, cJSON *reasons) {
    double sum = reason(reasons, "before anything is known", w->prior);
    for (int i = 0; i < WEIGHT_FIELDS; i++)
        if (l->at[i])
            sum += reason(reasons, w->means[i], levels_bits(l, (enum weight_field)i, w->field[i], w->common));
    return sum;
}

static const char *class_of(const struct weights *w, const struct levels *l, double sum) {
    if (l->lists_people && sum >= w->non_match)
        return "possible";
    return sum >= w->match ? "match" : sum < w->non_match ? "non-match" : "possible";
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

/* Is it at, or below, a page that one of the candidate's own links to? */
static bool is_linked_from(const struct attribution *a, const struct item_reading *r) {
    char *url = bare_url(r->url);
    bool linked = false;
    for (size_t i = 0; i < a->links && !linked; i++) {
        size_t n = strlen(a->link[i]);
        linked = strncmp(url, a->link[i], n) == 0 && (url[n] == '\0' || strchr("/?", url[n]));
    }
    free(url);
    return linked;
}

/* Links of the candidate's own pages; one to a mere host says nothing of an account there. */
static void remember_links(struct attribution *a, const struct item_reading *r, const cJSON *item,
                           bool matched) {
    const cJSON *link;
    bool own = r->own_site || (matched && r->account && strcmp(r->kind, "profile") == 0);
    cJSON_ArrayForEach(link, record_field(item, "links")) {
        char *bare = own && cJSON_IsString(link) ? bare_url(link->valuestring) : NULL;
        if (bare && strchr(bare, '/') && a->links < ATTRIBUTION_LINKS)
            a->link[a->links++] = bare;
        else
            free(bare);
    }
}

void attribution_next(struct attribution *a) {
    while (a->links > 0)
        free(a->link[--a->links]);
    while (a->accounts > 0)
        free(a->account[--a->accounts]);
}

cJSON *attribution_judge(struct attribution *a, const struct subject *s, const cJSON *item) {
    struct item_reading r = item_read(&a->words, a->known, s, item);
    struct levels l = levels_of(s, &a->words, &r, a->today);
    char *account = account_of(&r);
    l.at[WEIGHT_SAME_ACCOUNT] = is_matched(a, account);
    l.at[WEIGHT_LINKED_FROM] = !r.own_site && is_linked_from(a, &r);
    cJSON *match = cJSON_CreateObject(), *reasons = cJSON_CreateArray();
    double sum = weigh(&a->weights, &l, reasons);
    const char *class = class_of(&a->weights, &l, sum);
    remember_links(a, &r, item, strcmp(class, "match") == 0);
    remember(a, account, strcmp(class, "match") == 0);
    (void)cJSON_AddNumberToObject(match, "weight", round(sum * 10) / 10);
    (void)cJSON_AddStringToObject(match, "class", class);
    (void)cJSON_AddItemToObject(match, "reasons", reasons);
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

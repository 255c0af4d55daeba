#include <stdlib.h>
#include <string.h>

#include "evenhand/collect_limits.h"
#include "evenhand/plan.h"

#define STEP_INDENT 20 /* columns before a step's texts */
#define LINE_COLUMNS 100

/* Most answers that a step can ask for one query: every page of the first request, every address followed
 * from each of those, and so on down. Requests follow only ones further down, so one pass in order counts
 * them all. */
static long most_requests(const struct plan_step *step) {
    const struct source *s = step->source;
    long answers[SOURCE_MAX_REQUESTS] = {0};
    long total = 0;
    for (size_t i = 0; i < s->request_count; i++) {
        const struct source_request *r = &s->requests[i];
        bool paged = r->next != NULL || (r->url != NULL && strstr(r->url, "{page}") != NULL);
        answers[i] = (i == 0 ? 1 : answers[i]) * (paged ? step->pages : 1);
        total += answers[i];
        for (size_t k = 0; k < r->follows; k++)
            answers[source_request(s, r->follow[k].request) - s->requests] += answers[i] * s->max_follow;
    }
    return total;
}

/* "     label          text", the text wrapped at spaces where it has any. */
static void add_wrapped(const char *label, const char *text, struct buf *out) {
    size_t column = STEP_INDENT;
    buf_format(out, "     %-*s", STEP_INDENT - 5, label);
    for (const char *word = text; *word != '\0';) {
        size_t len = strcspn(word, " ");
        if (column > STEP_INDENT && column + 1 + len > LINE_COLUMNS) {
            buf_format(out, "\n%*s", STEP_INDENT, "");
            column = STEP_INDENT;
        } else if (column > STEP_INDENT) {
            buf_add_char(out, ' ');
            column++;
        }
        buf_add(out, word, len);
        column += len;
        word += len + (word[len] == ' ');
    }
    buf_add_char(out, '\n');
}

/* The first address with the query's slots left as they are, for reading. */
static void add_address(const struct plan_step *step, struct buf *out) {
    const char *url = step->source->requests[0].url;
    const char *query = strstr(url, "{query}");
    struct buf head = {0};
    buf_add(&head, url, (size_t)(query - url));
    char *before = plan_fill_url(head.data == NULL ? "" : head.data, step->site, "", 1);
    char *after = plan_fill_url(query + strlen("{query}"), step->site, "...", 1);
    buf_format(out, "     address        %s%s%s\n", before, step->query, after);
    buf_free(&head);
    free(before);
    free(after);
}

static void add_requests(const struct plan_step *step, struct buf *out) {
    long most = most_requests(step);
    buf_format(out, "     requests       at most %ld", most);
    if (step->list_slot != NULL)
        buf_format(out, " for each %s of a candidate", step->list_slot);
    else
        buf_add_text(out, " a candidate");
    buf_add_char(out, '\n');
}

/* A site whose name tells a class, and who ordered that it be asked all the same. */
static void add_lint(const struct plan_step *step, struct buf *out) {
    struct buf text = {0};
    buf_format(&text, "%s (tells %s): asked because %s ordered it on %s (%s). %s", step->kind->name,
               step->kind->reveals, step->authorised_by, step->authorised_on, step->authorised_reference,
               step->kind->why);
    add_wrapped("kind of site", text.data, out);
    buf_free(&text);
}

static void add_control(const struct plan_step *step, struct buf *out) {
    struct buf text = {0};
    if (step->source->protection != NULL)
        buf_format(&text,
                   "it stands behind a protection (%s): undetermined for everybody, without being asked",
                   step->source->protection);
    else if (step->known == NULL)
        buf_add_text(&text, "none: the source is taken at its word");
    else
        buf_format(&text,
                   "\"%s\" must be found and a random name must not, before and after; else undetermined",
                   step->known);
    add_wrapped("control", text.data, out);
    buf_free(&text);
}

static void add_rate(const struct source *s, struct buf *out) {
    struct buf text = {0};
    if (s->rate == 0)
        return;
    buf_format(&text, "at most %g request%s a second to its site, as its descriptor says", s->rate,
               s->rate > 1 ? "s" : "");
    add_wrapped("pace", text.data, out);
    buf_free(&text);
}

static void add_key(const struct source *s, struct buf *out) {
    struct buf text = {0};
    if (s->key.header == NULL && s->key.query == NULL)
        return;
    buf_format(&text, "%s an API key: one line in keys/%s of the caseload, mode 0600, or the environment's",
               s->key.optional ? "may have" : "needs", s->name);
    add_wrapped("key", text.data, out);
    buf_free(&text);
}

static void add_step(const struct plan_step *step, size_t number, struct buf *out) {
    const struct source *s = step->source;
    buf_format(out, "%3zu. %s (%s): %s\n", number, s->name, s->type, s->title);
    buf_format(out, "     query          %s\n", step->query);
    add_address(step, out);
    add_requests(step, out);
    add_rate(s, out);
    add_key(s, out);
    add_wrapped("authorisation", s->authorisation, out);
    if (step->kind != NULL)
        add_lint(step, out);
    add_control(step, out);
    add_wrapped("terms", s->terms[0] == '\0' ? "none stated" : s->terms, out);
}

static void add_names(const char *title, const char *const *names, struct buf *out) {
    buf_format(out, "%-19s", title);
    for (size_t i = 0; names[i] != NULL; i++)
        buf_format(out, "%s%s", i == 0 ? " " : ", ", names[i]);
    buf_add_text(out, names[0] == NULL ? " nobody named\n" : "\n");
}

static void add_head(const struct plan *p, struct buf *out) {
    buf_format(out, "%-19s %s\n", "Plan", p->name);
    buf_format(out, "%-19s %s\n", "Jurisdiction", p->jurisdiction);
    buf_format(out, "%-19s the last %ld year%s\n", "Window", p->lookback_years,
               p->lookback_years == 1 ? "" : "s");
    buf_format(out, "%-19s by %s on %s (%s)\n", "Authorised", p->authorised_by, p->authorised_on,
               p->authorised_reference);
    add_names("Search and review", p->investigators, out);
    add_names("Decide, only read", p->decision_makers, out);
    add_names("Check", p->compliance, out);
    buf_format(out, "%-19s %ld days, then destroyed\n", "Evidence kept", p->retention_days);
}

static void add_network(const struct plan_network *n, struct buf *out) {
    buf_format(out, "%-19s at most %g request%s a second to one host, %ld under way at once\n", "Pace",
               n->per_host_per_second, n->per_host_per_second > 1 ? "s" : "", n->concurrency);
    if (n->proxy[0] != '\0')
        buf_format(out, "%-19s %s\n", "Through proxy", n->proxy);
    buf_format(out, "%-19s %s\n", "Introduces itself",
               n->user_agent[0] != '\0' ? n->user_agent : COLLECT_USER_AGENT);
    buf_format(out,
               "%-19s GET alone; no cookie, no log-in; every robots.txt is obeyed, as \"%s\" (RFC 9309)\n",
               "Manners", ROBOTS_AGENT);
    if (n->allow_private_count > 0)
        add_names("Private networks", n->allow_private, out);
}

static size_t kinds_asked(const struct plan *p) {
    size_t n = 0;
    for (size_t i = 0; i < p->steps; i++)
        n += p->step[i].kind != NULL;
    return n;
}

void plan_explain(const struct plan *p, struct buf *out) {
    add_head(p, out);
    add_network(&p->network, out);
    if (p->timestamp.url != NULL)
        buf_format(out, "%-19s %s\n", "Time-stamps by", p->timestamp.url);
    buf_format(out, "%-19s %s\n", "Plan digest", p->digest);
    buf_format(out, "%-19s no query holds one of %zu words of %zu protected classes\n", "Query lint",
               p->lawful->word_count, p->lawful->class_count);
    buf_format(out,
               "%-19s %zu of %zu steps ask a site of a kind that tells a class, each with its own order\n",
               "Source lint", kinds_asked(p), p->steps);
    buf_format(out, "\nEvery candidate goes through %s:\n",
               p->steps == 1 ? "this step" : "each of these steps");
    for (size_t i = 0; i < p->steps; i++) {
        buf_add_char(out, '\n');
        add_step(&p->step[i], i + 1, out);
    }
}

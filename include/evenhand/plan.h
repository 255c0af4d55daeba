/* The plan: what is asked, of whom, by whom, under what authority (plan.yaml, docs/design.md section 5). One
 * plan for every candidate of the caseload, one digest. */
#ifndef EVENHAND_PLAN_H
#define EVENHAND_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "evenhand/buf.h"
#include "evenhand/digest.h"
#include "evenhand/faults.h"
#include "evenhand/lawful.h"
#include "evenhand/source.h"
#include "evenhand/yaml.h"

/* Limits of a plan; those of its texts are in fields.h. */
#define PLAN_MAX_STEPS 1000
#define PLAN_MAX_QUERY_BYTES 512
#define PLAN_MAX_LOOKBACK_YEARS 50
#define PLAN_MIN_RETENTION_DAYS 30
#define PLAN_MAX_RETENTION_DAYS 36500
#define PLAN_MAX_CONCURRENCY 512
#define PLAN_MIN_PER_HOST_PER_SECOND 0.001
#define PLAN_MAX_PER_HOST_PER_SECOND 50.0
#define PLAN_DEFAULT_CONCURRENCY 64
#define PLAN_DEFAULT_PER_HOST_PER_SECOND 1.0
#define PLAN_MAX_LOGINS 200 /* of one role */
#define PLAN_MAX_PRIVATE_NETWORKS 32

struct plan_step {
    const struct source *source; /* in the plan's set */
    const char *query;           /* template: "\"{full_name}\" {city}" */
    const char *site;            /* value of {site}: the step's own or the source's; may be NULL */
    const char *list_slot; /* the one list slot in the template ("username"), or NULL: runs once per value */
    long pages;            /* at most, of each request; never over the source's max_pages */
    const char *known;     /* control: a query value that must be found; NULL: the source has none */
    /* The step's own authorisation, which a source of some kinds needs; all NULL when there is none. */
    const char *authorised_by, *authorised_on, *authorised_reference;
    const struct lawful_kind *kind; /* of site, when its name tells a class; else NULL */
};

struct plan_network {
    long concurrency; /* requests under way at once */
    double per_host_per_second;
    const char *proxy, *user_agent; /* "" when not set */
    const char **allow_private;     /* address or CIDR ("127.0.0.0/8", "::1"), NULL-terminated */
    size_t allow_private_count;
};

struct plan {
    struct yaml *yaml;         /* owns the strings */
    struct yaml *tried;        /* those of the step that plan_try_source added; NULL: none was */
    struct source_set sources; /* all that could be named */
    struct lawful *lawful;     /* what may not be asked */
    const char *name, *jurisdiction;
    long lookback_years;
    const char **investigators, **decision_makers, **compliance; /* logins, NULL-terminated */
    const char *authorised_by, *authorised_on, *authorised_reference;
    struct plan_step step[PLAN_MAX_STEPS];
    size_t steps;
    struct plan_network network;
    long retention_days;
    struct {
        const char *url;         /* of the RFC 3161 authority; NULL: none is asked */
        const char *authorities; /* PEM file below the caseload */
        char digest[DIGEST_HEX_BYTES];
    } timestamp;
    char digest[DIGEST_HEX_BYTES]; /* plan.yaml, every descriptor that a step uses, by name, lawful/, then
                                      the time-stamping authority's certificates */
};

#define PLAN_FILE "plan.yaml" /* in the caseload; so it is called in messages and in the digest */

/* Reads CASELOAD/plan.yaml, the shipped descriptors and CASELOAD/sources. Adds a fault for every problem
 * found, each with line and column; NULL if there was any. */
struct plan *plan_read(const char *caseload, struct faults *f);
void plan_free(struct plan *p);

/* Appends what the plan will ask of whom, for a person to read before gathering: every step's example address
 * with slot names in place of values, most requests a candidate, rate, authorisation and terms; roles,
 * window, retention, digest. Plain text, lines under 100 columns where the values allow. */
void plan_explain(const struct plan *p, struct buf *out);

/* The slots a template may name, list slots marked: full_name city state (one value), alias username email
 * phone employer school website (lists). NULL-terminated. */
extern const char *const plan_slots[];
bool plan_slot_is_list(const char *slot);
/* The key of a candidate's identity that feeds a slot: "username" -> "usernames". */
const char *plan_slot_identity_key(const char *slot);

/* Fills {slots} of a template. `identity` is a candidate record's identity object; `value` fills the list
 * slot. NULL (no fault) when a slot has no value: the outcome is not-provided. In a template that is itself
 * an address (begins with http:// or https://) every inserted value is percent-encoded (RFC 3986 unreserved
 * stay). free() releases. */
struct cJSON;
char *plan_fill(const char *query_template, const struct cJSON *identity, const char *list_slot,
                const char *value);
/* Fills {query} (percent-encoded), {site} (as it is, without a trailing slash) and {page} of a source's URL
 * template. In a template that is exactly "{query}" the query is the address: it stays as it is, but for
 * characters that no URL may hold. free() releases. */
char *plan_fill_url(const char *url_template, const char *site, const char *query, long page);

/* Adds a step that asks a source for its control, which the plan need not do: at `site` (NULL: the source's
 * own) with the value `control` (NULL: the source's own). It is checked and linted as any other. */
bool plan_try_source(struct plan *p, const char *source, const char *site, const char *control,
                     struct faults *f);

/* Whether two steps ask one control: the same at the same site of the same source. An address with the
 * control in it is another question at each step. */
bool plan_share_control(const struct plan_step *a, const struct plan_step *b);

#endif

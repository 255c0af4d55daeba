/* Tests of plan.yaml's reading: DESIGN's example, and every refusal with its exact message. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/plan.h"

static char caseload[] = "/tmp/evenhand-test-plan-XXXXXX";

static const char good[] =
    "plan: Patrol officer 2026\n"
    "jurisdiction: us-ma\n"
    "lookback_years: 7\n"
    "roles:\n"
    "  investigators:   [mwong]\n"
    "  decision_makers: [chief, ruiz]\n"
    "  compliance:      [okafor]\n"
    "authorisation: {by: Chief of Police, on: 2025-10-01, reference: GO-2026-14}\n"
    "steps:\n"
    "  - {source: web-search, query: '\"{full_name}\" {city}', pages: 2, site: "
    "'https://search.example/'}\n"
    "  - {source: mastodon,   query: '{username}'}\n"
    "network: {concurrency: 64, per_host_per_second: 1, proxy: \"\", user_agent: \"\", "
    "allow_private: []}\n"
    "retention: {days: 1095}\n";

static void write_plan(const char *text, size_t len) {
    struct faults f = FAULTS_NONE;
    char *path = path_join(caseload, "plan.yaml");
    assert_true(file_write(path, text, len, &f));
    free(path);
}

static struct plan *read_text(const char *text, struct faults *f) {
    write_plan(text, strlen(text));
    return plan_read(caseload, f);
}

/* The good plan with its first `from` replaced. free() releases. */
static char *changed(const char *from, const char *to) {
    const char *at = strstr(good, from);
    assert_non_null(at);
    struct buf out = {0};
    buf_add(&out, good, (size_t)(at - good));
    buf_add_text(&out, to);
    buf_add_text(&out, at + strlen(from));
    return buf_take(&out);
}

static void refuses(const char *from, const char *to, const char *message) {
    struct faults f = FAULTS_NONE;
    char *text = changed(from, to);
    struct plan *p = read_text(text, &f);
    free(text);
    assert_null(p);
    assert_int_equal(f.code, FAULT_CONFIG);
    assert_string_equal(f.text, message);
}

static void reads_the_good_plan(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct plan *p = read_text(good, &f);
    assert_string_equal(f.text, "");
    assert_non_null(p);
    assert_string_equal(p->name, "Patrol officer 2026");
    assert_string_equal(p->jurisdiction, "us-ma");
    assert_int_equal(p->lookback_years, 7);
    assert_string_equal(p->decision_makers[1], "ruiz");
    assert_null(p->decision_makers[2]);
    assert_string_equal(p->authorised_on, "2025-10-01");
    assert_int_equal(p->steps, 2);
    assert_string_equal(p->step[0].source->name, "searxng");
    assert_string_equal(p->step[0].site, "https://search.example");
    assert_int_equal(p->step[0].pages, 2);
    assert_null(p->step[0].list_slot);
    assert_string_equal(p->step[1].list_slot, "username");
    assert_string_equal(p->step[1].site, "https://mastodon.social");
    assert_int_equal(p->retention_days, 1095);
    assert_int_equal(strlen(p->digest), 64);
    plan_free(p);
}

/* DESIGN's example as it stands names no instance to search through. */
static void asks_for_the_site_of_a_search(void **state) {
    (void)state;
    refuses(
        ", site: 'https://search.example/'", "",
        "plan.yaml:10:5: source \"searxng\" (Web search through a SearXNG-compatible instance, and the pages "
        "found) has no site of its own; name the one to ask, as in site: https://search.example\n");
}

static void network_may_be_left_out(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    char *text = changed("network: {concurrency: 64, per_host_per_second: 1, proxy: \"\", user_agent: \"\", "
                         "allow_private: []}\n",
                         "");
    struct plan *p = read_text(text, &f);
    free(text);
    assert_non_null(p);
    assert_int_equal(p->network.concurrency, PLAN_DEFAULT_CONCURRENCY);
    assert_string_equal(p->network.proxy, "");
    assert_null(p->network.allow_private[0]);
    plan_free(p);
}

/* A jurisdiction of the caseload's own. The path is the caller's, for remove_local_pack. */
static char *add_local_pack(const char *name) {
    struct faults f = FAULTS_NONE;
    char *rules = path_join(caseload, "rules");
    char *redact = path_join(rules, "redact");
    char *packs = path_join(redact, "packs");
    char *pack = path_join(packs, name);
    assert_int_equal(mkdir(rules, 0700) | mkdir(redact, 0700) | mkdir(packs, 0700), 0);
    assert_true(file_write(pack, "pack: p\n", 8, &f));
    free(rules);
    free(redact);
    free(packs);
    return pack;
}

/* The pack, and the folders that it was in, up to the caseload. */
static void remove_local_pack(char *pack) {
    assert_int_equal(unlink(pack), 0);
    for (int level = 0; level < 3; level++) {
        *strrchr(pack, '/') = '\0';
        assert_int_equal(rmdir(pack), 0);
    }
    free(pack);
}

static void names_every_fault_in_one_pass(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    char *pack = add_local_pack("us-zz.yaml");
    static const char text[] = "plan: P\n"
                               "jurisdiction: us-zx\n"
                               "lookback_years: 0\n"
                               "roles:\n"
                               "  investigators: [mwong]\n"
                               "  decision_maker: [chief]\n"
                               "authorisation: {by: '', on: 2025-02-30, reference: R}\n"
                               "retention: {days: 5}\n"
                               "steps:\n"
                               "  - {source: mastadon, query: '{usernam}'}\n";
    assert_null(read_text(text, &f));
    assert_int_equal(f.code, FAULT_CONFIG);
    assert_string_equal(
        f.text, "plan.yaml:2:15: unknown jurisdiction \"us-zx\"; did you mean \"us-zz\"?\n"
                "plan.yaml:3:17: \"lookback_years\" must be a whole number from 1 to 50\n"
                "plan.yaml:6:3: unknown key \"decision_maker\"; did you mean \"decision_makers\"?\n"
                "plan.yaml:5:3: \"decision_makers:\" is missing\n"
                "plan.yaml:7:21: \"by\" is empty\n"
                "plan.yaml:7:29: \"on\" is no date: \"2025-02-30\"; write year-month-day, as in 2026-10-01\n"
                "plan.yaml:10:31: unknown slot {usernam}; did you mean {username}?\n"
                "plan.yaml:10:14: unknown source \"mastadon\"; did you mean \"mastodon\"?\n"
                "plan.yaml:8:19: \"days\" must be a whole number from 30 to 36500\n");
    remove_local_pack(pack);
}

static void refuses_keys_and_kinds(void **state) {
    (void)state;
    refuses("lookback_years", "lookback_year",
            "plan.yaml:3:1: unknown key \"lookback_year\"; did you mean \"lookback_years\"?\n"
            "plan.yaml:1:1: \"lookback_years:\" is missing\n");
    refuses("plan: Patrol officer 2026\n", "", "plan.yaml:1:1: \"plan:\" is missing\n");
    refuses("[mwong]", "{a: b}", "plan.yaml:5:20: \"investigators\" takes a list\n");
    refuses("retention: {days: 1095}", "retention: 1095",
            "plan.yaml:13:12: \"retention\" must be a map of keys and values\n");
    refuses("authorisation: {by: Chief of Police, on: 2025-10-01, reference: GO-2026-14}\n", "",
            "plan.yaml:1:1: \"authorisation\" is missing\n");
    refuses("on: 2025-10-01", "on: 9999-10-01",
            "plan.yaml:8:42: \"on\" is in the future: 9999-10-01; correct the date, or wait for that day\n");
    refuses("plan: Patrol", "plan: \"a\\x07\" #", "plan.yaml:1:7: \"plan\" holds a control character\n");
}

static void refuses_roles(void **state) {
    (void)state;
    refuses("[mwong]", "[mwong, Ruiz]",
            "plan.yaml:6:28: \"ruiz\" decides and may not search, but is an investigator too "
            "(plan.yaml:5:28); name "
            "each person in one of the two roles\n");
    refuses("[mwong]", "[]", "plan.yaml:5:20: \"investigators\" names nobody\n");
    refuses("[mwong]", "[mwong, mwong]",
            "plan.yaml:5:28: \"mwong\" is listed twice under \"investigators\"; leave one of them out\n");
    refuses("[mwong]", "['m wong']",
            "plan.yaml:5:21: \"m wong\" is no log-in name; write the name the person logs in with, as in "
            "mwong\n");
}

static void refuses_queries(void **state) {
    (void)state;
    refuses("'{username}'", "'{username} {date_of_birth}'",
            "plan.yaml:11:33: no site may be asked for a date of birth; leave {date_of_birth} out: it only "
            "serves to "
            "tell namesakes apart afterwards\n");
    refuses(
        "'{username}'", "'{username} {email}'",
        "plan.yaml:11:33: a query may name one slot that lists several values, and this names {username} and "
        "{email}; make it two steps\n");
    refuses("'{username}'", "'{username'",
            "plan.yaml:11:33: a { without its } in \"{username\"; write slots as in {username}\n");
    refuses("'{username}'", "'{{username}}'",
            "plan.yaml:11:33: a stray { in \"{{username}}\"; write slots as in {username}\n");
    refuses("'{username}'", "'police'",
            "plan.yaml:11:33: this query names no slot, so that it would ask the same about everybody; name "
            "what to "
            "look for, as in {full_name} or {username}\n");
    refuses(
        "'{username}'", "'{shoe_size}'",
        "plan.yaml:11:33: unknown slot {shoe_size}; slots are {full_name} {city} {state} {alias} {username} "
        "{email} {phone} {employer} {school} {website}\n");
    refuses("'{username}'", "''", "plan.yaml:11:33: \"query\" is empty\n");
}

static void refuses_steps(void **state) {
    (void)state;
    refuses("mastodon,", "telephone,",
            "plan.yaml:11:14: unknown source \"telephone\"; \"evenhand sources list\" names all 21\n");
    refuses("pages: 2", "pages: 51", "plan.yaml:10:64: \"pages\" must be a whole number from 1 to 3\n");
    refuses(
        "'https://search.example/'", "search.example",
        "plan.yaml:10:73: \"site\" does not begin with http:// or https://; write the whole address, as in "
        "https://site.example\n");
    refuses("'https://search.example/'", "'https://me:pw@search.example'",
            "plan.yaml:10:73: \"site\" carries a log-in, and evenhand asks without any; write the whole "
            "address, as "
            "in https://site.example\n");
    refuses("mastodon,   query: '{username}'", "web-page, query: '{username}'",
            "plan.yaml:11:31: source \"web-page\" needs an address for its query; write '{website}', or an "
            "address as "
            "in 'https://blog.example/~{username}/feed.xml'\n");
    refuses(
        "mastodon,   query: '{username}'", "web-page, query: '{website}', site: 'https://a.example'",
        "plan.yaml:11:50: source \"web-page\" always asks the same site or the address in the query; leave "
        "\"site\" out\n");
    refuses(
        "mastodon,   query: '{username}'", "mastodon, query: 'https://a.example/{username}'",
        "plan.yaml:11:31: source \"mastodon\" takes words for its query, not an address; name the site under "
        "\"site\", and here what to look for\n");
    refuses("network:", "  - {source: mastodon, query: '{username}', pages: 2}\nnetwork:",
            "plan.yaml:12:5: step 3 repeats step 2; leave one of them out\n");
}

static void refuses_what_asks_for_a_protected_fact(void **state) {
    (void)state;
    refuses(
        "'{username}'", "'{username} diabetes'",
        "plan.yaml:11:33: this query asks for a protected fact: \"diabetes\" is a word of health (ADA, 42 "
        "U.S.C. 12112(d); GINA, 29 CFR 1635.8); take the word out: what is job-related is found by reading "
        "what the name alone brings up\n");
    refuses(
        "mastodon,   query: '{username}'", "web-page, query: 'https://a.example/cancer/{username}'",
        "plan.yaml:11:31: this query asks for a protected fact: \"cancer\" is a word of health (ADA, 42 "
        "U.S.C. 12112(d); GINA, 29 CFR 1635.8); take the word out: what is job-related is found by reading "
        "what the name alone brings up\n");
}

static void refuses_sites_whose_name_tells_a_class(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    refuses(
        "mastodon,   query: '{username}'",
        "mastodon, query: '{username}', site: 'https://social.patientslikeme.com', authorisation: {by: "
        "Chief, on: 2025-10-01, reference: R}",
        "plan.yaml:11:5: source \"mastodon\" may not be asked: \"social.patientslikeme.com\" is a site of "
        "kind patients, which tells health; patients and their families meet there; to find somebody there "
        "is to learn of an illness (ADA, GINA 29 CFR 1635.8); take the step out\n");
    refuses(
        "mastodon,   query: '{username}'", "web-page, query: 'https://www.rallypoint.com/{username}'",
        "plan.yaml:11:5: source \"web-page\" needs an authorisation of its own: \"www.rallypoint.com\" is a "
        "site of kind veterans, which tells military; who is on it has served, or is of a family that has "
        "(USERRA); take the step out, or let it name who ordered it: authorisation: {by: ..., on: ..., "
        "reference: ...}\n");
    char *text =
        changed("mastodon,   query: '{username}'",
                "web-page, query: 'https://www.rallypoint.com/{username}', authorisation: {by: Chief "
                "of Police, on: 2025-10-01, reference: GO-2026-15}");
    struct plan *p = read_text(text, &f);
    free(text);
    assert_string_equal(f.text, "");
    struct buf explained = {0};
    plan_explain(p, &explained);
    assert_non_null(
        strstr(explained.data, "kind of site   veterans (tells military): asked because Chief of"));
    assert_non_null(strstr(explained.data, "1 of 2 steps ask a site of a kind that tells a class"));
    buf_free(&explained);
    plan_free(p);
}

static void refuses_networks(void **state) {
    (void)state;
    refuses("concurrency: 64", "concurrency: 5000",
            "plan.yaml:12:24: \"concurrency\" must be a whole number from 1 to 512\n");
    refuses("per_host_per_second: 1", "per_host_per_second: nan",
            "plan.yaml:12:49: \"per_host_per_second\" must be a number from 0.001 to 50\n");
    refuses("allow_private: []", "allow_private: [127.0.0.0/8, 300.1.1.1, '::1/129']",
            "plan.yaml:12:108: no address or network: \"300.1.1.1\"; write it as in 127.0.0.0/8 or ::1\n"
            "plan.yaml:12:119: no address or network: \"::1/129\"; write it as in 127.0.0.0/8 or ::1\n");
    refuses("proxy: \"\"", "proxy: \"proxy.example\"",
            "plan.yaml:12:59: \"proxy\" does not begin with http://, https://, socks5:// or socks5h://; "
            "write it as in "
            "http://proxy.example:3128\n");
    refuses("user_agent: \"\"", "user_agent: \"a\\r\\nX: y\"",
            "plan.yaml:12:75: \"user_agent\" holds a control character\n");
}

static void refuses_what_is_no_plan(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    assert_null(read_text("", &f));
    assert_string_equal(f.text, "plan.yaml:1:1: the file is empty\n");
    f = (struct faults)FAULTS_NONE;
    assert_null(read_text("- a\n", &f));
    assert_string_equal(f.text,
                        "plan.yaml:1:1: a plan must be a map of keys and values; see evenhand-plan(5)\n");
    f = (struct faults)FAULTS_NONE;
    write_plan("plan: \xff\n", strlen("plan: \xff\n"));
    assert_null(plan_read(caseload, &f));
    assert_string_equal(f.text, "plan.yaml:1:7: not UTF-8; save the file as UTF-8\n");
    f = (struct faults)FAULTS_NONE;
    assert_null(plan_read("/nonexistent", &f));
    assert_int_equal(f.code, FAULT_NO_INPUT);
}

static void digests_plan_and_used_descriptors(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    char *folder = path_join(caseload, "sources");
    char *path = path_join(folder, "mastodon.yaml");
    static const char local[] = "name: mastodon\ntitle: T\ntype: social\nauthorisation: A\n"
                                "requests: {a: {url: 'https://m.example/{query}', answer: page}}\n";
    struct plan *shipped = read_text(good, &f);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_true(file_write(path, local, strlen(local), &f));
    struct plan *own = read_text(good, &f);
    assert_non_null(own);
    assert_string_not_equal(shipped->digest, own->digest);
    assert_string_equal(own->step[1].source->requests[0].url, "https://m.example/{query}");
    plan_free(shipped);
    plan_free(own);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(folder), 0);
    free(path);
    free(folder);
}

static void explains_itself(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct buf out = {0};
    struct plan *p = read_text(good, &f);
    plan_explain(p, &out);
    assert_non_null(strstr(out.data, "Search and review   mwong\n"));
    assert_non_null(strstr(out.data, "address        https://search.example/search?q=\"{full_name}\" "
                                     "{city}&format=json&pageno=1\n"));
    assert_non_null(strstr(out.data, "requests       at most 6 for each username of a candidate\n"));
    buf_free(&out);
    plan_free(p);
}

static int make_caseload(void **state) {
    (void)state;
    return mkdtemp(caseload) == NULL;
}

static int remove_caseload(void **state) {
    (void)state;
    char *path = path_join(caseload, "plan.yaml");
    int failed = unlink(path) | rmdir(caseload);
    free(path);
    return failed;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_good_plan),
        cmocka_unit_test(asks_for_the_site_of_a_search),
        cmocka_unit_test(network_may_be_left_out),
        cmocka_unit_test(names_every_fault_in_one_pass),
        cmocka_unit_test(refuses_keys_and_kinds),
        cmocka_unit_test(refuses_roles),
        cmocka_unit_test(refuses_queries),
        cmocka_unit_test(refuses_steps),
        cmocka_unit_test(refuses_what_asks_for_a_protected_fact),
        cmocka_unit_test(refuses_sites_whose_name_tells_a_class),
        cmocka_unit_test(refuses_networks),
        cmocka_unit_test(refuses_what_is_no_plan),
        cmocka_unit_test(explains_itself),
        cmocka_unit_test(digests_plan_and_used_descriptors),
    };
    return cmocka_run_group_tests_name("plan", tests, make_caseload, remove_caseload);
}

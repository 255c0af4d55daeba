/* The query lint and the source lint as data: every word of every list is seen to hit, and what is innocent
 * is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "evenhand/lawful.h"
#include "evenhand/mem.h"
#include "evenhand/vocab.h"

static struct lawful *l;

static int open_lists(void **state) {
    struct faults f = FAULTS_NONE;
    (void)state;
    l = lawful_read(&f);
    assert_string_equal(f.text, "");
    return 0;
}

static int close_lists(void **state) {
    (void)state;
    lawful_free(l);
    return 0;
}

/* A word's first spelling: "pray~" stands for "pray" too. */
static char *query_with(const char *word) {
    char *query = mem_format("\"{full_name}\" %s", word);
    if (query[strlen(query) - 1] == '~')
        query[strlen(query) - 1] = '\0';
    return query;
}

static void every_word_of_every_class_is_refused(void **state) {
    (void)state;
    const struct lawful_class *asks = NULL;
    for (size_t i = 0; i < l->class_count; i++)
        for (const char **word = l->classes[i].words; *word; word++) {
            char *query = query_with(*word);
            if (lawful_query(l, query, &asks) == NULL)
                fail_msg("%s passes", query);
            free(query);
        }
}

static void every_protected_class_has_words(void **state) {
    (void)state;
    for (size_t i = 0; vocab_classes[i]; i++) {
        size_t found = 0;
        for (size_t k = 0; k < l->class_count; k++)
            found += strcmp(l->classes[k].name, vocab_classes[i]) == 0 && l->classes[k].words[0] != NULL;
        if (found != 1 && strcmp(vocab_classes[i], "identity") != 0)
            fail_msg("%zu entries for %s", found, vocab_classes[i]);
    }
}

static const char *class_of(const char *query) {
    const struct lawful_class *asks = NULL;
    return lawful_query(l, query, &asks) ? asks->name : "";
}

static void queries_are_read_as_a_person_reads_them(void **state) {
    (void)state;
    assert_string_equal(class_of("{full_name} Diabetes"), "health");
    assert_string_equal(class_of("{full_name}+DNA+test"), "genetic");
    assert_string_equal(class_of("https://a.example/?q={username}%20synagogue"), "religion");
    assert_string_equal(class_of("{username} praying"), "religion");
    assert_string_equal(class_of("\"{full_name}\" \xEF\xBD\x83\xEF\xBD\x81ncer"),
                        "health"); /* full-width letters */
    assert_string_equal(class_of("{full_name}_pregnant"), "pregnancy");
}

static void what_is_innocent_passes(void **state) {
    (void)state;
    static const char *const queries[] = {
        "\"{full_name}\" {city}",       "{username}",
        "{full_name} police",           "{full_name} racer",
        "{full_name} \"{employer}\"",   "https://blog.example/~{username}/feed.xml",
        "{full_name} vintage churchill"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        assert_string_equal(class_of(queries[i]), "");
}

static const char *kind_of(const char *host) {
    const struct lawful_kind *kind = lawful_host(l, host);
    return kind ? kind->name : "";
}

static void hosts_are_known_with_their_subdomains_only(void **state) {
    (void)state;
    assert_string_equal(kind_of("patientslikeme.com"), "patients");
    assert_string_equal(kind_of("www.PatientsLikeMe.com."), "patients");
    assert_string_equal(kind_of("www.spokeo.com"), "people-search");
    assert_string_equal(kind_of("match.com"), "dating");
    assert_string_equal(kind_of("rematch.com"), "");
    assert_string_equal(kind_of("match.com.example"), "");
    assert_string_equal(kind_of(""), "");
    for (size_t i = 0; i < l->kind_count; i++)
        for (const char **host = l->kinds[i].hosts; *host; host++)
            assert_string_equal(kind_of(*host), l->kinds[i].name);
}

static void names_tell_a_kind_by_whole_words(void **state) {
    (void)state;
    const char *word = NULL;
    assert_string_equal(lawful_name(l, "Cancer survivors' forum", &word)->name, "patients");
    assert_string_equal(word, "cancer");
    assert_string_equal(lawful_name(l, "army-veterans.example", &word)->name, "veterans");
    assert_null(lawful_name(l, "Mastodon account and its public posts", &word));
    assert_null(lawful_name(l, "Churchillian", &word));
    assert_string_equal(lawful_category(l, "xx NSFW xx")->name, "adult");
    assert_null(lawful_category(l, "coding"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_of_every_class_is_refused),
        cmocka_unit_test(every_protected_class_has_words),
        cmocka_unit_test(queries_are_read_as_a_person_reads_them),
        cmocka_unit_test(what_is_innocent_passes),
        cmocka_unit_test(hosts_are_known_with_their_subdomains_only),
        cmocka_unit_test(names_tell_a_kind_by_whole_words),
    };
    return cmocka_run_group_tests(tests, open_lists, close_lists);
}

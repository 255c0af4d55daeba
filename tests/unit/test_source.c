/* Tests of the source descriptors: those that are shipped, and every refusal with its exact message. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/source.h"

static char folder[] = "/tmp/evenhand-test-source-XXXXXX";

static const char good[] = "name: board\n"
                           "aliases: [forum]\n"
                           "title: A board\n"
                           "type: forum\n"
                           "authorisation: Public\n"
                           "terms: https://board.example/terms\n"
                           "slots: [username]\n"
                           "requests:\n"
                           "  member:\n"
                           "    url: '{site}/u/{query}'\n"
                           "    answer: html\n"
                           "    none: [404, 410]\n"
                           "    items: {each: //p, kind: post, text: .}\n"
                           "    next: //a/@href\n"
                           "    follow: {thread: //b/@href}\n"
                           "  thread: {answer: json, items: '.[]'}\n"
                           "limits: {pages: 4, follow: 3}\n";

static struct source *read_text(const char *name, const char *text, struct faults *f) {
    char *path = path_join(folder, name);
    struct faults ignored = FAULTS_NONE;
    assert_true(file_write(path, text, strlen(text), &ignored));
    struct buf shown = {0};
    buf_format(&shown, "sources/%s", name);
    struct source *s = source_read(path, shown.data, f);
    buf_free(&shown);
    assert_int_equal(unlink(path), 0);
    free(path);
    return s;
}

static void refuses(const char *from, const char *to, const char *message) {
    struct faults f = FAULTS_NONE;
    const char *at = strstr(good, from);
    assert_non_null(at);
    struct buf text = {0};
    buf_add(&text, good, (size_t)(at - good));
    buf_add_text(&text, to);
    buf_add_text(&text, at + strlen(from));
    struct source *s = read_text("board.yaml", text.data, &f);
    buf_free(&text);
    assert_null(s);
    assert_int_equal(f.code, FAULT_CONFIG);
    assert_string_equal(f.text, message);
}

static void reads_a_descriptor(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct source *s = read_text("board.yaml", good, &f);
    assert_string_equal(f.text, "");
    assert_non_null(s);
    assert_string_equal(s->name, "board");
    assert_string_equal(s->type, "forum");
    assert_null(s->site);
    assert_true(source_needs_site(s));
    assert_false(source_asks_address(s));
    assert_int_equal(s->request_count, 2);
    const struct source_request *member = &s->requests[0];
    assert_int_equal(member->answer, ANSWER_HTML);
    assert_int_equal(member->none[1], 410);
    assert_int_equal(member->none[2], 0);
    assert_int_equal(member->path_count, 1);
    assert_string_equal(member->paths[0].each, "//p");
    assert_string_equal(member->paths[0].kind, "post");
    assert_null(member->paths[0].html);
    assert_string_equal(member->follow[0].request, "thread");
    assert_string_equal(source_request(s, "thread")->jq_items, ".[]");
    assert_null(source_request(s, "threads"));
    assert_int_equal(s->max_pages, 4);
    assert_int_equal(s->max_follow, 3);
    source_free(s);
}

static void reads_what_is_shipped(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct source_set set;
    char *shipped = data_folder("sources", &f);
    assert_true(source_set_read(&set, (const char *const[]){shipped}, 1, &f));
    assert_string_equal(f.text, "");
    static const char *const names[] = {"feed", "forum-html", "mastodon", "searxng", "web-page"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(source_find(&set, names[i])->name, names[i]);
    assert_string_equal(source_find(&set, "web-search")->name, "searxng");
    assert_null(source_find(&set, "web"));
    assert_true(source_asks_address(source_find(&set, "web-page")));
    source_set_free(&set);
    free(shipped);
}

static void refuses_keys(void **state) {
    (void)state;
    refuses("title:", "titel:",
            "sources/board.yaml:3:1: unknown key \"titel\"; did you mean \"title\"?\n"
            "sources/board.yaml:1:1: \"title:\" is missing\n");
    refuses("type: forum", "type: forums",
            "sources/board.yaml:4:7: unknown type \"forums\"; did you mean \"forum\"?\n");
    refuses("authorisation: Public", "authorisation: ''",
            "sources/board.yaml:5:16: \"authorisation\" is empty\n");
    refuses("name: board", "name: Board",
            "sources/board.yaml:1:7: \"Board\" is no source name: 1 to 40 lower-case letters, digits and "
            "hyphens\n");
    refuses("name: board", "name: bord",
            "sources/board.yaml:1:7: the descriptor \"bord\" must be in a file bord.yaml; give both the same "
            "name\n");
    refuses("[username]", "[date_of_birth]",
            "sources/board.yaml:7:9: no site may be asked for a date of birth; leave {date_of_birth} out: it "
            "only "
            "serves to tell namesakes apart afterwards\n");
    refuses("pages: 4", "pages: 400",
            "sources/board.yaml:17:17: \"pages\" must be a whole number from 1 to 50\n");
}

static void refuses_requests(void **state) {
    (void)state;
    refuses("answer: html", "answer: htm",
            "sources/board.yaml:11:13: unknown answer \"htm\"; did you mean \"html\"?\n");
    refuses("[404, 410]", "[404, 403, 500]",
            "sources/board.yaml:12:17: no answer of status 403 means that there is nothing; list only "
            "statuses like "
            "404 and 410\n"
            "sources/board.yaml:12:22: no answer of status 500 means that there is nothing; list only "
            "statuses like "
            "404 and 410\n");
    refuses("kind: post", "kind: posts",
            "sources/board.yaml:13:30: unknown kind \"posts\"; did you mean \"post\"?\n");
    refuses(", text: .", "", "sources/board.yaml:13:12: an item map needs either \"text\" or \"html\"\n");
    refuses("{thread:", "{tread:",
            "sources/board.yaml:15:14: unknown request \"tread\"; name one of this file's requests\n"
            "sources/board.yaml:16:3: nothing leads to request \"thread\"; name it under another request's "
            "\"follow\"\n");
    refuses("{thread:", "{thread: //c, member:",
            "sources/board.yaml:15:27: request \"member\" does not come after \"member\"; follow requests "
            "further "
            "down; for further pages use \"next\"\n");
    refuses(
        "{answer: json,", "{answer: json, url: 'https://a.example/{query}',",
        "sources/board.yaml:16:31: only the first request has a \"url\"; reach it by \"follow\" of another "
        "request\n");
    refuses(", items: '.[]'", "",
            "sources/board.yaml:16:11: request \"thread\" has neither \"items\" nor \"follow\"; say what its "
            "items "
            "are\n");
    refuses("answer: json", "answer: page",
            "sources/board.yaml:16:33: an answer of kind page is one item and has no \"items\"; leave it "
            "out, or say "
            "answer: html\n");
    refuses("'{site}/u/{query}'", "'{site}/u/{query}/{page}'",
            "sources/board.yaml:14:11: request \"member\" has both {page} in its url and \"next\"; keep one "
            "of the "
            "two\n");
}

static void put(const char *name, const char *text) {
    struct faults f = FAULTS_NONE;
    char *path = path_join(folder, name);
    assert_true(file_write(path, text, strlen(text), &f));
    free(path);
}

static void drop(const char *name) {
    char *path = path_join(folder, name);
    assert_int_equal(unlink(path), 0);
    free(path);
}

static void refuses_files_that_would_be_missed(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct source_set set;
    put("board.yml", good);
    assert_false(source_set_read(&set, (const char *const[]){folder}, 1, &f));
    assert_non_null(strstr(f.text, "/board.yml: a descriptor's file ends in .yaml; rename it\n"));
    source_set_free(&set);
    drop("board.yml");
}

static void refuses_an_alias_of_two(void **state) {
    (void)state;
    struct faults f = FAULTS_NONE;
    struct source_set set;
    static const char other[] = "name: other\naliases: [forum]\ntitle: T\ntype: web\nauthorisation: A\n"
                                "requests: {a: {url: '{query}', answer: page}}\n";
    put("board.yaml", good);
    put("other.yaml", other);
    assert_false(source_set_read(&set, (const char *const[]){folder}, 1, &f));
    assert_non_null(strstr(f.text, "/other.yaml: the alias \"forum\" is also one of \"board\"; "
                                   "take it out of one of them\n"));
    source_set_free(&set);
    drop("board.yaml");
    drop("other.yaml");
}

static int make_folder(void **state) {
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state) {
    (void)state;
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_descriptor),
        cmocka_unit_test(reads_what_is_shipped),
        cmocka_unit_test(refuses_keys),
        cmocka_unit_test(refuses_requests),
        cmocka_unit_test(refuses_an_alias_of_two),
        cmocka_unit_test(refuses_files_that_would_be_missed),
    };
    return cmocka_run_group_tests_name("source", tests, make_folder, remove_folder);
}

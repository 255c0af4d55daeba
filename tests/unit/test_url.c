/* Tests of the plausibility of addresses, and of their encoding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "evenhand/url.h"

static void takes_addresses(void **state) {
    (void)state;
    static const char *const good[] = {
        "http://a.example",   "HTTPS://A.example:443/x?y=z#w",        "http://localhost:8080/~me/",
        "http://[::1]:8080/", "https://b\xc3\xbcro.example/\xc3\xbc", "https://a.example/%20;,!$&'()*+=@:~"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_null(url_fault(good[i]));
}

static void refuses(const char *url, const char *why) {
    const char *wrong = url_fault(url);
    assert_non_null(wrong);
    assert_string_equal(wrong, why);
}

static void refuses_what_is_none(void **state) {
    (void)state;
    static const char character[] = "holds a space or another character that no address may hold";
    refuses("", "does not begin with http:// or https://");
    refuses("a.example", "does not begin with http:// or https://");
    refuses("javascript:alert(1)", "does not begin with http:// or https://");
    refuses("file:///etc/passwd", "does not begin with http:// or https://");
    refuses("http://", "has no host");
    refuses("http:///path", "has no host");
    refuses("https://?q", "has no host");
    refuses("https://.example", "has no host");
    refuses("https://me@a.example/", "carries a log-in, and evenhand asks without any");
    refuses("https://a.example:0/", "has a port that is no number from 1 to 65535");
    refuses("https://a.example:65536/", "has a port that is no number from 1 to 65535");
    refuses("https://a.example:/", "has a port that is no number from 1 to 65535");
    refuses("https://a.example:8x/", "has a port that is no number from 1 to 65535");
    refuses("https://a!b.example/", "has a character in its host that no host may hold");
    refuses("https://[::1/", "has a bad IPv6 address");
    refuses("https://[g::1]/", "has a bad IPv6 address");
    refuses("https://a.example/a b", character);
    refuses("https://a.example/\x01", character);
    refuses("https://a.example/\"", character);
    refuses("https://a.example/{username}", character);
}

static void bounds_the_length(void **state) {
    (void)state;
    char url[URL_MAX_BYTES + 64] = "https://a.example/";
    memset(url + strlen(url), 'a', URL_MAX_BYTES);
    refuses(url, "is too long");
    url[URL_MAX_BYTES] = '\0';
    assert_null(url_fault(url));
}

static void takes_proxies(void **state) {
    (void)state;
    assert_null(url_proxy_fault("socks5h://[::1]:9050"));
    assert_null(url_proxy_fault("http://proxy.example:3128"));
    assert_string_equal(url_proxy_fault("ftp://proxy.example"),
                        "does not begin with http://, https://, socks5:// or socks5h://");
    assert_string_equal(url_proxy_fault("http://me:pw@proxy.example"),
                        "carries a log-in, and evenhand asks without any");
}

static void encodes(void **state) {
    (void)state;
    struct buf out = {0};
    url_encode("aZ9-._~ /?#&=+%\xc3\xa9\"", &out);
    assert_string_equal(out.data, "aZ9-._~%20%2F%3F%23%26%3D%2B%25%C3%A9%22");
    buf_clear(&out);
    url_clean("https://a.example/%20?q=a b&c=\xc3\xa9<>", &out);
    assert_string_equal(out.data, "https://a.example/%20?q=a%20b&c=%C3%A9%3C%3E");
    buf_free(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_addresses), cmocka_unit_test(refuses_what_is_none),
        cmocka_unit_test(takes_proxies),   cmocka_unit_test(bounds_the_length),
        cmocka_unit_test(encodes),
    };
    return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}

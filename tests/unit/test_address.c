#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>

#include "evenhand/address.h"

static const char *refusal_of(const struct address_guard *g, const char *text) {
    struct sockaddr_storage to = {0};
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
        memcpy(&to, &v4, sizeof v4);
    } else {
        assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
        memcpy(&to, &v6, sizeof v6);
    }
    return address_refusal(g, (const struct sockaddr *)&to);
}

static void expect(const struct address_guard *g, const char *text, const char *kind) {
    const char *got = refusal_of(g, text);
    if (strcmp(got ? got : "allowed", kind ? kind : "allowed") != 0) {
        fail_msg("%s is %s, not %s", text, got ? got : "allowed", kind ? kind : "allowed");
    }
}

static const struct {
    const char *address, *kind;
} addresses[] = {
    {"1.1.1.1", NULL},
    {"0.0.0.0", "unspecified"},
    {"10.255.255.255", "private"},
    {"11.0.0.0", NULL},
    {"100.63.255.255", NULL},
    {"100.64.0.1", "shared by a carrier"},
    {"100.128.0.0", NULL},
    {"127.0.0.1", "loopback"},
    {"127.255.255.254", "loopback"},
    {"169.254.169.254", "link-local"}, /* where clouds keep their secrets */
    {"172.15.255.255", NULL},
    {"172.16.0.1", "private"},
    {"172.31.255.255", "private"},
    {"172.32.0.0", NULL},
    {"192.0.0.8", "reserved for protocols"},
    {"192.0.2.1", "for documentation"},
    {"192.88.99.1", "a 6to4 relay"},
    {"192.168.1.1", "private"},
    {"192.169.0.0", NULL},
    {"198.19.255.255", "for benchmarks"},
    {"198.51.100.7", "for documentation"},
    {"203.0.113.7", "for documentation"},
    {"224.0.0.1", "multicast"},
    {"240.0.0.1", "reserved"},
    {"255.255.255.255", "reserved"},
    {"::", "unspecified"},
    {"::1", "loopback"},
    {"::2", "reserved"},
    {"::1.1.1.1", "reserved"},
    {"2606:4700::1111", NULL},
    {"::ffff:1.1.1.1", NULL}, /* mapped */
    {"::ffff:127.0.0.1", "loopback"},
    {"::ffff:10.0.0.1", "private"},
    {"::ffff:0:10.0.0.1", "private"}, /* stateless translation */
    {"64:ff9b::1.1.1.1", NULL},       /* NAT64 */
    {"64:ff9b::192.168.0.1", "private"},
    {"64:ff9b:1::1", "translated locally"},
    {"2002:101:101::1", NULL}, /* 6to4 of 1.1.1.1 */
    {"2002:7f00:1::1", "loopback"},
    {"2002:c0a8:1::1", "private"},
    {"100::1", "discarded"},
    {"2001::1", "reserved for protocols"}, /* Teredo */
    {"2001:db8::1", "for documentation"},
    {"3fff:1::", "for documentation"},
    {"fc00::1", "private"},
    {"fdff::1", "private"},
    {"fe80::1", "link-local"},
    {"febf::1", "link-local"},
    {"fec0::1", "private"},
    {"ff02::1", "multicast"},
    {"4000::1", "reserved"},
};

static void test_kinds(void **state) {
    (void)state;
    const struct address_guard none = {0};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        expect(&none, addresses[i].address, addresses[i].kind);
    }
}

static void test_allowed(void **state) {
    (void)state;
    static const char *const allow[] = {"127.0.0.0/8", "::1", "10.1.2.3", "172.16.0.0/15", NULL};
    struct faults f = FAULTS_NONE;
    struct address_guard g;
    assert_true(address_guard_init(&g, allow, &f));
    expect(&g, "127.9.9.9", NULL);
    expect(&g, "::ffff:127.0.0.1", NULL);
    expect(&g, "::1", NULL);
    expect(&g, "10.1.2.3", NULL);
    expect(&g, "10.1.2.4", "private");
    expect(&g, "172.17.255.255", NULL);
    expect(&g, "172.18.0.0", "private");
    expect(&g, "64:ff9b::10.1.2.3", NULL);
    address_guard_free(&g);
}

static void test_bad_ranges(void **state) {
    (void)state;
    static const char *const bad[] = {"localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x",
                                      "::1/129",   "::1/-1",      "",          NULL};
    for (size_t i = 0; bad[i]; i++) {
        const char *const one[] = {bad[i], NULL};
        struct faults f = FAULTS_NONE;
        struct address_guard g;
        assert_false(address_guard_init(&g, one, &f));
        assert_int_equal(f.code, FAULT_CONFIG);
        address_guard_free(&g);
    }
}

static void test_hosts(void **state) {
    (void)state;
    const struct address_guard g = {0};
    assert_string_equal(address_host_refusal(&g, "localhost"), "loopback");
    assert_string_equal(address_host_refusal(&g, "a.LOCALHOST"), "loopback");
    assert_string_equal(address_host_refusal(&g, "192.168.0.1"), "private");
    assert_string_equal(address_host_refusal(&g, "[::1]"), "loopback");
    assert_string_equal(address_host_refusal(&g, "[fe80::1%25eth0]"), "of no kind that the web uses");
    assert_null(address_host_refusal(&g, "www.example.com"));
    assert_null(address_host_refusal(&g, "1.1.1.1"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_allowed),
        cmocka_unit_test(test_bad_ranges),
        cmocka_unit_test(test_hosts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

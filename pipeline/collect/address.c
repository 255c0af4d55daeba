#include "evenhand/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "evenhand/mem.h"

/* Not of the public Internet, by the IANA special-purpose registries; what is "globally reachable" there is
 * left out. */
static const struct special {
    const char *range, *kind;
} specials[] = {
    {"0.0.0.0/8", "unspecified"},                    /* RFC 791 3.2 */
    {"10.0.0.0/8", "private"},                       /* RFC 1918 */
    {"100.64.0.0/10", "shared by a carrier"},        /* RFC 6598 */
    {"127.0.0.0/8", "loopback"},                     /* RFC 1122 3.2.1.3 */
    {"169.254.0.0/16", "link-local"},                /* RFC 3927 */
    {"172.16.0.0/12", "private"},                    /* RFC 1918 */
    {"192.0.0.0/24", "reserved for protocols"},      /* RFC 6890 2.1 */
    {"192.0.2.0/24", "for documentation"},           /* RFC 5737 */
    {"192.31.196.0/24", "reserved for protocols"},   /* RFC 7535, AS112 */
    {"192.52.193.0/24", "reserved for protocols"},   /* RFC 7450, AMT */
    {"192.88.99.0/24", "a 6to4 relay"},              /* RFC 7526 */
    {"192.168.0.0/16", "private"},                   /* RFC 1918 */
    {"192.175.48.0/24", "reserved for protocols"},   /* RFC 7534, AS112 */
    {"198.18.0.0/15", "for benchmarks"},             /* RFC 2544 */
    {"198.51.100.0/24", "for documentation"},        /* RFC 5737 */
    {"203.0.113.0/24", "for documentation"},         /* RFC 5737 */
    {"224.0.0.0/4", "multicast"},                    /* RFC 5771 */
    {"240.0.0.0/4", "reserved"},                     /* RFC 1112 4, broadcast included */
    {"::/128", "unspecified"},                       /* RFC 4291 2.5.2 */
    {"::1/128", "loopback"},                         /* RFC 4291 2.5.3 */
    {"64:ff9b:1::/48", "translated locally"},        /* RFC 8215 */
    {"100::/64", "discarded"},                       /* RFC 6666 */
    {"2001::/23", "reserved for protocols"},         /* RFC 2928: Teredo, ORCHID, benchmarks */
    {"2001:db8::/32", "for documentation"},          /* RFC 3849 */
    {"2620:4f:8000::/48", "reserved for protocols"}, /* RFC 7534, AS112 */
    {"3fff::/20", "for documentation"},              /* RFC 9637 */
    {"5f00::/16", "for segment routing"},            /* RFC 9602 */
    {"fc00::/7", "private"},                         /* RFC 4193 */
    {"fe80::/10", "link-local"},                     /* RFC 4291 2.5.6 */
    {"fec0::/10", "private"},                        /* RFC 3879 */
    {"ff00::/8", "multicast"},                       /* RFC 4291 2.7 */
};

/* IPv6 addresses that carry an IPv4 address: that one must be public too. */
static const struct embedding {
    const char *range;
    size_t at; /* byte where the IPv4 address begins */
} embeddings[] = {
    {"64:ff9b::/96", 12},    /* RFC 6052: NAT64 */
    {"2002::/16", 2},        /* RFC 3056: 6to4 */
    {"::ffff:0:0:0/96", 12}, /* RFC 7915: stateless translation */
};

static const char no_web_address[] = "of no kind that the web uses";
static const uint8_t mapped_prefix[12] = {[10] = 0xFF, [11] = 0xFF};

static void map_v4(const void *v4, uint8_t out[16]) {
    memcpy(out, mapped_prefix, sizeof mapped_prefix);
    memcpy(out + sizeof mapped_prefix, v4, 4);
}

static bool is_mapped(const uint8_t address[16]) {
    return memcmp(address, mapped_prefix, sizeof mapped_prefix) == 0;
}

/* Address text of either family; *bits is how long a prefix may be at most. */
static bool read_address(const char *text, uint8_t out[16], unsigned *bits) {
    uint8_t v4[4];
    bool is_v4 = inet_pton(AF_INET, text, v4) == 1;
    if (is_v4) {
        map_v4(v4, out);
    }
    *bits = is_v4 ? 32 : 128;
    return is_v4 || inet_pton(AF_INET6, text, out) == 1;
}

static bool read_range(const char *text, struct address_range *out) {
    char address[INET6_ADDRSTRLEN];
    const char *slash = strchrnul(text, '/');
    size_t len = (size_t)(slash - text);
    if (len >= sizeof address) {
        return false;
    }
    memcpy(address, text, len);
    address[len] = '\0';
    unsigned most;
    if (!read_address(address, out->bytes, &most)) {
        return false;
    }
    char *end = NULL;
    unsigned long bits = *slash ? strtoul(slash + 1, &end, 10) : most;
    if (*slash && (slash[1] < '0' || slash[1] > '9' || *end != '\0' || bits > most)) {
        return false;
    }
    out->bits = (unsigned)bits + 128 - most;
    return true;
}

static bool in_range(const struct address_range *range, const uint8_t address[16]) {
    unsigned bytes = range->bits / 8, rest = range->bits % 8;
    if (memcmp(range->bytes, address, bytes) != 0) {
        return false;
    }
    return rest == 0 || ((range->bytes[bytes] ^ address[bytes]) >> (8 - rest)) == 0;
}

static bool in_text_range(const char *text, const uint8_t address[16]) {
    struct address_range range;
    return read_range(text, &range) && in_range(&range, address);
}

static const char *special_kind(const uint8_t address[16]) {
    for (size_t i = 0; i < sizeof specials / sizeof *specials; i++) {
        if (in_text_range(specials[i].range, address)) {
            return specials[i].kind;
        }
    }
    return NULL;
}

static const char *refusal(const struct address_guard *g, const uint8_t address[16]) {
    for (size_t i = 0; i < g->count; i++) {
        if (in_range(&g->allow[i], address)) {
            return NULL;
        }
    }
    const char *kind = special_kind(address);
    if (kind || is_mapped(address)) {
        return kind;
    }
    for (size_t i = 0; i < sizeof embeddings / sizeof *embeddings; i++) {
        if (in_text_range(embeddings[i].range, address)) {
            uint8_t inner[16];
            map_v4(address + embeddings[i].at, inner);
            return refusal(g, inner);
        }
    }
    return in_text_range("2000::/3", address) ? NULL : "reserved"; /* RFC 4291 2.4: all that is assigned */
}

bool address_guard_init(struct address_guard *g, const char *const *allow, struct faults *f) {
    *g = (struct address_guard){0};
    bool good = true;
    for (; allow && *allow; allow++) {
        g->allow = mem_grow(g->allow, g->count + 1, sizeof *g->allow);
        if (read_range(*allow, &g->allow[g->count])) {
            g->count++;
        } else {
            good = fault(f, FAULT_CONFIG, "plan.yaml: network.allow_private",
                         "write an address or a range, such as 127.0.0.0/8 or ::1", "\"%s\" is no address",
                         *allow);
        }
    }
    return good;
}

void address_guard_free(struct address_guard *g) {
    free(g->allow);
    *g = (struct address_guard){0};
}

const char *address_refusal(const struct address_guard *g, const struct sockaddr *to) {
    uint8_t address[16];
    if (to->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, to, sizeof v4);
        map_v4(&v4.sin_addr, address);
    } else if (to->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, to, sizeof v6);
        memcpy(address, &v6.sin6_addr, sizeof address);
    } else {
        return no_web_address;
    }
    return refusal(g, address);
}

static bool names_this_machine(const char *host) {
    static const char suffix[] = ".localhost";
    size_t len = strlen(host), tail = sizeof suffix - 1;
    return strcasecmp(host, "localhost") == 0 || (len > tail && strcasecmp(host + len - tail, suffix) == 0);
}

const char *address_host_refusal(const struct address_guard *g, const char *host) {
    char bare[INET6_ADDRSTRLEN];
    size_t len = strlen(host);
    bool bracketed = len > 2 && host[0] == '[' && len - 2 < sizeof bare;
    if (names_this_machine(host)) {
        host = "127.0.0.1";
    } else if (bracketed) {
        memcpy(bare, host + 1, len - 2);
        bare[len - 2] = '\0';
        host = bare;
    }
    uint8_t address[16];
    unsigned bits;
    if (read_address(host, address, &bits)) {
        return refusal(g, address);
    }
    return bracketed ? no_web_address : NULL;
}

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/fields.h"
#include "evenhand/mem.h"
#include "evenhand/plan_parts.h"
#include "evenhand/url.h"

/* An address, or a block of them: "127.0.0.0/8", "::1" (RFC 4632, RFC 4291). */
static bool is_block(const char *text) {
    char host[INET6_ADDRSTRLEN];
    uint8_t bytes[16];
    size_t len = strcspn(text, "/");
    if (len >= sizeof host)
        return false;
    memcpy(host, text, len);
    host[len] = '\0';
    bool v6 = strchr(host, ':') != NULL;
    if (inet_pton(v6 ? AF_INET6 : AF_INET, host, bytes) != 1)
        return false;
    const char *bits = text + len + 1;
    return text[len] == '\0' ||
           (strlen(bits) <= 3 && bits[0] != '\0' && strspn(bits, "0123456789") == strlen(bits) &&
            strtol(bits, NULL, 10) <= (v6 ? 128 : 32));
}

static bool check_private(const struct yaml *network, const char *block, size_t n, struct faults *f) {
    return is_block(block) ||
           fault(f, FAULT_CONFIG, yaml_place(field_list_node(network, "allow_private", n)),
                 "write it as in 127.0.0.0/8 or ::1", "no address or network: \"%s\"", block);
}

static bool read_private(struct plan_network *n, const struct yaml *network, struct faults *f) {
    bool ok = field_texts(network, "allow_private", false, PLAN_MAX_PRIVATE_NETWORKS, &n->allow_private,
                          &n->allow_private_count, f);
    for (size_t i = 0; i < n->allow_private_count; i++)
        ok = check_private(network, n->allow_private[i], i, f) && ok;
    return ok;
}

/* A text that may be empty: then the default holds. */
static bool read_optional(const struct yaml *network, const char *key, const char **out, struct faults *f) {
    const struct yaml *node = yaml_get(network, key);
    bool empty = node != NULL && node->kind == YAML_SCALAR && node->text[0] == '\0';
    return empty || field_text(network, key, false, FIELD_MAX_LINE_BYTES, out, f);
}

static bool read_proxy(struct plan_network *n, const struct yaml *network, struct faults *f) {
    if (!read_optional(network, "proxy", &n->proxy, f))
        return false;
    const char *wrong = n->proxy[0] == '\0' ? NULL : url_proxy_fault(n->proxy);
    return wrong == NULL || fault(f, FAULT_CONFIG, yaml_place(yaml_get(network, "proxy")),
                                  "write it as in http://proxy.example:3128", "\"proxy\" %s", wrong);
}

bool plan_network_read(struct plan *p, struct faults *f) {
    static const char *const keys[] = {"concurrency", "per_host_per_second", "proxy",
                                       "user_agent",  "allow_private",       NULL};
    const struct yaml *network = NULL;
    struct plan_network *n = &p->network;
    *n = (struct plan_network){.concurrency = PLAN_DEFAULT_CONCURRENCY,
                               .per_host_per_second = PLAN_DEFAULT_PER_HOST_PER_SECOND,
                               .proxy = "",
                               .user_agent = ""};
    if (!field_map(p->yaml, "network", false, &network, f))
        return false;
    bool ok = true;
    if (network != NULL) {
        ok = yaml_check_keys(network, keys, f);
        ok = yaml_integer(network, "concurrency", false, 1, PLAN_MAX_CONCURRENCY, &n->concurrency, f) && ok;
        ok = yaml_decimal(network, "per_host_per_second", false, PLAN_MIN_PER_HOST_PER_SECOND,
                          PLAN_MAX_PER_HOST_PER_SECOND, &n->per_host_per_second, f) &&
             ok;
        ok = read_proxy(n, network, f) && ok;
        ok = read_optional(network, "user_agent", &n->user_agent, f) && ok;
        ok = read_private(n, network, f) && ok;
    }
    if (n->allow_private == NULL)
        n->allow_private = mem_array(1, sizeof *n->allow_private);
    return ok;
}

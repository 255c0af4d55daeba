/* evenhand-madeup-web: the made-up web of the demo and of the tests. */
#include <argp.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "serve.h"
#include "site.h"

struct options {
    unsigned port;
    const char *content, *log;
    bool blocked;
};

static const struct argp_option options[] = {
    {"port", 'p', "N", 0, "Listen on this port of 127.0.0.1 and ::1 (0, the default: any; it is printed)", 0},
    {"content", 'c', "DIR", 0, "Serve the hosts of this folder", 0},
    {"variant", 'v', "NAME", 0, "blocked: what answers.yaml marks as blocked answers so", 0},
    {"log", 'l', "FILE", 0, "Append one line a request", 0},
    {0}};

static error_t option(int key, char *value, struct argp_state *state) {
    struct options *o = state->input;
    char *end = NULL;
    unsigned long port = 0;
    switch (key) {
    case 'p':
        port = strtoul(value, &end, 10);
        if (*value == '\0' || *value == '-' || *end != '\0' || port > 65535)
            argp_error(state, "not a port: %s", value);
        o->port = (unsigned)port;
        return 0;
    case 'c':
        o->content = value;
        return 0;
    case 'v':
        if (strcmp(value, "blocked") != 0)
            argp_error(state, "unknown variant: %s; there is only \"blocked\"", value);
        o->blocked = true;
        return 0;
    case 'l':
        o->log = value;
        return 0;
    case ARGP_KEY_END:
        if (!o->content)
            argp_error(state, "which content? give --content DIR");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int main(int argc, char **argv) {
    static const struct argp argp = {
        options, option, NULL, "Serves the made-up web on loopback, for demo and tests.", NULL, NULL, NULL};
    struct options o = {0};
    struct faults faults = FAULTS_NONE;
    struct sites sites = {0};
    argp_err_exit_status = FAULT_USAGE;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return FAULT_USAGE;
    struct serve serve = {.sites = &sites, .port = o.port, .blocked = o.blocked};
    signal(SIGPIPE, SIG_IGN);
    bool ok = sites_read(&sites, o.content, &faults);
    if (ok && o.log && !(serve.log = fopen(o.log, "ae")))
        ok = fault_errno(&faults, FAULT_CANNOT_CREATE, o.log, "cannot open the log");
    if (serve.log)
        setvbuf(serve.log, NULL, _IOLBF, 0);
    if (ok)
        ok = serve_run(&serve, &faults);
    if (serve.log && fclose(serve.log) != 0 && ok)
        ok = fault_errno(&faults, FAULT_IO, o.log, "cannot write the log");
    sites_free(&sites);
    return ok ? 0 : faults_report(&faults);
}

#include "evenhand/line.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define READ_BYTES ((size_t)256 << 10)

void line_open(struct line_reader *r, int fd, const char *name) {
    *r = (struct line_reader){.fd = fd, .name = name};
}

/* Drops what was returned and reads more behind what is held. */
static bool refill(struct line_reader *r, struct faults *f) {
    if (r->start > 0) {
        r->held.len -= r->start;
        memmove(r->held.data, r->held.data + r->start, r->held.len);
        r->start = 0;
    }
    buf_reserve(&r->held, r->held.len + READ_BYTES);
    ssize_t n;
    do
        n = read(r->fd, r->held.data + r->held.len, READ_BYTES);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return fault_errno(f, FAULT_IO, r->name, "reading failed");
    r->eof = n == 0;
    r->held.len += (size_t)n;
    return true;
}

static enum line_result too_long(const struct line_reader *r, struct faults *f) {
    (void)fault(f, FAULT_DATA, fault_place(r->name, r->number + 1, 0),
                "a record must fit in one line of that size", "line is longer than %zu MiB",
                LINE_MAX_BYTES >> 20);
    return LINE_FAULT;
}

enum line_result line_next(struct line_reader *r, char **line, size_t *len, struct faults *f) {
    size_t searched = 0;
    for (;;) {
        size_t have = r->held.len - r->start;
        char *at = have ? r->held.data + r->start : NULL;
        char *newline = have > searched ? memchr(at + searched, '\n', have - searched) : NULL;
        if (newline && (size_t)(newline - at) <= LINE_MAX_BYTES) {
            *newline = '\0';
            *line = at;
            *len = (size_t)(newline - at);
            r->start += *len + 1;
            r->number++;
            return LINE_MORE;
        }
        if (newline || have > LINE_MAX_BYTES)
            return too_long(r, f);
        if (r->eof && have == 0)
            return LINE_END;
        if (r->eof) {
            (void)fault(f, FAULT_DATA, fault_place(r->name, r->number + 1, 0),
                        "the program before it probably died", "the last line was cut short");
            return LINE_FAULT;
        }
        searched = have;
        if (!refill(r, f))
            return LINE_FAULT;
    }
}

void line_close(struct line_reader *r) {
    buf_free(&r->held);
}

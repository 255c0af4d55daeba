#include "evenhand/spool.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static bool open_file(struct spool *s, struct faults *f) {
    const char *folder = s->folder ? s->folder : ".";
    if (s->file > 0)
        return true;
    int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0)
        return fault_errno(f, FAULT_CANNOT_CREATE, folder, "no temporary file can be made here");
    s->file = fd + 1;
    return true;
}

static bool write_tail(struct spool *s, struct faults *f) {
    for (size_t done = 0; done < s->tail.len;) {
        ssize_t n = pwrite(s->file - 1, s->tail.data + done, s->tail.len - done, (off_t)s->written);
        if (n <= 0)
            return fault_errno(f, FAULT_IO, s->folder, "cannot write to a temporary file");
        done += (size_t)n;
        s->written += (uint64_t)n;
    }
    buf_clear(&s->tail);
    return true;
}

bool spool_add(struct spool *s, const char *text, size_t len, uint64_t *offset, struct faults *f) {
    *offset = s->written + s->tail.len;
    buf_add(&s->tail, text, len);
    return s->tail.len <= SPOOL_BYTES || (open_file(s, f) && write_tail(s, f));
}

/* A text is added whole, so it is either in the file or in the tail. */
bool spool_read(const struct spool *s, uint64_t offset, size_t len, struct buf *out, struct faults *f) {
    buf_clear(out);
    buf_reserve(out, len);
    if (offset >= s->written) {
        buf_add(out, s->tail.data + (offset - s->written), len);
        return true;
    }
    for (size_t done = 0; done < len;) {
        ssize_t n = pread(s->file - 1, out->data + done, len - done, (off_t)(offset + done));
        if (n <= 0)
            return fault_errno(f, FAULT_IO, s->folder, "cannot read a temporary file");
        done += (size_t)n;
    }
    out->len = len;
    out->data[len] = '\0';
    return true;
}

void spool_clear(struct spool *s) {
    buf_clear(&s->tail);
    s->written = 0;
}

void spool_close(struct spool *s) {
    buf_free(&s->tail);
    if (s->file > 0)
        (void)close(s->file - 1);
    *s = (struct spool){.folder = NULL};
}

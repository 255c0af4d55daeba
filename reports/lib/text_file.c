#include "evenhand/text_file.h"

#include <errno.h>
#include <unistd.h>

bool text_file_open(struct text_file *t, const char *path, struct faults *f) {
    *t = (struct text_file){.stream = fopen(path, "we"), .path = path};
    return t->stream || fault_errno(f, FAULT_CANNOT_CREATE, path, "cannot be made");
}

static void note(struct text_file *t, bool ok) {
    if (!ok && t->error == 0)
        t->error = errno ? errno : EIO;
}

void text_file_add(struct text_file *t, const char *text) {
    note(t, fputs(text, t->stream) >= 0);
}

void text_file_write(struct text_file *t, const struct buf *text) {
    note(t, text->len == 0 || fwrite(text->data, text->len, 1, t->stream) == 1);
}

bool text_file_close(struct text_file *t, struct faults *f) {
    note(t, fflush(t->stream) == 0);
    note(t, fclose(t->stream) == 0);
    errno = t->error;
    return t->error == 0 || fault_errno(f, FAULT_IO, t->path, "writing failed");
}

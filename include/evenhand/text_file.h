/* A text file that is whole or reported: one error, remembered, told when it is closed. */
#ifndef EVENHAND_TEXT_FILE_H
#define EVENHAND_TEXT_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "evenhand/buf.h"
#include "evenhand/faults.h"

struct text_file {
    FILE *stream;
    const char *path; /* borrowed */
    int error;        /* errno of the first thing that failed; 0: none */
};

bool text_file_open(struct text_file *t, const char *path, struct faults *f); /* FAULT_CANNOT_CREATE */
void text_file_add(struct text_file *t, const char *text);
void text_file_write(struct text_file *t, const struct buf *text);
/* Flushes to disk and closes. FAULT_IO: the file is not to be used. */
bool text_file_close(struct text_file *t, struct faults *f);

#endif

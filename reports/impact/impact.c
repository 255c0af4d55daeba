#include "evenhand/impact.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"
#include "evenhand/rates.h"

enum { EEO = 'e' };

const struct argp_option impact_options[] = {
    {"eeo", EEO, "FILE.csv", 0,
     "The data: one row a person, a column a characteristic, \"stage:NAME\" columns", 0},
    {0}};

bool impact_option(void *self, int key, const char *value, unsigned index, struct faults *f) {
    struct impact *i = self;
    (void)index;
    if (key != EEO)
        return fault(f, FAULT_USAGE, "impact", "see --help", "bad command line");
    i->file = value;
    return true;
}

/* What only a caseload has. */
static bool is_caseload(const char *folder) {
    static const char *const marks[] = {"vault/vault.db", "plan.yaml"};
    bool marked = false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        char *path = path_join(folder, marks[i]);
        marked = marked || access(path, F_OK) == 0;
        free(path);
    }
    return marked;
}

/* The folder the file really lies in, and all above it. */
static bool is_outside(const char *file, struct faults *f) {
    char *path = realpath(file, NULL);
    if (!path)
        return fault_errno(f, FAULT_NO_INPUT, file, "cannot be opened");
    bool outside = true;
    for (char *slash; outside && (slash = strrchr(path, '/')) && slash != path;) {
        *slash = '\0';
        outside = !is_caseload(path);
    }
    free(path);
    return outside ||
           fault(f, FAULT_NOT_PERMITTED, file,
                 "keep it where neither the investigators nor the board can read it",
                 "these data lie in a caseload, where nobody who searches or decides may see them");
}

bool impact_open(void *self, struct stage_io *io, struct faults *f) {
    struct impact *i = self;
    (void)io; /* the sandbox allows no file: the only one is open by then */
    if (!i->file)
        return fault(f, FAULT_USAGE, "impact", "evenhand impact --eeo FILE.csv", "no data named");
    if (!is_outside(i->file, f))
        return false;
    i->fd = open(i->file, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    return i->fd >= 0 || fault_errno(f, FAULT_NO_INPUT, i->file, "cannot be opened");
}

bool impact_done(void *self, struct stage_io *io, struct faults *f) {
    struct impact *i = self;
    struct eeo *e = mem_alloc(sizeof *e);
    struct buf text = {0};
    (void)io;
    bool ok = file_read_open(i->fd, i->file, EEO_MAX_BYTES, &i->bytes, f) &&
              eeo_read(e, i->bytes.data ? i->bytes.data : "", i->bytes.len, i->file, f);
    if (ok) {
        rates_print(e, &text);
        ok = write_all(STDOUT_FILENO, text.data, text.len, "standard output", f);
    }
    buf_free(&text);
    free(e);
    return ok;
}

void impact_close(void *self) {
    struct impact *i = self;
    buf_free(&i->bytes);
    if (i->fd >= 0)
        (void)close(i->fd);
}

/* Where evenhand's own data and programs are, and the digest of what lies there. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "evenhand/files.h"
#include "evenhand/mem.h"

#define PACK_FILE_MAX ((size_t)64 << 20)
#define FOLDER_DEPTH_MAX 4

/* PREFIX of PREFIX/bin/evenhand or PREFIX/libexec/evenhand/evenhand-NAME or, for tests, PREFIX/tests/NAME. */
static char *prefix(struct faults *f) {
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
    if (n < 0) {
        (void)fault_errno(f, FAULT_CONFIG, "/proc/self/exe", "cannot tell where this program is");
        return NULL;
    }
    path[n] = '\0';
    for (char *slash; (slash = strrchr(path, '/')) && slash != path;) {
        *slash = '\0';
        char *share = path_join(path, "share/evenhand");
        bool found = access(share, R_OK | X_OK) == 0;
        free(share);
        if (found)
            return mem_string(path);
    }
    (void)fault(f, FAULT_CONFIG, "share/evenhand", "install evenhand again, or build it with scripts/build",
                "evenhand's own data is not beside its programs");
    return NULL;
}

char *data_folder(const char *kind, struct faults *f) {
    char *base = prefix(f);
    char *folder = base ? mem_format("%s/share/evenhand/%s", base, kind) : NULL;
    free(base);
    return folder;
}

char *stage_program(const char *stage, struct faults *f) {
    char *base = prefix(f);
    char *program = base ? mem_format("%s/libexec/evenhand/evenhand-%s", base, stage) : NULL;
    free(base);
    return program;
}

static bool digest_one(struct digest *d, const char *path, const char *shown, struct faults *f) {
    struct buf content = {0};
    bool ok = file_read(path, PACK_FILE_MAX, &content, f);
    if (ok)
        digest_add_named(d, shown, content.data, content.len);
    buf_free(&content);
    return ok;
}

static int visible(const struct dirent *e) {
    return e->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool digest_folder(struct digest *d, const char *folder, const char *shown, int depth,
                          struct faults *f);

static bool digest_entry(struct digest *d, const char *path, const char *shown, int depth, struct faults *f) {
    struct stat st;
    if (stat(path, &st) != 0)
        return fault_errno(f, FAULT_CONFIG, path, "cannot be read");
    return S_ISDIR(st.st_mode) ? digest_folder(d, path, shown, depth + 1, f) : digest_one(d, path, shown, f);
}

static bool digest_folder(struct digest *d, const char *folder, const char *shown, int depth,
                          struct faults *f) {
    if (depth > FOLDER_DEPTH_MAX)
        return fault(f, FAULT_CONFIG, folder, NULL, "folders nest deeper than %d", FOLDER_DEPTH_MAX);
    struct dirent **entries = NULL;
    int n = scandir(folder, &entries, visible, by_bytes);
    if (n < 0)
        return errno == ENOENT && depth == 0 ? true
                                             : fault_errno(f, FAULT_CONFIG, folder, "cannot be listed");
    bool ok = true;
    for (int i = 0; i < n; i++) {
        char *path = path_join(folder, entries[i]->d_name);
        char *name = mem_format("%s/%s", shown, entries[i]->d_name);
        ok = ok && digest_entry(d, path, name, depth, f);
        free(name);
        free(path);
        free(entries[i]);
    }
    free(entries);
    return ok;
}

bool folders_digest(const char *const *folders, size_t count, char hex[DIGEST_HEX_BYTES], struct faults *f) {
    struct digest d;
    digest_begin(&d);
    for (size_t i = 0; i < count; i++)
        if (!digest_folder(&d, folders[i], "", 0, f))
            return false;
    digest_end(&d, hex);
    return true;
}

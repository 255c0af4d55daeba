#include "evenhand/book_language.h"

#include <string.h>
#include <zip.h>

#include "evenhand/buf.h"

#define CORE "docProps/core.xml"
#define CORE_BYTES ((size_t)1 << 20)
#define CORE_END "</cp:coreProperties>"
#define DOS_DATE_1980_01_01 0x21 /* as the library's own entries: no clock in the file */

static bool read_core(zip_t *zip, zip_uint64_t index, struct buf *core) {
    zip_file_t *file = zip_fopen_index(zip, index, 0);
    char chunk[4096];
    zip_int64_t n = 0;
    if (!file)
        return false;
    while (core->len < CORE_BYTES && (n = zip_fread(file, chunk, sizeof chunk)) > 0)
        buf_add(core, chunk, (size_t)n);
    (void)zip_fclose(file);
    return n == 0;
}

static bool insert_language(struct buf *core) {
    char *end = core->data ? strstr(core->data, CORE_END) : NULL;
    if (!end)
        return false;
    core->len = (size_t)(end - core->data);
    buf_add_text(core, "<dc:language>" BOOK_LANGUAGE "</dc:language>" CORE_END);
    return true;
}

/* `core` must live until the archive is closed. */
static bool replace_core(zip_t *zip, struct buf *core) {
    zip_int64_t at = zip_name_locate(zip, CORE, 0);
    if (at < 0 || !read_core(zip, (zip_uint64_t)at, core) || !insert_language(core))
        return false;
    zip_source_t *source = zip_source_buffer(zip, core->data, core->len, 0);
    if (!source)
        return false;
    if (zip_file_replace(zip, (zip_uint64_t)at, source, 0) != 0) {
        zip_source_free(source);
        return false;
    }
    return zip_file_set_dostime(zip, (zip_uint64_t)at, 0, DOS_DATE_1980_01_01, 0) == 0;
}

bool book_language(const char *path, struct faults *f) {
    struct buf core = {0};
    int error = 0;
    zip_t *zip = zip_open(path, 0, &error);
    bool ok = zip && replace_core(zip, &core) && zip_close(zip) == 0;
    if (zip && !ok)
        zip_discard(zip);
    buf_free(&core);
    return ok || fault(f, FAULT_IO, path, "is the disk full? Free some space and run it again",
                       "the finished workbook could not be given its language");
}

#include "evenhand/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/stream.h"
#include "evenhand/vocab.h"

static cJSON *row_of(cJSON *rows, const char *number) {
    cJSON *row;
    cJSON_ArrayForEach(row, rows) if (strcmp(record_text(row, "number"), number) == 0) return row;
    row = cJSON_CreateObject();
    (void)cJSON_AddStringToObject(row, "number", number);
    (void)cJSON_AddNumberToObject(row, "findings", 0);
    (void)cJSON_AddNumberToObject(row, "withheld", 0);
    (void)cJSON_AddNumberToObject(row, "undecided", 0);
    (void)cJSON_AddItemToArray(rows, row);
    return row;
}

static bool count(void *rows, enum record_type type, const cJSON *record, struct faults *f) {
    (void)f;
    if (type == RECORD_RUN)
        return true;
    cJSON *row = row_of(rows, record_text(record, "candidate"));
    const char *key = type == RECORD_FINDING ? "findings" : type == RECORD_REDACTION ? "withheld" : NULL;
    if (type == RECORD_SKIP && strcmp(record_text(record, "why"), "awaiting clerical review") == 0)
        key = "undecided";
    cJSON *counter = key ? cJSON_GetObjectItemCaseSensitive(row, key) : NULL;
    if (counter)
        (void)cJSON_SetNumberValue(counter, counter->valuedouble + 1);
    return true;
}

cJSON *audit_summary(const char *path, struct faults *f) {
    cJSON *rows = cJSON_CreateArray();
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 ? stream_each(fd, RECORD_AUDIT, path, false, count, rows, f)
                      : fault_errno(f, errno == ENOENT ? FAULT_NO_INPUT : FAULT_IO, path, "cannot be opened");
    if (fd >= 0)
        (void)close(fd);
    if (ok)
        return rows;
    cJSON_Delete(rows);
    return NULL;
}

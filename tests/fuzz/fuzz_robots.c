/* Fuzz target: any bytes as a robots.txt and, behind the first empty line, as the path asked for. Answers,
 * the same twice. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *text = (const char *)data;
    const char *gap = memmem(text, size, "\n\n", 2);
    size_t len = gap ? (size_t)(gap - text) : size;
    char *path = gap ? mem_copy(gap + 2, size - len - 2) : mem_string("/");
    struct robots *one = robots_parse(text, len), *two = robots_parse(text, len);
    if (robots_allow(one, path) != robots_allow(two, path))
        abort();
    robots_free(one);
    robots_free(two);
    free(path);
    return 0;
}

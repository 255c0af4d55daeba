/* Fuzz target: any bytes as an address, relative to another. What is accepted is accepted again as it came
 * out, and stays the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "evenhand/mem.h"
#include "evenhand/weburl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct weburl first, second;
    const char *why = NULL;
    char *text = mem_copy((const char *)data, size);
    if (weburl_parse("http://social.localhost:8080/a/b?c#d", text, &first, &why) == WEBURL_OK) {
        if (weburl_parse(NULL, first.text, &second, &why) != WEBURL_OK ||
            strcmp(first.text, second.text) != 0 || strcmp(first.host, second.host) != 0)
            abort();
        weburl_free(&second);
        weburl_free(&first);
    }
    free(text);
    return 0;
}

#include "evenhand/vault_who.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evenhand/mem.h"
#include "evenhand/text.h"
#include "evenhand/vault.h"

#define PASSWD_BYTES 16384

static const char *acting;

void vault_acting(const char *what) {
    acting = what;
}

const char *vault_who_acting(void) {
    return acting ? acting : program_invocation_short_name;
}

static bool plain(const char *text) {
    size_t len = strlen(text);
    return len > 0 && text_invalid_at(text, len) == len;
}

char *vault_who_user(void) {
    struct passwd entry, *found = NULL;
    char *held = mem_alloc(PASSWD_BYTES), *name;
    if (getpwuid_r(getuid(), &entry, held, PASSWD_BYTES, &found) == 0 && found && plain(found->pw_name))
        name = mem_string(found->pw_name);
    else
        name = mem_format("uid-%lu", (unsigned long)getuid());
    free(held);
    return name;
}

char *vault_who_host(void) {
    char name[HOST_NAME_MAX + 1] = "";
    if (gethostname(name, sizeof name) != 0)
        name[0] = '\0';
    name[HOST_NAME_MAX] = '\0';
    return mem_string(plain(name) ? name : "unknown");
}

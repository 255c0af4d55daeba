/* The vault's signatures on files. */
#include <inttypes.h>
#include <stdlib.h>

#include "evenhand/mem.h"
#include "evenhand/minisign.h"
#include "evenhand/vault_chain.h"
#include "evenhand/vault_handle.h"

bool vault_sign(struct vault *v, const char *path, const char *name, struct faults *f) {
    char sha256[DIGEST_HEX_BYTES];
    int64_t seq = 0;
    if (!chain_signed(v, f) || !chain_head(v, &seq, sha256, f))
        return false;
    char *comment =
        mem_format("file:%s caseload:%s ledger:%" PRId64 " sha256:%s", name, v->keys->id, seq, sha256);
    bool ok = minisign_sign(path, v->keys->sign, comment, f);
    free(comment);
    return ok;
}

bool vault_check_signature(struct vault *v, const char *path, struct faults *f) {
    return minisign_check(path, v->keys->verify, f);
}

bool vault_write_public(struct vault *v, const char *path, struct faults *f) {
    return minisign_write_public(path, v->keys->verify, f);
}

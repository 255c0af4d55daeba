/* Changes: each one transaction, begun under a signature that holds and ended under a new one. */
#include "evenhand/vault_chain.h"
#include "evenhand/vault_handle.h"

bool vault_begin(struct vault *v, struct faults *f) {
    return v->batch || (store_begin(&v->store, f) && (chain_signed(v, f) || store_end(&v->store, false, f)));
}

bool vault_end(struct vault *v, bool ok, struct faults *f) {
    if (v->batch) {
        v->batch_failed = v->batch_failed || !ok;
        return ok;
    }
    return store_end(&v->store, ok && chain_sign(v, f), f);
}

bool vault_batch_begin(struct vault *v, struct faults *f) {
    if (!vault_writable(v, f) || !vault_begin(v, f))
        return false;
    v->batch = true;
    v->batch_failed = false;
    return true;
}

bool vault_batch_end(struct vault *v, struct faults *f) {
    v->batch = false;
    return vault_end(v, !v->batch_failed, f);
}

bool vault_defer_sync(struct vault *v, struct faults *f) {
    return vault_writable(v, f) && store_defer_sync(&v->store, f);
}

bool vault_sync(struct vault *v, struct faults *f) {
    return store_sync(&v->store, f);
}

#include "evenhand/tsp.h"

#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/ts.h>
#include <string.h>
#include <time.h>

#include "evenhand/mem.h"

struct tsp_request {
    TS_REQ *req;
};

static bool set_imprint(TS_REQ *req, const unsigned char *digest) {
    TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
    X509_ALGOR *algorithm = X509_ALGOR_new();
    bool ok = imprint && algorithm &&
              X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) == 1 &&
              TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1 &&
              TS_MSG_IMPRINT_set_msg(imprint, (unsigned char *)(uintptr_t)digest, TSP_DIGEST_BYTES) == 1 &&
              TS_REQ_set_msg_imprint(req, imprint) == 1;
    X509_ALGOR_free(algorithm);
    TS_MSG_IMPRINT_free(imprint);
    return ok;
}

static bool set_nonce(TS_REQ *req) {
    unsigned char bytes[8];
    BIGNUM *number = RAND_bytes(bytes, sizeof bytes) == 1 ? BN_bin2bn(bytes, sizeof bytes, NULL) : NULL;
    ASN1_INTEGER *nonce = number ? BN_to_ASN1_INTEGER(number, NULL) : NULL;
    bool ok = nonce && TS_REQ_set_nonce(req, nonce) == 1;
    ASN1_INTEGER_free(nonce);
    BN_free(number);
    return ok;
}

struct tsp_request *tsp_request_new(const unsigned char *digest, struct buf *der) {
    struct tsp_request *r = mem_alloc(sizeof *r);
    unsigned char *bytes = NULL;
    r->req = TS_REQ_new();
    if (!r->req || TS_REQ_set_version(r->req, 1) != 1 || !set_imprint(r->req, digest) || !set_nonce(r->req) ||
        TS_REQ_set_cert_req(r->req, 1) != 1)
        mem_exhausted();
    int len = i2d_TS_REQ(r->req, &bytes);
    if (len <= 0)
        mem_exhausted();
    buf_add(der, bytes, (size_t)len);
    OPENSSL_free(bytes);
    return r;
}

void tsp_request_free(struct tsp_request *r) {
    if (!r)
        return;
    TS_REQ_free(r->req);
    free(r);
}

/* What OpenSSL says of its last error, the oldest first. */
static bool refused(const char *what, struct faults *f) {
    char why[256] = "no reason given";
    unsigned long code = ERR_get_error();
    if (code != 0)
        ERR_error_string_n(code, why, sizeof why);
    ERR_clear_error();
    return fault(f, FAULT_ANSWER_NO, "time-stamp",
                 "ask the authority, or see that \"timestamp\" of the plan names its certificates", "%s: %s",
                 what, why);
}

/* A certificate counts that was valid when the authority signed, whatever became of it since. */
static bool set_time(X509_STORE *store, TS_RESP *answer) {
    struct tm at;
    TS_TST_INFO *info = TS_RESP_get_tst_info(answer);
    if (!info || ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &at) != 1)
        return false;
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), timegm(&at));
    return true;
}

static TS_VERIFY_CTX *new_context(const struct tsp_request *request, const unsigned char *digest) {
    if (request)
        return TS_REQ_to_TS_VERIFY_CTX(request->req, NULL);
    TS_VERIFY_CTX *context = TS_VERIFY_CTX_new();
    unsigned char *copy = OPENSSL_memdup(digest, TSP_DIGEST_BYTES);
    if (!context || !copy)
        mem_exhausted();
    (void)TS_VERIFY_CTX_set_imprint(context, copy, TSP_DIGEST_BYTES);
    (void)TS_VERIFY_CTX_add_flags(context, TS_VFY_VERSION | TS_VFY_IMPRINT);
    return context;
}

static bool check(TS_RESP *answer, const unsigned char *digest, const struct tsp_request *request,
                  X509_STORE *store, struct faults *f) {
    TS_VERIFY_CTX *context = new_context(request, digest);
    if (!context)
        mem_exhausted();
    (void)TS_VERIFY_CTX_add_flags(context, TS_VFY_SIGNATURE);
    (void)TS_VERIFY_CTX_set_store(context, store); /* the context's from here on */
    bool timed = set_time(store, answer);
    bool ok = TS_RESP_verify_response(context, answer) == 1 && timed;
    TS_VERIFY_CTX_free(context);
    return ok || refused("the authority's answer does not hold", f);
}

bool tsp_check(const struct buf *der, const unsigned char *digest, const struct tsp_request *request,
               const char *authorities, struct faults *f) {
    const unsigned char *at = (const unsigned char *)(der->data ? der->data : "");
    const unsigned char *end = at + der->len;
    ERR_clear_error();
    TS_RESP *answer = d2i_TS_RESP(NULL, &at, (long)der->len);
    if (!answer || at != end) {
        TS_RESP_free(answer);
        return refused("what came is no time-stamp", f);
    }
    X509_STORE *store = X509_STORE_new();
    bool ok = store && X509_STORE_load_file(store, authorities) == 1;
    if (ok)
        ok = check(answer, digest, request, store, f);
    else {
        X509_STORE_free(store);
        (void)fault(f, FAULT_NO_INPUT, authorities, "put the authority's certificates there, in PEM",
                    "they cannot be read");
    }
    TS_RESP_free(answer);
    return ok;
}

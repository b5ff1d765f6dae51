/* Does a certificate lead to an anchor we chose, at that time, by algorithms allowed then, and was
 * it made for what it is used for? (checks 16, 17, 25, 26) */
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

#include "core/ctx/log.h"
#include "core/trust/asn1_time.h"
#include "core/trust/trust_priv.h"
#include "core/trust/tsp.h"

#define CHAIN_DEPTH 3
#define SECURITY_LEVEL 2

struct question {
    TALLOC_CTX *mem;
    struct trust *trust;
    X509 *cert;
    X509 **others;
    int n_others;
    unsigned purposes;
    enum trust_use use;
    int64_t at;
    unsigned char hash[32];
    struct trust_path *path;
};

static bool fault(struct question *q, int check, const char *subindication, const char *reason)
{
    q->path->n = 0;
    q->path->check = check;
    q->path->subindication = subindication;
    q->path->reason = reason;
    return false;
}

static X509 *shared(TALLOC_CTX *mem, X509 *cert)
{
    if (X509_up_ref(cert) != 1)
        mem_exhausted(1);
    return mem_adopt(mem, cert, X509_free);
}

/* ---- anchors ---- */

static const struct trust_anchor *anchor_of(const struct question *q, const X509 *cert)
{
    for (int i = 0; i < q->trust->n_anchors; i++) {
        const struct trust_anchor *a = &q->trust->anchors[i];

        if ((a->purposes & q->purposes) && q->at >= a->from && q->at < a->to && X509_cmp(a->cert, cert) == 0)
            return a;
    }
    return NULL;
}

/* All anchors of these purposes, whatever their dates: a chain that ends at one of them is looked up afterwards. */
static X509_STORE *store_of(struct trust *t, unsigned purposes)
{
    struct anchor_store *s;

    for (int i = 0; i < t->n_stores; i++)
        if (t->stores[i].purposes == purposes)
            return t->stores[i].store;
    if (t->n_stores == TRUST_N_STORES)
        X509_STORE_free(t->stores[--t->n_stores].store);
    s = &t->stores[t->n_stores++];
    *s = (struct anchor_store){ purposes, X509_STORE_new() };
    if (!s->store)
        mem_exhausted(1);
    for (int i = 0; i < t->n_anchors; i++)
        if ((t->anchors[i].purposes & purposes) && X509_check_ca(t->anchors[i].cert))
            X509_STORE_add_cert(s->store, t->anchors[i].cert);
    return s->store;
}

bool trust_is_authority(X509 *cert)
{
    uint32_t bits = X509_get_key_usage(cert);

    if (X509_check_ca(cert) == 0)
        return false;
    return X509_self_signed(cert, 0) != 1 ||
           (bits != UINT32_MAX && (bits & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0);
}

/* ---- chains that were built before ---- */

/* The chain may depend on what came along, therefore all of it is the key. */
static bool hash_question(struct question *q)
{
    unsigned char all[TRUST_MAX_PATH * 8][32];
    size_t count = 0;

    if (q->n_others + 2 > (int)(sizeof all / sizeof all[0]) || !trust_sha256(q->cert, all[count++]))
        return false;
    for (int i = 0; i < q->n_others; i++)
        if (!trust_sha256(q->others[i], all[count++]))
            return false;
    memset(all[count], 0, sizeof all[count]);
    all[count][0] = (unsigned char)q->purposes;
    all[count++][1] = (unsigned char)q->use;
    return EVP_Digest(all, 32 * count, q->hash, NULL, EVP_sha256(), NULL) == 1;
}

static void take(struct question *q, X509 *const *certs, int n, bool pinned)
{
    q->path->n = n;
    q->path->pinned = pinned;
    for (int i = 0; i < n; i++)
        q->path->certs[i] = shared(q->mem, certs[i]);
    q->path->anchor = anchor_of(q, certs[n - 1]);
}

static bool recall(struct question *q)
{
    int64_t at = q->at / 1000000;

    for (int i = 0; i < TRUST_N_KNOWN; i++) {
        const struct known_chain *k = &q->trust->known[i];

        if (k->n == 0 || memcmp(k->hash, q->hash, 32) != 0)
            continue;
        if (at >= k->from && at <= k->to)
            take(q, k->certs, k->n, k->pinned);
        return at >= k->from && at <= k->to && q->path->anchor == k->anchor;
    }
    return false;
}

static int64_t seconds(const ASN1_TIME *time)
{
    int64_t us = 0;

    return asn1_time(time, &us) ? us / 1000000 : 0;
}

static void remember(struct question *q)
{
    struct trust *t = q->trust;
    struct known_chain *k = &t->known[t->next_known];

    t->next_known = (t->next_known + 1) % TRUST_N_KNOWN;
    for (int i = 0; i < k->n; i++)
        X509_free(k->certs[i]);
    *k = (struct known_chain){
        .from = INT64_MIN, .to = INT64_MAX, .n = q->path->n, .pinned = q->path->pinned, .anchor = q->path->anchor
    };
    memcpy(k->hash, q->hash, 32);
    for (int i = 0; i < k->n; i++) {
        int64_t from = seconds(X509_get0_notBefore(q->path->certs[i]));
        int64_t to = seconds(X509_get0_notAfter(q->path->certs[i]));

        k->from = from > k->from ? from : k->from;
        k->to = to < k->to ? to : k->to;
        k->certs[i] = q->path->certs[i];
        if (X509_up_ref(k->certs[i]) != 1)
            mem_exhausted(1);
    }
}

/* ---- the chain (check 25) ---- */

static const char *day(TALLOC_CTX *mem, const ASN1_TIME *time)
{
    struct tm tm = { 0 };

    ASN1_TIME_to_tm(time, &tm);
    return mem_printf(mem, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

static const char *whose(const struct question *q, const X509 *cert)
{
    if (cert && X509_cmp(cert, q->cert) != 0)
        return "Certyfikat wystawcy";
    return q->use == TRUST_USE_STAMP ? "Certyfikat znacznika czasu" : "Certyfikat podpisującego";
}

static bool out_of_time(struct question *q, bool too_early, const X509 *cert)
{
    const char *who = whose(q, cert);

    if (!cert)
        cert = q->cert;
    if (too_early)
        return fault(q, 25, "NOT_YET_VALID",
                     mem_printf(q->mem, "%s nie był jeszcze ważny w chwili złożenia dokumentu (ważny od %s).", who,
                                day(q->mem, X509_get0_notBefore(cert))));
    return fault(q, 25, "OUT_OF_BOUNDS_NO_POE",
                 mem_printf(q->mem, "%s stracił ważność przed złożeniem dokumentu (ważny do %s).", who,
                            day(q->mem, X509_get0_notAfter(cert))));
}

static bool no_chain(struct question *q)
{
    return fault(q, 25, "NO_CERTIFICATE_CHAIN_FOUND",
                 q->use == TRUST_USE_STAMP
                     ? "Wystawcy znacznika czasu nie ma wśród zaufanych."
                     : "Podpis jest nienaruszony, ale wystawcy certyfikatu nie ma wśród zaufanych; nie można "
                       "potwierdzić, kto podpisał.");
}

static bool weak_chain(struct question *q)
{
    return fault(q, 25, "CRYPTO_CONSTRAINTS_FAILURE",
                 "Certyfikat podpisującego lub jego wystawcy używa zbyt słabej kryptografii.");
}

static bool chain_fault(struct question *q, X509_STORE_CTX *ctx)
{
    int error = X509_STORE_CTX_get_error(ctx);

    switch (error) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_CHAIN_TOO_LONG:
        return no_chain(q);
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return out_of_time(q, error == X509_V_ERR_CERT_NOT_YET_VALID, X509_STORE_CTX_get_current_cert(ctx));
    case X509_V_ERR_EE_KEY_TOO_SMALL:
    case X509_V_ERR_CA_KEY_TOO_SMALL:
    case X509_V_ERR_CA_MD_TOO_WEAK:
        return weak_chain(q);
    case X509_V_ERR_NO_EXPLICIT_POLICY:
    case X509_V_ERR_INVALID_POLICY_EXTENSION:
        return fault(q, 25, "CHAIN_CONSTRAINTS_FAILURE",
                     "Certyfikatu nie wydano według polityki certyfikacji wymaganej od tego wystawcy.");
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        return fault(q, 25, "CERTIFICATE_CHAIN_GENERAL_FAILURE",
                     "Certyfikat podpisującego nie został podpisany przez wystawcę, którego podaje; jest podrobiony.");
    default:
        log_debug(NULL, "chain.refused", LOG_I("error", error));
        return fault(
            q, 25, "CHAIN_CONSTRAINTS_FAILURE",
            mem_printf(q->mem, "Łańcuch certyfikatów nie spełnia wymagań (%s).", X509_verify_cert_error_string(error)));
    }
}

static void free_stack(STACK_OF(X509) * stack)
{
    sk_X509_free(stack);
}

/* A listed authority need not be self-signed, hence PARTIAL_CHAIN: the store holds nothing but anchors. policy: "" = any. */
static void set_up(X509_STORE_CTX *ctx, const struct question *q, const char *policy)
{
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(ctx);

    X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_X509_STRICT | X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_depth(param, CHAIN_DEPTH);
    X509_VERIFY_PARAM_set_auth_level(param, SECURITY_LEVEL);
    X509_VERIFY_PARAM_set_time(param, (time_t)(q->at / 1000000));
    if (*policy) {
        X509_VERIFY_PARAM_add0_policy(param, OBJ_txt2obj(policy, 1));
        X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_EXPLICIT_POLICY);
    }
}

/* One run of OpenSSL's building and checking; the path is taken when it is good. */
static bool verify(struct question *q, const char *policy)
{
    MEM_SCOPE(tmp, q->mem);
    STACK_OF(X509) *others = mem_adopt(tmp, sk_X509_new_null(), free_stack);
    X509_STORE_CTX *ctx = mem_adopt(tmp, X509_STORE_CTX_new(), X509_STORE_CTX_free);
    const STACK_OF(X509) * chain;
    X509 *certs[TRUST_MAX_PATH];
    int n;

    if (!others || !ctx)
        mem_exhausted(1);
    for (int i = 0; i < q->n_others; i++)
        if (q->others[i] != q->cert)
            sk_X509_push(others, q->others[i]);
    if (X509_STORE_CTX_init(ctx, store_of(q->trust, q->purposes), q->cert, others) != 1)
        mem_exhausted(1);
    set_up(ctx, q, policy);
    if (X509_verify_cert(ctx) != 1)
        return chain_fault(q, ctx);
    chain = X509_STORE_CTX_get0_chain(ctx);
    n = sk_X509_num(chain);
    if (n < 1 || n > TRUST_MAX_PATH)
        return no_chain(q);
    for (int i = 0; i < n; i++)
        certs[i] = sk_X509_value(chain, i);
    take(q, certs, n, false);
    return q->path->anchor ? true : no_chain(q);
}

/* Which policy is asked for is the anchor's to say, and which anchor it is shows only then. */
static bool build(struct question *q)
{
    if (!verify(q, ""))
        return false;
    return *q->path->anchor->policy == '\0' || verify(q, q->path->anchor->policy);
}

/* The signer's own certificate among the anchors vouches for itself. */
static bool pin(struct question *q)
{
    if (!anchor_of(q, q->cert) || trust_is_authority(q->cert))
        return false;
    take(q, &q->cert, 1, true);
    return true;
}

static bool pinned_in_time(struct question *q)
{
    time_t at = (time_t)(q->at / 1000000);

    if (X509_cmp_time(X509_get0_notBefore(q->cert), &at) > 0)
        return out_of_time(q, true, NULL);
    if (X509_cmp_time(X509_get0_notAfter(q->cert), &at) < 0)
        return out_of_time(q, false, NULL);
    return true;
}

/* ---- algorithms of the chain's certificates (checks 16, 17) ---- */

static const char *digest_uri(int nid)
{
    switch (nid) {
    case NID_sha256:
        return "http://www.w3.org/2001/04/xmlenc#sha256";
    case NID_sha384:
        return "http://www.w3.org/2001/04/xmldsig-more#sha384";
    case NID_sha512:
        return "http://www.w3.org/2001/04/xmlenc#sha512";
    default:
        return NULL;
    }
}

/* An anchor is trusted for being listed; how it was signed says nothing. An EdDSA signature has no separate digest. */
static bool is_strong(const struct question *q, X509 *cert)
{
    int md = NID_undef;
    int key = NID_undef;

    if (!trust_key(q->trust, X509_get0_pubkey(cert), q->at) ||
        X509_get_signature_info(cert, &md, &key, NULL, NULL) != 1)
        return false;
    return key == NID_ED25519 || key == NID_ED448 || trust_digest(q->trust, digest_uri(md), q->at);
}

static bool strong(struct question *q)
{
    int n = q->path->pinned ? 0 : q->path->n - 1;

    for (int i = 0; i < n; i++)
        if (!is_strong(q, q->path->certs[i]))
            return weak_chain(q);
    return true;
}

/* ---- what the certificate may be used for (check 26) ---- */

static bool is_known_purpose(const ASN1_OBJECT *purpose)
{
    static const char *const known[] = { "1.3.6.1.5.5.7.3.36" /* documentSigning */, "1.3.6.1.4.1.311.10.3.12",
                                         "1.3.6.1.5.5.7.3.4" /* emailProtection */,
                                         "1.3.6.1.5.5.7.3.2" /* clientAuth */ };
    char oid[80];

    OBJ_obj2txt(oid, sizeof oid, purpose, 1);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(oid, known[i]) == 0)
            return true;
    return false;
}

static bool purposes_known(const X509 *cert)
{
    int critical = -1;
    EXTENDED_KEY_USAGE *usage = X509_get_ext_d2i(cert, NID_ext_key_usage, &critical, NULL);
    bool known = critical != -2;

    for (int i = 0; usage && critical == 1 && i < sk_ASN1_OBJECT_num(usage); i++)
        known = known && is_known_purpose(sk_ASN1_OBJECT_value(usage, i));
    EXTENDED_KEY_USAGE_free(usage);
    return known;
}

/* A pinned certificate was chosen by hand; only what it says of itself must not speak against it. */
static bool usable(struct question *q)
{
    uint32_t bits = X509_get_key_usage(q->cert);
    bool says_nothing = bits == UINT32_MAX;
    bool may_sign = !says_nothing && (bits & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;

    if (!q->path->pinned && X509_check_ca(q->cert) != 0)
        return fault(q, 26, "CHAIN_CONSTRAINTS_FAILURE",
                     "Podpisano certyfikatem urzędu certyfikacji, a nie osoby ani urzędu.");
    if (q->use == TRUST_USE_STAMP && !tsp_stamps_only(q->cert))
        return fault(q, 26, "CHAIN_CONSTRAINTS_FAILURE", "Certyfikat nie jest przeznaczony do znakowania czasem.");
    if (q->use == TRUST_USE_SIGN && !purposes_known(q->cert))
        may_sign = says_nothing = false;
    if (!may_sign && !(says_nothing && (q->path->pinned || q->use != TRUST_USE_SIGN)))
        return fault(q, 26, "CHAIN_CONSTRAINTS_FAILURE",
                     "Certyfikat nie jest przeznaczony do podpisywania dokumentów.");
    return true;
}

static bool find(struct question *q)
{
    if (recall(q))
        return true;
    if (pin(q)) {
        if (!pinned_in_time(q))
            return false;
    } else if (!build(q)) {
        return false;
    }
    remember(q);
    return true;
}

bool trust_chain(TALLOC_CTX *mem, struct trust *t, X509 *cert, X509 **others, int n_others, unsigned purposes,
                 enum trust_use use, int64_t at, struct trust_path *ret)
{
    struct question q = { mem, t, cert, others, n_others, purposes, use, at, { 0 }, ret };
    bool good;

    *ret = (struct trust_path){ .subindication = "", .reason = "" };
    if (!hash_question(&q))
        return fault(&q, 25, "CERTIFICATE_CHAIN_GENERAL_FAILURE", "Nie udało się odczytać certyfikatów podpisu.");
    good = find(&q) && strong(&q) && usable(&q);
    if (good)
        trust_shelve(t, cert);
    ERR_clear_error();
    return good;
}

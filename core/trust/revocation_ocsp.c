/* One OCSP response: genuine, and what it says of the certificate asked about. */
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "core/trust/revocation_priv.h"

#define MAX_SINGLES 64
#define MAX_CERTS 8

/* ---- who signed it ---- */

static bool signed_by(OCSP_BASICRESP *basic, X509 *signer)
{
    EVP_PKEY *key = X509_get0_pubkey(signer);
    const OCSP_RESPDATA *data = OCSP_resp_get0_respdata(basic);

    return key && ASN1_item_verify(ASN1_ITEM_rptr(OCSP_RESPDATA), OCSP_resp_get0_tbs_sigalg(basic),
                                   OCSP_resp_get0_signature(basic), data, key) == 1;
}

static bool is_named(OCSP_BASICRESP *basic, X509 *cert)
{
    const ASN1_OCTET_STRING *hash = NULL;
    const X509_NAME *name = NULL;
    unsigned char own[EVP_MAX_MD_SIZE];
    unsigned int n = 0;

    if (OCSP_resp_get0_id(basic, &hash, &name) != 1)
        return false;
    if (name)
        return X509_NAME_cmp(name, X509_get_subject_name(cert)) == 0;
    /* RFC 6960 4.2.1: KeyHash is the SHA-1 of the responder's public key */
    return hash && X509_pubkey_digest(cert, EVP_sha1(), own, &n) == 1 && ASN1_STRING_length(hash) == (int)n &&
           memcmp(ASN1_STRING_get0_data(hash), own, n) == 0;
}

static bool valid_at(X509 *cert, int64_t at)
{
    int64_t from = 0;
    int64_t to = 0;

    return asn1_time(X509_get0_notBefore(cert), &from) && asn1_time(X509_get0_notAfter(cert), &to) && from <= at &&
           at <= to;
}

static bool made_for_ocsp(X509 *cert)
{
    uint32_t flags = X509_get_extension_flags(cert);
    uint32_t usage = X509_get_key_usage(cert);

    return (flags & (EXFLAG_INVALID | EXFLAG_CRITICAL)) == 0 && (flags & EXFLAG_XKUSAGE) != 0 &&
           (X509_get_extended_key_usage(cert) & XKU_OCSP_SIGN) != 0 &&
           (usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
}

static bool issued_by(X509 *cert, X509 *issuer)
{
    const X509_ALGOR *algorithm = NULL;
    EVP_PKEY *key = X509_get0_pubkey(issuer);

    X509_get0_signature(NULL, &algorithm, cert);
    return key && revocation_strong(algorithm) && X509_check_issued(issuer, cert) == X509_V_OK &&
           X509_verify(cert, key) == 1;
}

/* RFC 6960 4.2.2.2: authorised by the issuer itself, for OCSP, and not revoked when it answered. */
static bool is_delegate(const struct revocation_question *q, X509 *cert, int64_t at)
{
    struct revocation_question about = *q;

    about.cert = cert;
    return made_for_ocsp(cert) && valid_at(cert, at) && issued_by(cert, q->issuer) &&
           !revocation_crl_denies(&about, at);
}

static bool is_genuine(const struct revocation_question *q, OCSP_BASICRESP *basic)
{
    const STACK_OF(X509) *certs = OCSP_resp_get0_certs(basic);
    int64_t at = 0;

    if (!revocation_strong(OCSP_resp_get0_tbs_sigalg(basic)) || !asn1_time(OCSP_resp_get0_produced_at(basic), &at))
        return false;
    if (is_named(basic, q->issuer) && signed_by(basic, q->issuer))
        return true;
    for (int i = 0; i < sk_X509_num(certs) && i < MAX_CERTS; i++) {
        X509 *cert = sk_X509_value(certs, i);

        if (is_named(basic, cert) && signed_by(basic, cert) && is_delegate(q, cert, at))
            return true;
    }
    return false;
}

/* ---- what it says ---- */

static bool is_about(const struct revocation_question *q, OCSP_SINGLERESP *single)
{
    const OCSP_CERTID *id = OCSP_SINGLERESP_get0_id(single);
    ASN1_OBJECT *object = NULL;
    OCSP_CERTID *own;
    int digest;
    bool same;

    /* the getters take no const; none of them writes */
    if (OCSP_id_get0_info(NULL, &object, NULL, NULL, (OCSP_CERTID *)(uintptr_t)id) != 1)
        return false;
    digest = OBJ_obj2nid(object);
    if (digest != NID_sha1 && digest != NID_sha256 && digest != NID_sha384 && digest != NID_sha512)
        return false;
    own = OCSP_cert_to_id(EVP_get_digestbynid(digest), q->cert, q->issuer);
    same = own && OCSP_id_cmp(own, id) == 0;
    OCSP_CERTID_free(own);
    return same;
}

static bool read_single(const struct revocation_question *q, OCSP_SINGLERESP *single, struct revocation_finding *ret)
{
    ASN1_GENERALIZEDTIME *revoked = NULL;
    ASN1_GENERALIZEDTIME *this_update = NULL;
    ASN1_GENERALIZEDTIME *next_update = NULL;
    ASN1_GENERALIZEDTIME *cutoff;
    struct revocation_finding f = { .reason = -1 };
    int status = OCSP_single_get0_status(single, &f.reason, &revoked, &this_update, &next_update);

    if (status != V_OCSP_CERTSTATUS_GOOD && status != V_OCSP_CERTSTATUS_REVOKED)
        return false;
    if (OCSP_SINGLERESP_get_ext_by_critical(single, 1, -1) >= 0 || !asn1_time(this_update, &f.this_update) ||
        (next_update && (!asn1_time(next_update, &f.next_update) || f.next_update < f.this_update)))
        return false;
    f.revoked = status == V_OCSP_CERTSTATUS_REVOKED;
    if (f.revoked && !asn1_time(revoked, &f.revoked_at))
        return false;
    if (!f.revoked)
        f.reason = -1;
    cutoff = OCSP_SINGLERESP_get1_ext_d2i(single, NID_id_pkix_OCSP_archiveCutoff, NULL, NULL);
    f.silent = revocation_silent(q->cert, f.this_update, cutoff);
    ASN1_GENERALIZEDTIME_free(cutoff);
    *ret = f;
    return true;
}

/* The newest of the answers about the certificate; one that says "revoked" before all others. */
static bool read_basic(const struct revocation_question *q, OCSP_BASICRESP *basic, struct revocation_finding *ret)
{
    int n = OCSP_resp_count(basic);
    bool found = false;

    for (int i = 0; i < n && i < MAX_SINGLES; i++) {
        OCSP_SINGLERESP *single = OCSP_resp_get0(basic, i);
        struct revocation_finding f;

        if (!is_about(q, single) || !read_single(q, single, &f))
            continue;
        if (!found || (f.revoked && !ret->revoked) || (f.revoked == ret->revoked && f.this_update > ret->this_update))
            *ret = f;
        found = true;
    }
    return found;
}

bool revocation_read_ocsp(const struct revocation_question *q, const struct evidence *ev,
                          struct revocation_finding *ret)
{
    const unsigned char *p = ev->der;
    OCSP_RESPONSE *response;
    OCSP_BASICRESP *basic = NULL;
    bool usable = false;

    if (ev->len == 0 || ev->len > REVOCATION_MAX_OCSP)
        return false;
    response = d2i_OCSP_RESPONSE(NULL, &p, (long)ev->len);
    if (response && p == ev->der + ev->len && OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL)
        basic = OCSP_response_get1_basic(response);
    if (basic && OCSP_BASICRESP_get_ext_by_critical(basic, 1, -1) < 0)
        usable = read_basic(q, basic, ret) && is_genuine(q, basic);
    OCSP_BASICRESP_free(basic);
    OCSP_RESPONSE_free(response);
    return usable;
}

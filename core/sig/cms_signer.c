/* One signer of a CMS: which certificate, what was signed, whether the value holds; then time and
 * trust. Everything is calculated from the attributes as they came. */
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/law/date.h"
#include "core/sig/cms_priv.h"
#include "core/sig/verify_cert.h"
#include "core/sig/verify_stamp.h"
#include "core/trust/asn1_time.h"
#include "core/trust/der.h"

#define MAX_ATTRIBUTES (256u << 10)
#define NARROW_RSA 3072 /* of keys we issue */

static bool broken(struct cms_signer *s, int check, const char *reason)
{
    return verify_fault(&s->sig, VERIFY_TOTAL_FAILED, check, "FORMAT_FAILURE", reason);
}

/* The one value of a signed attribute that occurs once; NULL when it is absent or of another type. */
static void *signed_value(const struct cms_signer *s, int nid, int type)
{
    return CMS_signed_get0_data_by_OBJ(s->info, OBJ_nid2obj(nid), -3, type);
}

static bool has_signed(const struct cms_signer *s, int nid)
{
    return CMS_signed_get_attr_by_NID(s->info, nid, -1) >= 0;
}

/* ---- the certificate named by the signed attributes (check 24; RFC 2634, RFC 5035) ---- */

struct cert_id {
    const struct cms_digest *digest;
    struct der hash;
    struct der issuer_serial; /* with header; empty when absent */
};

static const struct cms_digest *read_algorithm(struct der whole)
{
    const unsigned char *p = whole.p;
    X509_ALGOR *alg = d2i_X509_ALGOR(NULL, &p, (long)der_len(&whole));
    const ASN1_OBJECT *oid = NULL;
    const struct cms_digest *digest = NULL;

    if (alg) {
        X509_ALGOR_get0(&oid, NULL, NULL, alg);
        digest = cms_digest_of(oid);
    }
    X509_ALGOR_free(alg);
    return digest;
}

/* The first ESSCertID or ESSCertIDv2: the signer's. False when it cannot be read. */
static bool read_cert_id(const ASN1_STRING *value, bool v2, struct cert_id *ret)
{
    struct der in = { ASN1_STRING_get0_data(value), ASN1_STRING_get0_data(value) + ASN1_STRING_length(value) };
    struct der whole = { NULL, NULL };
    struct der skip;

    *ret = (struct cert_id){ .digest = cms_digest_of(OBJ_nid2obj(v2 ? NID_sha256 : NID_sha1)) };
    if (!der_take(&in, V_ASN1_SEQUENCE, &in, NULL) || !der_take(&in, V_ASN1_SEQUENCE, &in, NULL) ||
        !der_take(&in, V_ASN1_SEQUENCE, &in, NULL))
        return false;
    if (v2 && der_peek(&in) == V_ASN1_SEQUENCE) {
        if (!der_take(&in, V_ASN1_SEQUENCE, &skip, &whole))
            return false;
        ret->digest = read_algorithm(whole);
    }
    if (!der_take(&in, V_ASN1_OCTET_STRING, &ret->hash, NULL))
        return false;
    return der_peek(&in) < 0 || der_take(&in, V_ASN1_SEQUENCE, &skip, &ret->issuer_serial);
}

static X509 *match(const struct cms_signer *s, const struct cert_id *id)
{
    X509 *found = NULL;
    EVP_MD *md = EVP_MD_fetch(NULL, id->digest->name, NULL);

    for (int i = 0; md && i < s->n_certs; i++) {
        unsigned char hash[EVP_MAX_MD_SIZE];
        unsigned n = 0;

        if (X509_digest(s->certs[i], md, hash, &n) == 1 && n == der_len(&id->hash) &&
            memcmp(hash, id->hash.p, n) == 0 && !found)
            found = s->certs[i];
    }
    EVP_MD_free(md);
    return found;
}

/* IssuerSerial: the name as a directoryName, and the serial number. */
static bool same_issuer(const struct cert_id *id, const X509 *cert)
{
    struct der in = id->issuer_serial;
    struct der skip;
    struct der names;
    struct der serial;
    const unsigned char *p;
    GENERAL_NAMES *list = NULL;
    ASN1_INTEGER *number = NULL;
    bool same = false;

    if (!id->issuer_serial.p)
        return true;
    if (!der_take(&in, V_ASN1_SEQUENCE, &in, NULL) || !der_take(&in, V_ASN1_SEQUENCE, &skip, &names) ||
        !der_take(&in, V_ASN1_INTEGER, &skip, &serial))
        return false;
    p = names.p;
    list = d2i_GENERAL_NAMES(NULL, &p, (long)der_len(&names));
    p = serial.p;
    number = d2i_ASN1_INTEGER(NULL, &p, (long)der_len(&serial));
    if (list && number && sk_GENERAL_NAME_num(list) == 1) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(list, 0);

        same = name->type == GEN_DIRNAME && X509_NAME_cmp(name->d.directoryName, X509_get_issuer_name(cert)) == 0 &&
               ASN1_INTEGER_cmp(number, X509_get0_serialNumber(cert)) == 0;
    }
    GENERAL_NAMES_free(list);
    ASN1_INTEGER_free(number);
    return same;
}

/* The certificate the sender's identifier names: enough to calculate, not enough to trust. */
static X509 *by_sender(const struct cms_signer *s)
{
    for (int i = 0; i < s->n_certs; i++)
        if (CMS_SignerInfo_cert_cmp(s->info, s->certs[i]) == 0)
            return s->certs[i];
    return NULL;
}

static bool named_certificate(struct cms_signer *s, bool v2)
{
    const ASN1_STRING *value = signed_value(
        s, v2 ? NID_id_smime_aa_signingCertificateV2 : NID_id_smime_aa_signingCertificate, V_ASN1_SEQUENCE);
    struct cert_id id = { .digest = NULL };
    X509 *named;

    if (!value || !read_cert_id(value, v2, &id))
        return broken(s, 15, "Wskazanie certyfikatu w podpisie jest zapisane niepoprawnie.");
    if (!id.digest || !trust_digest(s->q->trust, id.digest->uri, s->q->rq->at))
        return verify_fault(&s->sig, VERIFY_INDETERMINATE, 24, "CRYPTO_CONSTRAINTS_FAILURE",
                            "Certyfikat wskazano w podpisie skrótem, który nie jest już bezpieczny.");
    named = match(s, &id);
    if (!named)
        return verify_fault(
            &s->sig, VERIFY_INDETERMINATE, 24, "NO_SIGNING_CERTIFICATE_FOUND",
            "W podpisie nie ma certyfikatu, którym podpisujący miał podpisać; mógł zostać podmieniony.");
    if (!same_issuer(&id, named) || CMS_SignerInfo_cert_cmp(s->info, named) != 0)
        return verify_fault(&s->sig, VERIFY_INDETERMINATE, 24, "SIG_CONSTRAINTS_FAILURE",
                            "Podpis wskazuje innego wystawcę certyfikatu niż w certyfikacie.");
    s->cert = named;
    return true;
}

static bool find_certificate(struct cms_signer *s)
{
    s->cert = by_sender(s);
    if (s->cert)
        verify_describe(s->mem, s->cert, &s->sig);
    if (has_signed(s, NID_id_smime_aa_signingCertificateV2))
        return named_certificate(s, true);
    if (has_signed(s, NID_id_smime_aa_signingCertificate))
        return named_certificate(s, false);
    return verify_fault(&s->sig, VERIFY_INDETERMINATE, 24, "NO_SIGNING_CERTIFICATE_FOUND",
                        "Podpis nie wskazuje certyfikatu, którym go złożono, więc nie jest podpisem zaawansowanym "
                        "(AdES).");
}

/* ---- what was signed ---- */

static bool content_type(struct cms_signer *s)
{
    const ASN1_OBJECT *said = signed_value(s, NID_pkcs9_contentType, V_ASN1_OBJECT);

    if (said && OBJ_cmp(said, CMS_get0_eContentType(s->cms)) == 0)
        return true;
    return broken(s, 8, "Podpis nie mówi, jakiego rodzaju treści dotyczy.");
}

static bool message_digest(struct cms_signer *s, const struct cms_digest *digest)
{
    const ASN1_OCTET_STRING *said = signed_value(s, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING);
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned n = 0;

    if (!said)
        return broken(s, 8, "Podpis nie zawiera skrótu podpisanej treści.");
    if (cms_hash(digest, s->parts, s->n_parts, hash, &n) && (int)n == ASN1_STRING_length(said) &&
        memcmp(hash, ASN1_STRING_get0_data(said), n) == 0)
        return true;
    return verify_fault(&s->sig, VERIFY_TOTAL_FAILED, 23, "HASH_FAILURE",
                        "Treść zmieniono po podpisaniu (skrót się nie zgadza).");
}

/* The attributes as the value covers them: their order as received, the tag of a SET (RFC 5652, 5.4). */
static struct cms_part attributes(TALLOC_CTX *mem, const struct cms_signer *s)
{
    struct buf inside = buf_new(mem, MAX_ATTRIBUTES);
    struct buf all = buf_new(mem, MAX_ATTRIBUTES + 8);
    unsigned char head[8];
    unsigned char *p = head;

    for (int i = 0; i < CMS_signed_get_attr_count(s->info); i++) {
        unsigned char *der = NULL;
        int len = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(s->info, i), &der);

        if (len > 0)
            buf_add(&inside, der, (size_t)len);
        OPENSSL_free(der);
    }
    if (inside.overflow || inside.len == 0)
        return (struct cms_part){ NULL, 0 };
    ASN1_put_object(&p, 1, (int)inside.len, V_ASN1_SET, V_ASN1_UNIVERSAL);
    buf_add(&all, head, (size_t)(p - head));
    buf_add(&all, inside.data, inside.len);
    return (struct cms_part){ all.data, all.len };
}

static bool key_fits(const struct cms_method *method, const EVP_PKEY *key)
{
    int kind = key ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE;

    return kind == method->key || (kind == EVP_PKEY_RSA_PSS && method->key == EVP_PKEY_RSA && method->salt >= 0);
}

static bool value(struct cms_signer *s, const struct cms_method *method)
{
    MEM_SCOPE(tmp, s->mem);
    const ASN1_OCTET_STRING *signature = CMS_SignerInfo_get0_signature(s->info);
    EVP_PKEY *key = X509_get0_pubkey(s->cert);
    struct cms_part signed_part = attributes(tmp, s);

    if (!key_fits(method, key))
        return verify_fault(&s->sig, VERIFY_INDETERMINATE, 17, "CRYPTO_CONSTRAINTS_FAILURE",
                            "Rodzaj klucza w certyfikacie nie pasuje do algorytmu podpisu.");
    if (signed_part.data && cms_value_good(method, key, &signed_part, 1, ASN1_STRING_get0_data(signature),
                                           (size_t)ASN1_STRING_length(signature))) {
        s->sig.fingerprint = verify_sha256(s->mem, signed_part.data, signed_part.len);
        return true;
    }
    return verify_fault(&s->sig, VERIFY_TOTAL_FAILED, 23, "SIG_CRYPTO_FAILURE",
                        "Wartość podpisu nie zgadza się z treścią i certyfikatem.");
}

/* Without attributes the value covers the content itself; that is no AdES, but whether it holds is worth saying. */
static bool bare_value(struct cms_signer *s, const struct cms_method *method)
{
    const ASN1_OCTET_STRING *signature = CMS_SignerInfo_get0_signature(s->info);
    EVP_PKEY *key = X509_get0_pubkey(s->cert);

    if (key_fits(method, key) && cms_value_good(method, key, s->parts, s->n_parts, ASN1_STRING_get0_data(signature),
                                                (size_t)ASN1_STRING_length(signature)))
        return true;
    return verify_fault(&s->sig, VERIFY_TOTAL_FAILED, 23, "SIG_CRYPTO_FAILURE",
                        "Wartość podpisu nie zgadza się z treścią i certyfikatem.");
}

static bool unsupported(struct cms_signer *s)
{
    return verify_fault(&s->sig, VERIFY_INDETERMINATE, 16, "CRYPTO_CONSTRAINTS_FAILURE",
                        "Podpis użył algorytmu, którego system nie obsługuje.");
}

static bool calculate(struct cms_signer *s, const struct cms_digest **ret_digest, struct cms_method *ret_method)
{
    X509_ALGOR *digest_alg = NULL;
    X509_ALGOR *value_alg = NULL;
    const ASN1_OBJECT *oid = NULL;
    bool bare = CMS_signed_get_attr_count(s->info) <= 0;

    CMS_SignerInfo_get0_algs(s->info, NULL, NULL, &digest_alg, &value_alg);
    X509_ALGOR_get0(&oid, NULL, NULL, digest_alg);
    *ret_digest = cms_digest_of(oid);
    *ret_method = cms_method_of(value_alg, *ret_digest);
    if (!*ret_digest)
        return unsupported(s);
    if (!bare && !(content_type(s) && message_digest(s, *ret_digest)))
        return false;
    if (!ret_method->uri)
        return unsupported(s);
    if (!s->cert)
        return verify_fault(&s->sig, VERIFY_INDETERMINATE, 24, "NO_SIGNING_CERTIFICATE_FOUND",
                            "Podpis nie zawiera certyfikatu podpisującego.");
    return bare ? bare_value(s, ret_method) : value(s, ret_method);
}

/* ---- time ---- */

static bool claimed_time(struct cms_signer *s)
{
    int at = CMS_signed_get_attr_by_NID(s->info, NID_pkcs9_signingTime, -1);
    X509_ATTRIBUTE *attribute;
    const ASN1_TYPE *value_of = NULL;

    s->claimed = s->q->claimed;
    if (at < 0)
        return true;
    attribute = CMS_signed_get_attr(s->info, at);
    if (X509_ATTRIBUTE_count(attribute) == 1)
        value_of = X509_ATTRIBUTE_get0_type(attribute, 0);
    if (!value_of || (value_of->type != V_ASN1_UTCTIME && value_of->type != V_ASN1_GENERALIZEDTIME) ||
        !asn1_time(value_of->value.asn1_string, &s->claimed))
        return broken(s, 8, "Czas złożenia podpisu jest zapisany niepoprawnie.");
    s->sig.signing_time = date_iso_utc(s->mem, s->claimed);
    return true;
}

static bool time_in_order(struct cms_signer *s)
{
    if (s->claimed <= s->q->rq->at + VERIFY_SKEW)
        return true;
    return verify_fault(&s->sig, VERIFY_INDETERMINATE, 28, "SIG_CONSTRAINTS_FAILURE",
                        "Podpis podaje czas złożenia z przyszłości.");
}

/* ---- the whole ---- */

static bool algorithms(struct cms_signer *s, const struct cms_digest *digest, const struct cms_method *method)
{
    EVP_PKEY *key = X509_get0_pubkey(s->cert);

    if (!trust_digest(s->q->trust, digest->uri, s->at) || !trust_method(s->q->trust, method->uri, s->at))
        return verify_fault(&s->sig, VERIFY_INDETERMINATE, 16, "CRYPTO_CONSTRAINTS_FAILURE",
                            "Podpis użył algorytmu, który nie jest dopuszczony.");
    if (!trust_key(s->q->trust, key, s->at) ||
        (s->q->rq->profile == VERIFY_NARROW && method->key == EVP_PKEY_RSA && EVP_PKEY_get_bits(key) < NARROW_RSA))
        return verify_fault(&s->sig, VERIFY_INDETERMINATE, 17, "CRYPTO_CONSTRAINTS_FAILURE",
                            "Klucz podpisującego jest zbyt słaby lub niedopuszczony.");
    return true;
}

static bool trusted(struct cms_signer *s)
{
    const struct verify_subject subject = {
        .cert = s->cert,
        .others = s->certs,
        .n_others = s->n_certs,
        .use = TRUST_USE_SIGN,
        .purposes = s->q->rq->purposes,
        .at = s->at,
        .extra = s->evidence,
        .n_extra = s->n_evidence,
    };

    return verify_certificate(s->mem, s->q->rq, s->q->trust, &subject, &s->sig, s->rep);
}

void cms_signer_judge(struct cms_signer *s)
{
    const struct cms_digest *digest = NULL;
    struct cms_method method = { .uri = NULL };
    bool stamped;
    bool good;

    s->at = s->q->rq->at;
    good = find_certificate(s);
    good = claimed_time(s) && good;
    cms_note_rest(s);
    if (!calculate(s, &digest, &method) || !good)
        return;
    cms_gather(s);
    stamped = cms_stamps(s);
    good = time_in_order(s) && stamped;
    good = algorithms(s, digest, &method) && good;
    good = trusted(s) && good;
    s->sig.level = "B-B";
    if (s->sig.stamp_time[0])
        s->sig.level = !good || !cms_used_own(s) ? "B-T" : "B-LT"; /* archive stamps are noted only */
    if (s->sig.indication == VERIFY_TOTAL_PASSED)
        s->sig.reason = "Podpis jest poprawny: dokumentu nie zmieniono, a certyfikat wydał zaufany wystawca.";
    else
        s->sig.kind = "";
}

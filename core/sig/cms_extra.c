/* What a signature carries beside itself: time stamps, revocation data and certificates for later
 * (CAdES: EN 319 122-1; Adobe's archive in older PDF signatures), counter-signatures. All of it unauthenticated, each
 * piece good only for what it proves by itself. */
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <string.h>

#include "core/sig/cms_priv.h"
#include "core/sig/verify_cert.h"
#include "core/sig/verify_stamp.h"
#include "core/trust/der.h"

#define OID_REVOCATION_VALUES "1.2.840.113549.1.9.16.2.24"
#define OID_CERTIFICATE_VALUES "1.2.840.113549.1.9.16.2.23"
#define OID_ADOBE_REVOCATION "1.2.840.113583.1.1.8"
#define MAX_STAMPS 8

static const char *const ARCHIVE[] = {
    "1.2.840.113549.1.9.16.2.27", /* archive time stamp */
    "1.2.840.113549.1.9.16.2.48", /* its second version */
    "0.4.0.1733.2.4",             /* its third version */
    "0.4.0.1733.2.5",             /* long term validation */
};

/* ---- finding attributes ---- */

static X509_ATTRIBUTE *unsigned_attribute(const struct cms_signer *s, const char *oid, int *at)
{
    ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);

    *at = object ? CMS_unsigned_get_attr_by_OBJ(s->info, object, *at) : -1;
    ASN1_OBJECT_free(object);
    return *at < 0 ? NULL : CMS_unsigned_get_attr(s->info, *at);
}

static X509_ATTRIBUTE *signed_attribute(const struct cms_signer *s, const char *oid)
{
    ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
    int at = object ? CMS_signed_get_attr_by_OBJ(s->info, object, -1) : -1;

    ASN1_OBJECT_free(object);
    return at < 0 ? NULL : CMS_signed_get_attr(s->info, at);
}

/* A value that is a SEQUENCE, as DER. False when it is anything else. */
static bool sequence(X509_ATTRIBUTE *attribute, int i, struct der *ret)
{
    const ASN1_TYPE *value = attribute ? X509_ATTRIBUTE_get0_type(attribute, i) : NULL;

    if (!value || value->type != V_ASN1_SEQUENCE)
        return false;
    ret->p = ASN1_STRING_get0_data(value->value.sequence);
    ret->end = ret->p + ASN1_STRING_length(value->value.sequence);
    return true;
}

/* ---- evidence ---- */

static void add_evidence(struct cms_signer *s, enum evidence_kind kind, const unsigned char *der, size_t len)
{
    if (s->n_evidence < CMS_MAX_EVIDENCE)
        s->evidence[s->n_evidence++] = (struct evidence){ kind, der, len };
}

static void add_cert(struct cms_signer *s, const unsigned char *der, size_t len)
{
    X509 *cert;

    if (s->n_certs == CMS_MAX_CERTS || len > CMS_MAX_CERT)
        return;
    cert = trust_read_cert(s->mem, s->q->trust, der, len);
    if (cert)
        s->certs[s->n_certs++] = cert;
}

/* CAdES stores the basic response alone; everybody else, the whole answer around it. */
static void add_basic_ocsp(struct cms_signer *s, struct der whole)
{
    const unsigned char *p = whole.p;
    OCSP_BASICRESP *basic = d2i_OCSP_BASICRESP(NULL, &p, (long)der_len(&whole));
    OCSP_RESPONSE *answer = basic ? OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic) : NULL;
    unsigned char *der = NULL;
    int len = answer ? i2d_OCSP_RESPONSE(answer, &der) : 0;

    if (len > 0)
        add_evidence(s, EVIDENCE_OCSP, mem_dup(s->mem, der, (size_t)len), (size_t)len);
    OPENSSL_free(der);
    OCSP_RESPONSE_free(answer);
    OCSP_BASICRESP_free(basic);
}

/* RevocationValues and RevocationInfoArchival look alike: lists of CRLs under [0], of OCSP answers under [1]. */
static void add_revocation(struct cms_signer *s, struct der in, bool basic)
{
    struct der list;
    struct der item;
    struct der whole;

    if (!der_take(&in, V_ASN1_SEQUENCE, &in, NULL))
        return;
    if (der_peek(&in) == (DER_CONTEXT | 0) && der_take(&in, DER_CONTEXT | 0, &list, NULL) &&
        der_take(&list, V_ASN1_SEQUENCE, &list, NULL))
        while (der_take(&list, V_ASN1_SEQUENCE, &item, &whole))
            add_evidence(s, EVIDENCE_CRL, whole.p, der_len(&whole));
    if (der_peek(&in) != (DER_CONTEXT | 1) || !der_take(&in, DER_CONTEXT | 1, &list, NULL) ||
        !der_take(&list, V_ASN1_SEQUENCE, &list, NULL))
        return;
    while (der_take(&list, V_ASN1_SEQUENCE, &item, &whole)) {
        if (basic)
            add_basic_ocsp(s, whole);
        else
            add_evidence(s, EVIDENCE_OCSP, whole.p, der_len(&whole));
    }
}

static void add_certificates(struct cms_signer *s, struct der in)
{
    struct der item;
    struct der whole;

    if (!der_take(&in, V_ASN1_SEQUENCE, &in, NULL))
        return;
    while (der_take(&in, V_ASN1_SEQUENCE, &item, &whole))
        add_cert(s, whole.p, der_len(&whole));
}

static void free_crls(STACK_OF(X509_CRL) * crls)
{
    sk_X509_CRL_pop_free(crls, X509_CRL_free);
}

static void add_crls(struct cms_signer *s)
{
    STACK_OF(X509_CRL) *crls = CMS_get1_crls(s->cms);

    for (int i = 0; i < sk_X509_CRL_num(crls); i++) {
        unsigned char *der = NULL;
        int len = i2d_X509_CRL(sk_X509_CRL_value(crls, i), &der);

        if (len > 0)
            add_evidence(s, EVIDENCE_CRL, mem_dup(s->mem, der, (size_t)len), (size_t)len);
        OPENSSL_free(der);
    }
    free_crls(crls);
}

void cms_gather(struct cms_signer *s)
{
    struct der value;
    int at = -1;

    for (int i = 0; i < s->q->n_evidence; i++) {
        const struct evidence *ev = &s->q->evidence[i];

        if (ev->kind == EVIDENCE_CERT)
            add_cert(s, ev->der, ev->len);
        else
            add_evidence(s, ev->kind, ev->der, ev->len);
    }
    if (sequence(unsigned_attribute(s, OID_REVOCATION_VALUES, &at), 0, &value))
        add_revocation(s, value, true);
    at = -1;
    if (sequence(unsigned_attribute(s, OID_CERTIFICATE_VALUES, &at), 0, &value))
        add_certificates(s, value);
    if (sequence(signed_attribute(s, OID_ADOBE_REVOCATION), 0, &value))
        add_revocation(s, value, false);
    add_crls(s);
    ERR_clear_error();
}

static bool came_along(const struct cms_signer *s, const struct evidence *used)
{
    for (int i = 0; i < s->n_evidence; i++)
        if (s->evidence[i].len == used->len && memcmp(s->evidence[i].der, used->der, used->len) == 0)
            return true;
    return false;
}

bool cms_used_own(const struct cms_signer *s)
{
    for (int i = 0; i < s->rep->n_used; i++)
        if (s->rep->used[i].kind != EVIDENCE_CERT && came_along(s, &s->rep->used[i]))
            return true;
    return false;
}

/* ---- time stamps ---- */

static bool stamp(struct cms_signer *s, struct der token)
{
    const ASN1_OCTET_STRING *signature = CMS_SignerInfo_get0_signature(s->info);
    const struct verify_stamped stamped = {
        .token = token.p,
        .token_len = der_len(&token),
        .data = ASN1_STRING_get0_data(signature),
        .len = (size_t)ASN1_STRING_length(signature),
        .claimed = s->claimed,
        .extra = s->evidence,
        .n_extra = s->n_evidence,
    };
    int64_t at = 0;

    if (!verify_stamp(s->mem, s->q->rq, s->q->trust, &stamped, &s->sig, s->rep, &at))
        return s->sig.indication == VERIFY_TOTAL_PASSED;
    if (at < s->at)
        s->at = at;
    return true;
}

bool cms_stamps(struct cms_signer *s)
{
    X509_ATTRIBUTE *attribute;
    struct der token;
    bool good = true;
    int left = MAX_STAMPS;
    int at = -1;

    if (s->q->stamped_at && s->q->stamped_at < s->at)
        s->at = s->q->stamped_at;
    while ((attribute = unsigned_attribute(s, "1.2.840.113549.1.9.16.2.14", &at)))
        for (int i = 0; i < X509_ATTRIBUTE_count(attribute) && left > 0; i++, left--)
            if (sequence(attribute, i, &token))
                good = stamp(s, token) && good;
    return good;
}

/* ---- the rest ---- */

static int count_counter(const struct cms_signer *s)
{
    const X509_ATTRIBUTE *attribute;
    int n = 0;
    int at = -1;

    while ((attribute = unsigned_attribute(s, "1.2.840.113549.1.9.6", &at)))
        n += X509_ATTRIBUTE_count(attribute);
    return n;
}

void cms_note_rest(struct cms_signer *s)
{
    s->sig.n_counter = count_counter(s);
    if (s->sig.n_counter > 0)
        verify_note(s->mem, &s->sig, "Nie sprawdzono kontrasygnat.");
    for (size_t i = 0; i < sizeof ARCHIVE / sizeof ARCHIVE[0]; i++) {
        int at = -1;

        if (unsigned_attribute(s, ARCHIVE[i], &at))
            verify_note(s->mem, &s->sig, "Nie sprawdzono archiwalnych znaczników czasu.");
    }
}

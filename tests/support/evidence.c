/* What a certification authority would answer. */
#include "tests/support/evidence.h"

#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNKNOWN_OID "1.3.6.1.4.1.99999.7"

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "test support: %s\n", what);
    abort();
}

static ASN1_TIME *time_new(int64_t us)
{
    ASN1_TIME *t = ASN1_TIME_set(NULL, (time_t)(us / 1000000));

    must(t, "time");
    return t;
}

static ASN1_GENERALIZEDTIME *gentime_new(int64_t us)
{
    ASN1_GENERALIZEDTIME *t = us ? ASN1_GENERALIZEDTIME_set(NULL, (time_t)(us / 1000000)) : NULL;

    must(us == 0 || t, "time");
    return t;
}

static X509_EXTENSION *unknown_critical(void)
{
    ASN1_OBJECT *oid = OBJ_txt2obj(UNKNOWN_OID, 1);
    ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
    X509_EXTENSION *x;

    must(value && ASN1_OCTET_STRING_set(value, (const unsigned char *)"\x05\x00", 2) == 1, "extension");
    x = X509_EXTENSION_create_by_OBJ(NULL, oid, 1, value);
    ASN1_OCTET_STRING_free(value);
    ASN1_OBJECT_free(oid);
    must(x, "extension");
    return x;
}

static struct evidence keep(TALLOC_CTX *mem, enum evidence_kind kind, unsigned char *der, int len)
{
    struct evidence ev = { .kind = kind };

    must(len > 0, "encoding");
    ev.der = mem_dup(mem, der, (size_t)len);
    ev.len = (size_t)len;
    OPENSSL_free(der);
    return ev;
}

/* ---- OCSP ---- */

static void add_single(OCSP_BASICRESP *basic, const struct ocsp_spec *s)
{
    ASN1_GENERALIZEDTIME *this_update = gentime_new(s->this_update);
    ASN1_GENERALIZEDTIME *next_update = gentime_new(s->next_update);
    ASN1_GENERALIZEDTIME *revoked = gentime_new(s->revoked_at);
    OCSP_CERTID *id = OCSP_cert_to_id(s->id_md ? s->id_md : EVP_sha1(), s->cert, s->issuer);
    int status = s->unknown      ? V_OCSP_CERTSTATUS_UNKNOWN
                 : s->revoked_at ? V_OCSP_CERTSTATUS_REVOKED
                                 : V_OCSP_CERTSTATUS_GOOD;
    OCSP_SINGLERESP *single = OCSP_basic_add1_status(basic, id, status, s->reason, revoked, this_update, next_update);

    must(single, "OCSP_basic_add1_status");
    if (s->cutoff) {
        ASN1_GENERALIZEDTIME *cutoff = gentime_new(s->cutoff);

        OCSP_SINGLERESP_add1_ext_i2d(single, NID_id_pkix_OCSP_archiveCutoff, cutoff, 0, X509V3_ADD_DEFAULT);
        ASN1_GENERALIZEDTIME_free(cutoff);
    }
    OCSP_CERTID_free(id);
    ASN1_GENERALIZEDTIME_free(this_update);
    ASN1_GENERALIZEDTIME_free(next_update);
    ASN1_GENERALIZEDTIME_free(revoked);
}

struct evidence ocsp_new(TALLOC_CTX *mem, const struct ocsp_spec *s)
{
    OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
    OCSP_RESPONSE *response;
    unsigned char *der = NULL;
    int len;

    must(basic, "OCSP_BASICRESP_new");
    add_single(basic, s);
    if (s->critical) {
        X509_EXTENSION *x = unknown_critical();

        OCSP_BASICRESP_add_ext(basic, x, -1);
        X509_EXTENSION_free(x);
    }
    must(OCSP_basic_sign(basic, s->signer ? s->signer : s->issuer, s->signer ? s->signer_key : s->issuer_key,
                         s->md ? s->md : EVP_sha256(), NULL, s->signer ? 0 : OCSP_NOCERTS) == 1,
         "OCSP_basic_sign");
    response = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
    must(response, "OCSP_response_create");
    len = i2d_OCSP_RESPONSE(response, &der);
    OCSP_RESPONSE_free(response);
    OCSP_BASICRESP_free(basic);
    return keep(mem, EVIDENCE_OCSP, der, len);
}

/* ---- CRL ---- */

static void add_entry(X509_CRL *crl, const struct crl_spec *s)
{
    X509_REVOKED *entry = X509_REVOKED_new();
    ASN1_TIME *at = time_new(s->revoked_at);
    ASN1_ENUMERATED *reason = ASN1_ENUMERATED_new();

    must(entry && reason, "entry");
    X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(s->cert));
    X509_REVOKED_set_revocationDate(entry, at);
    if (s->reason >= 0) {
        ASN1_ENUMERATED_set(reason, s->reason);
        X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, reason, 0, 0);
    }
    if (s->entry_critical) {
        X509_EXTENSION *x = unknown_critical();

        X509_REVOKED_add_ext(entry, x, -1);
        X509_EXTENSION_free(x);
    }
    must(X509_CRL_add0_revoked(crl, entry) == 1, "entry");
    ASN1_ENUMERATED_free(reason);
    ASN1_TIME_free(at);
}

static void add_extension(X509_CRL *crl, X509_EXTENSION *x)
{
    must(x && X509_CRL_add_ext(crl, x, -1) == 1, "extension of the list");
    X509_EXTENSION_free(x);
}

static void add_extensions(X509_CRL *crl, const struct crl_spec *s)
{
    ASN1_INTEGER *base = ASN1_INTEGER_new();
    char text[200];

    if (s->scope) {
        snprintf(text, sizeof text, "critical,%s", s->scope);
        add_extension(crl, X509V3_EXT_nconf_nid(NULL, NULL, NID_issuing_distribution_point, text));
    }
    if (s->kept) {
        snprintf(text, sizeof text, "ASN1:GENERALIZEDTIME:%s", s->kept);
        add_extension(crl, X509V3_EXT_nconf(NULL, NULL, "2.5.29.60", text));
    }
    if (s->delta) {
        ASN1_INTEGER_set(base, 1);
        X509_CRL_add1_ext_i2d(crl, NID_delta_crl, base, 1, 0);
    }
    if (s->critical)
        add_extension(crl, unknown_critical());
    ASN1_INTEGER_free(base);
}

struct evidence crl_new(TALLOC_CTX *mem, const struct crl_spec *s)
{
    X509_CRL *crl = X509_CRL_new();
    ASN1_TIME *this_update = time_new(s->this_update);
    ASN1_TIME *next_update = s->next_update ? time_new(s->next_update) : NULL;
    unsigned char *der = NULL;
    int len;

    must(crl, "X509_CRL_new");
    X509_CRL_set_version(crl, 1);
    X509_CRL_set_issuer_name(crl, X509_get_subject_name(s->issuer));
    X509_CRL_set1_lastUpdate(crl, this_update);
    if (next_update)
        X509_CRL_set1_nextUpdate(crl, next_update);
    if (s->cert)
        add_entry(crl, s);
    add_extensions(crl, s);
    X509_CRL_sort(crl);
    must(X509_CRL_sign(crl, s->issuer_key, s->md ? s->md : EVP_sha256()) > 0, "X509_CRL_sign");
    len = i2d_X509_CRL(crl, &der);
    X509_CRL_free(crl);
    ASN1_TIME_free(this_update);
    ASN1_TIME_free(next_update);
    return keep(mem, EVIDENCE_CRL, der, len);
}

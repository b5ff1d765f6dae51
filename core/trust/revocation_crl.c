/* One CRL: complete, of the certificate's own issuer, genuine, and whether it lists the
 * certificate. Delta, indirect and partial lists are refused rather than half understood. */
#include <openssl/x509v3.h>

#include "core/trust/revocation_priv.h"

#define MAX_ENTRIES 200000

/* id-ce-expiredCertsOnCRL (X.509 9.5.2.8): OpenSSL has no name for it. */
#define OID_EXPIRED_CERTS "2.5.29.60"

/* ---- may this list speak of the certificate at all? ---- */

static bool shares_name(const GENERAL_NAMES *a, const GENERAL_NAMES *b)
{
    for (int i = 0; i < sk_GENERAL_NAME_num(a); i++)
        for (int j = 0; j < sk_GENERAL_NAME_num(b); j++)
            if (GENERAL_NAME_cmp(sk_GENERAL_NAME_value(a, i), sk_GENERAL_NAME_value(b, j)) == 0)
                return true;
    return false;
}

/* RFC 5280 6.3.3 (b)(2)(i): a list of one distribution point serves the certificates that name the point. */
static bool point_matches(X509 *cert, const DIST_POINT_NAME *point)
{
    CRL_DIST_POINTS *points;
    bool found = false;

    if (!point)
        return true;
    if (point->type != 0)
        return false;
    points = X509_get_ext_d2i(cert, NID_crl_distribution_points, NULL, NULL);
    for (int i = 0; !found && i < sk_DIST_POINT_num(points); i++) {
        const DIST_POINT *own = sk_DIST_POINT_value(points, i);

        found = own->distpoint && own->distpoint->type == 0 && !own->reasons && !own->CRLissuer &&
                shares_name(own->distpoint->name.fullname, point->name.fullname);
    }
    CRL_DIST_POINTS_free(points);
    return found;
}

static bool scope_covers(X509 *cert, const ISSUING_DIST_POINT *scope)
{
    bool is_ca = X509_check_ca(cert) != 0;

    return scope->indirectCRL <= 0 && scope->onlyattr <= 0 && !scope->onlysomereasons &&
           !(scope->onlyuser > 0 && is_ca) && !(scope->onlyCA > 0 && !is_ca) && point_matches(cert, scope->distpoint);
}

static bool in_scope(X509_CRL *crl, X509 *cert)
{
    int critical = -1;
    ISSUING_DIST_POINT *scope = X509_CRL_get_ext_d2i(crl, NID_issuing_distribution_point, &critical, NULL);
    bool covered = scope ? scope_covers(cert, scope) : critical == -1;

    ISSUING_DIST_POINT_free(scope);
    return covered;
}

/* The issuing distribution point is the one critical extension that is understood; a delta list bears another. */
static bool extensions_known(const X509_CRL *crl)
{
    int i = -1;

    while ((i = X509_CRL_get_ext_by_critical(crl, 1, i)) >= 0)
        if (OBJ_obj2nid(X509_EXTENSION_get_object(X509_CRL_get_ext(crl, i))) != NID_issuing_distribution_point)
            return false;
    return X509_CRL_get_ext_by_NID(crl, NID_delta_crl, -1) < 0;
}

static bool entry_known(const X509_REVOKED *entry)
{
    int i = -1;

    while ((i = X509_REVOKED_get_ext_by_critical(entry, 1, i)) >= 0) {
        int nid = OBJ_obj2nid(X509_EXTENSION_get_object(X509_REVOKED_get_ext(entry, i)));

        if (nid != NID_crl_reason && nid != NID_invalidity_date)
            return false;
    }
    return true;
}

/* RFC 5280 5.3: a critical extension nobody understands, in any entry, spoils the list for every certificate. */
static bool entries_known(X509_CRL *crl)
{
    STACK_OF(X509_REVOKED) *entries = X509_CRL_get_REVOKED(crl);
    int n = sk_X509_REVOKED_num(entries);

    if (n > MAX_ENTRIES)
        return false;
    for (int i = 0; i < n; i++)
        if (!entry_known(sk_X509_REVOKED_value(entries, i)))
            return false;
    return true;
}

static bool is_genuine(X509_CRL *crl, X509 *issuer)
{
    const X509_ALGOR *algorithm = NULL;
    EVP_PKEY *key = X509_get0_pubkey(issuer);

    X509_CRL_get0_signature(crl, NULL, &algorithm);
    return key && X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_subject_name(issuer)) == 0 &&
           (X509_get_key_usage(issuer) & KU_CRL_SIGN) != 0 && revocation_strong(algorithm) &&
           X509_CRL_verify(crl, key) == 1;
}

/* ---- what it says ---- */

static ASN1_GENERALIZEDTIME *kept_since(const X509_CRL *crl)
{
    ASN1_OBJECT *oid = OBJ_txt2obj(OID_EXPIRED_CERTS, 1);
    int i = X509_CRL_get_ext_by_OBJ(crl, oid, -1);
    const ASN1_OCTET_STRING *value = i < 0 ? NULL : X509_EXTENSION_get_data(X509_CRL_get_ext(crl, i));
    const unsigned char *p = value ? ASN1_STRING_get0_data(value) : NULL;

    ASN1_OBJECT_free(oid);
    return p ? d2i_ASN1_GENERALIZEDTIME(NULL, &p, ASN1_STRING_length(value)) : NULL;
}

static int reason_of(const X509_REVOKED *entry)
{
    ASN1_ENUMERATED *value = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, NULL, NULL);
    int reason = value ? (int)ASN1_ENUMERATED_get(value) : -1;

    ASN1_ENUMERATED_free(value);
    return reason;
}

static bool read_list(X509_CRL *crl, X509 *cert, struct revocation_finding *ret)
{
    const ASN1_TIME *next = X509_CRL_get0_nextUpdate(crl);
    struct revocation_finding f = { .reason = -1 };
    X509_REVOKED *entry = NULL;
    ASN1_GENERALIZEDTIME *since;

    if (!asn1_time(X509_CRL_get0_lastUpdate(crl), &f.this_update) ||
        (next && (!asn1_time(next, &f.next_update) || f.next_update < f.this_update)))
        return false;
    f.revoked = X509_CRL_get0_by_serial(crl, &entry, X509_get0_serialNumber(cert)) != 0;
    if (f.revoked && (!entry || !asn1_time(X509_REVOKED_get0_revocationDate(entry), &f.revoked_at)))
        return false;
    if (f.revoked)
        f.reason = reason_of(entry);
    since = kept_since(crl);
    f.silent = revocation_silent(cert, f.this_update, since);
    ASN1_GENERALIZEDTIME_free(since);
    *ret = f;
    return true;
}

bool revocation_read_crl(const struct revocation_question *q, const struct evidence *ev, struct revocation_finding *ret)
{
    const unsigned char *p = ev->der;
    X509_CRL *crl;
    bool usable;

    if (ev->len == 0 || ev->len > REVOCATION_MAX_CRL)
        return false;
    crl = d2i_X509_CRL(NULL, &p, (long)ev->len);
    usable = crl && p == ev->der + ev->len && is_genuine(crl, q->issuer) && extensions_known(crl) &&
             in_scope(crl, q->cert) && entries_known(crl) && read_list(crl, q->cert, ret);
    X509_CRL_free(crl);
    return usable;
}

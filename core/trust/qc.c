#include "core/trust/qc.h"

#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "core/trust/der.h"

#define OID(...) (const unsigned char[]){ __VA_ARGS__ }, sizeof((const unsigned char[]){ __VA_ARGS__ })

/* id-etsi-qcs is 0.4.0.1862.1. */
#define ETSI 0x04, 0x00, 0x8E, 0x46, 0x01

enum statement { COMPLIANCE, SSCD, TYPE, LEGISLATION, OTHER };

static const struct {
    const unsigned char *oid;
    size_t len;
    enum statement means;
} STATEMENTS[] = {
    { OID(ETSI, 0x01), COMPLIANCE },
    { OID(ETSI, 0x04), SSCD },
    { OID(ETSI, 0x06), TYPE },
    { OID(ETSI, 0x07), LEGISLATION },
};

static const struct {
    const unsigned char *oid;
    size_t len;
    unsigned type;
} TYPES[] = {
    { OID(ETSI, 0x06, 0x01), QC_SIGNATURES },
    { OID(ETSI, 0x06, 0x02), QC_SEALS },
    { OID(ETSI, 0x06, 0x03), QC_WEBSITES },
};

static bool is_oid(const struct der *d, const unsigned char *oid, size_t len)
{
    return der_len(d) == len && memcmp(d->p, oid, len) == 0;
}

static enum statement meaning(const struct der *oid)
{
    for (size_t i = 0; i < sizeof STATEMENTS / sizeof STATEMENTS[0]; i++)
        if (is_oid(oid, STATEMENTS[i].oid, STATEMENTS[i].len))
            return STATEMENTS[i].means;
    return OTHER;
}

/* QcType ::= SEQUENCE OF OBJECT IDENTIFIER */
static bool read_types(struct der *info, unsigned *types)
{
    struct der list;
    struct der oid;

    if (!der_take(info, V_ASN1_SEQUENCE, &list, NULL))
        return false;
    while (der_len(&list) > 0) {
        if (!der_take(&list, V_ASN1_OBJECT, &oid, NULL))
            return false;
        for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++)
            if (is_oid(&oid, TYPES[i].oid, TYPES[i].len))
                *types |= TYPES[i].type;
    }
    return true;
}

/* QCStatement ::= SEQUENCE { statementId OBJECT IDENTIFIER, statementInfo ANY OPTIONAL } */
static bool read_statements(struct der in, struct qc *qc)
{
    bool elsewhere = false;
    struct der list;
    struct der one;
    struct der oid;

    if (!der_take(&in, V_ASN1_SEQUENCE, &list, NULL) || der_len(&in) > 0)
        return false;
    while (der_len(&list) > 0) {
        if (!der_take(&list, V_ASN1_SEQUENCE, &one, NULL) || !der_take(&one, V_ASN1_OBJECT, &oid, NULL))
            return false;
        switch (meaning(&oid)) {
        case COMPLIANCE:
            qc->eu = true;
            break;
        case SSCD:
            qc->in_device = true;
            break;
        case TYPE:
            if (!read_types(&one, &qc->types))
                return false;
            break;
        case LEGISLATION:
            elsewhere = true;
            break;
        case OTHER:
            break;
        }
    }
    qc->eu = qc->eu && !elsewhere;
    return true;
}

struct qc qc_of(const X509 *cert)
{
    int at = X509_get_ext_by_NID(cert, NID_qcStatements, -1);
    const ASN1_OCTET_STRING *value = at < 0 ? NULL : X509_EXTENSION_get_data(X509_get_ext(cert, at));
    struct qc qc = { .types = 0 };
    struct der in;

    if (!value)
        return qc;
    in = (struct der){ ASN1_STRING_get0_data(value), ASN1_STRING_get0_data(value) + ASN1_STRING_length(value) };
    return read_statements(in, &qc) ? qc : (struct qc){ .types = 0 };
}

const char *qc_kind(const struct qc *qc)
{
    if (qc->eu && (qc->types == 0 || (qc->types & QC_SIGNATURES)))
        return qc->in_device ? "kwalifikowany" : "zaawansowany";
    if (qc->eu && (qc->types & QC_SEALS))
        return qc->in_device ? "pieczec" : "pieczec_zaawansowana";
    return "niekwalifikowany";
}

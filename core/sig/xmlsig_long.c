/* What was added to a signature after it was made: time stamps, certificates, revocation, archive
 * stamps. None of it is covered by the signature; each piece is believed only for what it proves by itself. */
#include <string.h>

#include "core/sig/verify_stamp.h"
#include "core/sig/xmlsig_priv.h"
#include "core/trust/tsp.h"

#define MAX_STAMPS 8

/* ---- certificates and revocation (EN 319 132-1, 5.4; times stamps' own in xades141) ---- */

static bool add_cert(struct sig *s, const xmlNode *node)
{
    size_t len = 0;
    const unsigned char *der = base64_decode(s->mem, sig_sole_text(node), SIG_MAX_CERT, &len);
    X509 *cert = der && s->n_certs < SIG_MAX_CERTS ? trust_read_cert(s->mem, s->trust, der, len) : NULL;

    if (!der)
        return sig_format_fault(s, 15, "Certyfikat dołączony do podpisu jest zapisany niepoprawnie.");
    if (cert)
        s->certs[s->n_certs++] = cert;
    return true;
}

static bool add_evidence(struct sig *s, enum evidence_kind kind, const xmlNode *node)
{
    size_t len = 0;
    const unsigned char *der = base64_decode(s->mem, sig_sole_text(node), SIG_MAX_CRL, &len);

    if (!der)
        return sig_format_fault(s, 15, "Dowód unieważnień dołączony do podpisu jest zapisany niepoprawnie.");
    if (s->n_evidence < SIG_MAX_EVIDENCE)
        s->evidence[s->n_evidence++] = (struct evidence){ kind, der, len };
    return true;
}

/* Below CertificateValues, RevocationValues or TimeStampValidationData. */
static bool read_values(struct sig *s, const xmlNode *top)
{
    for (const xmlNode *n = top; n; n = xml_walk(top, n)) {
        bool good = true;

        if (sig_is_xades(n, "EncapsulatedX509Certificate"))
            good = add_cert(s, n);
        else if (sig_is_xades(n, "EncapsulatedCRLValue"))
            good = add_evidence(s, EVIDENCE_CRL, n);
        else if (sig_is_xades(n, "EncapsulatedOCSPValue"))
            good = add_evidence(s, EVIDENCE_OCSP, n);
        if (!good)
            return false;
    }
    return true;
}

static bool is_values(const xmlNode *node)
{
    return sig_is_xades(node, "CertificateValues") || sig_is_xades(node, "RevocationValues") ||
           xml_is(node, SIG_NS_XADES141, "TimeStampValidationData") ||
           xml_is(node, SIG_NS_XADES141, "CertificateValues") || xml_is(node, SIG_NS_XADES141, "RevocationValues");
}

/* ---- time stamps ---- */

static bool stamp(struct sig *s, const xmlNode *node)
{
    const xmlNode *method = xml_child(node, XML_NS_DS, "CanonicalizationMethod");
    const xmlNode *token = xml_child(node, XML_NS_XADES, "EncapsulatedTimeStamp");
    struct verify_stamped stamped = { .claimed = s->claimed, .extra = s->evidence, .n_extra = s->n_evidence };
    const unsigned char *data = NULL;
    int64_t at = 0;

    if (method && !sig_is_plain_c14n(method))
        return sig_format_fault(s, 30, "Znacznik czasu używa postaci kanonicznej, której system nie dopuszcza.");
    stamped.token = base64_decode(s->mem, sig_sole_text(token), TSP_MAX_TOKEN, &stamped.token_len);
    if (!stamped.token || xml_next(token, XML_NS_XADES, "EncapsulatedTimeStamp"))
        return sig_format_fault(s, 15, "Znacznik czasu jest zapisany niepoprawnie.");
    if (!sig_canonical(s->mem, s->d->doc, s->value, method ? sig_attr(method, "Algorithm") : SIG_C14N, method, &data,
                       &stamped.len))
        return sig_format_fault(s, 30, "Nie można obliczyć, co obejmuje znacznik czasu.");
    stamped.data = data;
    if (!verify_stamp(s->out, s->rq, s->trust, &stamped, &s->result, s->report, &at))
        return s->result.indication == VERIFY_TOTAL_PASSED;
    if (strcmp(s->result.level, "B-B") == 0 || at < s->at)
        s->at = at;
    s->result.level = "B-T";
    return true;
}

/* Evidence first: the stamps' own certificates may need it. */
static bool read_evidence(struct sig *s)
{
    for (const xmlNode *n = sig_first(s->unsigned_properties); n; n = sig_next(n))
        if (is_values(n) && !read_values(s, n))
            return false;
    return true;
}

static bool read_stamps(struct sig *s)
{
    int n_stamps = 0;

    for (const xmlNode *n = sig_first(s->unsigned_properties); n; n = sig_next(n)) {
        if (sig_is_xades(n, "CounterSignature"))
            s->result.n_counter++;
        if (!sig_is_xades(n, "SignatureTimeStamp"))
            continue;
        if (++n_stamps > MAX_STAMPS)
            return sig_format_fault(s, 30, "Podpis ma zbyt wiele znaczników czasu.");
        if (!stamp(s, n))
            return false;
    }
    return true;
}

bool sig_long_term(struct sig *s)
{
    s->result.level = "B-B";
    if (!s->unsigned_properties)
        return true;
    if (!read_evidence(s) || !read_stamps(s))
        return false;
    if (s->result.n_counter > 0)
        verify_note(s->out, &s->result, "Kontrasygnat nie sprawdzano; nie są liczone jako podpisy.");
    return true;
}

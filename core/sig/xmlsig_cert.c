/* Which of the certificates in KeyInfo signed: the one whose digest the signed properties name,
 * never the first or the convenient one; and whether its key is strong enough and of the method's kind. */
#include <openssl/bn.h>
#include <string.h>

#include "core/sig/verify_stamp.h"
#include "core/sig/xmlsig_priv.h"

/* ---- KeyInfo ---- */

static X509 *read_cert(struct sig *s, const xmlNode *node)
{
    size_t len = 0;
    const unsigned char *der = base64_decode(s->mem, sig_sole_text(node), SIG_MAX_CERT, &len);

    return der ? trust_read_cert(s->mem, s->trust, der, len) : NULL;
}

static bool read_data(struct sig *s, const xmlNode *data)
{
    for (const xmlNode *n = sig_first(data); n; n = sig_next(n)) {
        if (!xml_is(n, XML_NS_DS, "X509Certificate")) {
            if (sig_is_narrow(s))
                return sig_fault(s, 12, "FORMAT_FAILURE",
                                 "Podpis opisuje klucz w sposób, którego system nie dopuszcza.");
            continue;
        }
        if (s->n_certs == SIG_MAX_CERTS)
            return sig_fault(s, 24, "FORMAT_FAILURE", "Podpis zawiera zbyt wiele certyfikatów.");
        s->certs[s->n_certs] = read_cert(s, n);
        if (!s->certs[s->n_certs])
            return sig_fault(s, 15, "FORMAT_FAILURE", "Certyfikat w podpisie jest zapisany niepoprawnie.");
        s->n_certs++;
    }
    return true;
}

static bool read_certs(struct sig *s)
{
    for (const xmlNode *n = xml_child(s->key_info, XML_NS_DS, "X509Data"); n; n = xml_next(n, XML_NS_DS, "X509Data"))
        if (!read_data(s, n))
            return false;
    if (s->n_certs == 0)
        return sig_fault(s, 24, "NO_SIGNING_CERTIFICATE_FOUND", "Podpis nie zawiera certyfikatu podpisującego.");
    return true;
}

/* ---- the certificate named by the signed properties (check 24) ---- */

static bool digest_of(X509 *cert, const EVP_MD *md, unsigned char hash[EVP_MAX_MD_SIZE], unsigned *ret_len)
{
    *ret_len = 32;
    return EVP_MD_is_a(md, "SHA256") ? trust_sha256(cert, hash) : X509_digest(cert, md, hash, ret_len) == 1;
}

static X509 *match(struct sig *s, const EVP_MD *md, const unsigned char *wanted, size_t len)
{
    X509 *found = NULL;

    for (int i = 0; i < s->n_certs; i++) {
        unsigned char hash[EVP_MAX_MD_SIZE];
        unsigned int n = 0;

        if (!digest_of(s->certs[i], md, hash, &n) || n != len || memcmp(hash, wanted, n) != 0)
            continue;
        if (found)
            return NULL;
        found = s->certs[i];
    }
    return found;
}

static bool find_signer(struct sig *s, const xmlNode *cert)
{
    const xmlNode *digest = xml_child(cert, XML_NS_XADES, "CertDigest");
    const xmlNode *method = xml_child(digest, XML_NS_DS, "DigestMethod");
    const EVP_MD *md = method ? sig_digest(sig_attr(method, "Algorithm")) : NULL;
    const unsigned char *wanted;
    size_t len = 0;

    if (method && (!md || !trust_digest(s->trust, sig_attr(method, "Algorithm"), s->rq->at)))
        return sig_fault(s, 24, "CRYPTO_CONSTRAINTS_FAILURE",
                         "Certyfikat wskazano w podpisie skrótem, który nie jest już bezpieczny.");
    wanted = base64_decode(s->mem, sig_sole_text(xml_child(digest, XML_NS_DS, "DigestValue")), EVP_MAX_MD_SIZE, &len);
    if (!md || !wanted)
        return sig_fault(s, 15, "FORMAT_FAILURE", "Wskazanie certyfikatu w podpisie jest zapisane niepoprawnie.");
    s->signer = match(s, md, wanted, len);
    if (!s->signer)
        return sig_fault(s, 24, "NO_SIGNING_CERTIFICATE_FOUND",
                         "W podpisie nie ma certyfikatu, którym podpisujący miał podpisać; mógł zostać podmieniony.");
    return true;
}

static bool same_issuer_v2(struct sig *s, const xmlNode *node)
{
    size_t n_wanted = 0;
    size_t n = 0;
    const unsigned char *wanted = base64_decode(s->mem, sig_sole_text(node), SIG_MAX_CERT, &n_wanted);
    const unsigned char *is = sig_issuer_serial(s->mem, s->signer, &n);

    return wanted && n == n_wanted && memcmp(is, wanted, n) == 0;
}

/* The old form: the digest already fixes the certificate, so the decimal number is compared and the issuer's name, for
 * which programs have many spellings, is not. */
static bool same_serial(struct sig *s, const xmlNode *node)
{
    MEM_SCOPE(tmp, s->mem);
    const char *wanted = xml_text(tmp, xml_child(node, XML_NS_DS, "X509SerialNumber"));
    BIGNUM *bn = mem_adopt(tmp, ASN1_INTEGER_to_BN(X509_get0_serialNumber(s->signer), NULL), BN_free);
    char *is = bn ? BN_bn2dec(bn) : NULL;
    bool same;

    wanted += strspn(wanted, "0");
    same = is && strcmp(is, wanted) == 0;
    OPENSSL_free(is);
    return same;
}

static bool signing_certificate(struct sig *s)
{
    const xmlNode *v2 = xml_child(s->signature_properties, XML_NS_XADES, "SigningCertificateV2");
    const xmlNode *v1 = xml_child(s->signature_properties, XML_NS_XADES, "SigningCertificate");
    const xmlNode *cert = xml_child(v2 ? v2 : v1, XML_NS_XADES, "Cert");
    const xmlNode *issuer;

    if (!cert || (!v2 && sig_is_narrow(s)))
        return sig_fault(s, 24, "NO_SIGNING_CERTIFICATE_FOUND", "Podpis nie wskazuje certyfikatu, którym go złożono.");
    if (!find_signer(s, cert))
        return false;
    issuer = xml_child(cert, XML_NS_XADES, v2 ? "IssuerSerialV2" : "IssuerSerial");
    if (!issuer || (v2 ? same_issuer_v2(s, issuer) : same_serial(s, issuer)))
        return true;
    s->signer = NULL;
    return sig_fault(s, 24, "SIG_CONSTRAINTS_FAILURE",
                     "Podpis wskazuje innego wystawcę certyfikatu niż w certyfikacie.");
}

/* ---- the key (check 17) ---- */

/* The kind must be the method's; a key of ours must be stronger than others'. Strength by the table: sig_algorithms(). */
static bool key(struct sig *s)
{
    const EVP_PKEY *pkey = X509_get0_pubkey(s->signer);
    int kind = pkey ? EVP_PKEY_get_base_id(pkey) : 0;

    if (!(kind == EVP_PKEY_RSA && strstr(s->method, "#rsa-")) && !(kind == EVP_PKEY_EC && strstr(s->method, "#ecdsa-")))
        return sig_fault(s, 17, "CRYPTO_CONSTRAINTS_FAILURE",
                         "Rodzaj klucza w certyfikacie nie pasuje do algorytmu podpisu.");
    if (sig_is_narrow(s) && kind == EVP_PKEY_RSA && EVP_PKEY_get_bits(pkey) < 3072)
        return sig_fault(s, 17, "CRYPTO_CONSTRAINTS_FAILURE",
                         "Klucz podpisującego jest zbyt słaby lub niedopuszczony.");
    return true;
}

/* ---- the claimed time (check 28) ---- */

static bool signing_time(struct sig *s)
{
    static const char *const unreadable = "Czas złożenia podpisu jest zapisany niepoprawnie.";
    const xmlNode *node = xml_child(s->signature_properties, XML_NS_XADES, "SigningTime");
    const char *text = xml_text(s->out, node);
    size_t len = strlen(text);
    int64_t us = 0;
    bool zoned = xml_time(text, &us);

    if (sig_is_narrow(s) && (!zoned || text[len - 1] != 'Z'))
        return sig_fault(s, 8, "FORMAT_FAILURE", unreadable);
    if (!node)
        return true;
    if (!sig_sole_text(node))
        return sig_fault(s, 8, "FORMAT_FAILURE", unreadable);
    /* time without a zone is met in old files; it is shown, not calculated with */
    if (!zoned && (len > 40 || !xml_time(mem_printf(s->mem, "%sZ", text), &us)))
        return sig_fault(s, 8, "FORMAT_FAILURE", unreadable);
    s->result.signing_time = text;
    s->claimed = zoned ? us : 0;
    if (zoned && us > s->rq->at + VERIFY_SKEW)
        return sig_fault(s, 28, "SIG_CONSTRAINTS_FAILURE", "Podpis podaje czas złożenia z przyszłości.");
    return true;
}

bool sig_certificate(struct sig *s)
{
    if (!read_certs(s) || !signing_certificate(s))
        return false;
    verify_describe(s->out, s->signer, &s->result);
    return key(s) && signing_time(s);
}

/* A world of signers for the tests of core/sig/xmlsig, what its own signatures and foreign ones look like there, and what the
 * verifier must say of a text. */
#ifndef TESTS_UNIT_CORE_XADES_H
#define TESTS_UNIT_CORE_XADES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <xmlsec/crypto.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#include <cmocka.h>

#include "core/sig/xmlsig.h"
#include "core/sig/xmlsig_priv.h"
#include "tests/support/check.h"
#include "tests/support/keys.h"

#define DOC                                                                                                            \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?xml-stylesheet type=\"text/xsl\" href=\"styl.xsl\"?>\n"             \
    "<p:Dokument xmlns:p=\"urn:p\" xmlns:unused=\"urn:u\"><p:Tresc Id=\"T1\">Kwota: 100 zł &amp; więcej</p:Tresc>"   \
    "<p:Zalacznik nazwa=\"a\"/></p:Dokument>"

struct world {
    TALLOC_CTX *mem;
    struct key_set *ec;
    struct key_set *rsa;
    struct key_set *stranger; /* its root is not trusted */
    const char *dir;
    const char *trust;
    int64_t now;
};

static inline int set_up(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);
    struct world *w = mem_zero(mem, struct world);

    xml_init();
    w->mem = mem;
    w->ec = key_set_new(mem, KEY_P256, "Pieczęć próbna <EC>");
    w->rsa = key_set_new(mem, KEY_RSA3072, "Pieczęć próbna RSA");
    w->stranger = key_set_new(mem, KEY_P256, "Obcy");
    w->dir = temp_dir(mem);
    w->trust = mem_printf(mem, "%s/trust", w->dir);
    mkdir(w->trust, 0700);
    cert_write(mem_printf(mem, "%s/ec.pem", w->trust), w->ec->root);
    cert_write(mem_printf(mem, "%s/rsa.pem", w->trust), w->rsa->root);
    w->now = (int64_t)time(NULL) * 1000000;
    *state = w;
    return 0;
}

static inline int tear_down(void **state)
{
    struct world *w = *state;

    talloc_free(w->mem);
    return 0;
}

/* ---- helpers ---- */

static inline xmlDoc *parse(struct world *w, const char *text)
{
    const char *problem = "";
    xmlDoc *doc = NULL;

    if (xml_parse(w->mem, text, strlen(text), 10u << 20, &doc, &problem))
        fail_msg("%s in %s", problem, text);
    return doc;
}

static inline const char *sign(struct world *w, const struct key_set *keys, const char *text)
{
    xmlDoc *doc = parse(w, text);
    size_t len = 0;

    assert_int_equal(
        xmlsig_sign(w->mem, doc, keys->key, (X509 *[]){ keys->cert, keys->root }, 2, w->now, "text/xml", NULL), ERR_OK);
    return xml_bytes(w->mem, doc, &len);
}

static inline struct checked verify_at(struct world *w, const char *text, enum verify_profile profile, int64_t at)
{
    struct checked c = check_file(w->mem, text, strlen(text), profile, w->trust, at);

    assert_true(*c.report.reason);
    if (*c.report.subindication && strstr("FORMAT_FAILURE HASH_FAILURE SIG_CRYPTO_FAILURE", c.report.subindication))
        assert_null(c.report.signed_bytes);
    return c;
}

static inline struct checked verify(struct world *w, const char *text, enum verify_profile profile)
{
    return verify_at(w, text, profile, w->now);
}

static inline void passes(struct world *w, const char *text, enum verify_profile profile)
{
    struct checked r = verify(w, text, profile);

    if (r.report.indication != VERIFY_TOTAL_PASSED)
        fail_msg("%s %s (checks %s): %s", verify_indication_name(r.report.indication), r.report.subindication,
                 VERIFY_CHECKS(r.report.checks), r.report.reason);
    assert_string_equal(r.report.subindication, "");
    assert_string_equal(VERIFY_CHECKS(r.report.checks), "");
    assert_non_null(r.report.signed_bytes);
}

static inline void fails_as(struct world *w, const char *text, enum verify_profile profile, const char *sub,
                            const char *checks)
{
    struct checked r = verify(w, text, profile);

    if (r.report.indication == VERIFY_TOTAL_PASSED || strcmp(r.report.subindication, sub) != 0 ||
        strcmp(VERIFY_CHECKS(r.report.checks), checks) != 0)
        fail_msg("expected %s (%s), got %s %s (%s): %s\n%s", sub, checks, verify_indication_name(r.report.indication),
                 r.report.subindication, VERIFY_CHECKS(r.report.checks), r.report.reason, text);
}

/* Refused in both profiles for the same reason. */
static inline void fails(struct world *w, const char *text, const char *sub, const char *checks)
{
    fails_as(w, text, VERIFY_NARROW, sub, checks);
    fails_as(w, text, VERIFY_FOREIGN, sub, checks);
}

/* text with the first `from` replaced; the test fails when it is not there. */
static inline const char *replace(struct world *w, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);

    if (!at)
        fail_msg("no \"%s\" in %s", from, text);
    return mem_printf(w->mem, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

/* The part from `from` to the end of `to`. */
static inline const char *part(struct world *w, const char *text, const char *from, const char *to)
{
    const char *a = strstr(text, from);
    const char *b = a ? strstr(a, to) : NULL;

    if (!b)
        fail_msg("no \"%s\"…\"%s\"", from, to);
    return mem_strndup(w->mem, a, (size_t)(b - a) + strlen(to));
}

static inline const char *signature_of(struct world *w, const char *text)
{
    return part(w, text, "<ds:Signature ", "</ds:Signature>");
}

static inline const char *base64(struct world *w, const unsigned char *data, size_t len)
{
    unsigned char *text = mem_array(w->mem, unsigned char, (len + 2) / 3 * 4 + 1);

    EVP_EncodeBlock(text, data, (int)len);
    return (const char *)text;
}

static inline const char *cert_base64(struct world *w, X509 *cert)
{
    unsigned char *der = NULL;
    int len = i2d_X509(cert, &der);
    const char *text = base64(w, der, (size_t)len);

    OPENSSL_free(der);
    return text;
}

static inline const char *cert_digest(struct world *w, X509 *cert, const EVP_MD *md)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int n = 0;

    X509_digest(cert, md, hash, &n);
    return base64(w, hash, n);
}

static inline void register_all_ids(xmlDoc *doc)
{
    xmlNode *root = xmlDocGetRootElement(doc);

    for (xmlNode *n = root; n; n = xml_walk(root, n)) {
        xmlAttr *id = n->type == XML_ELEMENT_NODE ? xmlHasProp(n, BAD_CAST "Id") : NULL;

        if (id)
            xmlAddID(NULL, doc, id->children->content, id);
    }
}

/* Signs a document that already holds a ds:Signature with empty values, with whatever it asks for. */
static inline const char *sign_template(struct world *w, const char *text, xmlSecKeyData *data)
{
    xmlDoc *doc = parse(w, text);
    xmlSecDSigCtx *ctx = xmlSecDSigCtxCreate(NULL);
    xmlNode *node = xmlSecFindNode(xmlDocGetRootElement(doc), BAD_CAST "Signature", BAD_CAST XML_NS_DS);
    size_t len = 0;

    register_all_ids(doc);
    ctx->signKey = xmlSecKeyCreate();
    assert_int_equal(xmlSecKeySetValue(ctx->signKey, data), 0);
    assert_int_equal(xmlSecDSigCtxSign(ctx, node), 0);
    assert_int_equal(ctx->status, xmlSecDSigStatusSucceeded);
    xmlSecDSigCtxDestroy(ctx);
    return xml_bytes(w->mem, doc, &len);
}

static inline xmlSecKeyData *key_data(const struct key_set *keys)
{
    EVP_PKEY_up_ref(keys->key);
    return xmlSecOpenSSLEvpKeyAdopt(keys->key);
}

/* A foreign signature; each part can be given otherwise. */
struct foreign {
    const char *method;
    const char *digest;
    const char *document; /* the document's Reference attributes */
    const char *transforms;
    const char *more_references;
    const char *key_info;
    const char *cert; /* inside SignedSignatureProperties */
    const char *more_objects;
    const char *unsigned_props;
    const char *time;
};

#define XPATH_TRANSFORM                                                                                                \
    "<ds:Transform Algorithm=\"" SIG_XPATH "\"><ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath></"             \
    "ds:Transform>"
#define EXC_TRANSFORM "<ds:Transform Algorithm=\"" SIG_NS_EXC_C14N "\"/>"
#define ENVELOPED_TRANSFORM "<ds:Transform Algorithm=\"" SIG_ENVELOPED "\"/>"
#define PART_REFERENCE(id)                                                                                             \
    "<ds:Reference URI=\"#" id "\"><ds:Transforms>" EXC_TRANSFORM                                                      \
    "</ds:Transforms><ds:DigestMethod Algorithm=\"" SIG_SHA256 "\"/><ds:DigestValue/></ds:Reference>"

static inline const char * or (const char *given, const char *usual)
{
    return given ? given : usual;
}

static inline const char *legacy_cert(struct world *w, X509 *cert, const char *digest, const EVP_MD *md)
{
    BIGNUM *bn = ASN1_INTEGER_to_BN(X509_get0_serialNumber(cert), NULL);
    char *serial = BN_bn2dec(bn);
    const char *text = mem_printf(
        w->mem,
        "<xades:SigningCertificate><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm=\"%s\"/><ds:DigestValue>%s"
        "</ds:DigestValue></xades:CertDigest><xades:IssuerSerial><ds:X509IssuerName>CN=X</ds:X509IssuerName>"
        "<ds:X509SerialNumber>%s</ds:X509SerialNumber></xades:IssuerSerial></xades:Cert></xades:SigningCertificate>",
        digest, cert_digest(w, cert, md), serial);

    OPENSSL_free(serial);
    BN_free(bn);
    return text;
}

static inline const char *foreign_signature(struct world *w, X509 *cert, const struct foreign *f)
{
    return mem_printf(
        w->mem,
        "<ds:Signature xmlns:ds=\"" XML_NS_DS
        "\" Id=\"F\"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"" SIG_NS_EXC_C14N
        "\"/><ds:SignatureMethod Algorithm=\"%s\"/><ds:Reference %s><ds:Transforms>%s</ds:Transforms>"
        "<ds:DigestMethod Algorithm=\"%s\"/><ds:DigestValue/></ds:Reference>"
        "<ds:Reference Type=\"" SIG_TYPE_PROPERTIES "\" URI=\"#F-sp\"><ds:Transforms>" EXC_TRANSFORM
        "</ds:Transforms><ds:DigestMethod Algorithm=\"" SIG_SHA256
        "\"/><ds:DigestValue/></ds:Reference>%s</ds:SignedInfo>"
        "<ds:SignatureValue/><ds:KeyInfo "
        "Id=\"F-ki\">%s<ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data>"
        "</ds:KeyInfo><ds:Object Id=\"F-obj\"><xades:QualifyingProperties xmlns:xades=\"" XML_NS_XADES
        "\" Target=\"#F\"><xades:SignedProperties Id=\"F-sp\"><xades:SignedSignatureProperties>"
        "<xades:SigningTime>%s</xades:SigningTime>%s</xades:SignedSignatureProperties></xades:SignedProperties>%s"
        "</xades:QualifyingProperties></ds:Object>%s</ds:Signature>",
        or (f->method, SIG_ECDSA_SHA256), or (f->document, "Id=\"F-doc\" URI=\"\""),
        or (f->transforms, XPATH_TRANSFORM EXC_TRANSFORM), or (f->digest, SIG_SHA256), or (f->more_references, ""),
        or (f->key_info, ""), cert_base64(w, cert), or (f->time, "2026-01-02T03:04:05+01:00"),
        or (f->cert, legacy_cert(w, cert, SIG_SHA256, EVP_sha256())), or (f->unsigned_props, ""),
        or (f->more_objects, ""));
}

/* As the trusted profile does it: the signature is the first child of the root. */
static inline const char *foreign_text(struct world *w, X509 *cert, const struct foreign *f)
{
    return mem_printf(w->mem, "<p:Dokument xmlns:p=\"urn:p\">%s<p:Tresc>Treść</p:Tresc></p:Dokument>",
                      foreign_signature(w, cert, f));
}

static inline const char *foreign(struct world *w, const struct foreign *f)
{
    return sign_template(w, foreign_text(w, w->ec->cert, f), key_data(w->ec));
}

#endif

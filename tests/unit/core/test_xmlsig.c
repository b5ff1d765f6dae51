/* core/xmlsig: what we sign verifies here and by the xmlsec1 command; what was tampered with does not, each with its
 * own word. Attacks are made from real signatures. */
#include "core/xmlsig.h"

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

#include "core/xmlsig_priv.h"
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

static int set_up(void **state)
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

static int tear_down(void **state)
{
    struct world *w = *state;

    talloc_free(w->mem);
    return 0;
}

/* ---- helpers ---- */

static xmlDoc *parse(struct world *w, const char *text)
{
    const char *problem = "";
    xmlDoc *doc = NULL;

    if (xml_parse(w->mem, text, strlen(text), 10u << 20, &doc, &problem))
        fail_msg("%s in %s", problem, text);
    return doc;
}

static const char *sign(struct world *w, const struct key_set *keys, const char *text)
{
    xmlDoc *doc = parse(w, text);
    size_t len = 0;

    assert_int_equal(
        xmlsig_sign(w->mem, doc, keys->key, (X509 *[]){ keys->cert, keys->root }, 2, w->now, "text/xml", NULL), ERR_OK);
    return xml_bytes(w->mem, doc, &len);
}

static struct checked verify_at(struct world *w, const char *text, enum verify_profile profile, int64_t at)
{
    struct checked c = check_file(w->mem, text, strlen(text), profile, w->trust, at);

    assert_true(*c.report.reason);
    if (*c.report.subindication && strstr("FORMAT_FAILURE HASH_FAILURE SIG_CRYPTO_FAILURE", c.report.subindication))
        assert_null(c.report.signed_bytes);
    return c;
}

static struct checked verify(struct world *w, const char *text, enum verify_profile profile)
{
    return verify_at(w, text, profile, w->now);
}

static void passes(struct world *w, const char *text, enum verify_profile profile)
{
    struct checked r = verify(w, text, profile);

    if (r.report.indication != VERIFY_TOTAL_PASSED)
        fail_msg("%s %s (checks %s): %s", verify_indication_name(r.report.indication), r.report.subindication,
                 r.report.checks, r.report.reason);
    assert_string_equal(r.report.subindication, "");
    assert_string_equal(r.report.checks, "");
    assert_non_null(r.report.signed_bytes);
}

static void fails_as(struct world *w, const char *text, enum verify_profile profile, const char *sub,
                     const char *checks)
{
    struct checked r = verify(w, text, profile);

    if (r.report.indication == VERIFY_TOTAL_PASSED || strcmp(r.report.subindication, sub) != 0 ||
        strcmp(r.report.checks, checks) != 0)
        fail_msg("expected %s (%s), got %s %s (%s): %s\n%s", sub, checks, verify_indication_name(r.report.indication),
                 r.report.subindication, r.report.checks, r.report.reason, text);
}

/* Refused in both profiles for the same reason. */
static void fails(struct world *w, const char *text, const char *sub, const char *checks)
{
    fails_as(w, text, VERIFY_NARROW, sub, checks);
    fails_as(w, text, VERIFY_FOREIGN, sub, checks);
}

/* text with the first `from` replaced; the test fails when it is not there. */
static const char *replace(struct world *w, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);

    if (at == NULL)
        fail_msg("no \"%s\" in %s", from, text);
    return mem_printf(w->mem, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

/* The part from `from` to the end of `to`. */
static const char *part(struct world *w, const char *text, const char *from, const char *to)
{
    const char *a = strstr(text, from);
    const char *b = a ? strstr(a, to) : NULL;

    if (b == NULL)
        fail_msg("no \"%s\"…\"%s\"", from, to);
    return mem_strndup(w->mem, a, (size_t)(b - a) + strlen(to));
}

static const char *signature_of(struct world *w, const char *text)
{
    return part(w, text, "<ds:Signature ", "</ds:Signature>");
}

static const char *base64(struct world *w, const unsigned char *data, size_t len)
{
    unsigned char *text = mem_array(w->mem, unsigned char, (len + 2) / 3 * 4 + 1);

    EVP_EncodeBlock(text, data, (int)len);
    return (const char *)text;
}

static const char *cert_base64(struct world *w, X509 *cert)
{
    unsigned char *der = NULL;
    int len = i2d_X509(cert, &der);
    const char *text = base64(w, der, (size_t)len);

    OPENSSL_free(der);
    return text;
}

static const char *cert_digest(struct world *w, X509 *cert, const EVP_MD *md)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int n = 0;

    X509_digest(cert, md, hash, &n);
    return base64(w, hash, n);
}

static void register_all_ids(xmlDoc *doc)
{
    xmlNode *root = xmlDocGetRootElement(doc);

    for (xmlNode *n = root; n; n = xml_walk(root, n)) {
        xmlAttr *id = n->type == XML_ELEMENT_NODE ? xmlHasProp(n, BAD_CAST "Id") : NULL;

        if (id)
            xmlAddID(NULL, doc, id->children->content, id);
    }
}

/* Signs a document that already holds a ds:Signature with empty values, with whatever it asks for. */
static const char *sign_template(struct world *w, const char *text, xmlSecKeyData *data)
{
    xmlDoc *doc = parse(w, text);
    xmlSecDSigCtx *ctx = xmlSecDSigCtxCreate(NULL);
    xmlNode *node = xmlSecFindNode(xmlDocGetRootElement(doc), BAD_CAST "Signature", BAD_CAST SIG_NS_DS);
    size_t len = 0;

    register_all_ids(doc);
    ctx->signKey = xmlSecKeyCreate();
    assert_int_equal(xmlSecKeySetValue(ctx->signKey, data), 0);
    assert_int_equal(xmlSecDSigCtxSign(ctx, node), 0);
    assert_int_equal(ctx->status, xmlSecDSigStatusSucceeded);
    xmlSecDSigCtxDestroy(ctx);
    return xml_bytes(w->mem, doc, &len);
}

static xmlSecKeyData *key_data(const struct key_set *keys)
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

static const char * or (const char *given, const char *usual)
{
    return given ? given : usual;
}

static const char *legacy_cert(struct world *w, X509 *cert, const char *digest, const EVP_MD *md)
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

static const char *foreign_signature(struct world *w, X509 *cert, const struct foreign *f)
{
    return mem_printf(
        w->mem,
        "<ds:Signature xmlns:ds=\"" SIG_NS_DS
        "\" Id=\"F\"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"" SIG_NS_EXC_C14N
        "\"/><ds:SignatureMethod Algorithm=\"%s\"/><ds:Reference %s><ds:Transforms>%s</ds:Transforms>"
        "<ds:DigestMethod Algorithm=\"%s\"/><ds:DigestValue/></ds:Reference>"
        "<ds:Reference Type=\"" SIG_TYPE_PROPERTIES "\" URI=\"#F-sp\"><ds:Transforms>" EXC_TRANSFORM
        "</ds:Transforms><ds:DigestMethod Algorithm=\"" SIG_SHA256
        "\"/><ds:DigestValue/></ds:Reference>%s</ds:SignedInfo>"
        "<ds:SignatureValue/><ds:KeyInfo "
        "Id=\"F-ki\">%s<ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data>"
        "</ds:KeyInfo><ds:Object Id=\"F-obj\"><xades:QualifyingProperties xmlns:xades=\"" SIG_NS_XADES
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
static const char *foreign_text(struct world *w, X509 *cert, const struct foreign *f)
{
    return mem_printf(w->mem, "<p:Dokument xmlns:p=\"urn:p\">%s<p:Tresc>Treść</p:Tresc></p:Dokument>",
                      foreign_signature(w, cert, f));
}

static const char *foreign(struct world *w, const struct foreign *f)
{
    return sign_template(w, foreign_text(w, w->ec->cert, f), key_data(w->ec));
}

/* ---- what is right ---- */

static void own_signatures_pass(void **state)
{
    struct world *w = *state;

    passes(w, sign(w, w->ec, DOC), VERIFY_NARROW);
    passes(w, sign(w, w->ec, DOC), VERIFY_FOREIGN);
    passes(w, sign(w, w->rsa, DOC), VERIFY_NARROW);
    passes(w, sign(w, w->rsa, DOC), VERIFY_FOREIGN);
}

static void the_report_names_signer_and_time(void **state)
{
    struct world *w = *state;
    struct checked r = verify(w, sign(w, w->ec, DOC), VERIFY_NARROW);

    assert_string_equal(r.one.signer, "Pieczęć próbna <EC>");
    assert_string_equal(r.one.issuer, "Próbny urząd certyfikacji");
    assert_int_equal(strlen(r.one.serial), 32);
    assert_int_equal(strlen(r.one.signing_time), 20);
    assert_string_equal(r.one.level, "B-B");
    assert_string_equal(verify_indication_name(r.report.indication), "TOTAL_PASSED");
}

static void the_signature_has_the_required_parts_in_order(void **state)
{
    static const char *const order[] = {
        "<ds:Signature ",
        "<ds:SignedInfo>",
        SIG_NS_EXC_C14N,
        SIG_ECDSA_SHA256,
        "-doc\" URI=\"\">",
        SIG_ENVELOPED,
        SIG_NS_EXC_C14N,
        SIG_SHA256,
        "Type=\"" SIG_TYPE_PROPERTIES "\" URI=\"#S-",
        SIG_NS_EXC_C14N,
        SIG_SHA256,
        "</ds:SignedInfo><ds:SignatureValue Id=\"S-",
        "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>",
        "<ds:Object><xades:QualifyingProperties",
        "Target=\"#S-",
        "<xades:SignedProperties Id=\"S-",
        "<xades:SignedSignatureProperties><xades:SigningTime>",
        "Z</xades:SigningTime><xades:SigningCertificateV2>"
        "<xades:Cert><xades:CertDigest><ds:DigestMethod ",
        "</xades:CertDigest><xades:IssuerSerialV2>",
        "<xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference=\"#S-",
        "<xades:MimeType>text/xml</xades:MimeType>",
        "</ds:Object></ds:Signature></p:Dokument>",
    };
    struct world *w = *state;
    const char *at = sign(w, w->ec, DOC);
    const char *text = at;

    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        at = strstr(at, order[i]);
        if (at == NULL)
            fail_msg("no \"%s\" where it belongs in %s", order[i], text);
        at += strlen(order[i]);
    }
    /* the root certificate stays at home */
    assert_null(strstr(text, cert_base64(w, w->ec->root)));
    assert_string_not_equal(signature_of(w, sign(w, w->ec, DOC)), signature_of(w, text));
}

static void only_what_was_signed_comes_out(void **state)
{
    struct world *w = *state;
    struct checked r = verify(w, sign(w, w->ec, DOC), VERIFY_NARROW);
    xmlDoc *doc = NULL;

    assert_int_equal(xml_parse(w->mem, r.report.signed_bytes, r.report.signed_len, 10u << 20, &doc, NULL), ERR_OK);
    assert_null(xml_child(xmlDocGetRootElement(doc), SIG_NS_DS, "Signature"));
    assert_string_equal(xml_text(w->mem, xml_path(xmlDocGetRootElement(doc), "Tresc")), "Kwota: 100 zł & więcej");
}

static void verifying_twice_gives_the_same(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);

    for (int i = 0; i < 3; i++)
        passes(w, text, VERIFY_NARROW);
}

static void unsigned_document_has_no_signature(void **state)
{
    struct world *w = *state;
    struct checked r = verify(w, DOC, VERIFY_FOREIGN);

    assert_int_equal(r.report.indication, VERIFY_NONE);
    assert_string_equal(r.report.subindication, "");
    assert_string_equal(verify_indication_name(r.report.indication), "NONE");
}

static void the_xmlsec1_command_agrees(void **state)
{
    struct world *w = *state;
    const struct key_set *both[] = { w->ec, w->rsa };

    for (int i = 0; i < 2; i++) {
        const char *text = sign(w, both[i], DOC);
        const char *file = mem_printf(w->mem, "%s/signed.xml", w->dir);
        const char *command = mem_printf(w->mem,
                                         "xmlsec1 --verify --trusted-pem %s/%s.pem --id-attr:Id " SIG_NS_XADES
                                         ":SignedProperties %s >/dev/null 2>&1",
                                         w->trust, i == 0 ? "ec" : "rsa", file);

        file_write(file, text, strlen(text));
        assert_int_equal(system(command), 0);
        text = replace(w, text, "100", "900");
        file_write(file, text, strlen(text));
        assert_int_not_equal(system(command), 0);
    }
}

/* ---- foreign, and right ---- */

static void foreign_forms_pass(void **state)
{
    static const struct foreign forms[] = {
        { 0 },
        { .transforms = ENVELOPED_TRANSFORM },
        { .transforms = ENVELOPED_TRANSFORM EXC_TRANSFORM, .time = "2026-01-02T03:04:05" },
        { .transforms = XPATH_TRANSFORM ENVELOPED_TRANSFORM EXC_TRANSFORM },
        { .transforms =
              ENVELOPED_TRANSFORM "<ds:Transform Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"/>" },
        { .digest = "http://www.w3.org/2001/04/xmlenc#sha512",
          .method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512" },
        { .key_info = "<ds:KeyName>klucz</ds:KeyName>", .more_references = PART_REFERENCE("F-ki") },
        { .more_objects = "<ds:Object Id=\"F-o2\">uwaga</ds:Object>", .more_references = PART_REFERENCE("F-o2") },
    };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        passes(w, foreign(w, &forms[i]), VERIFY_FOREIGN);
        assert_int_not_equal(verify(w, foreign(w, &forms[i]), VERIFY_NARROW).report.indication, VERIFY_TOTAL_PASSED);
    }
}

static void an_empty_time_stamp_is_no_time_stamp(void **state)
{
    struct world *w = *state;
    const struct foreign f = { .unsigned_props = "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>"
                                                 "<xades:SignatureTimeStamp/></xades:UnsignedSignatureProperties>"
                                                 "</xades:UnsignedProperties>" };

    fails_as(w, foreign(w, &f), VERIFY_FOREIGN, "FORMAT_FAILURE", "15");
}

static void a_counter_signature_is_not_counted(void **state)
{
    struct world *w = *state;
    const struct foreign f = { .unsigned_props = "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:"
                                                 "CounterSignature><ds:Signature/></xades:CounterSignature>"
                                                 "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>" };

    passes(w, foreign(w, &f), VERIFY_FOREIGN);
    fails_as(w,
             "<a xmlns:ds=\"" SIG_NS_DS "\" xmlns:x=\"" SIG_NS_XADES
             "\"><x:CounterSignature><ds:Signature/></x:CounterSignature></a>",
             VERIFY_FOREIGN, "FORMAT_FAILURE", "7");
}

/* ---- tampering with a good signature ---- */

static void changed_content_is_found(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    struct checked r;

    fails(w, replace(w, text, "100 zł", "900 zł"), "HASH_FAILURE", "23");
    fails(w, replace(w, text, "nazwa=\"a\"", "nazwa=\"b\""), "HASH_FAILURE", "23");
    fails(w, replace(w, text, "href=\"styl.xsl\"", "href=\"http://x/\""), "HASH_FAILURE", "23");
    fails(w, replace(w, text, "<p:Zalacznik", "<p:Nowy/><p:Zalacznik"), "HASH_FAILURE", "23");
    fails(w, replace(w, text, "text/xml</", "text/plain</"), "HASH_FAILURE", "23");
    r = verify(w, replace(w, text, "100 zł", "900 zł"), VERIFY_FOREIGN);
    assert_int_equal(r.report.indication, VERIFY_TOTAL_FAILED);
    assert_string_equal(r.report.reason, "Treść dokumentu zmieniono po podpisaniu.");
}

static void changed_values_are_found(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    const char *value = strchr(part(w, text, "<ds:SignatureValue", "</ds:S"), '>') + 1;
    char *flipped = mem_strdup(w->mem, value);

    flipped[5] = flipped[5] == 'A' ? 'B' : 'A';
    fails(w, replace(w, text, value, flipped), "SIG_CRYPTO_FAILURE", "23");
    fails(w, replace(w, text, "<ds:DigestValue>", "<ds:DigestValue>AAAA"), "FORMAT_FAILURE", "15");
    /* the bypass met in other programs */
    text = replace(w, text, "<ds:DigestValue>", "<ds:DigestValue><!-- x -->");
    fails_as(w, text, VERIFY_FOREIGN, "FORMAT_FAILURE", "15");
    fails_as(w, text, VERIFY_NARROW, "FORMAT_FAILURE", "5,15");
}

static void comment_in_content_is_refused_in_our_own(void **state)
{
    struct world *w = *state;
    const char *text = replace(w, sign(w, w->ec, DOC), "100 zł", "100<!-- --> zł");

    fails_as(w, text, VERIFY_NARROW, "FORMAT_FAILURE", "5");
    passes(w, text, VERIFY_FOREIGN);
    fails_as(w, replace(w, sign(w, w->ec, DOC), "100 zł", "<![CDATA[100]]> zł"), VERIFY_NARROW, "FORMAT_FAILURE", "5");
}

static void wrong_certificate_is_found(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    const char *own = cert_base64(w, w->ec->cert);
    struct cert_spec twin = {
        .cn = "Pieczęć próbna <EC>", .key = w->ec->key, .issuer = w->ec->root, .issuer_key = w->ec->root_key
    };

    /* another certificate, even of the same key and name */
    fails(w, replace(w, text, own, cert_base64(w, w->stranger->cert)), "NO_SIGNING_CERTIFICATE_FOUND", "24");
    fails(w, replace(w, text, own, cert_base64(w, cert_new(w->mem, &twin))), "NO_SIGNING_CERTIFICATE_FOUND", "24");
    fails(w, replace(w, text, own, mem_printf(w->mem, "%s</ds:X509Certificate><ds:X509Certificate>%s", own, own)),
          "NO_SIGNING_CERTIFICATE_FOUND", "24");
    fails(w, replace(w, text, own, "TWFuaXB1bGFjamE="), "FORMAT_FAILURE", "15");
    fails(w, replace(w, text, own, ""), "FORMAT_FAILURE", "15");
    fails(w, replace(w, text, part(w, text, "<ds:X509Certificate>", "</ds:X509Certificate>"), ""),
          "NO_SIGNING_CERTIFICATE_FOUND", "24");
    /* a further certificate in front changes nothing */
    passes(w,
           replace(w, text, own,
                   mem_printf(w->mem, "%s</ds:X509Certificate><ds:X509Certificate>%s",
                              cert_base64(w, w->stranger->cert), own)),
           VERIFY_NARROW);
}

static void certificate_and_signature_of_a_stranger_are_not_believed(void **state)
{
    struct world *w = *state;
    struct checked r = verify(w, sign(w, w->stranger, DOC), VERIFY_NARROW);

    assert_int_equal(r.report.indication, VERIFY_INDETERMINATE);
    assert_string_equal(r.report.subindication, "NO_CERTIFICATE_CHAIN_FOUND");
    assert_string_equal(r.report.checks, "25");
    assert_string_equal(r.one.signer, "Obcy");
}

static void issuer_serial_must_match(void **state)
{
    struct world *w = *state;
    struct foreign f = { 0 };

    f.cert = replace(w, legacy_cert(w, w->ec->cert, SIG_SHA256, EVP_sha256()), "SerialNumber>", "SerialNumber>1");
    fails_as(w, foreign(w, &f), VERIFY_FOREIGN, "SIG_CONSTRAINTS_FAILURE", "24");
    f.cert =
        mem_printf(w->mem,
                   "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm=\"" SIG_SHA256
                   "\"/><ds:DigestValue>%s</ds:DigestValue></xades:CertDigest><xades:IssuerSerialV2>MAA="
                   "</xades:IssuerSerialV2></xades:Cert></xades:SigningCertificateV2>",
                   cert_digest(w, w->ec->cert, EVP_sha256()));
    fails_as(w, foreign(w, &f), VERIFY_FOREIGN, "SIG_CONSTRAINTS_FAILURE", "24");
}

/* ---- the place and parts of the signature ---- */

static void moved_signature_is_refused(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    const char *sig = signature_of(w, text);
    const char *bare = replace(w, text, sig, "");

    fails(w,
          replace(w, bare, "<p:Zalacznik nazwa=\"a\"/>",
                  mem_printf(w->mem, "<p:Zalacznik nazwa=\"a\">%s</p:Zalacznik>", sig)),
          "FORMAT_FAILURE", "7");
    fails_as(w, replace(w, bare, "<p:Tresc", mem_printf(w->mem, "%s<p:Tresc", sig)), VERIFY_NARROW, "FORMAT_FAILURE",
             "7");
    passes(w, replace(w, bare, "<p:Tresc", mem_printf(w->mem, "%s<p:Tresc", sig)), VERIFY_FOREIGN);
    fails_as(w, sig, VERIFY_NARROW, "FORMAT_FAILURE", "7");
    fails_as(w, sig, VERIFY_FOREIGN, "FORMAT_FAILURE", "11");
}

/* The signed original hidden in a forged document: every place an original can be put. */
static void wrapped_originals_are_refused(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    const char *sig = signature_of(w, text);
    const char *root = part(w, text, "<p:Dokument", "</p:Dokument>");
    const char *original = replace(w, root, sig, "");
    const char *open = "<p:Dokument xmlns:p=\"urn:p\"><p:Tresc>Kwota: 900 zł</p:Tresc>";
    const char *forged;

    /* the signed document whole inside the forged one; in front of it; the original inside the signature's Object */
    fails(w, mem_printf(w->mem, "%s%s</p:Dokument>", open, root), "FORMAT_FAILURE", "7");
    fails(w, mem_printf(w->mem, "%s%s%s</p:Dokument>", open, original, sig), "HASH_FAILURE", "23");
    forged = mem_printf(w->mem, "%s%s</p:Dokument>", open,
                        replace(w, sig, "<ds:Object>", mem_printf(w->mem, "<ds:Object>%s", original)));
    fails(w, forged, "FORMAT_FAILURE", "8");
    forged =
        replace(w, sig, "</ds:Signature>", mem_printf(w->mem, "<ds:Object>%s</ds:Object></ds:Signature>", original));
    fails(w, mem_printf(w->mem, "%s%s</p:Dokument>", open, forged), "FORMAT_FAILURE", "8");
    /* the reference pointed to the original by its Id */
    forged = replace(w, sig, "URI=\"\"", "URI=\"#T1\"");
    fails(w, mem_printf(w->mem, "%s%s%s</p:Dokument>", open, original, forged), "FORMAT_FAILURE", "11");
    /* the signature kept twice */
    fails(w, mem_printf(w->mem, "%s%s%s</p:Dokument>", open, root, sig), "FORMAT_FAILURE", "7,10");
}

/* Of two enveloped signatures the second covers the first, which no longer covers the document. */
static void a_second_signature_is_judged_by_itself(void **state)
{
    struct world *w = *state;
    const char *twice = sign(w, w->rsa, sign(w, w->ec, DOC));
    struct checked r = verify(w, twice, VERIFY_FOREIGN);

    fails_as(w, twice, VERIFY_NARROW, "FORMAT_FAILURE", "7");
    assert_int_equal(r.report.n, 2);
    assert_int_equal(r.report.indication, VERIFY_TOTAL_FAILED);
    assert_string_equal(r.report.signatures[0].subindication, "HASH_FAILURE");
    assert_int_equal(r.report.signatures[1].indication, VERIFY_TOTAL_PASSED);
}

static void additional_objects_are_refused(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    const char *object = part(w, text, "<ds:Object>", "</ds:Object>");
    struct foreign f = { .more_objects = "<ds:Object Id=\"F-o2\"><x><xades:SignedProperties xmlns:xades=\"" SIG_NS_XADES
                                         "\"/></x></ds:Object>",
                         .more_references = PART_REFERENCE("F-o2") };

    fails(w, replace(w, text, "</ds:Object>", "</ds:Object><ds:Object>x</ds:Object>"), "FORMAT_FAILURE", "8");
    fails(w, replace(w, text, "<ds:Object>", "<ds:Object>x"), "FORMAT_FAILURE", "8");
    fails(w,
          replace(w, text, object,
                  mem_printf(w->mem, "%s%s", object,
                             replace(w, object, "SignedProperties Id=\"S-", "SignedProperties Id=\"X-"))),
          "FORMAT_FAILURE", "8");
    fails(w, replace(w, text, object, ""), "FORMAT_FAILURE", "8");
    fails(w, replace(w, text, "</ds:KeyInfo>", "</ds:KeyInfo><ds:KeyInfo/>"), "FORMAT_FAILURE", "8");
    fails(w, replace(w, text, "<xades:SignedSignatureProperties>", "<xades:X/><xades:SignedSignatureProperties>"),
          "FORMAT_FAILURE", "8");
    fails_as(w, foreign(w, &f), VERIFY_FOREIGN, "FORMAT_FAILURE", "8");
}

static void wrong_target_is_refused(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);

    fails(w, replace(w, text, "Target=\"#S-", "Target=\"#X-"), "FORMAT_FAILURE", "9");
    fails(w, replace(w, text, "ObjectReference=\"#S-", "ObjectReference=\"#X-"), "FORMAT_FAILURE", "11");
}

static void equal_ids_are_refused(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    const char *id = part(w, text, "<xades:SignedProperties Id=\"", "-sp\"") + strlen("<xades:SignedProperties ");
    const char *value = mem_strndup(w->mem, id + 4, strlen(id) - 5);

    fails(w, replace(w, text, "Id=\"T1\"", id), "FORMAT_FAILURE", "10");
    fails(w, replace(w, text, "Id=\"T1\"", mem_printf(w->mem, "xml:id=\"%s\"", value)), "FORMAT_FAILURE", "10");
    fails(w, replace(w, text, "Id=\"T1\"", mem_printf(w->mem, "ID=\"%s\"", value)), "FORMAT_FAILURE", "10");
    /* twins of no interest to the signature are the document's own business */
    passes(w, sign(w, w->ec, "<a><b Id=\"x\"/><c id=\"x\"/></a>"), VERIFY_NARROW);
}

/* ---- references, transforms, algorithms ---- */

static void foreign_references_are_refused(void **state)
{
    static const char *const uris[] = { "URI=\"#xpointer(/)\"",
                                        "URI=\"#xpointer(id('T1'))\"",
                                        "URI=\"file:///etc/passwd\"",
                                        "URI=\"http://127.0.0.1:1/\"",
                                        "URI=\"styl.xsl\"",
                                        "URI=\"#\"",
                                        "URI=\"#a'b\"",
                                        "URI=\"#1a\"",
                                        "URI=\"#a b\"",
                                        "URI=\"#ą\"" };
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);

    for (size_t i = 0; i < sizeof uris / sizeof uris[0]; i++)
        fails(w, replace(w, text, "URI=\"\"", uris[i]), "FORMAT_FAILURE", "11");
    fails(w, replace(w, text, " URI=\"\"", ""), "FORMAT_FAILURE", "11");
    fails(w, replace(w, text, "URI=\"\"", "URI=\"#nowhere\""), "FORMAT_FAILURE", "10");
    fails(w, replace(w, text, " Type=\"" SIG_TYPE_PROPERTIES "\"", ""), "FORMAT_FAILURE", "11");
    fails(w, replace(w, text, "URI=\"\"", "Type=\"" SIG_NS_DS "Manifest\" URI=\"\""), "FORMAT_FAILURE", "11");
    fails(w, replace(w, text, part(w, text, "<ds:Reference Type", "</ds:Reference>"), ""), "FORMAT_FAILURE", "11");
    fails(w, replace(w, text, part(w, text, "<ds:Reference Id", "</ds:Reference>"), ""), "FORMAT_FAILURE", "11");
    fails_as(w, replace(w, text, "</ds:SignedInfo>", PART_REFERENCE("T1") "</ds:SignedInfo>"), VERIFY_FOREIGN,
             "FORMAT_FAILURE", "11");
    fails(w, replace(w, text, "</ds:SignedInfo>", "<ds:Manifest/></ds:SignedInfo>"), "FORMAT_FAILURE", "14,11");
}

static void foreign_transforms_are_refused(void **state)
{
    static const char *const transforms[] = {
        "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"><xsl:stylesheet version=\"1.0\" "
        "xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"><xsl:template "
        "match=\"/\">x</xsl:template></xsl:stylesheet></ds:Transform>",
        "<ds:Transform Algorithm=\"" SIG_XPATH "\"><ds:XPath>true()</ds:XPath></ds:Transform>",
        "<ds:Transform Algorithm=\"" SIG_XPATH
        "\"><ds:XPath xmlns:ds=\"urn:x\">not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>",
        "<ds:Transform Algorithm=\"" SIG_XPATH
        "\"><ds:XPath>not(ancestor-or-self::ds:Signature) or true()</ds:XPath></ds:Transform>",
        "<ds:Transform Algorithm=\"http://www.w3.org/2002/06/xmldsig-filter2\"/>",
        "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\"/>",
        "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#WithComments\"/>",
        "<ds:Transform/>",
        EXC_TRANSFORM ENVELOPED_TRANSFORM,
        "",
    };
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);

    for (size_t i = 0; i < sizeof transforms / sizeof transforms[0]; i++)
        fails(w, replace(w, text, ENVELOPED_TRANSFORM, transforms[i]), "FORMAT_FAILURE", "12");
    fails(w, replace(w, text, EXC_TRANSFORM, EXC_TRANSFORM EXC_TRANSFORM), "FORMAT_FAILURE", "12");
    fails(w, replace(w, text, "<ds:KeyInfo>", "<ds:KeyInfo><ds:RetrievalMethod URI=\"http://127.0.0.1:1/\"/>"),
          "FORMAT_FAILURE", "12");
    fails(w,
          replace(w, text, "Method Algorithm=\"" SIG_NS_EXC_C14N, "Method Algorithm=\"" SIG_NS_EXC_C14N "WithComments"),
          "FORMAT_FAILURE", "13");
    fails(w,
          replace(w, text, "Method Algorithm=\"" SIG_NS_EXC_C14N "\"/>",
                  "Method Algorithm=\"" SIG_NS_EXC_C14N "\"><x/></ds:CanonicalizationMethod>"),
          "FORMAT_FAILURE", "13");
}

static void weak_algorithms_are_refused(void **state)
{
    static const struct foreign weak[] = {
        { .method = "http://www.w3.org/2000/09/xmldsig#rsa-sha1" },
        { .method = "http://www.w3.org/2001/04/xmldsig-more#rsa-md5" },
        { .digest = "http://www.w3.org/2000/09/xmldsig#sha1" },
        { .digest = "http://www.w3.org/2001/04/xmldsig-more#md5" },
    };
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);

    /* truly signed with them, so that only the policy can refuse */
    for (size_t i = 0; i < sizeof weak / sizeof weak[0]; i++) {
        struct foreign f = weak[i];

        f.method = f.method ? f.method : SIG_RSA_SHA256;
        fails_as(w, sign_template(w, foreign_text(w, w->rsa->cert, &f), key_data(w->rsa)), VERIFY_FOREIGN,
                 "CRYPTO_CONSTRAINTS_FAILURE", "16");
    }
    fails(w, replace(w, text, SIG_ECDSA_SHA256, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1"),
          "CRYPTO_CONSTRAINTS_FAILURE", "16");
    fails(w, replace(w, text, SIG_ECDSA_SHA256, "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"),
          "CRYPTO_CONSTRAINTS_FAILURE", "16");
    fails(w, replace(w, text, SIG_ECDSA_SHA256, SIG_RSA_SHA256), "CRYPTO_CONSTRAINTS_FAILURE", "17");
}

/* The classic: the public certificate used as an HMAC key. */
static void hmac_is_refused(void **state)
{
    struct world *w = *state;
    struct foreign f = { .method = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256" };
    xmlSecKeyData *data = xmlSecKeyDataCreate(xmlSecKeyDataHmacId);
    const char *text;

    assert_int_equal(xmlSecOpenSSLKeyDataHmacSet(data, BAD_CAST "secret", 6), 0);
    text = sign_template(w, foreign_text(w, w->rsa->cert, &f), data);
    fails_as(w, text, VERIFY_FOREIGN, "CRYPTO_CONSTRAINTS_FAILURE", "16");
    text = replace(w, text, "hmac-sha256\"/>",
                   "hmac-sha256\"><ds:HMACOutputLength>0</ds:HMACOutputLength></ds:SignatureMethod>");
    fails_as(w, text, VERIFY_FOREIGN, "FORMAT_FAILURE", "14,16");
}

static void weak_certificate_digest_is_refused(void **state)
{
    struct world *w = *state;
    struct foreign f = { 0 };

    f.cert = legacy_cert(w, w->ec->cert, SIG_NS_DS "sha1", EVP_sha1());
    fails_as(w, foreign(w, &f), VERIFY_FOREIGN, "CRYPTO_CONSTRAINTS_FAILURE", "24");
    f.cert = "<xades:SigningCertificateV2/>";
    fails_as(w, foreign(w, &f), VERIFY_FOREIGN, "NO_SIGNING_CERTIFICATE_FOUND", "24");
}

static void plain_signature_without_properties_is_refused(void **state)
{
    struct world *w = *state;
    const char *text = foreign_text(w, w->ec->cert, &(struct foreign){ 0 });

    text = replace(w, text, part(w, text, "<ds:Object", "</ds:Object>"), "");
    text = replace(w, text, part(w, text, "<ds:Reference Type", "</ds:Reference>"), "");
    fails_as(w, sign_template(w, text, key_data(w->ec)), VERIFY_FOREIGN, "FORMAT_FAILURE", "8");
}

/* ---- keys and certificates ---- */

static const char *sign_with(struct world *w, enum key_kind kind, struct cert_spec spec)
{
    struct key_set keys = { .root = w->ec->root, .key = key_new(w->mem, kind) };

    spec.cn = "Osoba próbna";
    spec.key = keys.key;
    spec.issuer = w->ec->root;
    spec.issuer_key = w->ec->root_key;
    keys.cert = cert_new(w->mem, &spec);
    return sign(w, &keys, DOC);
}

static void weak_keys_are_refused(void **state)
{
    struct world *w = *state;
    const struct cert_spec usual = { 0 };

    fails(w, sign_with(w, KEY_RSA1024, usual), "CRYPTO_CONSTRAINTS_FAILURE", "17");
    fails(w, sign_with(w, KEY_SECP256K1, usual), "CRYPTO_CONSTRAINTS_FAILURE", "17");
    fails_as(w, sign_with(w, KEY_RSA2048, usual), VERIFY_NARROW, "CRYPTO_CONSTRAINTS_FAILURE", "17");
    passes(w, sign_with(w, KEY_RSA2048, usual), VERIFY_FOREIGN);
    passes(w, sign_with(w, KEY_P384, usual), VERIFY_NARROW);
}

static void certificates_of_the_wrong_time_are_refused(void **state)
{
    struct world *w = *state;
    struct checked r;

    fails(w, sign_with(w, KEY_P256, (struct cert_spec){ .from_days = -10, .to_days = -2 }), "OUT_OF_BOUNDS_NO_POE",
          "25");
    fails(w, sign_with(w, KEY_P256, (struct cert_spec){ .from_days = 2 }), "NOT_YET_VALID", "25");
    r = verify(w, sign_with(w, KEY_P256, (struct cert_spec){ .from_days = -10, .to_days = -2 }), VERIFY_FOREIGN);
    assert_non_null(strstr(r.report.reason, "Certyfikat podpisującego stracił ważność"));
}

static void certificates_of_the_wrong_kind_are_refused(void **state)
{
    struct world *w = *state;

    fails(w, sign_with(w, KEY_P256, (struct cert_spec){ .ca = true }), "CHAIN_CONSTRAINTS_FAILURE", "26");
    fails(w, sign_with(w, KEY_P256, (struct cert_spec){ .key_usage = "critical,keyEncipherment" }),
          "CHAIN_CONSTRAINTS_FAILURE", "26");
    fails(w, sign_with(w, KEY_P256, (struct cert_spec){ .key_usage = "" }), "CHAIN_CONSTRAINTS_FAILURE", "26");
    fails(w, sign_with(w, KEY_P256, (struct cert_spec){ .ext_key_usage = "critical,serverAuth" }),
          "CHAIN_CONSTRAINTS_FAILURE", "26");
    passes(w, sign_with(w, KEY_P256, (struct cert_spec){ .ext_key_usage = "critical,1.3.6.1.5.5.7.3.36" }),
           VERIFY_NARROW);
    passes(w, sign_with(w, KEY_P256, (struct cert_spec){ .ext_key_usage = "serverAuth" }), VERIFY_NARROW);
}

static void a_chain_built_once_still_knows_the_time(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    int64_t day = INT64_C(86400000000);
    struct checked r;

    passes(w, text, VERIFY_NARROW);
    r = verify_at(w, text, VERIFY_NARROW, w->now + 400 * day);
    assert_string_equal(r.report.subindication, "OUT_OF_BOUNDS_NO_POE");
    r = verify_at(w, text, VERIFY_NARROW, w->now - 30 * day);
    assert_string_equal(r.report.subindication, "SIG_CONSTRAINTS_FAILURE"); /* signed in the future, seen from there */
    assert_string_equal(r.report.checks, "28");
}

static void the_folder_of_anchors_is_read_again_when_it_changes(void **state)
{
    struct world *w = *state;
    const char *file = mem_printf(w->mem, "%s/new.pem", w->trust);
    const char *text = sign(w, w->stranger, DOC);

    fails(w, text, "NO_CERTIFICATE_CHAIN_FOUND", "25");
    cert_write(file, w->stranger->root);
    passes(w, text, VERIFY_NARROW);
    remove(file);
    fails(w, text, "NO_CERTIFICATE_CHAIN_FOUND", "25");
}

static void missing_folder_is_not_trust(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    struct checked r = check_file(w->mem, text, strlen(text), VERIFY_NARROW, "/nonexistent", w->now);

    assert_int_equal(r.report.indication, VERIFY_INDETERMINATE);
}

/* ---- rubbish ---- */

static void what_is_no_plain_xml_has_its_check(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);

    fails(w, replace(w, text, "<?xml-stylesheet", "<!DOCTYPE p:Dokument><?xml-stylesheet"), "FORMAT_FAILURE", "3");
    fails(w, replace(w, text, "encoding=\"UTF-8\"", "encoding=\"ISO-8859-2\""), "FORMAT_FAILURE", "1");
    fails(w, replace(w, text, "<p:Tresc", "<?a b?><p:Tresc"), "FORMAT_FAILURE", "5");
    fails(w, replace(w, text, "</p:Dokument>", "</p:Dokumen>"), "FORMAT_FAILURE", "2");
}

/* Every element of the signature taken out, emptied or doubled: never a crash, never a pass. */
static void every_mutilation_is_refused(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    int n = 0;

    for (int i = 0;; i++, n++) {
        for (int how = 0; how < 3; how++) {
            xmlDoc *doc = parse(w, text);
            xmlNode *top = xml_child(xmlDocGetRootElement(doc), SIG_NS_DS, "Signature");
            xmlNode *node = top;
            size_t len = 0;

            for (int k = 0; node && k < i; k++)
                node = xml_walk(top, node);
            if (node == NULL)
                goto done;
            if (how == 2) {
                xmlAddNextSibling(node, xmlCopyNode(node, 1));
            } else if (how == 1 && node->children) {
                xmlNode *inside = node->children;

                node->children = node->last = NULL;
                xmlFreeNodeList(inside);
            } else {
                xmlUnlinkNode(node);
                xmlFreeNode(node);
            }
            if (verify(w, xml_bytes(w->mem, doc, &len), VERIFY_FOREIGN).report.indication == VERIFY_TOTAL_PASSED)
                fail_msg("passed: node %d, way %d", i, how);
        }
    }
done:
    assert_true(n > 40);
}

static void verification_is_silent_and_keeps_nothing(void **state)
{
    struct world *w = *state;
    FILE *keep = stderr;
    char *text = NULL;
    size_t len = 0;

    stderr = open_memstream(&text, &len);
    fails(w, replace(w, sign(w, w->ec, DOC), "100", "200"), "HASH_FAILURE", "23");
    fails(w, replace(w, sign(w, w->ec, DOC), "URI=\"\"", "URI=\"file:///etc/passwd\""), "FORMAT_FAILURE", "11");
    fclose(stderr);
    stderr = keep;
    assert_string_equal(text, "");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_signatures_pass),
        cmocka_unit_test(the_report_names_signer_and_time),
        cmocka_unit_test(the_signature_has_the_required_parts_in_order),
        cmocka_unit_test(only_what_was_signed_comes_out),
        cmocka_unit_test(verifying_twice_gives_the_same),
        cmocka_unit_test(unsigned_document_has_no_signature),
        cmocka_unit_test(the_xmlsec1_command_agrees),
        cmocka_unit_test(foreign_forms_pass),
        cmocka_unit_test(an_empty_time_stamp_is_no_time_stamp),
        cmocka_unit_test(a_counter_signature_is_not_counted),
        cmocka_unit_test(changed_content_is_found),
        cmocka_unit_test(changed_values_are_found),
        cmocka_unit_test(comment_in_content_is_refused_in_our_own),
        cmocka_unit_test(wrong_certificate_is_found),
        cmocka_unit_test(certificate_and_signature_of_a_stranger_are_not_believed),
        cmocka_unit_test(issuer_serial_must_match),
        cmocka_unit_test(moved_signature_is_refused),
        cmocka_unit_test(wrapped_originals_are_refused),
        cmocka_unit_test(a_second_signature_is_judged_by_itself),
        cmocka_unit_test(additional_objects_are_refused),
        cmocka_unit_test(wrong_target_is_refused),
        cmocka_unit_test(equal_ids_are_refused),
        cmocka_unit_test(foreign_references_are_refused),
        cmocka_unit_test(foreign_transforms_are_refused),
        cmocka_unit_test(weak_algorithms_are_refused),
        cmocka_unit_test(hmac_is_refused),
        cmocka_unit_test(weak_certificate_digest_is_refused),
        cmocka_unit_test(plain_signature_without_properties_is_refused),
        cmocka_unit_test(weak_keys_are_refused),
        cmocka_unit_test(certificates_of_the_wrong_time_are_refused),
        cmocka_unit_test(certificates_of_the_wrong_kind_are_refused),
        cmocka_unit_test(a_chain_built_once_still_knows_the_time),
        cmocka_unit_test(the_folder_of_anchors_is_read_again_when_it_changes),
        cmocka_unit_test(missing_folder_is_not_trust),
        cmocka_unit_test(what_is_no_plain_xml_has_its_check),
        cmocka_unit_test(every_mutilation_is_refused),
        cmocka_unit_test(verification_is_silent_and_keeps_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

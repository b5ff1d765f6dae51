/* The XAdES B-B and B-T enveloped signature of our own documents: the tree of EN 319 132-1 in
 * schema order, the canonical forms, and the private key wherever its EVP_PKEY says (file or PKCS#11). The signer has
 * every result checked by the verifier, which calculates by another way (xmlsec). */
#include <libxml/c14n.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <time.h>

#include "core/law/date.h"
#include "core/sig/xmlsig_priv.h"
#include "core/trust/tsp.h"

/* Ids of one signature; the random part keeps them unique when signed documents are put together later. */
struct ids {
    const char *signature;
    const char *document;
    const char *properties;
    const char *value;
};

static enum err make_ids(TALLOC_CTX *mem, struct ids *ids)
{
    unsigned char r[8];

    if (RAND_bytes(r, sizeof r) != 1)
        return ERR_INTERNAL;
    ids->signature =
        mem_printf(mem, "S-%02x%02x%02x%02x%02x%02x%02x%02x", r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7]);
    ids->document = mem_printf(mem, "%s-doc", ids->signature);
    ids->properties = mem_printf(mem, "%s-sp", ids->signature);
    ids->value = mem_printf(mem, "%s-val", ids->signature);
    return ERR_OK;
}

static xmlNode *add_algorithm(xmlNode *parent, const char *name, const char *algorithm)
{
    xmlNode *node = xml_add(parent, NULL, name, NULL);

    xml_attr(node, "Algorithm", algorithm);
    return node;
}

static void set_base64(xmlNode *node, const unsigned char *data, size_t len)
{
    MEM_SCOPE(tmp, NULL);
    unsigned char *text = mem_array(tmp, unsigned char, (len + 2) / 3 * 4 + 1);

    EVP_EncodeBlock(text, data, (int)len);
    xmlNodeAddContent(node, text);
}

static void add_base64(xmlNode *parent, xmlNs *ns, const char *name, const unsigned char *data, size_t len)
{
    set_base64(xml_add(parent, ns, name, NULL), data, len);
}

/* ---- ds:SignedInfo ---- */

static void add_reference(xmlNode *signed_info, const char *id, const char *type, const char *uri, bool enveloped)
{
    xmlNode *ref = xml_add(signed_info, NULL, "Reference", NULL);
    xmlNode *transforms = xml_add(ref, NULL, "Transforms", NULL);

    if (id)
        xml_attr(ref, "Id", id);
    if (type)
        xml_attr(ref, "Type", type);
    xml_attr(ref, "URI", uri);
    if (enveloped)
        add_algorithm(transforms, "Transform", SIG_ENVELOPED);
    add_algorithm(transforms, "Transform", SIG_NS_EXC_C14N);
    add_algorithm(ref, "DigestMethod", SIG_SHA256);
    xml_add(ref, NULL, "DigestValue", NULL);
}

static void add_signed_info(TALLOC_CTX *mem, xmlNode *signature, const struct ids *ids, const char *method)
{
    xmlNode *info = xml_add(signature, NULL, "SignedInfo", NULL);

    add_algorithm(info, "CanonicalizationMethod", SIG_NS_EXC_C14N);
    add_algorithm(info, "SignatureMethod", method);
    add_reference(info, ids->document, NULL, "", true);
    add_reference(info, NULL, SIG_TYPE_PROPERTIES, mem_printf(mem, "#%s", ids->properties), false);
}

/* ---- ds:KeyInfo ---- */

static enum err add_certificate(TALLOC_CTX *mem, xmlNode *data, X509 *cert)
{
    int len = i2d_X509(cert, NULL);
    unsigned char *der;
    unsigned char *p;

    if (len <= 0)
        return ERR_INTERNAL;
    p = der = mem_array(mem, unsigned char, (size_t)len);
    i2d_X509(cert, &p);
    add_base64(data, NULL, "X509Certificate", der, (size_t)len);
    return ERR_OK;
}

/* Signer first, then issuing authorities; a root proves nothing inside the document. */
static enum err add_key_info(TALLOC_CTX *mem, xmlNode *signature, X509 **chain, int n_chain)
{
    xmlNode *data = xml_add(xml_add(signature, NULL, "KeyInfo", NULL), NULL, "X509Data", NULL);
    enum err e = add_certificate(mem, data, chain[0]);

    for (int i = 1; i < n_chain && !e; i++)
        if (X509_self_signed(chain[i], 0) != 1)
            e = add_certificate(mem, data, chain[i]);
    return e;
}

/* ---- ds:Object ---- */

static enum err add_signing_certificate(TALLOC_CTX *mem, xmlNode *parent, xmlNs *ds, X509 *cert)
{
    xmlNode *node = xml_add(xml_add(parent, NULL, "SigningCertificateV2", NULL), NULL, "Cert", NULL);
    xmlNode *digest = xml_add(node, NULL, "CertDigest", NULL);
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int n = 0;
    const unsigned char *der;
    size_t len = 0;

    if (X509_digest(cert, EVP_sha256(), hash, &n) != 1)
        return ERR_INTERNAL;
    xml_attr(xml_add(digest, ds, "DigestMethod", NULL), "Algorithm", SIG_SHA256);
    add_base64(digest, ds, "DigestValue", hash, n);
    der = sig_issuer_serial(mem, cert, &len);
    add_base64(node, NULL, "IssuerSerialV2", der, len);
    return ERR_OK;
}

static enum err add_object(TALLOC_CTX *mem, xmlNode *signature, const struct ids *ids, X509 *cert, int64_t at,
                           const char *mime_type)
{
    xmlNode *qualifying = xml_add(xml_add(signature, NULL, "Object", NULL), NULL, "QualifyingProperties", NULL);
    xmlNode *props;
    xmlNode *of_signature;
    xmlNode *of_data;
    enum err e;

    xmlSetNs(qualifying, xmlNewNs(qualifying, BAD_CAST XML_NS_XADES, BAD_CAST "xades"));
    xml_attr(qualifying, "Target", mem_printf(mem, "#%s", ids->signature));
    props = xml_add(qualifying, NULL, "SignedProperties", NULL);
    xml_attr(props, "Id", ids->properties);
    of_signature = xml_add(props, NULL, "SignedSignatureProperties", NULL);
    xml_add(of_signature, NULL, "SigningTime", date_iso_utc(mem, at));
    e = add_signing_certificate(mem, of_signature, signature->ns, cert);
    of_data = xml_add(xml_add(props, NULL, "SignedDataObjectProperties", NULL), NULL, "DataObjectFormat", NULL);
    xml_attr(of_data, "ObjectReference", mem_printf(mem, "#%s", ids->document));
    xml_add(of_data, NULL, "MimeType", mime_type);
    return e;
}

/* ---- canonical forms and digests ---- */

static enum err digest(TALLOC_CTX *mem, xmlNode *top, xmlDoc *doc, unsigned char hash[32])
{
    const unsigned char *data = NULL;
    size_t len = 0;

    if (!sig_canonical(mem, doc, top, SIG_NS_EXC_C14N, NULL, &data, &len))
        return ERR_INTERNAL;
    return EVP_Digest(data, len, hash, NULL, EVP_sha256(), NULL) == 1 ? ERR_OK : ERR_INTERNAL;
}

/* ---- the value ---- */

/* XML signatures carry r and s side by side, each as long as the curve's field; OpenSSL gives them in DER. */
static enum err side_by_side(const EVP_PKEY *key, unsigned char *value, size_t *len, size_t max)
{
    const unsigned char *p = value;
    ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &p, (long)*len);
    int half = (EVP_PKEY_get_bits(key) + 7) / 8;
    bool good = pair && half > 0 && (size_t)half * 2 <= max &&
                BN_bn2binpad(ECDSA_SIG_get0_r(pair), value, half) == half &&
                BN_bn2binpad(ECDSA_SIG_get0_s(pair), value + half, half) == half;

    ECDSA_SIG_free(pair);
    *len = (size_t)half * 2;
    return good ? ERR_OK : ERR_INTERNAL;
}

/* The key may sit in a token: OpenSSL finds the way to it, xmlsec would want to see its parameters. */
static enum err sign_bytes(TALLOC_CTX *mem, EVP_PKEY *key, const unsigned char *data, size_t len, xmlNode *value)
{
    EVP_MD_CTX *ctx = mem_adopt(mem, EVP_MD_CTX_new(), EVP_MD_CTX_free);
    unsigned char out[1024];
    size_t n = sizeof out;
    enum err e = ERR_OK;

    if (!ctx || EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) != 1 ||
        EVP_DigestSign(ctx, out, &n, data, len) != 1)
        return ERR_INTERNAL;
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC)
        e = side_by_side(key, out, &n, sizeof out);
    if (!e)
        set_base64(value, out, n);
    return e;
}

/* Digest of the properties, then the value over SignedInfo; the document's digest was taken before the signature was
 * put into it, which is what the enveloped transform restores. */
static enum err calculate(TALLOC_CTX *mem, xmlDoc *doc, xmlNode *signature, EVP_PKEY *key,
                          const unsigned char of_document[32])
{
    xmlNode *info = xml_child(signature, XML_NS_DS, "SignedInfo");
    xmlNode *first = xml_child(info, XML_NS_DS, "Reference");
    xmlNode *second = xml_next(first, XML_NS_DS, "Reference");
    const unsigned char *data = NULL;
    unsigned char hash[32];
    size_t len = 0;
    enum err e = digest(mem, xml_path(signature, "Object/QualifyingProperties/SignedProperties"), doc, hash);

    if (e)
        return e;
    set_base64(xml_child(first, XML_NS_DS, "DigestValue"), of_document, 32);
    set_base64(xml_child(second, XML_NS_DS, "DigestValue"), hash, 32);
    if (!sig_canonical(mem, doc, info, SIG_NS_EXC_C14N, NULL, &data, &len))
        return ERR_INTERNAL;
    return sign_bytes(mem, key, data, len, xml_child(signature, XML_NS_DS, "SignatureValue"));
}

/* ---- the time stamp ---- */

/* SignatureTimeStamp (EN 319 132-1, 5.3): over the canonical form of ds:SignatureValue, which it therefore follows. */
static enum err add_stamp(TALLOC_CTX *mem, xmlDoc *doc, xmlNode *signature, const struct tsp_source *stamps)
{
    xmlNode *qualifying = xml_path(signature, "Object/QualifyingProperties");
    const void *token = NULL;
    unsigned char hash[32];
    size_t len = 0;
    xmlNode *stamp;
    enum err e = digest(mem, xml_child(signature, XML_NS_DS, "SignatureValue"), doc, hash);

    if (e)
        return e;
    if (!stamps->stamp(stamps->arg, mem, hash, &token, &len))
        return ERR_INTERNAL;
    stamp = xml_add(xml_add(qualifying, NULL, "UnsignedProperties", NULL), NULL, "UnsignedSignatureProperties", NULL);
    stamp = xml_add(stamp, NULL, "SignatureTimeStamp", NULL);
    xmlSetNs(add_algorithm(stamp, "CanonicalizationMethod", SIG_NS_EXC_C14N), signature->ns);
    add_base64(stamp, NULL, "EncapsulatedTimeStamp", token, len);
    return ERR_OK;
}

/* The whole signature below its empty element. */
static enum err fill(TALLOC_CTX *mem, xmlNode *signature, const char *method, X509 **chain, int n_chain, int64_t at,
                     const char *mime_type)
{
    struct ids ids;
    enum err e = make_ids(mem, &ids);

    if (e)
        return e;
    xml_attr(signature, "Id", ids.signature);
    add_signed_info(mem, signature, &ids, method);
    xml_attr(xml_add(signature, NULL, "SignatureValue", NULL), "Id", ids.value);
    e = add_key_info(mem, signature, chain, n_chain);
    return e ? e : add_object(mem, signature, &ids, chain[0], at, mime_type);
}

static const char *method_of(const EVP_PKEY *key)
{
    switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
        return SIG_RSA_SHA256;
    case EVP_PKEY_EC:
        return SIG_ECDSA_SHA256;
    default:
        return NULL;
    }
}

enum err xmlsig_sign(TALLOC_CTX *mem, xmlDoc *doc, EVP_PKEY *key, X509 **chain, int n_chain, int64_t at,
                     const char *mime_type, const struct tsp_source *stamps)
{
    MEM_SCOPE(tmp, mem);
    xmlNode *root = xmlDocGetRootElement(doc);
    const char *method = method_of(key);
    unsigned char of_document[32];
    xmlNode *signature;
    enum err e;

    if (!root || !method || n_chain < 1 || digest(tmp, NULL, doc, of_document))
        return ERR_INTERNAL;
    signature = xml_add(root, NULL, "Signature", NULL);
    xmlSetNs(signature, xmlNewNs(signature, BAD_CAST XML_NS_DS, BAD_CAST "ds"));
    e = fill(tmp, signature, method, chain, n_chain, at, mime_type);
    if (!e)
        e = calculate(tmp, doc, signature, key, of_document);
    if (!e && stamps)
        e = add_stamp(tmp, doc, signature, stamps);
    if (e) {
        xmlUnlinkNode(signature);
        xmlFreeNode(signature);
    }
    ERR_clear_error();
    return e;
}

/* core/xmlsig_sign.c -- the XAdES B-B enveloped signature of our own documents: the tree of EN 319 132-1 in schema
 * order, digests and value by xmlsec, the private key wherever its EVP_PKEY says (file or PKCS#11). */
#include <openssl/err.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>

#include "core/xmlsig_priv.h"

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
    ids->signature = mem_printf(mem, "S-%02x%02x%02x%02x%02x%02x%02x%02x", r[0], r[1], r[2], r[3], r[4], r[5], r[6],
                                r[7]);
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

static void add_base64(xmlNode *parent, xmlNs *ns, const char *name, const unsigned char *data, size_t len)
{
    MEM_SCOPE(tmp, NULL);
    unsigned char *text = mem_array(tmp, unsigned char, (len + 2) / 3 * 4 + 1);

    EVP_EncodeBlock(text, data, (int)len);
    xml_add(parent, ns, name, (const char *)text);
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

static const char *utc(TALLOC_CTX *mem, int64_t at)
{
    time_t t = (time_t)(at / 1000000);
    struct tm tm;

    gmtime_r(&t, &tm);
    return mem_printf(mem, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
                      tm.tm_min, tm.tm_sec);
}

static enum err add_object(TALLOC_CTX *mem, xmlNode *signature, const struct ids *ids, X509 *cert, int64_t at,
                           const char *mime_type)
{
    xmlNode *qualifying = xml_add(xml_add(signature, NULL, "Object", NULL), NULL, "QualifyingProperties", NULL);
    xmlNode *props;
    xmlNode *of_signature;
    xmlNode *of_data;
    enum err e;

    xmlSetNs(qualifying, xmlNewNs(qualifying, BAD_CAST SIG_NS_XADES, BAD_CAST "xades"));
    xml_attr(qualifying, "Target", mem_printf(mem, "#%s", ids->signature));
    props = xml_add(qualifying, NULL, "SignedProperties", NULL);
    xml_attr(props, "Id", ids->properties);
    of_signature = xml_add(props, NULL, "SignedSignatureProperties", NULL);
    xml_add(of_signature, NULL, "SigningTime", utc(mem, at));
    e = add_signing_certificate(mem, of_signature, signature->ns, cert);
    of_data = xml_add(xml_add(props, NULL, "SignedDataObjectProperties", NULL), NULL, "DataObjectFormat", NULL);
    xml_attr(of_data, "ObjectReference", mem_printf(mem, "#%s", ids->document));
    xml_add(of_data, NULL, "MimeType", mime_type);
    return e;
}

/* ---- the value ---- */

static enum err calculate(TALLOC_CTX *mem, xmlNode *signature, EVP_PKEY *key)
{
    MEM_SCOPE(tmp, mem);
    xmlSecDSigCtx *ctx = mem_adopt(tmp, xmlSecDSigCtxCreate(NULL), xmlSecDSigCtxDestroy);
    xmlSecKeyData *data;

    if (ctx == NULL)
        return ERR_INTERNAL;
    ctx->signKey = xmlSecKeyCreate();
    EVP_PKEY_up_ref(key);
    data = xmlSecOpenSSLEvpKeyAdopt(key);
    if (data == NULL) {
        EVP_PKEY_free(key);
        return ERR_INTERNAL;
    }
    if (ctx->signKey == NULL || xmlSecKeySetValue(ctx->signKey, data) < 0) {
        xmlSecKeyDataDestroy(data);
        return ERR_INTERNAL;
    }
    if (xmlSecDSigCtxSign(ctx, signature) < 0 || ctx->status != xmlSecDSigStatusSucceeded)
        return ERR_INTERNAL;
    return ERR_OK;
}

static enum err fill(TALLOC_CTX *mem, xmlDoc *doc, xmlNode *signature, EVP_PKEY *key, const char *method, X509 **chain,
                     int n_chain, int64_t at, const char *mime_type)
{
    struct ids ids;
    xmlAttr *id;
    enum err e = make_ids(mem, &ids);

    if (e)
        return e;
    xml_attr(signature, "Id", ids.signature);
    add_signed_info(mem, signature, &ids, method);
    xml_attr(xml_add(signature, NULL, "SignatureValue", NULL), "Id", ids.value);
    e = add_key_info(mem, signature, chain, n_chain);
    if (!e)
        e = add_object(mem, signature, &ids, chain[0], at, mime_type);
    if (e)
        return e;
    id = xmlHasProp(xml_path(signature, "Object/QualifyingProperties/SignedProperties"), BAD_CAST "Id");
    if (id == NULL || xmlAddID(NULL, doc, BAD_CAST ids.properties, id) == NULL)
        return ERR_INTERNAL;
    e = calculate(mem, signature, key);
    xmlRemoveID(doc, id);
    return e;
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
                     const char *mime_type)
{
    MEM_SCOPE(tmp, mem);
    xmlNode *root = xmlDocGetRootElement(doc);
    const char *method = method_of(key);
    xmlNode *signature;
    enum err e;

    if (root == NULL || method == NULL || n_chain < 1)
        return ERR_INTERNAL;
    signature = xml_add(root, NULL, "Signature", NULL);
    xmlSetNs(signature, xmlNewNs(signature, BAD_CAST SIG_NS_DS, BAD_CAST "ds"));
    e = fill(tmp, doc, signature, key, method, chain, n_chain, at, mime_type);
    if (e) {
        xmlUnlinkNode(signature);
        xmlFreeNode(signature);
    }
    ERR_clear_error();
    return e;
}

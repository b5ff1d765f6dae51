/* core/xmlsig_verify.c -- the order of the checks and the calculation by xmlsec, which gets its key from us, may fetch
 * nothing and may run only the transforms that the shape stage has let through. */
#include <openssl/err.h>
#include <string.h>
#include <xmlsec/crypto.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/x509.h>
#include <xmlsec/xmldsig.h>

#include "core/xmlsig_priv.h"

#define MAX_TRANSFORMS 16

/* ---- xmlsec's settings (checks 19-22) ---- */

/* Called by xmlsec before each chain of transforms runs. */
static int count_transforms(xmlSecTransformCtxPtr ctx)
{
    int n = 0;

    for (const xmlSecTransform *t = ctx->first; t; t = t->next)
        n++;
    return n <= MAX_TRANSFORMS ? 0 : -1;
}

static bool allow(xmlSecDSigCtx *ctx, bool xpath)
{
    const xmlSecTransformId c14n[] = { xmlSecTransformExclC14NId, xmlSecTransformInclC14NId,
                                       xmlSecTransformInclC14N11Id };
    const xmlSecTransformId methods[] = { xmlSecTransformRsaSha256Id,   xmlSecTransformRsaSha384Id,
                                          xmlSecTransformRsaSha512Id,   xmlSecTransformEcdsaSha256Id,
                                          xmlSecTransformEcdsaSha384Id, xmlSecTransformEcdsaSha512Id };
    const xmlSecTransformId digests[] = { xmlSecTransformSha256Id, xmlSecTransformSha384Id, xmlSecTransformSha512Id,
                                          xmlSecTransformEnvelopedId };
    int bad = 0;

    for (size_t i = 0; i < 3; i++) {
        bad |= xmlSecDSigCtxEnableSignatureTransform(ctx, c14n[i]);
        bad |= xmlSecDSigCtxEnableReferenceTransform(ctx, c14n[i]);
    }
    for (size_t i = 0; i < 6; i++)
        bad |= xmlSecDSigCtxEnableSignatureTransform(ctx, methods[i]);
    for (size_t i = 0; i < 4; i++)
        bad |= xmlSecDSigCtxEnableReferenceTransform(ctx, digests[i]);
    if (xpath)
        bad |= xmlSecDSigCtxEnableReferenceTransform(ctx, xmlSecTransformXPathId);
    /* an empty list would mean that everything is allowed */
    return bad == 0 && xmlSecPtrListGetSize(&ctx->transformCtx.enabledTransforms) > 0 &&
           xmlSecPtrListGetSize(ctx->enabledReferenceTransforms) > 0;
}

static bool set_key(xmlSecDSigCtx *ctx, X509 *cert)
{
    xmlSecKeyData *data = xmlSecOpenSSLX509CertGetKey(cert);

    ctx->signKey = xmlSecKeyCreate();
    if (data && ctx->signKey && xmlSecKeySetValue(ctx->signKey, data) == 0)
        return true;
    if (data)
        xmlSecKeyDataDestroy(data);
    return false;
}

static xmlSecDSigCtx *new_context(TALLOC_CTX *mem, const struct sig *s)
{
    xmlSecDSigCtx *ctx = mem_adopt(mem, xmlSecDSigCtxCreate(NULL), xmlSecDSigCtxDestroy);

    if (ctx == NULL)
        return NULL;
    ctx->flags = XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS | XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES;
    ctx->enabledReferenceUris = xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
    ctx->referencePreExecuteCallback = count_transforms;
    ctx->transformCtx.preExecCallback = count_transforms;
    return allow(ctx, s->xpath) && set_key(ctx, s->signer) ? ctx : NULL;
}

/* ---- the result (checks 23, 33) ---- */

static bool crypto_fault(struct sig *s)
{
    return sig_fault(s, 23, "SIG_CRYPTO_FAILURE",
                     "Wartość podpisu nie zgadza się z certyfikatem; podpis jest nieprawdziwy.");
}

static bool same(const xmlChar *is, const char *expected)
{
    return strcmp(is ? (const char *)is : "", expected) == 0;
}

/* What the document's reference covered, byte for byte as it was digested. */
static enum err keep_signed_bytes(struct sig *s, xmlSecDSigReferenceCtx *ref)
{
    xmlSecBuffer *bytes = xmlSecDSigReferenceCtxGetPreDigestBuffer(ref);

    if (bytes == NULL || xmlSecBufferGetData(bytes) == NULL)
        return ERR_INTERNAL;
    s->report->signed_len = xmlSecBufferGetSize(bytes);
    s->report->signed_bytes = mem_dup(s->out, xmlSecBufferGetData(bytes), s->report->signed_len);
    return ERR_OK;
}

static bool each_reference(struct sig *s, xmlSecDSigCtx *ctx, xmlSecDSigReferenceCtx **ret_document)
{
    xmlSecSize n = xmlSecPtrListGetSize(&ctx->signedInfoReferences);

    for (xmlSecSize i = 0; i < n && i < (xmlSecSize)s->n_refs; i++) {
        xmlSecDSigReferenceCtx *ref = xmlSecPtrListGetItem(&ctx->signedInfoReferences, i);

        if (ref->status != xmlSecDSigStatusSucceeded)
            return sig_fault(s, 23, "HASH_FAILURE",
                             s->refs[i].covers == SIG_COVERS_DOCUMENT
                                 ? "Treść dokumentu zmieniono po podpisaniu."
                                 : "Właściwości podpisu (czas, certyfikat) zmieniono po podpisaniu.");
        if (!same(ref->uri, s->refs[i].uri) || !same(ref->type, s->refs[i].type))
            return crypto_fault(s);
        if (s->refs[i].covers == SIG_COVERS_DOCUMENT)
            *ret_document = ref;
    }
    return n == (xmlSecSize)s->n_refs && xmlSecPtrListGetSize(&ctx->manifestReferences) == 0 ? true : crypto_fault(s);
}

static enum err judge(struct sig *s, xmlSecDSigCtx *ctx, int ret)
{
    xmlSecDSigReferenceCtx *document = NULL;

    if (ret == 0 && !each_reference(s, ctx, &document))
        return ERR_OK;
    if (ret != 0 || ctx->status != xmlSecDSigStatusSucceeded || document == NULL) {
        crypto_fault(s);
        return ERR_OK;
    }
    return keep_signed_bytes(s, document);
}

/* ---- Ids ---- */

/* Makes the referenced Ids known to libxml2 for the time of the calculation. They are unique: the shape stage saw to
 * it. xml:id is registered by the parser already, which is why the attribute is compared. */
static bool register_ids(struct sig *s, bool on)
{
    for (int i = 0; i < s->n_refs; i++) {
        const struct sig_id *id = s->refs[i].uri[0] == '#' ? xmlHashLookup(s->ids, BAD_CAST(s->refs[i].uri + 1)) : NULL;

        if (id == NULL)
            continue;
        if (!on)
            xmlRemoveID(s->doc, id->attr);
        else if (xmlGetID(s->doc, BAD_CAST id->value) != id->attr &&
                 xmlAddID(NULL, s->doc, BAD_CAST id->value, id->attr) == NULL)
            return false;
    }
    return true;
}

static enum err calculate(struct sig *s)
{
    MEM_SCOPE(tmp, s->mem);
    xmlSecDSigCtx *ctx = new_context(tmp, s);
    enum err e = ERR_INTERNAL;

    if (ctx == NULL)
        return ERR_INTERNAL;
    if (register_ids(s, true))
        e = judge(s, ctx, xmlSecDSigCtxVerify(ctx, s->signature));
    register_ids(s, false);
    return e;
}

/* ---- the report ---- */

/* The form of the signature. A time stamp found here is not verified yet (check 30). */
static const char *level(const struct sig *s)
{
    const xmlNode *stamp = xml_path(s->object, "QualifyingProperties/UnsignedProperties/UnsignedSignatureProperties/"
                                               "SignatureTimeStamp");

    return stamp ? "B-T" : "B-B";
}

struct xmlsig_report xmlsig_report_of(enum xmlsig_indication indication, const char *subindication, const char *checks,
                                      const char *reason)
{
    return (struct xmlsig_report){ .indication = indication,
                                   .subindication = subindication,
                                   .reason = reason,
                                   .checks = checks,
                                   .signer = "",
                                   .issuer = "",
                                   .serial = "",
                                   .signing_time = "",
                                   .level = "" };
}

static enum err stages(struct sig *s, const char *trust_dir)
{
    enum err e;

    if (!sig_shape(s) || s->signature == NULL)
        return ERR_OK;
    s->report->level = level(s);
    if (!sig_certificate(s))
        return ERR_OK;
    e = calculate(s);
    if (e || *s->report->checks || !sig_chain(s, trust_dir))
        return e;
    s->report->indication = XMLSIG_TOTAL_PASSED;
    s->report->reason =
        "Podpis jest poprawny: dokumentu nie zmieniono, a certyfikat wydał zaufany wystawca. Unieważnienia "
        "certyfikatu nie sprawdzano.";
    return ERR_OK;
}

enum err xmlsig_verify(TALLOC_CTX *mem, xmlDoc *doc, enum xmlsig_profile profile, const char *trust_dir, int64_t at,
                       struct xmlsig_report *ret_report)
{
    MEM_SCOPE(tmp, mem);
    struct xmlsig_report report;
    struct sig s = { .mem = tmp, .out = mem, .doc = doc, .profile = profile, .at = at, .report = &report };
    enum err e;

    report = xmlsig_report_of(XMLSIG_NONE, "", "", "Dokument nie jest podpisany.");
    if (xmlDocGetRootElement(doc) == NULL)
        return ERR_INTERNAL;
    e = stages(&s, trust_dir);
    ERR_clear_error();
    if (!e)
        *ret_report = report;
    return e;
}

/* Digests and value, calculated by xmlsec: it gets its key from us, may fetch nothing and may run
 * only the transforms that the shape stage has let through (checks 18-23). */
#include <string.h>
#include <xmlsec/crypto.h>
#include <xmlsec/io.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/x509.h>
#include <xmlsec/xmldsig.h>

#include "core/sig/xmlsig_priv.h"

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

static int allow_canonical(xmlSecDSigCtx *ctx)
{
    const xmlSecTransformId c14n[] = { xmlSecTransformExclC14NId, xmlSecTransformInclC14NId,
                                       xmlSecTransformInclC14N11Id };
    int bad = 0;

    for (size_t i = 0; i < 3; i++) {
        bad |= xmlSecDSigCtxEnableSignatureTransform(ctx, c14n[i]);
        bad |= xmlSecDSigCtxEnableReferenceTransform(ctx, c14n[i]);
    }
    return bad;
}

static bool allow(xmlSecDSigCtx *ctx, const struct sig *s)
{
    int bad = allow_canonical(ctx);

    bad |= xmlSecDSigCtxEnableSignatureTransform(ctx, sig_method_id(s->method));
    for (int i = 0; i < s->n_refs; i++)
        bad |= xmlSecDSigCtxEnableReferenceTransform(ctx, sig_digest_id(s->refs[i].digest));
    if (s->d->packaging == SIG_IN_DOCUMENT)
        bad |= xmlSecDSigCtxEnableReferenceTransform(ctx, xmlSecTransformEnvelopedId);
    if (s->xpath)
        bad |= xmlSecDSigCtxEnableReferenceTransform(ctx, xmlSecTransformXPathId);
    if (s->xpath2)
        bad |= xmlSecDSigCtxEnableReferenceTransform(ctx, xmlSecTransformXPath2Id);
    if (s->base64)
        bad |= xmlSecDSigCtxEnableReferenceTransform(ctx, xmlSecTransformBase64Id);
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

    if (!ctx)
        return NULL;
    ctx->flags = XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS | XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES |
                 XMLSEC_DSIG_FLAGS_STORE_SIGNATURE;
    ctx->enabledReferenceUris = xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
    if (s->d->packaging == SIG_BESIDE)
        ctx->enabledReferenceUris |= xmlSecTransformUriTypeLocal | xmlSecTransformUriTypeRemote;
    ctx->referencePreExecuteCallback = count_transforms;
    ctx->transformCtx.preExecCallback = count_transforms;
    return allow(ctx, s) && set_key(ctx, s->signer) ? ctx : NULL;
}

/* ---- files of a container: the only thing xmlsec can open, and only while it calculates ---- */

static struct sig *in_hand;

struct reader {
    const struct verify_file *file;
    size_t at;
};

static const struct verify_file *file_of(const char *uri)
{
    for (int i = 0; in_hand && i < in_hand->n_refs; i++)
        if (in_hand->refs[i].covers == SIG_COVERS_FILE && strcmp(in_hand->refs[i].uri, uri) == 0)
            return &in_hand->d->files[in_hand->refs[i].file];
    return NULL;
}

static int io_match(const char *uri)
{
    return file_of(uri) ? 1 : 0;
}

static void *io_open(const char *uri)
{
    struct reader *r = mem_zero(NULL, struct reader);

    r->file = file_of(uri);
    return r;
}

static int io_read(void *arg, char *to, int len)
{
    struct reader *r = arg;
    size_t n = r->file->len - r->at < (size_t)len ? r->file->len - r->at : (size_t)len;

    memcpy(to, (const char *)r->file->data + r->at, n);
    r->at += n;
    return (int)n;
}

static int io_close(void *arg)
{
    talloc_free(arg);
    return 0;
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

/* Borrowed from the calculation, which lives as long as the signature is looked at: it may be large. */
static void keep_digested(struct sig_ref *ref, xmlSecDSigReferenceCtx *calculated)
{
    xmlSecBuffer *bytes = xmlSecDSigReferenceCtxGetPreDigestBuffer(calculated);

    ref->digested = bytes ? xmlSecBufferGetData(bytes) : NULL;
    ref->digested_len = bytes ? xmlSecBufferGetSize(bytes) : 0;
}

/* What the document's reference covered, byte for byte as it was digested. */
static enum err keep_signed_bytes(struct sig *s, const struct sig_ref *document)
{
    if (!document->digested)
        return ERR_INTERNAL;
    s->signed_bytes = document->digested;
    s->signed_len = document->digested_len;
    return ERR_OK;
}

static const char *changed(enum sig_covers covers)
{
    switch (covers) {
    case SIG_COVERS_DOCUMENT:
    case SIG_COVERS_OBJECT:
        return "Treść dokumentu zmieniono po podpisaniu.";
    case SIG_COVERS_FILE:
        return "Plik w kontenerze zmieniono po podpisaniu.";
    case SIG_COVERS_PROPERTIES:
    case SIG_COVERS_OTHER:
        break;
    }
    return "Właściwości podpisu (czas, certyfikat) zmieniono po podpisaniu.";
}

static bool is_content(enum sig_covers covers)
{
    return covers == SIG_COVERS_DOCUMENT || covers == SIG_COVERS_OBJECT;
}

static bool each_reference(struct sig *s, xmlSecDSigCtx *ctx, const struct sig_ref **ret_document)
{
    xmlSecSize n = xmlSecPtrListGetSize(&ctx->signedInfoReferences);

    for (xmlSecSize i = 0; i < n && i < (xmlSecSize)s->n_refs; i++) {
        xmlSecDSigReferenceCtx *ref = xmlSecPtrListGetItem(&ctx->signedInfoReferences, i);

        if (ref->status != xmlSecDSigStatusSucceeded)
            return sig_fault(s, 23, "HASH_FAILURE", changed(s->refs[i].covers));
        if (!same(ref->uri, s->refs[i].uri) || !same(ref->type, s->refs[i].type))
            return crypto_fault(s);
        if (is_content(s->refs[i].covers) && !*ret_document)
            *ret_document = &s->refs[i];
        keep_digested(&s->refs[i], ref);
    }
    return n == (xmlSecSize)s->n_refs && xmlSecPtrListGetSize(&ctx->manifestReferences) == 0 ? true : crypto_fault(s);
}

/* The same signature has the same SignedInfo, whatever was added to it later (check 32). */
static void fingerprint(struct sig *s, xmlSecDSigCtx *ctx)
{
    xmlSecBuffer *info = xmlSecDSigCtxGetPreSignBuffer(ctx);

    if (info)
        s->result.fingerprint = verify_sha256(s->out, xmlSecBufferGetData(info), xmlSecBufferGetSize(info));
}

static enum err judge(struct sig *s, xmlSecDSigCtx *ctx, int ret)
{
    const struct sig_ref *document = NULL;

    if (ret == 0 && !each_reference(s, ctx, &document))
        return ERR_OK;
    if (ret != 0 || ctx->status != xmlSecDSigStatusSucceeded || (!document && s->d->packaging != SIG_BESIDE)) {
        crypto_fault(s);
        return ERR_OK;
    }
    fingerprint(s, ctx);
    return document ? keep_signed_bytes(s, document) : ERR_OK;
}

/* ---- Ids ---- */

/* Makes the referenced Ids known to libxml2 for the time of the calculation. They are unique: the shape stage saw to
 * it. xml:id is registered by the parser already, which is why the attribute is compared. */
static bool register_ids(struct sig *s, bool on)
{
    for (int i = 0; i < s->n_refs; i++) {
        const struct sig_id *id =
            s->refs[i].uri[0] == '#' ? xmlHashLookup(s->d->ids, BAD_CAST(s->refs[i].uri + 1)) : NULL;

        if (!id)
            continue;
        if (!on)
            xmlRemoveID(s->d->doc, id->attr);
        else if (xmlGetID(s->d->doc, BAD_CAST id->value) != id->attr &&
                 !xmlAddID(NULL, s->d->doc, BAD_CAST id->value, id->attr))
            return false;
    }
    return true;
}

static int run(struct sig *s, xmlSecDSigCtx *ctx)
{
    int ret;

    if (s->d->packaging != SIG_BESIDE)
        return xmlSecDSigCtxVerify(ctx, s->signature);
    in_hand = s;
    ret = xmlSecIORegisterCallbacks(io_match, io_open, io_read, io_close);
    if (ret == 0)
        ret = xmlSecDSigCtxVerify(ctx, s->signature);
    xmlSecIOCleanupCallbacks();
    in_hand = NULL;
    return ret;
}

enum err sig_calculate(struct sig *s)
{
    /* the first signature's calculation holds what is reported as signed */
    bool keep = s->report->n == 0;
    xmlSecDSigCtx *ctx = new_context(keep ? s->out : s->mem, s);
    enum err e = ERR_INTERNAL;

    if (!ctx)
        return ERR_INTERNAL;
    if (register_ids(s, true))
        e = judge(s, ctx, run(s, ctx));
    register_ids(s, false);
    return e;
}

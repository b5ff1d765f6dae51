/* Certificates and evidence of revocation put beside a signature that is time-stamped already.
 * No digest covers them: each piece proves only what it says itself, so adding them harms nothing. */
#include <string.h>

#include "core/sig/xmlsig_priv.h"

/* The values of each kind stand in an element of their own; this is also their order. */
static const struct values {
    enum evidence_kind kind;
    const char *outer; /* below UnsignedSignatureProperties */
    const char *inner; /* NULL: straight in the outer one */
    const char *value;
} VALUES[] = {
    { EVIDENCE_CERT, "CertificateValues", NULL, "EncapsulatedX509Certificate" },
    { EVIDENCE_CRL, "RevocationValues", "CRLValues", "EncapsulatedCRLValue" },
    { EVIDENCE_OCSP, "RevocationValues", "OCSPValues", "EncapsulatedOCSPValue" },
};
#define N_VALUES (sizeof VALUES / sizeof VALUES[0])

static const struct values *values_of(enum evidence_kind kind)
{
    size_t i = 0;

    while (i + 1 < N_VALUES && VALUES[i].kind != kind)
        i++;
    return &VALUES[i];
}

static bool holds(TALLOC_CTX *mem, const xmlNode *top, const char *name, const struct evidence *piece)
{
    for (const xmlNode *n = top; n; n = xml_walk(top, n)) {
        MEM_SCOPE(tmp, mem);
        size_t len = 0;
        const unsigned char *der = NULL;

        if (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0)
            der = base64_decode(tmp, sig_sole_text(n), piece->len + 1, &len);
        if (der && len == piece->len && memcmp(der, piece->der, len) == 0)
            return true;
    }
    return false;
}

static bool is_there(TALLOC_CTX *mem, const xmlNode *signature, const xmlNode *props, const struct evidence *piece)
{
    const struct values *v = values_of(piece->kind);

    if (piece->kind == EVIDENCE_CERT &&
        holds(mem, xml_child(signature, XML_NS_DS, "KeyInfo"), "X509Certificate", piece))
        return true;
    return holds(mem, xml_child(props, XML_NS_XADES, v->outer), v->value, piece);
}

static xmlNode *child_made(xmlNode *parent, const char *name)
{
    xmlNode *child = xml_child(parent, XML_NS_XADES, name);

    return child ? child : xml_add(parent, NULL, name, NULL);
}

/* CRLs stand before OCSP responses, whichever came first. */
static xmlNode *place(xmlNode *props, const struct values *v)
{
    xmlNode *outer = child_made(props, v->outer);
    xmlNode *inner = v->inner ? child_made(outer, v->inner) : outer;

    if (v->kind == EVIDENCE_CRL && inner != sig_first(outer))
        xmlAddPrevSibling(sig_first(outer), inner);
    return inner;
}

static void add(TALLOC_CTX *mem, xmlNode *props, const struct evidence *piece)
{
    MEM_SCOPE(tmp, mem);
    const struct values *v = values_of(piece->kind);
    unsigned char *text = mem_array(tmp, unsigned char, (piece->len + 2) / 3 * 4 + 1);

    EVP_EncodeBlock(text, piece->der, (int)piece->len);
    xml_add(place(props, v), NULL, v->value, (const char *)text);
}

static xmlNode *stamped_properties(const xmlNode *signature)
{
    xmlNode *props = xml_path(signature, "Object/QualifyingProperties/UnsignedProperties/UnsignedSignatureProperties");

    return xml_child(props, XML_NS_XADES, "SignatureTimeStamp") ? props : NULL;
}

enum err xmlsig_augment(TALLOC_CTX *mem, xmlDoc *doc, const struct evidence *pieces, int n)
{
    xmlNode *signature = xml_child(xmlDocGetRootElement(doc), XML_NS_DS, "Signature");
    xmlNode *props = stamped_properties(signature);

    if (!props || xml_next(signature, XML_NS_DS, "Signature") || xml_child(props, NULL, "ArchiveTimeStamp"))
        return ERR_INVALID;
    for (int i = 0; i < n; i++)
        if (pieces[i].len == 0 || pieces[i].len > SIG_MAX_CRL)
            return ERR_INVALID;
    for (size_t k = 0; k < N_VALUES; k++)
        for (int i = 0; i < n; i++)
            if (pieces[i].kind == VALUES[k].kind && !is_there(mem, signature, props, &pieces[i]))
                add(mem, props, &pieces[i]);
    return ERR_OK;
}

/* Shared by core/xmlsig*.c only: names, one verification in progress, and what its stages hand to each other.
 *
 *   xmlsig_verify.c  the order of the stages, xmlsec's settings, the report      checks 18-23, 28, 33
 *   xmlsig_shape.c   the tree before xmlsec sees it                              checks 3, 5, 7-16
 *   xmlsig_cert.c    which certificate signed                                    checks 15, 17, 24
 *   xmlsig_trust.c   the folder of anchors, the chain, what the certificate may  checks 25, 26 */
#ifndef CORE_XMLSIG_PRIV_H
#define CORE_XMLSIG_PRIV_H

#include <libxml/hash.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmlsec.h>

#include "core/xmlsig.h"

#define SIG_NS_DS "http://www.w3.org/2000/09/xmldsig#"
#define SIG_NS_XADES "http://uri.etsi.org/01903/v1.3.2#"
#define SIG_NS_EXC_C14N "http://www.w3.org/2001/10/xml-exc-c14n#"
#define SIG_TYPE_PROPERTIES "http://uri.etsi.org/01903#SignedProperties"
#define SIG_ENVELOPED "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
#define SIG_XPATH "http://www.w3.org/TR/1999/REC-xpath-19991116"
#define SIG_SHA256 "http://www.w3.org/2001/04/xmlenc#sha256"
#define SIG_RSA_SHA256 "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
#define SIG_ECDSA_SHA256 "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"

#define SIG_MAX_REFS 4
#define SIG_MAX_CERTS 10
#define SIG_MAX_CERT (16u << 10)

/* What one Reference of SignedInfo covers. */
enum sig_covers { SIG_COVERS_DOCUMENT, SIG_COVERS_PROPERTIES, SIG_COVERS_OTHER };

struct sig_ref {
    enum sig_covers covers;
    const char *uri;
    const char *type; /* "" when absent */
    const char *id;   /* "" when absent */
};

/* One value of an Id attribute. */
struct sig_id {
    const char *value;
    xmlAttr *attr;
    bool twice;
    bool in_signature; /* on a ds or xades element */
};

struct sig {
    TALLOC_CTX *mem; /* of this verification only */
    TALLOC_CTX *out; /* of the report */
    xmlDoc *doc;
    enum xmlsig_profile profile;
    int64_t at;
    struct xmlsig_report *report;

    /* parts found by the shape stage */
    xmlNode *signature;
    xmlNode *signed_info;
    xmlNode *value;
    xmlNode *key_info;
    xmlNode *object;
    xmlNode *properties;           /* xades:SignedProperties */
    xmlNode *signature_properties; /* xades:SignedSignatureProperties */
    xmlHashTable *ids;             /* value -> struct sig_id */
    struct sig_ref refs[SIG_MAX_REFS];
    int n_refs;
    const char *method; /* Algorithm of SignatureMethod */
    bool xpath;         /* the one constant XPath transform occurs */

    X509 *certs[SIG_MAX_CERTS]; /* from KeyInfo */
    int n_certs;
    X509 *signer; /* one of certs */
};

/* Records a failed check: the first one gives sub-indication and sentence, all give their number. Returns false. */
bool sig_fault(struct sig *s, int check, const char *subindication, const char *reason);

/* Content of an element that has exactly one child, a text; NULL otherwise. */
const char *sig_sole_text(const xmlNode *node);
/* Value of an attribute without namespace, borrowed from the tree; NULL when absent or made of several nodes. */
const char *sig_attr(const xmlNode *node, const char *name);
/* First and next child element of any name. */
xmlNode *sig_first(const xmlNode *parent);
xmlNode *sig_next(const xmlNode *sibling);
/* Bytes of a base64 text with white space; NULL when it is anything else or longer than max bytes. */
unsigned char *sig_base64(TALLOC_CTX *mem, const char *text, size_t max, size_t *ret_len);

/* True when the tree has exactly the shape that may be given to xmlsec. */
bool sig_shape(struct sig *s);
/* Reads KeyInfo and finds the certificate named by the signed properties, its key checked against the method. */
bool sig_certificate(struct sig *s);
/* Chain to an anchor of the folder, valid at s->at, and a certificate made for signing. */
bool sig_chain(struct sig *s, const char *trust_dir);

/* A certificate read before, with one more reference for the caller; NULL when it is not at hand. */
X509 *sig_shelved_cert(const unsigned char *der, size_t len);

/* EVP digest of an allowed DigestMethod; NULL for all others. */
const EVP_MD *sig_digest(const char *algorithm);
/* DER of IssuerSerial (RFC 5035): what IssuerSerialV2 carries. */
unsigned char *sig_issuer_serial(TALLOC_CTX *mem, X509 *cert, size_t *ret_len);

#endif

/* Shared by core/sig/xmlsig*.c only: names, one verification in progress, and what its stages hand to each other.
 *
 *   xmlsig_verify.c     a file, its signatures one by one, the report                     checks 1-4, 28, 33, 34
 *   xmlsig_survey.c     the whole document: Ids, signatures and where they stand          checks 3, 5, 7, 10, 14
 *   xmlsig_shape.c      one signature as a tree                                           checks 8, 9, 12, 15
 *   xmlsig_reference.c  what it refers to, and how                                        checks 10-13, 15, 16
 *   xmlsig_cert.c       which certificate signed, with what key, when by its own words    checks 15, 17, 24, 28
 *   xmlsig_calc.c       the calculation by xmlsec                                         checks 18-23
 *   xmlsig_long.c       time stamps, certificates and revocation carried along            checks 15, 28, 30
 *   xmlsig_archive.c    archive time stamps over all of that                              check 30
 *   xmlsig_person.c     the person a trusted profile's seal stands for                    check 31 */
#ifndef CORE_XMLSIG_PRIV_H
#define CORE_XMLSIG_PRIV_H

#include <libxml/hash.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmlsec.h>

#include "core/base/base64.h"
#include "core/sig/verify_cert.h"
#include "core/sig/xmlsig.h"

#define SIG_NS_XADES141 "http://uri.etsi.org/01903/v1.4.1#"
#define SIG_NS_EXC_C14N "http://www.w3.org/2001/10/xml-exc-c14n#"
#define SIG_C14N "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define SIG_C14N11 "http://www.w3.org/2006/12/xml-c14n11"
#define SIG_TYPE_PROPERTIES "http://uri.etsi.org/01903#SignedProperties"
#define SIG_ENVELOPED "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
#define SIG_BASE64 "http://www.w3.org/2000/09/xmldsig#base64"
#define SIG_XPATH "http://www.w3.org/TR/1999/REC-xpath-19991116"
#define SIG_XPATH2 "http://www.w3.org/2002/06/xmldsig-filter2"
#define SIG_SHA256 "http://www.w3.org/2001/04/xmlenc#sha256"
#define SIG_RSA_SHA256 "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
#define SIG_ECDSA_SHA256 "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"

#define SIG_MAX_SIGNATURES 16 /* in one document */
#define SIG_MAX_REFS 16       /* ceiling for containers; see max_refs() for documents */
#define SIG_MAX_DOC_FAULTS 4  /* checks 5, 7, 10, 14 */
#define SIG_MAX_CERTS 10
#define SIG_MAX_EVIDENCE 32
#define SIG_MAX_CERT (16u << 10)
#define SIG_MAX_CRL (4u << 20)

/* How signature and document belong together. */
enum sig_packaging {
    SIG_IN_DOCUMENT, /* enveloped: the signature is a child of the document's root */
    SIG_AROUND,      /* enveloping: the root is the signature, the document one of its Objects (foreign) */
    SIG_BESIDE,      /* detached: files of a container, referred to by name (foreign) */
};

/* What one Reference of SignedInfo covers. */
enum sig_covers { SIG_COVERS_DOCUMENT, SIG_COVERS_PROPERTIES, SIG_COVERS_OBJECT, SIG_COVERS_FILE, SIG_COVERS_OTHER };

struct sig_ref {
    enum sig_covers covers;
    const char *uri;
    const char *type;     /* "" when absent */
    const char *id;       /* "" when absent */
    const char *digest;   /* Algorithm of DigestMethod */
    int file;             /* index, SIG_COVERS_FILE only */
    const void *digested; /* the bytes that were digested, once calculated */
    size_t digested_len;
};

/* One value of an Id attribute. */
struct sig_id {
    const char *value;
    xmlAttr *attr;
    bool twice;
    bool in_signature; /* on a ds or xades element */
};

/* The document as a whole. */
struct sig_doc {
    TALLOC_CTX *mem;
    xmlDoc *doc;
    enum sig_packaging packaging;
    xmlHashTable *ids; /* value -> struct sig_id */
    xmlNode *signatures[SIG_MAX_SIGNATURES];
    int n;
    const struct verify_file *files; /* SIG_BESIDE */
    int n_files;
    /* faults that concern no signature in particular */
    struct sig_doc_fault {
        int check;
        const char *reason;
    } faults[SIG_MAX_DOC_FAULTS];
    int n_faults;
};

/* One signature being verified. */
struct sig {
    TALLOC_CTX *mem; /* of this verification only */
    TALLOC_CTX *out; /* of the report */
    const struct verify_request *rq;
    struct trust *trust;
    struct verify_report *report;
    struct verify_signature result;
    struct sig_doc *d;

    /* parts found by the shape stage */
    xmlNode *signature;
    xmlNode *signed_info;
    xmlNode *value;
    xmlNode *key_info;
    xmlNode *object;               /* that holds the properties */
    xmlNode *properties;           /* xades:SignedProperties */
    xmlNode *signature_properties; /* xades:SignedSignatureProperties */
    xmlNode *unsigned_properties;  /* xades:UnsignedSignatureProperties; NULL when absent */
    struct sig_ref refs[SIG_MAX_REFS];
    int n_refs;
    const char *method; /* Algorithm of SignatureMethod */
    bool xpath;         /* the one constant XPath transform occurs */
    bool xpath2;        /* the one constant Filter 2.0 transform occurs */
    bool base64;        /* an enveloped object is decoded */

    X509 *certs[SIG_MAX_CERTS]; /* from KeyInfo and CertificateValues */
    int n_certs;
    X509 *signer;    /* one of certs */
    int64_t claimed; /* signing time, 0 = none that can be calculated with */

    struct evidence evidence[SIG_MAX_EVIDENCE]; /* from RevocationValues */
    int n_evidence;
    int64_t at; /* reference time */

    const void *signed_bytes; /* once digests and value hold */
    size_t signed_len;
};

/* Records a failed check (verify_fault() with the indication its sub-indication means). Returns false. */
bool sig_fault(struct sig *s, int check, const char *subindication, const char *reason);
bool sig_format_fault(struct sig *s, int check, const char *reason);

bool sig_is_narrow(const struct sig *s);
bool sig_is_ds(const xmlNode *node, const char *name);
bool sig_is_xades(const xmlNode *node, const char *name);
bool sig_is_one_of(const char *value, const char *const *list);

/* Content of an element that has exactly one child, a text; NULL otherwise. */
const char *sig_sole_text(const xmlNode *node);
/* Value of an attribute without namespace, borrowed from the tree; NULL when absent or made of several nodes. */
const char *sig_attr(const xmlNode *node, const char *name);
/* First and next child element of any name. */
xmlNode *sig_first(const xmlNode *parent);
xmlNode *sig_next(const xmlNode *sibling);
/* No text but white space between child elements. */
bool sig_only_elements(const xmlNode *parent);

/* A CanonicalizationMethod or Transform that is a canonicalisation without comments and, at most, a short list of
 * prefixes. */
bool sig_is_plain_c14n(const xmlNode *node);
/* The canonical form of one element with all below it, or of the whole document (top NULL). method: a node of that kind,
 * for its list of prefixes; NULL = none. */
bool sig_canonical(TALLOC_CTX *mem, xmlDoc *doc, xmlNode *top, const char *algorithm, const xmlNode *method,
                   const unsigned char **ret_data, size_t *ret_len);

/* Finds all Ids, signatures and faults of the document itself. */
void sig_survey(struct sig_doc *d, bool narrow);
bool sig_id_is_unique(const struct sig_doc *d, const char *value);

/* True when the signature has exactly the shape that may be given to xmlsec. */
bool sig_shape(struct sig *s);
/* SignedInfo: canonical form, method, references. */
bool sig_references(struct sig *s);
bool sig_is_referenced(const struct sig *s, const xmlNode *node);
/* Reads KeyInfo and finds the certificate named by the signed properties, its key of the method's kind. */
bool sig_certificate(struct sig *s);
/* Digests and value. ERR_INTERNAL only when something of ours breaks. */
MUST_CHECK enum err sig_calculate(struct sig *s);
/* Reads what was added after signing: stamps (verified, set s->at), certificates, revocation; the level. */
bool sig_long_term(struct sig *s);
/* How many archive stamps are good; the others are noted. */
int sig_archive_stamps(struct sig *s);
/* Algorithms and key at the reference time (checks 16, 17). */
bool sig_algorithms(struct sig *s);
/* The identity in the verified signed properties. */
bool sig_person(struct sig *s);

/* xmlsec's name of a method or digest it can calculate; xmlSecTransformIdUnknown otherwise. */
xmlSecTransformId sig_method_id(const char *uri);
xmlSecTransformId sig_digest_id(const char *uri);
/* EVP digest of a DigestMethod; NULL for those unknown. */
const EVP_MD *sig_digest(const char *algorithm);
/* DER of IssuerSerial (RFC 5035): what IssuerSerialV2 carries. */
unsigned char *sig_issuer_serial(TALLOC_CTX *mem, X509 *cert, size_t *ret_len);

#endif

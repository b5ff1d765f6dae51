/* XML signatures: XAdES B-B enveloped signatures made (signer only) and verified (ETSI EN 319 132-1,
 * EN 319 102-1). xmlsec1 calculates; what must be signed, by which key, with which algorithms is decided here. */
#ifndef CORE_XMLSIG_H
#define CORE_XMLSIG_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "core/xml.h"

enum xmlsig_indication {
    XMLSIG_NONE, /* the document bears no signature */
    XMLSIG_TOTAL_PASSED,
    XMLSIG_INDETERMINATE, /* e.g. the certificate's issuer is not known here */
    XMLSIG_TOTAL_FAILED,
};

enum xmlsig_profile { XMLSIG_FOREIGN, XMLSIG_NARROW };

struct xmlsig_report {
    enum xmlsig_indication indication;
    const char *subindication; /* EN 319 102-1 word: "HASH_FAILURE" …; "" when passed or none */
    const char *reason;        /* Polish sentence for a clerk */
    const char *checks;        /* numbers of the failed checks of the verifier's list, "10,11"; "" */
    const char *signer;        /* subject common name, else whole subject; as claimed unless passed; "" */
    const char *issuer;
    const char *serial;       /* hex */
    const char *signing_time; /* claimed, ISO 8601; "" */
    const char *level;        /* "B-B", "B-T" (a time stamp is there; it is not verified yet); "" */
    const void *signed_bytes; /* what the signature covers: the canonical document without the signature (check 33);
                                * NULL unless digests and value hold. Business reads this, never the given tree. */
    size_t signed_len;
};

/* A report that says only this, every other text "". */
struct xmlsig_report xmlsig_report_of(enum xmlsig_indication indication, const char *subindication, const char *checks,
                                      const char *reason);

/* "TOTAL_PASSED" … */
const char *xmlsig_indication_name(enum xmlsig_indication i);

/* Verifies the enveloped signature of a parsed document. Never an error for a bad signature: that is what the report
 * says. trust: directory of PEM certificates; at: reference time, microseconds. The document's Ids are registered,
 * otherwise it is left as it was. ERR_INTERNAL only when something of ours breaks. */
MUST_CHECK enum err xmlsig_verify(TALLOC_CTX *mem, xmlDoc *doc, enum xmlsig_profile profile, const char *trust_dir,
                                  int64_t at, struct xmlsig_report *ret_report);

/* Signs: appends ds:Signature (XAdES B-B, enveloped, exclusive C14N, SHA-256) as the last child of the root. chain[0]
 * is the signer's certificate; further ones are included up to but not with the root. Leaves the document signed.
 * ERR_INTERNAL when the key is neither RSA nor EC or refuses; the document is then as it was. */
MUST_CHECK enum err xmlsig_sign(TALLOC_CTX *mem, xmlDoc *doc, EVP_PKEY *key, X509 **chain, int n_chain, int64_t at,
                                const char *mime_type);

#endif

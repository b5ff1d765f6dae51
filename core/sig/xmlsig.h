/* XML signatures: XAdES enveloped signatures made (signer only), XAdES of others verified (ETSI EN 319 132-1,
 * EN 319 102-1). xmlsec1 calculates; what must be signed, by which key, with which algorithms is decided here. */
#ifndef CORE_XMLSIG_H
#define CORE_XMLSIG_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "core/doc/xml.h"
#include "core/sig/verify.h"
#include "core/trust/tsp.h"

/* Looks like XML, in whatever encoding: what it is then is xmlsig_verify()'s to say. */
bool xmlsig_is(const void *data, size_t len);

/* Judges an XML file: every ds:Signature in it, enveloped or (foreign) enveloping. Called by verify_bytes(). */
void xmlsig_verify(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, struct verify_report *ret);

/* Judges a signature file of a container (ASiC: rq->data) whose references name the files. ret_covered[i] is set for
 * each file that a signature without fault covers. Called by core/sig/asic_verify.c. */
void xmlsig_verify_beside(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust,
                          const struct verify_file *files, int n_files, struct verify_report *ret, bool *ret_covered);

/* Signs: appends ds:Signature (XAdES, enveloped, exclusive C14N, SHA-256) as the last child of the root. chain[0] is the
 * signer's certificate; further ones are included up to but not with the root. stamps: whoever stamps the signature's
 * value, the level is B-T then; NULL leaves it at B-B. Leaves the document signed. ERR_INTERNAL when the key is neither
 * RSA nor EC or refuses, or there is no stamp; the document is then as it was. */
MUST_CHECK enum err xmlsig_sign(TALLOC_CTX *mem, xmlDoc *doc, EVP_PKEY *key, X509 **chain, int n_chain, int64_t at,
                                const char *mime_type, const struct tsp_source *stamps);

/* Raises the one signature below the root from B-T to B-LT: puts the pieces that are not there yet into
 * xades:CertificateValues and xades:RevocationValues (EN 319 132-1, 5.4) and touches nothing else. Doing it again with the
 * same pieces changes nothing. Certificates that stand in KeyInfo are not repeated. ERR_INVALID when there is not exactly
 * one signature, it has no time stamp, or an archive time stamp covers what would be changed; the document is then as it
 * was. */
MUST_CHECK enum err xmlsig_augment(TALLOC_CTX *mem, xmlDoc *doc, const struct evidence *pieces, int n);

#endif

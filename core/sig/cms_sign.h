/* Making a CMS signature beside its content (CAdES B-B or B-T, ETSI EN 319 122-1; for the signer). Signed attributes are
 * content type, digest and signing certificate and nothing else: a PDF says its time outside (EN 319 142-1, 6.3). */
#ifndef CORE_CMS_SIGN_H
#define CORE_CMS_SIGN_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "core/trust/tsp.h"

/* Who signs. chain[0] is the signer's certificate, the others go along up to but not with the root. */
struct cms_by {
    EVP_PKEY *key; /* RSA or EC; may sit in a token */
    X509 **chain;
    int n_chain;
    const struct tsp_source *stamps; /* NULL: no time stamp */
};

/* sha256: of the content. DER in mem. False when the key or the source of stamps refuses. */
bool cms_sign_digest(TALLOC_CTX *mem, const struct cms_by *by, const unsigned char sha256[32],
                     const unsigned char **ret_der, size_t *ret_len);

#endif

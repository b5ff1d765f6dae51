/* What tests of the verifiers share: a snapshot of trust around a root of the test, a request, and what a report must
 * say. */
#ifndef TESTS_SUPPORT_VERIFY_KIT_H
#define TESTS_SUPPORT_VERIFY_KIT_H

#include "core/sig/verify.h"
#include "tests/support/keys.h"

/* A snapshot that trusts these roots for the purposes. */
struct trust *kit_trust(TALLOC_CTX *mem, X509 *root, unsigned purposes);
void kit_anchor(struct trust *trust, X509 *cert, unsigned purposes, enum trust_revocation revocation);

/* A CMS over the bytes, with the CMS_… flags of OpenSSL; NULL digest = SHA-256. DER in mem. */
unsigned char *kit_cms(TALLOC_CTX *mem, const struct key_set *keys, const void *data, size_t len, unsigned flags,
                       const EVP_MD *digest, size_t *ret_len);

/* Ends the test unless the report says so; subindication NULL = any. Checks that texts are never NULL. */
void kit_expect(const struct verify_report *r, enum verify_indication indication, const char *subindication,
                const char *check);

#endif

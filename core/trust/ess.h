/* The signed attribute that says which certificate signed: SigningCertificate (RFC 2634, SHA-1) and SigningCertificateV2
 * (RFC 5035). Without it a certificate could be swapped for another one of the same key. */
#ifndef CORE_ESS_H
#define CORE_ESS_H

#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>

/* True when the attribute's value (DER, a SEQUENCE) names this certificate first: its digest, and issuer and serial
 * number where they are given. Digests of V2: SHA-256, SHA-384, SHA-512. */
bool ess_names(X509 *cert, const void *der, size_t len, bool v2);

#endif

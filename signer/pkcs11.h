/* Keys that stay in a token, through OpenSSL's pkcs11 engine (libp11). */
#ifndef SIGNER_PKCS11_H
#define SIGNER_PKCS11_H

#include <openssl/evp.h>

#include "core/base/mem.h"

struct pkcs11;

/* Opens the engine with a PKCS#11 module and the PIN kept in a file ("" = none). NULL when it cannot. */
struct pkcs11 *pkcs11_open(TALLOC_CTX *mem, const char *module, const char *pin_file);

/* The private key named by the PKCS#11 URI in the first line of a file; the caller frees it. NULL when it cannot be
 * had. */
EVP_PKEY *pkcs11_key(struct pkcs11 *p, const char *uri_file);

#endif

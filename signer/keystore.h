/* Keys of the units, from the folder signer_keys: <TERYT>.key (PEM) or <TERYT>.p11 (one line, a PKCS#11 URI), with
 * <TERYT>.crt: the unit's certificate, then those of issuing authorities. Loaded on first use, again when a file
 * changes. */
#ifndef SIGNER_KEYSTORE_H
#define SIGNER_KEYSTORE_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "core/conf.h"

#define KEY_MAX_CHAIN 4

struct keystore;

struct unit_key {
    EVP_PKEY *key;
    X509 *chain[KEY_MAX_CHAIN];
    int n_chain;
};

struct keystore *keystore_new(TALLOC_CTX *mem, const struct conf *conf);

/* The key of a unit; valid until the next call. ERR_NOTFOUND with a short English reason when there is none that may be
 * used: missing, readable by others, or not the certificate's. */
MUST_CHECK enum err keystore_get(struct keystore *ks, const char *jst, const struct unit_key **ret_key,
                                 const char **ret_problem);

/* 2, 4 or 7 digits: voivodeship, county, commune. */
bool is_teryt(const char *s);

#endif

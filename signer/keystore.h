/* Keys of the units, from the folder signer_keys: <TERYT>.key (PEM) or <TERYT>.p11 (one line, a PKCS#11 URI), with
 * <TERYT>.crt: the unit's certificate, then those of issuing authorities. The key for time stamps lies beside them as
 * tsa.key or tsa.p11, tsa.crt. Loaded on first use, again when a file changes; sessions with a token stay open. */
#ifndef SIGNER_KEYSTORE_H
#define SIGNER_KEYSTORE_H

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>

#include "core/base/conf.h"

#define KEY_MAX_CHAIN 4
#define KEY_TSA "tsa"

struct keystore;

struct unit_key {
    EVP_PKEY *key;
    X509 *chain[KEY_MAX_CHAIN];
    int n_chain;
};

struct keystore *keystore_new(TALLOC_CTX *mem, const struct conf *conf);

/* The key of a unit (TERYT) or KEY_TSA; valid until the same one is asked for again or keystore_renew(). ERR_NOTFOUND
 * with a short English reason when there is none that may be used: missing, readable by others, or not the
 * certificate's. */
MUST_CHECK enum err keystore_get(struct keystore *ks, const char *name, const struct unit_key **ret_key,
                                 const char **ret_problem);

/* After a key refused: forgets all keys that live in a token and ends the session with it, so that the next use begins
 * anew (the token was taken out, restarted or locked). False when no key does. */
bool keystore_renew(struct keystore *ks);

/* 2, 4 or 7 digits: voivodeship, county, commune. */
bool is_teryt(const char *s);

#endif

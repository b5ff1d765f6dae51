/* Algorithms of CMS by their object identifiers, and the calculation with them (checks 16, 17): for signatures and for
 * time stamps. */
#ifndef CORE_CMS_ALG_H
#define CORE_CMS_ALG_H

#include <openssl/cms.h>
#include <stdbool.h>
#include <stddef.h>

/* A piece of the bytes that are hashed, end to end with the next. */
struct cms_part {
    const void *data;
    size_t len;
};

/* A hash by its identifier; NULL when it is not known here. */
struct cms_digest {
    int nid;
    const char *name; /* OpenSSL's */
    const char *uri;
};
const struct cms_digest *cms_digest_of(const ASN1_OBJECT *oid);
const struct cms_digest *cms_digest_by_uri(const char *uri);

/* How a value was made: the URI the algorithm table knows it by, NULL when it is not supported. */
struct cms_method {
    const char *uri;
    const struct cms_digest *digest; /* NULL: the scheme hashes by itself (EdDSA) */
    int key;                         /* EVP_PKEY_… kind it takes */
    int salt;                        /* RSA-PSS, otherwise -1 */
};
struct cms_method cms_method_of(const X509_ALGOR *signature, const struct cms_digest *digest);

bool cms_hash(const struct cms_digest *digest, const struct cms_part *parts, int n, unsigned char *ret,
              unsigned *ret_len);
bool cms_value_good(const struct cms_method *method, EVP_PKEY *key, const struct cms_part *parts, int n,
                    const unsigned char *value, size_t len);

#endif

/* Whom we trust, for what and when: anchors and algorithms as dated data, and the chain built on them with OpenSSL
 * (checks 16, 17, 25, 26). A snapshot: filled once, then only read; no files or connections when asked. */
#ifndef CORE_TRUST_H
#define CORE_TRUST_H

#include <openssl/x509.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/mem.h"

struct evidence;

enum trust_purpose {
    TRUST_QUALIFIED = 1, /* issuers of qualified certificates (an EU trusted list) */
    TRUST_PROFILE = 2,   /* the minister's seal of the trusted profile */
    TRUST_PERSONAL = 4,  /* podpis osobisty: issuer of e-ID certificates */
    TRUST_OWN = 8,       /* our certification centre: offices and residents */
    TRUST_TSA = 16,      /* time stamps */
    TRUST_PARTNER = 32,  /* systems of partners */
    TRUST_LIST = 64,     /* signers of trusted lists */
    TRUST_SIGNERS = TRUST_QUALIFIED | TRUST_PROFILE | TRUST_PERSONAL | TRUST_OWN | TRUST_PARTNER,
    TRUST_ALL = 127,
};

/* How an anchor wants revocation handled. */
enum trust_revocation {
    TRUST_REVOCATION_IF_KNOWN, /* evidence is used when it is there */
    TRUST_REVOCATION_REQUIRED, /* without evidence the answer is TRY_LATER */
};

struct trust_anchor {
    X509 *cert;
    unsigned purposes;
    enum trust_revocation revocation;
    const char *policy; /* OID that a signer's certificate must be issued under (RFC 5280, 6.1); "" = any */
    const char *rules;  /* what a trusted list says of its certificates (core/trust/qc_rules.h); "[]" = nothing */
    int64_t from;       /* microseconds; trusted for reference times in [from, to) */
    int64_t to;         /* INT64_MAX = open */
};

struct trust;

/* An empty snapshot, with the algorithm table of the distribution. */
struct trust *trust_new(TALLOC_CTX *mem);

/* For an anchor's dates. */
#define TRUST_ALWAYS .from = INT64_MIN, .to = INT64_MAX

/* Adds an anchor (DER) that is trusted as `as` says; its cert is not looked at, policy and rules may be NULL and are
 * copied. An end-entity certificate, or a self-signed one that is not restricted to issuing, is *pinned*: it vouches for
 * signatures by itself. False when certificate or policy cannot be read, or there is no purpose. */
bool trust_add(struct trust *t, const void *der, size_t len, const struct trust_anchor *as);

/* CRLs and OCSP responses that come with the anchors. */
void trust_add_evidence(struct trust *t, const struct evidence *ev);

/* Replaces the algorithm table: CSV lines "kind,name,min_bits,until,basis" (db/seed/algorytmy.csv says what they mean).
 * False, with the table as it was, when a line is wrong. */
bool trust_algorithms(struct trust *t, const char *csv, size_t len);

/* Every *.pem *.crt *.cer (PEM or DER), *.crl and *.ors (OCSP response) of a folder, for all purposes. Returns how many
 * anchors; -1 when the folder cannot be read. Not for use inside the sandbox. */
int trust_load_dir(struct trust *t, const char *dir);

/* The snapshot as bytes and back (for the sandboxed helper); NULL when the bytes are not one. */
void *trust_pack(TALLOC_CTX *mem, const struct trust *t, size_t *ret_len);
struct trust *trust_unpack(TALLOC_CTX *mem, const void *data, size_t len);

/* Another number whenever the snapshot is another one or has changed. */
uint64_t trust_serial(const struct trust *t);

/* Evidence that came with the anchors. */
const struct evidence *trust_evidence(const struct trust *t, int *ret_n);

/* A certificate from its DER, owned by mem; read only once when it is met often. NULL when the bytes are not exactly
 * one certificate. */
X509 *trust_read_cert(TALLOC_CTX *mem, const struct trust *t, const void *der, size_t len);

/* SHA-256 of the certificate; kept with it, for it is asked for at every step. */
bool trust_sha256(X509 *cert, unsigned char ret[32]);

enum trust_use { TRUST_USE_SIGN, TRUST_USE_STAMP, TRUST_USE_LIST };

#define TRUST_MAX_PATH 8

/* A built chain, or why there is none. Its certificates belong to mem. */
struct trust_path {
    X509 *certs[TRUST_MAX_PATH]; /* signer first, anchor last */
    int n;
    bool pinned; /* the signer itself is the anchor */
    const struct trust_anchor *anchor;
    /* when there is none: */
    int check; /* number of the verifier's list */
    const char *subindication;
    const char *reason; /* Polish */
};

/* Builds the chain of cert (others: untrusted certificates that came along) to an anchor of the purposes, every
 * certificate valid and every algorithm allowed at `at`, and checks that cert may be used so. */
bool trust_chain(TALLOC_CTX *mem, struct trust *t, X509 *cert, X509 **others, int n_others, unsigned purposes,
                 enum trust_use use, int64_t at, struct trust_path *ret);

/* Algorithms. Names: xmldsig URIs for kinds "digest" and "signature"; kinds "rsa" and "ec" by size and curve.
 * trust_digest/trust_method: allowed at `at`? trust_key: this key's kind and size. */
bool trust_digest(const struct trust *t, const char *uri, int64_t at);
bool trust_method(const struct trust *t, const char *uri, int64_t at);
bool trust_key(const struct trust *t, EVP_PKEY *key, int64_t at);

#endif

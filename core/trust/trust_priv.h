/* Shared by core/trust/trust*.c only.
 *
 *   trust.c            the snapshot: anchors, evidence, folders, packing
 *   trust_chain.c      the chain to an anchor and what the certificate may be used for
 *   trust_algorithm.c  the dated table of algorithms */
#ifndef CORE_TRUST_PRIV_H
#define CORE_TRUST_PRIV_H

#include "core/trust/revocation.h"
#include "core/trust/trust.h"

#define TRUST_MAX_ANCHORS 20000
#define TRUST_MAX_ALGORITHMS 200
#define TRUST_MAX_EVIDENCE 1000
#define TRUST_MAX_CERT (16u << 10)
#define TRUST_N_KNOWN 64
#define TRUST_N_STORES 8

struct algorithm {
    char kind[12];
    const char *name;
    int min_bits;
    int64_t until; /* microseconds, INT64_MAX = open */
};

/* A chain that was built before: good for any time at which all its certificates are valid. */
struct known_chain {
    unsigned char hash[32]; /* of the question; all zero = empty */
    int64_t from;           /* seconds */
    int64_t to;
    X509 *certs[TRUST_MAX_PATH];
    int n;
    bool pinned;
    const struct trust_anchor *anchor;
};

/* Anchors of a set of purposes, as OpenSSL wants them. */
struct anchor_store {
    unsigned purposes;
    X509_STORE *store;
};

/* A certificate read before. Reading one costs as much as verifying a signature, and the same few seals and authorities
 * come again and again. Only certificates that led to an anchor get in, so a stranger cannot push them out. Public
 * data without any trust of its own: the chain is judged each time. */
struct shelved {
    X509 *cert;
    unsigned char *der;
    size_t len;
};

struct trust {
    uint64_t serial;
    struct trust_anchor *anchors;
    int n_anchors;
    struct evidence *evidence;
    int n_evidence;
    struct algorithm *algorithms;
    int n_algorithms;
    /* of this process, not packed */
    struct anchor_store stores[TRUST_N_STORES];
    int n_stores;
    struct known_chain known[TRUST_N_KNOWN];
    int next_known;
    struct shelved shelf[TRUST_N_KNOWN];
    int next_on_shelf;
};

/* What was built is thrown away, the serial number is a new one. */
void trust_changed(struct trust *t);

/* Puts the certificate on the shelf unless it is there. */
void trust_shelve(struct trust *t, X509 *cert);

/* The certificate's own key restricts it to issuing: it is an authority and nothing else. */
bool trust_is_authority(X509 *cert);

#endif

/* What the harnesses of the verifiers share: roots that are trusted, files that were really signed (tests/fuzz/seeds/NAME/
 * good-*, made by tests/fuzz/make_seeds.c and tests/corpus), and what may be said of any bytes whatever. The private keys were thrown away
 * when the files were made: a signature that passes and is none of theirs is a hole. The reference time is fixed, so a
 * verdict is the same on every day. Every function ends the program when something is wrong. */
#ifndef TESTS_FUZZ_ORACLE_H
#define TESTS_FUZZ_ORACLE_H

#include <openssl/x509.h>

#include "core/sig/verify.h"

#define ORACLE_MAX_GOOD 40

struct original {
    const char *name; /* "good-bb.xml" */
    const unsigned char *data;
    size_t len;
    struct verify_report report; /* TOTAL_PASSED */
};

/* Reads roots, reference time and the originals of this harness, each of which must pass. */
void oracle_start(const char *harness);

/* Judges the bytes. The report is well-formed, survives its way through the sandbox, and every signature that passes is
 * one that was made. */
void oracle_verify(TALLOC_CTX *mem, const void *data, size_t len, enum verify_profile profile,
                   struct verify_report *ret);

int oracle_originals(const struct original **ret);
struct trust *oracle_trust(void);
int64_t oracle_at(void);

/* A certificate of tests/fuzz/world ("root", "signer"). */
X509 *oracle_cert(const char *name);

/* A file below tests/fuzz, in mem. */
unsigned char *oracle_file(TALLOC_CTX *mem, const char *name, size_t *ret_len);

_Noreturn void oracle_broken(const char *what);

#endif

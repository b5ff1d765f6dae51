/* Any bytes as an OCSP response ('o' before them) or CRL ('c'), asked about a certificate; any other first byte: the
 * bytes are a certificate whose sources and question are made. Changed evidence of a genuine issuer proves nothing: what
 * is believed bears the issuer's word, whose key was thrown away, so only the seeds' own answers may come. */
#include <stdint.h>
#include <string.h>

#include "core/trust/revocation.h"
#include "tests/fuzz/oracle.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static X509 *issuer;
static X509 *cert;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    oracle_start("fuzz_revocation");
    issuer = oracle_cert("root");
    cert = oracle_cert("signer");
    return 0;
}

static void check_evidence(const struct evidence *ev)
{
    const struct evidence twice[] = { *ev, *ev };
    struct revocation one;
    struct revocation two;
    struct revocation later;

    revocation_check(cert, issuer, ev, 1, oracle_at(), oracle_at(), &one);
    revocation_check(cert, issuer, twice, 2, oracle_at(), oracle_at(), &two);
    if (one.state != two.state || one.revoked_at != two.revoked_at || one.reason != two.reason)
        oracle_broken("the same piece twice says something else");
    if ((one.state == REVOCATION_UNKNOWN) != !one.used || (one.used && one.produced_at > oracle_at()))
        oracle_broken("a state without evidence");
    if (one.state == REVOCATION_REVOKED && one.revoked_at > oracle_at())
        oracle_broken("revoked after the time asked about");
    revocation_check(cert, issuer, ev, 1, oracle_at() + 1000000, oracle_at() + 1000000, &later);
    if (one.state == REVOCATION_REVOKED && later.state != REVOCATION_REVOKED)
        oracle_broken("a revocation went away");
    revocation_check(issuer, cert, ev, 1, oracle_at(), oracle_at(), &two);
    if (two.state != REVOCATION_UNKNOWN)
        oracle_broken("evidence of a stranger is believed");
}

static void check_certificate(const uint8_t *data, size_t size)
{
    MEM_SCOPE(mem, NULL);
    X509 *foreign = trust_read_cert(mem, oracle_trust(), data, size);
    const char *ocsp = NULL;
    const char *crl = NULL;
    size_t len = 0;

    if (!foreign)
        return;
    revocation_sources(mem, foreign, &ocsp, &crl);
    if ((ocsp && strncmp(ocsp, "http", 4) != 0) || (crl && strncmp(crl, "http", 4) != 0))
        oracle_broken("an address that is not to be asked");
    (void)revocation_has_source(foreign);
    (void)revocation_ocsp_request(mem, foreign, issuer, &len);
    (void)revocation_ocsp_request(mem, cert, foreign, &len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct evidence ev = { .der = data + 1, .len = size - 1 };

    if (size == 0)
        return 0;
    if (data[0] == 'o' || data[0] == 'c') {
        ev.kind = data[0] == 'o' ? EVIDENCE_OCSP : EVIDENCE_CRL;
        check_evidence(&ev);
    } else {
        check_certificate(data + 1, size - 1);
    }
    return 0;
}

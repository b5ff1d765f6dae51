/* Verifying signed files: XML (XAdES), PDF (PAdES), CMS (CAdES) and ASiC containers (ETSI EN 319 102-1, 319 132, 319 122,
 * 319 142, 319 162). One engine for the box, the portal, the clerk and the command line.
 *
 * verify_bytes() calculates in this process and is given all it may use: bytes, anchors, evidence. It opens no file and
 * no connection. Foreign bytes go through core/sig/verify_box.h, which runs it in a sandboxed helper. */
#ifndef CORE_VERIFY_H
#define CORE_VERIFY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/mem.h"
#include "core/trust/revocation.h"
#include "core/trust/trust.h"

enum verify_indication {
    VERIFY_NONE, /* the file bears no signature */
    VERIFY_TOTAL_PASSED,
    VERIFY_INDETERMINATE,
    VERIFY_TOTAL_FAILED,
};

/* NARROW: what our own programs produce, everything else refused. FOREIGN: what other software makes, on purpose. */
enum verify_profile { VERIFY_FOREIGN, VERIFY_NARROW };

/* Checks are numbered from 1; a set of them has a bit each. */
#define VERIFY_CHECK(nr) (UINT64_C(1) << (nr))

/* One signature. All texts belong to the report's memory and are "" when unknown, never NULL. */
struct verify_signature {
    enum verify_indication indication;
    const char *subindication; /* EN 319 102-1 word: "HASH_FAILURE" …; "" when passed */
    const char *reason;        /* Polish sentence for a clerk */
    uint64_t checks;           /* the failed checks of the verifier's list: VERIFY_CHECK(10) | VERIFY_CHECK(11) */
    const char *format;        /* "XAdES", "PAdES", "CAdES" */
    const char *level;         /* "B-B", "B-T", "B-LT", "B-LTA"; all verified */
    const char
        *kind; /* those of core/trust/qc.h, "zaufany", "osobisty", "urzad", "partner", "inny"; "" unless passed */
    const char *signer; /* subject's common name, else whole subject; as claimed unless passed. For a trusted
                                * profile the person of the verified signed properties */
    const char *pesel;  /* of the trusted profile's verified properties only; personal data, never logged */
    const char *issuer;
    const char *serial; /* hex */
    const char *cert_sha256;
    const char
        *fingerprint; /* SHA-256 of what was signed (canonical SignedInfo, signed attributes) once the value holds:
                              * the same submission has the same, whatever was added to it later (check 32) */
    const char *signing_time; /* claimed, ISO 8601 */
    const char *stamp_time;   /* of a verified time stamp, ISO 8601 UTC */
    const char *scope;        /* "calosc" or "czesc" */
    const char *scope_detail; /* Polish: which part, when it is one */
    const char *unchecked;    /* Polish sentences: what was not checked */
    int n_counter;            /* counter-signatures seen, never counted */
    bool pinned;              /* the signer's own certificate is an anchor (inside the engine only) */
};

/* A certificate whose status could not be found in the evidence given: where to ask. DER. */
struct verify_missing {
    const unsigned char *cert;
    size_t cert_len;
    const unsigned char *issuer;
    size_t issuer_len;
};

struct verify_report {
    enum verify_indication indication; /* the worst of the signatures; NONE without any */
    const char *subindication;
    const char *reason;
    uint64_t checks; /* as of a signature */
    int n;
    struct verify_signature *signatures;
    const void *signed_bytes; /* XML with every signature's digests and value good: the canonical document without the
                               * signature (check 33). Business reads this, never the given tree. NULL otherwise. */
    size_t signed_len;
    int n_missing;
    struct verify_missing *missing;
    int n_used; /* evidence and certificates the judgement rests on, to be stored beside the document (B-LT) */
    struct evidence *used;
    bool dead; /* the sandbox gave no answer: the bytes are dangerous to parse */
};

/* A file that detached signatures may refer to by name. */
struct verify_file {
    const char *name;
    const void *data;
    size_t len;
};

struct verify_request {
    const void *data;
    size_t len;
    size_t max; /* largest size taken, 0 = 16 MiB */
    enum verify_profile profile;
    unsigned purposes; /* enum trust_purpose set that may vouch for the signer */
    int64_t at;        /* reference time, microseconds: time of receipt */
    const struct evidence *evidence;
    int n_evidence;
    void *
        owner; /* freed (talloc_free()) as soon as the bytes were read, for they may be many; NULL: the caller keeps them */
};

/* Judges the bytes. Never an error for a bad signature or file: that is what the report says. */
void verify_bytes(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, struct verify_report *ret);

/* A report that says only this, without signatures. */
struct verify_report verify_report_of(enum verify_indication indication, const char *subindication, uint64_t checks,
                                      const char *reason);

/* The numbers of a set as people and JSON get them, "10,11"; written into text, which is returned. */
#define VERIFY_CHECKS_LEN 192
const char *verify_checks_text(uint64_t checks, char text[VERIFY_CHECKS_LEN]);
#define VERIFY_CHECKS(checks) verify_checks_text((checks), (char[VERIFY_CHECKS_LEN]){ "" })

const char *verify_indication_name(enum verify_indication i); /* "TOTAL_PASSED" … */

/* What a sub-indication proves (EN 319 102-1 table 6): the signature bad, or only not proven. "" is TOTAL_PASSED. */
enum verify_indication verify_indication_of(const char *subindication);

/* The report as JSON: indication subindication checks reason signatures[] (fields as named above); without `signed`,
 * `missing` and `used`. With pesel only when asked. The caller owns the reference. */
json_t *verify_json(const struct verify_report *r, bool with_pesel);

/* The same as text in mem, keys in order: what is stored beside a document and shown by view_podpisy(). */
const char *verify_text(TALLOC_CTX *mem, const struct verify_report *r, bool with_pesel);

/* Request and report as bytes and back, for the sandboxed helper. verify_pack_report() leaves out signed_bytes, which
 * travel beside it. What is unpacked borrows texts and evidence from the bytes; tables belong to mem. False when the
 * bytes are not one. */
void verify_pack_request(struct buf *b, const struct verify_request *rq);
bool verify_unpack_request(TALLOC_CTX *mem, const void *data, size_t len, struct verify_request *ret);
void verify_pack_report(struct buf *b, const struct verify_report *r);
bool verify_unpack_report(TALLOC_CTX *mem, const void *data, size_t len, struct verify_report *ret);

#endif

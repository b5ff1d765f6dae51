/* Chain, revocation and reference time make the judgement; the same for every format. */
#include "core/sig/verify_cert.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/hex.h"
#include "core/base/utf8.h"
#include "core/trust/qc.h"
#include "core/trust/qc_rules.h"

#define MAX_TEXT 200

/* ---- the report ---- */

struct verify_signature verify_signature_of(const char *format)
{
    return (struct verify_signature){
        .indication = VERIFY_TOTAL_PASSED,
        .subindication = "",
        .reason = "",
        .format = format,
        .level = "",
        .kind = "",
        .signer = "",
        .pesel = "",
        .issuer = "",
        .serial = "",
        .cert_sha256 = "",
        .fingerprint = "",
        .signing_time = "",
        .stamp_time = "",
        .scope = "",
        .scope_detail = "",
        .unchecked = "",
    };
}

bool verify_fault(struct verify_signature *sig, enum verify_indication indication, int check, const char *subindication,
                  const char *reason)
{
    if (sig->subindication[0] == '\0') {
        sig->subindication = subindication;
        sig->reason = reason;
    }
    sig->checks |= VERIFY_CHECK(check);
    if (indication > sig->indication)
        sig->indication = indication;
    sig->kind = "";
    return false;
}

void verify_note(TALLOC_CTX *mem, struct verify_signature *sig, const char *sentence)
{
    if (!strstr(sig->unchecked, sentence))
        sig->unchecked = mem_printf(mem, "%s%s%s", sig->unchecked, sig->unchecked[0] ? " " : "", sentence);
}

static void *grow(TALLOC_CTX *mem, void *array, size_t bytes)
{
    void *more = talloc_realloc_size(mem, array, bytes);

    if (!more)
        mem_exhausted(bytes);
    return more;
}

void verify_report_add(TALLOC_CTX *mem, struct verify_report *rep, const struct verify_signature *sig)
{
    rep->signatures = grow(mem, rep->signatures, ((size_t)rep->n + 1) * sizeof *sig);
    rep->signatures[rep->n++] = *sig;
    if (sig->indication <= rep->indication)
        return;
    rep->indication = sig->indication;
    rep->subindication = sig->subindication;
    rep->reason = sig->reason;
    rep->checks = sig->checks;
}

void verify_use(TALLOC_CTX *mem, struct verify_report *rep, enum evidence_kind kind, const void *der, size_t len)
{
    for (int i = 0; i < rep->n_used; i++)
        if (rep->used[i].len == len && memcmp(rep->used[i].der, der, len) == 0)
            return;
    rep->used = grow(mem, rep->used, ((size_t)rep->n_used + 1) * sizeof *rep->used);
    rep->used[rep->n_used++] = (struct evidence){ kind, mem_dup(mem, der, len), len };
}

static const unsigned char *der_of(TALLOC_CTX *mem, X509 *cert, size_t *ret_len)
{
    unsigned char *der = NULL;
    int len = i2d_X509(cert, &der);
    const unsigned char *copy;

    if (len <= 0)
        mem_exhausted(1);
    copy = mem_dup(mem, der, (size_t)len);
    OPENSSL_free(der);
    *ret_len = (size_t)len;
    return copy;
}

void verify_want(TALLOC_CTX *mem, struct verify_report *rep, const struct verify_missing *m)
{
    for (int i = 0; i < rep->n_missing; i++)
        if (rep->missing[i].cert_len == m->cert_len && memcmp(rep->missing[i].cert, m->cert, m->cert_len) == 0)
            return;
    rep->missing = grow(mem, rep->missing, ((size_t)rep->n_missing + 1) * sizeof *m);
    rep->missing[rep->n_missing++] = *m;
}

static void add_missing(TALLOC_CTX *mem, struct verify_report *rep, X509 *cert, X509 *issuer)
{
    struct verify_missing m;

    m.cert = der_of(mem, cert, &m.cert_len);
    m.issuer = der_of(mem, issuer, &m.issuer_len);
    verify_want(mem, rep, &m);
}

static void use_certs(TALLOC_CTX *mem, struct verify_report *rep, const struct trust_path *path)
{
    for (int i = 0; i < path->n; i++) {
        size_t len = 0;
        const unsigned char *der = der_of(mem, path->certs[i], &len);

        verify_use(mem, rep, EVIDENCE_CERT, der, len);
    }
}

/* ---- what a certificate claims ---- */

/* Names come from strangers: control characters are replaced, length is limited. */
static const char *presentable(TALLOC_CTX *mem, const char *text, size_t len)
{
    char *out;

    if (!utf8_valid(text, len))
        return "";
    if (len > MAX_TEXT)
        for (len = MAX_TEXT; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;)
            len--;
    out = mem_strndup(mem, text, len);
    for (char *p = out; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            *p = ' ';
    return out;
}

static const char *common_name(TALLOC_CTX *mem, const X509_NAME *name)
{
    int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    unsigned char *utf8 = NULL;
    const char *text = "";
    int len;

    if (at < 0)
        return "";
    len = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (len > 0)
        text = presentable(mem, (const char *)utf8, (size_t)len);
    OPENSSL_free(utf8);
    return text;
}

static const char *whole_name(TALLOC_CTX *mem, const X509_NAME *name)
{
    BIO *bio = BIO_new(BIO_s_mem());
    const char *text = "";
    char *data = NULL;
    long len;

    if (!bio)
        mem_exhausted(1);
    X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB);
    len = BIO_get_mem_data(bio, &data);
    if (len > 0)
        text = presentable(mem, data, (size_t)len);
    BIO_free(bio);
    return text;
}

static const char *name_of(TALLOC_CTX *mem, const X509_NAME *name)
{
    const char *cn = common_name(mem, name);

    return *cn ? cn : whole_name(mem, name);
}

static const char *hex_serial(TALLOC_CTX *mem, const X509 *cert)
{
    BIGNUM *bn = ASN1_INTEGER_to_BN(X509_get0_serialNumber(cert), NULL);
    char *hex = bn ? BN_bn2hex(bn) : NULL;
    const char *text = presentable(mem, hex ? hex : "", hex ? strlen(hex) : 0);

    OPENSSL_free(hex);
    BN_free(bn);
    return text;
}

static const char *hex(TALLOC_CTX *mem, const unsigned char hash[32])
{
    char *out = mem_array(mem, char, 2 * 32 + 1);

    hex_text(hash, 32, out);
    return out;
}

const char *verify_sha256(TALLOC_CTX *mem, const void *data, size_t len)
{
    unsigned char hash[32];

    return EVP_Digest(data, len, hash, NULL, EVP_sha256(), NULL) == 1 ? hex(mem, hash) : "";
}

static const char *cert_fingerprint(TALLOC_CTX *mem, X509 *cert)
{
    unsigned char hash[32];

    return trust_sha256(cert, hash) ? hex(mem, hash) : "";
}

void verify_describe(TALLOC_CTX *mem, X509 *cert, struct verify_signature *sig)
{
    sig->signer = name_of(mem, X509_get_subject_name(cert));
    sig->issuer = name_of(mem, X509_get_issuer_name(cert));
    sig->serial = hex_serial(mem, cert);
    sig->cert_sha256 = cert_fingerprint(mem, cert);
}

/* ---- the judgement ---- */

/* An issuer of qualified certificates issues others too: what this one is, it says itself, and a trusted list before it. */
static const char *kind_of(const struct trust_path *path)
{
    struct qc qc;

    switch (path->anchor->purposes & TRUST_SIGNERS) {
    case TRUST_QUALIFIED:
        qc = qc_of(path->certs[0]);
        qc_rules_apply(path->anchor->rules, path->certs[0], &qc);
        return qc_kind(&qc);
    case TRUST_PROFILE:
        return "zaufany";
    case TRUST_PERSONAL:
        return "osobisty";
    case TRUST_OWN:
        return "urzad";
    case TRUST_PARTNER:
        return "partner";
    default:
        return "inny";
    }
}

/* Evidence from all sources side by side; the signature's own first. */
static const struct evidence *gather(TALLOC_CTX *mem, const struct verify_request *rq, const struct trust *trust,
                                     const struct verify_subject *s, int *ret_n)
{
    int n_anchors = 0;
    const struct evidence *of_anchors = trust_evidence(trust, &n_anchors);
    struct evidence *all = mem_array(mem, struct evidence, (size_t)(s->n_extra + rq->n_evidence + n_anchors) + 1);
    int n = 0;

    for (int i = 0; i < s->n_extra; i++)
        all[n++] = s->extra[i];
    for (int i = 0; i < rq->n_evidence; i++)
        all[n++] = rq->evidence[i];
    for (int i = 0; i < n_anchors; i++)
        all[n++] = of_anchors[i];
    *ret_n = n;
    return all;
}

static bool unknown(TALLOC_CTX *mem, const struct trust_path *path, int i, struct verify_signature *sig,
                    struct verify_report *rep)
{
    const char *name = name_of(mem, X509_get_subject_name(path->certs[i]));

    if (path->anchor->revocation != TRUST_REVOCATION_REQUIRED) {
        verify_note(mem, sig, mem_printf(mem, "Nie sprawdzono, czy certyfikat „%s” był unieważniony.", name));
        return true;
    }
    add_missing(mem, rep, path->certs[i], path->certs[i + 1]);
    return verify_fault(sig, VERIFY_INDETERMINATE, 29, "TRY_LATER",
                        "Nie ma jeszcze informacji, czy certyfikat podpisującego jest ważny; sprawdzenie trzeba "
                        "powtórzyć później.");
}

/* RFC 3161 section 4: whoever holds a stolen key of a time-stamping authority can stamp into the past, so a key
 * revoked for that, or nobody says for what, is not believed for any time. */
static bool is_tainted(const struct revocation *r, enum trust_use use)
{
    enum { KEY_COMPROMISE = 1, CA_COMPROMISE = 2 };

    return use == TRUST_USE_STAMP && r->revoked_at != 0 &&
           (r->reason == KEY_COMPROMISE || r->reason == CA_COMPROMISE || r->reason < 0);
}

static bool judge(TALLOC_CTX *mem, const struct trust_path *path, int i, enum trust_use use, const struct revocation *r,
                  struct verify_signature *sig, struct verify_report *rep)
{
    if (r->used)
        verify_use(mem, rep, r->used->kind, r->used->der, r->used->len);
    switch (r->state == REVOCATION_GOOD && is_tainted(r, use) ? REVOCATION_REVOKED : r->state) {
    case REVOCATION_GOOD:
        return true;
    case REVOCATION_REVOKED:
        return verify_fault(sig, VERIFY_TOTAL_FAILED, 27, "REVOKED",
                            i == 0 ? "Certyfikat podpisującego był unieważniony."
                                   : "Certyfikat wystawcy, na którym opiera się podpis, był unieważniony.");
    case REVOCATION_HOLD:
        add_missing(mem, rep, path->certs[i], path->certs[i + 1]);
        return verify_fault(sig, VERIFY_INDETERMINATE, 29, "TRY_LATER",
                            "Certyfikat podpisującego jest zawieszony; sprawdzenie trzeba powtórzyć później.");
    case REVOCATION_UNKNOWN:
        break;
    }
    return unknown(mem, path, i, sig, rep);
}

/* The anchor is trusted by decision, not by evidence; a certificate marked nocheck has no status to ask for. */
static bool revocation(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust,
                       const struct verify_subject *s, const struct trust_path *path, struct verify_signature *sig,
                       struct verify_report *rep)
{
    MEM_SCOPE(tmp, mem);
    int64_t now = clock_now();
    int n = 0;
    const struct evidence *all = gather(tmp, rq, trust, s, &n);
    bool good = true;

    for (int i = 0; i + 1 < path->n; i++) {
        struct revocation r = { .state = REVOCATION_UNKNOWN, .reason = -1 };

        if (X509_get_ext_by_NID(path->certs[i], NID_id_pkix_OCSP_noCheck, -1) >= 0)
            continue;
        revocation_check(path->certs[i], path->certs[i + 1], all, n, s->at, now > rq->at ? now : rq->at, &r);
        good = judge(mem, path, i, s->use, &r, sig, rep) && good;
    }
    return good;
}

bool verify_certificate(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust,
                        const struct verify_subject *s, struct verify_signature *sig, struct verify_report *rep)
{
    struct trust_path path = { .n = 0 };
    bool good;

    if (!trust_chain(mem, trust, s->cert, s->others, s->n_others, s->purposes, s->use, s->at, &path)) {
        ERR_clear_error();
        return verify_fault(sig, verify_indication_of(path.subindication), path.check, path.subindication, path.reason);
    }
    good = path.pinned || revocation(mem, rq, trust, s, &path, sig, rep);
    ERR_clear_error();
    if (!good)
        return false;
    use_certs(mem, rep, &path);
    sig->kind = kind_of(&path);
    sig->pinned = path.pinned;
    return true;
}

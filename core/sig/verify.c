/* Which engine judges a file, and the report as JSON and as bytes. */
#include "core/sig/verify.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/pack.h"
#include "core/sig/asic_verify.h"
#include "core/sig/cms_verify.h"
#include "core/sig/pdf_verify.h"
#include "core/sig/verify_cert.h"
#include "core/sig/xmlsig.h"

#define MAX_SIGNATURES 1000
#define MAX_PIECES 1000
#define MAX_REPORT (64u << 20)

/* ---- words ---- */

const char *verify_indication_name(enum verify_indication i)
{
    switch (i) {
    case VERIFY_NONE:
        return "NONE";
    case VERIFY_TOTAL_PASSED:
        return "TOTAL_PASSED";
    case VERIFY_INDETERMINATE:
        return "INDETERMINATE";
    case VERIFY_TOTAL_FAILED:
        break;
    }
    return "TOTAL_FAILED";
}

enum verify_indication verify_indication_of(const char *subindication)
{
    static const char *const failed[] = { "FORMAT_FAILURE", "HASH_FAILURE", "SIG_CRYPTO_FAILURE",
                                          "REVOKED",        "EXPIRED",      "NOT_YET_VALID" };

    if (*subindication == '\0')
        return VERIFY_TOTAL_PASSED;
    for (size_t i = 0; i < sizeof failed / sizeof failed[0]; i++)
        if (strcmp(failed[i], subindication) == 0)
            return VERIFY_TOTAL_FAILED;
    return VERIFY_INDETERMINATE;
}

struct verify_report verify_report_of(enum verify_indication indication, const char *subindication, uint64_t checks,
                                      const char *reason)
{
    return (struct verify_report){
        .indication = indication, .subindication = subindication, .checks = checks, .reason = reason
    };
}

const char *verify_checks_text(uint64_t checks, char text[VERIFY_CHECKS_LEN])
{
    size_t len = 0;

    text[0] = '\0';
    for (int nr = 1; nr < 64; nr++)
        if (checks & VERIFY_CHECK(nr))
            len += (size_t)snprintf(text + len, VERIFY_CHECKS_LEN - len, "%s%d", len ? "," : "", nr);
    return text;
}

/* ---- which engine ---- */

static const struct {
    bool (*is)(const void *data, size_t len);
    void (*verify)(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, struct verify_report *ret);
} ENGINES[] = {
    { xmlsig_is, xmlsig_verify },
    { pdf_is, pdf_verify },
    { asic_is, asic_verify },
    { cms_is, cms_verify },
};

void verify_bytes(TALLOC_CTX *mem, const struct verify_request *rq, struct trust *trust, struct verify_report *ret)
{
    const size_t n = sizeof ENGINES / sizeof ENGINES[0];
    size_t i = 0;

    *ret = verify_report_of(VERIFY_NONE, "", 0, "W pliku nie ma podpisu, który system umie sprawdzić.");
    while (i < n && !ENGINES[i].is(rq->data, rq->len))
        i++;
    if (i == n)
        return;
    ENGINES[i].verify(mem, rq, trust, ret);
    if (ret->indication == VERIFY_TOTAL_PASSED) {
        ret->subindication = "";
        ret->checks = 0;
        ret->reason = ret->n == 1 ? ret->signatures[0].reason : "Wszystkie podpisy są poprawne.";
    }
}

/* ---- the texts of a signature, by name ---- */

static const struct text_field {
    const char *name;
    size_t at;
} TEXTS[] = {
#define TEXT(field)                                                                                                    \
    {                                                                                                                  \
#field, offsetof(struct verify_signature, field)                                                               \
    }
    TEXT(subindication), TEXT(reason), TEXT(format),       TEXT(level),       TEXT(kind),        TEXT(signer),
    TEXT(pesel),         TEXT(issuer), TEXT(serial),       TEXT(cert_sha256), TEXT(fingerprint), TEXT(signing_time),
    TEXT(stamp_time),    TEXT(scope),  TEXT(scope_detail), TEXT(unchecked),
#undef TEXT
};
#define N_TEXTS (sizeof TEXTS / sizeof TEXTS[0])

static const char **text_at(struct verify_signature *s, size_t i)
{
    return (const char **)((char *)s + TEXTS[i].at);
}

static const char *text_of(const struct verify_signature *s, size_t i)
{
    const char *text;

    memcpy(&text, (const char *)s + TEXTS[i].at, sizeof text);
    return text;
}

/* ---- JSON ---- */

/* Text from certificates in a broken encoding cannot be JSON. */
static void set_text(json_t *o, const char *key, const char *text)
{
    json_t *value = json_string(text);

    json_object_set_new(o, key, value ? value : json_string(""));
}

static json_t *signature_json(const struct verify_signature *s, bool with_pesel)
{
    json_t *o = json_object();

    set_text(o, "indication", verify_indication_name(s->indication));
    for (size_t i = 0; i < N_TEXTS; i++)
        if (with_pesel || strcmp(TEXTS[i].name, "pesel") != 0)
            set_text(o, TEXTS[i].name, text_of(s, i));
    set_text(o, "checks", VERIFY_CHECKS(s->checks));
    json_object_set_new(o, "n_counter", json_integer(s->n_counter));
    return o;
}

json_t *verify_json(const struct verify_report *r, bool with_pesel)
{
    json_t *o = json_object();
    json_t *signatures = json_array();

    set_text(o, "indication", verify_indication_name(r->indication));
    set_text(o, "subindication", r->subindication);
    set_text(o, "checks", VERIFY_CHECKS(r->checks));
    set_text(o, "reason", r->reason);
    for (int i = 0; i < r->n; i++)
        json_array_append_new(signatures, signature_json(&r->signatures[i], with_pesel));
    json_object_set_new(o, "signatures", signatures);
    return o;
}

const char *verify_text(TALLOC_CTX *mem, const struct verify_report *r, bool with_pesel)
{
    const char *text = json_text(mem, verify_json(r, with_pesel));

    if (!text)
        mem_exhausted(1);
    return text;
}

/* ---- bytes ---- */

static void pack_evidence(struct buf *b, const struct evidence *ev, int n)
{
    pack_int(b, n);
    for (int i = 0; i < n; i++) {
        pack_int(b, ev[i].kind);
        pack_bytes(b, ev[i].der, ev[i].len);
    }
}

static struct evidence *unpack_evidence(struct unpack *u, TALLOC_CTX *mem, int *ret_n)
{
    int n = unpack_count(u, MAX_PIECES);
    struct evidence *ev = mem_array(mem, struct evidence, (size_t)n + 1);

    for (int i = 0; i < n; i++) {
        ev[i].kind = (enum evidence_kind)unpack_int(u);
        ev[i].der = unpack_bytes(u, &ev[i].len);
    }
    *ret_n = n;
    return ev;
}

void verify_pack_request(struct buf *b, const struct verify_request *rq)
{
    pack_int(b, (int64_t)rq->max);
    pack_int(b, rq->profile);
    pack_int(b, rq->purposes);
    pack_int(b, rq->at);
    pack_evidence(b, rq->evidence, rq->n_evidence);
}

bool verify_unpack_request(TALLOC_CTX *mem, const void *data, size_t len, struct verify_request *ret)
{
    struct unpack u = unpack_new(data, len);

    ret->max = (size_t)unpack_int(&u);
    ret->profile = (enum verify_profile)unpack_int(&u);
    ret->purposes = (unsigned)unpack_int(&u);
    ret->at = unpack_int(&u);
    ret->evidence = unpack_evidence(&u, mem, &ret->n_evidence);
    return unpack_done(&u);
}

static void pack_signature(struct buf *b, const struct verify_signature *s)
{
    pack_int(b, s->indication);
    pack_int(b, s->n_counter);
    pack_int(b, (int64_t)s->checks);
    for (size_t i = 0; i < N_TEXTS; i++)
        pack_text(b, text_of(s, i));
}

void verify_pack_report(struct buf *b, const struct verify_report *r)
{
    pack_int(b, r->indication);
    pack_text(b, r->subindication);
    pack_text(b, r->reason);
    pack_int(b, (int64_t)r->checks);
    pack_int(b, r->n);
    for (int i = 0; i < r->n; i++)
        pack_signature(b, &r->signatures[i]);
    pack_int(b, r->n_missing);
    for (int i = 0; i < r->n_missing; i++) {
        pack_bytes(b, r->missing[i].cert, r->missing[i].cert_len);
        pack_bytes(b, r->missing[i].issuer, r->missing[i].issuer_len);
    }
    pack_evidence(b, r->used, r->n_used);
}

static enum verify_indication unpack_indication(struct unpack *u)
{
    return (enum verify_indication)unpack_count(u, VERIFY_TOTAL_FAILED);
}

static void unpack_signature(struct unpack *u, struct verify_signature *s)
{
    s->indication = unpack_indication(u);
    s->n_counter = unpack_count(u, 1 << 20);
    s->checks = (uint64_t)unpack_int(u);
    for (size_t i = 0; i < N_TEXTS; i++)
        *text_at(s, i) = unpack_text(u);
}

static void unpack_missing(struct unpack *u, TALLOC_CTX *mem, struct verify_report *r)
{
    r->n_missing = unpack_count(u, MAX_PIECES);
    r->missing = mem_array(mem, struct verify_missing, (size_t)r->n_missing + 1);
    for (int i = 0; i < r->n_missing; i++) {
        r->missing[i].cert = unpack_bytes(u, &r->missing[i].cert_len);
        r->missing[i].issuer = unpack_bytes(u, &r->missing[i].issuer_len);
    }
}

bool verify_unpack_report(TALLOC_CTX *mem, const void *data, size_t len, struct verify_report *ret)
{
    struct unpack u = unpack_new(data, len);
    struct verify_report r = { .indication = unpack_indication(&u) };

    r.subindication = unpack_text(&u);
    r.reason = unpack_text(&u);
    r.checks = (uint64_t)unpack_int(&u);
    r.n = unpack_count(&u, MAX_SIGNATURES);
    r.signatures = mem_array(mem, struct verify_signature, (size_t)r.n + 1);
    for (int i = 0; i < r.n; i++)
        unpack_signature(&u, &r.signatures[i]);
    unpack_missing(&u, mem, &r);
    r.used = unpack_evidence(&u, mem, &r.n_used);
    *ret = r;
    return unpack_done(&u);
}

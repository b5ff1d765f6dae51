/* Was a certificate revoked? Every answer an authority can give, at every time, and those nobody should believe. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/base/clock.h"
#include "tests/support/evidence.h"
#include "tests/support/keys.h"

#define DAY (INT64_C(86400) * 1000000)
#define HOLD 6
#define REMOVED 8
#define COMPROMISED 1

/* An authority, a stranger with the same name, and certificates below the authority. */
static struct world {
    TALLOC_CTX *mem;
    int64_t now;
    EVP_PKEY *ca_key;
    X509 *ca;
    EVP_PKEY *stranger_key;
    X509 *stranger;
    EVP_PKEY *key; /* of all certificates below */
    X509 *cert;
    X509 *other;
    X509 *expired;
    X509 *responder;
    X509 *plain_responder; /* without OCSPSigning */
    X509 *old_responder;
    X509 *foreign_responder; /* of the stranger */
} w;

static X509 *issued(const char *cn, const char *purpose, int from_days, int to_days)
{
    return cert_new(w.mem, &(struct cert_spec){ .cn = cn,
                                                .key = w.key,
                                                .issuer = w.ca,
                                                .issuer_key = w.ca_key,
                                                .ext_key_usage = purpose,
                                                .from_days = from_days,
                                                .to_days = to_days,
                                                .crl_points = "URI:http://crl.example/a.crl" });
}

static int begin(void **state)
{
    struct cert_spec ca = { .cn = "Urząd", .ca = true, .from_days = -1000, .to_days = 1000 };

    (void)state;
    w.mem = mem_new(NULL);
    w.now = clock_now() / 1000000 * 1000000;
    w.ca_key = ca.key = key_new(w.mem, KEY_P256);
    w.ca = cert_new(w.mem, &ca);
    w.stranger_key = ca.key = key_new(w.mem, KEY_P256);
    w.stranger = cert_new(w.mem, &ca);
    w.key = key_new(w.mem, KEY_P256);
    w.cert = issued("Jan Próbny", NULL, -100, 100);
    w.other = issued("Anna Próbna", NULL, -100, 100);
    w.expired = issued("Dawny Podpis", NULL, -100, -50);
    w.responder = issued("OCSP", "OCSPSigning", -100, 100);
    w.plain_responder = issued("OCSP bez upoważnienia", NULL, -100, 100);
    w.old_responder = issued("OCSP dawny", "OCSPSigning", -100, -50);
    w.foreign_responder = cert_new(w.mem, &(struct cert_spec){ .cn = "OCSP obcy",
                                                               .key = w.key,
                                                               .issuer = w.stranger,
                                                               .issuer_key = w.stranger_key,
                                                               .ext_key_usage = "OCSPSigning" });
    return 0;
}

static int end(void **state)
{
    (void)state;
    talloc_free(w.mem);
    return 0;
}

static struct evidence ocsp(struct ocsp_spec s)
{
    s.cert = s.cert ? s.cert : w.cert;
    s.issuer = s.issuer ? s.issuer : w.ca;
    s.issuer_key = s.issuer_key ? s.issuer_key : w.ca_key;
    s.signer_key = w.key;
    s.this_update = w.now + s.this_update;
    s.next_update = s.next_update ? w.now + s.next_update : 0;
    s.revoked_at = s.revoked_at ? w.now + s.revoked_at : 0;
    return ocsp_new(w.mem, &s);
}

static struct evidence crl(struct crl_spec s)
{
    s.issuer = s.issuer ? s.issuer : w.ca;
    s.issuer_key = s.issuer_key ? s.issuer_key : w.ca_key;
    s.this_update = w.now + s.this_update;
    s.next_update = s.next_update ? w.now + s.next_update : 0;
    s.revoked_at = w.now + s.revoked_at;
    return crl_new(w.mem, &s);
}

static struct revocation ask(const struct evidence *ev, int n, int64_t at)
{
    struct revocation r;

    revocation_check(w.cert, w.ca, ev, n, w.now + at, w.now, &r);
    return r;
}

static enum revocation_state one(struct evidence ev, int64_t at)
{
    return ask(&ev, 1, at).state;
}

#define GOOD REVOCATION_GOOD
#define REVOKED REVOCATION_REVOKED
#define HELD REVOCATION_HOLD
#define UNKNOWN REVOCATION_UNKNOWN

/* ---- times ---- */

/* All in days from now: the piece, the question, the answer. Each row is asked of an OCSP response and of a CRL. */
static void the_time_decides(void **state)
{
    static const struct {
        int made;
        int until; /* 0: no nextUpdate */
        int revoked;
        int reason;
        int at;
        enum revocation_state state;
    } rows[] = {
        { -1, 1, 0, 0, 0, GOOD },                   /* current */
        { -1, 0, 0, 0, -2, GOOD },                  /* made after the moment asked about */
        { -1, 0, 0, 0, 0, UNKNOWN },                /* made before it, nobody says how long it holds */
        { -10, -5, 0, 0, -7, GOOD },                /* current then, stale today */
        { -10, -5, 0, 0, 0, UNKNOWN },              /* stale */
        { 1, 2, 0, 0, 0, UNKNOWN },                 /* from the future */
        { -1, 1, -10, COMPROMISED, 0, REVOKED },    /* before */
        { -1, 1, -10, COMPROMISED, -10, REVOKED },  /* at the very moment */
        { -1, 1, -10, COMPROMISED, -11, GOOD },     /* after: it was good then */
        { -20, -15, -25, COMPROMISED, 0, REVOKED }, /* stale, but revoked stays revoked */
        { -1, 1, -10, HOLD, 0, HELD },              /* suspended */
        { -1, 1, -10, HOLD, -11, GOOD },            /* suspended later */
        { -20, -15, -25, HOLD, 0, UNKNOWN },        /* suspended once; released since? */
        { -1, 1, -10, -1, 0, REVOKED },             /* without a reason */
        { -1, 1, -10, REMOVED, 0, GOOD },           /* taken off hold */
        { -1, 1, -10, COMPROMISED, -50, GOOD },
        { 1, 2, -10, COMPROMISED, 0, UNKNOWN },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct evidence response = ocsp((struct ocsp_spec){ .this_update = rows[i].made * DAY,
                                                            .next_update = rows[i].until * DAY,
                                                            .revoked_at = rows[i].revoked * DAY,
                                                            .reason = rows[i].reason });
        struct evidence list = crl((struct crl_spec){ .this_update = rows[i].made * DAY,
                                                      .next_update = rows[i].until * DAY,
                                                      .cert = rows[i].revoked ? w.cert : w.other,
                                                      .revoked_at = rows[i].revoked * DAY,
                                                      .reason = rows[i].reason });

        if (one(response, rows[i].at * DAY) != rows[i].state || one(list, rows[i].at * DAY) != rows[i].state)
            fail_msg("row %zu: OCSP %d, CRL %d, expected %d", i, one(response, rows[i].at * DAY),
                     one(list, rows[i].at * DAY), rows[i].state);
    }
}

/* Responders answer with the time of their own clock. */
static void clocks_may_differ_a_little(void **state)
{
    (void)state;
    assert_int_equal(one(ocsp((struct ocsp_spec){ .this_update = DAY / 24 / 20 }), 0), GOOD); /* three minutes */
    assert_int_equal(one(ocsp((struct ocsp_spec){ .this_update = DAY / 24 / 6 }), 0), UNKNOWN);
    assert_int_equal(one(crl((struct crl_spec){ .this_update = DAY / 24 / 20 }), 0), GOOD);
    assert_int_equal(one(crl((struct crl_spec){ .this_update = DAY / 24 / 6 }), 0), UNKNOWN);
}

static void the_answer_tells_when_and_why(void **state)
{
    struct evidence ev[] = {
        ocsp((struct ocsp_spec){ .this_update = -3 * DAY, .next_update = DAY }),
        crl((struct crl_spec){ .this_update = -DAY, .cert = w.cert, .revoked_at = -2 * DAY, .reason = COMPROMISED })
    };
    struct revocation r = ask(ev, 2, 0);

    (void)state;
    assert_int_equal(r.state, REVOKED);
    assert_ptr_equal(r.used, &ev[1]);
    assert_int_equal(r.revoked_at, w.now - 2 * DAY);
    assert_int_equal(r.reason, COMPROMISED);
    assert_int_equal(r.produced_at, w.now - DAY);
    r = ask(ev, 1, 0);
    assert_int_equal(r.state, GOOD);
    assert_int_equal(r.reason, -1);
    assert_int_equal(r.revoked_at, 0);
    r = ask(NULL, 0, 0);
    assert_int_equal(r.state, UNKNOWN);
    assert_null(r.used);
}

static void between_hold_and_good_the_newer_piece_decides(void **state)
{
    struct evidence held = crl((struct crl_spec){
        .this_update = -5 * DAY, .next_update = DAY, .cert = w.cert, .revoked_at = -6 * DAY, .reason = HOLD });
    struct evidence good = ocsp((struct ocsp_spec){ .this_update = -DAY, .next_update = DAY });
    struct evidence early = ocsp((struct ocsp_spec){ .this_update = -9 * DAY, .next_update = DAY });

    (void)state;
    assert_int_equal(ask((struct evidence[]){ held, good }, 2, 0).state, GOOD);
    assert_int_equal(ask((struct evidence[]){ good, held }, 2, 0).state, GOOD);
    assert_int_equal(ask((struct evidence[]){ early, held }, 2, 0).state, HELD);
    assert_int_equal(ask((struct evidence[]){ held, early }, 2, 0).state, HELD);
}

static void revoked_outweighs_whatever_else_is_said(void **state)
{
    struct evidence good = ocsp((struct ocsp_spec){ .this_update = -DAY, .next_update = DAY });
    struct evidence revoked = crl(
        (struct crl_spec){ .this_update = -50 * DAY, .cert = w.cert, .revoked_at = -51 * DAY, .reason = COMPROMISED });
    struct evidence garbage = { EVIDENCE_OCSP, (const unsigned char *)"\x30\x03\x0a\x01\x00", 5 };

    (void)state;
    assert_int_equal(ask((struct evidence[]){ garbage, good, revoked }, 3, 0).state, REVOKED);
    assert_int_equal(ask((struct evidence[]){ revoked, garbage, good }, 3, 0).state, REVOKED);
    assert_int_equal(ask((struct evidence[]){ garbage, good, garbage }, 3, 0).state, GOOD);
}

/* ---- who says it ---- */

static void a_response_counts_only_from_those_who_may_answer(void **state)
{
    struct ocsp_spec s = { .this_update = -DAY, .next_update = DAY };
    struct ocsp_spec t;

    (void)state;
    t = s, t.signer = w.responder;
    assert_int_equal(one(ocsp(t), 0), GOOD);
    t = s, t.signer = w.plain_responder;
    assert_int_equal(one(ocsp(t), 0), UNKNOWN);
    t = s, t.signer = w.old_responder;
    assert_int_equal(one(ocsp(t), 0), UNKNOWN);
    t = s, t.signer = w.foreign_responder;
    assert_int_equal(one(ocsp(t), 0), UNKNOWN);
    t = s, t.signer = w.cert; /* the holder himself */
    assert_int_equal(one(ocsp(t), 0), UNKNOWN);
    t = s, t.issuer = w.stranger, t.issuer_key = w.stranger_key; /* the authority's name, not its key */
    assert_int_equal(one(ocsp(t), 0), UNKNOWN);
    assert_int_equal(one(ocsp_new(w.mem, &(struct ocsp_spec){ .cert = w.other,
                                                              .issuer = w.ca,
                                                              .issuer_key = w.ca_key,
                                                              .this_update = w.now - DAY,
                                                              .next_update = w.now + DAY }),
                         0),
                     UNKNOWN); /* about somebody else */
}

static void a_revoked_responder_is_not_believed(void **state)
{
    struct evidence ev[] = { ocsp((struct ocsp_spec){ .this_update = -DAY, .next_update = DAY, .signer = w.responder }),
                             crl((struct crl_spec){ .this_update = -DAY,
                                                    .next_update = DAY,
                                                    .cert = w.responder,
                                                    .revoked_at = -5 * DAY,
                                                    .reason = COMPROMISED,
                                                    .scope = "onlyuser:TRUE" }) };
    struct revocation r = ask(ev, 2, 0);

    (void)state;
    assert_int_equal(r.state, GOOD); /* from the list, which speaks of the certificate too */
    assert_ptr_equal(r.used, &ev[1]);
}

static void responses_that_do_not_count(void **state)
{
    struct ocsp_spec s = { .this_update = -DAY, .next_update = DAY };
    struct ocsp_spec t;

    (void)state;
    assert_int_equal(one(ocsp(s), 0), GOOD);
    t = s, t.unknown = true;
    assert_int_equal(one(ocsp(t), 0), UNKNOWN);
    t = s, t.critical = true;
    assert_int_equal(one(ocsp(t), 0), UNKNOWN);
    t = s, t.md = EVP_sha1();
    assert_int_equal(one(ocsp(t), 0), UNKNOWN);
    t = s, t.id_md = EVP_md5();
    assert_int_equal(one(ocsp(t), 0), UNKNOWN);
    t = s, t.id_md = EVP_sha256();
    assert_int_equal(one(ocsp(t), 0), GOOD);
    t = s, t.id_md = EVP_sha512();
    assert_int_equal(one(ocsp(t), 0), GOOD);
}

static void lists_that_do_not_count(void **state)
{
    struct crl_spec s = { .this_update = -DAY, .next_update = DAY, .cert = w.other, .reason = COMPROMISED };
    struct crl_spec t;

    (void)state;
    assert_int_equal(one(crl(s), 0), GOOD);
    t = s, t.issuer = w.stranger, t.issuer_key = w.stranger_key;
    assert_int_equal(one(crl(t), 0), UNKNOWN);
    t = s, t.issuer_key = w.stranger_key; /* forged */
    assert_int_equal(one(crl(t), 0), UNKNOWN);
    t = s, t.issuer = w.responder, t.issuer_key = w.key; /* of another issuer */
    assert_int_equal(one(crl(t), 0), UNKNOWN);
    t = s, t.md = EVP_sha1();
    assert_int_equal(one(crl(t), 0), UNKNOWN);
    t = s, t.delta = true;
    assert_int_equal(one(crl(t), 0), UNKNOWN);
    t = s, t.critical = true;
    assert_int_equal(one(crl(t), 0), UNKNOWN);
    t = s, t.entry_critical = true;
    assert_int_equal(one(crl(t), 0), UNKNOWN);
}

static void the_scope_of_a_list_is_respected(void **state)
{
    static const struct {
        const char *scope;
        enum revocation_state state;
    } rows[] = {
        { "indirectCRL:TRUE", UNKNOWN },
        { "onlysomereasons:keyCompromise", UNKNOWN },
        { "onlyAA:TRUE", UNKNOWN },
        { "onlyCA:TRUE", UNKNOWN },
        { "onlyuser:TRUE", GOOD },
        { "fullname:URI:http://crl.example/a.crl", GOOD },
        { "fullname:URI:http://crl.example/b.crl", UNKNOWN },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (one(crl((struct crl_spec){ .this_update = -DAY, .next_update = DAY, .scope = rows[i].scope }), 0) !=
            rows[i].state)
            fail_msg("%s", rows[i].scope);
}

/* What was issued after the certificate expired may simply have forgotten it. */
static void silence_about_the_expired_proves_nothing(void **state)
{
    struct revocation r;
    struct evidence ev = ocsp((struct ocsp_spec){ .cert = w.expired, .this_update = -DAY, .next_update = DAY });

    (void)state;
    revocation_check(w.expired, w.ca, &ev, 1, w.now - 60 * DAY, w.now, &r);
    assert_int_equal(r.state, UNKNOWN);
    ev = ocsp((struct ocsp_spec){ .cert = w.expired, .this_update = -DAY, .cutoff = w.now - 1000 * DAY });
    revocation_check(w.expired, w.ca, &ev, 1, w.now - 60 * DAY, w.now, &r);
    assert_int_equal(r.state, GOOD);
    ev = crl((struct crl_spec){ .this_update = -DAY, .next_update = DAY });
    revocation_check(w.expired, w.ca, &ev, 1, w.now - 60 * DAY, w.now, &r);
    assert_int_equal(r.state, UNKNOWN);
    ev = crl((struct crl_spec){ .this_update = -DAY, .next_update = DAY, .kept = "20000101000000Z" });
    revocation_check(w.expired, w.ca, &ev, 1, w.now - 60 * DAY, w.now, &r);
    assert_int_equal(r.state, GOOD);
    ev = crl(
        (struct crl_spec){ .this_update = -DAY, .cert = w.expired, .revoked_at = -70 * DAY, .reason = COMPROMISED });
    revocation_check(w.expired, w.ca, &ev, 1, w.now - 60 * DAY, w.now, &r);
    assert_int_equal(r.state, REVOKED);
}

/* ---- hostile bytes ---- */

static void broken_bytes_are_skipped(void **state)
{
    struct evidence whole[] = { ocsp((struct ocsp_spec){ .this_update = -DAY, .next_update = DAY }),
                                crl((struct crl_spec){ .this_update = -DAY, .next_update = DAY }) };
    struct evidence huge = { EVIDENCE_CRL, NULL, 5u << 20 };

    (void)state;
    for (size_t k = 0; k < 2; k++) {
        unsigned char *der = mem_array(w.mem, unsigned char, whole[k].len + 1);

        memcpy(der, whole[k].der, whole[k].len);
        for (size_t n = 0; n < whole[k].len; n++)
            assert_int_equal(one((struct evidence){ whole[k].kind, der, n }, 0), UNKNOWN);
        assert_int_equal(one((struct evidence){ whole[k].kind, der, whole[k].len + 1 }, 0), UNKNOWN);
        assert_int_equal(one((struct evidence){ 1 - whole[k].kind, der, whole[k].len }, 0), UNKNOWN);
        assert_int_equal(one((struct evidence){ EVIDENCE_CERT, der, whole[k].len }, 0), UNKNOWN);
        for (size_t n = 0; n < whole[k].len; n++) {
            der[n] ^= 0xFF;
            assert_int_not_equal(one((struct evidence){ whole[k].kind, der, whole[k].len }, 0), REVOKED);
            der[n] ^= 0xFF;
        }
    }
    /* the sizes are looked at before the bytes */
    assert_int_equal(one(huge, 0), UNKNOWN);
    huge = (struct evidence){ EVIDENCE_OCSP, NULL, 65u << 10 };
    assert_int_equal(one(huge, 0), UNKNOWN);
}

/* ---- where to ask ---- */

static void addresses_are_taken_only_when_they_are_plain_http(void **state)
{
    static const struct {
        const char *info;
        const char *points;
        const char *ocsp;
        const char *crl;
    } rows[] = {
        { "OCSP;URI:http://ocsp.example/a", "URI:https://crl.example/a", "http://ocsp.example/a",
          "https://crl.example/a" },
        { "caIssuers;URI:http://ca.example/a", "URI:ldap://crl.example/a", NULL, NULL },
        { "OCSP;URI:file:///etc/passwd,OCSP;URI:http://b.example", "URI:ldap://a,URI:http://crl.example",
          "http://b.example", "http://crl.example" },
        { NULL, NULL, NULL, NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct cert_spec spec = { .cn = "x", .key = w.key, .info_access = rows[i].info, .crl_points = rows[i].points };
        X509 *cert = cert_new(w.mem, &spec);
        const char *ocsp_url = NULL;
        const char *crl_url = NULL;

        revocation_sources(w.mem, cert, &ocsp_url, &crl_url);
        assert_true(rows[i].ocsp ? ocsp_url && strcmp(ocsp_url, rows[i].ocsp) == 0 : !ocsp_url);
        assert_true(rows[i].crl ? crl_url && strcmp(crl_url, rows[i].crl) == 0 : !crl_url);
    }
}

static void a_source_is_any_place_to_ask_or_the_word_that_none_is_needed(void **state)
{
    static const struct {
        struct cert_spec spec;
        bool has;
    } rows[] = {
        { { .info_access = "OCSP;URI:http://ocsp.example" }, true },
        { { .crl_points = "URI:http://crl.example" }, true },
        { { .ocsp_nocheck = "NULL" }, true },
        { { .info_access = "caIssuers;URI:http://ca.example" }, false },
        { { .cn = NULL }, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct cert_spec spec = rows[i].spec;

        spec.cn = "x";
        spec.key = w.key;
        assert_int_equal(revocation_has_source(cert_new(w.mem, &spec)), rows[i].has);
    }
}

static void the_question_names_the_certificate(void **state)
{
    size_t len = 0;
    const unsigned char *der = revocation_ocsp_request(w.mem, w.cert, w.ca, &len);
    OCSP_REQUEST *request = der ? d2i_OCSP_REQUEST(NULL, &der, (long)len) : NULL;
    OCSP_CERTID *id = OCSP_cert_to_id(NULL, w.cert, w.ca);

    (void)state;
    assert_non_null(request);
    assert_int_equal(OCSP_request_onereq_count(request), 1);
    assert_int_equal(OCSP_id_cmp(OCSP_onereq_get0_id(OCSP_request_onereq_get0(request, 0)), id), 0);
    OCSP_CERTID_free(id);
    OCSP_REQUEST_free(request);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_time_decides),
        cmocka_unit_test(clocks_may_differ_a_little),
        cmocka_unit_test(the_answer_tells_when_and_why),
        cmocka_unit_test(between_hold_and_good_the_newer_piece_decides),
        cmocka_unit_test(revoked_outweighs_whatever_else_is_said),
        cmocka_unit_test(a_response_counts_only_from_those_who_may_answer),
        cmocka_unit_test(a_revoked_responder_is_not_believed),
        cmocka_unit_test(responses_that_do_not_count),
        cmocka_unit_test(lists_that_do_not_count),
        cmocka_unit_test(the_scope_of_a_list_is_respected),
        cmocka_unit_test(silence_about_the_expired_proves_nothing),
        cmocka_unit_test(broken_bytes_are_skipped),
        cmocka_unit_test(addresses_are_taken_only_when_they_are_plain_http),
        cmocka_unit_test(a_source_is_any_place_to_ask_or_the_word_that_none_is_needed),
        cmocka_unit_test(the_question_names_the_certificate),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, begin, end);
}

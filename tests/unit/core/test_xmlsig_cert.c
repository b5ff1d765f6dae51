/* core/sig/xmlsig: whose certificate it is, and whether it may sign. */
#include "tests/unit/core/xades.h"

static void wrong_certificate_is_found(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    const char *own = cert_base64(w, w->ec->cert);
    struct cert_spec twin = {
        .cn = "Pieczęć próbna <EC>", .key = w->ec->key, .issuer = w->ec->root, .issuer_key = w->ec->root_key
    };

    /* another certificate, even of the same key and name */
    fails(w, replace(w, text, own, cert_base64(w, w->stranger->cert)), "NO_SIGNING_CERTIFICATE_FOUND", "24");
    fails(w, replace(w, text, own, cert_base64(w, cert_new(w->mem, &twin))), "NO_SIGNING_CERTIFICATE_FOUND", "24");
    fails(w, replace(w, text, own, mem_printf(w->mem, "%s</ds:X509Certificate><ds:X509Certificate>%s", own, own)),
          "NO_SIGNING_CERTIFICATE_FOUND", "24");
    fails(w, replace(w, text, own, "TWFuaXB1bGFjamE="), "FORMAT_FAILURE", "15");
    fails(w, replace(w, text, own, ""), "FORMAT_FAILURE", "15");
    fails(w, replace(w, text, part(w, text, "<ds:X509Certificate>", "</ds:X509Certificate>"), ""),
          "NO_SIGNING_CERTIFICATE_FOUND", "24");
    /* a further certificate in front changes nothing */
    passes(w,
           replace(w, text, own,
                   mem_printf(w->mem, "%s</ds:X509Certificate><ds:X509Certificate>%s",
                              cert_base64(w, w->stranger->cert), own)),
           VERIFY_NARROW);
}

static void certificate_and_signature_of_a_stranger_are_not_believed(void **state)
{
    struct world *w = *state;
    struct checked r = verify(w, sign(w, w->stranger, DOC), VERIFY_NARROW);

    assert_int_equal(r.report.indication, VERIFY_INDETERMINATE);
    assert_string_equal(r.report.subindication, "NO_CERTIFICATE_CHAIN_FOUND");
    assert_string_equal(VERIFY_CHECKS(r.report.checks), "25");
    assert_string_equal(r.one.signer, "Obcy");
}

static void issuer_serial_must_match(void **state)
{
    struct world *w = *state;
    struct foreign f = { 0 };

    f.cert = replace(w, legacy_cert(w, w->ec->cert, SIG_SHA256, EVP_sha256()), "SerialNumber>", "SerialNumber>1");
    fails_as(w, foreign(w, &f), VERIFY_FOREIGN, "SIG_CONSTRAINTS_FAILURE", "24");
    f.cert =
        mem_printf(w->mem,
                   "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm=\"" SIG_SHA256
                   "\"/><ds:DigestValue>%s</ds:DigestValue></xades:CertDigest><xades:IssuerSerialV2>MAA="
                   "</xades:IssuerSerialV2></xades:Cert></xades:SigningCertificateV2>",
                   cert_digest(w, w->ec->cert, EVP_sha256()));
    fails_as(w, foreign(w, &f), VERIFY_FOREIGN, "SIG_CONSTRAINTS_FAILURE", "24");
}

static void weak_certificate_digest_is_refused(void **state)
{
    struct world *w = *state;
    struct foreign f = { 0 };

    f.cert = legacy_cert(w, w->ec->cert, XML_NS_DS "sha1", EVP_sha1());
    fails_as(w, foreign(w, &f), VERIFY_FOREIGN, "CRYPTO_CONSTRAINTS_FAILURE", "24");
    f.cert = "<xades:SigningCertificateV2/>";
    fails_as(w, foreign(w, &f), VERIFY_FOREIGN, "NO_SIGNING_CERTIFICATE_FOUND", "24");
}

static const char *sign_with(struct world *w, enum key_kind kind, struct cert_spec spec)
{
    struct key_set keys = { .root = w->ec->root, .key = key_new(w->mem, kind) };

    spec.cn = "Osoba próbna";
    spec.key = keys.key;
    spec.issuer = w->ec->root;
    spec.issuer_key = w->ec->root_key;
    keys.cert = cert_new(w->mem, &spec);
    return sign(w, &keys, DOC);
}

static void weak_keys_are_refused(void **state)
{
    struct world *w = *state;
    const struct cert_spec usual = { 0 };

    fails(w, sign_with(w, KEY_RSA1024, usual), "CRYPTO_CONSTRAINTS_FAILURE", "17");
    fails(w, sign_with(w, KEY_SECP256K1, usual), "CRYPTO_CONSTRAINTS_FAILURE", "17");
    fails_as(w, sign_with(w, KEY_RSA2048, usual), VERIFY_NARROW, "CRYPTO_CONSTRAINTS_FAILURE", "17");
    passes(w, sign_with(w, KEY_RSA2048, usual), VERIFY_FOREIGN);
    passes(w, sign_with(w, KEY_P384, usual), VERIFY_NARROW);
}

static void certificates_of_the_wrong_time_are_refused(void **state)
{
    struct world *w = *state;
    struct checked r;

    fails(w, sign_with(w, KEY_P256, (struct cert_spec){ .from_days = -10, .to_days = -2 }), "OUT_OF_BOUNDS_NO_POE",
          "25");
    fails(w, sign_with(w, KEY_P256, (struct cert_spec){ .from_days = 2 }), "NOT_YET_VALID", "25");
    r = verify(w, sign_with(w, KEY_P256, (struct cert_spec){ .from_days = -10, .to_days = -2 }), VERIFY_FOREIGN);
    assert_non_null(strstr(r.report.reason, "Certyfikat podpisującego stracił ważność"));
}

static void certificates_of_the_wrong_kind_are_refused(void **state)
{
    struct world *w = *state;

    fails(w, sign_with(w, KEY_P256, (struct cert_spec){ .ca = true }), "CHAIN_CONSTRAINTS_FAILURE", "26");
    fails(w, sign_with(w, KEY_P256, (struct cert_spec){ .key_usage = "critical,keyEncipherment" }),
          "CHAIN_CONSTRAINTS_FAILURE", "26");
    fails(w, sign_with(w, KEY_P256, (struct cert_spec){ .key_usage = "" }), "CHAIN_CONSTRAINTS_FAILURE", "26");
    fails(w, sign_with(w, KEY_P256, (struct cert_spec){ .ext_key_usage = "critical,serverAuth" }),
          "CHAIN_CONSTRAINTS_FAILURE", "26");
    passes(w, sign_with(w, KEY_P256, (struct cert_spec){ .ext_key_usage = "critical,1.3.6.1.5.5.7.3.36" }),
           VERIFY_NARROW);
    passes(w, sign_with(w, KEY_P256, (struct cert_spec){ .ext_key_usage = "serverAuth" }), VERIFY_NARROW);
}

static void a_chain_built_once_still_knows_the_time(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    int64_t day = INT64_C(86400000000);
    struct checked r;

    passes(w, text, VERIFY_NARROW);
    r = verify_at(w, text, VERIFY_NARROW, w->now + 400 * day);
    assert_string_equal(r.report.subindication, "OUT_OF_BOUNDS_NO_POE");
    r = verify_at(w, text, VERIFY_NARROW, w->now - 30 * day);
    assert_string_equal(r.report.subindication, "SIG_CONSTRAINTS_FAILURE"); /* signed in the future, seen from there */
    assert_string_equal(VERIFY_CHECKS(r.report.checks), "28");
}

static void the_folder_of_anchors_is_read_again_when_it_changes(void **state)
{
    struct world *w = *state;
    const char *file = mem_printf(w->mem, "%s/new.pem", w->trust);
    const char *text = sign(w, w->stranger, DOC);

    fails(w, text, "NO_CERTIFICATE_CHAIN_FOUND", "25");
    cert_write(file, w->stranger->root);
    passes(w, text, VERIFY_NARROW);
    remove(file);
    fails(w, text, "NO_CERTIFICATE_CHAIN_FOUND", "25");
}

static void missing_folder_is_not_trust(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    struct checked r = check_file(w->mem, text, strlen(text), VERIFY_NARROW, "/nonexistent", w->now);

    assert_int_equal(r.report.indication, VERIFY_INDETERMINATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_certificate_is_found),
        cmocka_unit_test(certificate_and_signature_of_a_stranger_are_not_believed),
        cmocka_unit_test(issuer_serial_must_match),
        cmocka_unit_test(weak_certificate_digest_is_refused),
        cmocka_unit_test(weak_keys_are_refused),
        cmocka_unit_test(certificates_of_the_wrong_time_are_refused),
        cmocka_unit_test(certificates_of_the_wrong_kind_are_refused),
        cmocka_unit_test(a_chain_built_once_still_knows_the_time),
        cmocka_unit_test(the_folder_of_anchors_is_read_again_when_it_changes),
        cmocka_unit_test(missing_folder_is_not_trust),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* core/sig/xmlsig: our signatures with a time stamp (B-T), and what is put beside them later (B-LT). */
#include "core/sig/xmlsig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

#include "core/trust/tsp.h"
#include "tests/support/check.h"
#include "tests/support/evidence.h"
#include "tests/support/keys.h"

#define DOC "<p:Dokument xmlns:p=\"urn:p\" xmlns:unused=\"urn:u\"><p:Tresc>Kwota: 100 zł</p:Tresc></p:Dokument>"

struct world {
    TALLOC_CTX *mem;
    struct key_set *signers[2]; /* EC, RSA, below roots of their own */
    struct key_set *tsa;
    const char *dir;
    const char *trust;
    int64_t now;
    int stamps;
    bool broken;
};

static bool stamp(void *arg, TALLOC_CTX *mem, const unsigned char sha256[32], const void **ret_der, size_t *ret_len)
{
    struct world *w = arg;

    w->stamps++;
    return !w->broken && tsp_make(mem, w->tsa->key, w->tsa->cert, NULL, 0, "1.2.3.4", (uint64_t)w->stamps, w->now,
                                  sha256, ret_der, ret_len);
}

static int set_up(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);
    struct world *w = mem_zero(mem, struct world);

    xml_init();
    w->mem = mem;
    w->signers[0] = key_set_new(mem, KEY_P256, "Pieczęć EC");
    w->signers[1] = key_set_new(mem, KEY_RSA3072, "Pieczęć RSA");
    w->tsa = key_set_tsa(mem, KEY_P256, w->signers[0]);
    w->dir = temp_dir(mem);
    w->trust = mem_printf(mem, "%s/trust", w->dir);
    mkdir(w->trust, 0700);
    for (int i = 0; i < 2; i++)
        cert_write(mem_printf(mem, "%s/%d.pem", w->trust, i), w->signers[i]->root);
    w->now = (int64_t)time(NULL) * 1000000;
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    talloc_free(((struct world *)*state)->mem);
    return 0;
}

/* ---- helpers ---- */

static xmlDoc *parse(struct world *w, const char *text)
{
    xmlDoc *doc = NULL;

    assert_int_equal(xml_parse(w->mem, text, strlen(text), 10u << 20, &doc, NULL), ERR_OK);
    return doc;
}

static const char *text_of(struct world *w, xmlDoc *doc)
{
    size_t len = 0;

    return xml_bytes(w->mem, doc, &len);
}

static const char *signed_by(struct world *w, struct key_set *set)
{
    const struct tsp_source source = { stamp, w };
    xmlDoc *doc = parse(w, DOC);

    assert_int_equal(xmlsig_sign(w->mem, doc, set->key, &set->cert, 1, w->now, "text/xml", &source), ERR_OK);
    return text_of(w, doc);
}

static const char *level(struct world *w, const char *text)
{
    struct checked c = check_passes(w->mem, text, strlen(text), VERIFY_NARROW, w->trust, w->now);

    return mem_strdup(w->mem, c.one.level);
}

static const char *replaced(struct world *w, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);

    assert_non_null(at);
    return mem_printf(w->mem, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static struct evidence der_of(struct world *w, X509 *cert)
{
    size_t len = (size_t)i2d_X509(cert, NULL);
    unsigned char *der = mem_array(w->mem, unsigned char, len);

    i2d_X509(cert, &(unsigned char *){ der });
    return (struct evidence){ EVIDENCE_CERT, der, len };
}

/* ---- B-T ---- */

static void a_stamped_signature_is_at_bt(void **state)
{
    struct world *w = *state;

    for (int i = 0; i < 2; i++) {
        const char *text = signed_by(w, w->signers[i]);

        assert_string_equal(level(w, text), "B-T");
        file_write(mem_printf(w->mem, "%s/signed.xml", w->dir), text, strlen(text));
        assert_int_equal(system(mem_printf(w->mem,
                                           "xmlsec1 --verify --trusted-pem %s/%d.pem --id-attr:Id "
                                           "http://uri.etsi.org/01903/v1.3.2#:SignedProperties %s/signed.xml "
                                           ">/dev/null 2>&1",
                                           w->trust, i, w->dir)),
                         0);
    }
}

/* The stamp changes nothing of what was signed: without it the same document is a good B-B. */
static void the_stamp_stands_beside_the_signature(void **state)
{
    struct world *w = *state;
    const char *text = signed_by(w, w->signers[0]);
    const char *from = strstr(text, "<xades:UnsignedProperties>");
    const char *end = strstr(text, "</xades:UnsignedProperties>");

    assert_non_null(from);
    assert_non_null(end);
    text = mem_printf(w->mem, "%.*s%s", (int)(from - text), text, end + strlen("</xades:UnsignedProperties>"));
    assert_string_equal(level(w, text), "B-B");
}

static void a_stamp_of_another_signature_is_a_fault(void **state)
{
    struct world *w = *state;
    const char *one = signed_by(w, w->signers[0]);
    const char *other = signed_by(w, w->signers[0]);
    const char *from = strstr(other, "<xades:EncapsulatedTimeStamp>");
    const char *mine = strstr(one, "<xades:EncapsulatedTimeStamp>");
    const char *text = mem_printf(w->mem, "%.*s%s", (int)(mine - one), one, from);
    struct checked c = check_file(w->mem, text, strlen(text), VERIFY_NARROW, w->trust, w->now);

    assert_int_not_equal(c.report.indication, VERIFY_TOTAL_PASSED);
    assert_string_equal(VERIFY_CHECKS(c.one.checks), "30");
}

static void without_a_stamp_there_is_no_signature(void **state)
{
    struct world *w = *state;
    const struct tsp_source source = { stamp, w };
    struct key_set *set = w->signers[0];
    xmlDoc *doc = parse(w, DOC);
    const char *before = text_of(w, doc);

    w->broken = true;
    assert_int_equal(xmlsig_sign(w->mem, doc, set->key, &set->cert, 1, w->now, "text/xml", &source), ERR_INTERNAL);
    w->broken = false;
    assert_string_equal(text_of(w, doc), before);
}

/* ---- B-LT ---- */

static void augmenting_adds_and_changes_nothing_else(void **state)
{
    struct world *w = *state;
    const char *text = signed_by(w, w->signers[0]);
    xmlDoc *doc = parse(w, text);
    struct key_set *set = w->signers[0];
    const struct ocsp_spec ocsp = {
        .cert = set->cert, .issuer = set->root, .issuer_key = set->root_key, .this_update = w->now
    };
    const struct crl_spec crl = { .issuer = set->root, .issuer_key = set->root_key, .this_update = w->now };
    const struct evidence pieces[] = { ocsp_new(w->mem, &ocsp), der_of(w, set->root), der_of(w, set->cert),
                                       crl_new(w->mem, &crl) };
    const char *once;
    const char *cert;
    const char *crls;
    const char *responses;
    const char *from;
    const char *end;

    /* the responses first, alone: the list comes before them all the same */
    assert_int_equal(xmlsig_augment(w->mem, doc, pieces, 1), ERR_OK);
    assert_int_equal(xmlsig_augment(w->mem, doc, pieces, 4), ERR_OK);
    once = text_of(w, doc);
    cert = strstr(once, "<xades:EncapsulatedX509Certificate>");
    crls = strstr(once, "<xades:CRLValues><xades:EncapsulatedCRLValue>");
    responses = strstr(once, "<xades:OCSPValues><xades:EncapsulatedOCSPValue>");
    assert_true(cert && crls && responses && crls < responses);
    assert_null(strstr(cert + 1, "<xades:EncapsulatedX509Certificate>")); /* the signer's own stands in KeyInfo */
    assert_int_equal(xmlsig_augment(w->mem, doc, pieces, 4), ERR_OK);
    assert_string_equal(text_of(w, doc), once);
    /* again from the bytes, as a job does */
    doc = parse(w, once);
    assert_int_equal(xmlsig_augment(w->mem, doc, pieces, 4), ERR_OK);
    assert_string_equal(text_of(w, doc), once);
    assert_string_equal(level(w, once), "B-LT");
    /* without what was added the bytes are those from before */
    from = strstr(once, "</xades:SignatureTimeStamp>") + strlen("</xades:SignatureTimeStamp>");
    end = strstr(once, "</xades:UnsignedSignatureProperties>");
    assert_string_equal(mem_printf(w->mem, "%.*s%s", (int)(from - once), once, end), text);
}

static void what_cannot_be_augmented_is_left_alone(void **state)
{
    struct world *w = *state;
    const char *text = signed_by(w, w->signers[0]);
    struct evidence piece = der_of(w, w->signers[0]->root);
    const struct evidence empty = { EVIDENCE_CRL, piece.der, 0 };
    const char *from = strstr(text, "<xades:UnsignedProperties>");
    const char *end = strstr(text, "</xades:UnsignedProperties>");
    const char *const cases[] = {
        DOC,
        mem_printf(w->mem, "%.*s%s", (int)(from - text), text, end + strlen("</xades:UnsignedProperties>")),
        replaced(w, text, "</xades:SignatureTimeStamp>",
                 "</xades:SignatureTimeStamp><a:ArchiveTimeStamp xmlns:a=\"http://uri.etsi.org/01903/v1.4.1#\"/>"),
        replaced(w, text, "</ds:Signature>",
                 "</ds:Signature><ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>"),
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        xmlDoc *doc = parse(w, cases[i]);
        const char *before = text_of(w, doc);

        assert_int_equal(xmlsig_augment(w->mem, doc, &piece, 1), ERR_INVALID);
        assert_string_equal(text_of(w, doc), before);
    }
    assert_int_equal(xmlsig_augment(w->mem, parse(w, text), &empty, 1), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stamped_signature_is_at_bt),
        cmocka_unit_test(the_stamp_stands_beside_the_signature),
        cmocka_unit_test(a_stamp_of_another_signature_is_a_fault),
        cmocka_unit_test(without_a_stamp_there_is_no_signature),
        cmocka_unit_test(augmenting_adds_and_changes_nothing_else),
        cmocka_unit_test(what_cannot_be_augmented_is_left_alone),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* core/sig/xmlsig: what we sign verifies here and by the xmlsec1 command, and the forms of others that are accepted. */
#include "tests/unit/core/xades.h"

static void own_signatures_pass(void **state)
{
    struct world *w = *state;

    passes(w, sign(w, w->ec, DOC), VERIFY_NARROW);
    passes(w, sign(w, w->ec, DOC), VERIFY_FOREIGN);
    passes(w, sign(w, w->rsa, DOC), VERIFY_NARROW);
    passes(w, sign(w, w->rsa, DOC), VERIFY_FOREIGN);
}

static void the_report_names_signer_and_time(void **state)
{
    struct world *w = *state;
    struct checked r = verify(w, sign(w, w->ec, DOC), VERIFY_NARROW);

    assert_string_equal(r.one.signer, "Pieczęć próbna <EC>");
    assert_string_equal(r.one.issuer, "Próbny urząd certyfikacji");
    assert_int_equal(strlen(r.one.serial), 32);
    assert_int_equal(strlen(r.one.signing_time), 20);
    assert_string_equal(r.one.level, "B-B");
    assert_string_equal(verify_indication_name(r.report.indication), "TOTAL_PASSED");
}

static void the_signature_has_the_required_parts_in_order(void **state)
{
    static const char *const order[] = {
        "<ds:Signature ",
        "<ds:SignedInfo>",
        SIG_NS_EXC_C14N,
        SIG_ECDSA_SHA256,
        "-doc\" URI=\"\">",
        SIG_ENVELOPED,
        SIG_NS_EXC_C14N,
        SIG_SHA256,
        "Type=\"" SIG_TYPE_PROPERTIES "\" URI=\"#S-",
        SIG_NS_EXC_C14N,
        SIG_SHA256,
        "</ds:SignedInfo><ds:SignatureValue Id=\"S-",
        "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>",
        "<ds:Object><xades:QualifyingProperties",
        "Target=\"#S-",
        "<xades:SignedProperties Id=\"S-",
        "<xades:SignedSignatureProperties><xades:SigningTime>",
        "Z</xades:SigningTime><xades:SigningCertificateV2>"
        "<xades:Cert><xades:CertDigest><ds:DigestMethod ",
        "</xades:CertDigest><xades:IssuerSerialV2>",
        "<xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference=\"#S-",
        "<xades:MimeType>text/xml</xades:MimeType>",
        "</ds:Object></ds:Signature></p:Dokument>",
    };
    struct world *w = *state;
    const char *at = sign(w, w->ec, DOC);
    const char *text = at;

    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        at = strstr(at, order[i]);
        if (!at)
            fail_msg("no \"%s\" where it belongs in %s", order[i], text);
        at += strlen(order[i]);
    }
    /* the root certificate stays at home */
    assert_null(strstr(text, cert_base64(w, w->ec->root)));
    assert_string_not_equal(signature_of(w, sign(w, w->ec, DOC)), signature_of(w, text));
}

static void only_what_was_signed_comes_out(void **state)
{
    struct world *w = *state;
    struct checked r = verify(w, sign(w, w->ec, DOC), VERIFY_NARROW);
    xmlDoc *doc = NULL;

    assert_int_equal(xml_parse(w->mem, r.report.signed_bytes, r.report.signed_len, 10u << 20, &doc, NULL), ERR_OK);
    assert_null(xml_child(xmlDocGetRootElement(doc), XML_NS_DS, "Signature"));
    assert_string_equal(xml_text(w->mem, xml_path(xmlDocGetRootElement(doc), "Tresc")), "Kwota: 100 zł & więcej");
}

static void verifying_twice_gives_the_same(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);

    for (int i = 0; i < 3; i++)
        passes(w, text, VERIFY_NARROW);
}

static void unsigned_document_has_no_signature(void **state)
{
    struct world *w = *state;
    struct checked r = verify(w, DOC, VERIFY_FOREIGN);

    assert_int_equal(r.report.indication, VERIFY_NONE);
    assert_string_equal(r.report.subindication, "");
    assert_string_equal(verify_indication_name(r.report.indication), "NONE");
}

static void the_xmlsec1_command_agrees(void **state)
{
    struct world *w = *state;
    const struct key_set *both[] = { w->ec, w->rsa };

    for (int i = 0; i < 2; i++) {
        const char *text = sign(w, both[i], DOC);
        const char *file = mem_printf(w->mem, "%s/signed.xml", w->dir);
        const char *command = mem_printf(w->mem,
                                         "xmlsec1 --verify --trusted-pem %s/%s.pem --id-attr:Id " XML_NS_XADES
                                         ":SignedProperties %s >/dev/null 2>&1",
                                         w->trust, i == 0 ? "ec" : "rsa", file);

        file_write(file, text, strlen(text));
        assert_int_equal(system(command), 0);
        text = replace(w, text, "100", "900");
        file_write(file, text, strlen(text));
        assert_int_not_equal(system(command), 0);
    }
}

static void foreign_forms_pass(void **state)
{
    static const struct foreign forms[] = {
        { 0 },
        { .transforms = ENVELOPED_TRANSFORM },
        { .transforms = ENVELOPED_TRANSFORM EXC_TRANSFORM, .time = "2026-01-02T03:04:05" },
        { .transforms = XPATH_TRANSFORM ENVELOPED_TRANSFORM EXC_TRANSFORM },
        { .transforms =
              ENVELOPED_TRANSFORM "<ds:Transform Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"/>" },
        { .digest = "http://www.w3.org/2001/04/xmlenc#sha512",
          .method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512" },
        { .key_info = "<ds:KeyName>klucz</ds:KeyName>", .more_references = PART_REFERENCE("F-ki") },
        { .more_objects = "<ds:Object Id=\"F-o2\">uwaga</ds:Object>", .more_references = PART_REFERENCE("F-o2") },
    };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        passes(w, foreign(w, &forms[i]), VERIFY_FOREIGN);
        assert_int_not_equal(verify(w, foreign(w, &forms[i]), VERIFY_NARROW).report.indication, VERIFY_TOTAL_PASSED);
    }
}

static void an_empty_time_stamp_is_no_time_stamp(void **state)
{
    struct world *w = *state;
    const struct foreign f = { .unsigned_props = "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>"
                                                 "<xades:SignatureTimeStamp/></xades:UnsignedSignatureProperties>"
                                                 "</xades:UnsignedProperties>" };

    fails_as(w, foreign(w, &f), VERIFY_FOREIGN, "FORMAT_FAILURE", "15");
}

static void a_counter_signature_is_not_counted(void **state)
{
    struct world *w = *state;
    const struct foreign f = { .unsigned_props = "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:"
                                                 "CounterSignature><ds:Signature/></xades:CounterSignature>"
                                                 "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>" };

    passes(w, foreign(w, &f), VERIFY_FOREIGN);
    fails_as(w,
             "<a xmlns:ds=\"" XML_NS_DS "\" xmlns:x=\"" XML_NS_XADES
             "\"><x:CounterSignature><ds:Signature/></x:CounterSignature></a>",
             VERIFY_FOREIGN, "FORMAT_FAILURE", "7");
}

static void verification_is_silent_and_keeps_nothing(void **state)
{
    struct world *w = *state;
    FILE *keep = stderr;
    char *text = NULL;
    size_t len = 0;

    stderr = open_memstream(&text, &len);
    fails(w, replace(w, sign(w, w->ec, DOC), "100", "200"), "HASH_FAILURE", "23");
    fails(w, replace(w, sign(w, w->ec, DOC), "URI=\"\"", "URI=\"file:///etc/passwd\""), "FORMAT_FAILURE", "11");
    fclose(stderr);
    stderr = keep;
    assert_string_equal(text, "");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_signatures_pass),
        cmocka_unit_test(the_report_names_signer_and_time),
        cmocka_unit_test(the_signature_has_the_required_parts_in_order),
        cmocka_unit_test(only_what_was_signed_comes_out),
        cmocka_unit_test(verifying_twice_gives_the_same),
        cmocka_unit_test(unsigned_document_has_no_signature),
        cmocka_unit_test(the_xmlsec1_command_agrees),
        cmocka_unit_test(foreign_forms_pass),
        cmocka_unit_test(an_empty_time_stamp_is_no_time_stamp),
        cmocka_unit_test(a_counter_signature_is_not_counted),
        cmocka_unit_test(verification_is_silent_and_keeps_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* core/sig/xmlsig: what was tampered with does not verify, each with its own word. Attacks are made from real signatures. */
#include "tests/unit/core/xades.h"

static void changed_content_is_found(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    struct checked r;

    fails(w, replace(w, text, "100 zł", "900 zł"), "HASH_FAILURE", "23");
    fails(w, replace(w, text, "nazwa=\"a\"", "nazwa=\"b\""), "HASH_FAILURE", "23");
    fails(w, replace(w, text, "href=\"styl.xsl\"", "href=\"http://x/\""), "HASH_FAILURE", "23");
    fails(w, replace(w, text, "<p:Zalacznik", "<p:Nowy/><p:Zalacznik"), "HASH_FAILURE", "23");
    fails(w, replace(w, text, "text/xml</", "text/plain</"), "HASH_FAILURE", "23");
    r = verify(w, replace(w, text, "100 zł", "900 zł"), VERIFY_FOREIGN);
    assert_int_equal(r.report.indication, VERIFY_TOTAL_FAILED);
    assert_string_equal(r.report.reason, "Treść dokumentu zmieniono po podpisaniu.");
}

static void changed_values_are_found(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    const char *value = strchr(part(w, text, "<ds:SignatureValue", "</ds:S"), '>') + 1;
    char *flipped = mem_strdup(w->mem, value);

    flipped[5] = flipped[5] == 'A' ? 'B' : 'A';
    fails(w, replace(w, text, value, flipped), "SIG_CRYPTO_FAILURE", "23");
    fails(w, replace(w, text, "<ds:DigestValue>", "<ds:DigestValue>AAAA"), "FORMAT_FAILURE", "15");
    /* the bypass met in other programs */
    text = replace(w, text, "<ds:DigestValue>", "<ds:DigestValue><!-- x -->");
    fails_as(w, text, VERIFY_FOREIGN, "FORMAT_FAILURE", "15");
    fails_as(w, text, VERIFY_NARROW, "FORMAT_FAILURE", "5,15");
}

static void comment_in_content_is_refused_in_our_own(void **state)
{
    struct world *w = *state;
    const char *text = replace(w, sign(w, w->ec, DOC), "100 zł", "100<!-- --> zł");

    fails_as(w, text, VERIFY_NARROW, "FORMAT_FAILURE", "5");
    passes(w, text, VERIFY_FOREIGN);
    fails_as(w, replace(w, sign(w, w->ec, DOC), "100 zł", "<![CDATA[100]]> zł"), VERIFY_NARROW, "FORMAT_FAILURE", "5");
}

static void moved_signature_is_refused(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    const char *sig = signature_of(w, text);
    const char *bare = replace(w, text, sig, "");

    fails(w,
          replace(w, bare, "<p:Zalacznik nazwa=\"a\"/>",
                  mem_printf(w->mem, "<p:Zalacznik nazwa=\"a\">%s</p:Zalacznik>", sig)),
          "FORMAT_FAILURE", "7");
    fails_as(w, replace(w, bare, "<p:Tresc", mem_printf(w->mem, "%s<p:Tresc", sig)), VERIFY_NARROW, "FORMAT_FAILURE",
             "7");
    passes(w, replace(w, bare, "<p:Tresc", mem_printf(w->mem, "%s<p:Tresc", sig)), VERIFY_FOREIGN);
    fails_as(w, sig, VERIFY_NARROW, "FORMAT_FAILURE", "7");
    fails_as(w, sig, VERIFY_FOREIGN, "FORMAT_FAILURE", "11");
}

/* The signed original hidden in a forged document: every place an original can be put. */
static void wrapped_originals_are_refused(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    const char *sig = signature_of(w, text);
    const char *root = part(w, text, "<p:Dokument", "</p:Dokument>");
    const char *original = replace(w, root, sig, "");
    const char *open = "<p:Dokument xmlns:p=\"urn:p\"><p:Tresc>Kwota: 900 zł</p:Tresc>";
    const char *forged;

    /* the signed document whole inside the forged one; in front of it; the original inside the signature's Object */
    fails(w, mem_printf(w->mem, "%s%s</p:Dokument>", open, root), "FORMAT_FAILURE", "7");
    fails(w, mem_printf(w->mem, "%s%s%s</p:Dokument>", open, original, sig), "HASH_FAILURE", "23");
    forged = mem_printf(w->mem, "%s%s</p:Dokument>", open,
                        replace(w, sig, "<ds:Object>", mem_printf(w->mem, "<ds:Object>%s", original)));
    fails(w, forged, "FORMAT_FAILURE", "8");
    forged =
        replace(w, sig, "</ds:Signature>", mem_printf(w->mem, "<ds:Object>%s</ds:Object></ds:Signature>", original));
    fails(w, mem_printf(w->mem, "%s%s</p:Dokument>", open, forged), "FORMAT_FAILURE", "8");
    /* the reference pointed to the original by its Id */
    forged = replace(w, sig, "URI=\"\"", "URI=\"#T1\"");
    fails(w, mem_printf(w->mem, "%s%s%s</p:Dokument>", open, original, forged), "FORMAT_FAILURE", "11");
    /* the signature kept twice */
    fails(w, mem_printf(w->mem, "%s%s%s</p:Dokument>", open, root, sig), "FORMAT_FAILURE", "7,10");
}

/* Of two enveloped signatures the second covers the first, which no longer covers the document. */
static void a_second_signature_is_judged_by_itself(void **state)
{
    struct world *w = *state;
    const char *twice = sign(w, w->rsa, sign(w, w->ec, DOC));
    struct checked r = verify(w, twice, VERIFY_FOREIGN);

    fails_as(w, twice, VERIFY_NARROW, "FORMAT_FAILURE", "7");
    assert_int_equal(r.report.n, 2);
    assert_int_equal(r.report.indication, VERIFY_TOTAL_FAILED);
    assert_string_equal(r.report.signatures[0].subindication, "HASH_FAILURE");
    assert_int_equal(r.report.signatures[1].indication, VERIFY_TOTAL_PASSED);
}

static void additional_objects_are_refused(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    const char *object = part(w, text, "<ds:Object>", "</ds:Object>");
    struct foreign f = { .more_objects = "<ds:Object Id=\"F-o2\"><x><xades:SignedProperties xmlns:xades=\"" XML_NS_XADES
                                         "\"/></x></ds:Object>",
                         .more_references = PART_REFERENCE("F-o2") };

    fails(w, replace(w, text, "</ds:Object>", "</ds:Object><ds:Object>x</ds:Object>"), "FORMAT_FAILURE", "8");
    fails(w, replace(w, text, "<ds:Object>", "<ds:Object>x"), "FORMAT_FAILURE", "8");
    fails(w,
          replace(w, text, object,
                  mem_printf(w->mem, "%s%s", object,
                             replace(w, object, "SignedProperties Id=\"S-", "SignedProperties Id=\"X-"))),
          "FORMAT_FAILURE", "8");
    fails(w, replace(w, text, object, ""), "FORMAT_FAILURE", "8");
    fails(w, replace(w, text, "</ds:KeyInfo>", "</ds:KeyInfo><ds:KeyInfo/>"), "FORMAT_FAILURE", "8");
    fails(w, replace(w, text, "<xades:SignedSignatureProperties>", "<xades:X/><xades:SignedSignatureProperties>"),
          "FORMAT_FAILURE", "8");
    fails_as(w, foreign(w, &f), VERIFY_FOREIGN, "FORMAT_FAILURE", "8");
}

static void wrong_target_is_refused(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);

    fails(w, replace(w, text, "Target=\"#S-", "Target=\"#X-"), "FORMAT_FAILURE", "9");
    fails(w, replace(w, text, "ObjectReference=\"#S-", "ObjectReference=\"#X-"), "FORMAT_FAILURE", "11");
}

static void equal_ids_are_refused(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    const char *id = part(w, text, "<xades:SignedProperties Id=\"", "-sp\"") + strlen("<xades:SignedProperties ");
    const char *value = mem_strndup(w->mem, id + 4, strlen(id) - 5);

    fails(w, replace(w, text, "Id=\"T1\"", id), "FORMAT_FAILURE", "10");
    fails(w, replace(w, text, "Id=\"T1\"", mem_printf(w->mem, "xml:id=\"%s\"", value)), "FORMAT_FAILURE", "10");
    fails(w, replace(w, text, "Id=\"T1\"", mem_printf(w->mem, "ID=\"%s\"", value)), "FORMAT_FAILURE", "10");
    /* twins of no interest to the signature are the document's own business */
    passes(w, sign(w, w->ec, "<a><b Id=\"x\"/><c id=\"x\"/></a>"), VERIFY_NARROW);
}

static void foreign_references_are_refused(void **state)
{
    static const char *const uris[] = { "URI=\"#xpointer(/)\"",
                                        "URI=\"#xpointer(id('T1'))\"",
                                        "URI=\"file:///etc/passwd\"",
                                        "URI=\"http://127.0.0.1:1/\"",
                                        "URI=\"styl.xsl\"",
                                        "URI=\"#\"",
                                        "URI=\"#a'b\"",
                                        "URI=\"#1a\"",
                                        "URI=\"#a b\"",
                                        "URI=\"#ą\"" };
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);

    for (size_t i = 0; i < sizeof uris / sizeof uris[0]; i++)
        fails(w, replace(w, text, "URI=\"\"", uris[i]), "FORMAT_FAILURE", "11");
    fails(w, replace(w, text, " URI=\"\"", ""), "FORMAT_FAILURE", "11");
    fails(w, replace(w, text, "URI=\"\"", "URI=\"#nowhere\""), "FORMAT_FAILURE", "10");
    fails(w, replace(w, text, " Type=\"" SIG_TYPE_PROPERTIES "\"", ""), "FORMAT_FAILURE", "11");
    fails(w, replace(w, text, "URI=\"\"", "Type=\"" XML_NS_DS "Manifest\" URI=\"\""), "FORMAT_FAILURE", "11");
    fails(w, replace(w, text, part(w, text, "<ds:Reference Type", "</ds:Reference>"), ""), "FORMAT_FAILURE", "11");
    fails(w, replace(w, text, part(w, text, "<ds:Reference Id", "</ds:Reference>"), ""), "FORMAT_FAILURE", "11");
    fails_as(w, replace(w, text, "</ds:SignedInfo>", PART_REFERENCE("T1") "</ds:SignedInfo>"), VERIFY_FOREIGN,
             "FORMAT_FAILURE", "11");
    fails(w, replace(w, text, "</ds:SignedInfo>", "<ds:Manifest/></ds:SignedInfo>"), "FORMAT_FAILURE", "11,14");
}

static void foreign_transforms_are_refused(void **state)
{
    static const char *const transforms[] = {
        "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"><xsl:stylesheet version=\"1.0\" "
        "xmlns:xsl=\"http://www.w3.org/1999/XSL/Transform\"><xsl:template "
        "match=\"/\">x</xsl:template></xsl:stylesheet></ds:Transform>",
        "<ds:Transform Algorithm=\"" SIG_XPATH "\"><ds:XPath>true()</ds:XPath></ds:Transform>",
        "<ds:Transform Algorithm=\"" SIG_XPATH
        "\"><ds:XPath xmlns:ds=\"urn:x\">not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>",
        "<ds:Transform Algorithm=\"" SIG_XPATH
        "\"><ds:XPath>not(ancestor-or-self::ds:Signature) or true()</ds:XPath></ds:Transform>",
        "<ds:Transform Algorithm=\"http://www.w3.org/2002/06/xmldsig-filter2\"/>",
        "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#base64\"/>",
        "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#WithComments\"/>",
        "<ds:Transform/>",
        EXC_TRANSFORM ENVELOPED_TRANSFORM,
        "",
    };
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);

    for (size_t i = 0; i < sizeof transforms / sizeof transforms[0]; i++)
        fails(w, replace(w, text, ENVELOPED_TRANSFORM, transforms[i]), "FORMAT_FAILURE", "12");
    fails(w, replace(w, text, EXC_TRANSFORM, EXC_TRANSFORM EXC_TRANSFORM), "FORMAT_FAILURE", "12");
    fails(w, replace(w, text, "<ds:KeyInfo>", "<ds:KeyInfo><ds:RetrievalMethod URI=\"http://127.0.0.1:1/\"/>"),
          "FORMAT_FAILURE", "12");
    fails(w,
          replace(w, text, "Method Algorithm=\"" SIG_NS_EXC_C14N, "Method Algorithm=\"" SIG_NS_EXC_C14N "WithComments"),
          "FORMAT_FAILURE", "13");
    fails(w,
          replace(w, text, "Method Algorithm=\"" SIG_NS_EXC_C14N "\"/>",
                  "Method Algorithm=\"" SIG_NS_EXC_C14N "\"><x/></ds:CanonicalizationMethod>"),
          "FORMAT_FAILURE", "13");
}

static void weak_algorithms_are_refused(void **state)
{
    static const struct foreign weak[] = {
        { .method = "http://www.w3.org/2000/09/xmldsig#rsa-sha1" },
        { .method = "http://www.w3.org/2001/04/xmldsig-more#rsa-md5" },
        { .digest = "http://www.w3.org/2000/09/xmldsig#sha1" },
        { .digest = "http://www.w3.org/2001/04/xmldsig-more#md5" },
    };
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);

    /* truly signed with them, so that only the policy can refuse */
    for (size_t i = 0; i < sizeof weak / sizeof weak[0]; i++) {
        struct foreign f = weak[i];

        f.method = f.method ? f.method : SIG_RSA_SHA256;
        fails_as(w, sign_template(w, foreign_text(w, w->rsa->cert, &f), key_data(w->rsa)), VERIFY_FOREIGN,
                 "CRYPTO_CONSTRAINTS_FAILURE", "16");
    }
    fails(w, replace(w, text, SIG_ECDSA_SHA256, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1"),
          "CRYPTO_CONSTRAINTS_FAILURE", "16");
    fails(w, replace(w, text, SIG_ECDSA_SHA256, "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"),
          "CRYPTO_CONSTRAINTS_FAILURE", "16");
    fails(w, replace(w, text, SIG_ECDSA_SHA256, SIG_RSA_SHA256), "CRYPTO_CONSTRAINTS_FAILURE", "17");
}

/* The classic: the public certificate used as an HMAC key. */
static void hmac_is_refused(void **state)
{
    struct world *w = *state;
    struct foreign f = { .method = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256" };
    xmlSecKeyData *data = xmlSecKeyDataCreate(xmlSecKeyDataHmacId);
    const char *text;

    assert_int_equal(xmlSecOpenSSLKeyDataHmacSet(data, BAD_CAST "secret", 6), 0);
    text = sign_template(w, foreign_text(w, w->rsa->cert, &f), data);
    fails_as(w, text, VERIFY_FOREIGN, "CRYPTO_CONSTRAINTS_FAILURE", "16");
    text = replace(w, text, "hmac-sha256\"/>",
                   "hmac-sha256\"><ds:HMACOutputLength>0</ds:HMACOutputLength></ds:SignatureMethod>");
    fails_as(w, text, VERIFY_FOREIGN, "FORMAT_FAILURE", "14,16");
}

static void plain_signature_without_properties_is_refused(void **state)
{
    struct world *w = *state;
    const char *text = foreign_text(w, w->ec->cert, &(struct foreign){ 0 });

    text = replace(w, text, part(w, text, "<ds:Object", "</ds:Object>"), "");
    text = replace(w, text, part(w, text, "<ds:Reference Type", "</ds:Reference>"), "");
    fails_as(w, sign_template(w, text, key_data(w->ec)), VERIFY_FOREIGN, "FORMAT_FAILURE", "8");
}

static void what_is_no_plain_xml_has_its_check(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);

    fails(w, replace(w, text, "<?xml-stylesheet", "<!DOCTYPE p:Dokument><?xml-stylesheet"), "FORMAT_FAILURE", "3");
    fails(w, replace(w, text, "encoding=\"UTF-8\"", "encoding=\"ISO-8859-2\""), "FORMAT_FAILURE", "1");
    fails(w, replace(w, text, "<p:Tresc", "<?a b?><p:Tresc"), "FORMAT_FAILURE", "5");
    fails(w, replace(w, text, "</p:Dokument>", "</p:Dokumen>"), "FORMAT_FAILURE", "2");
}

/* Every element of the signature taken out, emptied or doubled: never a crash, never a pass. */
static void every_mutilation_is_refused(void **state)
{
    struct world *w = *state;
    const char *text = sign(w, w->ec, DOC);
    int n = 0;

    for (int i = 0;; i++, n++) {
        for (int how = 0; how < 3; how++) {
            xmlDoc *doc = parse(w, text);
            xmlNode *top = xml_child(xmlDocGetRootElement(doc), XML_NS_DS, "Signature");
            xmlNode *node = top;
            size_t len = 0;

            for (int k = 0; node && k < i; k++)
                node = xml_walk(top, node);
            if (!node)
                goto done;
            if (how == 2) {
                xmlAddNextSibling(node, xmlCopyNode(node, 1));
            } else if (how == 1 && node->children) {
                xmlNode *inside = node->children;

                node->children = node->last = NULL;
                xmlFreeNodeList(inside);
            } else {
                xmlUnlinkNode(node);
                xmlFreeNode(node);
            }
            if (verify(w, xml_bytes(w->mem, doc, &len), VERIFY_FOREIGN).report.indication == VERIFY_TOTAL_PASSED)
                fail_msg("passed: node %d, way %d", i, how);
        }
    }
done:
    assert_true(n > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changed_content_is_found),
        cmocka_unit_test(changed_values_are_found),
        cmocka_unit_test(comment_in_content_is_refused_in_our_own),
        cmocka_unit_test(moved_signature_is_refused),
        cmocka_unit_test(wrapped_originals_are_refused),
        cmocka_unit_test(a_second_signature_is_judged_by_itself),
        cmocka_unit_test(additional_objects_are_refused),
        cmocka_unit_test(wrong_target_is_refused),
        cmocka_unit_test(equal_ids_are_refused),
        cmocka_unit_test(foreign_references_are_refused),
        cmocka_unit_test(foreign_transforms_are_refused),
        cmocka_unit_test(weak_algorithms_are_refused),
        cmocka_unit_test(hmac_is_refused),
        cmocka_unit_test(plain_signature_without_properties_is_refused),
        cmocka_unit_test(what_is_no_plain_xml_has_its_check),
        cmocka_unit_test(every_mutilation_is_refused),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}

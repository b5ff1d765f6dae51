/* File types by content, and which of them an office takes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/doc/mime.h"

static int begin(void **state)
{
    *state = mem_new(NULL);
    return 0;
}

static int end(void **state)
{
    talloc_free(*state);
    return 0;
}

#define BYTES(s) (s), sizeof(s) - 1

#define NUL_16 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

/* The first member of a ZIP archive, stored, as office programs write it. */
#define ZIP_HEAD "PK\3\4\x14\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define ZIP ZIP_HEAD "\5\0\0\0\5\0\0\0\x08\0\0\0dane.binabcdePK\1\2" NUL_16 NUL_16 NUL_16 NUL_16 NUL_16
#define ODT ZIP_HEAD "\x27\0\0\0\x27\0\0\0\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.text"
#define PE "MZ" NUL_16 NUL_16 NUL_16 "\0\0\0\0\0\0\0\0\0\0\x40\0\0\0PE\0\0\x4c\1"

struct sample {
    const char *name;
    const char *data;
    size_t len;
};

static bool accepted(TALLOC_CTX *mem, const struct sample *s)
{
    const char *reason = NULL;
    bool ok = mime_acceptable(mem, s->name, mime_of(mem, s->data, s->len), &reason);

    assert_int_equal(ok, !reason);
    if (reason)
        assert_non_null(strstr(reason, s->name));
    return ok;
}

static void content_that_fits_its_name_is_accepted(void **state)
{
    static const struct sample samples[] = {
        { "pismo.pdf", BYTES("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n") },
        { "PISMO.PDF", BYTES("%PDF-1.4\n") },
        { "notatka.txt", BYTES("Zażółć gęślą jaźń\n") },
        { "stara.txt", BYTES("Za\xbf\xf3\xb3\xe6 g\xea\xb6l\xb1 ja\xbc\xf1\n") },
        { "dane.csv", BYTES("a,b\n1,2\n3,4\n") },
        { "dane.csv", BYTES("a;b\n1;2\n") },
        { "list.rtf", BYTES("{\\rtf1\\ansi x}") },
        { "list.odt", BYTES(ODT) },
        { "paczka.zip", BYTES(ZIP) },
        { "podpis.asice", BYTES(ZIP) },
        { "foto.jpg", BYTES("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0") },
        { "foto.jpeg", BYTES("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0") },
        { "foto.png", BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0") },
        { "mapa.tif", BYTES("II*\0\x08\0\0\0\0\0\0\0\0\0\0\0") },
        { "logo.svg", BYTES("<svg xmlns=\"http://www.w3.org/2000/svg\"/>") },
        { "dok.xml", BYTES("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>") },
        { "dok.xml", BYTES("<a xmlns=\"urn:x\"/>") },
        { "podpis.xades", BYTES("<?xml version=\"1.0\"?><ds:Signature/>") },
        { "umowa.p7m", BYTES("0\x82\1\0\6\t*\x86H\x86\xf7\r\1\7\2") },
        { "arch.7z", BYTES("7z\xbc\xaf'\x1c\0\4\0\0\0\0\0\0\0\0") },
        { "arch.tar.gz", BYTES("\x1f\x8b\x08\0\0\0\0\0\0\3") },
        { "rzut.dxf", BYTES("  0\nSECTION\n  2\nHEADER\n  0\nENDSEC\n  0\nEOF\n") },
    };

    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        if (!accepted(*state, &samples[i]))
            fail_msg("%s is %s", samples[i].name, mime_of(*state, samples[i].data, samples[i].len));
}

static void anything_else_is_refused_with_a_reason(void **state)
{
    static const struct sample samples[] = {
        { "pusty.pdf", BYTES("") },
        { "faktura.exe", BYTES(PE) },
        { "faktura.pdf.exe", BYTES(PE) },
        { "faktura.pdf", BYTES(PE) },
        { "faktura.p7m", BYTES(PE) },
        { "faktura.docx", BYTES(PE) },
        { "faktura.zip", BYTES(PE) },
        { "skrypt.js", BYTES("alert(1)\n") },
        { "skrypt.sh", BYTES("#!/bin/sh\n") },
        { "strona.pdf", BYTES("<!DOCTYPE html><html><body><script>alert(1)</script></body></html>") },
        { "strona.txt", BYTES("<!DOCTYPE html><html><body>x</body></html>") },
        { "strona.png", BYTES("<!DOCTYPE html><html></html>") },
        { "foto.png", BYTES("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0") },
        { "zdjecie.jpg", BYTES("GIF89a\1\0\1\0") },
        { "animacja.gif", BYTES("GIF89a\1\0\1\0") },
        { "tekst.txt", BYTES("\0\1\2\3\4\5\6\7\xfe\xff\xfd") },
        { "bez_rozszerzenia", BYTES("%PDF-1.7\n") },
        { "kropka.", BYTES("%PDF-1.7\n") },
        { ".pdf", BYTES("%PDF-1.7\n") },
        { "a.pdfx", BYTES("%PDF-1.7\n") },
        { "a.pd", BYTES("%PDF-1.7\n") },
        { "makro.docm", BYTES(ODT) },
    };

    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        if (accepted(*state, &samples[i]))
            fail_msg("%s as %s", samples[i].name, mime_of(*state, samples[i].data, samples[i].len));
}

static void reasons_are_sentences(void **state)
{
    const char *reason = NULL;

    assert_false(mime_acceptable(*state, "a.exe", "application/x-dosexec", &reason));
    assert_string_equal(reason, "Urząd nie przyjmuje plików takich jak „a.exe”. "
                                "Przyjmowane są m.in. pdf, docx, odt, jpg, png i zip.");
    assert_false(mime_acceptable(*state, "a.pdf", "image/png", &reason));
    assert_string_equal(reason, "Zawartość pliku „a.pdf” nie zgadza się z jego rozszerzeniem. Zapisz plik ponownie w "
                                "formacie pdf albo popraw nazwę.");
    assert_false(mime_acceptable(*state, "a.pdf", mime_of(*state, "", 0), &reason));
    assert_string_equal(reason, "Plik „a.pdf” jest pusty.");
}

static void declared_types(void **state)
{
    (void)state;
    assert_string_equal(mime_for_name("a.b.DOCX"),
                        "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    assert_string_equal(mime_for_name("a.csv"), "text/csv");
    assert_string_equal(mime_for_name("a.exe"), "application/octet-stream");
    assert_string_equal(mime_for_name(""), "application/octet-stream");
}

static void hint_names_the_extensions(void **state)
{
    const char *hint = mime_extensions(*state);

    assert_int_equal(strncmp(hint, "pdf, txt, rtf", 13), 0);
    assert_non_null(strstr(hint, ", geotiff, "));
    assert_null(strstr(hint, "exe"));
}

static void random_bytes_do_no_harm(void **state)
{
    unsigned seed = 20261123;
    char bytes[512];

    for (int i = 0; i < 2000; i++) {
        MEM_SCOPE(tmp, *state);
        size_t len = (size_t)(i % (int)sizeof bytes);

        for (size_t k = 0; k < len; k++)
            bytes[k] = (char)((seed = seed * 1103515245 + 12345) >> 16);
        assert_non_null(mime_of(tmp, bytes, len));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(content_that_fits_its_name_is_accepted, begin, end),
        cmocka_unit_test_setup_teardown(anything_else_is_refused_with_a_reason, begin, end),
        cmocka_unit_test_setup_teardown(reasons_are_sentences, begin, end),
        cmocka_unit_test(declared_types),
        cmocka_unit_test_setup_teardown(hint_names_the_extensions, begin, end),
        cmocka_unit_test_setup_teardown(random_bytes_do_no_harm, begin, end),
    };

    return cmocka_run_group_tests_name("core/doc/mime", tests, NULL, NULL);
}

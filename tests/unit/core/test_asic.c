/* core/sig/asic_verify and core/base/zip: containers signed as CAdES pass, files nobody signed are named, and a container that
 * two programs could read differently is no container. */
#include "core/sig/asic_verify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <openssl/cms.h>

#include "core/base/buf.h"
#include "core/base/zip.h"
#include "core/doc/xml.h"
#include "core/sig/verify_box.h"
#include "tests/support/verify_kit.h"
#include "tests/support/zip_kit.h"

#define TYPE_E "application/vnd.etsi.asic-e+zip"
#define TYPE_S "application/vnd.etsi.asic-s+zip"
#define LETTER "Wnoszę o wydanie zaświadczenia."
#define ANNEX "Załącznik: kopia umowy."
#define P7S "META-INF/signature001.p7s"
#define MANIFEST "META-INF/ASiCManifest001.xml"
#define SHA256_URI "http://www.w3.org/2001/04/xmlenc#sha256"

struct world {
    TALLOC_CTX *mem;
    struct key_set *keys;
    struct trust *trust;
    int64_t now;
};

static int set_up(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);
    struct world *w = mem_zero(mem, struct world);

    xml_init();
    w->mem = mem;
    w->keys = key_set_new(mem, KEY_P256, "Jan Kowalski");
    w->trust = kit_trust(mem, w->keys->root, TRUST_QUALIFIED);
    w->now = (int64_t)time(NULL) * 1000000;
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;

    talloc_free(w->mem);
    return 0;
}

static struct verify_report verify(struct world *w, const void *data, size_t len)
{
    const struct verify_request rq = { .data = data, .len = len, .purposes = TRUST_SIGNERS, .at = w->now };
    struct verify_report r;

    asic_verify(w->mem, &rq, w->trust, &r);
    return r;
}

/* ---- containers ---- */

static void reference(struct buf *b, const char *name, const char *method, const char *data)
{
    unsigned char hash[32];
    unsigned char text[64];

    EVP_Digest(data, strlen(data), hash, NULL, EVP_sha256(), NULL);
    EVP_EncodeBlock(text, hash, 32);
    buf_printf(b,
               "<a:DataObjectReference URI=\"%s\"><d:DigestMethod Algorithm=\"%s\"/>"
               "<d:DigestValue>%s</d:DigestValue></a:DataObjectReference>",
               name, method, (char *)text);
}

/* A manifest over the letter and, when wanted, one more file. */
static const char *manifest(struct world *w, const char *method, const char *second, const char *data)
{
    struct buf b = buf_new(w->mem, 1u << 16);

    buf_printf(&b,
               "<a:ASiCManifest xmlns:a=\"http://uri.etsi.org/02918/v1.2.1#\" "
               "xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\"><a:SigReference URI=\"%s\"/>",
               P7S);
    reference(&b, "pismo.txt", method, LETTER);
    if (second)
        reference(&b, second, method, data);
    buf_str(&b, "</a:ASiCManifest>");
    return buf_text(&b);
}

static struct zip_file signature_of(struct world *w, const char *content)
{
    struct zip_file f = { .name = P7S };

    f.data = (const char *)kit_cms(w->mem, w->keys, content, strlen(content), CMS_CADES | CMS_DETACHED, NULL, &f.len);
    return f;
}

static struct verify_report container(struct world *w, const char *manifest_text, const struct zip_file *more, int n,
                                      const struct zip_lies *lies)
{
    struct zip_file files[8] = { { .name = "mimetype", .data = TYPE_E },
                                 { .name = "pismo.txt", .data = LETTER, .packed = true, .described = true },
                                 { .name = MANIFEST, .data = manifest_text, .packed = true },
                                 signature_of(w, manifest_text) };
    size_t len = 0;
    const void *zip;

    for (int i = 0; i < n; i++)
        files[4 + i] = more[i];
    zip = zip_kit(w->mem, files, 4 + n, lies, &len);
    assert_true(lies || asic_is(zip, len));
    return verify(w, zip, len);
}

/* ---- good ---- */

static void container_with_a_manifest_passes(void **state)
{
    struct world *w = *state;
    const struct zip_file annex = { .name = "załącznik.txt", .data = ANNEX };
    struct verify_report r = container(w, manifest(w, SHA256_URI, "za%C5%82%c4%85cznik.txt", ANNEX), &annex, 1, NULL);

    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_int_equal(r.n, 1);
    assert_string_equal(r.signatures[0].format, "CAdES");
    assert_string_equal(r.signatures[0].scope, "calosc");
    assert_string_equal(r.signatures[0].signer, "Jan Kowalski");
}

static void simple_container_passes(void **state)
{
    struct world *w = *state;
    struct zip_file files[] = { { .name = "mimetype", .data = TYPE_S },
                                { .name = "pismo.txt", .data = LETTER },
                                signature_of(w, LETTER) };
    struct verify_report r;
    size_t len = 0;
    const void *zip;

    files[2].name = "META-INF/signature.p7s";
    zip = zip_kit(w->mem, files, 3, NULL, &len);
    r = verify(w, zip, len);
    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_string_equal(r.signatures[0].scope, "calosc");
}

static void sandbox_gives_the_same_answer(void **state)
{
    struct world *w = *state;
    struct app *app = mem_zero(w->mem, struct app);
    struct zip_file files[] = { { .name = "mimetype", .data = TYPE_S },
                                { .name = "pismo.txt", .data = LETTER, .packed = true },
                                signature_of(w, LETTER) };
    struct verify_request rq = { .purposes = TRUST_SIGNERS, .at = w->now };
    struct verify_report r;

    app->mem = app;
    verify_box_start(app);
    rq.data = zip_kit(w->mem, files, 3, NULL, &rq.len);
    verify_box(w->mem, app, &rq, w->trust, &r);
    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
}

/* ---- what is not covered ---- */

static void uncovered_file_is_named(void **state)
{
    struct world *w = *state;
    const struct zip_file annex = { .name = "dopisek.txt", .data = ANNEX };
    struct verify_report r = container(w, manifest(w, SHA256_URI, NULL, NULL), &annex, 1, NULL);

    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_string_equal(r.signatures[0].scope, "czesc");
    assert_true(strstr(r.signatures[0].scope_detail, "dopisek.txt"));
}

static void changed_and_missing_files_are_found(void **state)
{
    struct world *w = *state;
    const struct zip_file annex = { .name = "dopisek.txt", .data = "inna treść" };
    struct verify_report r = container(w, manifest(w, SHA256_URI, "dopisek.txt", ANNEX), &annex, 1, NULL);

    kit_expect(&r, VERIFY_TOTAL_FAILED, "HASH_FAILURE", "23");
    assert_string_equal(r.signatures[0].scope, "czesc");
    r = container(w, manifest(w, SHA256_URI, "nie-ma.txt", ANNEX), NULL, 0, NULL);
    kit_expect(&r, VERIFY_INDETERMINATE, "SIGNED_DATA_NOT_FOUND", "11");
    r = container(w, manifest(w, "http://www.w3.org/2000/09/xmldsig#sha1", NULL, NULL), NULL, 0, NULL);
    kit_expect(&r, VERIFY_INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE", "16");
}

static void signature_of_nothing_named_is_not_passed(void **state)
{
    struct world *w = *state;
    const struct zip_file files[] = { { .name = "mimetype", .data = TYPE_E },
                                      { .name = "a.txt", .data = LETTER },
                                      { .name = "b.txt", .data = ANNEX },
                                      signature_of(w, LETTER) };
    size_t len = 0;
    const void *zip = zip_kit(w->mem, files, 4, NULL, &len);
    struct verify_report r = verify(w, zip, len);

    kit_expect(&r, VERIFY_INDETERMINATE, "SIGNED_DATA_NOT_FOUND", "11");
}

static void xml_signature_goes_to_its_engine(void **state)
{
    struct world *w = *state;
    const struct zip_file files[] = { { .name = "mimetype", .data = TYPE_E },
                                      { .name = "a.txt", .data = LETTER },
                                      { .name = "META-INF/signatures.xml", .data = "<x/>" } };
    size_t len = 0;
    const void *zip = zip_kit(w->mem, files, 3, NULL, &len);
    struct verify_report r = verify(w, zip, len);

    kit_expect(&r, VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", NULL);
    assert_int_equal(r.n, 1);
}

static void container_without_signatures_has_none(void **state)
{
    struct world *w = *state;
    const struct zip_file files[] = { { .name = "mimetype", .data = TYPE_E }, { .name = "a.txt", .data = LETTER } };
    size_t len = 0;
    const void *zip = zip_kit(w->mem, files, 2, NULL, &len);
    struct verify_report r = verify(w, zip, len);

    assert_int_equal(r.indication, VERIFY_NONE);
}

/* ---- two meanings ---- */

static void lies_of_the_container_are_refused(void **state)
{
    struct world *w = *state;
    const struct zip_lies lies[] = {
        { .before = "x" },      { .gap = "PK\003\004 hidden" },
        { .after = "x" },       { .after = "PK\005\006" },
        { .comment = "uwaga" }, { .more = 1 },
        { .more = -1 },         { .size = 7 },
        { .size = 0x7fffffff },
    };

    for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
        struct verify_report r = container(w, manifest(w, SHA256_URI, NULL, NULL), NULL, 0, &lies[i]);

        kit_expect(&r, VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", "1");
    }
}

static void names_that_could_mislead_are_refused(void **state)
{
    struct world *w = *state;
    const struct zip_file bad[] = {
        { .name = "pismo.txt", .data = ANNEX },
        { .name = "PISMO.txt", .data = ANNEX },
        { .name = "../pismo.txt", .data = ANNEX },
        { .name = "a/../../b", .data = ANNEX },
        { .name = "/etc/passwd", .data = ANNEX },
        { .name = "C:pismo.txt", .data = ANNEX },
        { .name = "a\\b", .data = ANNEX },
        { .name = "a//b", .data = ANNEX },
        { .name = "./a", .data = ANNEX },
        { .name = "a\nb", .data = ANNEX },
        { .name = "\xff\xfe", .data = ANNEX },
        { .name = "", .data = ANNEX },
        { .name = "inny.txt", .directory_as = "zwykly.txt", .data = ANNEX },
        { .name = "mimetype", .data = TYPE_S },
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct verify_report r = container(w, manifest(w, SHA256_URI, NULL, NULL), &bad[i], 1, NULL);

        kit_expect(&r, VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", "1");
    }
}

/* ---- limits and hostile bytes ---- */

static void bombs_are_not_unpacked(void **state)
{
    struct world *w = *state;
    char *zeros = mem_array(w->mem, char, 70u << 20);
    const struct zip_file bomb = { .name = "bomba", .data = zeros, .len = 70u << 20, .packed = true };
    const struct zip_file thin = { .name = "bomba", .data = zeros, .len = 4u << 20, .packed = true };
    struct verify_report r = container(w, manifest(w, SHA256_URI, NULL, NULL), &bomb, 1, NULL);

    kit_expect(&r, VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", "1");
    r = container(w, manifest(w, SHA256_URI, NULL, NULL), &thin, 1, NULL);
    kit_expect(&r, VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", "1");
}

static void number_of_files_is_limited(void **state)
{
    struct world *w = *state;
    struct zip_file *files = mem_array(w->mem, struct zip_file, 1001);
    struct verify_report r;
    size_t len = 0;
    const void *zip;

    for (int i = 0; i < 1001; i++)
        files[i] = (struct zip_file){ .name = mem_printf(w->mem, "plik%d", i), .data = "x" };
    zip = zip_kit(w->mem, files, 1001, NULL, &len);
    r = verify(w, zip, len);
    kit_expect(&r, VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", "1");
}

static void cut_and_changed_bytes_do_no_harm(void **state)
{
    struct world *w = *state;
    const char *m = manifest(w, SHA256_URI, NULL, NULL);
    const struct zip_file files[] = { { .name = "mimetype", .data = TYPE_E },
                                      { .name = "pismo.txt", .data = LETTER, .packed = true },
                                      { .name = MANIFEST, .data = m },
                                      signature_of(w, m) };
    size_t len = 0;
    unsigned char *zip = zip_kit(w->mem, files, 4, NULL, &len);

    for (size_t n = 0; n < len; n++) {
        MEM_SCOPE(tmp, w->mem);
        struct verify_request rq = { .data = mem_dup(tmp, zip, n), .len = n, .purposes = TRUST_SIGNERS, .at = w->now };
        struct verify_report r;

        asic_verify(tmp, &rq, w->trust, &r);
        kit_expect(&r, VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", "1");
        rq.data = zip;
        rq.len = len;
        zip[n] ^= 0x10;
        asic_verify(tmp, &rq, w->trust, &r);
        zip[n] ^= 0x10;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(container_with_a_manifest_passes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(simple_container_passes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sandbox_gives_the_same_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(uncovered_file_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(changed_and_missing_files_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(signature_of_nothing_named_is_not_passed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(xml_signature_goes_to_its_engine, set_up, tear_down),
        cmocka_unit_test_setup_teardown(container_without_signatures_has_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lies_of_the_container_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_that_could_mislead_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bombs_are_not_unpacked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(number_of_files_is_limited, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cut_and_changed_bytes_do_no_harm, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

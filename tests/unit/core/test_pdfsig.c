/* core/sig/pdf_verify: signed PDF files pass; every published way of showing other content under a good signature is
 * refused or named. The attacks are signed as they stand, so that the digest does not save us. */
#include "core/sig/pdf_verify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "tests/support/pdf_kit.h"
#include "tests/support/verify_kit.h"

struct world {
    TALLOC_CTX *mem;
    struct key_set *keys;
    struct key_set *second;
    struct trust *trust;
    int64_t now;
};

static int set_up(void **state)
{
    TALLOC_CTX *mem = mem_new(NULL);
    struct world *w = mem_zero(mem, struct world);

    w->mem = mem;
    w->keys = key_set_new(mem, KEY_P256, "Jan Kowalski");
    w->second = key_set_new(mem, KEY_P256, "Anna Nowak");
    w->trust = kit_trust(mem, w->keys->root, TRUST_QUALIFIED);
    kit_anchor(w->trust, w->second->root, TRUST_QUALIFIED, TRUST_REVOCATION_IF_KNOWN);
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

static struct verify_report verify(struct world *w, struct pdf_file f)
{
    const struct verify_request rq = { .data = f.data, .len = f.len, .purposes = TRUST_SIGNERS, .at = w->now };
    struct verify_report r;

    assert_true(pdf_is(f.data, f.len));
    pdf_verify(w->mem, &rq, w->trust, &r);
    return r;
}

static struct pdf_file changed(struct world *w, struct pdf_file f, const char *from, const char *to)
{
    char *copy = mem_dup(w->mem, f.data, f.len);
    char *at = memmem(copy, f.len, from, strlen(from));

    assert_non_null(at);
    assert_int_equal(strlen(from), strlen(to));
    memcpy(at, to, strlen(to));
    return (struct pdf_file){ copy, f.len };
}

/* ---- good ---- */

static void signed_file_passes_as_a_whole(void **state)
{
    struct world *w = *state;
    struct verify_report r = verify(w, pdf_kit_sign(w->mem, w->keys, NULL));

    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_int_equal(r.n, 1);
    assert_string_equal(r.signatures[0].format, "PAdES");
    assert_string_equal(r.signatures[0].level, "B-B");
    assert_string_equal(r.signatures[0].scope, "calosc");
    assert_string_equal(r.signatures[0].signer, "Jan Kowalski");
}

static void both_kinds_and_odd_spellings_pass(void **state)
{
    struct world *w = *state;
    const struct pdf_kit good[] = {
        { .sub_filter = "adbe.pkcs7.detached" },
        { .sub_filter = "ETSI.CAdES.det#61ched", .range_key = "Byte#52ange" },
        { .extra = "/M (D:20200102030405+01'00') /Reason (za\\)mknij) /Name <4A616E>" },
        { .extra = "% a remark with ( and <<\n" },
        { .before = "% 5 0 obj << /Type /Sig >> endobj\n" },
    };

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct verify_report r = verify(w, pdf_kit_sign(w->mem, w->keys, &good[i]));

        kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
        assert_int_equal(r.n, 1);
        assert_string_equal(r.signatures[0].scope, "calosc");
    }
}

static void time_of_the_dictionary_is_shown(void **state)
{
    struct world *w = *state;
    const struct pdf_kit kit = { .extra = "/M (D:20200102030405+01'00')" };
    struct verify_report r = verify(w, pdf_kit_sign(w->mem, w->keys, &kit));

    /* OpenSSL's own signing time is an attribute and goes first */
    assert_true(r.signatures[0].signing_time[0] != '\0');
}

static void two_signatures_cover_a_part_and_the_whole(void **state)
{
    struct world *w = *state;
    struct pdf_file once = pdf_kit_sign(w->mem, w->keys, NULL);
    struct verify_report r = verify(w, pdf_kit_sign_again(w->mem, w->second, once));

    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_int_equal(r.n, 2);
    assert_string_equal(r.signatures[0].scope, "czesc");
    assert_true(r.signatures[0].scope_detail[0] != '\0');
    assert_string_equal(r.signatures[1].scope, "calosc");
    assert_string_equal(r.signatures[1].signer, "Anna Nowak");
}

static void file_without_signature_has_none(void **state)
{
    struct world *w = *state;
    const struct pdf_kit kit = { .before = "% << /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>\n"
                                           "7 0 obj\n<< /Length 44 >>\nstream\n"
                                           "8 0 obj << /Type /Sig /ByteRange [0 1 2 3] >>\nendstream\nendobj\n" };
    struct verify_report r = verify(w, pdf_kit_sign(w->mem, NULL, &kit));

    assert_int_equal(r.indication, VERIFY_NONE);
    assert_int_equal(r.n, 0);
}

/* ---- altered ---- */

static void change_of_content_is_noticed(void **state)
{
    struct world *w = *state;
    struct pdf_file f = pdf_kit_sign(w->mem, w->keys, NULL);
    struct verify_report r = verify(w, changed(w, f, "Kwota: 100", "Kwota: 900"));

    kit_expect(&r, VERIFY_TOTAL_FAILED, "HASH_FAILURE", "23");
}

/* ---- signature forgery, wrapping (ranges as the attacker wants them, properly signed) ---- */

static void ranges_that_leave_room_are_refused(void **state)
{
    struct world *w = *state;
    const struct pdf_kit bad[] = {
        { .shift = { 0, -1, 0, 0 } },   { .shift = { 0, 1, 0, 0 } },  { .shift = { 0, 0, 1, -1 } },
        { .shift = { 0, 0, -1, 1 } },   { .shift = { 1, -1, 0, 0 } }, { .shift = { 0, -100, 0, 0 } },
        { .shift = { 0, 0, 50, -50 } }, { .shift = { 9, -9, 0, 0 } },
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct verify_report r = verify(w, pdf_kit_sign(w->mem, w->keys, &bad[i]));

        kit_expect(&r, VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", "11");
    }
}

static void missing_and_garbage_fields_are_refused(void **state)
{
    struct world *w = *state;
    const struct pdf_kit bad[] = {
        { .range = "[0 0 0 0]" },
        { .range = "null" },
        { .range = "[]" },
        { .range = "[0 -1 -1 5]" },
        { .range = "[-0 10 20 30]" },
        { .range = "[0 10 20]" },
        { .range = "[0 10 20 30 40 50]" },
        { .range = "[0 10.0 20 30]" },
        { .range = "[0 99999999999999999999 20 30]" },
        { .range = "[0 10 18446744073709551615 30]" },
        { .range = "[0 10 999999999999999 999999999999999]" },
        { .range = "5 0 R" },
        { .range_key = "ByteRang" },
        { .contents = "null" },
        { .contents = "<>" },
        { .contents = "<00>" },
        { .contents = "<0>" },
        { .contents = "<zz>" },
        { .contents = "()" },
        { .contents = "(30820100)" },
        { .contents = "5 0 R" },
        { .extra = "/ByteRange [0 1 2 3]" },
        { .extra = "/Byte#52ange [0 1 2 3]" },
        { .extra = "/Contents <00>" },
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct verify_report r = verify(w, pdf_kit_sign(w->mem, w->keys, &bad[i]));

        kit_expect(&r, VERIFY_TOTAL_FAILED, "FORMAT_FAILURE", NULL);
    }
}

/* A second dictionary that borrows the value of the good one. */
static void borrowed_value_is_refused(void **state)
{
    struct world *w = *state;
    struct pdf_file f = pdf_kit_sign(w->mem, w->keys, NULL);
    const char *at = memmem(f.data, f.len, "/ByteRange", 10);
    const char *end = memmem(at, (size_t)(f.data + f.len - at), " >>\nendobj", 10);
    const char *body = mem_printf(w->mem, "15 0 obj\n<< /Type /Sig /SubFilter /ETSI.CAdES.detached %.*s >>\nendobj\n",
                                  (int)(end - at), at);
    struct verify_report r = verify(w, pdf_kit_append(w->mem, f, &body, &(int){ 15 }, 1));

    assert_int_equal(r.n, 2);
    assert_int_equal(r.indication, VERIFY_TOTAL_FAILED);
    assert_int_equal(r.signatures[1].indication, VERIFY_TOTAL_FAILED);
}

static void other_kinds_are_named_as_unsupported(void **state)
{
    struct world *w = *state;
    const char *const kinds[] = { "adbe.x509.rsa_sha1", "adbe.pkcs7.sha1", "Own.kind" };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct pdf_kit kit = { .sub_filter = kinds[i] };
        struct verify_report r = verify(w, pdf_kit_sign(w->mem, w->keys, &kit));

        kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "16");
    }
}

/* ---- incremental saving and shadows ---- */

static void content_added_afterwards_is_never_passed(void **state)
{
    struct world *w = *state;
    struct pdf_file f = pdf_kit_sign(w->mem, w->keys, NULL);
    const char *page = "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n";
    const char *fresh = "15 0 obj\n<< /Type /Page >>\nendobj\n";
    const char *root = "1 0 obj\n<< /Type /Catalog /Pages 15 0 R >>\nendobj\n";
    const char *const all[][2] = { { page, NULL }, { fresh, NULL }, { root, fresh } };
    const int numbers[][2] = { { 3, 0 }, { 15, 0 }, { 1, 15 } };

    for (size_t i = 0; i < 3; i++) {
        struct verify_report r = verify(w, pdf_kit_append(w->mem, f, all[i], numbers[i], all[i][1] ? 2 : 1));

        kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "33");
        assert_string_equal(r.signatures[0].scope, "czesc");
    }
    {
        struct pdf_file longer = { mem_array(w->mem, char, f.len + 30), f.len + 30 };
        struct verify_report r;

        memcpy(longer.data, f.data, f.len);
        memcpy(longer.data + f.len, "trailer << /Root 9 0 R >>    \n", 30);
        r = verify(w, longer);
        kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "33");
    }
}

#define DSS_CATALOG "1 0 obj\n" PDF_KIT_CATALOG " /DSS 15 0 R >>\nendobj\n"
#define DSS "15 0 obj\n<< /Type /DSS /Certs [] >>\nendobj\n"

static void validation_data_added_afterwards_is_fine(void **state)
{
    struct world *w = *state;
    struct pdf_file f = pdf_kit_sign(w->mem, w->keys, NULL);
    const char *const objects[] = { DSS_CATALOG, DSS };
    struct verify_report r = verify(w, pdf_kit_append(w->mem, f, objects, (const int[]){ 1, 15 }, 2));

    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_string_equal(r.signatures[0].scope, "calosc");
    assert_true(strstr(r.signatures[0].unchecked, "dopisano"));
}

/* The decoys look like validation data to a hasty eye. */
static void content_dressed_as_validation_data_is_not(void **state)
{
    struct world *w = *state;
    struct pdf_file f = pdf_kit_sign(w->mem, w->keys, NULL);
    const char *const bad[][3] = {
        { DSS_CATALOG, DSS, "3 0 obj\n<< /Type /Page >>\nendobj\n" },
        { "1 0 obj\n<< /Type /Catalog /Pages 15 0 R /DSS 15 0 R >>\nendobj\n", DSS, "" },
        { "1 0 obj\n" PDF_KIT_CATALOG " /DSS 15 0 R /OpenAction 15 0 R >>\nendobj\n", DSS, "" },
        { "1 0 obj\n" PDF_KIT_CATALOG " /DSS 15 0 R /Pages 15 0 R >>\nendobj\n", DSS, "" },
        { DSS_CATALOG, DSS, "1 0 obj\n<< /Type /Catalog /Pages 15 0 R /DSS 15 0 R >>\nendobj\n" },
        { "% 1 0 obj\n" DSS_CATALOG, DSS, "" },
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct verify_report r =
            verify(w, pdf_kit_append(w->mem, f, bad[i], (const int[]){ 1, 15, i == 0 ? 3 : 16 }, 3));

        kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "33");
    }
}

/* ---- fields that nobody sees, as document time stamps need them ---- */

#define FORM_CATALOG(form) "1 0 obj\n<< /Type /Catalog /Pages 2 0 R /AcroForm << " form " >> >>\nendobj\n"
#define WITH_FIELD FORM_CATALOG("/Fields [4 0 R 15 0 R] /SigFlags 3")
#define PAGE(rest) "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 6 0 R " rest " >>\nendobj\n"
#define PAGE_WITH_FIELD PAGE("/Annots [4 0 R 15 0 R]")
#define FIELD(rest) "15 0 obj\n<< /Type /Annot /P 3 0 R /T (T1) " rest " >>\nendobj\n"
#define UNSEEN FIELD("/FT /Sig /Rect [0 0 0 0] /F 132")

struct update {
    const char *what;
    const char *objects[3];
    int numbers[3];
};

static struct verify_report updated(struct world *w, const struct pdf_kit *kit, const struct update *u)
{
    int n = 0;

    while (n < 3 && u->objects[n])
        n++;
    return verify(w, pdf_kit_append(w->mem, pdf_kit_sign(w->mem, w->keys, kit), u->objects, u->numbers, n));
}

static void fields_nobody_sees_may_be_added(void **state)
{
    static const struct update good[] = {
        { "in the form", { WITH_FIELD, UNSEEN }, { 1, 15 } },
        { "on the page too", { WITH_FIELD, UNSEEN, PAGE_WITH_FIELD }, { 1, 15, 3 } },
        { "on the page only", { PAGE_WITH_FIELD, UNSEEN }, { 3, 15 } },
        { "elsewhere than in the corner", { WITH_FIELD, FIELD("/FT /Sig /Rect [50 60 50 60]") }, { 1, 15 } },
        { "with a look of no size",
          { WITH_FIELD, FIELD("/FT /Sig /Rect [0 0 0 0] /AP << /N 6 0 R >> /DR << >>") },
          { 1, 15 } },
        { "twice the same", { WITH_FIELD, UNSEEN, UNSEEN }, { 1, 15, 15 } },
        { "with flags", { FORM_CATALOG("/Fields [4 0 R 15 0 R] /SigFlags 1"), UNSEEN }, { 1, 15 } },
    };
    static const struct update apart[] = {
        { "form of its own", { "8 0 obj\n<< /Fields [4 0 R 15 0 R] >>\nendobj\n", UNSEEN }, { 8, 15 } },
    };
    const struct pdf_kit kit = { .catalog = "<< /Type /Catalog /Pages 2 0 R /AcroForm 8 0 R >>",
                                 .also = "<< /Fields [4 0 R] >>" };
    struct world *w = *state;
    struct verify_report r;

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        r = updated(w, NULL, &good[i]);
        if (r.indication != VERIFY_TOTAL_PASSED || strcmp(r.signatures[0].scope, "calosc") != 0)
            fail_msg("%s: %s", good[i].what, r.reason);
    }
    r = updated(w, &kit, &apart[0]);
    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
}

static void nothing_else_may_come_with_them(void **state)
{
    static const struct update bad[] = {
        { "a visible field", { WITH_FIELD, FIELD("/FT /Sig /Rect [0 0 100 100]") }, { 1, 15 } },
        { "one that acts", { WITH_FIELD, FIELD("/FT /Sig /Rect [0 0 0 0] /A << /S /URI >>") }, { 1, 15 } },
        { "one of text", { WITH_FIELD, FIELD("/FT /Tx /Rect [0 0 0 0]") }, { 1, 15 } },
        { "one that is a file too",
          { WITH_FIELD, FIELD("/FT /Sig /Rect [0 0 0 0] /Subtype /FileAttachment") },
          { 1, 15 } },
        { "one without a box", { WITH_FIELD, FIELD("/FT /Sig") }, { 1, 15 } },
        { "one with two boxes", { WITH_FIELD, FIELD("/FT /Sig /Rect [0 0 0 0] /Rect [0 0 9 9]") }, { 1, 15 } },
        { "one with a box spelled otherwise",
          { WITH_FIELD, FIELD("/FT /Sig /Rect [0 0 0 0] /R#65ct [0 0 9 9]") },
          { 1, 15 } },
        { "one seen in its second version", { WITH_FIELD, UNSEEN, FIELD("/FT /Sig /Rect [0 0 9 9]") }, { 1, 15, 15 } },
        { "one seen in its first version", { WITH_FIELD, FIELD("/FT /Sig /Rect [0 0 9 9]"), UNSEEN }, { 1, 15, 15 } },
        { "one that is not there", { WITH_FIELD, "16 0 obj\n<< >>\nendobj\n" }, { 1, 16 } },
        { "one that was there", { FORM_CATALOG("/Fields [4 0 R 6 0 R] /SigFlags 3") }, { 1 } },
        { "one in a stream",
          { WITH_FIELD, "15 0 obj\n<< /FT /Sig /Rect [0 0 0 0] >>\nstream\n\nendstream\nendobj\n" },
          { 1, 15 } },
        { "fewer fields", { FORM_CATALOG("/Fields [] /SigFlags 3") }, { 1 } },
        { "fields in other order", { FORM_CATALOG("/Fields [15 0 R 4 0 R] /SigFlags 3"), UNSEEN }, { 1, 15 } },
        { "a field written out", { FORM_CATALOG("/Fields [4 0 R << /FT /Sig >>] /SigFlags 3") }, { 1 } },
        { "forms of another kind", { FORM_CATALOG("/Fields [4 0 R] /SigFlags 3 /XFA 15 0 R"), UNSEEN }, { 1, 15 } },
        { "looks made anew", { FORM_CATALOG("/Fields [4 0 R] /SigFlags 3 /NeedAppearances true") }, { 1 } },
        { "no form any more", { "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n" }, { 1 } },
        { "another form",
          { "1 0 obj\n<< /Type /Catalog /Pages 2 0 R /AcroForm 15 0 R >>\nendobj\n", UNSEEN },
          { 1, 15 } },
        { "a page turned", { PAGE("/Annots [4 0 R] /Rotate 180") }, { 3 } },
        { "a page with other content",
          { "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 15 0 R"
            " /Annots [4 0 R] >>\nendobj\n" },
          { 3 } },
        { "a page without its annotations", { PAGE("") }, { 3 } },
        { "a page with a note", { PAGE("/Annots [4 0 R << /Subtype /FreeText >>]") }, { 3 } },
        { "a page with notes elsewhere", { PAGE("/Annots 15 0 R"), "15 0 obj\n[4 0 R]\nendobj\n" }, { 3, 15 } },
        { "more pages", { "2 0 obj\n<< /Type /Pages /Kids [3 0 R 15 0 R] /Count 1 >>\nendobj\n", UNSEEN }, { 2, 15 } },
        { "the content", { "6 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n" }, { 6 } },
        { "the signed field", { "4 0 obj\n<< /FT /Sig /Rect [0 0 0 0] >>\nendobj\n" }, { 4 } },
        { "only new objects", { UNSEEN }, { 15 } },
    };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct verify_report r = updated(w, NULL, &bad[i]);

        if (r.indication != VERIFY_INDETERMINATE || r.checks != VERIFY_CHECK(33))
            fail_msg("%s: %s %s", bad[i].what, r.subindication, VERIFY_CHECKS(r.checks));
    }
}

/* ---- the same in object streams ---- */

#define PACKED_PAGE(rest) "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 6 0 R " rest " >>"
#define PACKED_FIELD(box) "<< /FT /Sig /T (T2) /Rect " box " /P 3 0 R /AP << /N 6 0 R >> >>"

/* With its page in an object stream, signed. */
static struct pdf_file packed_and_signed(struct world *w)
{
    const char *const page[] = { PACKED_PAGE("/Annots [4 0 R]") };
    struct pdf_file f =
        pdf_kit_append_packed(w->mem, pdf_kit_sign(w->mem, NULL, NULL), page, (const int[]){ 3 }, 1, 17, 0);

    return pdf_kit_sign_again(w->mem, w->keys, f);
}

static struct pdf_file unpacked_and_signed(struct world *w)
{
    return pdf_kit_sign(w->mem, w->keys, NULL);
}

static void packed_updates_are_read(void **state)
{
    static const struct {
        const char *page;
        const char *field;
        int wrong;
        bool passes;
    } cases[] = {
        { PACKED_PAGE("/Annots [4 0 R 25 0 R]"), PACKED_FIELD("[0 0 0 0]"), 0, true },
        { PACKED_PAGE("/Annots [4 0 R 25 0 R]"), PACKED_FIELD("[0 0 9 9]"), 0, false },
        { PACKED_PAGE("/Annots [4 0 R 25 0 R] /Rotate 90"), PACKED_FIELD("[0 0 0 0]"), 0, false },
        { PACKED_PAGE("/Annots [25 0 R]"), PACKED_FIELD("[0 0 0 0]"), 0, false },
        /* the table finds another object stream than was read */
        { PACKED_PAGE("/Annots [4 0 R 25 0 R]"), PACKED_FIELD("[0 0 0 0]"), 3, false },
        { PACKED_PAGE("/Annots [4 0 R 25 0 R]"), "25", 0, false },
        { PACKED_PAGE("/Annots [4 0 R 25 0 R]"), "<< /FT /Sig /Rect [0 0 0 0]", 0, false },
    };
    struct pdf_file (*const originals[])(struct world *) = { packed_and_signed, unpacked_and_signed };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int o = 0; o < 2; o++) {
            const char *const bodies[] = { cases[i].page, cases[i].field };
            struct verify_report r = verify(w, pdf_kit_append_packed(w->mem, originals[o](w), bodies,
                                                                     (const int[]){ 3, 25 }, 2, 27, cases[i].wrong));

            if (r.indication != (cases[i].passes ? VERIFY_TOTAL_PASSED : VERIFY_INDETERMINATE) ||
                r.checks != (cases[i].passes ? 0 : VERIFY_CHECK(33)))
                fail_msg("case %zu, original %d: %s %s", i, o, r.subindication, VERIFY_CHECKS(r.checks));
        }
}

/* An object stream that cannot be read could hold anything. */
static void packed_otherwise_is_not_let_through(void **state)
{
    static const char *const odd[] = {
        "17 0 obj\n<< /Type /ObjStm /N 1 /First 5 /Length 9 /Filter /LZWDecode >>\nstream\n3 0 << "
        ">>\nendstream\nendobj\n",
        "17 0 obj\n<< /Type /ObjStm /N 1 /First 99 /Length 9 >>\nstream\n3 0 << >>\nendstream\nendobj\n",
        "17 0 obj\n<< /Type /ObjStm /N 9 /First 4 /Length 9 >>\nstream\n3 0 << >>\nendstream\nendobj\n",
        "17 0 obj\n<< /Type /ObjStm /First 4 /Length 9 >>\nstream\n3 0 << >>\nendstream\nendobj\n",
        "17 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length 9 >>\nstream\n3 0 << >>\nendstream\nendobj\n",
    };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        const struct update update = { "", { DSS_CATALOG, DSS, odd[i] }, { 1, 15, 17 } };
        struct verify_report r = updated(w, NULL, &update);

        kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "33");
    }
}

/* ---- what a prepared file could hold ---- */

/* Without the entry layers that were off would show. */
static void the_catalogue_loses_nothing(void **state)
{
    static const struct update update = { "", { DSS_CATALOG, DSS }, { 1, 15 } };
    const struct pdf_kit kit = { .catalog = PDF_KIT_CATALOG " /OCProperties << /D << /BaseState /OFF >> >> >>" };
    struct verify_report r = updated(*state, &kit, &update);

    kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "33");
}

/* What was signed names an object that is not there yet: it would come with the update, and be seen. */
static void what_was_signed_finds_nothing_new(void **state)
{
    static const struct update update = { "", { DSS_CATALOG, DSS }, { 1, 15 } };
    const struct pdf_kit kits[] = {
        { .also = "<< /Type /XObject /Contents 15 0 R >>" },
        { .also = "[1 2 15 0 R]" },
        { .also = "<< /A << /B [<< /C 15 0 R >>] >> >>" },
        { .also = "<< /Length 0 /Contents 15 0 R >>\nstream\n\nendstream" },
    };
    const struct pdf_kit harmless = { .also = "<< /T (15 0 R) /N /15#200#20R /A 15 /B 0 >>" };
    const char *const page[] = { PACKED_PAGE("/Annots [4 0 R 25 0 R]") };
    const char *const note[] = { "<< /Subtype /FreeText /Rect [0 0 100 100] >>" };
    struct world *w = *state;
    struct verify_report r = updated(w, &harmless, &update);
    struct pdf_file f;

    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    for (size_t i = 0; i < sizeof kits / sizeof kits[0]; i++) {
        r = updated(w, &kits[i], &update);
        kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "33");
    }
    f = pdf_kit_append_packed(w->mem, pdf_kit_sign(w->mem, NULL, NULL), page, (const int[]){ 3 }, 1, 17, 0);
    f = pdf_kit_sign_again(w->mem, w->keys, f);
    r = verify(w, f);
    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    r = verify(w, pdf_kit_append_packed(w->mem, f, note, (const int[]){ 25 }, 1, 27, 0));
    kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "33");
    f = pdf_kit_append_packed(
        w->mem, f,
        (const char *const[]){ PACKED_PAGE("/Annots [4 0 R 25 0 R 26 0 R]"), note[0], PACKED_FIELD("[0 0 0 0]") },
        (const int[]){ 3, 25, 26 }, 3, 27, 0);
    r = verify(w, f);
    kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "33");
}

/* Nobody who looks for "3 0 R" finds "3 1 obj". */
static void another_generation_is_another_object(void **state)
{
    static const struct update update = {
        "",
        { WITH_FIELD, UNSEEN,
          "3 1 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 6 0 R /Annots"
          " [4 0 R 15 0 R] >>\nendobj\n" },
        { 1, 15, 3 }
    };
    struct verify_report r = updated(*state, NULL, &update);

    kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "33");
}

/* The signed file holds a second catalogue that nobody uses until the appended trailer does. */
static void a_catalogue_that_slept_is_not_woken(void **state)
{
    static const struct update update = { "",
                                          { "8 0 obj\n<< /Type /Catalog /Pages 7 0 R /DSS 15 0 R >>\nendobj\n", DSS },
                                          { 8, 15 } };
    const struct pdf_kit kit = { .also = "<< /Type /Catalog /Pages 7 0 R >>" };
    struct world *w = *state;
    struct pdf_file f = pdf_kit_sign(w->mem, w->keys, &kit);
    struct verify_report r = verify(w, f);
    size_t covered = f.len;
    char *root;

    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    f = pdf_kit_append(w->mem, f, update.objects, update.numbers, 2);
    root = strstr(f.data + covered, "/Root 1 0 R");
    assert_non_null(root);
    root[6] = '8';
    r = verify(w, f);
    kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "33");
}

/* A stranger's signature over the attacker's revision does not make the whole pass. */
static void untrusted_second_signature_spoils_the_whole(void **state)
{
    struct world *w = *state;
    struct key_set *stranger = key_set_new(w->mem, KEY_P256, "Obcy");
    struct verify_report r = verify(w, pdf_kit_sign_again(w->mem, stranger, pdf_kit_sign(w->mem, w->keys, NULL)));

    kit_expect(&r, VERIFY_INDETERMINATE, NULL, "25");
}

/* ---- time stamps of the document, evidence in it ---- */

/* The stamp's own revision is not the signer's, but it only brought a field that nobody sees. */
static void document_stamp_dates_the_signature(void **state)
{
    struct world *w = *state;
    struct key_set *tsa = key_set_tsa(w->mem, KEY_P256, w->keys);
    struct pdf_file f = pdf_kit_stamp(w->mem, tsa, w->now, pdf_kit_sign(w->mem, w->keys, NULL));
    const char *const page[] = { "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n" };
    struct verify_report r;

    kit_anchor(w->trust, w->keys->root, TRUST_TSA, TRUST_REVOCATION_IF_KNOWN);
    r = verify(w, f);
    kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
    assert_int_equal(r.n, 1);
    assert_string_equal(r.signatures[0].level, "B-T");
    assert_string_equal(r.signatures[0].scope, "calosc");
    assert_true(r.signatures[0].stamp_time[0] != '\0');
    r = verify(w,
               pdf_kit_stamp(w->mem, tsa, w->now,
                             pdf_kit_append(w->mem, pdf_kit_sign(w->mem, w->keys, NULL), page, (const int[]){ 3 }, 1)));
    kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "33");
    assert_non_null(strstr(r.signatures[0].reason, "znacznikiem czasu dokumentu"));
    r = verify(w, pdf_kit_stamp(w->mem, tsa, w->now, pdf_kit_sign(w->mem, NULL, NULL)));
    assert_int_equal(r.indication, VERIFY_NONE);
}

/* Validation data kept in the file is used: without it the answer would have to wait. */
static void kept_evidence_is_used(void **state)
{
    struct world *w = *state;
    struct key_set *other = key_set_new(w->mem, KEY_P256, "Ewa Lis");
    struct pdf_file f = pdf_kit_sign(w->mem, other, NULL);
    struct evidence crl = crl_new(w->mem, &(struct crl_spec){ .issuer = other->root,
                                                              .issuer_key = other->root_key,
                                                              .this_update = w->now,
                                                              .next_update = w->now + INT64_C(86400000000) });
    struct verify_report r;

    kit_anchor(w->trust, other->root, TRUST_QUALIFIED, TRUST_REVOCATION_REQUIRED);
    r = verify(w, f);
    kit_expect(&r, VERIFY_INDETERMINATE, "TRY_LATER", "29");
    assert_int_equal(r.n_missing, 1);
    for (int packed = 0; packed < 2; packed++) {
        r = verify(w, pdf_kit_keep(w->mem, f, &crl, packed, 0));
        kit_expect(&r, VERIFY_TOTAL_PASSED, "", NULL);
        assert_string_equal(r.signatures[0].scope, "calosc");
        /* a row for the page would show another page */
        r = verify(w, pdf_kit_keep(w->mem, f, &crl, packed, 3));
        kit_expect(&r, VERIFY_INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", "33");
    }
}

/* ---- hostile bytes ---- */

static void cut_files_do_no_harm(void **state)
{
    struct world *w = *state;
    struct pdf_file f = pdf_kit_sign(w->mem, w->keys, NULL);

    for (size_t n = 8; n<f.len; n += n> 700 && n < f.len - 300 ? 97 : 1) {
        MEM_SCOPE(tmp, w->mem);
        const struct verify_request rq = {
            .data = mem_dup(tmp, f.data, n), .len = n, .purposes = TRUST_SIGNERS, .at = w->now
        };
        struct verify_report r;

        pdf_verify(tmp, &rq, w->trust, &r);
        if (r.indication == VERIFY_TOTAL_PASSED)
            assert_int_equal(n, f.len - 1);
    }
}

static void deep_and_wide_files_end(void **state)
{
    struct world *w = *state;
    struct buf b = buf_new(w->mem, 8u << 20);
    struct verify_report r;

    buf_str(&b, "%PDF-1.7\n1 0 obj\n");
    for (int i = 0; i < 200000; i++)
        buf_str(&b, "<</A[");
    for (int i = 0; i < 100000; i++)
        buf_str(&b, " 1 0 obj << /Type /Sig >> ");
    r = verify(w, (struct pdf_file){ b.data, b.len });
    kit_expect(&r, VERIFY_TOTAL_FAILED, NULL, NULL);
    assert_true(r.n <= 32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(signed_file_passes_as_a_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(both_kinds_and_odd_spellings_pass, set_up, tear_down),
        cmocka_unit_test_setup_teardown(time_of_the_dictionary_is_shown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_signatures_cover_a_part_and_the_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(file_without_signature_has_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(change_of_content_is_noticed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ranges_that_leave_room_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(missing_and_garbage_fields_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(borrowed_value_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_kinds_are_named_as_unsupported, set_up, tear_down),
        cmocka_unit_test_setup_teardown(content_added_afterwards_is_never_passed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(validation_data_added_afterwards_is_fine, set_up, tear_down),
        cmocka_unit_test_setup_teardown(content_dressed_as_validation_data_is_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(fields_nobody_sees_may_be_added, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_else_may_come_with_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(packed_updates_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(packed_otherwise_is_not_let_through, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_catalogue_loses_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_signed_finds_nothing_new, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_generation_is_another_object, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_catalogue_that_slept_is_not_woken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(untrusted_second_signature_spoils_the_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(document_stamp_dates_the_signature, set_up, tear_down),
        cmocka_unit_test_setup_teardown(kept_evidence_is_used, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cut_files_do_no_harm, set_up, tear_down),
        cmocka_unit_test_setup_teardown(deep_and_wide_files_end, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

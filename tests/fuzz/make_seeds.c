/* Makes what tests/fuzz keeps as bytes: a root, files signed below it, evidence, time stamps, packed values. Run by hand
 * when a format changes:
 *
 *     cmake --preset fuzz && ninja -C build/fuzz make_seeds
 *     ASAN_OPTIONS=detect_leaks=0 build/fuzz/bin/make_seeds tests/fuzz          (fontconfig keeps what it has read)
 *
 * All keys are fresh and forgotten at the end, so all files are made together. Certificates and evidence are valid for
 * decades around the reference time, which is written down beside them: no verdict depends on the day. */
#include <jansson.h>
#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/ctx/app.h"
#include "core/ctx/blob.h"
#include "core/ctx/log.h"
#include "core/doc/pdf.h"
#include "core/law/date.h"
#include "core/seal/treehead.h"
#include "core/sig/pdfseal.h"
#include "core/sig/xmlsig.h"
#include "core/trust/revocation.h"
#include "tests/support/evidence.h"
#include "tests/support/pdf_kit.h"
#include "tests/support/verify_kit.h"
#include "tests/support/zip_kit.h"

#define JST "0801062"
#define DAY INT64_C(86400000000)
#define POLICY "1.3.6.1.4.1.99999.1.1"
#define TEXT "Wnoszę o wydanie zaświadczenia."
#define P7S "META-INF/signature001.p7s"
#define LETTER                                                                                                         \
    "<w:Dokument xmlns:w=\"urn:w\" xmlns:s=\"urn:s\"><w:OpisDokumentu Id=\"a\">x</w:OpisDokumentu><w:TrescDokumentu>"  \
    "<w:Tytul>Wniosek</w:Tytul><s:Kwota>100</s:Kwota></w:TrescDokumentu></w:Dokument>"

static struct {
    TALLOC_CTX *mem;
    const char *dir;
    int64_t now;
    struct key_set ec;
    struct key_set rsa;
    struct key_set tsa;
    uint64_t serial;
} w;

static void must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "make_seeds: %s\n", what);
    exit(1);
}

static void write_seed(const char *harness, const char *name, const void *data, size_t len)
{
    file_write(mem_printf(w.mem, "%s/seeds/%s/%s", w.dir, harness, name), data, len);
}

/* ---- keys ---- */

static struct key_set below_root(enum key_kind kind, struct cert_spec spec)
{
    struct key_set set = { .root = w.ec.root, .root_key = w.ec.root_key };

    set.key = spec.key = key_new(w.mem, kind);
    spec.issuer = set.root;
    spec.issuer_key = set.root_key;
    spec.from_days = -800;
    spec.to_days = 9000;
    set.cert = cert_new(w.mem, &spec);
    return set;
}

static void make_keys(void)
{
    EVP_PKEY *key = key_new(w.mem, KEY_P256);

    w.ec.root_key = key;
    w.ec.root = cert_new(
        w.mem, &(struct cert_spec){
                   .cn = "Próbny urząd certyfikacji", .ca = true, .key = key, .from_days = -801, .to_days = 9001 });
    w.ec = below_root(KEY_P256, (struct cert_spec){ .cn = "Jan Kowalski" });
    w.rsa = below_root(KEY_RSA3072, (struct cert_spec){ .cn = "Anna Nowak" });
    w.tsa = below_root(KEY_P256, (struct cert_spec){ .cn = "Próbny znacznik czasu",
                                                     .key_usage = "critical,digitalSignature",
                                                     .ext_key_usage = "critical,timeStamping" });
}

static void write_cert(const char *name, X509 *cert)
{
    unsigned char *der = NULL;
    int len = i2d_X509(cert, &der);

    must(len > 0, name);
    file_write(mem_printf(w.mem, "%s/world/%s.der", w.dir, name), der, (size_t)len);
    OPENSSL_free(der);
}

static void make_world(void)
{
    time_t at = (time_t)(w.now / 1000000) + 86400;
    struct tm tm;
    char text[40];

    make_keys();
    write_cert("root", w.ec.root);
    write_cert("signer", w.ec.cert);
    gmtime_r(&at, &tm);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
    file_write(mem_printf(w.mem, "%s/world/time", w.dir), text, strlen(text));
}

/* ---- time stamps ---- */

static bool stamp(void *arg, TALLOC_CTX *mem, const unsigned char sha256[32], const void **ret_der, size_t *ret_len)
{
    (void)arg;
    return tsp_make(mem, w.tsa.key, w.tsa.cert, NULL, 0, POLICY, ++w.serial, w.now, sha256, ret_der, ret_len);
}

static const struct tsp_source STAMPS = { stamp, NULL };

static void stamp_text(const char *name)
{
    unsigned char hash[32];
    const void *der = NULL;
    size_t len = 0;

    EVP_Digest(TEXT, strlen(TEXT), hash, NULL, EVP_sha256(), NULL);
    must(stamp(NULL, w.mem, hash, &der, &len), name);
    write_seed("fuzz_tsp", name, der, len);
}

static void make_stamps(void)
{
    struct key_set ec = w.tsa;

    stamp_text("ec.tst");
    w.now += 123000; /* a fraction of a second */
    stamp_text("fraction.tst");
    w.now -= 123000;
    w.tsa = below_root(KEY_RSA3072, (struct cert_spec){ .cn = "Znacznik RSA",
                                                        .key_usage = "critical,digitalSignature",
                                                        .ext_key_usage = "critical,timeStamping" });
    stamp_text("rsa.tst");
    w.tsa = ec;
}

/* ---- evidence ---- */

static struct evidence good_ocsp(const struct key_set *of)
{
    return ocsp_new(w.mem, &(struct ocsp_spec){ .cert = of->cert,
                                                .issuer = of->root,
                                                .issuer_key = of->root_key,
                                                .this_update = w.now - 700 * DAY,
                                                .next_update = w.now + 8000 * DAY });
}

static struct evidence a_crl(struct crl_spec spec)
{
    spec.issuer = w.ec.root;
    spec.issuer_key = w.ec.root_key;
    spec.this_update = w.now - 700 * DAY;
    spec.next_update = w.now + 8000 * DAY;
    return crl_new(w.mem, &spec);
}

static void write_evidence(const char *name, struct evidence ev)
{
    struct buf b = buf_new(w.mem, 1u << 20);

    buf_char(&b, ev.kind == EVIDENCE_OCSP ? 'o' : 'c');
    buf_add(&b, ev.der, ev.len);
    write_seed("fuzz_revocation", name, b.data, b.len);
}

static void make_evidence(void)
{
    struct key_set responder = below_root(KEY_P256, (struct cert_spec){ .cn = "OCSP",
                                                                        .key_usage = "critical,digitalSignature",
                                                                        .ext_key_usage = "OCSPSigning",
                                                                        .ocsp_nocheck = "NULL" });
    struct ocsp_spec revoked = { .cert = w.ec.cert,
                                 .issuer = w.ec.root,
                                 .issuer_key = w.ec.root_key,
                                 .signer = responder.cert,
                                 .signer_key = responder.key,
                                 .this_update = w.now - 500 * DAY,
                                 .next_update = w.now + 8000 * DAY,
                                 .revoked_at = w.now - 600 * DAY,
                                 .reason = 1,
                                 .cutoff = w.now - 800 * DAY,
                                 .id_md = EVP_sha256() };

    write_evidence("good.ors", good_ocsp(&w.ec));
    write_evidence("other.ors", good_ocsp(&w.rsa));
    write_evidence("revoked.ors", ocsp_new(w.mem, &revoked));
    write_evidence("empty.crl", a_crl((struct crl_spec){ .kept = "20200101000000Z" }));
    write_evidence("scope.crl", a_crl((struct crl_spec){ .scope = "onlyuser:TRUE" }));
    write_evidence("delta.crl", a_crl((struct crl_spec){ .delta = true }));
    write_evidence("hold.crl",
                   a_crl((struct crl_spec){ .cert = w.ec.cert, .revoked_at = w.now - 710 * DAY, .reason = 6 }));
}

/* ---- XML ---- */

static xmlDoc *parse(const char *text)
{
    xmlDoc *doc = NULL;

    must(xml_parse(w.mem, text, strlen(text), 1u << 20, &doc, NULL) == ERR_OK, text);
    return doc;
}

static const char *sign(const char *name, const char *text, const struct key_set *keys, const struct tsp_source *stamps,
                        bool augment)
{
    const struct evidence pieces[] = { good_ocsp(keys), a_crl((struct crl_spec){ .kept = NULL }) };
    xmlDoc *doc = parse(text);
    size_t len = 0;
    const char *bytes;

    must(xmlsig_sign(w.mem, doc, keys->key, (X509 *[]){ keys->cert, keys->root }, 2, w.now, "text/xml", stamps) ==
             ERR_OK,
         name);
    must(!augment || xmlsig_augment(w.mem, doc, pieces, 2) == ERR_OK, name);
    bytes = xml_bytes(w.mem, doc, &len);
    write_seed("fuzz_xmlsig", name, bytes, len);
    return bytes;
}

/* A change of a signed letter that must be found. */
static void spoil(const char *name, const char *letter, const char *from, const char *to)
{
    const char *at = strstr(letter, from);

    must(at, name);
    to = mem_printf(w.mem, "%.*s%s%s", (int)(at - letter), letter, to, at + strlen(from));
    write_seed("fuzz_xmlsig", name, to, strlen(to));
}

static void make_xml(void)
{
    const char *letter = sign("good-bb.xml", LETTER, &w.ec, NULL, false);

    (void)sign("good-rsa.xml", LETTER, &w.rsa, NULL, false);
    (void)sign("good-bt.xml", "<p><a Id=\"a\">b</a></p>", &w.ec, &STAMPS, false);
    (void)sign("good-blt.xml", "<p xmlns=\"urn:p\">c</p>", &w.ec, &STAMPS, true);
    spoil("amount.xml", letter, "100", "9100");
    spoil("comment.xml", letter, "Wniosek", "Wn<!-- x -->iosek");
    spoil("same-id.xml", letter, "<w:Tytul>", "<w:Tytul Id=\"a\">");
    spoil("second-signature.xml", letter, "<w:TrescDokumentu>",
          "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/><w:TrescDokumentu>");
    spoil("wrapped.xml", letter, "<w:TrescDokumentu>", "<w:Inny xmlns:w=\"urn:w\"/><w:TrescDokumentu>");
}

/* ---- CMS ---- */

/* A stamp over the value, as an unsigned attribute. */
static void stamped_cms(const unsigned char *der, size_t len)
{
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &der, (long)len);
    CMS_SignerInfo *signer = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
    const ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature(signer);
    unsigned char hash[32];
    const void *token = NULL;
    unsigned char *out = NULL;
    size_t n = 0;
    int n_out;

    EVP_Digest(value->data, (size_t)value->length, hash, NULL, EVP_sha256(), NULL);
    must(stamp(NULL, w.mem, hash, &token, &n), "stamped CMS");
    must(CMS_unsigned_add1_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, token, (int)n) == 1,
         "stamped CMS");
    n_out = i2d_CMS_ContentInfo(cms, &out);
    write_seed("fuzz_cms", "good-stamped.p7m", out, (size_t)n_out);
    OPENSSL_free(out);
    CMS_ContentInfo_free(cms);
}

static void make_cms(void)
{
    size_t len = 0;
    const unsigned char *der = kit_cms(w.mem, &w.ec, TEXT, strlen(TEXT), CMS_CADES, NULL, &len);

    write_seed("fuzz_cms", "good-ec.p7m", der, len);
    stamped_cms(der, len);
    der = kit_cms(w.mem, &w.rsa, TEXT "\n", strlen(TEXT "\n"), CMS_CADES, EVP_sha512(), &len);
    write_seed("fuzz_cms", "good-rsa.p7m", der, len);
    der = kit_cms(w.mem, &w.ec, TEXT, strlen(TEXT), CMS_CADES | CMS_DETACHED, NULL, &len);
    write_seed("fuzz_cms", "detached.p7s", der, len);
    der = kit_cms(w.mem, &w.ec, TEXT, strlen(TEXT), CMS_STREAM, EVP_sha1(), &len);
    write_seed("fuzz_cms", "weak.p7m", der, len);
}

/* ---- PDF ---- */

/* What our own writer makes and the signer seals. */
static void sealed_pdf(void)
{
    const struct cms_by by = { .key = w.ec.key, .chain = &w.ec.cert, .n_chain = 1, .stamps = &STAMPS };
    const struct pdf_seal seal = { .name = "Urząd", .reason = "Poświadczenie", .at = w.now };
    struct app *app = mem_zero(w.mem, struct app);
    struct ctx *ctx;
    struct pdf *pdf;
    void *plain = NULL;
    void *sealed = NULL;
    size_t n_plain = 0;
    size_t n_sealed = 0;

    app->mem = app;
    conf_defaults(&app->conf);
    ctx = ctx_new(app);
    ctx->now = w.now;
    pdf = pdf_new(ctx, &(struct pdf_info){ .title = "Pismo", .author = "Urząd", .unit = JST, .number = "LUB-1" });
    pdf_para(pdf, "abc");
    must(pdf_finish(pdf, &plain, &n_plain) == ERR_OK, "PDF");
    must(pdf_seal(w.mem, plain, n_plain, &seal, &by, &sealed, &n_sealed) == ERR_OK, "sealed PDF");
    write_seed("fuzz_pdf", "printout.pdf", plain, n_plain);
    write_seed("fuzz_pdf", "good-sealed.pdf", sealed, n_sealed);
    ctx_free(ctx);
}

#define PAGE(annots) "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 6 0 R /Annots [" annots "] >>"

/* A page in an object stream, signed; then a field that nobody sees, packed too. */
static void packed_pdf(void)
{
    const char *const page[] = { PAGE("4 0 R") };
    const char *const update[] = { PAGE("4 0 R 25 0 R"), "<< /FT /Sig /T (T2) /Rect [0 0 0 0] /P 3 0 R >>" };
    struct pdf_file file =
        pdf_kit_append_packed(w.mem, pdf_kit_sign(w.mem, NULL, NULL), page, (const int[]){ 3 }, 1, 17, 0);

    file = pdf_kit_sign_again(w.mem, &w.ec, file);
    write_seed("fuzz_pdf", "good-packed.pdf", file.data, file.len);
    file = pdf_kit_append_packed(w.mem, file, update, (const int[]){ 3, 25 }, 2, 27, 0);
    write_seed("fuzz_pdf", "good-packed-updated.pdf", file.data, file.len);
}

static void make_pdf(void)
{
    const char *const objects[] = { "1 0 obj\n" PDF_KIT_CATALOG " /DSS 15 0 R >>\nendobj\n",
                                    "15 0 obj\n<< /Type /DSS /Certs [] >>\nendobj\n" };
    struct pdf_file one = pdf_kit_sign(w.mem, &w.ec, NULL);
    struct pdf_file two = pdf_kit_sign_again(w.mem, &w.rsa, one);
    struct pdf_file dss = pdf_kit_append(w.mem, one, objects, (const int[]){ 1, 15 }, 2);
    struct pdf_file stamped = pdf_kit_stamp(w.mem, &w.tsa, w.now, one);
    struct pdf_file short_range = pdf_kit_sign(w.mem, &w.ec, &(struct pdf_kit){ .shift = { 0, 0, 0, -3 } });

    write_seed("fuzz_pdf", "good-one.pdf", one.data, one.len);
    write_seed("fuzz_pdf", "good-two.pdf", two.data, two.len);
    write_seed("fuzz_pdf", "good-dss.pdf", dss.data, dss.len);
    write_seed("fuzz_pdf", "good-stamped.pdf", stamped.data, stamped.len);
    write_seed("fuzz_pdf", "range.pdf", short_range.data, short_range.len);
    sealed_pdf();
    packed_pdf();
}

/* ---- containers ---- */

static struct zip_file signature_of(const char *name, const char *content)
{
    struct zip_file f = { .name = name };

    f.data = (const char *)kit_cms(w.mem, &w.ec, content, strlen(content), CMS_CADES | CMS_DETACHED, NULL, &f.len);
    return f;
}

static const char *manifest(void)
{
    unsigned char hash[32];
    unsigned char text[64];

    EVP_Digest(TEXT, strlen(TEXT), hash, NULL, EVP_sha256(), NULL);
    EVP_EncodeBlock(text, hash, 32);
    return mem_printf(w.mem,
                      "<a:ASiCManifest xmlns:a=\"http://uri.etsi.org/02918/v1.2.1#\" "
                      "xmlns:d=\"http://www.w3.org/2000/09/xmldsig#\"><a:SigReference URI=\"%s\"/>"
                      "<a:DataObjectReference URI=\"pismo.txt\"><d:DigestMethod Algorithm=\"http://www.w3.org/2001/04/"
                      "xmlenc#sha256\"/><d:DigestValue>%s</d:DigestValue></a:DataObjectReference></a:ASiCManifest>",
                      P7S, (const char *)text);
}

static void write_zip(const char *name, const struct zip_file *files, int n)
{
    size_t len = 0;
    const void *zip = zip_kit(w.mem, files, n, NULL, &len);

    write_seed("fuzz_asic", name, zip, len);
}

static void make_asic(void)
{
    const char *list = manifest();
    const struct zip_file extended[] = { { .name = "mimetype", .data = "application/vnd.etsi.asic-e+zip" },
                                         { .name = "pismo.txt", .data = TEXT, .packed = true, .described = true },
                                         { .name = "META-INF/ASiCManifest001.xml", .data = list, .packed = true },
                                         signature_of(P7S, list),
                                         { .name = "obcy.txt", .data = "x" } };
    const struct zip_file simple[] = { { .name = "mimetype", .data = "application/vnd.etsi.asic-s+zip" },
                                       { .name = "pismo.txt", .data = TEXT },
                                       signature_of("META-INF/signature.p7s", TEXT) };
    const struct zip_file xades[] = { { .name = "mimetype", .data = "application/vnd.etsi.asic-e+zip" },
                                      { .name = "pismo.txt", .data = TEXT },
                                      { .name = "META-INF/signatures.xml", .data = "<x/>" } };

    write_zip("good-e.asice", extended, 4);
    write_zip("good-s.asics", simple, 3);
    write_zip("uncovered.asice", extended, 5);
    write_zip("xades.asice", xades, 3);
}

/* ---- packed values ---- */

static void write_pack(const char *name, char kind, const void *data, size_t len)
{
    struct buf b = buf_new(w.mem, 1u << 20);

    buf_char(&b, kind);
    buf_add(&b, data, len);
    write_seed("fuzz_pack", name, b.data, b.len);
}

static void make_packs(void)
{
    struct trust *trust = kit_trust(w.mem, w.ec.root, TRUST_ALL);
    const struct evidence pieces[] = { good_ocsp(&w.ec), a_crl((struct crl_spec){ .kept = NULL }) };
    const void *cms;
    struct verify_request rq = { .max = 1000, .purposes = TRUST_OWN, .evidence = pieces, .n_evidence = 2 };
    struct verify_report r;
    struct buf b = buf_new(w.mem, 1u << 20);
    void *packed;
    size_t len = 0;

    trust_add_evidence(trust, &pieces[0]);
    packed = trust_pack(w.mem, trust, &len);
    write_pack("trust", 't', packed, len);
    verify_pack_request(&b, &rq);
    write_pack("request", 'q', b.data, b.len);
    cms = kit_cms(w.mem, &w.ec, TEXT, strlen(TEXT), CMS_CADES, NULL, &len);
    rq = (struct verify_request){ .data = cms, .len = len, .purposes = TRUST_SIGNERS, .at = w.now + DAY };
    verify_bytes(w.mem, &rq, trust, &r);
    b = buf_new(w.mem, 1u << 20);
    verify_pack_report(&b, &r);
    write_pack("report", 'r', b.data, b.len);
}

/* ---- an exported journal: two events, a receipt, a head ---- */

static void line(struct buf *b, json_t *o)
{
    char *text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);

    must(text, "journal");
    buf_printf(b, "%s\n", text);
    free(text);
    json_decref(o);
}

static void event(struct buf *b, int lp, const char *before, char ret_hash[BLOB_SHA_LEN + 1])
{
    const char *text = mem_printf(w.mem, JST "\nsprawa\n1\n%d\n%lld\nsprawa.opened\n1\n2\nAnna Kos\nwójt\n1\n{}\n%s",
                                  lp, (long long)w.now, before);

    blob_sha256(text, strlen(text), ret_hash);
    line(b, json_pack("{s:s, s:s, s:s, s:i, s:i, s:I, s:s, s:i, s:i, s:s, s:s, s:i, s:s, s:s, s:s}", "typ", "zdarzenie",
                      "jst", JST, "obiekt", "sprawa", "obiekt_id", 1, "lp", lp, "czas_us", (json_int_t)w.now,
                      "zdarzenie", "sprawa.opened", "konto_id", 1, "pracownik_id", 2, "aktor", "Anna Kos", "stanowisko",
                      "wójt", "sprawa_id", 1, "dane", "{}", "poprzedni", before, "hash", ret_hash));
}

static void end_of_chain(struct buf *b, const char *typ, int head, const char *hash)
{
    line(b, json_pack("{s:s, s:s, s:s, s:i, s:i, s:i, s:s}", "typ", typ, "jst", JST, "obiekt", "sprawa", "obiekt_id", 1,
                      "lp", 2, "glowa", head, "hash", hash));
}

static const char *head_text(const char *receipt, const char *sha256, const char *chain_end)
{
    struct treehead h = { .jst = JST, .numer = 1, .n_lisci = 1, .n_lancuchow = 1, .czas = w.now };

    must(date_parse("2026-11-25", &h.dzien), "day");
    h.korzen_lisci = treehead_leaf(w.mem, receipt, sha256);
    h.korzen_lancuchow = treehead_chain(w.mem, "sprawa", 1, 2, chain_end);
    return treehead_text(w.mem, &h);
}

static const char *base64(const void *data, size_t len)
{
    unsigned char *text = mem_array(w.mem, unsigned char, len * 2 + 8);

    EVP_EncodeBlock(text, data, (int)len);
    return (const char *)text;
}

static void head(struct buf *b, const char *text)
{
    EVP_MD_CTX *md = mem_adopt(w.mem, EVP_MD_CTX_new(), EVP_MD_CTX_free);
    BIO *pem = mem_adopt(w.mem, BIO_new(BIO_s_mem()), BIO_free_all);
    unsigned char value[256];
    size_t n_value = sizeof value;
    unsigned char hash[32];
    const void *token = NULL;
    size_t n_token = 0;
    char *certs = NULL;
    long n_certs;

    must(EVP_DigestSignInit(md, NULL, EVP_sha256(), NULL, w.ec.key) == 1 &&
             EVP_DigestSign(md, value, &n_value, (const unsigned char *)text, strlen(text)) == 1,
         "head");
    EVP_Digest(text, strlen(text), hash, NULL, EVP_sha256(), NULL);
    must(stamp(NULL, w.mem, hash, &token, &n_token) && PEM_write_bio_X509(pem, w.ec.cert) == 1, "head");
    n_certs = BIO_get_mem_data(pem, &certs);
    line(b, json_pack("{s:s, s:s, s:i, s:s, s:s, s:s, s:s}", "typ", "glowa", "jst", JST, "numer", 1, "tresc", text,
                      "podpis", base64(value, n_value), "znacznik", base64(token, n_token), "certyfikaty",
                      mem_strndup(w.mem, certs, (size_t)n_certs)));
}

static void make_journal(void)
{
    static const char receipt[] = "LUB-UPP-0801062-2026-000000123";
    struct buf b = buf_new(w.mem, 1u << 20);
    char sha256[BLOB_SHA_LEN + 1];
    char first[BLOB_SHA_LEN + 1];
    char second[BLOB_SHA_LEN + 1];

    blob_sha256(TEXT, strlen(TEXT), sha256);
    line(&b, json_pack("{s:s, s:i, s:s}", "typ", "dziennik", "wersja", 1, "jednostka", JST));
    event(&b, 1, "", first);
    event(&b, 2, first, second);
    end_of_chain(&b, "koniec_lancucha", 0, second);
    line(&b, json_pack("{s:s, s:s, s:s, s:i, s:s, s:s}", "typ", "lisc", "jst", JST, "dzien", "2026-11-25", "lp", 0,
                       "numer", receipt, "sha256", sha256));
    end_of_chain(&b, "lancuch_w_glowie", 1, second);
    head(&b, head_text(receipt, sha256, second));
    line(&b, json_pack("{s:s, s:s, s:i}", "typ", "koniec", "jst", JST, "wierszy", 6));
    write_seed("fuzz_journal", "whole.jsonl", b.data, b.len);
}

int main(int argc, char **argv)
{
    must(argc == 2, "usage: make_seeds tests/fuzz");
    log_open("make_seeds", LOG_WARN);
    xml_init();
    w.mem = mem_new(NULL);
    w.dir = argv[1];
    w.now = (int64_t)time(NULL) * 1000000;
    make_world();
    make_xml();
    make_cms();
    make_pdf();
    make_asic();
    make_stamps();
    make_evidence();
    make_packs();
    make_journal();
    talloc_free(w.mem);
    return 0;
}

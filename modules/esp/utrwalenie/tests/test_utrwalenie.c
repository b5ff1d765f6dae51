/* Seals raised to B-LT: with a certification authority that can be asked, with one that is away, and with none. */
#include "tests/support/own_database.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/ctx/blob.h"
#include "core/ctx/job.h"
#include "core/doc/xml.h"
#include "core/serve/start.h"
#include "core/sig/verify.h"
#include "core/sig/xmlsig.h"
#include "core/trust/tsp.h"
#include "jobs/runner.h"
#include "modules/esp/utrwalenie/utrwalenie.h"
#include "tests/support/authority.h"
#include "tests/support/evidence.h"
#include "tests/support/keys.h"
#include "tests/support/verify_kit.h"

#define HOUR (INT64_C(3600) * 1000000)

static struct {
    struct app *app; /* as eurzad-jobs */
    TALLOC_CTX *mem;
    struct authority *authority;
    EVP_PKEY *ca_key;
    X509 *ca;
    EVP_PKEY *key;
    X509 *seal; /* can be asked about at /seal */
    X509 *mute; /* names nobody to ask */
    X509 *tsa;  /* at /tsa */
    uint64_t serial;
} w;

/* ---- the authority ---- */

static X509 *issued(const char *cn, const char *path, const char *purpose)
{
    const char *info = path ? mem_printf(w.mem, "OCSP;URI:%s", authority_url(w.authority, path)) : NULL;

    return cert_new(w.mem, &(struct cert_spec){ .cn = cn,
                                                .key = w.key,
                                                .issuer = w.ca,
                                                .issuer_key = w.ca_key,
                                                .ext_key_usage = purpose,
                                                .info_access = info });
}

static void answer(const char *path, X509 *cert, int64_t revoked_at)
{
    int64_t now = clock_now();
    struct evidence ev = ocsp_new(w.mem, &(struct ocsp_spec){ .cert = cert,
                                                              .issuer = w.ca,
                                                              .issuer_key = w.ca_key,
                                                              .this_update = now,
                                                              .next_update = now + HOUR,
                                                              .revoked_at = revoked_at,
                                                              .reason = 1 });

    authority_put(w.authority, path, ev.der, ev.len);
}

static void silence(void)
{
    authority_take_away(w.authority, "seal");
    authority_take_away(w.authority, "tsa");
}

static void anchor(const char *purpose)
{
    unsigned char *der = NULL;
    int len = i2d_X509(w.ca, &der);
    char *hex = mem_array(w.mem, char, (size_t)len * 2 + 1);
    char sha[BLOB_SHA_LEN + 1];

    for (int i = 0; i < len; i++)
        snprintf(hex + 2 * i, 3, "%02x", der[i]);
    blob_sha256(der, (size_t)len, sha);
    own_command(NULL,
                mem_printf(w.mem,
                           "INSERT INTO ca.kotwica (cel, sha256, der, podmiot, wazna_od, odwolania, zrodlo, dodal)"
                           " VALUES ('%s', '%s', '\\x%s', 'CA', '2000-01-01', 'gdy_znane', 'katalog', 'test')",
                           purpose, sha, hex));
    OPENSSL_free(der);
}

static int begin_all(void **state)
{
    struct cert_spec ca = { .cn = "CA z odpowiedziami", .ca = true };

    (void)state;
    w.mem = mem_new(NULL);
    own_database_make();
    w.authority = authority_new(w.mem);
    w.app = own_app("eurzad_jobs");
    w.app->conf.fetch_loopback = true;
    w.ca_key = ca.key = key_new(w.mem, KEY_P256);
    w.ca = cert_new(w.mem, &ca);
    w.key = key_new(w.mem, KEY_P256);
    w.seal = issued("Pieczęć", "seal", NULL);
    w.mute = issued("Pieczęć bez adresów", NULL, NULL);
    w.tsa = issued("Znaczniki", "tsa", "critical,timeStamping");
    anchor("wlasny");
    anchor("tsa");
    return 0;
}

static int end_all(void **state)
{
    (void)state;
    app_stop(w.app);
    own_database_drop();
    talloc_free(w.mem);
    return 0;
}

static int clean(void **state)
{
    (void)state;
    silence();
    own_command(NULL, "TRUNCATE esp.utrwalenie, job.zadanie, ca.dowod, ca.dowod_certyfikatu");
    own_command(NULL, "SET session_replication_role = replica; DELETE FROM esp.upo");
    return 0;
}

/* ---- sealed files ---- */

static bool stamp(void *arg, TALLOC_CTX *mem, const unsigned char sha256[32], const void **ret_der, size_t *ret_len)
{
    (void)arg;
    return tsp_make(mem, w.key, w.tsa, NULL, 0, "1.2.3.4", ++w.serial, clock_now(), sha256, ret_der, ret_len);
}

/* Stored in FX_JST and entered as its newest receipt; returns the SHA-256. */
static const char *receipt(X509 *cert, bool stamped)
{
    struct ctx *ctx = second_ctx(w.app, FX_JST);
    struct tsp_source stamps = { stamp, NULL };
    xmlDoc *doc = xml_new(ctx->mem, "Poswiadczenie", NULL, "urn:test");
    struct blob_info info;
    size_t len = 0;
    const char *xml;

    xml_add(xmlDocGetRootElement(doc), NULL, "Nr", mem_printf(ctx->mem, "%lu", (unsigned long)++w.serial));
    assert_int_equal(xmlsig_sign(ctx->mem, doc, w.key, &cert, 1, clock_now(), "text/xml", stamped ? &stamps : NULL),
                     ERR_OK);
    xml = xml_bytes(ctx->mem, doc, &len);
    assert_int_equal(blob_put(ctx, xml, len, &info), ERR_OK);
    assert_int_equal(db_commit(ctx), ERR_OK);
    own_command(NULL, mem_printf(w.mem,
                                 "SET session_replication_role = replica; INSERT INTO esp.upo (jst, numer, rodzaj,"
                                 " dokument_id, sha256, doreczono_at, wystawiono_at) VALUES ('%s', 'U-%lu', 'UPP', %lu,"
                                 " '%s', now(), now())",
                                 FX_JST, (unsigned long)w.serial, (unsigned long)w.serial, info.sha256));
    ctx_free(ctx);
    return mem_strdup(w.mem, info.sha256);
}

/* ---- asking the database ---- */

static int64_t count(const char *what)
{
    struct ctx *ctx = second_ctx(w.app, FX_JST);
    int64_t n = fx_count(ctx, what);

    ctx_free(ctx);
    return n;
}

static void plan(void)
{
    struct ctx *ctx = second_ctx(w.app, FX_JST);

    assert_int_equal(utrwalenie_plan(ctx), ERR_OK);
    assert_int_equal(db_commit(ctx), ERR_OK);
    ctx_free(ctx);
}

static void step(void)
{
    bool ran = false;

    own_command(NULL, "UPDATE job.zadanie SET nastepna_at = now() WHERE stan = 'czeka'");
    assert_int_equal(runner_step(w.app, LANE_REST, &ran), ERR_OK);
    assert_true(ran);
}

/* ---- tests ---- */

static void seals_without_an_authority_to_ask_are_left_alone(void **state)
{
    struct ctx *ctx = NULL;
    const char *sha = receipt(w.mute, true);

    (void)state;
    plan();
    assert_int_equal(count("job.zadanie"), 0);
    assert_int_equal(count("esp.utrwalenie"), 0);
    /* asked for all the same, it is only noted */
    ctx = second_ctx(w.app, FX_JST);
    assert_int_equal(job_add(ctx, "utrwalenie", NULL, json_pack("{s:s}", "sha256", sha)), ERR_OK);
    assert_int_equal(db_commit(ctx), ERR_OK);
    ctx_free(ctx);
    step();
    assert_int_equal(count("esp.utrwalenie WHERE lt_sha256 IS NULL"), 1);
    assert_int_equal(count("job.zadanie WHERE stan = 'zrobione'"), 1);
}

static void the_authority_away_means_later(void **state)
{
    (void)state;
    receipt(w.seal, true);
    plan();
    plan(); /* once is enough */
    assert_int_equal(count("job.zadanie"), 1);
    step();
    assert_int_equal(count("esp.utrwalenie"), 0);
    assert_int_equal(count("job.zadanie WHERE stan = 'czeka' AND blad = 'TRY_LATER'"), 1);
    answer("seal", w.seal, 0);
    step(); /* the time stamp's authority is still away */
    assert_int_equal(count("esp.utrwalenie"), 0);
}

static void the_evidence_is_put_beside(void **state)
{
    static const struct db_sql look = { "t_lt", "SELECT lt_sha256 FROM esp.utrwalenie WHERE sha256 = $1", 1 };
    const char *sha = receipt(w.seal, true);
    struct ctx *ctx = second_ctx(w.app, FX_JST);
    struct verify_request rq = { .profile = VERIFY_NARROW, .purposes = TRUST_OWN, .at = clock_now() };
    struct trust *trust = kit_trust(ctx->mem, w.ca, TRUST_TSA);
    struct verify_report rep;
    struct db_rows *rows = NULL;
    void *data = NULL;

    (void)state;
    kit_anchor(trust, w.ca, TRUST_OWN, TRUST_REVOCATION_REQUIRED);
    answer("seal", w.seal, 0);
    answer("tsa", w.tsa, 0);
    plan();
    step();
    assert_int_equal(count("job.zadanie WHERE stan = 'zrobione'"), 1);
    assert_int_equal(db_one(ctx, &look, DB_ARGS(db_text(sha)), "none", &rows), ERR_OK);
    assert_string_not_equal(db_str(rows, 0, "lt_sha256"), sha);
    assert_int_equal(blob_get(ctx, db_str(rows, 0, "lt_sha256"), 1 << 20, &data, &rq.len), ERR_OK);
    rq.data = data;
    verify_bytes(ctx->mem, &rq, trust, &rep);
    kit_expect(&rep, VERIFY_TOTAL_PASSED, NULL, NULL);
    assert_string_equal(rep.signatures[0].level, "B-LT");
    /* the issued one is as it was, and would not do where evidence is required */
    assert_int_equal(blob_get(ctx, sha, 1 << 20, &data, &rq.len), ERR_OK);
    rq.data = data;
    verify_bytes(ctx->mem, &rq, trust, &rep);
    kit_expect(&rep, VERIFY_INDETERMINATE, "TRY_LATER", NULL);
    plan();
    assert_int_equal(count("job.zadanie"), 1);
    ctx_free(ctx);
}

static void a_seal_without_a_stamp_stays_as_it_is(void **state)
{
    (void)state;
    receipt(w.seal, false);
    answer("seal", w.seal, 0);
    plan();
    step();
    assert_int_equal(count("esp.utrwalenie WHERE lt_sha256 IS NULL"), 1);
}

static void a_revoked_seal_gets_no_evidence(void **state)
{
    (void)state;
    receipt(w.seal, true);
    answer("seal", w.seal, clock_now() - HOUR);
    answer("tsa", w.tsa, 0);
    plan();
    step();
    assert_int_equal(count("esp.utrwalenie"), 0);
    assert_int_equal(count("job.zadanie WHERE stan = 'czeka'"), 1);
}

static void sweep(void)
{
    extern const struct job_kind dowody_jobs[];
    struct ctx *ctx = second_ctx(w.app, "");

    assert_int_equal(dowody_jobs[0].run(ctx, NULL), ERR_OK);
    assert_int_equal(db_commit(ctx), ERR_OK);
    ctx_free(ctx);
}

static void the_cache_forgets(void **state)
{
    (void)state;
    receipt(w.seal, true);
    answer("seal", w.seal, 0);
    answer("tsa", w.tsa, 0);
    plan();
    step();
    assert_int_equal(count("ca.dowod_certyfikatu"), 2);
    sweep();
    assert_int_equal(count("ca.dowod"), 2);
    own_command(NULL, "UPDATE ca.dowod SET pobrano_at = now() - interval '31 days'");
    sweep();
    assert_int_equal(count("ca.dowod"), 0);
    assert_int_equal(count("ca.dowod_certyfikatu"), 0);
}

static void other_units_see_nothing_of_it(void **state)
{
    struct ctx *ctx = second_ctx(w.app, FX_OTHER_JST);

    (void)state;
    receipt(w.seal, true);
    answer("seal", w.seal, 0);
    answer("tsa", w.tsa, 0);
    plan();
    step();
    assert_int_equal(count("esp.utrwalenie WHERE lt_sha256 IS NOT NULL"), 1);
    assert_int_equal(fx_count(ctx, "esp.utrwalenie"), 0);
    assert_int_equal(utrwalenie_plan(ctx), ERR_OK);
    ctx_free(ctx);
}

#define seal_test(f) cmocka_unit_test_setup((f), clean)

int main(void)
{
    const struct CMUnitTest tests[] = {
        seal_test(seals_without_an_authority_to_ask_are_left_alone),
        seal_test(the_authority_away_means_later),
        seal_test(the_evidence_is_put_beside),
        seal_test(a_seal_without_a_stamp_stays_as_it_is),
        seal_test(a_revoked_seal_gets_no_evidence),
        seal_test(the_cache_forgets),
        seal_test(other_units_see_nothing_of_it),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, begin_all, end_all);
}

/* esp/doreczenie: a letter waits, its addressee confirms once, the receipt and the date of delivery follow. */
#include "tests/support/pisma.h"

#include "core/ctx/blob.h"
#include "core/doc/xml.h"
#include "core/law/date.h"
#include "modules/esp/doreczenie/doreczenie.h"

/* A case with a letter of the unit of the clerk who acts. */
static const struct db_sql CASE = {
    "test_doreczenie_case",
    "WITH s AS (INSERT INTO eod.sprawa (jst, komorka_id, komorka_kod, wykaz_id, symbol, numer, rok, znak, tytul, "
    "kategoria,"
    " data_wszczecia, sposob_wszczecia, termin, termin_podstawa, prowadzacy_id, konto_id)"
    " SELECT app_jst(), p.komorka_id, 'ZZ', k.wykaz_id, k.symbol, 1, 2026, 'ZZ.1.2026', 'Próba', 'B5', '2026-11-23',"
    " 'na_wniosek', '2026-12-23', 'KPA art. 35', p.id, $1"
    " FROM org.pracownik p, (SELECT wykaz_id, symbol FROM eod.jrwa_klasa LIMIT 1) k WHERE p.id = app_user() RETURNING "
    "id)"
    " INSERT INTO eod.pismo (jst, sprawa_id, stan, wersja, autor_id, adresat_nazwa, adresat_konto_id, created_at)"
    " SELECT app_jst(), s.id, 'ROBOCZE', 1, app_user(), 'Jan Kowalski', $1, now() FROM s RETURNING id, sprawa_id",
    1,
};

static struct doreczenie letter_for(struct ctx *ctx, int64_t konto_id)
{
    struct blob_info blob;
    struct db_rows *r = NULL;

    assert_int_equal(db_query(ctx, &CASE, DB_ARGS(db_i64(konto_id)), &r), ERR_OK);
    assert_int_equal(r->n, 1);
    assert_int_equal(blob_put(ctx, "<pismo/>", 8, &blob), ERR_OK);
    return (struct doreczenie){
        .konto_id = konto_id,
        .pismo_id = db_int(r, 0, "id"),
        .sprawa_id = db_int(r, 0, "sprawa_id"),
        .znak = "ZZ.1.2026",
        .tytul = "Zawiadomienie",
        .sha256 = mem_strdup(ctx->mem, blob.sha256),
    };
}

/* The referent's letter, sent by the kancelaria to the demo citizen; returns the delivery's id. */
static int64_t sent(void **state)
{
    int64_t konto = fx_citizen(state, "obywatel", FX_JST)->who.konto_id;
    struct ctx *ctx = fx_clerk(state, "referent");
    struct doreczenie d = letter_for(ctx, konto);
    int64_t jobs = fx_count(ctx, "job.zadanie");
    int64_t id = 0;

    fx_clerk(state, "kancelaria");
    assert_int_equal(doreczenie_add(ctx, &d, &id), ERR_OK);
    assert_true(id > 0);
    assert_int_equal(fx_count(ctx, "job.zadanie"), jobs + 1);
    assert_int_equal(doreczenie_add(ctx, &d, &id), ERR_CONFLICT);
    ctx_forgive(ctx);
    return id;
}

static int n_deliveries(struct ctx *ctx)
{
    struct db_rows *r = NULL;

    assert_int_equal(doreczenie_list(ctx, &r), ERR_OK);
    return r->n;
}

static void the_addressee_collects_once(void **state)
{
    int before = n_deliveries(fx_citizen(state, "obywatel", ""));
    int64_t id = sent(state);
    struct ctx *ctx = fx_citizen(state, "obywatel", "");
    struct db_rows *r = NULL;
    struct upo upo;
    xmlDoc *doc = NULL;
    const xmlNode *upd;
    static const char collected[] = "audit.zdarzenie WHERE typ = 'doreczenie.odebrane'";
    int64_t earlier = fx_count(ctx, collected);

    assert_int_equal(doreczenie_get(ctx, FX_JST, id, &r), ERR_OK);
    assert_true(db_is_null(r, 0, "sha256"));
    assert_true(db_is_null(r, 0, "odebrano_at"));
    assert_int_equal(upo_of_doreczenie(ctx, id, &upo), ERR_NOTFOUND);
    ctx_forgive(ctx);

    for (int i = 0; i < 2; i++) {
        assert_int_equal(doreczenie_collect(ctx, FX_JST, id), ERR_OK);
        assert_int_equal(doreczenie_get(ctx, FX_JST, id, &r), ERR_OK);
        assert_string_equal(db_str(r, 0, "data_doreczenia"), date_text(ctx->mem, date_of(ctx->now)));
        assert_false(db_is_null(r, 0, "sha256"));
        assert_int_equal(fx_count(ctx, collected), earlier + 1);
    }
    assert_int_equal(upo_of_doreczenie(ctx, id, &upo), ERR_OK);
    assert_string_equal(upo.numer, db_str(r, 0, "upo"));
    assert_int_equal(xml_parse(ctx->mem, upo.xml, upo.xml_len, upo.xml_len, &doc, NULL), ERR_OK);
    upd = xml_child(xmlDocGetRootElement(doc), UPO_NS, "UPD");
    assert_string_equal(xml_text(ctx->mem, xml_child(upd, NULL, "IdentyfikatorSprawy")), "ZZ.1.2026");
    assert_string_equal(xml_text(ctx->mem, xml_path(upd, "Adresat/Nazwa")), "Jan Kowalski");
    assert_string_equal(xml_text(ctx->mem, xml_path(upd, "PodmiotWystawiajacyPoswiadczenie/IdentyfikatorPodmiotu")),
                        FX_JST);
    assert_int_equal(doreczenie_list(ctx, &r), ERR_OK);
    assert_int_equal(r->n, before + 1);
    assert_string_equal(db_str(r, 0, "upo"), upo.numer);
}

static void nobody_collects_for_another(void **state)
{
    int64_t id = sent(state);
    struct ctx *ctx = fx_citizen(state, "inna-obywatel", "");
    struct db_rows *r = NULL;

    assert_int_equal(doreczenie_collect(ctx, FX_JST, id), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(doreczenie_get(ctx, FX_JST, id, &r), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(doreczenie_list(ctx, &r), ERR_OK);
    assert_int_equal(r->n, 0);
    ctx = fx_citizen(state, "obywatel", "");
    assert_int_equal(doreczenie_collect(ctx, FX_OTHER_JST, id), ERR_NOTFOUND);
    ctx_forgive(ctx);
    ctx = fx_clerk(state, "referent");
    assert_int_equal(doreczenie_collect(ctx, FX_JST, id), ERR_DENIED);
    ctx_forgive(ctx);
    assert_int_equal(doreczenie_get(ctx, FX_JST, id, &r), ERR_OK);
    assert_true(db_is_null(r, 0, "odebrano_at"));
    assert_false(db_is_null(r, 0, "sha256"));
    ctx = fx_clerk(state, "inna-referent");
    assert_int_equal(doreczenie_get(ctx, FX_OTHER_JST, id, &r), ERR_NOTFOUND);
}

/* 23:30 UTC is the next day in Poland, in winter and in summer. */
static void the_day_is_that_of_poland(void **state)
{
    static const struct {
        const char *utc;
        const char *day;
    } cases[] = { { "2026-11-23T22:59:59Z", "2026-11-23" }, { "2026-11-23T23:00:00Z", "2026-11-24" } };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        static const struct db_sql day = { "test_doreczenie_day", "SELECT $1::timestamptz::date AS d", 1 };
        struct ctx *ctx = fx_citizen(state, "obywatel", "");
        struct db_rows *r = NULL;

        assert_int_equal(db_query(ctx, &day, DB_ARGS(db_text(cases[i].utc)), &r), ERR_OK);
        assert_string_equal(db_str(r, 0, "d"), cases[i].day);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(the_addressee_collects_once),
        fx_test(nobody_collects_for_another),
        fx_test(the_day_is_that_of_poland),
    };

    return fx_run(tests);
}

/* The demo office at work: a letter comes in, is registered, assigned, becomes a case, is answered. Each helper is one
 * person's deed, expects success and returns what the next one needs. */
#ifndef TESTS_SUPPORT_BIURO_H
#define TESTS_SUPPORT_BIURO_H

#include "tests/support/fx.h"

#include <inttypes.h>
#include <string.h>

#include "core/ctx/blob.h"
#include "modules/eod/dekretacja/dekretacja.h"
#include "modules/eod/pismo/pismo.h"
#include "modules/eod/przesylka/przesylka.h"
#include "modules/eod/sprawa/sprawa.h"

/* A class of the wykaz of gminas that is confirmed. */
#define BIURO_KLASA "0005"

static inline int64_t biuro_id(struct ctx *ctx, const struct db_sql *sql, const char *arg)
{
    struct db_rows *r = NULL;

    assert_int_equal(db_one(ctx, sql, DB_ARGS(db_text(arg)), "none", &r), ERR_OK);
    return db_int(r, 0, "id");
}

static inline int64_t biuro_komorka(struct ctx *ctx, const char *kod)
{
    static const struct db_sql sql = { "biuro_komorka", "SELECT id FROM org.komorka WHERE jst = app_jst() AND kod = $1",
                                       1 };

    return biuro_id(ctx, &sql, kod);
}

static inline int64_t biuro_pracownik(void **state, const char *login)
{
    return fx_clerk(state, login)->who.pracownik_id;
}

/* What has just arrived from the demo citizen, without a receipt: that is another module's business. */
static inline int64_t biuro_wplyw(void **state, const char *tytul, const char *znak)
{
    static const struct db_sql sql = {
        "biuro_wplyw",
        "INSERT INTO esp.dokument (jst, kanal, konto_id, nadawca_nazwa, nadawca_typ_id, nadawca_id, nadawca_adres, "
        "tytul,"
        " znak_sprawy, nazwa_pliku, mime, sha256, rozmiar, podpis, podpis_raport, klucz, wplynelo_at)"
        " VALUES (app_jst(), 'konto', app_konto(), 'Jan Kowalski', 'konto', '1', 'Lipowa 3, 66-431 Santok', $1, $2,"
        " 'pismo.xml', 'text/xml', $3, 8, 'NONE', '{}', gen_random_uuid()::text, $4) RETURNING id",
        4,
    };
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    struct blob_info blob;
    struct db_rows *r = NULL;

    assert_int_equal(blob_put(ctx, "<pismo/>", 8, &blob), ERR_OK);
    assert_int_equal(
        db_query(ctx, &sql, DB_ARGS(db_text(tytul), db_text(znak), db_text(blob.sha256), db_time(ctx->now)), &r),
        ERR_OK);
    return db_int(r, 0, "id");
}

static inline struct przesylka_nowa biuro_dane(struct ctx *ctx, int64_t dokument_id)
{
    return (struct przesylka_nowa){
        .dokument_id = dokument_id,
        .tytul = "Wniosek o informację",
        .nadawca_nazwa = "Jan Kowalski",
        .nadawca_adres = "Lipowa 3, 66-431 Santok",
        .data_na_pismie = "",
        .znak_obcy = "",
        .uwagi = "",
        .do_komorki_id = biuro_komorka(ctx, "SG"),
    };
}

/* Lies with the sekretarz. */
static inline int64_t biuro_zarejestrowane(void **state)
{
    int64_t dokument = biuro_wplyw(state, "Wniosek o informację", "");
    struct ctx *ctx = fx_clerk(state, "kancelaria");
    struct przesylka_nowa n = biuro_dane(ctx, dokument);
    int64_t id = 0;

    assert_int_equal(przesylka_enter(ctx, &n, &id), ERR_OK);
    return id;
}

static inline struct dekretacja biuro_dekretacja(int64_t przesylka, int64_t komorka, int64_t pracownik)
{
    return (struct dekretacja){
        .przesylka_id = przesylka, .do_komorki_id = komorka, .do_id = pracownik, .polecenie = "", .termin = ""
    };
}

/* Lies with the kierownik of OR. */
static inline int64_t biuro_u_kierownika(void **state)
{
    int64_t id = biuro_zarejestrowane(state);
    struct ctx *ctx = fx_clerk(state, "sekretarz");
    struct dekretacja d = biuro_dekretacja(id, biuro_komorka(ctx, "OR"), 0);

    assert_int_equal(dekretacja_assign(ctx, &d), ERR_OK);
    return id;
}

/* Lies with the referent. */
static inline int64_t biuro_u_referenta(void **state)
{
    int64_t referent = biuro_pracownik(state, "referent");
    int64_t id = biuro_u_kierownika(state);
    struct dekretacja d = biuro_dekretacja(id, 0, referent);

    assert_int_equal(dekretacja_assign(fx_clerk(state, "kierownik"), &d), ERR_OK);
    return id;
}

static inline struct sprawa_nowa biuro_nowa_sprawa(int64_t przesylka)
{
    return (struct sprawa_nowa){
        .przesylka_id = przesylka,
        .symbol = BIURO_KLASA,
        .tytul = "Informacja dla Jana",
        .termin = "miesiac",
        .termin_data = "",
        .termin_podstawa = "",
    };
}

/* Run by the referent, who acts afterwards. */
static inline int64_t biuro_sprawa(void **state)
{
    struct sprawa_nowa n = biuro_nowa_sprawa(biuro_u_referenta(state));
    int64_t id = 0;

    assert_int_equal(sprawa_open(fx_clerk(state, "referent"), &n, &id), ERR_OK);
    return id;
}

static inline struct pismo_nowe biuro_nowe_pismo(struct ctx *ctx, int64_t sprawa)
{
    struct db_rows *letters = NULL;

    assert_int_equal(pismo_letters(ctx, sprawa, &letters), ERR_OK);
    return (struct pismo_nowe){
        .sprawa_id = sprawa,
        .odpowiedz_na_id = db_int(letters, 0, "id"),
        .adresat = PISMO_NADAWCA,
        .adresat_nazwa = "",
        .adresat_adres = "",
        .adresat_rodzaj = "",
        .tytul = "Odpowiedź",
        .tresc = "Szanowny Panie,\n\ninformuję.",
    };
}

/* A draft of the referent, who acts afterwards. */
static inline int64_t biuro_pismo(void **state, int64_t sprawa)
{
    struct ctx *ctx = fx_clerk(state, "referent");
    struct pismo_nowe n = biuro_nowe_pismo(ctx, sprawa);
    int64_t id = 0;

    assert_int_equal(pismo_new(ctx, &n, &id), ERR_OK);
    return id;
}

/* The letter is brought into this state; its version stays 1. */
static inline void biuro_bring_to(void **state, int64_t pismo, enum pismo_stan cel)
{
    int64_t kierownik = biuro_pracownik(state, "kierownik");

    if (cel == PISMO_ANULOWANE) {
        assert_int_equal(pismo_cancel(fx_clerk(state, "referent"), pismo), ERR_OK);
        return;
    }
    if (cel >= PISMO_PRZEDLOZONE)
        assert_int_equal(pismo_submit(fx_clerk(state, "referent"), pismo, 1, kierownik), ERR_OK);
    if (cel >= PISMO_ZAAKCEPTOWANE)
        assert_int_equal(pismo_accept(fx_clerk(state, "kierownik"), pismo, 1), ERR_OK);
    if (cel >= PISMO_PODPISANE)
        assert_int_equal(pismo_sign(fx_clerk(state, "wojt"), pismo, 1), ERR_OK);
    if (cel >= PISMO_WYSLANE)
        assert_int_equal(pismo_send(fx_clerk(state, "kancelaria"), pismo, "konto", ""), ERR_OK);
}

/* A column of a row found by id, whoever acts: a look behind the scenes. Lives as long as the test. */
static inline const char *biuro_kolumna(struct ctx *ctx, const char *table, int64_t id, const char *column)
{
    struct db_sql *sql = mem_zero(ctx->app->mem, struct db_sql);
    struct db_rows *r = NULL;
    enum who_kind kind = ctx->who.kind;

    sql->name = mem_printf(ctx->app->mem, "biuro_%p", (void *)sql);
    sql->text =
        mem_printf(ctx->app->mem, "SELECT (%s)::text AS v FROM %s WHERE jst = app_jst() AND id = $1", column, table);
    sql->n_args = 1;
    ctx->who.kind = WHO_SYSTEM;
    assert_int_equal(db_set_who(ctx), ERR_OK);
    assert_int_equal(db_one(ctx, sql, DB_ARGS(db_i64(id)), "none", &r), ERR_OK);
    ctx->who.kind = kind;
    assert_int_equal(db_set_who(ctx), ERR_OK);
    return db_str(r, 0, "v");
}

/* The failure was explained, in Polish, and is dealt with; ctx goes on. */
#define biuro_odmowa(ctx, call, code)                                                                                  \
    do {                                                                                                               \
        assert_int_equal((call), (code));                                                                              \
        assert_non_null((ctx)->fail.message);                                                                          \
        assert_true(strlen((ctx)->fail.message) > 10);                                                                 \
        ctx_forgive(ctx);                                                                                              \
    } while (0)

#endif

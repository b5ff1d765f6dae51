/* eod/sprawa and eod/jrwa: signs, terms, joining, closing. */
#include "tests/support/biuro.h"

#include "core/ctx/app.h"
#include "core/law/date.h"
#include "modules/eod/jrwa/jrwa.h"

static void the_sign_and_what_is_kept(void **state)
{
    int64_t id = biuro_sprawa(state);
    int64_t second = biuro_sprawa(state);
    struct ctx *ctx = fx_clerk(state, "referent");
    struct db_rows *a = NULL;
    struct db_rows *b = NULL;
    int rok = date_of(ctx->now).year;

    assert_int_equal(sprawa_get(ctx, id, &a), ERR_OK);
    assert_int_equal(sprawa_get(ctx, second, &b), ERR_OK);
    assert_string_equal(db_str(a, 0, "znak"),
                        mem_printf(ctx->mem, "OR.0005.%" PRId64 ".%d", db_int(a, 0, "numer"), rok));
    assert_int_equal(db_int(b, 0, "numer"), db_int(a, 0, "numer") + 1);
    assert_string_equal(db_str(a, 0, "kategoria"), "A");
    assert_int_equal(db_int(a, 0, "prowadzacy_id"), ctx->who.pracownik_id);
    assert_string_equal(db_str(a, 0, "data_wszczecia"), date_text(ctx->mem, date_of(ctx->now)));
    assert_int_equal(db_int(a, 0, "konto_id"), fx_citizen(state, "obywatel", FX_JST)->who.konto_id);
}

/* KPA art. 35 and 57, the vectors of the terms. */
static void terms_run_from_the_day_of_arrival(void **state)
{
    static const struct {
        const char *kind, *from, *end;
    } cases[] = {
        { "miesiac", "2026-11-23", "2026-12-23" },      { "miesiac", "2026-11-24", "2026-12-28" },
        { "miesiac", "2026-01-31", "2026-03-02" },      { "miesiac", "2026-04-01", "2026-05-04" },
        { "dwa_miesiace", "2026-11-23", "2027-01-25" }, { "dwa_miesiace", "2026-12-31", "2027-03-01" },
        { "niezwlocznie", "2026-03-02", "2026-03-09" }, { "niezwlocznie", "2026-12-17", "2026-12-28" },
    };
    struct ctx *ctx = fx_clerk(state, "referent");

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct sprawa_nowa n = { .termin = cases[i].kind, .termin_data = "", .termin_podstawa = "" };
        const char *end = NULL;

        assert_int_equal(sprawa_termin_date(ctx, cases[i].from, &n, &end), ERR_OK);
        assert_string_equal(end, cases[i].end);
    }
}

static void a_term_of_special_law_has_its_basis(void **state)
{
    int64_t letter = biuro_u_referenta(state);
    struct ctx *ctx = fx_clerk(state, "referent");
    struct sprawa_nowa n = biuro_nowa_sprawa(letter);
    int64_t id = 0;

    n.termin = "szczegolny";
    biuro_odmowa(ctx, sprawa_open(ctx, &n, &id), ERR_INVALID);
    n.termin_data = "2020-01-01";
    biuro_odmowa(ctx, sprawa_open(ctx, &n, &id), ERR_INVALID);
    n.termin_data = "2099-12-08";
    biuro_odmowa(ctx, sprawa_open(ctx, &n, &id), ERR_INVALID);
    n.termin_podstawa = "art. 13 ust. 1 ustawy o dostępie do informacji publicznej";
    assert_int_equal(sprawa_open(ctx, &n, &id), ERR_OK);
    assert_string_equal(biuro_kolumna(ctx, "eod.sprawa", id, "termin"), "2099-12-08");
}

static void a_letter_has_one_case(void **state)
{
    int64_t letter = biuro_u_referenta(state);
    struct ctx *ctx = fx_clerk(state, "referent");
    struct sprawa_nowa n = biuro_nowa_sprawa(letter);
    int64_t id = 0;
    int64_t again = 0;

    assert_int_equal(sprawa_open(ctx, &n, &id), ERR_OK);
    assert_int_equal(sprawa_open(ctx, &n, &again), ERR_CONFLICT);
    assert_non_null(strstr(ctx->fail.message, biuro_kolumna(ctx, "eod.sprawa", id, "znak")));
    ctx_forgive(ctx);
    biuro_odmowa(ctx, sprawa_join(ctx, letter, biuro_kolumna(ctx, "eod.sprawa", id, "znak"), &again), ERR_CONFLICT);
}

static void only_the_holder_opens_and_joins(void **state)
{
    static const char *const logins[] = { "kancelaria", "sekretarz", "wojt", "kierownik", "administrator" };
    int64_t sprawa = biuro_sprawa(state);
    int64_t letter = biuro_u_referenta(state);
    int64_t with_head = biuro_u_kierownika(state);
    struct sprawa_nowa n = biuro_nowa_sprawa(letter);
    int64_t id = 0;

    for (size_t i = 0; i < sizeof logins / sizeof logins[0]; i++) {
        struct ctx *ctx = fx_clerk(state, logins[i]);
        const char *znak = biuro_kolumna(ctx, "eod.sprawa", sprawa, "znak");

        biuro_odmowa(ctx, sprawa_open(ctx, &n, &id), ERR_DENIED);
        biuro_odmowa(ctx, sprawa_join(ctx, letter, znak, &id), ERR_DENIED);
    }
    struct ctx *ctx = fx_clerk(state, "kierownik");

    n = biuro_nowa_sprawa(with_head);
    biuro_odmowa(ctx, sprawa_open(ctx, &n, &id), ERR_DENIED); /* waits for dekretacja, even if by himself to himself */
    ctx = fx_clerk(state, "inna-referent");
    biuro_odmowa(ctx, sprawa_open(ctx, &n, &id), ERR_NOTFOUND);
}

static void joining_by_sign(void **state)
{
    int64_t sprawa = biuro_sprawa(state);
    int64_t letter = biuro_u_referenta(state);
    struct ctx *ctx = fx_clerk(state, "referent");
    const char *znak = biuro_kolumna(ctx, "eod.sprawa", sprawa, "znak");
    struct db_rows *akta = NULL;
    int64_t id = 0;

    biuro_odmowa(ctx, sprawa_join(ctx, letter, "nie znak", &id), ERR_INVALID);
    biuro_odmowa(ctx, sprawa_join(ctx, letter, "OR.9999.1.2026", &id), ERR_INVALID);
    assert_int_equal(sprawa_join(ctx, letter, mem_printf(ctx->mem, " %s.AK ", znak), &id), ERR_OK);
    assert_int_equal(id, sprawa);
    assert_int_equal(sprawa_przychodzace(ctx, sprawa, &akta), ERR_OK);
    assert_int_equal(akta->n, 2);
    assert_int_equal(db_int(akta, 1, "lp"), 2);
    assert_int_equal(db_int(akta, 1, "id"), letter);
}

static void no_joining_of_a_closed_case(void **state)
{
    int64_t sprawa = biuro_sprawa(state);
    int64_t letter = biuro_u_referenta(state);
    struct ctx *ctx = fx_clerk(state, "referent");
    int64_t id = 0;

    assert_int_equal(sprawa_close(ctx, sprawa, "Załatwiono telefonicznie"), ERR_OK);
    biuro_odmowa(ctx, sprawa_join(ctx, letter, biuro_kolumna(ctx, "eod.sprawa", sprawa, "znak"), &id), ERR_CONFLICT);
}

static void all_obstacles_at_once(void **state)
{
    static const enum pismo_stan states[] = { PISMO_ROBOCZE,   PISMO_PRZEDLOZONE, PISMO_ZAAKCEPTOWANE,
                                              PISMO_PODPISANE, PISMO_WYSLANE,     PISMO_ANULOWANE };
    static const char *const kody[] = { "robocze", "przedlozone", "zaakceptowane", "podpisane", "nieodebrane" };
    int64_t sprawa = biuro_sprawa(state);
    struct db_rows *r = NULL;
    struct ctx *ctx;

    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        struct pismo_nowe n;
        int64_t id = 0;

        ctx = fx_clerk(state, "referent");
        n = biuro_nowe_pismo(ctx, sprawa);
        n.tytul = mem_printf(ctx->mem, "Pismo %zu", i);
        assert_int_equal(pismo_new(ctx, &n, &id), ERR_OK);
        biuro_bring_to(state, id, states[i]);
    }
    ctx = fx_clerk(state, "referent");
    assert_int_equal(sprawa_obstacles(ctx, sprawa, &r), ERR_OK);
    assert_int_equal(r->n, 5);
    for (int i = 0; i < 5; i++)
        assert_string_equal(db_str(r, i, "kod"), kody[i]);
    assert_int_equal(sprawa_close(ctx, sprawa, "Koniec"), ERR_CONFLICT);
    for (int i = 0; i < 5; i++)
        assert_non_null(strstr(ctx->fail.message, db_str(r, i, "tytul")));
    ctx_forgive(ctx);
    assert_string_equal(biuro_kolumna(ctx, "eod.sprawa", sprawa, "stan"), "W_TOKU");
}

static void closing(void **state)
{
    int64_t sprawa = biuro_sprawa(state);
    struct ctx *ctx = fx_clerk(state, "wojt");

    biuro_odmowa(ctx, sprawa_close(ctx, sprawa, "Koniec"), ERR_DENIED);
    ctx = fx_clerk(state, "referent");
    biuro_odmowa(ctx, sprawa_close(ctx, sprawa, ""), ERR_INVALID);
    assert_int_equal(sprawa_close(ctx, sprawa, "Udzielono odpowiedzi"), ERR_OK);
    biuro_odmowa(ctx, sprawa_close(ctx, sprawa, "Udzielono odpowiedzi"), ERR_CONFLICT);
    assert_string_equal(biuro_kolumna(ctx, "eod.sprawa", sprawa, "data_zakonczenia"),
                        date_text(ctx->mem, date_of(ctx->now)));
    biuro_odmowa(ctx, sprawa_close(ctx, 999999999, "x"), ERR_NOTFOUND);
}

static void lists_by_scope_state_and_words(void **state)
{
    int64_t a = biuro_sprawa(state);
    int64_t b = biuro_sprawa(state);
    static const char *const mine[] = { "zakres", "moje", "stan", "W_TOKU", NULL };
    static const char *const all_mine[] = { "zakres", "moje", NULL };
    static const char *const ours[] = { "zakres", "komorka", NULL };
    static const char *const all[] = { NULL };
    struct register_filter f = { .q = "INFORMACJA jana", .order = "", .limit = 1, .wanted = source_of_pairs(mine) };
    struct db_rows *r = NULL;
    struct ctx *ctx = fx_clerk(state, "referent");

    assert_int_equal(register_list(ctx, &sprawa_register, &f, &r), ERR_OK);
    assert_int_equal(r->n, 1);
    assert_int_equal(db_int(r, 0, "id"), b);
    f.after_id = b;
    f.after = db_str(r, 0, "klucz");
    assert_int_equal(register_list(ctx, &sprawa_register, &f, &r), ERR_OK);
    assert_int_equal(db_int(r, 0, "id"), a);
    f = (struct register_filter){ .q = "", .order = "", .limit = 10, .wanted = source_of_pairs(all_mine) };
    ctx = fx_clerk(state, "kierownik");
    assert_int_equal(register_list(ctx, &sprawa_register, &f, &r), ERR_OK);
    assert_true(r->n == 0 || db_int(r, 0, "id") < a);
    f.wanted = source_of_pairs(ours);
    assert_int_equal(register_list(ctx, &sprawa_register, &f, &r), ERR_OK);
    assert_int_equal(db_int(r, 0, "id"), b);
    f.wanted = source_of_pairs(all);
    f.q = biuro_kolumna(fx_clerk(state, "referent"), "eod.sprawa", a, "znak");
    ctx = fx_clerk(state, "inna-kierownik");
    assert_int_equal(register_list(ctx, &sprawa_register, &f, &r), ERR_OK);
    /* The other unit may have a case of the same sign, but it is not this one. */
    for (int i = 0; i < r->n; i++)
        assert_int_not_equal(db_int(r, i, "id"), a);
}

static void the_spis_of_a_class(void **state)
{
    int64_t id = biuro_sprawa(state);
    struct ctx *ctx = fx_clerk(state, "referent");
    struct sprawa_spis s = { .rok = date_of(ctx->now).year, .komorka_kod = "OR", .symbol = BIURO_KLASA, .limit = 1000 };
    struct db_rows *r = NULL;

    assert_int_equal(sprawa_spis(ctx, &s, &r), ERR_OK);
    assert_int_equal(db_int(r, r->n - 1, "id"), id);
    for (int i = 0; i < r->n; i++)
        assert_int_equal(db_int(r, i, "numer"), i + 1);
    assert_int_equal(sprawa_spisy(ctx, s.rok, &r), ERR_OK);
    assert_true(r->n >= 1);
    assert_int_equal(sprawa_lata(ctx, &r), ERR_OK);
    assert_int_equal(db_int(r, 0, "rok"), s.rok);
}

/* ---- the wykaz ---- */

static void unconfirmed_classes_only_when_configured(void **state)
{
    struct ctx *ctx = fx_clerk(state, "referent");
    bool was = ctx->app->conf.jrwa_niepotwierdzone;
    struct jrwa_klasa k;

    ctx->app->conf.jrwa_niepotwierdzone = false;
    biuro_odmowa(ctx, jrwa_do_sprawy(ctx, "1431", &k), ERR_INVALID);
    assert_int_equal(jrwa_do_sprawy(ctx, "0005", &k), ERR_OK);
    assert_true(k.potwierdzona);
    assert_string_equal(k.kategoria, "A");
    ctx->app->conf.jrwa_niepotwierdzone = true;
    assert_int_equal(jrwa_do_sprawy(ctx, "1431", &k), ERR_OK);
    assert_false(k.potwierdzona);
    assert_string_equal(k.kategoria, "BE10");
    biuro_odmowa(ctx, jrwa_do_sprawy(ctx, "143", &k), ERR_INVALID);
    biuro_odmowa(ctx, jrwa_do_sprawy(ctx, "", &k), ERR_INVALID);
    biuro_odmowa(ctx, jrwa_do_sprawy(ctx, "987654", &k), ERR_INVALID);
    ctx->app->conf.jrwa_niepotwierdzone = was;
}

static void classes_by_symbol_or_words(void **state)
{
    struct ctx *ctx = fx_clerk(state, "referent");
    struct db_rows *r = NULL;

    assert_int_equal(jrwa_search(ctx, "1431", true, 10, &r), ERR_OK);
    assert_int_equal(r->n, 1);
    assert_int_equal(jrwa_search(ctx, "informacji PUBLICZNEJ", true, 10, &r), ERR_OK);
    assert_string_equal(db_str(r, 0, "symbol"), "1431");
    assert_int_equal(jrwa_search(ctx, "", false, 1000, &r), ERR_OK);
    assert_true(r->n > 60);
    assert_int_equal(jrwa_search(ctx, "%", false, 1000, &r), ERR_OK);
    assert_int_equal(r->n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(the_sign_and_what_is_kept),
        fx_test(terms_run_from_the_day_of_arrival),
        fx_test(a_term_of_special_law_has_its_basis),
        fx_test(a_letter_has_one_case),
        fx_test(only_the_holder_opens_and_joins),
        fx_test(joining_by_sign),
        fx_test(no_joining_of_a_closed_case),
        fx_test(all_obstacles_at_once),
        fx_test(closing),
        fx_test(lists_by_scope_state_and_words),
        fx_test(the_spis_of_a_class),
        fx_test(unconfirmed_classes_only_when_configured),
        fx_test(classes_by_symbol_or_words),
    };

    return fx_run(tests);
}

/* eod/dekretacja: one leading inbox at any time, only its owner moves the letter, returns go where it came from. */
#include "tests/support/biuro.h"

#include "core/law/date.h"

static const char *inbox(struct ctx *ctx, int64_t id)
{
    return biuro_kolumna(ctx, "eod.przesylka", id,
                         "stan || ':' || coalesce((SELECT k.kod FROM org.komorka k WHERE k.jst = app_jst() AND k.id = "
                         "u_komorki_id), (SELECT p.nazwisko FROM org.pracownik p WHERE p.jst = app_jst() AND p.id = "
                         "u_pracownika_id))");
}

static void down_the_office_and_back(void **state)
{
    int64_t id = biuro_u_referenta(state);
    struct ctx *ctx = fx_clerk(state, "referent");
    struct db_rows *chain = NULL;

    assert_string_equal(inbox(ctx, id), "U_PROWADZACEGO:Kos");
    biuro_odmowa(ctx, dekretacja_return(ctx, id, ""), ERR_INVALID);
    assert_int_equal(dekretacja_return(ctx, id, "To sprawa innego referatu"), ERR_OK);
    assert_string_equal(inbox(ctx, id), "DO_DEKRETACJI:OR");
    biuro_odmowa(ctx, dekretacja_return(ctx, id, "Jeszcze raz"), ERR_CONFLICT);
    ctx = fx_clerk(state, "kierownik");
    assert_int_equal(dekretacja_return(ctx, id, "Nie do nas"), ERR_OK);
    assert_string_equal(inbox(ctx, id), "DO_DEKRETACJI:SG");
    ctx = fx_clerk(state, "sekretarz");
    biuro_odmowa(ctx, dekretacja_return(ctx, id, "Do kancelarii"), ERR_CONFLICT);
    assert_int_equal(przesylka_chain(ctx, id, &chain), ERR_OK);
    assert_int_equal(chain->n, 4);
    assert_int_equal(db_int(chain, 2, "zwrot"), 1);
}

static void only_the_one_in_whose_inbox_it_lies(void **state)
{
    static const char *const logins[] = { "sekretarz", "wojt", "kierownik" };
    int64_t referent = biuro_pracownik(state, "referent");
    int64_t fresh = biuro_zarejestrowane(state); /* with the sekretarz */
    int64_t held = biuro_u_referenta(state);     /* with the referent, in the komórka of the kierownik */

    for (size_t i = 0; i < sizeof logins / sizeof logins[0]; i++) {
        struct ctx *ctx = fx_clerk(state, logins[i]);
        struct dekretacja d = biuro_dekretacja(fresh, 0, referent);

        if (i == 0)
            continue;
        biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_DENIED);
    }
    struct ctx *ctx = fx_clerk(state, "sekretarz");
    struct dekretacja d = biuro_dekretacja(held, 0, referent);

    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_CONFLICT); /* handed on by him before */
    ctx = fx_clerk(state, "wojt");
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_DENIED);
    ctx = fx_clerk(state, "referent");
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_DENIED); /* holds it, but assigns no letters */
    ctx = fx_clerk(state, "kancelaria");
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_DENIED);
    ctx = fx_clerk(state, "kierownik");
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_CONFLICT); /* it is there already: a second click */
    d = biuro_dekretacja(held, biuro_komorka(ctx, "W"), 0);
    assert_int_equal(dekretacja_assign(ctx, &d), ERR_OK); /* the head takes it from his clerk */
    assert_string_equal(inbox(ctx, held), "DO_DEKRETACJI:W");
}

static void receivers_who_cannot_have_it(void **state)
{
    int64_t stranger = biuro_pracownik(state, "inna-referent");
    int64_t sekretarz = biuro_pracownik(state, "sekretarz");
    int64_t referent = biuro_pracownik(state, "referent");
    int64_t id = biuro_zarejestrowane(state);
    struct ctx *ctx = fx_clerk(state, "sekretarz");
    struct dekretacja d = biuro_dekretacja(id, 0, 0);

    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_INVALID);
    d = biuro_dekretacja(id, 1, 1);
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_INVALID);
    d = biuro_dekretacja(id, 0, stranger);
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_INVALID);
    d = biuro_dekretacja(id, 0, sekretarz);
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_INVALID);
    d = biuro_dekretacja(id, biuro_komorka(ctx, "KANC"), 0);
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_INVALID);
    d = biuro_dekretacja(id, 0, referent);
    d.termin = date_text(ctx->mem, date_add(date_of(ctx->now), DATE_DAYS, -1));
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_INVALID);
    d.termin = "2026-13-01";
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_INVALID);
    d.termin = "";
    d.przesylka_id = 999999999;
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_NOTFOUND);
    assert_string_equal(inbox(ctx, id), "DO_DEKRETACJI:SG");
}

static void an_inactive_clerk_gets_nothing_and_loses_nothing(void **state)
{
    static const struct db_sql leave = { "test_dekretacja_leave",
                                         "UPDATE org.pracownik SET aktywny = false WHERE jst = app_jst() AND id = $1",
                                         1 };
    int64_t referent = biuro_pracownik(state, "referent");
    int64_t held = biuro_u_referenta(state);
    int64_t fresh = biuro_zarejestrowane(state);
    struct ctx *ctx = fx_clerk(state, "administrator");
    struct dekretacja d = biuro_dekretacja(fresh, 0, referent);

    assert_int_equal(db_exec(ctx, &leave, DB_ARGS(db_i64(referent)), NULL), ERR_OK);
    fx_clerk(state, "sekretarz");
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_INVALID);
    ctx = fx_clerk(state, "kierownik");
    d = biuro_dekretacja(held, 0, ctx->who.pracownik_id);
    assert_int_equal(dekretacja_assign(ctx, &d), ERR_OK);
    assert_string_equal(inbox(ctx, held), "U_PROWADZACEGO:Wiśniewski");
}

/* Nobody heads the komórka any more: whoever assigns letters may take them out of its inbox. */
static void no_letter_lies_where_nobody_can_take_it(void **state)
{
    static const struct db_sql demote = { "test_dekretacja_demote",
                                          "UPDATE org.pracownik SET kieruje = false WHERE jst = app_jst() AND id = $1",
                                          1 };
    int64_t kierownik = biuro_pracownik(state, "kierownik");
    int64_t referent = biuro_pracownik(state, "referent");
    int64_t id = biuro_u_kierownika(state);
    struct ctx *ctx = fx_clerk(state, "wojt");
    struct dekretacja d = biuro_dekretacja(id, 0, referent);

    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_DENIED);
    fx_clerk(state, "administrator");
    assert_int_equal(db_exec(ctx, &demote, DB_ARGS(db_i64(kierownik)), NULL), ERR_OK);
    fx_clerk(state, "wojt");
    assert_int_equal(dekretacja_assign(ctx, &d), ERR_OK);
}

static void not_when_it_is_in_a_case(void **state)
{
    int64_t referent = biuro_pracownik(state, "referent");
    int64_t id = biuro_u_referenta(state);
    struct sprawa_nowa n = biuro_nowa_sprawa(id);
    int64_t sprawa = 0;
    struct dekretacja d = biuro_dekretacja(id, 0, referent);
    struct ctx *ctx = fx_clerk(state, "referent");

    assert_int_equal(sprawa_open(ctx, &n, &sprawa), ERR_OK);
    biuro_odmowa(ctx, dekretacja_return(ctx, id, "Zwracam"), ERR_CONFLICT);
    ctx = fx_clerk(state, "kierownik");
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_CONFLICT);
}

static void for_information_closes_on_reading(void **state)
{
    int64_t referent = biuro_pracownik(state, "referent");
    int64_t ids[] = { biuro_pracownik(state, "wojt"), biuro_pracownik(state, "kancelaria"), referent,
                      999999999 }; /* the last one is nobody */
    int64_t id = biuro_u_kierownika(state);
    struct dekretacja d = biuro_dekretacja(id, 0, referent);
    struct db_rows *chain = NULL;
    struct ctx *ctx = fx_clerk(state, "kierownik");
    int n = 0;

    d.do_wiadomosci = ids;
    d.n_do_wiadomosci = 4;
    assert_int_equal(db_savepoint(ctx), ERR_OK);
    biuro_odmowa(ctx, dekretacja_assign(ctx, &d), ERR_INVALID);
    db_savepoint_undo(ctx);
    d.n_do_wiadomosci = 3;
    assert_int_equal(dekretacja_assign(ctx, &d), ERR_OK);
    assert_int_equal(przesylka_chain(ctx, id, &chain), ERR_OK);
    for (int i = 0; i < chain->n; i++)
        n += strcmp(db_str(chain, i, "rola"), "do_wiadomosci") == 0;
    assert_int_equal(n, 2); /* the one who leads it knows anyway */
    ctx = fx_clerk(state, "wojt");
    assert_int_equal(przesylka_read(ctx, id), ERR_OK);
    assert_int_equal(fx_count(ctx, mem_printf(ctx->mem,
                                              "eod.dekretacja WHERE przesylka_id = %" PRId64
                                              " AND rola = 'do_wiadomosci' AND odczytano_at IS NULL",
                                              id)),
                     1);
    assert_string_equal(inbox(ctx, id), "U_PROWADZACEGO:Kos");
}

static void a_term_holds_until_another_is_set(void **state)
{
    int64_t referent = biuro_pracownik(state, "referent");
    int64_t id = biuro_zarejestrowane(state);
    struct ctx *ctx = fx_clerk(state, "sekretarz");
    struct dekretacja d = biuro_dekretacja(id, biuro_komorka(ctx, "OR"), 0);

    d.termin = "2099-01-05";
    assert_int_equal(dekretacja_assign(ctx, &d), ERR_OK);
    d = biuro_dekretacja(id, 0, referent);
    ctx = fx_clerk(state, "kierownik");
    assert_int_equal(dekretacja_assign(ctx, &d), ERR_OK);
    assert_string_equal(biuro_kolumna(ctx, "eod.przesylka", id, "termin"), "2099-01-05");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(down_the_office_and_back),
        fx_test(only_the_one_in_whose_inbox_it_lies),
        fx_test(receivers_who_cannot_have_it),
        fx_test(an_inactive_clerk_gets_nothing_and_loses_nothing),
        fx_test(no_letter_lies_where_nobody_can_take_it),
        fx_test(not_when_it_is_in_a_case),
        fx_test(for_information_closes_on_reading),
        fx_test(a_term_holds_until_another_is_set),
    };

    return fx_run(tests);
}

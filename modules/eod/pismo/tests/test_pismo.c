/* eod/pismo: the whole table of states, actions and people; versions; signing; sending. */
#include "tests/support/biuro.h"

#include "core/ctx/app.h"
#include "core/law/date.h"
#include "core/sig/xmlsig.h"
#include "modules/eod/pismo/adresat.h"
#include "modules/forms/wzor/wzor.h"
#include "tests/support/check.h"

/* ---- the table ---- */

static const enum pismo_stan NIE = PISMO_STAN_N;

/* Written a second time from the rules, not from the code: [action][state] = next state, and who. */
static const struct {
    enum pismo_stan na[PISMO_STAN_N]; /* ROBOCZE PRZEDLOZONE ZAAKCEPTOWANE PODPISANE WYSLANE ANULOWANE */
    unsigned kto[PISMO_STAN_N];
} RULES[PISMO_AKCJA_N] = {
    [PISMO_ZAPISZ] = { { PISMO_ROBOCZE, PISMO_ROBOCZE, PISMO_ROBOCZE, NIE, NIE, NIE }, { 1, 1, 1, 0, 0, 0 } },
    [PISMO_PRZEDLOZ] = { { PISMO_PRZEDLOZONE, NIE, NIE, NIE, NIE, NIE }, { 1, 0, 0, 0, 0, 0 } },
    [PISMO_AKCEPTUJ] = { { NIE, PISMO_ZAAKCEPTOWANE, NIE, NIE, NIE, NIE }, { 0, 2, 0, 0, 0, 0 } },
    [PISMO_POPRAW] = { { NIE, PISMO_ZAAKCEPTOWANE, NIE, NIE, NIE, NIE }, { 0, 2, 0, 0, 0, 0 } },
    [PISMO_ZWROC] = { { NIE, PISMO_ROBOCZE, PISMO_ROBOCZE, NIE, NIE, NIE }, { 0, 2, 4, 0, 0, 0 } },
    [PISMO_PODPISZ] = { { NIE, NIE, PISMO_PODPISANE, NIE, NIE, NIE }, { 0, 0, 4, 0, 0, 0 } },
    [PISMO_WYSLIJ] = { { NIE, NIE, NIE, PISMO_WYSLANE, NIE, NIE }, { 0, 0, 0, 8, 0, 0 } },
    [PISMO_ANULUJ] = { { PISMO_ANULOWANE, PISMO_ANULOWANE, PISMO_ANULOWANE, NIE, NIE, NIE }, { 1, 1, 1, 0, 0, 0 } },
};

static unsigned ever(int akcja)
{
    unsigned kto = 0;

    for (int s = 0; s < PISMO_STAN_N; s++)
        kto |= RULES[akcja].kto[s];
    return kto;
}

static enum err expected(int akcja, int stan, unsigned kto)
{
    if (!(ever(akcja) & kto))
        return ERR_DENIED;
    if (RULES[akcja].na[stan] == NIE)
        return ERR_CONFLICT;
    return RULES[akcja].kto[stan] & kto ? ERR_OK : ERR_DENIED;
}

static void every_action_in_every_state_by_everybody(void **state)
{
    (void)state;
    for (int a = 0; a < PISMO_AKCJA_N; a++)
        for (int s = 0; s < PISMO_STAN_N; s++)
            for (unsigned kto = 0; kto < 16; kto++) {
                enum pismo_stan next = PISMO_STAN_N;
                enum err e = pismo_may((enum pismo_akcja)a, (enum pismo_stan)s, kto, &next);

                assert_int_equal(e, expected(a, s, kto));
                assert_int_equal(next, e ? PISMO_STAN_N : RULES[a].na[s]);
            }
}

static enum err act(struct ctx *ctx, int akcja, int64_t id, int64_t akceptujacy)
{
    switch ((enum pismo_akcja)akcja) {
    case PISMO_ZAPISZ:
        return pismo_save(ctx, id, 1, "Odpowiedź", "Inna treść");
    case PISMO_PRZEDLOZ:
        return pismo_submit(ctx, id, 1, akceptujacy);
    case PISMO_AKCEPTUJ:
        return pismo_accept(ctx, id, 1);
    case PISMO_POPRAW:
        return pismo_correct(ctx, id, 1, "Odpowiedź", "Poprawiona treść");
    case PISMO_ZWROC:
        return pismo_return(ctx, id, "Popraw datę.");
    case PISMO_PODPISZ:
        return pismo_sign(ctx, id, 1);
    case PISMO_WYSLIJ:
        return pismo_send(ctx, id, "konto", "");
    case PISMO_ANULUJ:
        return pismo_cancel(ctx, id);
    case PISMO_AKCJA_N:
        break;
    }
    return ERR_INTERNAL;
}

/* What the people of the demo office are to a letter of the referent that waits, or has waited, for the kierownik. */
static const struct {
    const char *login;
    unsigned kto;
    unsigned when_submitted; /* only while it waits for him or has his acceptance */
} PEOPLE[] = {
    { "kancelaria", PISMO_KANCELARIA, 0 },           { "sekretarz", 0, 0 },          { "wojt", PISMO_PODPISUJACY, 0 },
    { "kierownik", PISMO_AUTOR, PISMO_AKCEPTUJACY }, { "referent", PISMO_AUTOR, 0 }, { "administrator", 0, 0 },
};

static void the_people_of_the_office_in_every_state(void **state)
{
    int64_t kierownik = biuro_pracownik(state, "kierownik");

    for (int s = 0; s < PISMO_STAN_N; s++) {
        int64_t id = biuro_pismo(state, biuro_sprawa(state));

        biuro_bring_to(state, id, (enum pismo_stan)s);
        for (size_t p = 0; p < sizeof PEOPLE / sizeof PEOPLE[0]; p++)
            for (int a = 0; a < PISMO_AKCJA_N; a++) {
                struct ctx *ctx = fx_clerk(state, PEOPLE[p].login);
                bool submitted = s != PISMO_ROBOCZE && s != PISMO_ANULOWANE;
                unsigned kto = PEOPLE[p].kto | (submitted ? PEOPLE[p].when_submitted : 0);
                bool blind = strcmp(PEOPLE[p].login, "administrator") == 0; /* row security shows him no letter */
                enum err want = expected(a, s, kto);
                enum err got;

                assert_int_equal(db_savepoint(ctx), ERR_OK);
                got = act(ctx, a, id, kierownik);
                if (blind ? got != ERR_NOTFOUND && got != ERR_DENIED : got != want)
                    fail_msg("%s, action %d in state %d: %d, not %d", PEOPLE[p].login, a, s, (int)got, (int)want);
                assert_string_equal(biuro_kolumna(ctx, "eod.pismo", id, "stan"),
                                    pismo_stan_name(got ? (enum pismo_stan)s : RULES[a].na[s]));
                ctx_forgive(ctx);
                db_savepoint_undo(ctx);
            }
    }
}

/* ---- versions ---- */

static void each_save_is_a_new_version(void **state)
{
    int64_t id = biuro_pismo(state, biuro_sprawa(state));
    struct ctx *ctx = fx_clerk(state, "referent");
    struct db_rows *r = NULL;

    assert_int_equal(pismo_save(ctx, id, 1, "Odpowiedź", "Druga"), ERR_OK);
    assert_int_equal(pismo_save(ctx, id, 2, "Odpowiedź", "Trzecia"), ERR_OK);
    assert_int_equal(pismo_wersje(ctx, id, &r), ERR_OK);
    assert_int_equal(r->n, 3);
    assert_int_equal(pismo_wersja(ctx, id, 2, &r), ERR_OK);
    assert_string_equal(db_str(r, 0, "tresc"), "Druga");
    /* the same text once more, as after a second click */
    assert_int_equal(pismo_save(ctx, id, 2, "Odpowiedź", "Trzecia"), ERR_OK);
    assert_int_equal(pismo_wersje(ctx, id, &r), ERR_OK);
    assert_int_equal(r->n, 3);
    biuro_odmowa(ctx, pismo_save(ctx, id, 2, "Odpowiedź", "Na starej podstawie"), ERR_CONFLICT);
    biuro_odmowa(ctx, pismo_save(ctx, id, 3, "", "x"), ERR_INVALID);
    biuro_odmowa(ctx, pismo_save(ctx, id, 3, "x", " \n "), ERR_INVALID);
    biuro_odmowa(ctx, pismo_wersja(ctx, id, 9, &r), ERR_NOTFOUND);
}

static void a_change_after_acceptance_voids_it(void **state)
{
    int64_t id = biuro_pismo(state, biuro_sprawa(state));
    struct ctx *ctx;

    biuro_bring_to(state, id, PISMO_ZAAKCEPTOWANE);
    ctx = fx_clerk(state, "referent");
    assert_int_equal(pismo_save(ctx, id, 1, "Odpowiedź", "Szanowny Panie,\n\ninformuję."), ERR_OK);
    assert_string_equal(biuro_kolumna(ctx, "eod.pismo", id, "stan"), "ZAAKCEPTOWANE");
    assert_int_equal(pismo_save(ctx, id, 1, "Odpowiedź", "Co innego"), ERR_OK);
    assert_string_equal(biuro_kolumna(ctx, "eod.pismo", id, "stan"), "ROBOCZE");
    ctx = fx_clerk(state, "wojt");
    biuro_odmowa(ctx, pismo_sign(ctx, id, 2), ERR_CONFLICT);
}

static void the_acceptor_accepts_what_he_has_read(void **state)
{
    int64_t kierownik = biuro_pracownik(state, "kierownik");
    int64_t id = biuro_pismo(state, biuro_sprawa(state));
    struct ctx *ctx = fx_clerk(state, "referent");

    assert_int_equal(pismo_submit(ctx, id, 1, kierownik), ERR_OK);
    assert_int_equal(pismo_save(ctx, id, 1, "Odpowiedź", "Podmieniona"), ERR_OK);
    assert_int_equal(pismo_submit(ctx, id, 2, kierownik), ERR_OK);
    ctx = fx_clerk(state, "kierownik");
    biuro_odmowa(ctx, pismo_accept(ctx, id, 1), ERR_CONFLICT);
    assert_int_equal(pismo_correct(ctx, id, 2, "Odpowiedź", "Poprawiona"), ERR_OK);
    assert_string_equal(biuro_kolumna(ctx, "eod.pismo", id, "wersja || stan"), "3ZAAKCEPTOWANE");
    ctx = fx_clerk(state, "wojt");
    biuro_odmowa(ctx, pismo_sign(ctx, id, 2), ERR_CONFLICT);
    biuro_odmowa(ctx, pismo_return(ctx, id, " "), ERR_INVALID);
    assert_int_equal(pismo_return(ctx, id, "Bez daty"), ERR_OK);
    assert_string_equal(biuro_kolumna(ctx, "eod.pismo", id, "stan"), "ROBOCZE");
}

static void only_one_who_accepts_can_be_asked(void **state)
{
    int64_t sekretarz = biuro_pracownik(state, "sekretarz");
    int64_t stranger = biuro_pracownik(state, "inna-kierownik");
    int64_t id = biuro_pismo(state, biuro_sprawa(state));
    struct ctx *ctx = fx_clerk(state, "referent");

    biuro_odmowa(ctx, pismo_submit(ctx, id, 1, 0), ERR_INVALID);
    biuro_odmowa(ctx, pismo_submit(ctx, id, 1, sekretarz), ERR_INVALID);
    biuro_odmowa(ctx, pismo_submit(ctx, id, 1, stranger), ERR_INVALID);
}

static void a_second_click_makes_no_second_draft(void **state)
{
    int64_t sprawa = biuro_sprawa(state);
    int64_t first = biuro_pismo(state, sprawa);

    assert_int_equal(biuro_pismo(state, sprawa), first);
}

static void an_addressee_is_a_sender_of_the_akta_or_given(void **state)
{
    int64_t other = biuro_u_referenta(state);
    int64_t sprawa = biuro_sprawa(state);
    struct ctx *ctx = fx_clerk(state, "referent");
    struct pismo_nowe n = biuro_nowe_pismo(ctx, sprawa);
    int64_t id = 0;

    n.odpowiedz_na_id = other;
    biuro_odmowa(ctx, pismo_new(ctx, &n, &id), ERR_INVALID);
    n.odpowiedz_na_id = 0;
    biuro_odmowa(ctx, pismo_new(ctx, &n, &id), ERR_INVALID);
    n.adresat = PISMO_INNY;
    biuro_odmowa(ctx, pismo_new(ctx, &n, &id), ERR_INVALID);
    n.adresat_nazwa = "Starosta";
    n.adresat_rodzaj = "instytucja";
    assert_int_equal(pismo_new(ctx, &n, &id), ERR_OK);
    assert_string_equal(biuro_kolumna(ctx, "eod.pismo", id, "adresat_konto_id"), "");
}

/* Somebody is named and not chosen: the letter would go to another one. */
static void a_named_addressee_who_is_not_chosen_is_a_fault(void **state)
{
    static const struct {
        const char *adresat;
        const char *nazwa;
        const char *adres;
        const char *field; /* NULL: taken */
    } cases[] = {
        { PISMO_NADAWCA, "", "", NULL },
        { PISMO_NADAWCA, "Starosta", "", "adresat" },
        { PISMO_NADAWCA, "", "ul. Długa 1", "adresat" },
        { "", "Starosta", "", "adresat" },
        { "wszyscy", "", "", "adresat" },
        { PISMO_INNY, "", "ul. Długa 1", "adresat_nazwa" },
        { PISMO_INNY, "Starosta", "ul. Długa 1", NULL },
    };
    int64_t sprawa = biuro_sprawa(state);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ctx *ctx = fx_clerk(state, "referent");
        struct pismo_nowe n = biuro_nowe_pismo(ctx, sprawa);
        int64_t id = 0;

        n.adresat = cases[i].adresat;
        n.adresat_nazwa = cases[i].nazwa;
        n.adresat_adres = cases[i].adres;
        n.adresat_rodzaj = "instytucja";
        assert_int_equal(pismo_new(ctx, &n, &id), cases[i].field ? ERR_INVALID : ERR_OK);
        if (cases[i].field)
            assert_string_equal(ctx->fail.field, cases[i].field);
        ctx_forgive(ctx);
    }
}

/* ---- signing and sending ---- */

static void the_sealed_letter_names_the_one_who_signed(void **state)
{
    int64_t id = biuro_pismo(state, biuro_sprawa(state));
    struct wzor_odczyt o = { 0 };
    struct db_rows *row = NULL;
    xmlDoc *doc = NULL;
    void *data = NULL;
    size_t len = 0;
    struct ctx *ctx = fx_clerk(state, "referent");

    assert_int_equal(pismo_get(ctx, id, &row), ERR_OK);
    biuro_odmowa(ctx, pismo_document(ctx, row, &data, &len, &doc), ERR_CONFLICT);
    biuro_bring_to(state, id, PISMO_PODPISANE);
    ctx = fx_clerk(state, "referent");
    assert_int_equal(pismo_get(ctx, id, &row), ERR_OK);
    assert_int_equal(pismo_document(ctx, row, &data, &len, &doc), ERR_OK);
    check_passes(ctx->mem, data, len, VERIFY_NARROW, ctx->app->conf.trust_dir, ctx->now);
    assert_int_equal(wzor_read(ctx, doc, &o), ERR_OK);
    assert_string_equal(o.podpis, "Joanna Nowicka, wójt gminy");
    assert_string_equal(o.adresat, "Jan Kowalski");
    assert_string_equal(o.znak_sprawy, db_str(row, 0, "znak"));
    assert_int_equal(o.n_akapitow, 2);
    assert_int_equal(pismo_pdf(ctx, row, &data, &len), ERR_OK);
    check_sealed_pdf(ctx, data, len);
}

static void anybody_may_ask_whether_a_letter_exists(void **state)
{
    int64_t id = biuro_pismo(state, biuro_sprawa(state));
    struct ctx *ctx = fx_clerk(state, "referent");
    const char *ident = pismo_identyfikator(ctx, id);
    struct db_rows *r = NULL;

    biuro_odmowa(ctx, pismo_public(ctx, ident, &r), ERR_NOTFOUND);
    biuro_bring_to(state, id, PISMO_PODPISANE);
    ctx = fx_citizen(state, "inna-obywatel", FX_OTHER_JST);
    assert_int_equal(pismo_public(ctx, ident, &r), ERR_OK);
    assert_int_equal(pismo_public_file(ctx, db_str(r, 0, "sha256"), &r), ERR_OK);
    assert_string_equal(db_str(r, 0, "numer"), ident);
}

static void sending_numbers_the_letter_and_delivers_it(void **state)
{
    int64_t id = biuro_pismo(state, biuro_sprawa(state));
    struct db_rows *row = NULL;
    int64_t before;
    struct ctx *ctx;

    biuro_bring_to(state, id, PISMO_PODPISANE);
    ctx = fx_clerk(state, "kancelaria");
    before = fx_count(ctx, "eod.wysylka");
    biuro_odmowa(ctx, pismo_send(ctx, id, "gołąb", ""), ERR_INVALID);
    biuro_odmowa(ctx, pismo_send(ctx, id, "list_polecony", ""), ERR_INVALID);
    assert_int_equal(pismo_send(ctx, id, "konto", ""), ERR_OK);
    biuro_odmowa(ctx, pismo_send(ctx, id, "konto", ""), ERR_CONFLICT);
    assert_int_equal(fx_count(ctx, "eod.wysylka"), before + 1);
    assert_int_equal(pismo_get(ctx, id, &row), ERR_OK);
    assert_string_equal(db_str(row, 0, "sposob"), "konto");
    assert_true(strncmp(db_str(row, 0, "numer"), "RPW-W/", 6) == 0);
    ctx = fx_citizen(state, "obywatel", FX_JST);
    assert_int_equal(fx_count(ctx, mem_printf(ctx->mem, "esp.doreczenie WHERE pismo_id = %" PRId64, id)), 1);
}

static void on_paper_with_a_reason_or_without_an_account(void **state)
{
    int64_t sprawa = biuro_sprawa(state);
    int64_t id = biuro_pismo(state, sprawa);
    struct ctx *ctx = fx_clerk(state, "referent");
    struct pismo_nowe n = biuro_nowe_pismo(ctx, sprawa);
    int64_t other = 0;

    n.adresat = PISMO_INNY;
    n.adresat_nazwa = "Maria Nowak";
    n.adresat_rodzaj = "osoba";
    assert_int_equal(pismo_new(ctx, &n, &other), ERR_OK);
    biuro_bring_to(state, id, PISMO_PODPISANE);
    biuro_bring_to(state, other, PISMO_PODPISANE);
    ctx = fx_clerk(state, "kancelaria");
    assert_int_equal(pismo_send(ctx, id, "list_polecony", "Załącznik istnieje tylko na papierze."), ERR_OK);
    biuro_odmowa(ctx, pismo_send(ctx, other, "konto", ""), ERR_INVALID);
    assert_int_equal(pismo_send(ctx, other, "wlasni_pracownicy", ""), ERR_OK);
}

/* ---- closed cases, other units ---- */

static void nothing_changes_in_a_closed_case(void **state)
{
    int64_t kierownik = biuro_pracownik(state, "kierownik");
    int64_t sprawa = biuro_sprawa(state);
    int64_t id = biuro_pismo(state, sprawa);
    struct ctx *ctx = fx_clerk(state, "referent");
    struct pismo_nowe n = biuro_nowe_pismo(ctx, sprawa);
    int64_t ret = 0;

    assert_int_equal(pismo_cancel(ctx, id), ERR_OK);
    assert_int_equal(sprawa_close(ctx, sprawa, "Wycofano wniosek"), ERR_OK);
    biuro_odmowa(ctx, pismo_new(ctx, &n, &ret), ERR_CONFLICT);
    for (int a = 0; a < PISMO_AKCJA_N; a++)
        biuro_odmowa(ctx, act(ctx, a, id, kierownik), ERR_CONFLICT);
}

static void another_unit_sees_nothing(void **state)
{
    int64_t sprawa = biuro_sprawa(state);
    int64_t id = biuro_pismo(state, sprawa);
    struct ctx *ctx = fx_clerk(state, "inna-kierownik");
    struct db_rows *r = NULL;

    biuro_odmowa(ctx, pismo_get(ctx, id, &r), ERR_NOTFOUND);
    biuro_odmowa(ctx, sprawa_get(ctx, sprawa, &r), ERR_NOTFOUND);
    for (int a = 0; a < PISMO_AKCJA_N; a++)
        biuro_odmowa(ctx, act(ctx, a, id, 1), ERR_NOTFOUND);
    assert_int_equal(pismo_wersje(ctx, id, &r), ERR_OK);
    assert_int_equal(r->n, 0);
}

/* ---- comparison, addresses ---- */

static void two_versions_line_by_line(void **state)
{
    static const struct {
        const char *a, *b, *want; /* kinds in order */
    } cases[] = {
        { "x", "x", "=" },
        { "a\nb\nc", "a\nX\nc", "=-+=" },
        { "a\nc", "a\nb\nc", "=+=" },
        { "a\nb\nc", "a\nc", "=-=" },
        { "", "a", "-+" },
        { "a\nb\nc\nd", "b\nc\nd\ne", "-===+" },
        { "a\r\nb", "a\nb", "==" },
        { "a\na\na", "a\na", "==-" },
        { "1\n2\n3\n4", "4\n3\n2\n1", NULL },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        MEM_SCOPE(mem, NULL);
        struct pismo_wiersz *rows = NULL;
        int n = pismo_roznice(mem, cases[i].a, cases[i].b, &rows);
        char *kinds = mem_array(mem, char, (size_t)n + 1);

        for (int k = 0; k < n; k++)
            kinds[k] = rows[k].rodzaj;
        if (cases[i].want)
            assert_string_equal(kinds, cases[i].want);
        else
            assert_int_equal(n, 7); /* one line in common */
    }
    (void)state;
}

static void a_huge_text_does_not_stop_the_comparison(void **state)
{
    MEM_SCOPE(mem, NULL);
    enum { LINES = 30000 };
    char *a = mem_array(mem, char, 2 * LINES + 2);
    char *b = mem_array(mem, char, 2 * LINES + 2);
    struct pismo_wiersz *rows = NULL;

    for (int i = 0; i < LINES; i++) {
        a[2 * i] = 'a';
        b[2 * i] = 'b';
        a[2 * i + 1] = b[2 * i + 1] = '\n';
    }
    /* The last line is empty in both. */
    assert_int_equal(pismo_roznice(mem, a, b, &rows), 2 * LINES + 1);
    (void)state;
}

static void addresses_are_taken_apart(void **state)
{
    static const struct {
        const char *nazwa, *adres, *imie, *nazwisko, *ulica, *kod, *miejscowosc;
    } cases[] = {
        { "Jan Kowalski", "Lipowa 3, 66-431 Santok", "Jan", "Kowalski", "Lipowa 3", "66-431", "Santok" },
        { "Anna Maria Święcicka-Łoś", "66-431 Santok", "Anna Maria", "Święcicka-Łoś", "", "66-431", "Santok" },
        { "Platon", "Ateny", "", "Platon", "Ateny", "", "" },
        { "", "", "", "", "", "", "" },
        { "A B", "ul. 66-4312 nr 1", "A", "B", "ul. 66-4312 nr 1", "", "" },
        { "A B", "Długa 1/2, 65-001", "A", "B", "Długa 1/2", "65-001", "" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        MEM_SCOPE(mem, NULL);
        struct wzor_osoba o = adresat_osoba(mem, cases[i].nazwa, cases[i].adres);

        assert_string_equal(o.imie, cases[i].imie);
        assert_string_equal(o.nazwisko, cases[i].nazwisko);
        assert_string_equal(o.ulica, cases[i].ulica);
        assert_string_equal(o.kod_pocztowy, cases[i].kod);
        assert_string_equal(o.miejscowosc, cases[i].miejscowosc);
    }
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_action_in_every_state_by_everybody),
        fx_test(the_people_of_the_office_in_every_state),
        fx_test(each_save_is_a_new_version),
        fx_test(a_change_after_acceptance_voids_it),
        fx_test(the_acceptor_accepts_what_he_has_read),
        fx_test(only_one_who_accepts_can_be_asked),
        fx_test(a_second_click_makes_no_second_draft),
        fx_test(an_addressee_is_a_sender_of_the_akta_or_given),
        fx_test(a_named_addressee_who_is_not_chosen_is_a_fault),
        fx_test(the_sealed_letter_names_the_one_who_signed),
        fx_test(anybody_may_ask_whether_a_letter_exists),
        fx_test(sending_numbers_the_letter_and_delivers_it),
        fx_test(on_paper_with_a_reason_or_without_an_account),
        fx_test(nothing_changes_in_a_closed_case),
        fx_test(another_unit_sees_nothing),
        cmocka_unit_test(two_versions_line_by_line),
        cmocka_unit_test(a_huge_text_does_not_stop_the_comparison),
        cmocka_unit_test(addresses_are_taken_apart),
    };

    return fx_run(tests);
}

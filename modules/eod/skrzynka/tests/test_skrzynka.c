/* eod/skrzynka: what lies on whose desk, pages by key, search. */
#include "core/base/file.h"
#include "modules/eod/skrzynka/skrzynka.h"
#include "tests/support/biuro.h"

static const struct skrzynka_sekcja *section(const char *kod)
{
    for (const struct skrzynka_sekcja *s = skrzynka_sekcje; s->kod; s++)
        if (strcmp(s->kod, kod) == 0)
            return s;
    return NULL;
}

/* How many entries with this id lie in the section of the clerk. */
static int lies(void **state, const char *login, const char *kod, int64_t id)
{
    struct ctx *ctx = fx_clerk(state, login);
    struct db_rows *r = NULL;
    int n = 0;

    assert_true((section(kod)->role & ctx->who.roles) != 0);
    assert_int_equal(skrzynka_list(ctx, section(kod), "", 0, 10000, &r), ERR_OK);
    for (int i = 0; i < r->n; i++)
        n += db_int(r, i, "id") == id;
    return n;
}

static void each_thing_lies_on_one_desk(void **state)
{
    int64_t dokument = biuro_wplyw(state, "Pismo", "");
    int64_t fresh = biuro_zarejestrowane(state);
    int64_t head = biuro_u_kierownika(state);
    int64_t clerk = biuro_u_referenta(state);
    int64_t sprawa = biuro_sprawa(state);
    int64_t pismo = biuro_pismo(state, sprawa);

    assert_int_equal(lies(state, "kancelaria", "do_rejestracji", dokument), 1);
    assert_int_equal(lies(state, "sekretarz", "do_dekretacji", fresh), 1);
    assert_int_equal(lies(state, "wojt", "do_dekretacji", fresh), 0);
    assert_int_equal(lies(state, "kierownik", "do_dekretacji", head), 1);
    assert_int_equal(lies(state, "kierownik", "do_dekretacji", clerk), 0);
    assert_int_equal(lies(state, "referent", "u_prowadzacego", clerk), 1);
    assert_int_equal(lies(state, "referent", "moje_sprawy", sprawa), 1);
    assert_int_equal(lies(state, "referent", "moje_projekty", pismo), 1);
    biuro_bring_to(state, pismo, PISMO_PRZEDLOZONE);
    assert_int_equal(lies(state, "referent", "moje_projekty", pismo), 0);
    assert_int_equal(lies(state, "kierownik", "do_akceptacji", pismo), 1);
    assert_int_equal(pismo_accept(fx_clerk(state, "kierownik"), pismo, 1), ERR_OK);
    assert_int_equal(lies(state, "wojt", "do_podpisu", pismo), 1);
    assert_int_equal(pismo_sign(fx_clerk(state, "wojt"), pismo, 1), ERR_OK);
    assert_int_equal(lies(state, "wojt", "do_podpisu", pismo), 0);
    assert_int_equal(lies(state, "kancelaria", "do_wyslania", pismo), 1);
}

/* Term first, then age; the next page begins behind the last entry of this one. Other letters may lie between ours. */
static void pages_by_key(void **state)
{
    static const char *const terms[] = { "", "2099-03-01", "", "2099-01-01", "2099-03-01" };
    static const int order[] = { 3, 1, 4, 0, 2 };
    int64_t referent = biuro_pracownik(state, "referent");
    int64_t ids[5];
    struct db_rows *r = NULL;
    struct ctx *ctx;
    const char *termin = "";
    int64_t po = 0;
    int found = 0;

    for (int i = 0; i < 5; i++) {
        struct dekretacja d;

        ids[i] = biuro_zarejestrowane(state);
        d = biuro_dekretacja(ids[i], 0, referent);
        d.termin = terms[i];
        assert_int_equal(dekretacja_assign(fx_clerk(state, "sekretarz"), &d), ERR_OK);
    }
    ctx = fx_clerk(state, "referent");
    for (;;) {
        assert_int_equal(skrzynka_list(ctx, section("u_prowadzacego"), termin, po, 1, &r), ERR_OK);
        if (r->n == 0)
            break;
        termin = db_str(r, 0, "termin");
        po = db_int(r, 0, "id");
        if (po >= ids[0])
            assert_int_equal(po, ids[order[found++]]);
    }
    assert_int_equal(found, 5);
}

static void the_search_finds_cases_and_letters(void **state)
{
    int64_t sprawa = biuro_sprawa(state);
    struct ctx *ctx = fx_clerk(state, "wojt");
    struct db_rows *r = NULL;

    assert_int_equal(skrzynka_search(ctx, biuro_kolumna(ctx, "eod.sprawa", sprawa, "znak"), 10, &r), ERR_OK);
    assert_int_equal(r->n, 1);
    assert_string_equal(db_str(r, 0, "rodzaj"), "sprawa");
    assert_int_equal(skrzynka_search(ctx, "KOWALSKI", 10, &r), ERR_OK);
    assert_true(r->n >= 2);
}

/* A state has one word and one colour, in the lists of the registers and in the sheets of the office. */
static void states_read_the_same_everywhere(void **state)
{
    static const struct word *const lists[] = { przesylka_stany, sprawa_stany, pismo_stany };
    struct ctx *ctx = fx_clerk(state, "referent");
    const char *sheet = file_read(ctx->mem, "fcgi/xsl/office.xsl", 1 << 20, NULL);

    assert_non_null(sheet);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        for (const struct word *w = lists[i]; w->code; w++) {
            const char *line = mem_printf(ctx->mem, "$value = '%s'\"><span class=\"badge%s%s\">%s</span>", w->code,
                                          *w->badge ? " " : "", w->badge, w->text);

            if (!strstr(sheet, line))
                fail_msg("office.xsl has no %s", line);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(states_read_the_same_everywhere),
        fx_test(each_thing_lies_on_one_desk),
        fx_test(pages_by_key),
        fx_test(the_search_finds_cases_and_letters),
    };

    return fx_run(tests);
}

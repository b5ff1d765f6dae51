/* eod/metryka: every action in order; what a citizen is told of it. */
#include "tests/support/biuro.h"

#include "core/ctx/audit.h"
#include "modules/eod/metryka/metryka.h"
#include "modules/esp/doreczenie/doreczenie.h"

static void every_action_in_order(void **state)
{
    static const struct {
        const char *typ, *aktor;
    } want[] = {
        { "przesylka.zarejestrowana", "Ewa Malinowska" },
        { "dekretacja.dokonana", "Marek Zieliński" },
        { "dekretacja.dokonana", "Piotr Wiśniewski" },
        { "sprawa.zalozona", "Anna Kos" },
        { "pismo.sporzadzone", "Anna Kos" },
        { "pismo.przedlozone", "Anna Kos" },
        { "pismo.zaakceptowane", "Piotr Wiśniewski" },
        { "pismo.podpisane", "Joanna Nowicka" },
        { "pismo.wyslane", "Ewa Malinowska" },
        { "doreczenie.odebrane", "Jan Kowalski" },
        { "sprawa.dolaczono", "Anna Kos" },
        { "sprawa.zakonczona", "Anna Kos" },
    };
    int64_t sprawa = biuro_sprawa(state);
    int64_t pismo = biuro_pismo(state, sprawa);
    struct db_rows *r = NULL;
    struct ctx *ctx;
    int64_t ret = 0;
    size_t k = 0;

    biuro_bring_to(state, pismo, PISMO_WYSLANE);
    ctx = fx_clerk(state, "referent");
    assert_int_equal(pismo_get(ctx, pismo, &r), ERR_OK);
    ctx = fx_citizen(state, "obywatel", FX_JST);
    assert_int_equal(doreczenie_list(ctx, &r), ERR_OK);
    assert_int_equal(doreczenie_collect(ctx, FX_JST, db_int(r, 0, "id")), ERR_OK);
    ret = biuro_u_referenta(state);
    ctx = fx_clerk(state, "referent");
    assert_int_equal(sprawa_join(ctx, ret, biuro_kolumna(ctx, "eod.sprawa", sprawa, "znak"), &ret), ERR_OK);
    assert_int_equal(sprawa_close(ctx, sprawa, "Udzielono odpowiedzi"), ERR_OK);

    assert_int_equal(metryka_list(ctx, sprawa, &r), ERR_OK);
    for (int i = 0; i < r->n && k < sizeof want / sizeof want[0]; i++)
        if (strcmp(db_str(r, i, "typ"), want[k].typ) == 0 && strcmp(db_str(r, i, "aktor"), want[k].aktor) == 0)
            k++;
    assert_int_equal(k, sizeof want / sizeof want[0]);
    assert_int_equal(r->n, 12 + 3); /* and the registration and two dekretacje of the letter that was joined */
    assert_string_equal(db_str(r, 1, "stanowisko"), "sekretarz gminy");
    assert_int_equal(metryka_list(fx_clerk(state, "inna-referent"), sprawa, &r), ERR_OK);
    assert_int_equal(r->n, 0);
}

/* Nothing of the office's inner steps, and no words of its notes in what he may read. */
static void a_citizen_is_told_what_concerns_him(void **state)
{
    int64_t sprawa = biuro_sprawa(state);
    int64_t pismo = biuro_pismo(state, sprawa);
    struct ctx *ctx;

    biuro_bring_to(state, pismo, PISMO_WYSLANE);
    ctx = fx_citizen(state, "obywatel", FX_JST);
    assert_int_equal(fx_count(ctx, "audit.zdarzenie WHERE typ LIKE 'dekretacja.%' OR typ IN ('pismo.przedlozone',"
                                   " 'pismo.zaakceptowane', 'pismo.podpisane', 'pismo.sporzadzone')"),
                     0);
    assert_true(fx_count(ctx, "audit.zdarzenie WHERE typ = 'przesylka.zarejestrowana'") >= 1);
    assert_int_equal(fx_count(ctx, mem_printf(ctx->mem, "audit.zdarzenie WHERE sprawa_id = %" PRId64, sprawa)), 2);
    ctx = fx_citizen(state, "inna-obywatel", FX_JST);
    assert_int_equal(fx_count(ctx, mem_printf(ctx->mem, "audit.zdarzenie WHERE sprawa_id = %" PRId64, sprawa)), 0);
}

/* Each event of the dictionary about a letter of his: he sees it when there are words for him, and only then. */
static void a_citizen_sees_what_the_dictionary_says(void **state)
{
    int64_t dokument = biuro_wplyw(state, "Wniosek", "");
    const char *of_it = NULL;

    for (const struct audit_typ *t = audit_typy; t->typ; t++) {
        struct ctx *ctx = fx_clerk(state, "referent");
        int64_t before = 0;

        of_it = mem_printf(ctx->mem, "audit.zdarzenie WHERE obiekt = 'dokument' AND obiekt_id = %" PRId64, dokument);
        before = fx_count(fx_citizen(state, "obywatel", FX_JST), of_it);
        ctx = fx_clerk(state, "referent");
        assert_int_equal(audit(ctx, t->typ, "dokument", dokument, 0), ERR_OK);
        assert_int_equal(fx_count(fx_citizen(state, "obywatel", FX_JST), of_it) - before, *t->zdanie_jawne ? 1 : 0);
        assert_int_equal(fx_count(fx_citizen(state, "inna-obywatel", FX_JST), of_it), 0);
    }
}

/* The phrase of the dictionary, with the event's own data in it. */
static void the_phrase_comes_from_the_dictionary(void **state)
{
    int64_t sprawa = biuro_sprawa(state);
    struct ctx *ctx = fx_clerk(state, "referent");
    const char *opened =
        mem_printf(ctx->mem, "Założenie sprawy (nadanie znaku): %s", biuro_kolumna(ctx, "eod.sprawa", sprawa, "znak"));
    struct db_rows *r = NULL;
    bool found = false;

    assert_int_equal(metryka_list(ctx, sprawa, &r), ERR_OK);
    for (int i = 0; i < r->n; i++)
        found |= strcmp(db_str(r, i, "zdanie"), opened) == 0;
    assert_true(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(every_action_in_order),
        fx_test(a_citizen_is_told_what_concerns_him),
        fx_test(a_citizen_sees_what_the_dictionary_says),
        fx_test(the_phrase_comes_from_the_dictionary),
    };

    return fx_run(tests);
}

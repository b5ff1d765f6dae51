/* The dictionary of the region's units. */
#include "tests/support/fx.h"

#include <string.h>

#include "modules/org/jst/jst.h"

static void one_unit_by_each_key(void **state)
{
    struct ctx *ctx = fx_ctx(state);
    struct jst by_teryt;
    struct jst by_slug;
    struct jst by_box;

    assert_int_equal(jst_by_teryt(ctx, FX_JST, &by_teryt), ERR_OK);
    assert_string_equal(by_teryt.nazwa, "Santok");
    assert_string_equal(by_teryt.nazwa_jst, "Gmina Santok");
    assert_string_equal(by_teryt.rodzaj, "gmina wiejska");
    assert_string_equal(by_teryt.poziom, "G");
    assert_int_equal(jst_by_slug(ctx, by_teryt.slug, &by_slug), ERR_OK);
    assert_string_equal(by_slug.teryt, FX_JST);
    assert_int_equal(jst_by_skrytka(ctx, by_teryt.adres_skrytki, &by_box), ERR_OK);
    assert_string_equal(by_box.teryt, FX_JST);
    assert_int_equal(jst_by_skrytka(ctx, "/0801062/DOMYSLNA", &by_box), ERR_OK);
    assert_string_equal(by_box.teryt, FX_JST);
}

static void no_such_unit(void **state)
{
    static const char *const keys[] = { "",        "nie-ma", "santok'", "SANTOK", "/0801062/domyslna/",
                                        "9999999", "%",      "_antok" };
    struct ctx *ctx = fx_ctx(state);
    struct jst j;

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        assert_int_equal(jst_by_slug(ctx, keys[i], &j), ERR_NOTFOUND);
        ctx_forgive(ctx);
        assert_int_equal(jst_by_teryt(ctx, keys[i], &j), ERR_NOTFOUND);
        ctx_forgive(ctx);
        assert_int_equal(jst_by_skrytka(ctx, keys[i], &j), ERR_NOTFOUND);
        assert_string_equal(ctx->fail.message, "Nie ma takiej jednostki.");
        ctx_forgive(ctx);
    }
}

static struct db_rows *found(struct ctx *ctx, const char *q)
{
    struct db_rows *r = NULL;

    assert_int_equal(jst_search(ctx, q, &r), ERR_OK);
    return r;
}

static void all_in_reading_order(void **state)
{
    const struct db_rows *r = found(fx_ctx(state), "");
    int cities = 0;
    int powiaty = 0;

    assert_int_equal(r->n, 95);
    assert_string_equal(db_str(r, 0, "poziom"), "W");
    for (int i = 0; i < r->n; i++) {
        cities += strcmp(db_str(r, i, "poziom"), "M") == 0;
        powiaty += strcmp(db_str(r, i, "poziom"), "P") == 0;
        assert_true(*db_str(r, i, "slug") && *db_str(r, i, "nazwa_jst"));
    }
    assert_int_equal(cities, 2);
    assert_int_equal(powiaty, 12);
    assert_string_equal(db_str(r, 1, "nazwa"), "Gorzów Wielkopolski");
    assert_string_equal(db_str(r, 2, "nazwa"), "Zielona Góra");
}

static bool has(const struct db_rows *r, const char *teryt)
{
    for (int i = 0; i < r->n; i++)
        if (strcmp(db_str(r, i, "teryt"), teryt) == 0)
            return true;
    return false;
}

static void words_with_and_without_marks(void **state)
{
    struct ctx *ctx = fx_ctx(state);
    const struct db_rows *r = found(ctx, "  SANTOK ");

    assert_int_equal(r->n, 1);
    assert_string_equal(db_str(r, 0, "teryt"), FX_JST);
    assert_true(has(found(ctx, "santok gmina"), FX_JST));
    assert_true(has(found(ctx, "gorzowski"), FX_JST));
    assert_true(found(ctx, "świebodzin")->n > 0);
    assert_int_equal(found(ctx, "ŚWIEBODZIN")->n, found(ctx, "swiebodzin")->n);
    assert_int_equal(found(ctx, "Zielona-Góra")->n, found(ctx, "zielona gora")->n);
    assert_int_equal(found(ctx, "santok zielona")->n, 0);
    assert_int_equal(found(ctx, "nie ma takiej")->n, 0);
}

static void hostile_queries(void **state)
{
    static const char *const queries[] = {
        "%", "_", "'", "\\", "' OR 1=1 --", "(", "[a-z]+", "\n\t", ".*", "żżżżżżżżżż"
    };
    struct ctx *ctx = fx_ctx(state);

    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++)
        assert_true(found(ctx, queries[i])->n <= 95);
    assert_int_equal(found(ctx, "' OR 1=1 --")->n, 0);
    assert_int_equal(found(ctx, "żżżżżżżżżż")->n, 0);
}

/* A unit that has ended stays in old documents but is found by nobody new. */
static void ended_units(void **state)
{
    static const struct db_sql end = { "t_end", "UPDATE org.jst SET valid_to = current_date - 1 WHERE teryt = $1", 1 };
    struct app *app = fx_app();
    struct ctx *ctx = NULL;
    const char *role = app->db_role;
    struct jst j;

    (void)state;
    db_close(app);
    app->db_role = "eurzad_admin"; /* only administrators change the dictionary */
    ctx = ctx_new(app);
    ctx->who.kind = WHO_SYSTEM;
    assert_int_equal(db_exec(ctx, &end, DB_ARGS(db_text(FX_JST)), NULL), ERR_OK);
    assert_int_equal(found(ctx, "santok")->n, 0);
    assert_int_equal(jst_by_slug(ctx, "santok", &j), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(jst_by_teryt(ctx, FX_JST, &j), ERR_OK);
    ctx_free(ctx);
    db_close(app);
    app->db_role = role;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(one_unit_by_each_key),         fx_test(no_such_unit),    fx_test(all_in_reading_order),
        fx_test(words_with_and_without_marks), fx_test(hostile_queries), fx_test(ended_units),
    };

    return fx_run(tests);
}

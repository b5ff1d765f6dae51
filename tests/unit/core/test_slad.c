/* Law parameters and traces, against the database: which row is used, what is refused, what a trace says and keeps. */
#include "second.h"

#include <string.h>

#include "core/law/date.h"
#include "core/rules/obliczenie.h"
#include "core/rules/parametr.h"
#include "core/rules/slad.h"

/* Rows are written as eurzad-admin writes them, in a transaction that is rolled back. */
static struct app *admin;
static struct ctx *ctx;

static int begin(void **state)
{
    (void)state;
    admin = second_app("eurzad_admin");
    ctx = second_ctx(admin, FX_JST);
    return 0;
}

static int end(void **state)
{
    (void)state;
    ctx_free(ctx);
    app_stop(admin);
    return 0;
}

#define law_test(f) cmocka_unit_test_setup_teardown((f), begin, end)

struct wpis {
    const char *jst, *klucz, *wartosc, *jednostka, *od, *to, *stan;
    int wersja;
};

static enum err put(const struct wpis *w)
{
    static const struct db_sql sql = {
        "test_put",
        "INSERT INTO prawo.parametr (jst, klucz, wersja, wartosc, jednostka, valid_from, valid_to, podstawa, stan,"
        " wpisal, zatwierdzil) VALUES ($1, $2, $3::int, $4, $5, $6::date, NULLIF($7, '')::date, 'art. ' || $2, $8, "
        "'A', 'B')",
        8,
    };

    return db_exec(ctx, &sql,
                   DB_ARGS(db_text(w->jst), db_text(w->klucz), db_i64(w->wersja ? w->wersja : 1), db_text(w->wartosc),
                           db_text(w->jednostka ? w->jednostka : "PLN"), db_text(w->od), db_text(w->to ? w->to : ""),
                           db_text(w->stan ? w->stan : "confirmed")),
                   NULL);
}

static void has(const char *jst, const char *klucz, const char *wartosc, const char *od, const char *to)
{
    const struct wpis w = { .jst = jst, .klucz = klucz, .wartosc = wartosc, .od = od, .to = to };

    if (put(&w))
        fail_msg("%s", ctx->fail.detail);
    parametr_refresh(admin);
}

/* One statement without arguments, for what no function of the programs does. */
static enum err run(const char *text)
{
    struct db_sql *sql = mem_zero(admin->mem, struct db_sql);

    sql->name = mem_printf(admin->mem, "test_%p", (void *)sql);
    sql->text = text;
    return db_exec(ctx, sql, DB_NONE, NULL);
}

static struct date day(const char *text)
{
    struct date d = { 0 };

    assert_true(date_parse(text, &d));
    return d;
}

/* The value, or why there is none. */
static const char *value(const char *klucz, const char *on)
{
    struct slad *s = slad_new(ctx, "test", day(on));
    struct ratio r = { 0 };
    enum err e = parametr_get(ctx, s, klucz, day(on), &r);
    const struct odmowa *o = slad_refusal(s);
    const char *text;

    if (!e)
        return ratio_text(ctx->mem, r);
    assert_int_equal(e, ERR_INVALID);
    assert_non_null(o);
    assert_string_equal(o->kod, SLAD_NO_PARAMETER);
    assert_string_equal(o->klucz, klucz);
    assert_string_equal(date_text(ctx->mem, o->dzien), on);
    assert_non_null(strstr(o->opis, klucz));
    assert_non_null(strstr(o->opis, date_long(ctx->mem, day(on))));
    assert_string_equal(ctx->fail.message, o->opis);
    text = mem_printf(ctx->mem, "!%s", strrchr(o->opis, ':') + 2);
    ctx_forgive(ctx);
    return text;
}

#define MISSING "!nie ma takiego wpisu."

static void the_row_of_the_day(void **state)
{
    static const struct {
        const char *day, *value;
    } rows[] = {
        { "2023-12-31", MISSING }, { "2024-01-01", "1.15" },  { "2024-02-29", "1.15" }, { "2024-12-31", "1.15" },
        { "2025-01-01", MISSING }, { "2025-02-28", MISSING }, { "2025-03-01", "1.38" }, { "2026-01-31", "1.38" },
        { "2026-02-01", "1.45" },  { "9999-12-31", "1.45" },
    };

    (void)state;
    has("", "test.stawka", "1.15", "2024-01-01", "2024-12-31");
    has("", "test.stawka", "1.38", "2025-03-01", "2026-01-31");
    has("", "test.stawka", "1.45", "2026-02-01", NULL);
    has("", "test.stawka_inna", "9", "2000-01-01", NULL);
    has("", "test.staw", "8", "2000-01-01", NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(value("test.stawka", rows[i].day), rows[i].value);
    assert_string_equal(value("test.staw", "2026-01-01"), "8");
}

static void the_unit_before_the_nation_each_for_itself(void **state)
{
    (void)state;
    has("", "test.stawka", "1.45", "2026-01-01", "2026-12-31");
    has(FX_JST, "test.stawka", "1.20", "2026-03-01", "2026-06-30");
    has(FX_JST, "test.lokalna", "5", "2026-01-01", NULL);
    assert_string_equal(value("test.stawka", "2026-02-28"), "1.45");
    assert_string_equal(value("test.stawka", "2026-03-01"), "1.2");
    assert_string_equal(value("test.stawka", "2026-06-30"), "1.2");
    assert_string_equal(value("test.stawka", "2026-07-01"), "1.45");
    assert_int_equal(ctx_act_in(ctx, FX_OTHER_JST), ERR_OK);
    has(FX_OTHER_JST, "test.stawka", "1.30", "2026-03-01", NULL);
    assert_string_equal(value("test.stawka", "2026-03-01"), "1.3");
    assert_string_equal(value("test.lokalna", "2026-03-01"), MISSING);
    assert_int_equal(ctx_act_in(ctx, FX_JST), ERR_OK);
    assert_string_equal(value("test.stawka", "2026-03-01"), "1.2");
    assert_string_equal(value("test.lokalna", "2026-03-01"), "5");
    assert_int_equal(ctx_act_in(ctx, ""), ERR_OK);
    assert_string_equal(value("test.stawka", "2026-03-01"), "1.45");
}

static void what_is_missing_empty_or_no_number_is_refused(void **state)
{
    (void)state;
    has("", "test.pusta", "", "2026-01-01", NULL);
    has("", "test.dzien", "03-31", "2026-01-01", NULL);
    assert_string_equal(value("test.brak", "2026-03-01"), MISSING);
    assert_string_equal(value("test.pusta", "2026-03-01"), "!wartość nie została jeszcze wpisana.");
    assert_string_equal(value("test.dzien", "2026-03-01"), "!wartość nie jest liczbą.");
}

static void a_text_is_read_as_a_row(void **state)
{
    struct slad *s = slad_new(ctx, "test", day("2026-03-01"));
    const struct parametr *p = NULL;

    (void)state;
    has("", "test.dzien", "03-31", "2026-01-01", NULL);
    assert_int_equal(parametr_find(ctx, s, "test.dzien", day("2026-03-01"), &p), ERR_OK);
    assert_string_equal(p->wartosc, "03-31");
    assert_string_equal(p->podstawa, "art. test.dzien");
}

static void what_is_unconfirmed_is_told_and_may_be_refused(void **state)
{
    const struct wpis w = {
        .jst = "", .klucz = "test.niepewna", .wartosc = "3", .od = "2026-01-01", .stan = "unconfirmed"
    };
    struct slad *s = slad_new(ctx, "test", day("2026-03-01"));
    struct ratio r = { 0 };

    (void)state;
    assert_int_equal(put(&w), ERR_OK);
    assert_int_equal(parametr_get(ctx, s, w.klucz, day("2026-03-01"), &r), ERR_OK);
    assert_non_null(strstr(slad_json(ctx->mem, s), "\"niepotwierdzone\":[\"test.niepewna\"]"));
    assert_non_null(strstr(slad_text(ctx->mem, s), "(niepotwierdzony)"));
    s = slad_new(ctx, "test", day("2026-03-01"));
    slad_want_confirmed(s);
    assert_int_equal(parametr_get(ctx, s, w.klucz, day("2026-03-01"), &r), ERR_INVALID);
    assert_non_null(strstr(slad_refusal(s)->opis, "nie jest potwierdzona"));
}

/* ---- what the database refuses ---- */

static void a_unit_stays_below_the_limit(void **state)
{
    static const struct {
        const char *klucz, *wartosc, *od, *to;
        enum err e;
    } rows[] = {
        { "test.stawka", "1.38", "2025-01-01", "2025-12-31", ERR_OK },
        { "test.stawka", "1.39", "2025-01-01", "2025-12-31", ERR_INVALID },
        { "test.stawka", "1.40", "2026-01-01", "2026-12-31", ERR_OK },
        { "test.stawka", "1.40", "2025-12-31", "2026-12-31", ERR_INVALID }, /* one day too early */
        { "test.stawka", "100", "2028-01-01", NULL, ERR_OK },               /* no limit is known from then on */
        { "test.stawka", "100", "2027-06-01", NULL, ERR_INVALID }, /* a limit is announced, not yet its value */
        { "test.stawka", "dużo", "2025-01-01", "2025-01-31", ERR_INVALID },
        { "test.stawka", "", "2025-01-01", "2025-01-31", ERR_OK },
        { "test.bez_limitu", "1000000", "2025-01-01", NULL, ERR_OK },
    };

    (void)state;
    has("", "max.test.stawka", "1.38", "2025-01-01", "2025-12-31");
    has("", "max.test.stawka", "1.45", "2026-01-01", "2026-12-31");
    has("", "max.test.stawka", "", "2027-01-01", "2027-12-31");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct wpis w = {
            .jst = FX_JST, .klucz = rows[i].klucz, .wartosc = rows[i].wartosc, .od = rows[i].od, .to = rows[i].to
        };

        assert_int_equal(db_savepoint(ctx), ERR_OK);
        if (put(&w) != rows[i].e)
            fail_msg("%s from %s: %s", w.wartosc, w.od, ctx->fail.detail);
        db_savepoint_undo(ctx);
        ctx_forgive(ctx);
    }
}

static void a_limit_that_came_down_makes_the_unit_s_value_void(void **state)
{
    (void)state;
    has(FX_JST, "test.stawka", "1.40", "2026-01-01", NULL);
    assert_string_equal(value("test.stawka", "2026-05-01"), "1.4");
    has("", "max.test.stawka", "1.30", "2026-06-01", NULL);
    assert_string_equal(value("test.stawka", "2026-05-31"), "1.4");
    assert_string_equal(value("test.stawka", "2026-06-01"), "!stawka jednostki jest wyższa, niż pozwala ustawa.");
}

static void what_no_row_may_be(void **state)
{
    static const struct {
        const char *text;
        enum err e;
    } rows[] = {
        /* two rows in force on one day */
        { "INSERT INTO prawo.parametr (klucz, wartosc, jednostka, valid_from, podstawa, stan, wpisal, zatwierdzil)"
          " VALUES ('test.stawka', '2', 'PLN', '2026-12-31', 'x', 'confirmed', 'A', 'B')",
          ERR_CONFLICT },
        { "INSERT INTO prawo.parametr (klucz, wartosc, jednostka, valid_from, podstawa, stan, wpisal, zatwierdzil)"
          " VALUES ('test.stawka', '2', 'PLN', '2027-01-01', 'x', 'confirmed', 'A', 'B')",
          ERR_OK },
        /* one person, or nobody, approves */
        { "INSERT INTO prawo.parametr (klucz, wartosc, jednostka, valid_from, podstawa, stan, wpisal, zatwierdzil)"
          " VALUES ('test.x', '2', 'PLN', '2027-01-01', 'x', 'confirmed', 'A', 'A')",
          ERR_INVALID },
        { "INSERT INTO prawo.parametr (klucz, wartosc, jednostka, valid_from, podstawa, stan, wpisal)"
          " VALUES ('test.x', '2', 'PLN', '2027-01-01', 'x', 'unconfirmed', 'A')",
          ERR_INVALID },
        { "INSERT INTO prawo.parametr (jst, klucz, wartosc, jednostka, valid_from, podstawa, stan, wpisal)"
          " VALUES ('" FX_JST "', 'test.x', '2', 'PLN', '2027-01-01', 'x', 'confirmed', 'A')",
          ERR_INVALID },
        { "INSERT INTO prawo.parametr (jst, klucz, wartosc, jednostka, valid_from, podstawa, stan, wpisal)"
          " VALUES ('" FX_JST "', 'test.x', '2', 'PLN', '2027-01-01', 'x', 'unconfirmed', 'A')",
          ERR_OK },
        /* no basis; a word that is no state; another unit; an end before the beginning */
        { "INSERT INTO prawo.parametr (klucz, wartosc, jednostka, valid_from, podstawa, stan, wpisal, zatwierdzil)"
          " VALUES ('test.x', '2', 'PLN', '2027-01-01', '', 'confirmed', 'A', 'B')",
          ERR_INVALID },
        { "INSERT INTO prawo.parametr (klucz, wartosc, jednostka, valid_from, podstawa, stan, wpisal, zatwierdzil)"
          " VALUES ('test.x', '2', 'PLN', '2027-01-01', 'x', 'pewny', 'A', 'B')",
          ERR_INVALID },
        { "INSERT INTO prawo.parametr (jst, klucz, wartosc, jednostka, valid_from, podstawa, stan, wpisal)"
          " VALUES ('" FX_OTHER_JST "', 'test.x', '2', 'PLN', '2027-01-01', 'x', 'unconfirmed', 'A')",
          ERR_DENIED },
        { "INSERT INTO prawo.parametr (klucz, wartosc, jednostka, valid_from, valid_to, podstawa, stan, wpisal,"
          " zatwierdzil) VALUES ('test.x', '2', 'PLN', '2027-01-02', '2027-01-01', 'x', 'confirmed', 'A', 'B')",
          ERR_INVALID },
        /* editing and removing */
        { "UPDATE prawo.parametr SET wartosc = '7' WHERE klucz = 'test.stawka'", ERR_DENIED },
        { "DELETE FROM prawo.parametr WHERE klucz = 'test.stawka'", ERR_DENIED },
    };

    (void)state;
    has("", "test.stawka", "1.45", "2026-01-01", "2026-12-31");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(db_savepoint(ctx), ERR_OK);
        if (run(rows[i].text) != rows[i].e)
            fail_msg("row %zu: %s", i, ctx->fail.detail);
        db_savepoint_undo(ctx);
        ctx_forgive(ctx);
    }
}

static void a_correction_is_the_next_version(void **state)
{
    const struct wpis again = { .jst = "", .klucz = "test.stawka", .wersja = 2, .wartosc = "1.55", .od = "2026-01-01" };

    (void)state;
    has("", "test.stawka", "1.45", "2026-01-01", NULL);
    assert_string_equal(value("test.stawka", "2026-05-01"), "1.45");
    assert_int_equal(run("UPDATE prawo.parametr SET superseded_at = now() WHERE klucz = 'test.stawka'"), ERR_OK);
    assert_int_equal(put(&again), ERR_OK);
    assert_string_equal(value("test.stawka", "2026-05-01"), "1.45"); /* this request has asked already */
    parametr_refresh(admin);
    assert_string_equal(value("test.stawka", "2026-05-01"), "1.55");
}

/* Everybody may read the law, nobody but the system may write it. */
static void who_may(void **state)
{
    static const char *const kinds[] = { "public", "citizen", "clerk", "partner" };
    static const struct db_sql kind = { "test_kind", "SELECT set_config('app.kind', $1, true)", 1 };
    struct db_rows *rows = NULL;

    (void)state;
    has("", "test.stawka", "1.45", "2026-01-01", NULL);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct wpis w = { .jst = i % 2 ? FX_JST : "", .klucz = "test.inna", .wartosc = "1", .od = "2026-01-01" };

        parametr_refresh(admin);
        assert_int_equal(db_query(ctx, &kind, DB_ARGS(db_text(kinds[i])), &rows), ERR_OK);
        assert_string_equal(value("test.stawka", "2026-05-01"), "1.45");
        assert_int_equal(db_savepoint(ctx), ERR_OK);
        assert_int_equal(put(&w), ERR_DENIED);
        db_savepoint_undo(ctx);
        ctx_forgive(ctx);
    }
}

static void a_process_asks_once_a_request(void **state)
{
    struct ctx *next = NULL;
    struct slad *s = NULL;
    struct ratio r = { 0 };

    (void)state;
    has("", "test.stawka", "1.45", "2026-01-01", NULL);
    assert_string_equal(value("test.stawka", "2026-05-01"), "1.45");
    db_fail_at(1); /* whatever asked the database now would fail */
    for (int i = 0; i < 1000; i++)
        assert_string_equal(value("test.stawka", "2026-05-01"), "1.45");
    db_fail_at(0);
    db_rollback(ctx);
    /* what was rolled back is gone for the next request */
    next = second_ctx(admin, FX_JST);
    s = slad_new(next, "test", day("2026-05-01"));
    assert_int_equal(parametr_get(next, s, "test.stawka", day("2026-05-01"), &r), ERR_INVALID);
    ctx_free(next);
}

/* ---- steps ---- */

static void steps_say_what_they_did(void **state)
{
    struct slad *s = slad_new(ctx, "podatek", day("2026-05-01"));
    struct ratio rate = { 0 };
    struct ratio tax, area;

    (void)state;
    has("", "test.stawka", "0.77", "2026-01-01", NULL);
    assert_int_equal(parametr_get(ctx, s, "test.stawka", day("2026-05-01"), &rate), ERR_OK);
    area = slad_sum(s, "powierzchnia", 2, (struct ratio[]){ ratio_int(ctx->mem, 800), ratio_int(ctx->mem, 50) },
                    "deklaracja");
    tax = slad_product(s, "grunt pozostały", area, rate, NULL);
    tax = slad_difference(s, "ulga", tax, ratio_int(ctx->mem, -4), "uchwała");
    assert_int_equal(slad_quotient(s, "rata", tax, ratio_int(ctx->mem, 4), "u.p.o.l. art. 6 ust. 7", &tax), ERR_OK);
    tax = slad_round(s, "rata w złotych", tax, ZAOKR_ZLOTY, NULL);
    slad_result(s, "rata", ratio_text(ctx->mem, tax));
    assert_string_equal(slad_text(ctx->mem, s), "rata = 165\n"
                                                "  1. powierzchnia: 800 + 50 = 850 [deklaracja]\n"
                                                "  2. grunt pozostały: 850 × 0.77 = 654.5 [art. test.stawka]\n"
                                                "  3. ulga: 654.5 − (-4) = 658.5 [uchwała]\n"
                                                "  4. rata: 658.5 / 4 = 164.625 [u.p.o.l. art. 6 ust. 7]\n"
                                                "  5. rata w złotych: 164.625 = 165, do pełnych złotych, od 50 groszy "
                                                "w górę [Ordynacja podatkowa art. 63 § 1]\n"
                                                "     test.stawka = 0.77 PLN od 2026-01-01, art. test.stawka\n");
    assert_non_null(strstr(slad_json(ctx->mem, s),
                           "{\"lp\":2,\"opis\":\"grunt pozostały\",\"dzialanie\":\"850 × 0.77\",\"wynik\":\"654.5\","
                           "\"zaokraglenie\":\"\",\"parametr\":\"test.stawka\",\"podstawa\":\"art. test.stawka\"}"));
    assert_non_null(strstr(slad_json(ctx->mem, s), "{\"wynik\":{\"rata\":\"165\"},"));
}

static void roundings_of_law(void **state)
{
    static const struct {
        enum zaokr how;
        const char *value, *rounded;
    } rows[] = {
        { ZAOKR_ZLOTY, "1234.50", "1235" },    { ZAOKR_ZLOTY, "1234.4999", "1234" },
        { ZAOKR_ZLOTY, "-0.5", "-1" },         { ZAOKR_ZLOTY_GORA, "3487.45", "3488" },
        { ZAOKR_ZLOTY_GORA, "3487", "3487" },  { ZAOKR_ZLOTY_DOL, "9.99", "9" },
        { ZAOKR_GROSZ, "0.125", "0.13" },      { ZAOKR_GROSZ, "0.1249", "0.12" },
        { ZAOKR_GROSZ_GORA, "0.121", "0.13" }, { ZAOKR_GROSZ_DOL, "0.129", "0.12" },
    };
    struct slad *s = slad_new(ctx, "test", day("2026-05-01"));

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ratio r = { 0 };

        assert_true(ratio_parse(ctx->mem, rows[i].value, &r));
        assert_string_equal(ratio_text(ctx->mem, slad_round(s, "x", r, rows[i].how, NULL)), rows[i].rounded);
    }
}

static void division_by_zero_refuses(void **state)
{
    struct slad *s = slad_new(ctx, "test", day("2026-05-01"));
    struct ratio r = { 0 };

    (void)state;
    assert_int_equal(slad_quotient(s, "wskaźnik", ratio_int(ctx->mem, 1), ratio_int(ctx->mem, 0), NULL, &r),
                     ERR_INVALID);
    assert_string_equal(slad_refusal(s)->kod, SLAD_BAD_DATA);
    assert_non_null(strstr(slad_json(ctx->mem, s), "{\"odmowa\":{\"kod\":\"BladDanych\""));
}

/* KPA art. 57: short months, leap years, free days, Saturdays. */
static void terms(void **state)
{
    static const struct {
        const char *event;
        enum date_unit unit;
        int n;
        const char *end;
        int steps;
    } rows[] = {
        { "2026-03-02", DATE_DAYS, 7, "2026-03-09", 1 },   { "2026-04-17", DATE_DAYS, 14, "2026-05-04", 2 },
        { "2026-12-10", DATE_DAYS, 14, "2026-12-28", 2 },  { "2024-12-10", DATE_DAYS, 14, "2024-12-24", 1 },
        { "2026-11-23", DATE_WEEKS, 2, "2026-12-07", 1 },  { "2026-01-31", DATE_MONTHS, 1, "2026-03-02", 2 },
        { "2028-01-31", DATE_MONTHS, 1, "2028-02-29", 1 }, { "2026-03-31", DATE_MONTHS, 1, "2026-04-30", 1 },
        { "2026-07-15", DATE_MONTHS, 1, "2026-08-17", 2 }, { "2026-11-23", DATE_MONTHS, 2, "2027-01-25", 2 },
        { "2026-12-31", DATE_MONTHS, 2, "2027-03-01", 2 }, { "2028-02-29", DATE_YEARS, 1, "2029-02-28", 1 },
        { "2025-02-28", DATE_YEARS, 3, "2028-02-28", 1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct slad *s = slad_new(ctx, "test", day(rows[i].event));
        struct date last = { 0 };

        assert_int_equal(
            slad_term(s, "termin", day(rows[i].event), rows[i].unit, ratio_int(ctx->mem, rows[i].n), "x", &last),
            ERR_OK);
        assert_string_equal(date_text(ctx->mem, last), rows[i].end);
        assert_int_equal(strstr(slad_text(ctx->mem, s), "  2. ") != NULL, rows[i].steps == 2);
    }
}

static void a_term_that_is_none_refuses(void **state)
{
    static const char *const bad[] = { "-1", "0.5", "1/3", "1000000", "99999999999999999999" };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct slad *s = slad_new(ctx, "test", day("2026-05-01"));
        struct date last = { 0 };
        struct ratio n = { 0 };

        assert_true(ratio_parse(ctx->mem, bad[i], &n));
        assert_int_equal(slad_term(s, "termin", day("2026-05-01"), DATE_MONTHS, n, "x", &last), ERR_INVALID);
        assert_false(date_is_set(last));
        ctx_forgive(ctx);
    }
}

static void a_parameter_knows_its_unit_of_time(void **state)
{
    const struct wpis three = {
        .jst = "", .klucz = "test.termin", .wartosc = "3", .jednostka = "months", .od = "2026-01-01"
    };
    const struct wpis money = { .jst = "", .klucz = "test.kwota", .wartosc = "3", .od = "2026-01-01" };
    struct slad *s = slad_new(ctx, "test", day("2026-11-30"));
    const struct parametr *p = NULL;
    struct date last = { 0 };

    (void)state;
    assert_int_equal(put(&three), ERR_OK);
    assert_int_equal(put(&money), ERR_OK);
    assert_int_equal(parametr_find(ctx, s, "test.termin", day("2026-11-30"), &p), ERR_OK);
    assert_int_equal(parametr_term(ctx, s, p, "termin", day("2026-11-30"), &last), ERR_OK);
    assert_string_equal(date_text(ctx->mem, last), "2027-03-01");
    assert_non_null(strstr(slad_text(ctx->mem, s), "2026-11-30 + 3 miesiące = 2027-02-28 [art. test.termin]"));
    assert_non_null(strstr(slad_text(ctx->mem, s), "2027-02-28 (niedziela) = 2027-03-01"));
    assert_int_equal(parametr_find(ctx, s, "test.kwota", day("2026-11-30"), &p), ERR_OK);
    assert_int_equal(parametr_term(ctx, s, p, "termin", day("2026-11-30"), &last), ERR_INVALID);
}

/* ---- keeping ---- */

static struct slad *small_trace(void)
{
    struct slad *s = slad_new(ctx, "rata", day("2026-05-01"));
    struct ratio rate = { 0 };

    assert_int_equal(parametr_get(ctx, s, "test.stawka", day("2026-05-01"), &rate), ERR_OK);
    slad_result(s, "rata", ratio_text(ctx->mem, slad_product(s, "rata", ratio_int(ctx->mem, 2), rate, NULL)));
    return s;
}

static void a_stored_trace_is_found_again_in_its_unit_alone(void **state)
{
    struct db_rows *row = NULL;
    const char *sha = NULL;
    bool has_one = true;

    (void)state;
    has("", "test.stawka", "0.77", "2026-01-01", NULL);
    assert_int_equal(slad_has(ctx, "test", 5, "rata", &has_one), ERR_OK);
    assert_false(has_one);
    assert_int_equal(slad_store(ctx, small_trace(), "test", 5, &sha), ERR_OK);
    assert_int_equal(slad_get(ctx, "test", 5, "rata", &row), ERR_OK);
    assert_string_equal(db_str(row, 0, "sha256"), sha);
    assert_string_equal(db_str(row, 0, "wynik"), "{\"rata\":\"1.54\"}");
    assert_int_equal(fx_count(ctx, "prawo.slad_parametr WHERE klucz = 'test.stawka' AND wersja = 1"), 1);
    assert_int_equal(slad_get(ctx, "test", 5, "inny", &row), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(ctx_act_in(ctx, FX_OTHER_JST), ERR_OK);
    assert_int_equal(slad_has(ctx, "test", 5, "rata", &has_one), ERR_OK);
    assert_false(has_one);
}

static void a_trace_that_was_changed_is_not_shown(void **state)
{
    struct db_rows *row = NULL;
    const char *sha = NULL;

    (void)state;
    has("", "test.stawka", "0.77", "2026-01-01", NULL);
    assert_int_equal(slad_store(ctx, small_trace(), "test", 5, &sha), ERR_OK);
    /* the same trace for another object */
    assert_int_equal(run("INSERT INTO prawo.slad (jst, obiekt, obiekt_id, rodzaj, dzien, wiedza_at, wynik, kroki,"
                         " parametry, sha256) SELECT jst, obiekt, 6, rodzaj, dzien, wiedza_at, wynik, kroki, parametry,"
                         " sha256 FROM prawo.slad WHERE obiekt = 'test'"),
                     ERR_OK);
    assert_int_equal(slad_get(ctx, "test", 6, "rata", &row), ERR_INTERNAL);
    ctx_forgive(ctx);
    assert_int_equal(slad_get(ctx, "test", 5, "rata", &row), ERR_OK);
    assert_int_equal(run("UPDATE prawo.slad SET wynik = '{}'"), ERR_DENIED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        law_test(the_row_of_the_day),
        law_test(the_unit_before_the_nation_each_for_itself),
        law_test(what_is_missing_empty_or_no_number_is_refused),
        law_test(a_text_is_read_as_a_row),
        law_test(what_is_unconfirmed_is_told_and_may_be_refused),
        law_test(a_unit_stays_below_the_limit),
        law_test(a_limit_that_came_down_makes_the_unit_s_value_void),
        law_test(what_no_row_may_be),
        law_test(a_correction_is_the_next_version),
        law_test(who_may),
        law_test(a_process_asks_once_a_request),
        law_test(steps_say_what_they_did),
        law_test(roundings_of_law),
        law_test(division_by_zero_refuses),
        law_test(terms),
        law_test(a_term_that_is_none_refuses),
        law_test(a_parameter_knows_its_unit_of_time),
        law_test(a_stored_trace_is_found_again_in_its_unit_alone),
        law_test(a_trace_that_was_changed_is_not_shown),
    };

    return fx_run(tests);
}

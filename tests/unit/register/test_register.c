/* A register with every kind of column on a table of its own, in a database of its own: the one door, lines, references,
 * steps, sentences of constraints, the list page by page, CSV there and back, and what is wrong with broken tables. Its events are borrowed.
 * needs: org/kadry eod/sprawa */
#include "tests/support/own_database.h"

#include <inttypes.h>
#include <string.h>

#include "core/ctx/blob.h"
#include "core/ctx/role.h"
#include "core/register/register.h"

static const char SCHEMA[] =
    "CREATE SCHEMA proba;"
    "CREATE TABLE proba.osoba (id bigint PRIMARY KEY, nazwa text NOT NULL);"
    "INSERT INTO proba.osoba VALUES (1, 'Anna Kos'), (2, 'Adam Kos'), (3, 'Ewa Lis');"
    "CREATE TABLE proba.rzecz (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, nazwa text NOT NULL, opis text NOT "
    "NULL,"
    " dzien date, do_dnia date, kwota bigint, ilosc numeric(12, 3), sztuk int, czynna boolean NOT NULL, rodzaj text "
    "NOT NULL,"
    " pesel text NOT NULL, osoba_id bigint REFERENCES proba.osoba, plik text NOT NULL, plik_nazwa text NOT NULL,"
    " stan text NOT NULL, jst text NOT NULL DEFAULT app_jst(), CONSTRAINT rzecz_dni CHECK (do_dnia >= dzien), "
    "CONSTRAINT rzecz_nazwa UNIQUE (nazwa));"
    "CREATE TABLE proba.pozycja (rzecz_id bigint REFERENCES proba.rzecz, lp int, nazwa text NOT NULL, kwota bigint,"
    " CONSTRAINT pozycja_kwota CHECK (kwota < 100000));"
    "INSERT INTO audit.obiekt VALUES ('rzecz', 'proba.rzecz', NULL);"
    "GRANT USAGE ON SCHEMA proba TO eurzad_program, eurzad_owner;"
    "GRANT ALL ON ALL TABLES IN SCHEMA proba TO eurzad_program, eurzad_owner";

#define SQL(id, text, n, ...)                                                                                          \
    static const struct db_sql id = { "t_reg_" #id, text, n, (const char *const[]){ __VA_ARGS__ } }
#define ROW                                                                                                            \
    "SELECT r.id, 'R/' || r.id AS numer, r.nazwa, opis, dzien, do_dnia, kwota, ilosc, sztuk, czynna, rodzaj, pesel,"   \
    " osoba_id, o.nazwa AS osoba_id_label, plik, plik_nazwa, stan, r.nazwa AS klucz"                                   \
    " FROM proba.rzecz r LEFT JOIN proba.osoba o ON o.id = osoba_id "

SQL(PICK,
    "SELECT id, nazwa AS label FROM proba.osoba WHERE CASE WHEN $2::bigint <> 0 THEN id = $2::bigint ELSE"
    " bez_ogonkow(nazwa) LIKE '%' || bez_ogonkow($1) || '%' END ORDER BY nazwa LIMIT $3::int",
    3, "q", "id", "limit");
SQL(GET, ROW "WHERE r.id = $1", 1, "id");
SQL(LOCK, "SELECT stan FROM proba.rzecz WHERE id = $1 FOR UPDATE", 1, "id");
SQL(ADD,
    "INSERT INTO proba.rzecz (nazwa, opis, dzien, do_dnia, kwota, ilosc, sztuk, czynna, rodzaj, pesel, osoba_id, plik,"
    " plik_nazwa, stan) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id",
    14, "nazwa", "opis", "dzien", "do_dnia", "kwota", "ilosc", "sztuk", "czynna", "rodzaj", "pesel", "osoba_id", "plik",
    "plik_nazwa", "stan");
SQL(CHANGE,
    "UPDATE proba.rzecz SET nazwa = $2, opis = $3, dzien = $4, do_dnia = $5, kwota = $6, ilosc = $7, sztuk = $8,"
    " czynna = $9, pesel = $10, osoba_id = $11, plik = $12, plik_nazwa = $13 WHERE id = $1 RETURNING id",
    13, "id", "nazwa", "opis", "dzien", "do_dnia", "kwota", "ilosc", "sztuk", "czynna", "pesel", "osoba_id", "plik",
    "plik_nazwa");
SQL(MOVE, "UPDATE proba.rzecz SET stan = $2 WHERE id = $1 RETURNING id", 2, "id", "stan");
SQL(LIST,
    ROW "WHERE ($1 = '' OR r.nazwa LIKE '%' || $1 || '%') AND ($2 = '' OR stan = $2) AND ($3 = '' OR rodzaj = $3)"
        " AND (r.nazwa, r.id) > ($4, $5::bigint) ORDER BY r.nazwa, r.id LIMIT $6::int",
    6, "q", "stan", "rodzaj", "po_klucz", "po_id", "limit");
SQL(LINES, "SELECT nazwa, kwota FROM proba.pozycja WHERE rzecz_id = $1 ORDER BY lp", 1, "id");
SQL(LINES_CLEAR, "DELETE FROM proba.pozycja WHERE rzecz_id = $1 RETURNING lp", 1, "id");
SQL(LINE_ADD, "INSERT INTO proba.pozycja VALUES ((SELECT max(id) FROM proba.rzecz), $1::int, $2, $3) RETURNING lp", 3,
    "lp", "nazwa", "kwota");

static const struct word RODZAJE[] = { { "A", "duża", NULL }, { "B", "mała", NULL }, { 0 } };
static const struct word STANY[] = {
    { "NOWA", "nowa", "info" }, { "W_UZYCIU", "w użyciu", "ok" }, { "ZBYTA", "zbyta", "" }, { 0 }
};
static const struct column COLUMNS[] = {
    { "nazwa", "Nazwa", COLUMN_TEXT, COLUMN_REQUIRED | COLUMN_LISTED | COLUMN_SEARCHED },
    { "opis", "Opis", COLUMN_AREA },
    { "dzien", "Od dnia", COLUMN_DATE, COLUMN_REQUIRED | COLUMN_LISTED },
    { "do_dnia", "Do dnia", COLUMN_DATE },
    { "kwota", "Kwota", COLUMN_MONEY, COLUMN_LISTED | COLUMN_NEGATIVE },
    { "ilosc", "Ilość", COLUMN_DECIMAL, COLUMN_LISTED, 3 },
    { "sztuk", "Sztuk", COLUMN_INT, COLUMN_IN_CSV },
    { "czynna", "Czynna", COLUMN_BOOL, COLUMN_LISTED },
    { "rodzaj", "Rodzaj", COLUMN_WORD, COLUMN_REQUIRED | COLUMN_LISTED | COLUMN_FILTERED | COLUMN_FIXED,
      .words = RODZAJE },
    { "pesel", "PESEL", COLUMN_PESEL, COLUMN_LISTED },
    { "osoba_id", "Osoba", COLUMN_REF, COLUMN_LISTED, .pick = &PICK },
    { "plik", "Plik", COLUMN_FILE },
    { 0 },
};
static const struct column LINE_COLUMNS[] = {
    { "nazwa", "Co", COLUMN_TEXT, COLUMN_REQUIRED },
    { "kwota", "Za ile", COLUMN_MONEY, COLUMN_REQUIRED },
    { 0 },
};
static const struct part PARTS[] = { { "pozycje", "Pozycje", LINE_COLUMNS, &LINES, &LINES_CLEAR, &LINE_ADD }, { 0 } };
static const struct order ORDERS[] = { { "nazwa", "nazwa", &LIST, "" }, { 0 } };
static const struct step STEPS[] = {
    { "NOWA", "W_UZYCIU", ROLE_EOD_REFERENT, "sprawa.dolaczono", "Wydaj" },
    { "W_UZYCIU", "ZBYTA", ROLE_EOD_AKCEPTUJACY, "sprawa.zakonczona", "Zbądź", .reason = true },
    { 0 },
};
static const struct rule RULES[] = {
    { "rzecz_dni", "do_dnia", "Koniec nie może być przed początkiem." },
    { "rzecz_nazwa", "nazwa", "Taka nazwa już jest." },
    { "pozycja_kwota", "kwota", "Za dużo." },
    { 0 },
};

static void check(struct ctx *ctx, const struct reg *r, struct record *rec)
{
    (void)ctx;
    (void)r;
    if (strcmp(record_value(rec, "nazwa"), "nic") == 0)
        record_fault(rec, "opis", "Opisz, co to znaczy.");
}

static const struct reg RZECZ = {
    .object = "rzecz",
    .path = "/x",
    .title = "Rzeczy",
    .new_row = "Nowa rzecz",
    .missing = "Nie ma takiej rzeczy.",
    .added = "pracownik.dodany",
    .changed = "pracownik.zmieniony",
    .write = ROLE_EOD_REFERENT,
    .columns = COLUMNS,
    .parts = PARTS,
    .states = STANY,
    .open = "NOWA W_UZYCIU",
    .orders = ORDERS,
    .steps = STEPS,
    .rules = RULES,
    .check = check,
    .get = &GET,
    .lock = &LOCK,
    .add = &ADD,
    .change = &CHANGE,
    .move = &MOVE,
};

/* ---- the database and who acts in it ---- */

static struct app *app;

static int make(void **state)
{
    (void)state;
    own_database_make();
    own_command(NULL, SCHEMA);
    app = own_app("eurzad_web");
    return 0;
}

static int drop(void **state)
{
    (void)state;
    app_stop(app);
    own_database_drop();
    return 0;
}

static int open_ctx(void **state)
{
    struct ctx *ctx = ctx_new(app);

    ctx->who = (struct who){ WHO_CLERK, 1, 1, ROLE_EOD_REFERENT, "Anna Kos", "referent", "" };
    ctx->jst = FX_JST;
    *state = ctx;
    return 0;
}

static int close_ctx(void **state)
{
    ctx_free(*state);
    return 0;
}

#define GOOD(name) "nazwa", name, "dzien", "2026-01-01", "rodzaj", "A"

static struct record read_pairs(struct ctx *ctx, const char *const *pairs)
{
    struct record rec;

    assert_int_equal(register_read(ctx, &RZECZ, source_of_pairs(pairs), &rec), ERR_OK);
    return rec;
}
#define RECORD(ctx, ...) read_pairs((ctx), (const char *const[]){ __VA_ARGS__, NULL })

static int64_t added(struct ctx *ctx, const char *name)
{
    struct record rec = RECORD(ctx, GOOD(name));
    int64_t id = 0;

    assert_int_equal(rec.n_faults, 0);
    assert_int_equal(register_add(ctx, &RZECZ, &rec, &id), ERR_OK);
    return id;
}

#define refused(ctx, call, code, in_field)                                                                             \
    do {                                                                                                               \
        assert_int_equal(db_savepoint(ctx), ERR_OK);                                                                   \
        assert_int_equal((call), (code));                                                                              \
        if ((in_field) != NULL)                                                                                        \
            assert_string_equal((ctx)->fail.field, (in_field));                                                        \
        ctx_forgive(ctx);                                                                                              \
        db_savepoint_undo(ctx);                                                                                        \
    } while (0)
static const char *const NO_FIELD = NULL;

/* ---- rows ---- */

static void the_table_holds_together(void **state)
{
    assert_null(register_problem(((struct ctx *)*state)->mem, &RZECZ));
}

static void every_kind_is_kept_as_checked(void **state)
{
    struct ctx *ctx = *state;
    struct db_rows *row = NULL;
    struct db_rows *lines = NULL;
    int64_t id = 0;
    struct record rec = RECORD(ctx, GOOD(" Żuk "), "opis", "a\r\nb", "do_dnia", "2026-02-01", "kwota", "-1 234,50",
                               "ilosc", "0,125", "sztuk", "3", "czynna", "1", "pesel", "44051401359", "osoba_id", "3",
                               "plik", "abc", "plik_nazwa", "a.pdf", "pozycje.1.nazwa", "opona", "pozycje.1.kwota",
                               "12,30", "pozycje.4.nazwa", "lusterko", "pozycje.4.kwota", "5");

    assert_int_equal(rec.n_faults, 0);
    assert_int_equal(register_add(ctx, &RZECZ, &rec, &id), ERR_OK);
    assert_int_equal(register_get(ctx, &RZECZ, id, &row), ERR_OK);
    assert_string_equal(db_str(row, 0, "nazwa"), "Żuk");
    assert_int_equal(db_int(row, 0, "kwota"), -123450);
    assert_string_equal(db_str(row, 0, "ilosc"), "0.125");
    assert_true(db_flag(row, 0, "czynna"));
    assert_string_equal(db_str(row, 0, "osoba_id_label"), "Ewa Lis");
    assert_string_equal(db_str(row, 0, "plik_nazwa"), "a.pdf");
    assert_string_equal(db_str(row, 0, "stan"), "NOWA");
    assert_int_equal(register_lines(ctx, &PARTS[0], id, &lines), ERR_OK);
    assert_int_equal(lines->n, 2);
    assert_string_equal(db_str(lines, 1, "nazwa"), "lusterko");
    assert_int_equal(db_int(lines, 0, "kwota"), 1230);
}

static void all_faults_at_once_lines_too(void **state)
{
    struct ctx *ctx = *state;
    int64_t id = 0;
    const char *column = NULL;
    struct record rec = RECORD(ctx, "nazwa", "nic", "dzien", "2026-13-01", "kwota", "dużo", "rodzaj", "C", "pesel", "1",
                               "osoba_id", "99", "pozycje.0.kwota", "x", "pozycje.2.nazwa", "y");

    assert_int_equal(rec.n_faults, 5 + 1 + 3); /* columns, check(), lines */
    assert_string_equal(record_first_fault(&rec, &column), rec.values[1].fault);
    assert_string_equal(column, "opis");
    assert_string_equal(rec.values[4].typed, "dużo");
    assert_int_equal(rec.parts[0].rows[1].number, 2);
    refused(ctx, register_add(ctx, &RZECZ, &rec, &id), ERR_INVALID, NO_FIELD);
    rec = RECORD(ctx, "nazwa", "x", "dzien", "2026-01-01");
    refused(ctx, register_add(ctx, &RZECZ, &rec, &id), ERR_INVALID, "rodzaj");
}

static void a_reference_is_an_id_or_a_label_that_fits_one(void **state)
{
    struct ctx *ctx = *state;
    static const struct {
        const char *typed, *kept;
    } CASES[] = { { "2", "2" },     { "ewa lis", "3" }, { "Lis", "3" },     { "kos", NULL },
                  { "nikt", NULL }, { "77", NULL },     { "Anna Kos", "1" } };

    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct record rec = RECORD(ctx, GOOD("x"), "osoba_id", CASES[i].typed);

        assert_int_equal(rec.n_faults, CASES[i].kept ? 0 : 1);
        if (CASES[i].kept)
            assert_string_equal(record_value(&rec, "osoba_id"), CASES[i].kept);
    }
}

static void a_broken_constraint_is_a_sentence_of_its_field(void **state)
{
    struct ctx *ctx = *state;
    int64_t id = 0;
    struct record dates = RECORD(ctx, GOOD("a"), "do_dnia", "2025-12-31");
    struct record again = RECORD(ctx, GOOD("b"));
    struct record line = RECORD(ctx, GOOD("c"), "pozycje.0.nazwa", "x", "pozycje.0.kwota", "1000");

    refused(ctx, register_add(ctx, &RZECZ, &dates, &id), ERR_INVALID, "do_dnia");
    added(ctx, "b");
    refused(ctx, register_add(ctx, &RZECZ, &again, &id), ERR_INVALID, "nazwa");
    refused(ctx, register_add(ctx, &RZECZ, &line, &id), ERR_INVALID, "kwota");
}

static void a_change_keeps_what_is_fixed_and_what_was_not_sent(void **state)
{
    struct ctx *ctx = *state;
    struct db_rows *row = NULL;
    struct db_rows *events = NULL;
    int64_t id = 0;
    struct record rec =
        RECORD(ctx, GOOD("a"), "plik", "abc", "plik_nazwa", "a.pdf", "pozycje.0.nazwa", "x", "pozycje.0.kwota", "1");

    assert_int_equal(register_add(ctx, &RZECZ, &rec, &id), ERR_OK);
    rec = RECORD(ctx, "nazwa", "b", "dzien", "2026-01-01", "rodzaj", "B", "kwota", "5");
    assert_int_equal(register_change(ctx, &RZECZ, id, &rec), ERR_OK);
    assert_int_equal(register_get(ctx, &RZECZ, id, &row), ERR_OK);
    assert_string_equal(db_str(row, 0, "nazwa"), "b");
    assert_string_equal(db_str(row, 0, "rodzaj"), "A");
    assert_string_equal(db_str(row, 0, "plik"), "abc");
    assert_string_equal(db_str(row, 0, "plik_nazwa"), "a.pdf");
    assert_int_equal(register_lines(ctx, &PARTS[0], id, &row), ERR_OK);
    assert_int_equal(row->n, 0);
    assert_int_equal(register_history(ctx, &RZECZ, id, &events), ERR_OK);
    assert_int_equal(events->n, 2);
    assert_string_equal(db_str(events, 1, "typ"), "pracownik.zmieniony");
    assert_string_equal(db_str(events, 1, "opis"), "Nazwa, Kwota");
    refused(ctx, register_change(ctx, &RZECZ, 999999, &rec), ERR_NOTFOUND, NO_FIELD);
}

static void steps_follow_the_table(void **state)
{
    struct ctx *ctx = *state;
    struct db_rows *events = NULL;
    int64_t id = added(ctx, "a");
    struct record rec = RECORD(ctx, GOOD("a"));

    refused(ctx, register_move(ctx, &RZECZ, id, "ZBYTA", "tak"), ERR_CONFLICT, NO_FIELD);
    assert_int_equal(register_move(ctx, &RZECZ, id, "W_UZYCIU", ""), ERR_OK);
    assert_int_equal(register_change(ctx, &RZECZ, id, &rec), ERR_OK);
    refused(ctx, register_move(ctx, &RZECZ, id, "ZBYTA", "tak"), ERR_DENIED, NO_FIELD);
    ctx->who.roles = ROLE_EOD_AKCEPTUJACY;
    refused(ctx, register_move(ctx, &RZECZ, id, "ZBYTA", ""), ERR_INVALID, "powod");
    assert_int_equal(register_move(ctx, &RZECZ, id, "ZBYTA", "protokół 7"), ERR_OK);
    refused(ctx, register_change(ctx, &RZECZ, id, &rec), ERR_DENIED, NO_FIELD);
    ctx->who.roles = ROLE_EOD_REFERENT;
    refused(ctx, register_change(ctx, &RZECZ, id, &rec), ERR_CONFLICT, NO_FIELD);
    assert_int_equal(register_history(ctx, &RZECZ, id, &events), ERR_OK);
    assert_string_equal(db_str(events, events->n - 1, "typ"), "sprawa.zakonczona");
    assert_string_equal(db_str(events, events->n - 1, "tresc"), "protokół 7");
    refused(ctx, register_move(ctx, &RZECZ, 999999, "W_UZYCIU", ""), ERR_NOTFOUND, NO_FIELD);
}

static void many_move_together_or_not_at_all(void **state)
{
    struct ctx *ctx = *state;
    const int64_t ids[] = { added(ctx, "a"), added(ctx, "b"), added(ctx, "c") };
    struct db_rows *row = NULL;

    assert_int_equal(register_move_all(ctx, &RZECZ, 2, ids, "W_UZYCIU", ""), ERR_OK);
    refused(ctx, register_move_all(ctx, &RZECZ, 3, ids, "W_UZYCIU", ""), ERR_CONFLICT, NO_FIELD);
    assert_int_equal(register_get(ctx, &RZECZ, ids[2], &row), ERR_OK);
    assert_string_equal(db_str(row, 0, "stan"), "NOWA");
    refused(ctx, register_move_all(ctx, &RZECZ, 0, ids, "W_UZYCIU", ""), ERR_INVALID, "id");
}

static void only_who_keeps_the_register_writes(void **state)
{
    struct ctx *ctx = *state;
    struct record rec = RECORD(ctx, GOOD("a"));
    struct import_report report;
    int64_t id = 0;

    ctx->who.roles = ROLE_EOD_KANCELARIA;
    refused(ctx, register_add(ctx, &RZECZ, &rec, &id), ERR_DENIED, NO_FIELD);
    refused(ctx, register_change(ctx, &RZECZ, 1, &rec), ERR_DENIED, NO_FIELD);
    refused(ctx, register_import(ctx, &RZECZ, "Nazwa\nx\n", 8, IMPORT_ALL, &report), ERR_DENIED, NO_FIELD);
    ctx->who.kind = WHO_CITIZEN;
    refused(ctx, register_add(ctx, &RZECZ, &rec, &id), ERR_DENIED, NO_FIELD);
}

static void who_may_not_read_sees_nothing(void **state)
{
    const struct register_filter f = { .q = "", .order = "", .after = "", .limit = 1 };
    struct ctx *ctx = *state;
    struct reg r = RZECZ;
    struct db_rows *rows = NULL;
    const void *data = NULL;
    size_t len = 0;
    int64_t id = added(ctx, "a");

    r.read = ROLE_EOD_AKCEPTUJACY;
    refused(ctx, register_list(ctx, &r, &f, &rows), ERR_DENIED, NO_FIELD);
    refused(ctx, register_get(ctx, &r, id, &rows), ERR_DENIED, NO_FIELD);
    refused(ctx, register_csv(ctx, &r, &f, &data, &len), ERR_DENIED, NO_FIELD);
    assert_null(rows);
    ctx->who.roles = ROLE_EOD_AKCEPTUJACY;
    assert_int_equal(register_get(ctx, &r, id, &rows), ERR_OK);
}

/* ---- functions of the module in the table ---- */

static enum err none_is_called_x(struct ctx *ctx, int64_t id, const struct record *rec, const char *stan)
{
    (void)id;
    if (rec && strcmp(record_value(rec, "nazwa"), "x") == 0)
        return ctx_fail_field(ctx, "nazwa", "Nie x.");
    return rec || strcmp(stan, "W_UZYCIU") != 0 ? ERR_OK : ctx_fail(ctx, ERR_CONFLICT, "Jeszcze nie.", "test");
}

static void a_guard_has_the_last_word(void **state)
{
    struct ctx *ctx = *state;
    struct reg r = RZECZ;
    int64_t id = added(ctx, "a");
    struct record rec = RECORD(ctx, GOOD("x"));

    r.guard = none_is_called_x;
    refused(ctx, register_change(ctx, &r, id, &rec), ERR_INVALID, "nazwa");
    refused(ctx, register_move(ctx, &r, id, "W_UZYCIU", ""), ERR_CONFLICT, NO_FIELD);
    rec = RECORD(ctx, GOOD("y"));
    assert_int_equal(register_change(ctx, &r, id, &rec), ERR_OK);
}

static enum err two_statements(struct ctx *ctx, const struct record *rec, int64_t *ret_id)
{
    struct record other = RECORD(ctx, GOOD("obok"));
    enum err e = register_add(ctx, &RZECZ, &other, ret_id);

    return e ? e : register_add(ctx, &RZECZ, rec, ret_id);
}

static void a_row_may_be_more_than_one_statement(void **state)
{
    struct ctx *ctx = *state;
    struct reg r = RZECZ;
    struct db_rows *row = NULL;
    struct record rec = RECORD(ctx, GOOD("a"), "pozycje.0.nazwa", "x", "pozycje.0.kwota", "1");
    int64_t id = 0;

    r.add = NULL;
    r.insert = two_statements;
    r.parts = NULL; /* written by the function, with its row */
    assert_int_equal(register_add(ctx, &r, &rec, &id), ERR_OK);
    assert_int_equal(register_get(ctx, &r, id, &row), ERR_OK);
    assert_string_equal(db_str(row, 0, "nazwa"), "a");
    rec = RECORD(ctx, GOOD("a"));
    refused(ctx, register_add(ctx, &r, &rec, &id), ERR_INVALID, "nazwa");
}

/* ---- the list and its files ---- */

static const char *wanted_small(const void *data, const char *name)
{
    return strcmp(name, "rodzaj") == 0 ? data : "";
}

static void the_list_goes_page_by_page(void **state)
{
    struct ctx *ctx = *state;
    struct register_filter f = { .q = "", .order = "", .after = "", .limit = 2, .wanted = { wanted_small, "A" } };
    int seen = 0;

    for (int i = 0; i < 5; i++)
        added(ctx, mem_printf(ctx->mem, "r%d", i));
    for (;;) {
        struct db_rows *rows = NULL;

        assert_int_equal(register_list(ctx, &RZECZ, &f, &rows), ERR_OK);
        seen += rows->n;
        if (rows->n < f.limit)
            break;
        f.after = db_str(rows, rows->n - 1, "klucz");
        f.after_id = db_int(rows, rows->n - 1, "id");
    }
    assert_int_equal(seen, 5);
    f = (struct register_filter){
        .q = " r3 ", .order = "nazwa", .after = "", .limit = 9, .wanted = { wanted_small, "B" }
    };
    struct db_rows *rows = NULL;
    assert_int_equal(register_list(ctx, &RZECZ, &f, &rows), ERR_OK);
    assert_int_equal(rows->n, 0);
    f.wanted.data = "";
    assert_int_equal(register_list(ctx, &RZECZ, &f, &rows), ERR_OK);
    assert_int_equal(rows->n, 1);
}

static const char *csv_of(struct ctx *ctx)
{
    const struct register_filter f = { .q = "", .order = "", .after = "" };
    const void *text = NULL;
    size_t len = 0;

    assert_int_equal(register_csv(ctx, &RZECZ, &f, &text, &len), ERR_OK);
    return text;
}

static struct import_report import(struct ctx *ctx, const char *text, enum import_mode mode)
{
    struct import_report report;

    assert_int_equal(register_import(ctx, &RZECZ, text, strlen(text), mode, &report), ERR_OK);
    return report;
}

static void a_csv_runs_no_formula_and_comes_back(void **state)
{
    struct ctx *ctx = *state;
    int64_t id = 0;
    struct record rec =
        RECORD(ctx, GOOD("=1+\"x\";"), "kwota", "-12,5", "pesel", "44051401359", "osoba_id", "1", "czynna", "1");
    const char *text;
    struct import_report report;

    assert_int_equal(register_add(ctx, &RZECZ, &rec, &id), ERR_OK);
    text = csv_of(ctx);
    assert_ptr_equal(
        strstr(text, "\xEF\xBB\xBFNumer;Nazwa;Od dnia;Kwota;Ilość;Sztuk;Czynna;Rodzaj;PESEL;Osoba;Stan\r\n"), text);
    assert_non_null(strstr(text, ";\"'=1+\"\"x\"\";\";2026-01-01;\"-12,50\";;;tak;duża;•••••••1359;Anna Kos;nowa\r\n"));
    db_rollback(ctx);
    report = import(
        ctx,
        "Nazwa;Od dnia;Kwota;Czynna;Rodzaj;Osoba;Numer;Stan\r\n\"'=1+\"\"x\"\";\";2026-01-01;-12,50;tak;duża;Anna "
        "Kos;R/1;zbyta\r\n",
        IMPORT_ALL);
    assert_int_equal(report.n_faults, 0);
    assert_int_equal(report.n_written, 1);
    assert_non_null(strstr(csv_of(ctx), ";\"'=1+\"\"x\"\";\";2026-01-01;\"-12,50\";"));
}

static const char MIXED[] = "nazwa,dzien,rodzaj\n"
                            "dobra,2026-01-01,A\n"
                            "zła,2026-02-30,C\n"
                            "\n"
                            "dobra,2026-01-01,A\n"
                            "\"wie-\nlowiersz\",2026-01-01,B\n"
                            "\"x\"y,2026-01-01,B\n";

static void an_import_says_every_fault_of_every_row(void **state)
{
    struct ctx *ctx = *state;
    struct import_report report = import(ctx, MIXED, IMPORT_TRY);

    assert_int_equal(report.n_rows, 5);
    assert_int_equal(report.n_good, 2);
    assert_int_equal(report.n_faults, 4);
    assert_int_equal(report.faults[0].line, 3);
    assert_string_equal(report.faults[0].column, "Od dnia");
    assert_string_equal(report.faults[1].column, "Rodzaj");
    assert_int_equal(report.faults[2].line, 5);
    assert_string_equal(report.faults[2].message, "Taka nazwa już jest.");
    assert_int_equal(report.faults[3].line, 8);
    assert_int_equal(report.n_written, 0);
    assert_int_equal(fx_count(ctx, "proba.rzecz"), 0);
    assert_int_equal(import(ctx, MIXED, IMPORT_ALL).n_written, 0);
    assert_int_equal(fx_count(ctx, "proba.rzecz"), 0);
    assert_int_equal(import(ctx, MIXED, IMPORT_GOOD).n_written, 2);
    assert_int_equal(fx_count(ctx, "proba.rzecz"), 2);
}

static void a_file_that_is_none_says_so(void **state)
{
    struct ctx *ctx = *state;
    static const char *const FILES[] = { "",
                                         "\n",
                                         "Nazwa;Od dnia;Rodzaj\n",
                                         "Nazwa;Rodzaj\nx;A\n",
                                         "Nazwa;Od dnia;Rodzaj;Cena\nx;2026-01-01;A;1\n",
                                         "Nazwa;Od dnia;Rodzaj\n\xff;2026-01-01;A\n",
                                         "Nazwa;Od dnia;Rodzaj\n\"x;2026-01-01;A\n" };

    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        struct import_report report = import(ctx, FILES[i], IMPORT_GOOD);

        if (report.n_faults == 0)
            fail_msg("file %zu was taken", i);
        assert_int_equal(report.n_written, 0);
    }
}

/* ---- tables that are wrong ---- */

static void a_broken_table_is_named(void **state)
{
    const struct db_sql bad_add = { "bad_add", "", 2, (const char *const[]){ "nazwa", "cena" } };
    const struct db_sql bad_list = { "bad_list", "", 2, (const char *const[]){ "q", "po_klucz" } };
    static const struct step bad_steps[] = { { "NOWA", "ZGUBIONA", 0, "x.y", "" }, { 0 } };
    const struct order bad_orders[] = { { "x", "x", &bad_list, "" }, { 0 } };
    static const struct rule bad_rules[] = { { "x", "cena", "" }, { 0 } };
    static const struct word comma[] = { { "A", "a, b" }, { 0 } };
    static const struct column bad_set[] = { { "nazwa", "N", COLUMN_WORDS, .words = comma }, { 0 } };
    static const struct column no_words[] = { { "nazwa", "N", COLUMN_WORD }, { 0 } };
    TALLOC_CTX *mem = ((struct ctx *)*state)->mem;
    struct reg r = RZECZ;

    r.add = &bad_add;
    assert_string_equal(register_problem(mem, &r), "bad_add does not ask for the column opis");
    r = RZECZ;
    r.change = &bad_add;
    assert_string_equal(register_problem(mem, &r), "bad_add does not ask for the column opis");
    r = RZECZ;
    r.lock = &bad_add;
    assert_string_equal(register_problem(mem, &r), "bad_add asks for cena, which no column gives");
    r = RZECZ;
    r.move = &bad_add;
    assert_string_equal(register_problem(mem, &r), "bad_add asks for nazwa, which no column gives");
    r = RZECZ;
    r.steps = bad_steps;
    assert_string_equal(register_problem(mem, &r), "step NOWA to ZGUBIONA between unknown states");
    r = RZECZ;
    r.orders = bad_orders;
    assert_string_equal(register_problem(mem, &r), "bad_list does not go page by page: po_id, limit");
    r = RZECZ;
    r.rules = bad_rules;
    assert_string_equal(register_problem(mem, &r), "rule x speaks of cena, which is no column");
    r = RZECZ;
    r.columns = no_words;
    r.add = r.change = NULL;
    assert_string_equal(register_problem(mem, &r), "column nazwa: words belong to COLUMN_WORD");
    r.columns = bad_set;
    assert_string_equal(register_problem(mem, &r),
                        "column nazwa: a code with a blank, a text with a comma, or more than 64 words");
}

static void a_table_that_lacks_a_part_is_named(void **state)
{
    TALLOC_CTX *mem = ((struct ctx *)*state)->mem;
    struct reg r = RZECZ;

    r.insert = two_statements;
    assert_string_equal(register_problem(mem, &r), "add and insert: one of them adds");
    r = RZECZ;
    r.lock = NULL;
    assert_string_equal(register_problem(mem, &r), "what changes or moves a row needs lock and get");
    r = RZECZ;
    r.write = 0;
    assert_string_equal(register_problem(mem, &r), "rows are written and nobody may: write");
    r = RZECZ;
    r.extra = &GET;
    assert_string_equal(register_problem(mem, &r), "t_reg_GET is asked without arguments");
    r = (struct reg){ .object = "spis", .columns = LINE_COLUMNS, .orders = ORDERS }; /* only read, and not searched */
    assert_string_equal(register_problem(mem, &r), "t_reg_LIST asks for rodzaj, which no column gives");
    r.columns = COLUMNS;
    assert_null(register_problem(mem, &r));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown((f), open_ctx, close_ctx)
    const struct CMUnitTest tests[] = {
        T(the_table_holds_together),
        T(every_kind_is_kept_as_checked),
        T(all_faults_at_once_lines_too),
        T(a_reference_is_an_id_or_a_label_that_fits_one),
        T(a_broken_constraint_is_a_sentence_of_its_field),
        T(a_change_keeps_what_is_fixed_and_what_was_not_sent),
        T(steps_follow_the_table),
        T(many_move_together_or_not_at_all),
        T(only_who_keeps_the_register_writes),
        T(who_may_not_read_sees_nothing),
        T(a_guard_has_the_last_word),
        T(a_row_may_be_more_than_one_statement),
        T(the_list_goes_page_by_page),
        T(a_csv_runs_no_formula_and_comes_back),
        T(an_import_says_every_fault_of_every_row),
        T(a_file_that_is_none_says_so),
        T(a_broken_table_is_named),
        T(a_table_that_lacks_a_part_is_named),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, make, drop);
}

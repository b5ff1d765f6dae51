/* eod/przesylka: registration, the register, what a letter quotes. */
#include "tests/support/biuro.h"

#include "core/law/date.h"

static int64_t number_of(struct ctx *ctx, int64_t id)
{
    return strtoll(biuro_kolumna(ctx, "eod.przesylka", id, "rpw_numer"), NULL, 10);
}

static void numbers_follow_each_other(void **state)
{
    int64_t a = biuro_zarejestrowane(state);
    int64_t b = biuro_zarejestrowane(state);
    struct ctx *ctx = fx_clerk(state, "kancelaria");

    assert_int_equal(number_of(ctx, b), number_of(ctx, a) + 1);
    assert_int_equal(atoi(biuro_kolumna(ctx, "eod.przesylka", a, "rpw_rok")), date_of(ctx->now).year);
    assert_string_equal(biuro_kolumna(ctx, "eod.przesylka", a, "stan"), "DO_DEKRETACJI");
}

static void a_document_is_registered_once(void **state)
{
    int64_t dokument = biuro_wplyw(state, "Pismo", "");
    struct ctx *ctx = fx_clerk(state, "kancelaria");
    struct przesylka_nowa n = biuro_dane(ctx, dokument);
    int64_t waiting = fx_count(ctx, "eod.do_rejestracji");
    int64_t id = 0;
    int64_t again = 0;

    assert_int_equal(przesylka_of_dokument(ctx, dokument, &again), ERR_OK);
    assert_int_equal(again, 0);
    assert_int_equal(przesylka_enter(ctx, &n, &id), ERR_OK);
    assert_int_equal(fx_count(ctx, "eod.do_rejestracji"), waiting - 1);
    assert_int_equal(przesylka_enter(ctx, &n, &again), ERR_CONFLICT);
    assert_non_null(strstr(ctx->fail.message, mem_printf(ctx->mem, "RPW/%" PRId64 "/", number_of(ctx, id))));
    ctx_forgive(ctx);
    assert_int_equal(przesylka_of_dokument(ctx, dokument, &again), ERR_OK);
    assert_int_equal(again, id);
}

/* A refusal gives the number back: the transaction is rolled back, here to the save point. */
static void what_is_refused_takes_no_number(void **state)
{
    int64_t a = biuro_zarejestrowane(state);
    int64_t dokument = biuro_wplyw(state, "Pismo", "");
    struct ctx *ctx = fx_clerk(state, "kancelaria");
    struct przesylka_nowa good = biuro_dane(ctx, dokument);
    struct przesylka_nowa bad[9];
    int64_t id = 0;

    for (int i = 0; i < 9; i++)
        bad[i] = good;
    bad[0].tytul = "";
    bad[1].nadawca_nazwa = "";
    bad[2].data_na_pismie = "2026-02-30";
    bad[3].data_na_pismie = "2999-01-01";
    bad[4].liczba_zalacznikow = -1;
    bad[5].do_komorki_id = 0;
    bad[6].do_komorki_id = biuro_komorka(ctx, "KANC"); /* its head assigns no letters */
    bad[7].do_komorki_id = 999999999;
    bad[8].do_komorki_id = 0;
    bad[8].do_sprawy_id = 999999999;
    for (int i = 0; i < 9; i++) {
        assert_int_equal(db_savepoint(ctx), ERR_OK);
        biuro_odmowa(ctx, przesylka_enter(ctx, &bad[i], &id), ERR_INVALID);
        db_savepoint_undo(ctx);
    }
    good.dokument_id = 999999999;
    biuro_odmowa(ctx, przesylka_enter(ctx, &good, &id), ERR_NOTFOUND);
    good.dokument_id = dokument;
    assert_int_equal(przesylka_enter(ctx, &good, &id), ERR_OK);
    assert_int_equal(number_of(ctx, id), number_of(ctx, a) + 1);
}

static void only_the_kancelaria_registers(void **state)
{
    static const char *const others[] = { "sekretarz", "wojt", "kierownik", "referent", "administrator" };
    int64_t dokument = biuro_wplyw(state, "Pismo", "");
    int64_t id = 0;

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct ctx *ctx = fx_clerk(state, others[i]);
        struct przesylka_nowa n = biuro_dane(ctx, dokument);

        biuro_odmowa(ctx, przesylka_enter(ctx, &n, &id), ERR_DENIED);
    }
    struct ctx *ctx = fx_clerk(state, "inna-kancelaria");
    struct przesylka_nowa n = biuro_dane(ctx, dokument);

    biuro_odmowa(ctx, przesylka_enter(ctx, &n, &id), ERR_NOTFOUND);
}

static void leadership_comes_first(void **state)
{
    struct ctx *ctx = fx_clerk(state, "kancelaria");
    struct db_rows *r = NULL;

    assert_int_equal(przesylka_targets(ctx, &r), ERR_OK);
    assert_int_equal(r->n, 3);
    assert_string_equal(db_str(r, 0, "kod"), "SG");
    assert_int_equal(db_int(r, 0, "domyslna"), 1);
    assert_string_equal(db_str(r, 1, "kod"), "W");
    assert_true(db_is_null(r, 1, "domyslna"));
    assert_string_equal(db_str(r, 2, "kod"), "OR");
}

static void the_register_is_searched_and_paged(void **state)
{
    int64_t ids[3];
    struct register_filter f = { .q = "kowalski informacje", .order = "", .limit = 2 };
    struct db_rows *r = NULL;
    struct ctx *ctx;

    for (int i = 0; i < 3; i++)
        ids[i] = biuro_zarejestrowane(state);
    ctx = fx_clerk(state, "referent");
    assert_int_equal(register_list(ctx, &przesylka_register, &f, &r), ERR_OK);
    assert_int_equal(r->n, 2);
    assert_int_equal(db_int(r, 0, "id"), ids[2]);
    f.after = db_str(r, 1, "klucz");
    f.after_id = db_int(r, 1, "id");
    assert_int_equal(register_list(ctx, &przesylka_register, &f, &r), ERR_OK);
    assert_int_equal(db_int(r, 0, "id"), ids[0]);
    f = (struct register_filter){ .q = mem_printf(ctx->mem, "RPW/%" PRId64 "/", number_of(ctx, ids[1])),
                                  .order = "",
                                  .limit = 100 };
    assert_int_equal(register_list(ctx, &przesylka_register, &f, &r), ERR_OK);
    assert_int_equal(db_int(r, 0, "id"), ids[1]);
    f.q = "100%";
    assert_int_equal(register_list(ctx, &przesylka_register, &f, &r), ERR_OK);
    assert_int_equal(r->n, 0);
    f.q = "kowalski' OR '1'='1";
    assert_int_equal(register_list(ctx, &przesylka_register, &f, &r), ERR_OK);
    assert_int_equal(r->n, 0);
}

static void a_quoted_case_is_found(void **state)
{
    int64_t sprawa = biuro_sprawa(state);
    struct ctx *ctx = fx_clerk(state, "kancelaria");
    const char *znak = biuro_kolumna(ctx, "eod.sprawa", sprawa, "znak");
    struct db_rows *r = NULL;
    xmlDoc *doc = xml_new(ctx->mem, "Dokument", NULL, NULL);

    assert_int_equal(przesylka_quoted_case(ctx, znak, "", NULL, &r), ERR_OK);
    assert_int_equal(db_int(r, 0, "id"), sprawa);
    assert_int_equal(przesylka_quoted_case(ctx, "", mem_printf(ctx->mem, "Dot. %s.AK z dnia", znak), NULL, &r), ERR_OK);
    assert_int_equal(db_int(r, 0, "id"), sprawa);
    xml_add(xmlDocGetRootElement(doc), NULL, "Informacja", mem_printf(ctx->mem, "OR.1.1.2020, potem %s", znak));
    assert_int_equal(przesylka_quoted_case(ctx, "ABC", "Pismo", doc, &r), ERR_OK);
    assert_int_equal(db_int(r, 0, "id"), sprawa);
    assert_int_equal(przesylka_quoted_case(ctx, "OR.9999.1.2026", "", NULL, &r), ERR_OK);
    assert_int_equal(r->n, 0);
    ctx = fx_clerk(state, "inna-kancelaria");
    assert_int_equal(przesylka_quoted_case(ctx, znak, "", NULL, &r), ERR_OK);
    assert_true(r->n == 0 || db_int(r, 0, "id") != sprawa);
}

/* A letter in a running case may go straight to the one who runs it. */
static void straight_to_the_clerk_of_the_case(void **state)
{
    int64_t referent = biuro_pracownik(state, "referent");
    int64_t sprawa = biuro_sprawa(state);
    int64_t dokument = biuro_wplyw(state, "Uzupełnienie", "");
    struct ctx *ctx = fx_clerk(state, "kancelaria");
    struct przesylka_nowa n = biuro_dane(ctx, dokument);
    struct db_rows *r = NULL;
    int64_t id = 0;

    n.do_komorki_id = 0;
    n.do_sprawy_id = sprawa;
    assert_int_equal(przesylka_enter(ctx, &n, &id), ERR_OK);
    assert_int_equal(przesylka_get(ctx, id, &r), ERR_OK);
    assert_string_equal(db_str(r, 0, "stan"), "U_PROWADZACEGO");
    assert_int_equal(db_int(r, 0, "u_pracownika_id"), referent);
}

static void hostile_documents_are_not_shown(void **state)
{
    static const char *const files[] = { "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "nie xml", "<x/>", "" };
    struct ctx *ctx = fx_clerk(state, "kancelaria");

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct blob_info blob;
        xmlDoc *doc = NULL;

        assert_int_equal(blob_put(ctx, files[i], strlen(files[i]), &blob), ERR_OK);
        assert_int_equal(przesylka_document(ctx, blob.sha256, "urn:x", &doc), ERR_OK);
        assert_null(doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(numbers_follow_each_other),       fx_test(a_document_is_registered_once),
        fx_test(what_is_refused_takes_no_number), fx_test(only_the_kancelaria_registers),
        fx_test(leadership_comes_first),          fx_test(the_register_is_searched_and_paged),
        fx_test(a_quoted_case_is_found),          fx_test(straight_to_the_clerk_of_the_case),
        fx_test(hostile_documents_are_not_shown),
    };

    return fx_run(tests);
}

/* Who works in the unit: an administrator's rights end at the unit's border, and nobody else has them.
 * (own program: job_add() is ours here) */
#include "tests/support/fx.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "core/ctx/job.h"
#include "core/ctx/password.h"
#include "core/ctx/role.h"
#include "modules/org/kadry/kadry.h"
#include "modules/org/konto/konto.h"

static char sent_to[256];
static char sent_text[2048];

enum err job_add(struct ctx *ctx, const char *rodzaj, const char *key, json_t *data)
{
    (void)ctx;
    (void)rodzaj;
    (void)key;
    snprintf(sent_to, sizeof sent_to, "%s", json_string_value(json_object_get(data, "to")));
    snprintf(sent_text, sizeof sent_text, "%s", json_string_value(json_object_get(data, "text")));
    json_decref(data);
    return ERR_OK;
}

/* ---- the register's door, as an administrator's page goes through it ---- */

struct kadry_nowy {
    const char *imie, *nazwisko, *stanowisko, *login, *email, *komorka_kod, *komorka_nazwa;
    bool kieruje;
    uint64_t roles;
};

static enum err kadry_add(struct ctx *ctx, const struct kadry_nowy *n, int64_t *ret_id)
{
    const char *const given[] = { "imie",
                                  n->imie,
                                  "nazwisko",
                                  n->nazwisko,
                                  "stanowisko",
                                  n->stanowisko,
                                  "login",
                                  n->login,
                                  "email",
                                  n->email,
                                  "komorka_kod",
                                  n->komorka_kod,
                                  "komorka_nazwa",
                                  n->komorka_nazwa,
                                  "kieruje",
                                  n->kieruje ? "1" : "",
                                  "role",
                                  roles_to_names(ctx->mem, n->roles),
                                  NULL };
    struct record rec;

    assert_int_equal(register_read(ctx, &kadry_register, source_of_pairs(given), &rec), ERR_OK);
    return register_add(ctx, &kadry_register, &rec, ret_id);
}

/* The values first, then the state, where it is another one. */
static enum err kadry_change(struct ctx *ctx, int64_t id, const char *stanowisko, uint64_t roles, bool aktywny)
{
    const char *const given[] = { "stanowisko", stanowisko, "role", roles_to_names(ctx->mem, roles), NULL };
    const char *stan = aktywny ? "CZYNNE" : "WYLACZONE";
    struct db_rows *row = NULL;
    struct record rec;
    enum err e = register_read(ctx, &kadry_register, source_of_pairs(given), &rec);

    if (!e)
        e = register_change(ctx, &kadry_register, id, &rec);
    if (!e)
        e = register_get(ctx, &kadry_register, id, &row);
    return e || strcmp(db_str(row, 0, "stan"), stan) == 0 ? e : register_move(ctx, &kadry_register, id, stan, "");
}

static const char *nothing(const void *data, const char *name)
{
    (void)data;
    (void)name;
    return "";
}

static enum err kadry_all(struct ctx *ctx, struct db_rows **ret_rows)
{
    const struct register_filter f = { "", "", "", 0, 1000, { nothing, NULL } };

    return register_list(ctx, &kadry_register, &f, ret_rows);
}

static struct kadry_nowy newcomer(struct ctx *ctx)
{
    return (struct kadry_nowy){
        .imie = "Łucja",
        .nazwisko = "Ćma",
        .stanowisko = "referent",
        .login = mem_printf(ctx->mem, "nowa.%" PRId64, ctx->now),
        .email = "lucja@example.pl",
        .komorka_kod = "OŚ-IV",
        .komorka_nazwa = "Ochrona Środowiska",
        .kieruje = true,
        .roles = ROLE_EOD_REFERENT | ROLE_EOD_KANCELARIA,
    };
}

static int64_t clerk_id(void **state, const char *login)
{
    return fx_clerk(state, login)->who.pracownik_id;
}

static void a_new_clerk_sets_a_password_and_enters(void **state)
{
    struct ctx *ctx = fx_clerk(state, "administrator");
    struct kadry_nowy n = newcomer(ctx);
    struct konto_login l;
    struct pracownik p;
    struct db_rows *rows = NULL;
    const char *token = NULL;
    int64_t konto = 0;
    int64_t id = 0;

    assert_int_equal(kadry_add(ctx, &n, &id), ERR_OK);
    assert_int_equal(kadry_pracownik(ctx, id, &p), ERR_OK);
    assert_string_equal(p.name, "Łucja Ćma");
    assert_string_equal(p.komorka_kod, "OŚ-IV");
    assert_string_equal(p.komorka_nazwa, "Ochrona Środowiska");
    assert_true(p.kieruje && p.roles == n.roles);
    assert_int_equal(kadry_komorki(ctx, &rows), ERR_OK);
    assert_true(rows->n >= 5);
    assert_int_equal(
        fx_count(ctx, mem_printf(ctx->mem, "audit.zdarzenie WHERE obiekt = 'pracownik' AND obiekt_id = %" PRId64, id)),
        1);
    assert_string_equal(sent_to, n.email);
    token = strstr(sent_text, "token=");
    assert_non_null(token);
    token = mem_strndup(ctx->mem, token + 6, 43);

    ctx->app->conf.totp_required = false;
    fx_system(state, "");
    assert_int_equal(konto_reset(ctx, token, "żubr-w-puszczy-12", "żubr-w-puszczy-12", &konto), ERR_OK);
    assert_int_equal(konto_password(ctx, n.login, "żubr-w-puszczy-12", &l), ERR_OK);
    assert_int_equal(l.outcome, KONTO_IN);
    assert_string_equal(l.jst, FX_JST);
    assert_true(l.who.roles == n.roles);
    assert_int_equal(l.who.pracownik_id, id);
}

static void a_taken_log_in_name(void **state)
{
    struct ctx *ctx = fx_clerk(state, "administrator");
    struct kadry_nowy n = newcomer(ctx);
    int64_t id = 0;

    n.login = "inna-referent"; /* of another unit, but one person has one account */
    assert_int_equal(kadry_add(ctx, &n, &id), ERR_CONFLICT);
    assert_int_equal(id, 0);
}

static void bad_newcomers(void **state)
{
    struct ctx *ctx = fx_clerk(state, "administrator");
    struct kadry_nowy good = newcomer(ctx);
    struct kadry_nowy bad[10];
    const char *const fields[] = { "email", "login", "login", "login", "login", "role", "komorka_kod", "komorka_kod" };
    int64_t clerks = fx_count(ctx, "org.pracownik");
    int64_t id = 0;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        bad[i] = good;
    bad[0].email = "bez-malpy";
    bad[1].login = "ab";
    bad[2].login = "Wielkie";
    bad[3].login = "ze spacją";
    bad[4].login = "a@b.pl";
    bad[5].roles = 0;
    bad[6].komorka_kod = "4X";
    bad[7].komorka_kod = "O R";
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        assert_int_equal(kadry_add(ctx, &bad[i], &id), ERR_INVALID);
        assert_string_equal(ctx->fail.field, fields[i]);
        ctx_forgive(ctx);
    }
    assert_int_equal(fx_count(ctx, "org.pracownik"), clerks);
}

/* Whoever is no administrator is refused by the domain and, should a page ever forget to ask, by the database. */
static void only_administrators(void **state)
{
    static const char *const others[] = { "referent", "kancelaria", "sekretarz", "wojt", "kierownik" };

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct ctx *ctx = fx_clerk(state, others[i]);
        struct kadry_nowy n = newcomer(ctx);
        const char *secret = NULL;
        struct db_rows *rows = NULL;
        int64_t me = ctx->who.pracownik_id;
        int64_t id = 0;

        assert_int_equal(kadry_all(ctx, &rows), ERR_DENIED);
        ctx_forgive(ctx);
        assert_null(rows);
        assert_int_equal(kadry_add(ctx, &n, &id), ERR_DENIED);
        ctx_forgive(ctx);
        assert_int_equal(kadry_change(ctx, me, "wójt", ROLE_ADMINISTRATOR_JST, true), ERR_DENIED);
        ctx_forgive(ctx);
        assert_int_equal(kadry_totp(ctx, me, &secret), ERR_DENIED);
        ctx_forgive(ctx);
        assert_null(secret);

        ctx->who.roles |= ROLE_ADMINISTRATOR_JST; /* the session says so, the unit's table does not */
        assert_int_equal(db_savepoint(ctx), ERR_OK);
        assert_int_equal(kadry_add(ctx, &n, &id), ERR_DENIED);
        db_savepoint_undo(ctx);
        ctx_forgive(ctx);
        assert_int_equal(db_savepoint(ctx), ERR_OK);
        assert_int_equal(kadry_totp(ctx, me, &secret), ERR_DENIED);
        db_savepoint_undo(ctx);
        ctx_forgive(ctx);
    }
    {
        struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
        struct db_rows *rows = NULL;

        assert_int_equal(kadry_all(ctx, &rows), ERR_DENIED);
        ctx_forgive(ctx);
        assert_int_equal(kadry_change(ctx, 1, "wójt", ROLE_ADMINISTRATOR_JST, true), ERR_DENIED);
    }
}

static void other_units_are_invisible(void **state)
{
    int64_t other = clerk_id(state, "inna-referent");
    struct ctx *ctx = fx_clerk(state, "administrator");
    const char *secret = NULL;
    struct db_rows *rows = NULL;
    struct pracownik p;

    assert_int_equal(kadry_pracownik(ctx, other, &p), ERR_INVALID);
    assert_string_equal(ctx->fail.message, "Pracownik jest nieaktywny albo nie należy do tej jednostki.");
    ctx_forgive(ctx);
    assert_int_equal(kadry_change(ctx, other, "nikt", ROLE_EOD_REFERENT, false), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(kadry_totp(ctx, other, &secret), ERR_NOTFOUND);
    ctx_forgive(ctx);
    assert_int_equal(kadry_all(ctx, &rows), ERR_OK);
    assert_true(rows->n >= 6);
    for (int i = 0; i < rows->n; i++) {
        assert_int_not_equal(db_int(rows, i, "id"), other);
        assert_null(strstr(db_str(rows, i, "login"), "inna-"));
    }
    fx_clerk(state, "inna-administrator");
    assert_int_equal(kadry_pracownik(ctx, other, &p), ERR_OK);
    assert_string_equal(p.name, "Anna Kos");
}

static void changes(void **state)
{
    int64_t referent = clerk_id(state, "referent");
    struct ctx *ctx = fx_clerk(state, "administrator");
    struct pracownik p;
    struct konto_login l;

    assert_int_equal(kadry_change(ctx, referent, "podinspektor", ROLE_EOD_REFERENT | ROLE_EOD_AKCEPTUJACY, true),
                     ERR_OK);
    assert_int_equal(kadry_pracownik(ctx, referent, &p), ERR_OK);
    assert_string_equal(p.stanowisko, "podinspektor");
    assert_true(p.roles == (ROLE_EOD_REFERENT | ROLE_EOD_AKCEPTUJACY));
    assert_int_equal(kadry_change(ctx, referent, "podinspektor", ROLE_EOD_REFERENT, false), ERR_OK);
    assert_int_equal(kadry_pracownik(ctx, referent, &p), ERR_INVALID);
    ctx_forgive(ctx);
    assert_int_equal(kadry_change(ctx, 999999999, "x", 0, true), ERR_NOTFOUND);
    ctx_forgive(ctx);
    ctx->app->conf.totp_required = false;
    fx_system(state, "");
    assert_int_equal(konto_password(ctx, "referent", "demo", &l), ERR_OK);
    assert_int_equal(l.outcome, KONTO_WRONG); /* no unit lets him in any more */
}

static void the_last_administrator_stays(void **state)
{
    struct ctx *ctx = fx_clerk(state, "administrator");
    int64_t me = ctx->who.pracownik_id;
    struct pracownik p;

    assert_int_equal(kadry_change(ctx, me, "informatyk", ROLE_EOD_REFERENT, true), ERR_INVALID);
    assert_string_equal(ctx->fail.field, "role");
    ctx_forgive(ctx);
    assert_int_equal(kadry_change(ctx, me, "informatyk", ROLE_ADMINISTRATOR_JST, false), ERR_INVALID);
    ctx_forgive(ctx);
    assert_int_equal(kadry_change(ctx, me, "ASI", ROLE_ADMINISTRATOR_JST | ROLE_EOD_REFERENT, true), ERR_OK);
    assert_int_equal(kadry_me(ctx, &p), ERR_OK);
    assert_string_equal(p.stanowisko, "ASI");
}

static void a_new_second_factor(void **state)
{
    int64_t referent = clerk_id(state, "referent");
    struct ctx *ctx = fx_clerk(state, "administrator");
    const char *first = NULL;
    const char *second = NULL;
    struct konto_login l;

    assert_int_equal(kadry_totp(ctx, referent, &first), ERR_OK);
    assert_int_equal(kadry_totp(ctx, referent, &second), ERR_OK);
    assert_string_not_equal(first, second);
    assert_int_equal(strlen(first), 32);
    fx_system(state, "");
    assert_int_equal(konto_password(ctx, "referent", "demo", &l), ERR_OK);
    assert_int_equal(l.outcome, KONTO_CODE);
}

static void lists_by_role(void **state)
{
    struct ctx *ctx = fx_clerk(state, "referent");
    struct db_rows *all = NULL;
    struct db_rows *some = NULL;

    assert_int_equal(kadry_list(ctx, 0, &all), ERR_OK);
    assert_true(all->n >= 6);
    assert_int_equal(kadry_list(ctx, ROLE_EOD_PODPISUJACY, &some), ERR_OK);
    assert_int_equal(some->n, 1);
    assert_string_equal(db_str(some, 0, "name"), "Joanna Nowicka");
    assert_int_equal(kadry_list(ctx, ROLE_EOD_KANCELARIA | ROLE_EOD_PODPISUJACY, &some), ERR_OK);
    assert_int_equal(some->n, 2);
    assert_int_equal(kadry_list(ctx, UINT64_C(1) << 59, &some), ERR_OK); /* a role that no clerk can have */
    assert_int_equal(some->n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(a_new_clerk_sets_a_password_and_enters),
        fx_test(a_taken_log_in_name),
        fx_test(bad_newcomers),
        fx_test(only_administrators),
        fx_test(other_units_are_invisible),
        fx_test(changes),
        fx_test(the_last_administrator_stays),
        fx_test(a_new_second_factor),
        fx_test(lists_by_role),
    };

    return fx_run(tests);
}

/* The register of the unit's clerks. */
#include <string.h>

#include "core/ctx/db.h"
#include "core/ctx/role.h"
#include "core/law/znak.h"
#include "kadry_sql.h"
#include "modules/org/kadry/kadry.h"

#define R COLUMN_REQUIRED
#define L COLUMN_LISTED
#define S COLUMN_SEARCHED
#define FIXED COLUMN_FIXED

static const struct word ROLES[] = {
#define ROLE(symbol, name, label) { name, label, NULL },
#include "rows.def"
    { 0 },
};

static const struct word KONTO[] = { { "CZYNNE", "konto czynne", "ok" },
                                     { "WYLACZONE", "konto wyłączone", "" },
                                     { 0 } };

static const struct column COLUMNS[] = {
    { "imie", "Imię", COLUMN_TEXT, R | S | FIXED, 80 },
    { "nazwisko", "Nazwisko", COLUMN_TEXT, R | S | FIXED, 80 },
    { "stanowisko", "Stanowisko", COLUMN_TEXT, R | L | S, 120 },
    { "login", "Login", COLUMN_TEXT, R | FIXED, 60 },
    { "email", "Adres e-mail", COLUMN_EMAIL, R | FIXED, 254, .hint = "Wyślemy na niego odnośnik do ustawienia hasła." },
    { "komorka_kod", "Kod komórki", COLUMN_TEXT, R | L | S | FIXED, 20 },
    { "komorka_nazwa", "Nazwa komórki", COLUMN_TEXT, R | COLUMN_IN_CSV | FIXED, 120 },
    { "kieruje", "Kieruje komórką", COLUMN_BOOL, COLUMN_IN_CSV | FIXED },
    { "role", "Role", COLUMN_WORDS, R | L | COLUMN_FILTERED, .words = ROLES },
    { 0 },
};

static const struct order ORDERS[] = {
    { "nazwisko", "nazwisko", &SQL_kadry_by_name, "" },
    { "komorka", "komórka", &SQL_kadry_by_komorka, "" },
    { 0 },
};

static const struct step STEPS[] = {
    { "CZYNNE", "WYLACZONE", ROLE_ADMINISTRATOR_JST, "pracownik.wylaczony", "Wyłącz konto" },
    { "WYLACZONE", "CZYNNE", ROLE_ADMINISTRATOR_JST, "pracownik.wlaczony", "Włącz konto" },
    { 0 },
};

static const struct rule RULES[] = {
    { "pracownik_rola_region_check", "role", "Rolę administratora regionu mają tylko pracownicy województwa." },
    { 0 },
};

static void check(struct ctx *ctx, const struct reg *r, struct record *rec)
{
    const char *login = record_value(rec, "login");

    (void)ctx;
    (void)r;
    if (strlen(login) < 3 || strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789.-_") != strlen(login))
        record_fault(rec, "login", "Login ma co najmniej 3 znaki: małe litery bez ogonków, cyfry, kropka, łącznik.");
    if (!znak_komorka_ok(record_value(rec, "komorka_kod")))
        record_fault(rec, "komorka_kod", "Kod komórki to litery i cyfry, na początku litera: „OR”, „OŚ-IV”.");
}

/* A unit is never left without the administrator who acts. */
static enum err guard(struct ctx *ctx, int64_t id, const struct record *rec, const char *stan)
{
    bool stays = rec ? words_have(record_value(rec, "role"), "administrator") : strcmp(stan, "CZYNNE") == 0;

    if (stays || id != ctx->who.pracownik_id)
        return ERR_OK;
    return ctx_fail_field(ctx, rec ? "role" : "powod",
                          "Nie możesz odebrać sobie roli administratora ani wyłączyć swojego konta.");
}

static enum err insert(struct ctx *ctx, const struct record *rec, int64_t *ret_id)
{
    const char *email = record_value(rec, "email");
    struct db_rows *rows = NULL;
    int64_t konto_id = 0;
    enum err e = kadry_new_account(ctx, record_value(rec, "login"), email, &konto_id);

    if (!e)
        e = db_query(ctx, &SQL_kadry_insert,
                     DB_ARGS(db_i64(konto_id), db_text(record_value(rec, "imie")),
                             db_text(record_value(rec, "nazwisko")), db_text(record_value(rec, "stanowisko")),
                             db_text(record_value(rec, "komorka_kod")), db_text(record_value(rec, "komorka_nazwa")),
                             db_text(record_value(rec, "kieruje")), db_text(record_value(rec, "role"))),
                     &rows);
    if (e)
        return e;
    *ret_id = db_int(rows, 0, "id");
    return kadry_send_link(ctx, konto_id, email);
}

const struct reg kadry_register = {
    .object = "pracownik",
    .path = "/eod/administracja",
    .title = "Pracownicy i role",
    .new_row = "Nowy pracownik",
    .missing = "Nie ma takiego pracownika.",
    .added = "pracownik.dodany",
    .changed = "pracownik.zmieniony",
    .write = ROLE_ADMINISTRATOR_JST,
    .read = ROLE_ADMINISTRATOR_JST,
    .columns = COLUMNS,
    .states = KONTO,
    .open = "CZYNNE WYLACZONE",
    .orders = ORDERS,
    .steps = STEPS,
    .rules = RULES,
    .check = check,
    .guard = guard,
    .insert = insert,
    .get = &SQL_kadry_get,
    .lock = &SQL_kadry_lock,
    .change = &SQL_kadry_change,
    .move = &SQL_kadry_move,
    .sheet = "kadry",
    .extra = &SQL_kadry_komorki,
    .first_column = "Imię i nazwisko",
    .added_text = "Pracownik jest dodany. Odnośnik do ustawienia hasła wysłaliśmy na jego adres e-mail.",
};

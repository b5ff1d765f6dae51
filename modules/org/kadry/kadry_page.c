/* /eod/administracja: the unit's clerks, their roles and second factors. */
#include <string.h>

#include "core/ctx/role.h"
#include "fcgi/page.h"
#include "modules/org/kadry/kadry.h"

static const struct field NEW[] = {
    { "imie", FIELD_TEXT, offsetof(struct kadry_nowy, imie), 80, true, "Imię" },
    { "nazwisko", FIELD_TEXT, offsetof(struct kadry_nowy, nazwisko), 80, true, "Nazwisko" },
    { "stanowisko", FIELD_TEXT, offsetof(struct kadry_nowy, stanowisko), 120, true, "Stanowisko" },
    { "login", FIELD_TEXT, offsetof(struct kadry_nowy, login), 60, true, "Login" },
    { "email", FIELD_EMAIL, offsetof(struct kadry_nowy, email), 254, true, "Adres e-mail",
      .hint = "Wyślemy na niego odnośnik do ustawienia hasła." },
    { "komorka_kod", FIELD_TEXT, offsetof(struct kadry_nowy, komorka_kod), 20, true, "Kod komórki", .width = 10 },
    { "komorka_nazwa", FIELD_TEXT, offsetof(struct kadry_nowy, komorka_nazwa), 120, true, "Nazwa komórki" },
    { "kieruje", FIELD_BOOL, offsetof(struct kadry_nowy, kieruje), 0, false, "Kieruje komórką" },
    { 0 },
};

struct zmiana {
    int64_t id;
    const char *stanowisko;
    bool aktywny;
};

static const struct field CHANGE[] = {
    { "id", FIELD_ID, offsetof(struct zmiana, id), 0, true, "Pracownik" },
    { "stanowisko", FIELD_TEXT, offsetof(struct zmiana, stanowisko), 120, true, "Stanowisko" },
    { "aktywny", FIELD_BOOL, offsetof(struct zmiana, aktywny), 0, false, "Konto czynne" },
    { 0 },
};

static uint64_t roles_given(struct req *rq)
{
    uint64_t roles = 0;
    const char *name = NULL;

    for (int i = 0; (name = req_param_n(rq, "role", i)); i++)
        roles |= role_from_name(name);
    return roles;
}

/* That of the region's administrator is given in the region's own unit only. */
static void add_roles(const struct req *rq, struct view *v, uint64_t held)
{
    bool region = strcmp(rq->ctx->jst, REGION_JST) == 0;

    for (int i = 0; i < ROLE_N; i++)
        if (region || i != ROLE_NR_REGION)
            view_row(v, "rola", VIEW_S("name", role_name((enum role_number)i)),
                     VIEW_S("label", role_label((enum role_number)i)), VIEW_B("ma", held & (UINT64_C(1) << i)));
}

/* "kancelaria referent" */
static uint64_t roles_held(const char *names)
{
    uint64_t roles = 0;

    for (int i = 0; i < ROLE_N; i++) {
        const char *name = role_name((enum role_number)i);
        const char *at = strstr(names, name);
        size_t n = strlen(name);

        if (at && (at == names || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            roles |= UINT64_C(1) << i;
    }
    return roles;
}

static enum err list(struct req *rq)
{
    struct view *v = view_new(rq, "kadry");
    struct db_rows *rows = NULL;
    enum err e = kadry_all(rq->ctx, &rows);

    if (e)
        return e;
    view_title(v, "Pracownicy i role");
    view_rows(v, NULL, "pracownik", rows);
    add_roles(rq, v, 0);
    return view_send(v);
}

static enum err new_show(struct req *rq)
{
    struct view *v = view_new(rq, "kadry_nowy");
    struct db_rows *komorki = NULL;
    struct kadry_nowy n = {
        .imie = "", .nazwisko = "", .stanowisko = "", .login = "", .email = "", .komorka_kod = "", .komorka_nazwa = ""
    };
    enum err e = kadry_komorki(rq->ctx, &komorki);

    if (e)
        return e;
    view_title(v, "Nowy pracownik");
    view_form(v, NEW, &n);
    view_rows(v, NULL, "komorka", komorki);
    add_roles(rq, v, roles_given(rq)); /* those ticked, after a fault */
    return view_send(v);
}

static enum err add(struct req *rq)
{
    struct kadry_nowy n = { 0 };
    int64_t id = 0;
    enum err e = form_read(rq, NEW, &n);

    n.roles = roles_given(rq);
    if (!e)
        e = kadry_add(rq->ctx, &n, &id);
    if (!e)
        e = page_flash(rq, "ok",
                       "Pracownik jest dodany. Odnośnik do ustawienia hasła wysłaliśmy na jego adres e-mail.");
    return e ? e : page_redirect(rq, "/eod/administracja/%lld", (long long)id);
}

static enum err show(struct req *rq)
{
    struct view *v = view_new(rq, "kadry_pracownik");
    struct db_rows *rows = NULL;
    int64_t id = req_id(rq, "id");
    int at = -1;
    enum err e = kadry_all(rq->ctx, &rows);

    if (e)
        return e;
    for (int i = 0; i < rows->n; i++)
        if (db_int(rows, i, "id") == id)
            at = i;
    if (at < 0)
        return ctx_fail(rq->ctx, ERR_NOTFOUND, "Nie ma takiego pracownika.", "id=%lld", (long long)id);
    view_title(v, db_str(rows, at, "name"));
    view_columns(v, NULL, rows, at);
    view_form(v, CHANGE, NULL);
    add_roles(rq, v, roles_held(db_str(rows, at, "roles")));
    return view_send(v);
}

static enum err change(struct req *rq)
{
    struct zmiana z = { 0 };
    enum err e = form_read(rq, CHANGE, &z);

    if (!e)
        e = kadry_change(rq->ctx, z.id, z.stanowisko, roles_given(rq), z.aktywny);
    if (!e)
        e = page_flash(rq, "ok", "Zmiany są zapisane. Zadziałają przy następnym logowaniu pracownika.");
    return e ? e : page_redirect(rq, "/eod/administracja/%lld", (long long)z.id);
}

static enum err totp(struct req *rq)
{
    struct view *v = view_new(rq, "kadry_totp");
    const char *secret = NULL;
    enum err e = kadry_totp(rq->ctx, req_id(rq, "id"), &secret);

    if (e)
        return e;
    view_title(v, "Drugi składnik logowania");
    view_attr(v, "sekret", secret);
    view_attr_i(v, "id", req_id(rq, "id"));
    return view_send(v);
}

const struct route kadry_routes[] = {
    { GET, "/eod/administracja", ROLE_ADMINISTRATOR_JST, list, 0, NULL },
    { GET, "/eod/administracja/nowy", ROLE_ADMINISTRATOR_JST, new_show, 0, NULL },
    { POST, "/eod/administracja/nowy", ROLE_ADMINISTRATOR_JST, add, 0, new_show },
    { GET, "/eod/administracja/{id}", ROLE_ADMINISTRATOR_JST, show, 0, NULL },
    { POST, "/eod/administracja/{id}", ROLE_ADMINISTRATOR_JST, change, 0, show },
    { POST, "/eod/administracja/{id}/totp", ROLE_ADMINISTRATOR_JST, totp, 0, show },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};

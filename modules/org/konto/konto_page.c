/* Logging in and out, registration, password reset, a citizen's own data. */
#include <stdlib.h>

#include "core/ctx/password.h"
#include "fcgi/page.h"
#include "modules/org/konto/konto.h"

static struct view *form_page(struct req *rq, const char *title, const char *text, const char *button)
{
    struct view *v = view_new(rq, "konto_formularz");

    view_title(v, title);
    view_attr(v, "text", text);
    view_attr(v, "button", button);
    return v;
}

/* What the form only passes on. */
static void keep_hidden(struct req *rq, struct view *v, const char *name)
{
    view_row(v, "ukryte", VIEW_S("nazwa", name), VIEW_S("wartosc", req_param(rq, name)));
}

/* ---- log-in ---- */

struct credentials {
    const char *login;
    const char *haslo;
    const char *powrot;
};

#define HASLO_HINT "Co najmniej 10 znaków. Najlepiej kilka słów, które łatwo zapamiętasz."

static const struct field LOGIN[] = {
    { "login", FIELD_TEXT, offsetof(struct credentials, login), 254, true, "Login lub adres e-mail",
      .autocomplete = "username" },
    { "haslo", FIELD_TEXT, offsetof(struct credentials, haslo), PASSWORD_MAX, true, "Hasło",
      .autocomplete = "current-password", .width = 20 },
    { "powrot", FIELD_TEXT, offsetof(struct credentials, powrot), 500, false, "powrót" },
    { 0 },
};

static enum err login_show(struct req *rq)
{
    struct view *v = form_page(rq, "Logowanie", NULL, "Zaloguj się");

    keep_hidden(rq, v, "powrot");
    view_form(v, LOGIN, &(struct credentials){ "", "", "" });
    view_row(v, "odsylacz", VIEW_S("href", "/haslo"), VIEW_S("text", "Nie pamiętam hasła"));
    view_row(v, "odsylacz", VIEW_S("href", "/rejestracja"), VIEW_S("pytanie", "Nie masz konta?"),
             VIEW_S("text", "Załóż konto"));
    return view_send(v);
}

static enum err unit_show(struct req *rq);

/* Starts the session, or asks in which unit the clerk wants to work. */
static enum err go_in(struct req *rq, const struct konto_login *l, const char *powrot)
{
    enum err e;

    if (l->who.kind == WHO_PUBLIC) {
        e = session_put(rq, "jednostka_konto", mem_printf(rq->ctx->mem, "%lld", (long long)l->who.konto_id));
        return e ? e : page_redirect(rq, "/logowanie/jednostka");
    }
    e = session_login(rq, &l->who, l->jst ? l->jst : "", l->jst_name ? l->jst_name : "");
    if (e)
        return e;
    return page_redirect(rq, "%s", page_local(powrot, l->who.kind == WHO_CLERK ? "/eod" : "/konto"));
}

static const char *refusal(enum konto_outcome o)
{
    return o == KONTO_LOCKED ? "Zbyt wiele nieudanych prób. Ze względów bezpieczeństwa spróbuj ponownie za kwadrans."
                             : "Nieprawidłowe dane logowania. Jeżeli konto jest nowe, najpierw potwierdź adres e-mail.";
}

static enum err login(struct req *rq)
{
    struct credentials c = { 0 };
    struct konto_login l = { 0 };
    enum err e = form_read(rq, LOGIN, &c);

    if (!e)
        e = konto_password(rq->ctx, c.login, c.haslo, &l);
    if (e)
        return e;
    if (l.outcome == KONTO_IN)
        return go_in(rq, &l, c.powrot);
    if (l.outcome == KONTO_CODE) {
        e = session_put(rq, "kod_konto", mem_printf(rq->ctx->mem, "%lld", (long long)l.who.konto_id));
        if (!e)
            e = session_put(rq, "kod_powrot", c.powrot);
        return e ? e : page_redirect(rq, "/logowanie/kod");
    }
    /* The count of wrong tries must be kept, so this is an answer and not a failure. */
    (void)form_fault(rq, "login", refusal(l.outcome));
    return login_show(rq);
}

static const struct field CODE[] = {
    { "kod", FIELD_TEXT, 0, 10, true, "Kod z aplikacji uwierzytelniającej", .hint = "6 cyfr; zmienia się co 30 sekund.",
      .autocomplete = "one-time-code", .width = 10 },
    { 0 },
};

static enum err code_show(struct req *rq)
{
    struct view *v = form_page(rq, "Kod z aplikacji", NULL, "Dalej");

    if (!*session_get(rq, "kod_konto"))
        return page_redirect(rq, "/logowanie");
    view_form(v, CODE, NULL);
    return view_send(v);
}

static enum err code(struct req *rq)
{
    struct {
        const char *kod;
    } f = { 0 };
    struct konto_login l = { 0 };
    int64_t konto_id = strtoll(session_get(rq, "kod_konto"), NULL, 10);
    const char *powrot = session_get(rq, "kod_powrot");
    enum err e = form_read(rq, CODE, &f);

    if (konto_id == 0)
        return page_redirect(rq, "/logowanie");
    if (!e)
        e = konto_code(rq->ctx, konto_id, f.kod, &l);
    if (e)
        return e;
    if (l.outcome == KONTO_IN)
        return go_in(rq, &l, powrot);
    (void)form_fault(rq, "kod",
                     l.outcome == KONTO_LOCKED ? refusal(KONTO_LOCKED)
                                               : "Ten kod jest nieprawidłowy. Poczekaj na następny.");
    return code_show(rq);
}

static enum err unit_show(struct req *rq)
{
    struct view *v = view_new(rq, "logowanie_jednostka");
    struct db_rows *rows = NULL;
    int64_t konto_id = strtoll(session_get(rq, "jednostka_konto"), NULL, 10);
    enum err e = ERR_OK;

    if (konto_id == 0)
        return page_redirect(rq, "/logowanie");
    e = konto_jednostki(rq->ctx, konto_id, &rows);
    if (e)
        return e;
    view_title(v, "W której jednostce dziś pracujesz?");
    view_rows(v, NULL, "jst", rows);
    return view_send(v);
}

static enum err unit(struct req *rq)
{
    struct konto_login l = { 0 };
    int64_t konto_id = strtoll(session_get(rq, "jednostka_konto"), NULL, 10);
    enum err e = ERR_OK;

    if (konto_id == 0)
        return page_redirect(rq, "/logowanie");
    e = konto_clerk(rq->ctx, konto_id, req_param(rq, "jst"), &l);
    return e ? e : go_in(rq, &l, "");
}

static enum err logout(struct req *rq)
{
    enum err e = session_logout(rq);

    return e ? e : page_redirect(rq, "/");
}

/* ---- registration ---- */

static const struct field REGISTER[] = {
    { "imie", FIELD_TEXT, offsetof(struct konto_nowe, imie), 80, true, "Imię", .autocomplete = "given-name" },
    { "nazwisko", FIELD_TEXT, offsetof(struct konto_nowe, nazwisko), 80, true, "Nazwisko",
      .autocomplete = "family-name" },
    { "email", FIELD_EMAIL, offsetof(struct konto_nowe, email), 254, true, "Adres e-mail",
      .hint = "Wyślemy na niego odnośnik, który uruchomi konto.", .autocomplete = "email" },
    { "haslo", FIELD_TEXT, offsetof(struct konto_nowe, haslo), PASSWORD_MAX, true, "Hasło", .hint = HASLO_HINT,
      .autocomplete = "new-password", .width = 20 },
    { "haslo2", FIELD_TEXT, offsetof(struct konto_nowe, haslo2), PASSWORD_MAX, true, "Powtórz hasło",
      .autocomplete = "new-password", .width = 20 },
    { 0 },
};

static enum err register_show(struct req *rq)
{
    struct view *v = form_page(rq, "Załóż konto", NULL, "Załóż konto");

    view_attr(v, "lead",
              "Konto jest bezpłatne. Wyślesz z niego pismo do każdego urzędu w województwie, odbierzesz odpowiedź i "
              "sprawdzisz, co dzieje się ze sprawą.");
    view_form(v, REGISTER, &(struct konto_nowe){ "", "", "", "", "" });
    view_row(v, "odsylacz", VIEW_S("href", "/logowanie"), VIEW_S("pytanie", "Masz już konto?"),
             VIEW_S("text", "Zaloguj się"));
    return view_send(v);
}

static enum err register_account(struct req *rq)
{
    struct konto_nowe n = { 0 };
    enum err e = form_read(rq, REGISTER, &n);

    if (!e)
        e = konto_register(rq->ctx, &n);
    return e ? e : page_redirect(rq, "/rejestracja/wyslano");
}

static enum err notice(struct req *rq, const char *what, const char *title)
{
    struct view *v = view_new(rq, "konto_informacja");

    view_title(v, title);
    view_attr(v, "co", what);
    return view_send(v);
}

static enum err register_sent(struct req *rq)
{
    return notice(rq, "wyslano", "Sprawdź pocztę");
}

static enum err confirm_show(struct req *rq)
{
    struct view *v = form_page(rq, "Potwierdź adres e-mail", "Jeszcze jedno kliknięcie i konto będzie gotowe.",
                               "Potwierdzam adres e-mail");

    keep_hidden(rq, v, "token");
    (void)session_csrf(rq); /* a link opened in a fresh browser */
    return view_send(v);
}

static enum err confirm(struct req *rq)
{
    enum err e = konto_confirm(rq->ctx, req_param(rq, "token"));

    if (!e)
        e = page_flash(rq, "ok", "Adres e-mail jest potwierdzony. Możesz się zalogować.");
    return e ? e : page_redirect(rq, "/logowanie");
}

/* ---- password reset ---- */

static const struct field ASK[] = {
    { "email", FIELD_EMAIL, 0, 254, true, "Adres e-mail", .autocomplete = "email" },
    { 0 },
};

static enum err reset_ask_show(struct req *rq)
{
    struct view *v = form_page(
        rq, "Nowe hasło", "Podaj adres e-mail konta. Wyślemy odnośnik do ustawienia nowego hasła.", "Wyślij odnośnik");

    view_form(v, ASK, NULL);
    return view_send(v);
}

static enum err reset_ask(struct req *rq)
{
    struct {
        const char *email;
    } f = { 0 };
    enum err e = form_read(rq, ASK, &f);

    if (!e)
        e = konto_reset_ask(rq->ctx, f.email);
    return e ? e : page_redirect(rq, "/haslo/wyslano");
}

static enum err reset_sent(struct req *rq)
{
    return notice(rq, "haslo", "Sprawdź pocztę");
}

struct new_password {
    const char *token;
    const char *haslo;
    const char *haslo2;
};

static const struct field RESET[] = {
    { "token", FIELD_TEXT, offsetof(struct new_password, token), 200, true, "Odnośnik" },
    { "haslo", FIELD_TEXT, offsetof(struct new_password, haslo), PASSWORD_MAX, true, "Nowe hasło", .hint = HASLO_HINT,
      .autocomplete = "new-password", .width = 20 },
    { "haslo2", FIELD_TEXT, offsetof(struct new_password, haslo2), PASSWORD_MAX, true, "Powtórz hasło",
      .autocomplete = "new-password", .width = 20 },
    { 0 },
};

static enum err reset_show(struct req *rq)
{
    struct view *v = form_page(rq, "Ustaw nowe hasło", NULL, "Ustaw hasło");

    keep_hidden(rq, v, "token");
    view_form(v, RESET, NULL); /* starts a session: a link may be opened in a fresh browser */
    return view_send(v);
}

static enum err reset(struct req *rq)
{
    struct new_password f = { 0 };
    int64_t konto_id = 0;
    enum err e = form_read(rq, RESET, &f);

    if (!e)
        e = konto_reset(rq->ctx, f.token, f.haslo, f.haslo2, &konto_id);
    if (!e)
        e = session_end_all(rq->ctx, konto_id);
    if (!e)
        e = page_flash(rq, "ok", "Hasło jest zmienione. Zaloguj się nowym hasłem.");
    return e ? e : page_redirect(rq, "/logowanie");
}

/* ---- own data ---- */

static const struct field DANE[] = {
    { "imie", FIELD_TEXT, offsetof(struct konto_dane, imie), 80, true, "Imię", .autocomplete = "given-name" },
    { "nazwisko", FIELD_TEXT, offsetof(struct konto_dane, nazwisko), 80, true, "Nazwisko",
      .autocomplete = "family-name" },
    { "pesel", FIELD_PESEL, offsetof(struct konto_dane, pesel), 0, false, "PESEL",
      .hint = "Podaj, jeżeli chcesz, aby urząd łatwiej odnalazł Twoje sprawy." },
    { "ulica", FIELD_TEXT, offsetof(struct konto_dane, ulica), 100, false, "Ulica", .autocomplete = "address-line1" },
    { "budynek", FIELD_TEXT, offsetof(struct konto_dane, budynek), 20, false, "Numer domu", .width = 5 },
    { "lokal", FIELD_TEXT, offsetof(struct konto_dane, lokal), 20, false, "Numer lokalu", .width = 5 },
    { "kod_pocztowy", FIELD_TEXT, offsetof(struct konto_dane, kod_pocztowy), 6, false, "Kod pocztowy",
      .autocomplete = "postal-code", .width = 10 },
    { "miejscowosc", FIELD_TEXT, offsetof(struct konto_dane, miejscowosc), 80, false, "Miejscowość",
      .autocomplete = "address-level2" },
    { "telefon", FIELD_TEXT, offsetof(struct konto_dane, telefon), 30, false, "Telefon", .autocomplete = "tel",
      .width = 20 },
    { 0 },
};

static enum err dane_show(struct req *rq)
{
    struct view *v = view_new(rq, "konto_dane");
    struct konto_dane d = { 0 };
    enum err e = konto_dane_get(rq->ctx, &d);

    if (e)
        return e;
    view_title(v, "Moje dane");
    view_attr(v, "email", d.email);
    view_form(v, DANE, &d);
    return view_send(v);
}

static enum err dane(struct req *rq)
{
    struct konto_dane d = { 0 };
    enum err e = form_read(rq, DANE, &d);

    if (!e)
        e = konto_dane_change(rq->ctx, &d);
    if (!e)
        e = page_flash(rq, "ok", "Dane są zapisane.");
    return e ? e : page_redirect(rq, "/konto/dane");
}

const struct route konto_routes[] = {
    { GET, "/logowanie", ROLE_PUBLIC, login_show, 0, NULL },
    { POST, "/logowanie", ROLE_PUBLIC, login, 0, login_show },
    { GET, "/logowanie/kod", ROLE_PUBLIC, code_show, 0, NULL },
    { POST, "/logowanie/kod", ROLE_PUBLIC, code, 0, code_show },
    { GET, "/logowanie/jednostka", ROLE_PUBLIC, unit_show, 0, NULL },
    { POST, "/logowanie/jednostka", ROLE_PUBLIC, unit, 0, unit_show },
    { POST, "/wyloguj", ROLE_PUBLIC, logout, 0, NULL },
    { GET, "/rejestracja", ROLE_PUBLIC, register_show, 0, NULL },
    { POST, "/rejestracja", ROLE_PUBLIC, register_account, 0, register_show },
    { GET, "/rejestracja/wyslano", ROLE_PUBLIC, register_sent, 0, NULL },
    { GET, "/rejestracja/potwierdz", ROLE_PUBLIC, confirm_show, 0, NULL },
    { POST, "/rejestracja/potwierdz", ROLE_PUBLIC, confirm, 0, confirm_show },
    { GET, "/haslo", ROLE_PUBLIC, reset_ask_show, 0, NULL },
    { POST, "/haslo", ROLE_PUBLIC, reset_ask, 0, reset_ask_show },
    { GET, "/haslo/wyslano", ROLE_PUBLIC, reset_sent, 0, NULL },
    { GET, "/haslo/nowe", ROLE_PUBLIC, reset_show, 0, NULL },
    { POST, "/haslo/nowe", ROLE_PUBLIC, reset, 0, reset_show },
    { GET, "/konto/dane", ROLE_OBYWATEL, dane_show, 0, NULL },
    { POST, "/konto/dane", ROLE_OBYWATEL, dane, 0, dane_show },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};

/* /weryfikacja: check a receipt by its number or by its file. Open to everybody, keeps nothing. */
#include "fcgi/page.h"

#include "core/ctx/app.h"
#include "core/sig/verify.h"
#include "modules/eod/pismo/pismo.h"
#include "modules/esp/upo/upo.h"
#include "modules/portal/weryfikacja/weryfikacja.h"

static struct view *begin(struct req *rq)
{
    struct view *v = view_new(rq, "weryfikacja");

    view_title(v, "Sprawdź poświadczenie albo dokument");
    view_attr(v, "numer", req_param(rq, "numer"));
    view_attr_i(v, "max-plik", rq->ctx->app->conf.max_file);
    return v;
}

/* A number nobody issued for a receipt may be that of a letter. *ret_letter: it is. */
static enum err letter(struct req *rq, struct view *v, bool *ret_letter)
{
    struct db_rows *row = NULL;
    enum err e = pismo_public(rq->ctx, req_param(rq, "numer"), &row);

    *ret_letter = !e;
    if (e == ERR_NOTFOUND) {
        ctx_forgive(rq->ctx);
        return ERR_OK;
    }
    if (e)
        return e;
    view_row(v, "wynik", VIEW_S("stan", "numer"), VIEW_S("opis", "Urząd podpisał pismo o tym identyfikatorze."),
             VIEW_S("powod", "Porównaj dane na wydruku z poniższymi. Jeżeli masz plik pisma, sprawdź także plik."));
    view_rows(v, NULL, "pismo", row);
    return ERR_OK;
}

static enum err show(struct req *rq)
{
    struct view *v = begin(rq);
    struct db_rows *row = NULL;
    bool is_letter = false;
    enum err e;

    if (!*req_param(rq, "numer"))
        return view_send(v);
    e = letter(rq, v, &is_letter);
    if (e)
        return e;
    if (is_letter)
        return view_send(v);
    e = upo_public(rq->ctx, req_param(rq, "numer"), &row);
    if (e && e != ERR_NOTFOUND)
        return e;
    if (e)
        ctx_forgive(rq->ctx);
    view_row(v, "wynik", VIEW_S("stan", e ? "brak" : "numer"),
             VIEW_S("opis", e ? "Nie ma takiego poświadczenia. Sprawdź, czy numer jest przepisany bez błędu."
                              : "Urząd wystawił poświadczenie o tym numerze."));
    if (!e)
        view_rows(v, NULL, "upo", row);
    return view_send(v);
}

static enum err check(struct req *rq)
{
    const struct upload *file = req_upload(rq, "plik", 0);
    struct weryfikacja w;
    struct view *v;
    enum err e;

    if (!file)
        return form_fault(rq, "plik", "Wybierz plik, który chcesz sprawdzić.");
    e = weryfikacja_of_file(rq->ctx, file->data, (size_t)file->size, &w);
    if (e)
        return e;
    v = begin(rq);
    view_row(v, "wynik", VIEW_S("stan", weryfikacja_stan_name(w.stan)),
             VIEW_S("podpis", verify_indication_name(w.raport->indication)), VIEW_S("opis", w.opis),
             VIEW_S("powod", w.powod), VIEW_S("pieczec", w.pieczec), VIEW_S("sha256", w.sha256),
             VIEW_S("plik", file->name));
    view_podpisy(v, NULL, verify_text(rq->ctx->mem, w.raport, false));
    if (w.fakty)
        view_rows(v, NULL, "upo", w.fakty);
    if (w.pismo)
        view_rows(v, NULL, "pismo", w.pismo);
    return view_send(v);
}

const struct route weryfikacja_routes[] = {
    { GET, "/weryfikacja", ROLE_PUBLIC, show, 0, NULL },
    { POST, "/weryfikacja", ROLE_PUBLIC, check, ROUTE_FILES | ROUTE_NO_CSRF, show },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};

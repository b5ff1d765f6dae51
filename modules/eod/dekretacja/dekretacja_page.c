/* /eod/przesylki/{id}/dekretacja and …/zwrot: handing a letter on, and back. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/ctx/role.h"
#include "fcgi/page.h"
#include "modules/eod/dekretacja/dekretacja.h"
#include "modules/eod/przesylka/przesylka.h"
#include "modules/org/kadry/kadry.h"

struct dekretacja_form {
    struct dekretacja d;
    const char *komu; /* "k12" a komórka, "p7" a clerk */
};

#define DEKRETACJA(member) (offsetof(struct dekretacja_form, d) + offsetof(struct dekretacja, member))

static const struct field FORM[] = {
    { "id", FIELD_ID, DEKRETACJA(przesylka_id), 0, true, "Przesyłka" },
    { "komu", FIELD_TEXT, offsetof(struct dekretacja_form, komu), 20, true, "Komu" },
    { "polecenie", FIELD_TEXT, DEKRETACJA(polecenie), DEKRETACJA_POLECENIE_MAX, false, "Polecenie" },
    { "termin", FIELD_DATE, DEKRETACJA(termin), 0, false, "Termin" },
    { 0 },
};

struct zwrot {
    int64_t id;
    const char *powod;
};

static const struct field RETURN[] = {
    { "id", FIELD_ID, offsetof(struct zwrot, id), 0, true, "Przesyłka" },
    { "powod", FIELD_TEXT, offsetof(struct zwrot, powod), DEKRETACJA_POLECENIE_MAX, true, "Powód zwrotu" },
    { 0 },
};

static void read_receiver(struct dekretacja_form *f)
{
    f->d.do_komorki_id = id_of_choice(f->komu, 'k');
    f->d.do_id = id_of_choice(f->komu, 'p');
}

static void read_informed(struct req *rq, struct dekretacja *d)
{
    int64_t *ids = mem_array(rq->ctx->mem, int64_t, DEKRETACJA_DO_WIADOMOSCI_MAX + 1);
    const char *text;

    for (int i = 0; (text = req_param_n(rq, "do_wiadomosci", i)) && d->n_do_wiadomosci <= DEKRETACJA_DO_WIADOMOSCI_MAX;
         i++)
        if ((ids[d->n_do_wiadomosci] = id_of_text(text)))
            d->n_do_wiadomosci++;
    d->do_wiadomosci = ids;
}

static enum err show_people(struct req *rq, struct view *v)
{
    struct db_rows *rows = NULL;
    enum err e = przesylka_targets(rq->ctx, &rows);

    if (!e)
        view_rows(v, NULL, "komorka", rows);
    if (!e)
        e = kadry_list(rq->ctx, ROLE_EOD_REFERENT, &rows);
    if (!e)
        view_rows(v, NULL, "referent", rows);
    if (!e)
        e = kadry_list(rq->ctx, EOD_CZYTAJACY, &rows);
    if (!e)
        view_rows(v, NULL, "pracownik", rows);
    return e;
}

static enum err page(struct req *rq, const char *title, const struct field *form, bool people)
{
    struct view *v = view_new(rq, "dekretacja");
    struct db_rows *row = NULL;
    int64_t id = req_id(rq, "id");
    enum err e = przesylka_get(rq->ctx, id, &row);

    if (!e && people)
        e = show_people(rq, v);
    if (e)
        return e;
    view_text(view_row(v, "crumb", VIEW_S("href", "/eod/przesylki")), "Rejestr przesyłek");
    view_text(view_row(v, "crumb", VIEW_S("href", mem_printf(rq->ctx->mem, "/eod/przesylki/%" PRId64, id))),
              db_str(row, 0, "rpw"));
    view_columns(v, NULL, row, 0);
    view_title(v, title);
    view_attr(v, people ? "dekretuje" : "zwraca", "1");
    view_form(v, form, NULL);
    return view_send(v);
}

static enum err show(struct req *rq)
{
    return page(rq, "Dekretacja", FORM, true);
}

static enum err show_return(struct req *rq)
{
    return page(rq, "Zwrot pisma", RETURN, false);
}

static enum err assign(struct req *rq)
{
    struct dekretacja_form f = { .d = { .n_do_wiadomosci = 0 } };
    enum err e = form_read(rq, FORM, &f);

    if (e)
        return e;
    read_receiver(&f);
    read_informed(rq, &f.d);
    e = dekretacja_assign(rq->ctx, &f.d);
    if (!e)
        e = page_flash(rq, "ok", "Pismo zadekretowane.");
    return e ? e : page_redirect(rq, "%s", page_local(req_param(rq, "powrot"), "/eod"));
}

static enum err give_back(struct req *rq)
{
    struct zwrot z = { 0 };
    enum err e = form_read(rq, RETURN, &z);

    if (!e)
        e = dekretacja_return(rq->ctx, z.id, z.powod);
    if (!e)
        e = page_flash(rq, "ok", "Pismo zwrócone.");
    return e ? e : page_redirect(rq, "/eod");
}

const struct route dekretacja_routes[] = {
    { GET, "/eod/przesylki/{id}/dekretacja", ROLE_EOD_DEKRETUJACY, show, 0, NULL },
    { POST, "/eod/przesylki/{id}/dekretacja", ROLE_EOD_DEKRETUJACY, assign, 0, show },
    { GET, "/eod/przesylki/{id}/zwrot", ROLE_EOD_DEKRETUJACY | ROLE_EOD_REFERENT, show_return, 0, NULL },
    { POST, "/eod/przesylki/{id}/zwrot", ROLE_EOD_DEKRETUJACY | ROLE_EOD_REFERENT, give_back, 0, show_return },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};

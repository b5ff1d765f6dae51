/* /eod: the clerk's desk; /eod/szukaj. */
#include <inttypes.h>
#include <string.h>

#include "core/law/date.h"
#include "fcgi/page.h"
#include "modules/eod/przesylka/przesylka.h"
#include "modules/eod/skrzynka/skrzynka.h"

enum { FOUND_MAX = 50 };

/* The key of the last entry shown: the next page begins behind it. */
static const char *next_key(struct req *rq, const struct skrzynka_sekcja *s, const struct db_rows *rows)
{
    int last = ON_PAGE - 1;
    const char *column = strcmp(s->kod, "do_wiadomosci") == 0 ? "klucz" : "id";

    return mem_printf(rq->ctx->mem, "/eod?sekcja=%s&po=%" PRId64 "&termin=%s", s->kod, db_int(rows, last, column),
                      s->z_terminem ? db_str(rows, last, "termin") : "");
}

static enum err show_section(struct req *rq, struct view *v, const struct skrzynka_sekcja *s, const char *po_termin,
                             int64_t po_id)
{
    struct db_rows *rows = NULL;
    enum err e = skrzynka_list(rq->ctx, s, po_termin, po_id, ON_PAGE + 1, &rows);
    xml_node *node;

    if (e)
        return e;
    node = view_row(v, "sekcja", VIEW_S("kod", s->kod), VIEW_S("nazwa", s->nazwa), VIEW_S("adres", s->adres),
                    VIEW_S("nastepne", rows->n > ON_PAGE ? next_key(rq, s, rows) : NULL));
    (void)view_page(v, node, "pozycja", rows);
    return ERR_OK;
}

/* One section from its key on when the address asks for it, else the beginning of all that are the clerk's. */
static enum err desk(struct req *rq)
{
    struct view *v = view_new(rq, "skrzynka");
    const char *only = req_param(rq, "sekcja");
    const char *termin = req_param(rq, "termin");
    struct date d;
    int shown = 0;
    enum err e = ERR_OK;

    for (const struct skrzynka_sekcja *s = skrzynka_sekcje; s->kod && !e; s++) {
        bool mine = (s->role & rq->ctx->who.roles) != 0;

        if (!mine || (*only && strcmp(only, s->kod) != 0))
            continue;
        shown++;
        e = show_section(rq, v, s, *only && date_parse(termin, &d) ? termin : "", *only ? req_id(rq, "po") : 0);
    }
    if (e)
        return e;
    if (*only && shown == 0)
        return page_redirect(rq, "/eod");
    view_title(v, "Skrzynka");
    view_attr(v, "tylko", *only ? only : NULL);
    return view_send(v);
}

static enum err search(struct req *rq)
{
    struct view *v = view_new(rq, "eod_szukaj");
    const char *q = req_param(rq, "q");
    struct db_rows *rows = NULL;
    enum err e = ERR_OK;

    if (q[strspn(q, " \t\n")])
        e = skrzynka_search(rq->ctx, q, FOUND_MAX, &rows);
    if (e)
        return e;
    view_title(v, "Wyniki wyszukiwania");
    view_attr(v, "q", q);
    if (rows)
        view_rows(v, NULL, "znalezione", rows);
    return view_send(v);
}

const struct route skrzynka_routes[] = {
    { GET, "/eod", ROLE_PRACOWNIK, desk, 0, NULL },
    { GET, "/eod/szukaj", EOD_CZYTAJACY, search, 0, NULL },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};

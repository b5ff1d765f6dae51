/* /eod/sprawy and /eod/spisy: opening a case for a letter, the case with its akta, lists, closing. */
#include <inttypes.h>
#include <string.h>

#include "core/law/date.h"
#include "fcgi/register.h"
#include "modules/eod/jrwa/jrwa.h"
#include "modules/eod/przesylka/przesylka.h"
#include "modules/eod/sprawa/sprawa.h"

enum { SPIS_PAGE = 100, CLASSES = 40, FIRST_CLASSES = 12, RECENT_CLASSES = 8 };

/* ---- opening a case ---- */

static const struct field FORM[] = {
    { "id", FIELD_ID, offsetof(struct sprawa_nowa, przesylka_id), 0, true, "Przesyłka" },
    { "symbol", FIELD_TEXT, offsetof(struct sprawa_nowa, symbol), 10, true, "Klasa z wykazu akt" },
    { "tytul", FIELD_TEXT, offsetof(struct sprawa_nowa, tytul), SPRAWA_TYTUL_MAX, true, "Tytuł sprawy" },
    { "termin", FIELD_TEXT, offsetof(struct sprawa_nowa, termin), 20, true, "Termin" },
    { "termin_data", FIELD_DATE, offsetof(struct sprawa_nowa, termin_data), 0, false, "Dzień końca terminu" },
    { "termin_podstawa", FIELD_TEXT, offsetof(struct sprawa_nowa, termin_podstawa), SPRAWA_PODSTAWA_MAX, false,
      "Przepis" },
    { 0 },
};

struct dolaczenie {
    int64_t id;
    const char *znak;
};

static const struct field JOIN[] = {
    { "id", FIELD_ID, offsetof(struct dolaczenie, id), 0, true, "Przesyłka" },
    { "znak", FIELD_TEXT, offsetof(struct dolaczenie, znak), 100, true, "Znak sprawy" },
    { 0 },
};

/* Without a search: what the komórka used last, then the wykaz from its beginning. */
static enum err show_classes(struct req *rq, struct view *v, const char *q)
{
    struct db_rows *recent = NULL;
    struct db_rows *found = NULL;
    enum err e = ERR_OK;

    if (!*q)
        e = sprawa_ostatnie_klasy(rq->ctx, RECENT_CLASSES, &recent);
    if (!e)
        e = jrwa_search(rq->ctx, q, true, *q ? CLASSES : FIRST_CLASSES, &found);
    if (e)
        return e;
    if (recent)
        view_rows(v, NULL, "ostatnia", recent);
    view_rows(v, NULL, "klasa", found);
    return ERR_OK;
}

static enum err show_terms(struct req *rq, struct view *v, const char *wplyw)
{
    enum err e = ERR_OK;

    for (const struct sprawa_termin *t = sprawa_terminy; t->kod && !e; t++) {
        const struct sprawa_nowa n = { .termin = t->kod, .termin_data = wplyw, .termin_podstawa = "-" };
        const char *end = "";

        e = sprawa_termin_date(rq->ctx, wplyw, &n, &end);
        view_row(v, "termin", VIEW_S("kod", t->kod), VIEW_S("opis", t->opis), VIEW_S("data", t->klucz ? end : NULL));
    }
    return e;
}

static enum err open_show(struct req *rq)
{
    struct view *v = view_new(rq, "sprawa_nowa");
    struct db_rows *letter = NULL;
    int64_t id = req_id(rq, "id");
    enum err e = sprawa_letter(rq->ctx, id, &letter);

    if (!e && !db_is_null(letter, 0, "sprawa_id"))
        return page_redirect(rq, "/eod/sprawy/%" PRId64, db_int(letter, 0, "sprawa_id"));
    if (!e)
        e = show_classes(rq, v, req_param(rq, "q"));
    if (!e)
        e = show_terms(rq, v, db_str(letter, 0, "wplyw"));
    if (e)
        return e;
    view_crumb(v, mem_printf(rq->ctx->mem, "/eod/przesylki/%" PRId64, id), db_str(letter, 0, "rpw"));
    view_title(v, "Nowa sprawa");
    view_columns(v, NULL, letter, 0);
    view_attr(v, "q", req_param(rq, "q"));
    view_form(v, FORM,
              &(struct sprawa_nowa){ .przesylka_id = id,
                                     .symbol = "",
                                     .tytul = db_str(letter, 0, "tytul"),
                                     .termin = sprawa_terminy[0].kod,
                                     .termin_data = "",
                                     .termin_podstawa = "" });
    return view_send(v);
}

static enum err open_case(struct req *rq)
{
    struct sprawa_nowa n = { 0 };
    struct db_rows *row = NULL;
    int64_t id = 0;
    enum err e = form_read(rq, FORM, &n);

    if (!e)
        e = sprawa_open(rq->ctx, &n, &id);
    if (!e)
        e = sprawa_get(rq->ctx, id, &row);
    if (!e)
        e = page_flash(rq, "ok", mem_printf(rq->ctx->mem, "Założono sprawę %s.", db_str(row, 0, "znak")));
    return e ? e : page_redirect(rq, "/eod/sprawy/%" PRId64, id);
}

static enum err join_show(struct req *rq)
{
    struct view *v = view_new(rq, "sprawa_dolaczenie");
    struct db_rows *letter = NULL;
    int64_t id = req_id(rq, "id");
    enum err e = sprawa_letter(rq->ctx, id, &letter);

    if (e)
        return e;
    view_crumb(v, mem_printf(rq->ctx->mem, "/eod/przesylki/%" PRId64, id), db_str(letter, 0, "rpw"));
    view_title(v, "Dołącz pismo do sprawy");
    view_columns(v, NULL, letter, 0);
    view_form(v, JOIN, NULL);
    return view_send(v);
}

static enum err join(struct req *rq)
{
    struct dolaczenie d = { 0 };
    int64_t id = 0;
    enum err e = form_read(rq, JOIN, &d);

    if (!e)
        e = sprawa_join(rq->ctx, d.id, d.znak, &id);
    if (!e)
        e = page_flash(rq, "ok", "Pismo dołączone do akt sprawy.");
    return e ? e : page_redirect(rq, "/eod/sprawy/%" PRId64, id);
}

/* ---- one case ---- */

static enum err show(struct req *rq)
{
    struct view *v = view_new(rq, "sprawa");
    struct db_rows *row = NULL;
    struct db_rows *in = NULL;
    struct db_rows *out = NULL;
    bool calculated = false;
    int64_t id = req_id(rq, "id");
    enum err e = sprawa_get(rq->ctx, id, &row);

    if (!e)
        e = sprawa_przychodzace(rq->ctx, id, &in);
    if (!e)
        e = sprawa_wychodzace(rq->ctx, id, &out);
    if (!e)
        e = sprawa_ma_obliczenie(rq->ctx, id, &calculated);
    if (e)
        return e;
    view_crumb(v, "/eod/sprawy", "Sprawy");
    view_columns(v, NULL, row, 0);
    view_attr(v, "obliczenie", calculated ? "1" : "");
    if (!(rq->ctx->who.roles & ROLE_EOD_REFERENT))
        view_attr(v, "moja", "");
    view_title(v, db_str(row, 0, "znak"));
    view_attr(v, "nazwa", db_str(row, 0, "tytul"));
    view_rows(v, NULL, "przychodzace", in);
    view_rows(v, NULL, "wychodzace", out);
    return view_send(v);
}

static enum err calculation(struct req *rq)
{
    struct view *v = view_new(rq, "sprawa_obliczenie");
    struct db_rows *row = NULL;
    struct db_rows *slad = NULL;
    int64_t id = req_id(rq, "id");
    enum err e = sprawa_get(rq->ctx, id, &row);

    if (!e)
        e = sprawa_obliczenie(rq->ctx, id, &slad);
    if (e)
        return e;
    view_crumb(v, "/eod/sprawy", "Sprawy");
    view_crumb(v, mem_printf(rq->ctx->mem, "/eod/sprawy/%" PRId64, id), db_str(row, 0, "znak"));
    view_columns(v, NULL, row, 0);
    view_title(v, "Jak obliczono termin");
    view_slad(v, NULL, slad);
    return view_send(v);
}

/* A clerk who runs cases begins with his own that are open. */
static enum err list(struct req *rq)
{
    req_default(rq, "stan", sprawa_stany[0].code);
    req_default(rq, "zakres", rq->ctx->who.roles & ROLE_EOD_REFERENT ? "moje" : "");
    return register_list_show(rq);
}

/* ---- closing ---- */

struct zakonczenie {
    int64_t id;
    const char *sposob;
};

static const struct field CLOSE[] = {
    { "id", FIELD_ID, offsetof(struct zakonczenie, id), 0, true, "Sprawa" },
    { "sposob", FIELD_AREA, offsetof(struct zakonczenie, sposob), SPRAWA_SPOSOB_MAX, true, "Sposób załatwienia" },
    { 0 },
};

static enum err close_show(struct req *rq)
{
    struct view *v = view_new(rq, "sprawa_zakonczenie");
    struct db_rows *row = NULL;
    struct db_rows *obstacles = NULL;
    int64_t id = req_id(rq, "id");
    enum err e = sprawa_get(rq->ctx, id, &row);

    if (!e)
        e = sprawa_obstacles(rq->ctx, id, &obstacles);
    if (e)
        return e;
    view_crumb(v, "/eod/sprawy", "Sprawy");
    view_crumb(v, mem_printf(rq->ctx->mem, "/eod/sprawy/%" PRId64, id), db_str(row, 0, "znak"));
    view_columns(v, NULL, row, 0);
    view_title(v, "Zakończenie sprawy");
    view_rows(v, NULL, "przeszkoda", obstacles);
    view_form(v, CLOSE, NULL);
    return view_send(v);
}

static enum err close_case(struct req *rq)
{
    struct zakonczenie z = { 0 };
    struct db_rows *obstacles = NULL;
    enum err e = form_read(rq, CLOSE, &z);

    if (!e)
        e = sprawa_obstacles(rq->ctx, z.id, &obstacles);
    /* The page shown again lists them, each with a link to where it is mended. */
    if (!e && obstacles->n)
        return form_fault(rq, "", "Sprawy nie można jeszcze zakończyć. Powody są wymienione niżej.");
    if (!e)
        e = sprawa_close(rq->ctx, z.id, z.sposob);
    if (!e)
        e = page_flash(rq, "ok", "Sprawa zakończona.");
    return e ? e : page_redirect(rq, "/eod/sprawy/%" PRId64, z.id);
}

/* ---- spisy spraw ---- */

static enum err registers(struct req *rq)
{
    struct view *v = view_new(rq, "spisy");
    int64_t rok = req_id(rq, "rok") ? req_id(rq, "rok") : date_of(rq->ctx->now).year;
    struct db_rows *rows = NULL;
    struct db_rows *years = NULL;
    enum err e = rok > 9999 ? ctx_fail(rq->ctx, ERR_NOTFOUND, "Nie ma spisów z tego roku.", "rok") : ERR_OK;

    if (!e)
        e = sprawa_spisy(rq->ctx, rok, &rows);
    if (!e)
        e = sprawa_lata(rq->ctx, &years);
    if (e)
        return e;
    view_crumb(v, "/eod/sprawy", "Sprawy");
    view_title(v, "Spisy spraw");
    view_attr_i(v, "rok", rok);
    view_rows(v, NULL, "rok", years);
    view_rows(v, NULL, "spis", rows);
    return view_send(v);
}

static enum err one_register(struct req *rq)
{
    struct view *v = view_new(rq, "spis");
    int shown = page_rows(rq, SPIS_PAGE);
    const struct sprawa_spis s = {
        .rok = req_id(rq, "rok"),
        .komorka_kod = req_param(rq, "komorka"),
        .symbol = req_param(rq, "symbol"),
        .od = page_form(rq) == PAGE_SCREEN ? req_id(rq, "od") : 0,
        .limit = shown + 1,
    };
    struct db_rows *rows = NULL;
    enum err e = s.rok > 9999 ? ERR_OK : sprawa_spis(rq->ctx, &s, &rows);

    if (e)
        return e;
    if (!rows || rows->n == 0)
        return ctx_fail(rq->ctx, ERR_NOTFOUND, "Nie ma takiego spisu spraw.", "rok=%" PRId64, s.rok);
    view_crumb(v, "/eod/sprawy", "Sprawy");
    view_crumb(v, mem_printf(rq->ctx->mem, "/eod/spisy?rok=%" PRId64, s.rok), "Spisy spraw");
    view_title(v, mem_printf(rq->ctx->mem, "Spis spraw %s.%s, rok %" PRId64, s.komorka_kod, s.symbol, s.rok));
    view_attr_i(v, "rok", s.rok);
    view_attr(v, "kod", s.komorka_kod);
    view_attr(v, "symbol", s.symbol);
    for (int i = 0; i < rows->n && i < shown; i++)
        view_columns(v, view_row(v, "sprawa"), rows, i);
    if (rows->n > shown)
        view_attr_i(v, "dalej", db_int(rows, shown, "numer"));
    return view_print(v);
}

const struct route sprawa_routes[] = {
    { GET, "/eod/sprawy", EOD_CZYTAJACY, list, 0, NULL, &sprawa_register },
    { GET, "/eod/sprawy/{id}", EOD_CZYTAJACY, show, 0, NULL, &sprawa_register },
    { GET, "/eod/sprawy/{id}/termin", EOD_CZYTAJACY, calculation, 0, NULL },
    { GET, "/eod/sprawy/{id}/zakoncz", ROLE_EOD_REFERENT, close_show, 0, NULL },
    { POST, "/eod/sprawy/{id}/zakoncz", ROLE_EOD_REFERENT, close_case, 0, close_show },
    { GET, "/eod/przesylki/{id}/sprawa", ROLE_EOD_REFERENT, open_show, 0, NULL },
    { POST, "/eod/przesylki/{id}/sprawa", ROLE_EOD_REFERENT, open_case, 0, open_show },
    { GET, "/eod/przesylki/{id}/dolacz", ROLE_EOD_REFERENT, join_show, 0, NULL },
    { POST, "/eod/przesylki/{id}/dolacz", ROLE_EOD_REFERENT, join, 0, join_show },
    { GET, "/eod/spisy", EOD_CZYTAJACY, registers, 0, NULL },
    { GET, "/eod/spisy/{rok}/{komorka}/{symbol}", EOD_CZYTAJACY, one_register, 0, NULL },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};

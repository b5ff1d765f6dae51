/* /eod/przesylki: registration, the register of what came in, one letter with its content and its way. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/doc/mime.h"
#include "core/law/date.h"
#include "fcgi/register.h"
#include "modules/eod/przesylka/przesylka.h"
#include "modules/esp/skrytka/skrytka.h"
#include "modules/org/kadry/kadry.h"

/* ---- the document behind an entry or before it ---- */

struct dokument {
    struct db_rows *row;   /* skrytka_dokument() */
    struct db_rows *files; /* skrytka_zalaczniki() */
    xmlDoc *doc;           /* NULL: can only be downloaded */
};

static enum err read_document(struct req *rq, int64_t id, struct dokument *ret_d)
{
    enum err e = skrytka_dokument(rq->ctx, id, &ret_d->row);

    if (!e)
        e = skrytka_zalaczniki(rq->ctx, id, &ret_d->files);
    if (!e)
        e = przesylka_document(rq->ctx, db_str(ret_d->row, 0, "sha256"), db_str(ret_d->row, 0, "wzor"), &ret_d->doc);
    return e;
}

static void show_document(struct req *rq, struct view *v, const struct dokument *d, const char *base)
{
    const struct db_rows *r = d->row;
    xml_node *node =
        view_row(v, "dokument", VIEW_S("adres", base), VIEW_S("nazwa_pliku", db_str(r, 0, "nazwa_pliku")),
                 VIEW_S("mime", db_str(r, 0, "mime")), VIEW_I("rozmiar", db_int(r, 0, "rozmiar")),
                 VIEW_S("podpis", db_str(r, 0, "podpis")), VIEW_S("podpis_opis", skrytka_podpis_opis(rq->ctx, r)),
                 VIEW_S("podpis_at", db_str(r, 0, "podpis_at")), VIEW_S("kanal", db_str(r, 0, "kanal")),
                 VIEW_S("sha256", db_str(r, 0, "sha256")), VIEW_S("wplynelo_at", db_str(r, 0, "wplynelo_at")));

    view_podpisy(v, node, db_str(r, 0, "podpis_raport"));
    view_rows(v, node, "zalacznik", d->files);
    if (d->doc)
        view_copy(v, node, d->doc);
}

static enum err send_file(struct req *rq, int64_t dokument_id)
{
    struct db_rows *files = NULL;
    int64_t lp = req_id(rq, "lp");
    enum err e = skrytka_zalaczniki(rq->ctx, dokument_id, &files);

    for (int i = 0; !e && i < files->n; i++) {
        const char *name = db_str(files, i, "nazwa");

        if (db_int(files, i, "lp") == lp)
            return page_blob(rq, mime_for_name(name), name, db_str(files, i, "sha256"));
    }
    return e ? e : ctx_fail(rq->ctx, ERR_NOTFOUND, "Nie ma takiego załącznika.", "lp=%" PRId64, lp);
}

/* Always for download: what a citizen sent is never run in the browser of a clerk. */
static enum err send_original(struct req *rq, int64_t dokument_id)
{
    struct db_rows *row = NULL;
    enum err e = skrytka_dokument(rq->ctx, dokument_id, &row);

    return e ? e : page_blob(rq, "application/octet-stream", db_str(row, 0, "nazwa_pliku"), db_str(row, 0, "sha256"));
}

/* ---- registration ---- */

struct rejestracja {
    struct przesylka_nowa nowa;
    const char *komu; /* "k12" a komórka, "s7" the clerk of a case */
};

#define NOWA(member) (offsetof(struct rejestracja, nowa) + offsetof(struct przesylka_nowa, member))

static const struct field FORM[] = {
    { "dokument", FIELD_ID, NOWA(dokument_id), 0, true, "Dokument" },
    { "tytul", FIELD_TEXT, NOWA(tytul), PRZESYLKA_TYTUL_MAX, true, "Tytuł" },
    { "nadawca_nazwa", FIELD_TEXT, NOWA(nadawca_nazwa), PRZESYLKA_NADAWCA_MAX, true, "Nadawca" },
    { "nadawca_adres", FIELD_TEXT, NOWA(nadawca_adres), PRZESYLKA_ADRES_MAX, false, "Adres nadawcy" },
    { "data_na_pismie", FIELD_DATE, NOWA(data_na_pismie), 0, false, "Data na piśmie" },
    { "znak_obcy", FIELD_TEXT, NOWA(znak_obcy), PRZESYLKA_ZNAK_MAX, false, "Znak na piśmie" },
    { "liczba_zalacznikow", FIELD_INT, NOWA(liczba_zalacznikow), PRZESYLKA_ZALACZNIKI_MAX, false,
      "Liczba załączników" },
    { "uwagi", FIELD_AREA, NOWA(uwagi), PRZESYLKA_UWAGI_MAX, false, "Uwagi" },
    { "komu", FIELD_TEXT, offsetof(struct rejestracja, komu), 20, true, "Przekaż do" },
    { 0 },
};

/* "k12" or "s7" */
static void read_receiver(struct rejestracja *r)
{
    r->nowa.do_komorki_id = id_of_choice(r->komu, 'k');
    r->nowa.do_sprawy_id = id_of_choice(r->komu, 's');
}

static const char *default_receiver(struct req *rq, const struct db_rows *komorki, const struct db_rows *sprawa)
{
    if (sprawa->n && !db_is_null(sprawa, 0, "otwarta"))
        return mem_printf(rq->ctx->mem, "s%" PRId64, db_int(sprawa, 0, "id"));
    for (int i = 0; i < komorki->n; i++)
        if (!db_is_null(komorki, i, "domyslna"))
            return mem_printf(rq->ctx->mem, "k%" PRId64, db_int(komorki, i, "id"));
    return "";
}

static struct rejestracja prefilled(struct req *rq, const struct dokument *d, const struct db_rows *komorki,
                                    const struct db_rows *sprawa)
{
    return (struct rejestracja){
        .nowa = { .dokument_id = db_int(d->row, 0, "id"),
                  .tytul = db_str(d->row, 0, "tytul"),
                  .nadawca_nazwa = db_str(d->row, 0, "nadawca_nazwa"),
                  .nadawca_adres = db_str(d->row, 0, "nadawca_adres"),
                  .data_na_pismie = przesylka_date(rq->ctx, d->doc),
                  .znak_obcy = sprawa->n ? "" : db_str(d->row, 0, "znak_sprawy"),
                  .liczba_zalacznikow = d->files->n,
                  .uwagi = "" },
        .komu = default_receiver(rq, komorki, sprawa),
    };
}

static enum err registration(struct req *rq)
{
    struct view *v = view_new(rq, "przesylka_rejestracja");
    struct dokument d = { 0 };
    struct db_rows *komorki = NULL;
    struct db_rows *sprawa = NULL;
    struct rejestracja r;
    int64_t id = req_id(rq, "dokument");
    int64_t registered = 0;
    enum err e = przesylka_of_dokument(rq->ctx, id, &registered);

    if (!e && registered)
        return page_redirect(rq, "/eod/przesylki/%" PRId64, registered);
    if (!e)
        e = read_document(rq, id, &d);
    if (!e)
        e = przesylka_targets(rq->ctx, &komorki);
    if (!e)
        e = przesylka_quoted_case(rq->ctx, db_str(d.row, 0, "znak_sprawy"), db_str(d.row, 0, "tytul"), d.doc, &sprawa);
    if (e)
        return e;
    view_crumb(v, "/eod", "Skrzynka");
    view_title(v, "Rejestracja przesyłki");
    view_attr_i(v, "id", id);
    r = prefilled(rq, &d, komorki, sprawa);
    view_form(v, FORM, &r);
    view_rows(v, NULL, "komorka", komorki);
    view_rows(v, NULL, "sprawa", sprawa);
    show_document(rq, v, &d, mem_printf(rq->ctx->mem, "/eod/przesylki/rejestruj/%" PRId64, id));
    return view_send(v);
}

static enum err do_register(struct req *rq)
{
    struct rejestracja r = { 0 };
    struct db_rows *row = NULL;
    int64_t id = 0;
    enum err e = form_read(rq, FORM, &r);

    if (e)
        return e;
    read_receiver(&r);
    e = przesylka_enter(rq->ctx, &r.nowa, &id);
    if (!e)
        e = przesylka_get(rq->ctx, id, &row);
    if (!e)
        e = page_flash(rq, "ok",
                       mem_printf(rq->ctx->mem, "Zarejestrowano pod numerem %s i przekazano: %s.",
                                  db_str(row, 0, "rpw"), db_str(row, 0, "u_kogo")));
    return e ? e : page_redirect(rq, "/eod/przesylki/%" PRId64, id);
}

static enum err unregistered_file(struct req *rq)
{
    return send_file(rq, req_id(rq, "dokument"));
}

static enum err unregistered_original(struct req *rq)
{
    return send_original(rq, req_id(rq, "dokument"));
}

/* ---- one letter ---- */

static bool may(const struct req *rq, const struct db_rows *row, const char *code)
{
    return step_find(przesylka_kroki, code, db_str(row, 0, "stan"), NULL, rq->ctx->who.roles, NULL) == ERR_OK;
}

/* What may be done with it by the one who looks; the domain decides again when it is done. */
static enum err show_actions(struct req *rq, struct view *v, const struct db_rows *row, const struct dokument *d)
{
    struct db_rows *rows = NULL;
    enum err e = ERR_OK;

    if (db_int(row, 0, "u_pracownika_id") == rq->ctx->who.pracownik_id && may(rq, row, "sprawa")) {
        view_attr(v, "prowadze", "1");
        e = przesylka_quoted_case(rq->ctx, db_str(d->row, 0, "znak_sprawy"), db_str(row, 0, "tytul"), d->doc, &rows);
        if (!e)
            view_rows(v, NULL, "powolana", rows);
    }
    if (!e && !db_is_null(row, 0, "u_mnie") && may(rq, row, "dekretacja")) {
        view_attr(v, "dekretuje", "1");
        e = kadry_list(rq->ctx, ROLE_EOD_REFERENT, &rows);
        if (!e)
            view_rows(v, NULL, "referent", rows);
        if (!e)
            e = przesylka_targets(rq->ctx, &rows);
        if (!e)
            view_rows(v, NULL, "komorka", rows);
        if (!e)
            e = kadry_list(rq->ctx, EOD_CZYTAJACY, &rows);
        if (!e)
            view_rows(v, NULL, "pracownik", rows);
    }
    return e;
}

static enum err show_way(struct req *rq, struct view *v, int64_t id, int64_t dokument_id)
{
    struct db_rows *chain = NULL;
    struct db_rows *history = NULL;
    enum err e = przesylka_chain(rq->ctx, id, &chain);

    if (!e)
        e = przesylka_history(rq->ctx, id, dokument_id, &history);
    if (e)
        return e;
    view_rows(v, NULL, "dekretacja", chain);
    view_rows(v, NULL, "zdarzenie", history);
    return ERR_OK;
}

static enum err show(struct req *rq)
{
    struct view *v = view_new(rq, "przesylka");
    struct db_rows *row = NULL;
    struct dokument d = { 0 };
    int64_t id = req_id(rq, "id");
    enum err e = przesylka_get(rq->ctx, id, &row);

    if (!e)
        e = przesylka_read(rq->ctx, id);
    if (!e)
        e = read_document(rq, db_int(row, 0, "dokument_id"), &d);
    if (!e)
        e = show_way(rq, v, id, db_int(row, 0, "dokument_id"));
    if (!e)
        e = show_actions(rq, v, row, &d);
    if (e)
        return e;
    view_crumb(v, "/eod/przesylki", "Rejestr przesyłek");
    view_columns(v, NULL, row, 0);
    view_title(v, mem_printf(rq->ctx->mem, "%s – %s", db_str(row, 0, "rpw"), db_str(row, 0, "tytul")));
    show_document(rq, v, &d, mem_printf(rq->ctx->mem, "/eod/przesylki/%" PRId64, id));
    return view_send(v);
}

static enum err file(struct req *rq)
{
    struct db_rows *row = NULL;
    enum err e = przesylka_get(rq->ctx, req_id(rq, "id"), &row);

    return e ? e : send_file(rq, db_int(row, 0, "dokument_id"));
}

static enum err original(struct req *rq)
{
    struct db_rows *row = NULL;
    enum err e = przesylka_get(rq->ctx, req_id(rq, "id"), &row);

    return e ? e : send_original(rq, db_int(row, 0, "dokument_id"));
}

const struct route przesylka_routes[] = {
    { GET, "/eod/przesylki", EOD_CZYTAJACY, register_list_show, 0, NULL, &przesylka_register },
    { GET, "/eod/przesylki/rejestruj/{dokument}", ROLE_EOD_KANCELARIA, registration, 0, NULL },
    { POST, "/eod/przesylki/rejestruj/{dokument}", ROLE_EOD_KANCELARIA, do_register, 0, registration },
    { GET, "/eod/przesylki/rejestruj/{dokument}/xml", ROLE_EOD_KANCELARIA, unregistered_original, 0, NULL },
    { GET, "/eod/przesylki/rejestruj/{dokument}/zalacznik/{lp}", ROLE_EOD_KANCELARIA, unregistered_file, 0, NULL },
    { GET, "/eod/przesylki/{id}", EOD_CZYTAJACY, show, 0, NULL, &przesylka_register },
    { GET, "/eod/przesylki/{id}/xml", EOD_CZYTAJACY, original, 0, NULL },
    { GET, "/eod/przesylki/{id}/zalacznik/{lp}", EOD_CZYTAJACY, file, 0, NULL },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};

/* /konto: the citizen's desk, his cases, what he sent and what he received. */
#include "fcgi/page.h"

#include <inttypes.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/doc/mime.h"
#include "core/law/date.h"
#include "modules/eod/sprawa/sprawa.h"
#include "modules/esp/doreczenie/doreczenie.h"
#include "modules/esp/skrytka/skrytka.h"
#include "modules/esp/upo/upo.h"
#include "modules/forms/szkic/szkic.h"
#include "modules/forms/wzor/wzor.h"
#include "modules/org/jst/jst.h"
#include "modules/portal/moje_sprawy/moje_sprawy.h"

enum { ON_DESK = 5 };

/* ---- the desk and the lists ---- */

static void add_row(struct view *v, const char *name, const struct db_rows *rows, int i)
{
    view_columns(v, view_row(v, name), rows, i);
}

/* What waits for collection comes first, wherever it is from. */
static enum err show_waiting(struct req *rq, struct view *v)
{
    struct db_rows *rows = NULL;
    enum err e = doreczenie_list(rq->ctx, &rows);

    for (int i = 0; !e && i < rows->n; i++)
        if (db_is_null(rows, i, "odebrano_at"))
            add_row(v, "doreczenie", rows, i);
    return e;
}

static enum err show_open_cases(struct req *rq, struct view *v)
{
    struct db_rows *rows = NULL;
    enum err e = moje_sprawy(rq->ctx, &rows);

    if (e)
        return e;
    view_attr_i(v, "spraw", rows->n);
    for (int i = 0; i < rows->n; i++)
        if (sprawa_is_open(db_str(rows, i, "stan")))
            add_row(v, "sprawa", rows, i);
    return ERR_OK;
}

static enum err show_latest(struct req *rq, struct view *v)
{
    struct db_rows *rows = NULL;
    enum err e = moje_pisma(rq->ctx, 0, ON_DESK + 1, &rows);

    if (e)
        return e;
    for (int i = 0; i < rows->n && i < ON_DESK; i++)
        add_row(v, "pismo", rows, i);
    if (rows->n > ON_DESK)
        view_attr(v, "wiecej_pism", "1");
    return ERR_OK;
}

static enum err desk(struct req *rq)
{
    struct view *v = view_new(rq, "moje_konto");
    struct db_rows *drafts = NULL;
    enum err e = show_waiting(rq, v);

    if (!e)
        e = show_open_cases(rq, v);
    if (!e)
        e = show_latest(rq, v);
    if (!e)
        e = szkic_list(rq->ctx, "", &drafts);
    if (e)
        return e;
    view_title(v, "Moje konto");
    view_rows(v, NULL, "szkic", drafts);
    return view_send(v);
}

static enum err cases(struct req *rq)
{
    struct view *v = view_new(rq, "moje_sprawy");
    struct db_rows *rows = NULL;
    enum err e = show_waiting(rq, v);

    if (!e)
        e = moje_sprawy(rq->ctx, &rows);
    if (e)
        return e;
    view_crumb(v, "/konto", "Moje konto");
    view_title(v, "Moje sprawy");
    view_rows(v, NULL, "sprawa", rows);
    return view_send(v);
}

static enum err letters(struct req *rq)
{
    struct view *v = view_new(rq, "moje_pisma");
    struct db_rows *rows = NULL;
    enum err e = moje_pisma(rq->ctx, req_id(rq, "przed"), ON_PAGE + 1, &rows);

    if (e)
        return e;
    view_crumb(v, "/konto", "Moje konto");
    view_title(v, "Wysłane pisma");
    for (int i = 0; i < rows->n && i < ON_PAGE; i++)
        add_row(v, "pismo", rows, i);
    view_row(v, "pager", VIEW_S("prev", req_id(rq, "przed") ? "/konto/pisma" : NULL),
             VIEW_S("next", rows->n > ON_PAGE ? mem_printf(rq->ctx->mem, "/konto/pisma?przed=%" PRId64,
                                                           db_int(rows, ON_PAGE - 1, "id"))
                                              : NULL));
    return view_send(v);
}

static enum err received(struct req *rq)
{
    struct view *v = view_new(rq, "moje_doreczenia");
    struct db_rows *rows = NULL;
    enum err e = doreczenie_list(rq->ctx, &rows);

    if (e)
        return e;
    view_crumb(v, "/konto", "Moje konto");
    view_title(v, "Otrzymane pisma");
    view_rows(v, NULL, "doreczenie", rows);
    return view_send(v);
}

/* ---- one case ---- */

static enum err show_case_parts(struct req *rq, struct view *v, int64_t id)
{
    struct db_rows *events = NULL;
    struct db_rows *deliveries = NULL;
    enum err e = moja_sprawa_zdarzenia(rq->ctx, id, &events);

    if (!e)
        e = moja_sprawa_doreczenia(rq->ctx, id, &deliveries);
    if (e)
        return e;
    view_rows(v, NULL, "zdarzenie", events);
    view_rows(v, NULL, "doreczenie", deliveries);
    return ERR_OK;
}

static enum err one_case(struct req *rq)
{
    struct view *v = view_new(rq, "moja_sprawa");
    struct db_rows *row = NULL;
    struct jst jst;
    enum err e = jst_act_in(rq->ctx, req_param(rq, "jst"), &jst);

    if (!e)
        e = moja_sprawa(rq->ctx, req_id(rq, "id"), &row);
    if (!e)
        e = show_case_parts(rq, v, req_id(rq, "id"));
    if (e)
        return e;
    view_crumb(v, "/konto", "Moje konto");
    view_crumb(v, "/konto/sprawy", "Moje sprawy");
    view_title(v, db_str(row, 0, "znak"));
    view_columns(v, NULL, row, 0);
    view_attr(v, "dalej", moja_sprawa_next(row));
    return view_send(v);
}

/* ---- a letter that was sent ---- */

struct wyslane {
    struct jst jst;
    struct db_rows *row; /* skrytka_dokument() */
    int64_t id;
};

static enum err sent_letter(struct req *rq, struct wyslane *ret_w)
{
    enum err e = jst_act_in(rq->ctx, req_param(rq, "jst"), &ret_w->jst);

    ret_w->id = req_id(rq, "id");
    return e ? e : skrytka_dokument(rq->ctx, ret_w->id, &ret_w->row);
}

static void show_receipt(struct req *rq, struct view *v, const struct upo *upo)
{
    view_row(v, "upo", VIEW_S("numer", upo->numer),
             VIEW_S("doreczono", date_iso_local(rq->ctx->mem, upo->doreczono_at)));
}

static enum err show_sent_parts(struct req *rq, struct view *v, const struct wyslane *w)
{
    struct db_rows *files = NULL;
    struct db_rows *events = NULL;
    struct db_rows *state = NULL;
    struct upo upo;
    enum err e = upo_of_dokument(rq->ctx, w->id, &upo);

    if (!e)
        e = skrytka_zalaczniki(rq->ctx, w->id, &files);
    if (!e)
        e = moje_pismo_zdarzenia(rq->ctx, w->id, &events);
    if (!e)
        e = moje_pismo_stan(rq->ctx, w->id, &state);
    if (e)
        return e;
    show_receipt(rq, v, &upo);
    view_rows(v, NULL, "zalacznik", files);
    view_rows(v, NULL, "zdarzenie", events);
    view_rows(v, NULL, "stan", state);
    return ERR_OK;
}

static enum err show_document(struct req *rq, struct view *v, const char *sha256)
{
    xmlDoc *doc = NULL;
    void *data = NULL;
    size_t len = 0;
    enum err e = moje_pismo_read(rq->ctx, sha256, &data, &len, &doc);

    if (e || !doc)
        return e;
    szkic_lighten(doc);
    view_copy(v, NULL, doc);
    return ERR_OK;
}

static enum err sent_show(struct req *rq)
{
    struct view *v = view_new(rq, "moje_pismo");
    struct wyslane w = { .row = NULL };
    enum err e = sent_letter(rq, &w);

    if (!e)
        e = show_sent_parts(rq, v, &w);
    if (!e)
        e = show_document(rq, v, db_str(w.row, 0, "sha256"));
    if (e)
        return e;
    view_crumb(v, "/konto", "Moje konto");
    view_crumb(v, "/konto/pisma", "Wysłane pisma");
    view_title(v, db_str(w.row, 0, "tytul"));
    view_attr_i(v, "id", w.id);
    view_attr(v, "slug", w.jst.slug);
    view_attr(v, "nazwa_urzedu", w.jst.nazwa_urzedu);
    view_attr(v, "podpis", db_str(w.row, 0, "podpis"));
    view_attr(v, "podpis_opis", skrytka_podpis_opis(rq->ctx, w.row));
    view_attr(v, "sha256", db_str(w.row, 0, "sha256"));
    view_attr_i(v, "rozmiar", db_int(w.row, 0, "rozmiar"));
    return view_send(v);
}

/* Before filing files were looked at, yet they are handed out for download only. */
static enum err sent_xml(struct req *rq)
{
    struct wyslane w = { .row = NULL };
    enum err e = sent_letter(rq, &w);

    return e ? e : page_blob(rq, "text/xml", db_str(w.row, 0, "nazwa_pliku"), db_str(w.row, 0, "sha256"));
}

static enum err sent_file(struct req *rq)
{
    struct wyslane w = { .row = NULL };
    struct db_rows *files = NULL;
    int64_t lp = req_id(rq, "lp");
    enum err e = sent_letter(rq, &w);

    if (!e)
        e = skrytka_zalaczniki(rq->ctx, w.id, &files);
    for (int i = 0; !e && i < files->n; i++) {
        const char *name = db_str(files, i, "nazwa");

        if (db_int(files, i, "lp") == lp)
            return page_blob(rq, mime_for_name(name), name, db_str(files, i, "sha256"));
    }
    return e ? e : ctx_fail(rq->ctx, ERR_NOTFOUND, "Nie ma takiego załącznika.", "lp=%" PRId64, lp);
}

static enum err send_pdf(struct req *rq, const char *sha256, const char *urzad, const char *name)
{
    xmlDoc *doc = NULL;
    void *data = NULL;
    size_t len = 0;
    enum err e = moje_pismo_read(rq->ctx, sha256, &data, &len, &doc);

    if (!e && !doc)
        e = ctx_fail(rq->ctx, ERR_NOTFOUND, "Tego dokumentu nie można wydrukować. Pobierz plik.",
                     "not a wnio:Dokument");
    if (!e)
        e = moje_pismo_pdf(rq->ctx, doc, sha256, urzad, &data, &len);
    return e ? e : page_bytes(rq, "application/pdf", name, data, len);
}

static enum err sent_pdf(struct req *rq)
{
    struct wyslane w = { .row = NULL };
    enum err e = sent_letter(rq, &w);

    return e ? e
             : send_pdf(rq, db_str(w.row, 0, "sha256"), w.jst.nazwa_urzedu,
                        mem_printf(rq->ctx->mem, "pismo-%" PRId64 ".pdf", w.id));
}

/* ---- a letter from the office ---- */

static enum err delivery_of(struct req *rq, struct jst *ret_jst, struct db_rows **ret_row)
{
    enum err e = jst_by_slug(rq->ctx, req_param(rq, "jst"), ret_jst);

    return e ? e : doreczenie_get(rq->ctx, ret_jst->teryt, req_id(rq, "id"), ret_row);
}

/* The letter itself: only after receipt was confirmed. */
static enum err collected(struct req *rq, struct jst *ret_jst, struct db_rows **ret_row)
{
    enum err e = delivery_of(rq, ret_jst, ret_row);

    if (!e && db_is_null(*ret_row, 0, "odebrano_at"))
        e = ctx_fail(rq->ctx, ERR_NOTFOUND, "To pismo można przeczytać po potwierdzeniu odbioru.", "not collected");
    return e;
}

static const char *extension(TALLOC_CTX *mem, const char *name)
{
    const char *dot = strrchr(name, '.');
    char *text = mem_strdup(mem, dot ? dot + 1 : "");

    for (char *c = text; *c; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return text;
}

static enum err show_letter(struct req *rq, struct view *v, const char *sha256)
{
    struct wzor_odczyt o = { 0 };
    xmlDoc *doc = NULL;
    void *data = NULL;
    size_t len = 0;
    enum err e = moje_pismo_read(rq->ctx, sha256, &data, &len, &doc);

    if (!e)
        view_attr_i(v, "rozmiar", (int64_t)len);
    if (e || !doc)
        return e;
    e = wzor_read(rq->ctx, doc, &o);
    for (int i = 0; !e && i < o.n_zalacznikow; i++)
        if (o.zalaczniki[i].dane)
            view_row(v, "zalacznik", VIEW_I("lp", i + 1), VIEW_S("nazwa", o.zalaczniki[i].nazwa),
                     VIEW_S("rodzaj", extension(rq->ctx->mem, o.zalaczniki[i].nazwa)),
                     VIEW_I("rozmiar", o.zalaczniki[i].n_dane));
    szkic_lighten(doc);
    view_copy(v, NULL, doc);
    return e;
}

static enum err delivery_show(struct req *rq)
{
    struct view *v = view_new(rq, "moje_doreczenie");
    struct db_rows *row = NULL;
    struct jst jst;
    enum err e = delivery_of(rq, &jst, &row);

    if (!e && !db_is_null(row, 0, "odebrano_at"))
        e = show_letter(rq, v, db_str(row, 0, "sha256"));
    if (e)
        return e;
    view_crumb(v, "/konto", "Moje konto");
    view_crumb(v, "/konto/doreczenia", "Otrzymane pisma");
    view_title(v, db_is_null(row, 0, "odebrano_at") ? "Pismo do odbioru" : db_str(row, 0, "tytul"));
    view_columns(v, NULL, row, 0);
    (void)session_csrf(rq);
    return view_send(v);
}

static enum err collect(struct req *rq)
{
    struct jst jst;
    enum err e = jst_by_slug(rq->ctx, req_param(rq, "jst"), &jst);

    if (!e)
        e = doreczenie_collect(rq->ctx, jst.teryt, req_id(rq, "id"));
    return e ? e : page_redirect(rq, "/konto/doreczenia/%s/%" PRId64, jst.slug, req_id(rq, "id"));
}

static enum err delivery_xml(struct req *rq)
{
    struct db_rows *row = NULL;
    struct jst jst;
    enum err e = collected(rq, &jst, &row);

    return e ? e
             : page_blob(rq, "text/xml", mem_printf(rq->ctx->mem, "pismo-%" PRId64 ".xml", db_int(row, 0, "id")),
                         db_str(row, 0, "sha256"));
}

static enum err delivery_pdf(struct req *rq)
{
    struct db_rows *row = NULL;
    struct jst jst;
    enum err e = collected(rq, &jst, &row);

    return e ? e
             : send_pdf(rq, db_str(row, 0, "sha256"), jst.nazwa_urzedu,
                        mem_printf(rq->ctx->mem, "pismo-%" PRId64 ".pdf", db_int(row, 0, "id")));
}

static enum err delivery_file(struct req *rq)
{
    struct wzor_odczyt o = { 0 };
    struct db_rows *row = NULL;
    xmlDoc *doc = NULL;
    void *data = NULL;
    size_t len = 0;
    struct jst jst;
    int64_t lp = req_id(rq, "lp");
    enum err e = collected(rq, &jst, &row);

    if (!e)
        e = moje_pismo_read(rq->ctx, db_str(row, 0, "sha256"), &data, &len, &doc);
    if (!e && doc)
        e = wzor_read(rq->ctx, doc, &o);
    if (e)
        return e;
    if (lp < 1 || lp > o.n_zalacznikow || !o.zalaczniki[lp - 1].dane)
        return ctx_fail(rq->ctx, ERR_NOTFOUND, "Nie ma takiego załącznika.", "lp=%" PRId64, lp);
    return page_bytes(rq, mime_for_name(o.zalaczniki[lp - 1].nazwa), o.zalaczniki[lp - 1].nazwa,
                      o.zalaczniki[lp - 1].dane, o.zalaczniki[lp - 1].n_dane);
}

const struct route moje_sprawy_routes[] = {
    { GET, "/konto", ROLE_OBYWATEL, desk, 0, NULL },
    { GET, "/konto/sprawy", ROLE_OBYWATEL, cases, 0, NULL },
    { GET, "/konto/sprawy/{jst}/{id}", ROLE_OBYWATEL, one_case, 0, NULL },
    { GET, "/konto/pisma", ROLE_OBYWATEL, letters, 0, NULL },
    { GET, "/konto/pisma/{jst}/{id}", ROLE_OBYWATEL, sent_show, 0, NULL },
    { GET, "/konto/pisma/{jst}/{id}/xml", ROLE_OBYWATEL, sent_xml, 0, NULL },
    { GET, "/konto/pisma/{jst}/{id}/pdf", ROLE_OBYWATEL, sent_pdf, 0, NULL },
    { GET, "/konto/pisma/{jst}/{id}/zalacznik/{lp}", ROLE_OBYWATEL, sent_file, 0, NULL },
    { GET, "/konto/doreczenia", ROLE_OBYWATEL, received, 0, NULL },
    { GET, "/konto/doreczenia/{jst}/{id}", ROLE_OBYWATEL, delivery_show, 0, NULL },
    { POST, "/konto/doreczenia/{jst}/{id}/odbierz", ROLE_OBYWATEL, collect, 0, NULL },
    { GET, "/konto/doreczenia/{jst}/{id}/xml", ROLE_OBYWATEL, delivery_xml, 0, NULL },
    { GET, "/konto/doreczenia/{jst}/{id}/pdf", ROLE_OBYWATEL, delivery_pdf, 0, NULL },
    { GET, "/konto/doreczenia/{jst}/{id}/zalacznik/{lp}", ROLE_OBYWATEL, delivery_file, 0, NULL },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};

/* /e-urzad: choose an office and a service; write, preview and send a „pismo ogólne”. */
#include "fcgi/page.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/ctx/app.h"
#include "core/doc/mime.h"
#include "core/doc/xml.h"
#include "core/law/date.h"
#include "modules/forms/szkic/szkic.h"
#include "modules/org/jst/jst.h"
#include "modules/org/konto/konto.h"

/* ---- choosing an office and a service ---- */

static void crumbs_to_unit(struct req *rq, struct view *v, const struct jst *jst)
{
    view_crumb(v, "/e-urzad", "Załatw sprawę");
    if (jst)
        view_crumb(v, mem_printf(rq->ctx->mem, "/e-urzad/%s", jst->slug), jst->nazwa_jst);
}

static const char *group_of(TALLOC_CTX *mem, const struct db_rows *rows, int i)
{
    const char *poziom = db_str(rows, i, "poziom");

    if (*poziom == 'W')
        return "Województwo";
    return *poziom == 'M' ? "Miasta na prawach powiatu" : mem_printf(mem, "powiat %s", db_str(rows, i, "powiat"));
}

static enum err offices(struct req *rq)
{
    struct view *v = view_new(rq, "szkic_urzedy");
    const char *q = req_param(rq, "q");
    const char *last = NULL;
    xml_node *group = NULL;
    struct db_rows *rows = NULL;
    enum err e = jst_search(rq->ctx, q, &rows);

    if (e)
        return e;
    view_title(v, "Załatw sprawę w urzędzie");
    view_attr(v, "q", q);
    view_attr_i(v, "n", rows->n);
    for (int i = 0; i < rows->n; i++) {
        const char *name = group_of(rq->ctx->mem, rows, i);

        if (!last || strcmp(last, name) != 0)
            group = view_row(v, "powiat", VIEW_S("nazwa", name));
        last = name;
        view_sub(v, group, "jst", VIEW_S("slug", db_str(rows, i, "slug")),
                 VIEW_S("nazwa_jst", db_str(rows, i, "nazwa_jst")), VIEW_S("rodzaj", db_str(rows, i, "rodzaj")),
                 VIEW_S("siedziba", db_str(rows, i, "siedziba")));
    }
    return view_send(v);
}

static void show_unit(struct view *v, const struct jst *jst)
{
    view_attr(v, "slug", jst->slug);
    view_attr(v, "nazwa_jst", jst->nazwa_jst);
    view_attr(v, "nazwa_urzedu", jst->nazwa_urzedu);
}

static enum err services(struct req *rq)
{
    struct view *v = view_new(rq, "szkic_uslugi");
    struct jst jst;
    enum err e = jst_by_slug(rq->ctx, req_param(rq, "jst"), &jst);

    if (e)
        return e;
    crumbs_to_unit(rq, v, NULL);
    view_title(v, jst.nazwa_jst);
    show_unit(v, &jst);
    return view_send(v);
}

/* ---- one office's drafts ---- */

static void show_limits(struct req *rq, struct view *v)
{
    struct szkic_limity l;

    szkic_limity(rq->ctx, &l);
    view_row(v, "limity", VIEW_I("n", l.n_plikow), VIEW_I("plik", l.plik), VIEW_I("razem", l.razem),
             VIEW_S("formaty", mime_extensions(rq->ctx->mem)));
}

static const struct field START[] = {
    { "znak", FIELD_TEXT, 0, SZKIC_ZNAK_MAX, false, "Znak sprawy" },
    { 0 },
};

struct start {
    const char *znak;
};

static enum err start_show(struct req *rq)
{
    struct view *v = view_new(rq, "szkic_start");
    struct start f = { req_param(rq, "znak") };
    struct db_rows *drafts = NULL;
    struct jst jst;
    enum err e = jst_act_in(rq->ctx, req_param(rq, "jst"), &jst);

    if (!e)
        e = szkic_list(rq->ctx, jst.teryt, &drafts);
    if (e)
        return e;
    crumbs_to_unit(rq, v, &jst);
    view_title(v, "Pismo ogólne do urzędu");
    show_unit(v, &jst);
    view_attr(v, "znak", f.znak);
    show_limits(rq, v);
    view_rows(v, NULL, "szkic", drafts);
    view_form(v, START, &f);
    return view_send(v);
}

static enum err draft_redirect(struct req *rq, const struct jst *jst, int64_t id, const char *where)
{
    return page_redirect(rq, "/e-urzad/%s/pismo-ogolne/%" PRId64 "%s", jst->slug, id, where);
}

static enum err start(struct req *rq)
{
    struct start f = { "" };
    struct jst jst;
    int64_t id = 0;
    enum err e = jst_act_in(rq->ctx, req_param(rq, "jst"), &jst);

    if (!e)
        e = form_read(rq, START, &f);
    if (!e)
        e = szkic_start(rq->ctx, f.znak, &id);
    return e ? e : draft_redirect(rq, &jst, id, "");
}

/* ---- the letter ---- */

static const struct field LETTER[] = {
    { "tytul", FIELD_TEXT, offsetof(struct szkic_tekst, tytul), SZKIC_TYTUL_MAX, false, "Tytuł" },
    { "rodzaj", FIELD_TEXT, offsetof(struct szkic_tekst, rodzaj), 30, false, "Rodzaj pisma" },
    { "tresc", FIELD_AREA, offsetof(struct szkic_tekst, tresc), SZKIC_TRESC_MAX, false, "Treść" },
    { "znak_sprawy", FIELD_TEXT, offsetof(struct szkic_tekst, znak_sprawy), SZKIC_ZNAK_MAX, false, "Znak sprawy" },
    { 0 },
};

/* The draft of the address, in its unit. */
static enum err draft_of(struct req *rq, struct jst *ret_jst, struct szkic *ret_s)
{
    enum err e = jst_act_in(rq->ctx, req_param(rq, "jst"), ret_jst);

    return e ? e : szkic_get(rq->ctx, req_id(rq, "id"), ret_s);
}

static enum err sent_redirect(struct req *rq, const struct jst *jst, int64_t dokument_id)
{
    return page_redirect(rq, "/konto/pisma/%s/%" PRId64, jst->slug, dokument_id);
}

static void show_sender(struct view *v, const struct konto_dane *d)
{
    view_row(v, "nadawca", VIEW_S("imie", d->imie), VIEW_S("nazwisko", d->nazwisko), VIEW_S("ulica", d->ulica),
             VIEW_S("budynek", d->budynek), VIEW_S("lokal", d->lokal), VIEW_S("kod_pocztowy", d->kod_pocztowy),
             VIEW_S("miejscowosc", d->miejscowosc), VIEW_S("telefon", d->telefon), VIEW_S("email", d->email));
}

static enum err edit_show(struct req *rq)
{
    struct view *v = view_new(rq, "szkic_edycja");
    struct konto_dane d;
    struct szkic s;
    struct jst jst;
    enum err e = draft_of(rq, &jst, &s);

    if (!e && s.dokument_id)
        return sent_redirect(rq, &jst, s.dokument_id);
    if (!e)
        e = konto_dane_get(rq->ctx, &d);
    if (e)
        return e;
    crumbs_to_unit(rq, v, &jst);
    view_title(v, "Napisz pismo");
    show_unit(v, &jst);
    view_attr_i(v, "id", s.id);
    show_limits(rq, v);
    show_sender(v, &d);
    view_rows(v, NULL, "plik", s.pliki);
    view_form(v, LETTER, &s.tekst);
    return view_send(v);
}

/* A fault that must not undo what was saved beside it: the page is answered, not failed. */
static void remark(struct req *rq, const char *field, const char *message)
{
    ctx_forgive(rq->ctx);
    (void)form_fault(rq, field, message);
    ctx_forgive(rq->ctx);
}

static bool is_remark(struct req *rq, enum err e)
{
    if (e != ERR_INVALID || !rq->ctx->fail.field)
        return false;
    remark(rq, rq->ctx->fail.field, rq->ctx->fail.message);
    return true;
}

/* Keeps the files that may be attached; the others are named in one message. *ret_ok: none was refused. */
static enum err take_files(struct req *rq, int64_t id, bool *ret_ok)
{
    struct buf refused = buf_new(rq->ctx->mem, 16384);
    enum err e = req_store_uploads(rq);

    for (int i = 0; i < rq->n_uploads && !e; i++) {
        const struct upload *u = &rq->uploads[i];

        if (strcmp(u->field, "pliki") != 0)
            continue;
        e = szkic_add_file(rq->ctx, id, u->name, u->mime, u->sha256, u->size);
        if (e != ERR_INVALID || !rq->ctx->fail.field)
            continue;
        buf_printf(&refused, "%s%s", refused.len ? " " : "", rq->ctx->fail.message);
        ctx_forgive(rq->ctx);
        e = ERR_OK;
    }
    *ret_ok = refused.len == 0;
    if (!e && refused.len)
        remark(rq, "pliki", buf_text(&refused));
    return e;
}

/* What was typed and uploaded is stored even when something is wrong with another part of it. */
static enum err keep(struct req *rq, int64_t id, bool *ret_ok)
{
    struct szkic_tekst t = { 0 };
    bool files_ok = false;
    bool text_ok = form_read(rq, LETTER, &t) == ERR_OK;
    enum err e = ERR_OK;

    if (text_ok)
        e = szkic_save(rq->ctx, id, &t);
    else
        ctx_forgive(rq->ctx);
    if (!e)
        e = take_files(rq, id, &files_ok);
    if (!e && req_has(rq, "usun"))
        e = szkic_remove_file(rq->ctx, id, req_id(rq, "usun"));
    *ret_ok = text_ok && files_ok;
    return e;
}

/* Everything that is missing at once, not one thing after another. */
static enum err remark_missing(struct req *rq, int64_t id, bool *ret_any)
{
    struct szkic_brak b;
    struct szkic s;
    enum err e = szkic_get(rq->ctx, id, &s);

    for (int n = 0; !e && (b = szkic_brak(&s.tekst, n)).pole; n++)
        remark(rq, b.pole, b.zdanie);
    *ret_any = !e && szkic_brak(&s.tekst, 0).pole;
    return e;
}

static enum err go_to_preview(struct req *rq, const struct jst *jst, int64_t id)
{
    bool missing = false;
    enum err e = remark_missing(rq, id, &missing);

    if (!e && missing)
        return edit_show(rq);
    if (!e)
        e = szkic_freeze(rq->ctx, jst, id);
    if (is_remark(rq, e))
        return edit_show(rq);
    return e ? e : draft_redirect(rq, jst, id, "/podglad");
}

static enum err edit(struct req *rq)
{
    struct szkic s;
    struct jst jst;
    bool ok = false;
    enum err e = draft_of(rq, &jst, &s);

    if (!e && s.dokument_id)
        return sent_redirect(rq, &jst, s.dokument_id);
    if (!e)
        e = keep(rq, s.id, &ok);
    if (e)
        return e;
    if (!ok)
        return edit_show(rq);
    if (strcmp(req_param(rq, "akcja"), "dalej") == 0)
        return go_to_preview(rq, &jst, s.id);
    if (strcmp(req_param(rq, "akcja"), "zapisz") == 0)
        e = page_flash(rq, "ok", "Szkic jest zapisany. Znajdziesz go na swoim koncie.");
    return e ? e : draft_redirect(rq, &jst, s.id, req_has(rq, "usun") || rq->n_uploads ? "#pliki" : "");
}

static enum err autosave(struct req *rq)
{
    struct szkic_tekst t = { 0 };
    const char *answer;
    struct jst jst;
    enum err e = jst_act_in(rq->ctx, req_param(rq, "jst"), &jst);

    if (!e)
        e = form_read(rq, LETTER, &t);
    if (!e)
        e = szkic_save(rq->ctx, req_id(rq, "id"), &t);
    if (e)
        return e;
    answer = mem_printf(rq->ctx->mem, "{\"zapisano\":\"%s\"}", date_iso_local(rq->ctx->mem, rq->ctx->now));
    return page_bytes(rq, "application/json", NULL, answer, strlen(answer));
}

static enum err discard(struct req *rq)
{
    struct jst jst;
    enum err e = jst_act_in(rq->ctx, req_param(rq, "jst"), &jst);

    if (!e)
        e = szkic_delete(rq->ctx, req_id(rq, "id"));
    if (!e)
        e = page_flash(rq, "ok", "Szkic został usunięty.");
    return e ? e : page_redirect(rq, "/konto");
}

/* ---- preview and sending ---- */

static enum err preview_show(struct req *rq)
{
    struct view *v = view_new(rq, "szkic_podglad");
    xmlDoc *doc = NULL;
    void *xml = NULL;
    size_t len = 0;
    struct szkic s;
    struct jst jst;
    enum err e = draft_of(rq, &jst, &s);

    if (!e && s.dokument_id)
        return sent_redirect(rq, &jst, s.dokument_id);
    if (!e && !*s.xml_sha256)
        return draft_redirect(rq, &jst, s.id, "");
    if (!e)
        e = szkic_xml(rq->ctx, &s, &xml, &len);
    if (e)
        return e;
    if (xml_parse(rq->ctx->mem, xml, len, len, &doc, NULL))
        return ctx_fail(rq->ctx, ERR_INTERNAL, "Nie udało się pokazać podglądu.", "szkic=%" PRId64 " frozen XML broken",
                        s.id);
    szkic_lighten(doc);
    crumbs_to_unit(rq, v, &jst);
    view_title(v, "Sprawdź i wyślij pismo");
    show_unit(v, &jst);
    view_attr_i(v, "id", s.id);
    view_attr(v, "sha256", s.xml_sha256);
    view_attr_i(v, "rozmiar", (int64_t)len);
    view_attr_i(v, "max", rq->ctx->app->conf.max_document);
    view_rows(v, NULL, "plik", s.pliki);
    view_copy(v, NULL, doc);
    (void)session_csrf(rq);
    return view_send(v);
}

static enum err xml_download(struct req *rq)
{
    void *xml = NULL;
    size_t len = 0;
    struct szkic s;
    struct jst jst;
    enum err e = draft_of(rq, &jst, &s);

    if (!e)
        e = szkic_xml(rq->ctx, &s, &xml, &len);
    return e ? e : page_bytes(rq, "text/xml", mem_printf(rq->ctx->mem, "pismo-%" PRId64 ".xml", s.id), xml, len);
}

/* The receipt, or back to the draft with the reason: what was frozen has changed meanwhile. */
static enum err after_sending(struct req *rq, const struct jst *jst, enum err e, const struct pokwitowanie *p)
{
    const char *message = rq->ctx->fail.message;

    if (e == ERR_CONFLICT) {
        ctx_forgive(rq->ctx);
        e = page_flash(rq, "error", message);
        return e ? e : draft_redirect(rq, jst, req_id(rq, "id"), "/podglad");
    }
    if (!e && !p->powtorka)
        e = page_flash(rq, "ok", "Pismo zostało wysłane.");
    return e ? e : sent_redirect(rq, jst, p->dokument_id);
}

static enum err send_plain(struct req *rq)
{
    struct pokwitowanie p = { 0 };
    struct jst jst;
    enum err e = jst_act_in(rq->ctx, req_param(rq, "jst"), &jst);

    if (e)
        return e;
    e = szkic_send(rq->ctx, &jst, req_id(rq, "id"), req_param(rq, "sha256"), &p);
    return after_sending(rq, &jst, e, &p);
}

static enum err send_signed(struct req *rq)
{
    const struct upload *u = req_upload(rq, "podpisany", 0);
    struct pokwitowanie p = { 0 };
    struct jst jst;
    enum err e = jst_act_in(rq->ctx, req_param(rq, "jst"), &jst);

    if (e)
        return e;
    if (!u)
        return form_fault(rq, "podpisany", "Wybierz podpisany plik XML.");
    e = szkic_send_signed(rq->ctx, &jst, req_id(rq, "id"), u->data, (size_t)u->size, &p);
    return after_sending(rq, &jst, e, &p);
}

const struct route szkic_routes[] = {
    { GET, "/e-urzad", ROLE_PUBLIC, offices, ROUTE_CACHED, NULL },
    { GET, "/e-urzad/{jst}", ROLE_PUBLIC, services, ROUTE_CACHED, NULL },
    { GET, "/e-urzad/{jst}/pismo-ogolne", ROLE_OBYWATEL, start_show, 0, NULL },
    { POST, "/e-urzad/{jst}/pismo-ogolne", ROLE_OBYWATEL, start, 0, start_show },
    { GET, "/e-urzad/{jst}/pismo-ogolne/{id}", ROLE_OBYWATEL, edit_show, 0, NULL },
    { POST, "/e-urzad/{jst}/pismo-ogolne/{id}", ROLE_OBYWATEL, edit, ROUTE_FILES, edit_show },
    { POST, "/e-urzad/{jst}/pismo-ogolne/{id}/autozapis", ROLE_OBYWATEL, autosave, 0, NULL },
    { POST, "/e-urzad/{jst}/pismo-ogolne/{id}/usun", ROLE_OBYWATEL, discard, 0, NULL },
    { GET, "/e-urzad/{jst}/pismo-ogolne/{id}/podglad", ROLE_OBYWATEL, preview_show, 0, NULL },
    { GET, "/e-urzad/{jst}/pismo-ogolne/{id}/xml", ROLE_OBYWATEL, xml_download, 0, NULL },
    { POST, "/e-urzad/{jst}/pismo-ogolne/{id}/wyslij", ROLE_OBYWATEL, send_plain, 0, preview_show },
    { POST, "/e-urzad/{jst}/pismo-ogolne/{id}/podpisany", ROLE_OBYWATEL, send_signed, ROUTE_FILES | ROUTE_DOCUMENT,
      preview_show },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};

/* /eod/pisma, /eod/podpis and /eod/wysylka: writing a letter, accepting, signing and sending it. */
#include <inttypes.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/law/date.h"
#include "fcgi/register.h"
#include "modules/eod/pismo/pismo.h"
#include "modules/eod/przesylka/przesylka.h"
#include "modules/eod/sprawa/sprawa.h"
#include "modules/org/kadry/kadry.h"

enum { TITLE_CUT = PISMO_TYTUL_MAX - 20 };

static enum err done(struct req *rq, enum err e, int64_t id, const char *message)
{
    if (!e)
        e = page_flash(rq, "ok", message);
    return e ? e : page_redirect(rq, "/eod/pisma/%" PRId64, id);
}

/* ---- a new letter ---- */

static const struct word ADRESACI[] = { { PISMO_NADAWCA, "Nadawca pisma, na które odpowiadasz" },
                                        { PISMO_INNY, "Ktoś inny" },
                                        { 0 } };
static const struct word RODZAJE[] = { { "osoba", "osoba" }, { "instytucja", "instytucja" }, { 0 } };

static const struct field NEW[] = {
    { "id", FIELD_ID, offsetof(struct pismo_nowe, sprawa_id), 0, true, "Sprawa" },
    { "odpowiedz_na", FIELD_ID, offsetof(struct pismo_nowe, odpowiedz_na_id), 0, false, "Odpowiedź na" },
    { "adresat", FIELD_WORD, offsetof(struct pismo_nowe, adresat), 0, true, "Do kogo jest pismo", ADRESACI },
    { "adresat_nazwa", FIELD_TEXT, offsetof(struct pismo_nowe, adresat_nazwa), PISMO_NAZWA_MAX, false, "Adresat" },
    { "adresat_adres", FIELD_TEXT, offsetof(struct pismo_nowe, adresat_adres), PISMO_ADRES_MAX, false, "Adres" },
    { "adresat_rodzaj", FIELD_WORD, offsetof(struct pismo_nowe, adresat_rodzaj), 0, false, "Rodzaj adresata", RODZAJE },
    { "tytul", FIELD_TEXT, offsetof(struct pismo_nowe, tytul), PISMO_TYTUL_MAX, true, "Tytuł" },
    { "tresc", FIELD_AREA, offsetof(struct pismo_nowe, tresc), PISMO_TRESC_MAX, true, "Treść" },
    { 0 },
};

static const char *beginning(struct req *rq, const struct db_rows *letters)
{
    struct date d;

    if (letters->n == 0 || !date_parse(db_str(letters, 0, "data"), &d))
        return "";
    return mem_printf(rq->ctx->mem, "W odpowiedzi na pismo z dnia %s r. ", date_long(rq->ctx->mem, d));
}

static struct pismo_nowe prefilled(struct req *rq, int64_t sprawa_id, const struct db_rows *letters)
{
    return (struct pismo_nowe){
        .sprawa_id = sprawa_id,
        .odpowiedz_na_id = letters->n ? db_int(letters, 0, "id") : 0,
        .adresat = letters->n ? PISMO_NADAWCA : PISMO_INNY,
        .adresat_nazwa = "",
        .adresat_adres = "",
        .adresat_rodzaj = "osoba",
        .tytul = letters->n ? mem_printf(rq->ctx->mem, "Odpowiedź: %s",
                                         utf8_cut(rq->ctx->mem, db_str(letters, 0, "tytul"), TITLE_CUT))
                            : "",
        .tresc = beginning(rq, letters),
    };
}

static enum err new_show(struct req *rq)
{
    struct view *v = view_new(rq, "pismo_nowe");
    struct db_rows *row = NULL;
    struct db_rows *letters = NULL;
    struct pismo_nowe n;
    int64_t id = req_id(rq, "id");
    enum err e = sprawa_get(rq->ctx, id, &row);

    if (!e)
        e = pismo_letters(rq->ctx, id, &letters);
    if (e)
        return e;
    view_crumb(v, "/eod/sprawy", "Sprawy");
    view_crumb(v, mem_printf(rq->ctx->mem, "/eod/sprawy/%" PRId64, id), db_str(row, 0, "znak"));
    view_title(v, "Nowe pismo");
    view_attr_i(v, "id", id);
    view_attr(v, "znak", db_str(row, 0, "znak"));
    view_attr(v, "sprawa_tytul", db_str(row, 0, "tytul"));
    view_attr(v, "stan", db_str(row, 0, "stan"));
    view_rows(v, NULL, "list", letters);
    n = prefilled(rq, id, letters);
    view_form(v, NEW, &n);
    return view_send(v);
}

static enum err create(struct req *rq)
{
    struct pismo_nowe n = { 0 };
    int64_t id = 0;
    enum err e = form_read(rq, NEW, &n);

    if (!e)
        e = pismo_new(rq->ctx, &n, &id);
    return done(rq, e, id, "Projekt pisma zapisany jako wersja 1.");
}

/* ---- one letter ---- */

struct tekst {
    int64_t id;
    int64_t wersja;
    const char *tytul;
    const char *tresc;
};

static const struct field TEXT[] = {
    { "id", FIELD_ID, offsetof(struct tekst, id), 0, true, "Pismo" },
    { "wersja", FIELD_INT, offsetof(struct tekst, wersja), 1000000, true, "Wersja" },
    { "tytul", FIELD_TEXT, offsetof(struct tekst, tytul), PISMO_TYTUL_MAX, true, "Tytuł" },
    { "tresc", FIELD_AREA, offsetof(struct tekst, tresc), PISMO_TRESC_MAX, true, "Treść" },
    { 0 },
};

static void crumbs(struct req *rq, struct view *v, const struct db_rows *row)
{
    view_crumb(v, "/eod/sprawy", "Sprawy");
    view_crumb(v, mem_printf(rq->ctx->mem, "/eod/sprawy/%" PRId64, db_int(row, 0, "sprawa_id")),
               db_str(row, 0, "znak"));
}

/* <wolno zapisz="1" przedloz="1"…/>: what the buttons are made from. */
static void show_allowed(struct req *rq, struct view *v, const struct db_rows *row)
{
    bool open = sprawa_is_open(db_str(row, 0, "sprawa_stan"));
    unsigned kto = pismo_kto(rq->ctx, row);
    enum pismo_stan next;

    for (int i = 0; open && i < PISMO_AKCJA_N; i++)
        if (pismo_may((enum pismo_akcja)i, pismo_stan(row), kto, &next) == ERR_OK)
            view_row(v, "wolno", VIEW_S("co", pismo_akcja_name((enum pismo_akcja)i)));
}

static enum err show_people(struct req *rq, struct view *v)
{
    struct db_rows *rows = NULL;
    enum err e = kadry_list(rq->ctx, ROLE_EOD_AKCEPTUJACY, &rows);

    if (!e)
        view_rows(v, NULL, "akceptujacy", rows);
    return e;
}

static enum err show_history(struct req *rq, struct view *v, int64_t id)
{
    struct db_rows *versions = NULL;
    struct db_rows *verdicts = NULL;
    enum err e = pismo_wersje(rq->ctx, id, &versions);

    if (!e)
        e = pismo_akceptacje(rq->ctx, id, &verdicts);
    if (e)
        return e;
    view_rows(v, NULL, "wersja", versions);
    view_rows(v, NULL, "akceptacja", verdicts);
    return ERR_OK;
}

/* What was signed is shown from the signed bytes, not from the draft. */
static enum err show_signed(struct req *rq, struct view *v, const struct db_rows *row)
{
    xmlDoc *doc = NULL;
    void *data = NULL;
    size_t len = 0;
    enum err e;

    if (db_is_null(row, 0, "sha256"))
        return ERR_OK;
    e = pismo_document(rq->ctx, row, &data, &len, &doc);
    if (!e)
        view_copy(v, NULL, doc);
    return e;
}

static enum err show(struct req *rq)
{
    struct view *v = view_new(rq, "pismo_wychodzace");
    struct db_rows *row = NULL;
    int64_t id = req_id(rq, "id");
    enum err e = pismo_get(rq->ctx, id, &row);

    if (!e)
        e = show_history(rq, v, id);
    if (!e)
        e = show_signed(rq, v, row);
    if (!e)
        e = show_people(rq, v);
    if (e)
        return e;
    crumbs(rq, v, row);
    view_columns(v, NULL, row, 0);
    view_title(v, db_str(row, 0, "tytul"));
    show_allowed(rq, v, row);
    view_form(v, TEXT,
              &(struct tekst){ .id = id,
                               .wersja = db_int(row, 0, "wersja"),
                               .tytul = db_str(row, 0, "tytul"),
                               .tresc = db_str(row, 0, "tresc") });
    return view_send(v);
}

static enum err save(struct req *rq)
{
    struct tekst t = { 0 };
    enum err e = form_read(rq, TEXT, &t);

    if (!e)
        e = pismo_save(rq->ctx, t.id, t.wersja, t.tytul, t.tresc);
    return done(rq, e, t.id, "Zapisano.");
}

static enum err correct(struct req *rq)
{
    struct tekst t = { 0 };
    enum err e = form_read(rq, TEXT, &t);

    if (!e)
        e = pismo_correct(rq->ctx, t.id, t.wersja, t.tytul, t.tresc);
    return done(rq, e, t.id, "Pismo poprawione i zaakceptowane.");
}

/* ---- one step with a small form of its own ---- */

struct krok {
    int64_t id;
    int64_t wersja;
    int64_t akceptujacy;
    const char *sposob;
    const char *powod;
};

#define KROK_ID                                                                                                        \
    {                                                                                                                  \
        "id", FIELD_ID, offsetof(struct krok, id), 0, true, "Pismo"                                                    \
    }
#define KROK_WERSJA                                                                                                    \
    {                                                                                                                  \
        "wersja", FIELD_INT, offsetof(struct krok, wersja), 1000000, true, "Wersja"                                    \
    }

static const struct field SUBMIT[] = {
    KROK_ID,
    KROK_WERSJA,
    { "akceptujacy", FIELD_ID, offsetof(struct krok, akceptujacy), 0, true, "Akceptujący" },
    { 0 },
};

static const struct field VERSION[] = { KROK_ID, KROK_WERSJA, { 0 } };

static const struct field RETURN[] = {
    KROK_ID,
    { "powod", FIELD_AREA, offsetof(struct krok, powod), PISMO_POWOD_MAX, true, "Powód zwrotu" },
    { 0 },
};

static const struct field SEND[] = {
    KROK_ID,
    { "sposob", FIELD_TEXT, offsetof(struct krok, sposob), 30, true, "Sposób wysłania" },
    { "powod", FIELD_TEXT, offsetof(struct krok, powod), PISMO_POWOD_MAX, false, "Powód" },
    { 0 },
};

static const struct field ONLY_ID[] = { KROK_ID, { 0 } };

/* The step's own page, shown when something is missing in its form. */
static enum err step_page(struct req *rq, const char *co, const char *title, const struct field *form)
{
    struct view *v = view_new(rq, "pismo_krok");
    struct db_rows *row = NULL;
    enum err e = pismo_get(rq->ctx, req_id(rq, "id"), &row);

    if (!e)
        e = show_people(rq, v);
    if (e)
        return e;
    crumbs(rq, v, row);
    view_crumb(v, mem_printf(rq->ctx->mem, "/eod/pisma/%" PRId64, db_int(row, 0, "id")), db_str(row, 0, "tytul"));
    view_columns(v, NULL, row, 0);
    view_title(v, title);
    view_attr(v, "co", co);
    view_form(
        v, form,
        &(struct krok){ .id = db_int(row, 0, "id"), .wersja = db_int(row, 0, "wersja"), .sposob = "", .powod = "" });
    return view_send(v);
}

static enum err submit_show(struct req *rq)
{
    return step_page(rq, "przedloz", "Przedłożenie do akceptacji", SUBMIT);
}

static enum err return_show(struct req *rq)
{
    return step_page(rq, "zwroc", "Zwrot do poprawy", RETURN);
}

static enum err send_show(struct req *rq)
{
    return step_page(rq, "wyslij", "Wysłanie pisma", SEND);
}

static enum err submit(struct req *rq)
{
    struct krok k = { 0 };
    enum err e = form_read(rq, SUBMIT, &k);

    if (!e)
        e = pismo_submit(rq->ctx, k.id, k.wersja, k.akceptujacy);
    return done(rq, e, k.id, "Pismo przedłożone do akceptacji.");
}

static enum err accept(struct req *rq)
{
    struct krok k = { 0 };
    enum err e = form_read(rq, VERSION, &k);

    if (!e)
        e = pismo_accept(rq->ctx, k.id, k.wersja);
    return done(rq, e, k.id, "Pismo zaakceptowane.");
}

static enum err give_back(struct req *rq)
{
    struct krok k = { 0 };
    enum err e = form_read(rq, RETURN, &k);

    if (!e)
        e = pismo_return(rq->ctx, k.id, k.powod);
    return done(rq, e, k.id, "Pismo zwrócone do poprawy.");
}

static enum err sign(struct req *rq)
{
    struct krok k = { 0 };
    enum err e = form_read(rq, VERSION, &k);

    if (!e)
        e = pismo_sign(rq->ctx, k.id, k.wersja);
    return done(rq, e, k.id, "Pismo podpisane i opieczętowane. Czeka na wysłanie.");
}

static enum err send(struct req *rq)
{
    struct krok k = { 0 };
    struct db_rows *row = NULL;
    enum err e = form_read(rq, SEND, &k);

    if (!e)
        e = pismo_send(rq->ctx, k.id, k.sposob, k.powod);
    if (!e)
        e = pismo_get(rq->ctx, k.id, &row);
    return done(rq, e, k.id,
                e ? "" : mem_printf(rq->ctx->mem, "Pismo wysłane pod numerem %s.", db_str(row, 0, "numer")));
}

static enum err cancel(struct req *rq)
{
    struct krok k = { 0 };
    enum err e = form_read(rq, ONLY_ID, &k);

    if (!e)
        e = pismo_cancel(rq->ctx, k.id);
    return done(rq, e, k.id, "Projekt pisma anulowany.");
}

/* ---- versions ---- */

static void show_difference(struct req *rq, struct view *v, const struct db_rows *a, const struct db_rows *b)
{
    struct pismo_wiersz *rows = NULL;
    int n = pismo_roznice(rq->ctx->mem, db_str(a, 0, "tresc"), db_str(b, 0, "tresc"), &rows);

    for (int i = 0; i < n; i++)
        view_text(view_row(v, "wiersz",
                           VIEW_S("rodzaj", rows[i].rodzaj == '='   ? "bez"
                                            : rows[i].rodzaj == '-' ? "stary"
                                                                    : "nowy")),
                  rows[i].tekst);
}

/* a and b from the address; without them the last two. */
static enum err read_versions(struct req *rq, int64_t id, int64_t present, struct db_rows **ret_a,
                              struct db_rows **ret_b)
{
    int64_t b = req_id(rq, "b") ? req_id(rq, "b") : present;
    int64_t a = req_id(rq, "a") ? req_id(rq, "a") : b > 1 ? b - 1 : b;
    enum err e = a > INT32_MAX || b > INT32_MAX
                     ? ctx_fail(rq->ctx, ERR_NOTFOUND, "Nie ma takiej wersji pisma.", "wersje")
                     : pismo_wersja(rq->ctx, id, a, ret_a);

    return e ? e : pismo_wersja(rq->ctx, id, b, ret_b);
}

static enum err versions(struct req *rq)
{
    struct view *v = view_new(rq, "pismo_wersje");
    struct db_rows *row = NULL;
    struct db_rows *a = NULL;
    struct db_rows *b = NULL;
    int64_t id = req_id(rq, "id");
    enum err e = pismo_get(rq->ctx, id, &row);

    if (!e)
        e = read_versions(rq, id, db_int(row, 0, "wersja"), &a, &b);
    if (!e)
        e = show_history(rq, v, id);
    if (e)
        return e;
    crumbs(rq, v, row);
    view_crumb(v, mem_printf(rq->ctx->mem, "/eod/pisma/%" PRId64, id), db_str(row, 0, "tytul"));
    view_title(v, "Porównanie wersji");
    view_attr_i(v, "id", id);
    view_columns(v, view_row(v, "starsza"), a, 0);
    view_columns(v, view_row(v, "nowsza"), b, 0);
    show_difference(rq, v, a, b);
    return view_send(v);
}

/* ---- files ---- */

static enum err xml(struct req *rq)
{
    struct db_rows *row = NULL;
    xmlDoc *doc = NULL;
    void *data = NULL;
    size_t len = 0;
    enum err e = pismo_get(rq->ctx, req_id(rq, "id"), &row);

    if (!e)
        e = pismo_document(rq->ctx, row, &data, &len, &doc);
    return e ? e
             : page_bytes(rq, "text/xml", mem_printf(rq->ctx->mem, "pismo-%" PRId64 ".xml", db_int(row, 0, "id")), data,
                          len);
}

static enum err pdf(struct req *rq)
{
    struct db_rows *row = NULL;
    void *data = NULL;
    size_t len = 0;
    enum err e = pismo_get(rq->ctx, req_id(rq, "id"), &row);

    if (!e)
        e = pismo_pdf(rq->ctx, row, &data, &len);
    return e ? e : page_bytes(rq, "application/pdf", NULL, data, len);
}

/* ---- sending ---- */

/* The letters that wait to be sent stand above the register of those that were; a paper shows the register alone. */
static enum err dispatch(struct req *rq)
{
    const char *const signed_ones[] = { "stan", pismo_stan_name(PISMO_PODPISANE), NULL };
    const struct register_filter f = {
        .q = "", .order = "", .after_id = req_id(rq, "po"), .limit = ON_PAGE + 1, .wanted = source_of_pairs(signed_ones)
    };
    struct db_rows *waiting = NULL;
    struct view *v = NULL;
    enum err e = register_list(rq->ctx, &pismo_register, &f, &waiting);

    if (!e)
        e = register_list_view(rq, &v);
    if (e)
        return e;
    if (page_form(rq) == PAGE_SCREEN) {
        view_title(v, "Wysyłka");
        view_page_by_id(v, "pismo", waiting, "dalej");
    }
    return view_print(v);
}

const struct route pismo_routes[] = {
    { GET, "/eod/sprawy/{id}/pismo", ROLE_EOD_REFERENT, new_show, 0, NULL },
    { POST, "/eod/sprawy/{id}/pismo", ROLE_EOD_REFERENT, create, 0, new_show },
    { GET, "/eod/pisma/{id}", EOD_CZYTAJACY, show, 0, NULL },
    { POST, "/eod/pisma/{id}", ROLE_EOD_REFERENT, save, 0, show },
    { GET, "/eod/pisma/{id}/wersje", EOD_CZYTAJACY, versions, 0, NULL },
    { GET, "/eod/pisma/{id}/xml", EOD_CZYTAJACY, xml, 0, NULL },
    { GET, "/eod/pisma/{id}/pdf", EOD_CZYTAJACY, pdf, 0, NULL },
    { GET, "/eod/pisma/{id}/przedloz", ROLE_EOD_REFERENT, submit_show, 0, NULL },
    { POST, "/eod/pisma/{id}/przedloz", ROLE_EOD_REFERENT, submit, 0, submit_show },
    { POST, "/eod/pisma/{id}/akceptuj", ROLE_EOD_AKCEPTUJACY, accept, 0, NULL },
    { POST, "/eod/pisma/{id}/popraw", ROLE_EOD_AKCEPTUJACY, correct, 0, show },
    { GET, "/eod/pisma/{id}/zwroc", ROLE_EOD_AKCEPTUJACY | ROLE_EOD_PODPISUJACY, return_show, 0, NULL },
    { POST, "/eod/pisma/{id}/zwroc", ROLE_EOD_AKCEPTUJACY | ROLE_EOD_PODPISUJACY, give_back, 0, return_show },
    { POST, "/eod/pisma/{id}/podpisz", ROLE_EOD_PODPISUJACY, sign, 0, NULL },
    { GET, "/eod/pisma/{id}/wyslij", ROLE_EOD_KANCELARIA, send_show, 0, NULL },
    { POST, "/eod/pisma/{id}/wyslij", ROLE_EOD_KANCELARIA, send, 0, send_show },
    { POST, "/eod/pisma/{id}/anuluj", ROLE_EOD_REFERENT, cancel, 0, NULL },
    { GET, "/eod/podpis", ROLE_EOD_AKCEPTUJACY | ROLE_EOD_PODPISUJACY, register_list_show, 0, NULL, &pismo_register },
    { GET, "/eod/wysylka", EOD_CZYTAJACY, dispatch, 0, NULL, &wysylka_register },
    { METHOD_NONE, NULL, 0, NULL, 0, NULL },
};

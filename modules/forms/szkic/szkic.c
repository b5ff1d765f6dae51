/* Drafts: begun, filled, frozen, sent. Comparing a signed copy with the frozen document is in szkic_podpis.c. */
#include "modules/forms/szkic/szkic.h"

#include <inttypes.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/doc/mime.h"
#include "core/law/date.h"
#include "modules/forms/wzor/wzor.h"
#include "modules/org/jst/jst.h"
#include "modules/org/konto/konto.h"
#include "szkic_sql.h"

/* Room in the largest document for its text and a signature with certificates. */
#define DOCUMENT_RESERVE ((int64_t)512 * 1024)

static const char MSG_NONE[] = "Nie ma takiego szkicu.";

const char *const szkic_rodzaje[] = { "wniosek", "skarga", "zawiadomienie", "inne pismo", NULL };

void szkic_limity(const struct ctx *ctx, struct szkic_limity *ret_l)
{
    const struct conf *conf = &ctx->app->conf;
    int64_t plik = conf->max_file < (int64_t)WZOR_MAX_PLIK ? conf->max_file : (int64_t)WZOR_MAX_PLIK;
    int64_t room = conf->max_document > DOCUMENT_RESERVE ? conf->max_document - DOCUMENT_RESERVE : 0;

    ret_l->n_plikow = conf->max_files;
    ret_l->razem = room / 4 * 3;
    ret_l->plik = plik < ret_l->razem ? plik : ret_l->razem;
}

/* ---- reading ---- */

enum err szkic_get(struct ctx *ctx, int64_t id, struct szkic *ret_s)
{
    struct db_rows *r = NULL;
    struct db_rows *pliki = NULL;
    enum err e = db_one(ctx, &SQL_szkic_get, DB_ARGS(db_i64(id)), MSG_NONE, &r);

    if (!e)
        e = db_query(ctx, &SQL_szkic_files, DB_ARGS(db_i64(id)), &pliki);
    if (e)
        return e;
    *ret_s = (struct szkic){
        .id = id,
        .tekst = { db_str(r, 0, "tytul"), db_str(r, 0, "rodzaj"), db_str(r, 0, "tresc"), db_str(r, 0, "znak_sprawy") },
        .xml_sha256 = db_str(r, 0, "xml_sha256"),
        .dokument_id = db_int(r, 0, "dokument_id"),
        .updated_at = db_str(r, 0, "updated_at"),
        .pliki = pliki,
    };
    return ERR_OK;
}

enum err szkic_list(struct ctx *ctx, const char *jst, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_szkic_list, DB_ARGS(db_text(jst)), ret_rows);
}

enum err szkic_xml(struct ctx *ctx, const struct szkic *s, void **ret_xml, size_t *ret_len)
{
    if (!*s->xml_sha256)
        return ctx_fail(ctx, ERR_CONFLICT,
                        "Pismo zmieniło się od ostatniego podglądu. Przejdź do podglądu jeszcze raz.",
                        "szkic=%" PRId64 " not frozen", s->id);
    return blob_get(ctx, s->xml_sha256, (size_t)ctx->app->conf.max_document, ret_xml, ret_len);
}

void szkic_lighten(xmlDoc *doc)
{
    const xmlNode *list = xml_path(xmlDocGetRootElement(doc), "TrescDokumentu/Zalaczniki");

    for (xmlNode *z = xml_child(list, NULL, "Zalacznik"); z; z = xml_next(z, NULL, "Zalacznik")) {
        xmlNode *dane = xml_child(z, NULL, "DaneZalacznika");

        if (dane)
            xmlNodeSetContent(dane, NULL);
    }
}

/* ---- changing ---- */

/* Everything that changes a draft begins here, so that two windows queue up. */
static enum err lock(struct ctx *ctx, int64_t id, struct db_rows **ret_row)
{
    return db_one(ctx, &SQL_szkic_lock, DB_ARGS(db_i64(id)), MSG_NONE, ret_row);
}

static enum err lock_open(struct ctx *ctx, int64_t id)
{
    struct db_rows *r = NULL;
    enum err e = lock(ctx, id, &r);

    if (!e && !db_is_null(r, 0, "dokument_id"))
        e = ctx_fail(ctx, ERR_CONFLICT, "To pismo zostało już wysłane.", "szkic=%" PRId64, id);
    return e;
}

static enum err insert(struct ctx *ctx, const char *znak_sprawy, int64_t *ret_id)
{
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_szkic_count_open, DB_NONE, &r);

    if (!e && db_int(r, 0, "n") >= SZKIC_OTWARTYCH_MAX)
        e = ctx_fail(ctx, ERR_CONFLICT,
                     "Masz już bardzo wiele szkiców. Wyślij albo usuń niektóre, zanim zaczniesz nowy.",
                     "konto=%" PRId64, ctx->who.konto_id);
    if (!e)
        e = db_query(ctx, &SQL_szkic_insert, DB_ARGS(db_text(znak_sprawy)), &r);
    if (!e)
        *ret_id = db_int(r, 0, "id");
    return e;
}

enum err szkic_start(struct ctx *ctx, const char *znak_sprawy, int64_t *ret_id)
{
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_szkic_lock_konto, DB_NONE, &r);

    if (!e)
        e = db_query(ctx, &SQL_szkic_untouched, DB_NONE, &r);
    if (e)
        return e;
    if (r->n == 0)
        return insert(ctx, znak_sprawy, ret_id);
    *ret_id = db_int(r, 0, "id");
    return db_exec(ctx, &SQL_szkic_reuse, DB_ARGS(db_i64(*ret_id), db_text(znak_sprawy)), NULL);
}

enum err szkic_save(struct ctx *ctx, int64_t id, const struct szkic_tekst *t)
{
    enum err e = lock_open(ctx, id);

    return e ? e
             : db_exec(ctx, &SQL_szkic_save,
                       DB_ARGS(db_i64(id), db_text(t->tytul), db_text(t->rodzaj), db_text(t->tresc),
                               db_text(t->znak_sprawy)),
                       NULL);
}

enum err szkic_delete(struct ctx *ctx, int64_t id)
{
    enum err e = lock_open(ctx, id);

    return e ? e : db_exec(ctx, &SQL_szkic_delete, DB_ARGS(db_i64(id)), NULL);
}

/* ---- attachments ---- */

/* "7 MB", "11,5 MB": decimal megabytes, as the pages count. */
static const char *megabytes(TALLOC_CTX *mem, int64_t bytes)
{
    int64_t tenths = bytes / 100000;

    return tenths % 10 ? mem_printf(mem, "%" PRId64 ",%" PRId64 " MB", tenths / 10, tenths % 10)
                       : mem_printf(mem, "%" PRId64 " MB", tenths / 10);
}

static enum err check_file(struct ctx *ctx, const char *nazwa, const char *mime, int64_t rozmiar,
                           const struct db_rows *sums)
{
    struct szkic_limity l;
    const char *reason = NULL;

    szkic_limity(ctx, &l);
    if (!mime_acceptable(ctx->mem, nazwa, mime, &reason))
        return ctx_fail_field(ctx, "pliki", reason);
    if (rozmiar > l.plik)
        return ctx_fail_field(ctx, "pliki",
                              mem_printf(ctx->mem, "Plik „%s” jest za duży. Jeden plik może mieć najwyżej %s.", nazwa,
                                         megabytes(ctx->mem, l.plik)));
    if (db_int(sums, 0, "n") >= l.n_plikow)
        return ctx_fail_field(ctx, "pliki",
                              mem_printf(ctx->mem,
                                         "Nie dodaliśmy pliku „%s”. Do pisma można dołączyć "
                                         "najwyżej %d plików.",
                                         nazwa, l.n_plikow));
    if (db_int(sums, 0, "razem") + rozmiar > l.razem)
        return ctx_fail_field(ctx, "pliki",
                              mem_printf(ctx->mem,
                                         "Nie dodaliśmy pliku „%s”. Załączniki mogą mieć razem "
                                         "najwyżej %s.",
                                         nazwa, megabytes(ctx->mem, l.razem)));
    return ERR_OK;
}

enum err szkic_add_file(struct ctx *ctx, int64_t id, const char *nazwa, const char *mime, const char *sha256,
                        int64_t rozmiar)
{
    struct db_rows *sums = NULL;
    enum err e = lock_open(ctx, id);

    if (!e)
        e = db_query(ctx, &SQL_szkic_file_sums, DB_ARGS(db_i64(id), db_text(nazwa), db_text(sha256)), &sums);
    if (!e && db_int(sums, 0, "takich") > 0)
        return ERR_OK;
    if (!e)
        e = check_file(ctx, nazwa, mime, rozmiar, sums);
    if (!e)
        e = db_exec(ctx, &SQL_szkic_file_insert,
                    DB_ARGS(db_i64(id), db_text(nazwa), db_text(mime), db_text(sha256), db_i64(rozmiar)), NULL);
    return e ? e : db_exec(ctx, &SQL_szkic_thaw, DB_ARGS(db_i64(id)), NULL);
}

enum err szkic_remove_file(struct ctx *ctx, int64_t id, int64_t plik_id)
{
    int n = 0;
    enum err e = lock_open(ctx, id);

    if (!e)
        e = db_exec(ctx, &SQL_szkic_file_delete, DB_ARGS(db_i64(id), db_i64(plik_id)), &n);
    if (!e && n > 0)
        e = db_exec(ctx, &SQL_szkic_thaw, DB_ARGS(db_i64(id)), NULL);
    return e;
}

/* ---- the document ---- */

static bool is_rodzaj(const char *name)
{
    int i = 0;

    while (szkic_rodzaje[i] && strcmp(szkic_rodzaje[i], name) != 0)
        i++;
    return szkic_rodzaje[i];
}

struct szkic_brak szkic_brak(const struct szkic_tekst *t, int n)
{
    const struct szkic_brak missing[] = {
        { is_rodzaj(t->rodzaj) ? NULL : "rodzaj", "Wybierz rodzaj pisma." },
        { *t->tytul ? NULL : "tytul", "Wpisz tytuł pisma, na przykład „Wniosek o wydanie zaświadczenia”." },
        { *t->tresc ? NULL : "tresc", "Wpisz treść pisma." },
    };

    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++)
        if (missing[i].pole && n-- == 0)
            return missing[i];
    return (struct szkic_brak){ NULL, NULL };
}

static enum err check_complete(struct ctx *ctx, const struct szkic_tekst *t)
{
    struct szkic_brak first = szkic_brak(t, 0);

    return first.pole ? ctx_fail_field(ctx, first.pole, first.zdanie) : ERR_OK;
}

static enum err read_files(struct ctx *ctx, const struct szkic *s, struct wzor_plik **ret_files)
{
    struct wzor_plik *files = mem_array(ctx->mem, struct wzor_plik, (size_t)s->pliki->n + 1);

    for (int i = 0; i < s->pliki->n; i++) {
        void *data = NULL;
        enum err e = blob_get(ctx, db_str(s->pliki, i, "sha256"), WZOR_MAX_PLIK, &data, &files[i].n_dane);

        if (e)
            return e;
        files[i].nazwa = db_str(s->pliki, i, "nazwa");
        files[i].mime = mime_for_name(files[i].nazwa);
        files[i].dane = data;
    }
    *ret_files = files;
    return ERR_OK;
}

/* Everything of the document but its moment. */
struct skladniki {
    struct szkic s;
    struct wzor_osoba od;
    struct wzor_instytucja dokad;
    struct wzor_plik *pliki;
};

static enum err collect(struct ctx *ctx, const struct jst *jst, int64_t id, struct skladniki *ret_k)
{
    struct konto_dane d;
    enum err e = szkic_get(ctx, id, &ret_k->s);

    if (!e)
        e = check_complete(ctx, &ret_k->s.tekst);
    if (!e)
        e = konto_dane_get(ctx, &d);
    if (!e)
        e = read_files(ctx, &ret_k->s, &ret_k->pliki);
    if (e)
        return e;
    ret_k->od = (struct wzor_osoba){
        .imie = d.imie,
        .nazwisko = d.nazwisko,
        .pesel = d.pesel,
        .ulica = d.ulica,
        .budynek = d.budynek,
        .lokal = d.lokal,
        .kod_pocztowy = d.kod_pocztowy,
        .miejscowosc = d.miejscowosc,
        .telefon = d.telefon,
        .email = d.email,
    };
    ret_k->dokad = (struct wzor_instytucja){ jst->teryt, jst->nazwa_urzedu, jst->siedziba };
    return ERR_OK;
}

static enum err build(struct ctx *ctx, const struct skladniki *k, int64_t czas, void **ret_xml, size_t *ret_len)
{
    struct wzor_pismo p = {
        .tytul = k->s.tekst.tytul,
        .rodzaj = k->s.tekst.rodzaj,
        .miejscowosc = k->od.miejscowosc,
        .tresc = k->s.tekst.tresc,
        .znak_sprawy = k->s.tekst.znak_sprawy,
        .czas = czas,
        .od_osoby = &k->od,
        .do_instytucji = &k->dokad,
        .pliki = k->pliki,
        .n_pliki = k->s.pliki->n,
    };

    return wzor_build(ctx, &p, ret_xml, ret_len);
}

/* The moment written in the frozen document; 0 when there is none or it is not of today. */
static enum err frozen_moment(struct ctx *ctx, const struct szkic *s, int64_t *ret_us)
{
    xmlDoc *doc = NULL;
    void *xml = NULL;
    size_t len = 0;
    int64_t us = 0;
    enum err e = ERR_OK;

    *ret_us = 0;
    if (!*s->xml_sha256)
        return ERR_OK;
    e = szkic_xml(ctx, s, &xml, &len);
    if (e || xml_parse(ctx->mem, xml, len, len, &doc, NULL))
        return e;
    if (date_iso_parse(xml_text(ctx->mem, xml_path(xmlDocGetRootElement(doc), "OpisDokumentu/Data/Czas")), &us) &&
        date_compare(date_of(us), date_of(ctx->now)) == 0)
        *ret_us = us;
    return ERR_OK;
}

/* Would freezing again at the same moment give the same bytes? Then what was frozen may stay. */
static enum err is_current(struct ctx *ctx, const struct skladniki *k, bool *ret_current)
{
    char sha[BLOB_SHA_LEN + 1];
    void *xml = NULL;
    size_t len = 0;
    int64_t us = 0;
    enum err e = frozen_moment(ctx, &k->s, &us);

    *ret_current = false;
    if (e || us == 0)
        return e;
    e = build(ctx, k, us, &xml, &len);
    if (e)
        return e;
    blob_sha256(xml, len, sha);
    *ret_current = strcmp(sha, k->s.xml_sha256) == 0;
    return ERR_OK;
}

enum err szkic_freeze(struct ctx *ctx, const struct jst *jst, int64_t id)
{
    struct skladniki k = { 0 };
    struct blob_info blob;
    void *xml = NULL;
    size_t len = 0;
    bool current = false;
    enum err e = lock_open(ctx, id);

    if (!e)
        e = collect(ctx, jst, id, &k);
    if (!e)
        e = is_current(ctx, &k, &current);
    if (e || current)
        return e;
    e = build(ctx, &k, ctx->now, &xml, &len);
    if (!e)
        e = blob_put(ctx, xml, len, &blob);
    return e ? e : db_exec(ctx, &SQL_szkic_frozen, DB_ARGS(db_i64(id), db_text(blob.sha256)), NULL);
}

/* ---- sending ---- */

/* "Lipowa 3/2, 66-431 Santok" */
static const char *address_of(struct ctx *ctx, const struct konto_dane *d)
{
    const char *lokal = *d->lokal ? mem_printf(ctx->mem, "/%s", d->lokal) : "";
    const char *street =
        mem_printf(ctx->mem, "%s%s%s%s", d->ulica, *d->ulica && *d->budynek ? " " : "", d->budynek, lokal);
    const char *town =
        mem_printf(ctx->mem, "%s%s%s", d->kod_pocztowy, *d->kod_pocztowy && *d->miejscowosc ? " " : "", d->miejscowosc);

    return mem_printf(ctx->mem, "%s%s%s", street, *street && *town ? ", " : "", town);
}

static enum err file(struct ctx *ctx, const struct jst *jst, int64_t id, const void *data, size_t len,
                     struct pokwitowanie *ret_p)
{
    struct konto_dane d;
    enum err e = konto_dane_get(ctx, &d);
    struct zlozenie z = {
        .jst = jst,
        .kanal = "konto",
        .nadawca = { NULL, "konto", mem_printf(ctx->mem, "%" PRId64, ctx->who.konto_id) },
        .adres_odpowiedzi = "",
        .nazwa_pliku = mem_printf(ctx->mem, "pismo-ogolne-%" PRId64 ".xml", id),
        .dane = data,
        .n_dane = len,
        .klucz = mem_printf(ctx->mem, "szkic:%s:%" PRId64, jst->teryt, id),
    };

    if (e)
        return e;
    z.nadawca.nazwa = mem_printf(ctx->mem, "%s %s", d.imie, d.nazwisko);
    z.nadawca_adres = address_of(ctx, &d);
    e = skrytka_file(ctx, &z, ret_p);
    return e ? e : db_exec(ctx, &SQL_szkic_sent, DB_ARGS(db_i64(id), db_i64(ret_p->dokument_id)), NULL);
}

/* Locks the draft. *ret_sent: it was sent before, and *ret_p is its receipt. */
static enum err begin_sending(struct ctx *ctx, int64_t id, struct szkic *ret_s, bool *ret_sent,
                              struct pokwitowanie *ret_p)
{
    struct db_rows *r = NULL;
    enum err e = lock(ctx, id, &r);

    *ret_sent = false;
    if (!e)
        e = szkic_get(ctx, id, ret_s);
    if (e || !ret_s->dokument_id)
        return e;
    *ret_sent = true;
    ret_p->dokument_id = ret_s->dokument_id;
    ret_p->powtorka = true;
    return upo_of_dokument(ctx, ret_s->dokument_id, &ret_p->upo);
}

enum err szkic_send(struct ctx *ctx, const struct jst *jst, int64_t id, const char *sha256, struct pokwitowanie *ret_p)
{
    struct szkic s = { 0 };
    void *xml = NULL;
    size_t len = 0;
    bool sent = false;
    enum err e = begin_sending(ctx, id, &s, &sent, ret_p);

    if (e || sent)
        return e;
    e = szkic_xml(ctx, &s, &xml, &len);
    if (!e && strcmp(s.xml_sha256, sha256) != 0)
        e = ctx_fail(ctx, ERR_CONFLICT, "Pismo zmieniło się po otwarciu podglądu. Obejrzyj je jeszcze raz i wyślij.",
                     "szkic=%" PRId64 " frozen anew", id);
    return e ? e : file(ctx, jst, id, xml, len, ret_p);
}

enum err szkic_send_signed(struct ctx *ctx, const struct jst *jst, int64_t id, const void *data, size_t len,
                           struct pokwitowanie *ret_p)
{
    struct szkic s = { 0 };
    void *xml = NULL;
    size_t xml_len = 0;
    bool sent = false;
    enum err e = begin_sending(ctx, id, &s, &sent, ret_p);

    if (e || sent)
        return e;
    e = szkic_xml(ctx, &s, &xml, &xml_len);
    if (!e)
        e = szkic_check_signed(ctx, xml, xml_len, data, len);
    return e ? e : file(ctx, jst, id, data, len, ret_p);
}

/* The register of what came in: numbers without gaps, and the first inbox of each letter. What happens to it next is
 * the business of modules/eod/dekretacja and modules/eod/sprawa. */
#include "modules/eod/przesylka/przesylka.h"

#include <inttypes.h>
#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/audit.h"
#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/law/date.h"
#include "core/law/znak.h"
#include "modules/forms/wzor/wzor.h"
#include "przesylka_sql.h"

/* ---- registration ---- */

static enum err check(struct ctx *ctx, const struct przesylka_nowa *n)
{
    struct date d = { 0 };

    if (!(ctx->who.roles & ROLE_EOD_KANCELARIA))
        return ctx_fail(ctx, ERR_DENIED, "Przesyłki rejestruje kancelaria.", "dokument=%" PRId64, n->dokument_id);
    if (!*n->tytul)
        return ctx_fail_field(ctx, "tytul", "Podaj tytuł: zwięźle, czego dotyczy pismo.");
    if (!*n->nadawca_nazwa)
        return ctx_fail_field(ctx, "nadawca_nazwa", "Podaj nadawcę. Jeżeli pismo jest anonimowe, wpisz „anonim”.");
    if (n->liczba_zalacznikow < 0 || n->liczba_zalacznikow > PRZESYLKA_ZALACZNIKI_MAX)
        return ctx_fail_field(ctx, "liczba_zalacznikow", "Podaj liczbę załączników od 0 do 9999.");
    if (*n->data_na_pismie && !date_parse(n->data_na_pismie, &d))
        return ctx_fail_field(ctx, "data_na_pismie", "Podaj datę, która istnieje, w postaci rok-miesiąc-dzień.");
    if (*n->data_na_pismie && date_compare(d, date_of(ctx->now)) > 0)
        return ctx_fail_field(ctx, "data_na_pismie", "Data na piśmie nie może być późniejsza niż dzisiejsza.");
    if (!n->do_komorki_id == !n->do_sprawy_id)
        return ctx_fail_field(ctx, "komu", "Wybierz, komu przekazać pismo.");
    return ERR_OK;
}

/* The queue's row is there exactly as long as the document has no number. */
static enum err take(struct ctx *ctx, int64_t dokument_id)
{
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_przesylka_take, DB_ARGS(db_i64(dokument_id)), &r);

    if (e || r->n == 1)
        return e;
    e = db_one(ctx, &SQL_przesylka_registered, DB_ARGS(db_i64(dokument_id)), "Nie ma takiego pisma do zarejestrowania.",
               &r);
    if (e)
        return e;
    return ctx_fail(ctx, ERR_CONFLICT, mem_printf(ctx->mem, "To pismo ma już numer %s.", db_str(r, 0, "rpw")),
                    "dokument=%" PRId64, dokument_id);
}

const char *przesylka_stan_w(int64_t komorka_id)
{
    return komorka_id ? "DO_DEKRETACJI" : "U_PROWADZACEGO";
}

struct skrzynka {
    int64_t komorka_id;
    int64_t pracownik_id;
};

static enum err first_inbox(struct ctx *ctx, const struct przesylka_nowa *n, struct skrzynka *ret_s)
{
    struct db_rows *r = NULL;
    enum err e;

    if (n->do_komorki_id) {
        e = db_query(ctx, &SQL_przesylka_target_ok, DB_ARGS(db_i64(n->do_komorki_id)), &r);
        if (!e && r->n == 0)
            e = ctx_fail_field(ctx, "komu", "W tej komórce nikt nie dekretuje pism. Wybierz inną.");
        if (!e)
            *ret_s = (struct skrzynka){ n->do_komorki_id, 0 };
        return e;
    }
    e = db_query(ctx, &SQL_przesylka_case_clerk, DB_ARGS(db_i64(n->do_sprawy_id)), &r);
    if (!e && r->n == 0)
        e = ctx_fail_field(ctx, "komu", "Tej sprawy nikt teraz nie prowadzi. Przekaż pismo do dekretacji.");
    if (!e)
        *ret_s = (struct skrzynka){ 0, db_int(r, 0, "prowadzacy_id") };
    return e;
}

static enum err insert(struct ctx *ctx, const struct przesylka_nowa *n, const struct skrzynka *s, int64_t numer,
                       int rok, int64_t *ret_id)
{
    struct db_rows *r = NULL;
    enum err e =
        db_one(ctx, &SQL_przesylka_insert,
               DB_ARGS(db_i64(n->dokument_id), db_i64(numer), db_i64(rok), db_text(n->tytul), db_text(n->nadawca_nazwa),
                       db_text(n->nadawca_adres), db_text(*n->data_na_pismie ? n->data_na_pismie : NULL),
                       db_text(znak_foreign(ctx->mem, n->znak_obcy)), db_i64(n->liczba_zalacznikow), db_text(n->uwagi),
                       db_time(ctx->now), db_text(przesylka_stan_w(s->komorka_id)), db_id(s->komorka_id),
                       db_id(s->pracownik_id)),
               "Nie ma takiego pisma do zarejestrowania.", &r);

    if (!e)
        *ret_id = db_int(r, 0, "id");
    return e;
}

enum err przesylka_enter(struct ctx *ctx, const struct przesylka_nowa *n, int64_t *ret_id)
{
    int rok = date_of(ctx->now).year;
    struct skrzynka s = { 0 };
    struct db_rows *r = NULL;
    int64_t id = 0;
    enum err e = check(ctx, n);

    if (!e)
        e = take(ctx, n->dokument_id);
    if (!e)
        e = first_inbox(ctx, n, &s);
    /* Everything that may still be refused comes before the number, for its counter is locked until commit. */
    if (!e)
        e = db_query(ctx, &SQL_przesylka_next, DB_ARGS(db_i64(rok)), &r);
    if (!e)
        e = insert(ctx, n, &s, db_int(r, 0, "numer"), rok, &id);
    if (!e)
        e = audit(ctx, "przesylka.zarejestrowana", "dokument", n->dokument_id, 0,
                  LOG_S("rpw", mem_printf(ctx->mem, "RPW/%" PRId64 "/%d", db_int(r, 0, "numer"), rok)));
    if (!e)
        *ret_id = id;
    return e;
}

/* ---- reading ---- */

enum err przesylka_get(struct ctx *ctx, int64_t id, struct db_rows **ret_row)
{
    return db_one(ctx, &SQL_przesylka_get, DB_ARGS(db_i64(id)), "Nie ma takiej przesyłki.", ret_row);
}

enum err przesylka_of_dokument(struct ctx *ctx, int64_t dokument_id, int64_t *ret_id)
{
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_przesylka_registered, DB_ARGS(db_i64(dokument_id)), &r);

    if (!e)
        *ret_id = r->n ? db_int(r, 0, "id") : 0;
    return e;
}

enum err przesylka_targets(struct ctx *ctx, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_przesylka_targets, DB_NONE, ret_rows);
}

enum err przesylka_chain(struct ctx *ctx, int64_t id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_przesylka_chain, DB_ARGS(db_i64(id)), ret_rows);
}

enum err przesylka_history(struct ctx *ctx, int64_t id, int64_t dokument_id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_przesylka_history, DB_ARGS(db_i64(id), db_i64(dokument_id)), ret_rows);
}

enum err przesylka_read(struct ctx *ctx, int64_t id)
{
    return db_exec(ctx, &SQL_przesylka_read, DB_ARGS(db_i64(id), db_time(ctx->now)), NULL);
}

/* ---- its way ---- */

enum err przesylka_hand_on(struct ctx *ctx, int64_t id, const struct przesylka_krok *k)
{
    const char *termin = *k->termin ? k->termin : NULL;
    enum err e = db_exec(ctx, &SQL_przesylka_step,
                         DB_ARGS(db_i64(id), db_id(k->komorka_id), db_id(k->pracownik_id), db_text("wiodacy"),
                                 db_text(k->polecenie), db_text(termin), db_bool(k->zwrot), db_time(ctx->now),
                                 db_id(k->z_komorki_id)),
                         NULL);

    return e ? e
             : db_exec(ctx, &SQL_przesylka_move,
                       DB_ARGS(db_i64(id), db_text(przesylka_stan_w(k->komorka_id)), db_id(k->komorka_id),
                               db_id(k->pracownik_id), db_text(termin), db_time(ctx->now)),
                       NULL);
}

enum err przesylka_inform(struct ctx *ctx, int64_t id, const char *ids, int64_t prowadzacy_id)
{
    return db_exec(ctx, &SQL_przesylka_inform,
                   DB_ARGS(db_i64(id), db_text(ids), db_id(prowadzacy_id), db_time(ctx->now)), NULL);
}

enum err przesylka_to_case(struct ctx *ctx, int64_t id, int64_t sprawa_id)
{
    return db_exec(ctx, &SQL_przesylka_to_case, DB_ARGS(db_i64(id), db_i64(sprawa_id)), NULL);
}

/* ---- the document ---- */

/* Megabytes of base64 that no page prints. */
static void empty_attachments(xmlDoc *doc)
{
    const xmlNode *root = xmlDocGetRootElement(doc);

    for (xmlNode *n = xmlDocGetRootElement(doc); n; n = xml_walk(root, n))
        if (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, "DaneZalacznika") == 0)
            xmlNodeSetContent(n, NULL);
}

enum err przesylka_document(struct ctx *ctx, const char *sha256, const char *wzor, xmlDoc **ret_doc)
{
    size_t max = (size_t)ctx->app->conf.max_document;
    xmlDoc *doc = NULL;
    void *data = NULL;
    size_t len = 0;
    enum err e = ERR_OK;

    *ret_doc = NULL;
    if (!*wzor)
        return ERR_OK;
    e = blob_get(ctx, sha256, max, &data, &len);
    if (e)
        return e;
    if (xml_parse(ctx->mem, data, len, max, &doc, NULL) || !wzor_is(doc))
        return ERR_OK;
    empty_attachments(doc);
    *ret_doc = doc;
    return ERR_OK;
}

const char *przesylka_date(struct ctx *ctx, xmlDoc *doc)
{
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    const char *text = root ? xml_text(ctx->mem, xml_path(root, "DaneDokumentu/Data/Czas")) : "";
    const char *day = mem_strndup(ctx->mem, text, 10);
    struct date d;

    return date_parse(day, &d) && date_compare(d, date_of(ctx->now)) <= 0 ? day : "";
}

/* Signs looked up in one letter: a letter full of made-up ones must not keep the database busy. */
enum { SIGNS_MAX = 8 };

/* Looks the signs of the text up until one is a case of this office. */
static enum err look_up(struct ctx *ctx, const char *text, int *tries, struct db_rows **ret_rows)
{
    struct znak znak;
    size_t at = 0;
    size_t len = 0;
    enum err e = ERR_OK;

    for (; *tries > 0 && znak_find(text, &znak, &at, &len); text += at + len) {
        --*tries;
        e = db_query(ctx, &SQL_przesylka_case_by_sign, DB_ARGS(db_text(znak_sprawa_text(ctx->mem, &znak))), ret_rows);
        if (e || (*ret_rows)->n)
            return e;
    }
    return e;
}

static enum err look_up_in_letter(struct ctx *ctx, xmlDoc *doc, int *tries, struct db_rows **ret_rows)
{
    const xmlNode *root = xmlDocGetRootElement(doc);
    enum err e = ERR_OK;

    for (const xmlNode *n = root; n && !e && *tries > 0 && (*ret_rows)->n == 0; n = xml_walk(root, n))
        if (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, "Informacja") == 0)
            e = look_up(ctx, xml_text(ctx->mem, n), tries, ret_rows);
    return e;
}

enum err przesylka_quoted_case(struct ctx *ctx, const char *znak, const char *tytul, xmlDoc *doc,
                               struct db_rows **ret_rows)
{
    int tries = SIGNS_MAX;
    enum err e;

    *ret_rows = mem_zero(ctx->mem, struct db_rows);
    e = look_up(ctx, znak, &tries, ret_rows);
    if (!e && (*ret_rows)->n == 0)
        e = look_up(ctx, tytul, &tries, ret_rows);
    return !e && (*ret_rows)->n == 0 && doc ? look_up_in_letter(ctx, doc, &tries, ret_rows) : e;
}

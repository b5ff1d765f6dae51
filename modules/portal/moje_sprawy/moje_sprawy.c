/* Reads what a citizen's desk shows, and prints a letter. */
#include "modules/portal/moje_sprawy/moje_sprawy.h"

#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/blob.h"
#include "core/ctx/db.h"
#include "core/doc/pdf.h"
#include "core/law/date.h"
#include "modules/eod/sprawa/sprawa.h"
#include "modules/forms/wzor/wzor.h"
#include "moje_sprawy_sql.h"

enum err moje_pisma(struct ctx *ctx, int64_t przed, int limit, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_moje_pisma, DB_ARGS(db_i64(przed), db_i64(limit)), ret_rows);
}

enum err moje_sprawy(struct ctx *ctx, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_moje_sprawy, DB_NONE, ret_rows);
}

enum err moja_sprawa(struct ctx *ctx, int64_t id, struct db_rows **ret_row)
{
    return db_one(ctx, &SQL_moja_sprawa, DB_ARGS(db_i64(id)), "Nie ma takiej sprawy.", ret_row);
}

enum err moja_sprawa_zdarzenia(struct ctx *ctx, int64_t sprawa_id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_moja_sprawa_zdarzenia, DB_ARGS(db_i64(sprawa_id)), ret_rows);
}

enum err moje_pismo_zdarzenia(struct ctx *ctx, int64_t dokument_id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_moje_pismo_zdarzenia, DB_ARGS(db_i64(dokument_id)), ret_rows);
}

enum err moja_sprawa_doreczenia(struct ctx *ctx, int64_t sprawa_id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_moja_sprawa_doreczenia, DB_ARGS(db_i64(sprawa_id)), ret_rows);
}

enum err moje_pismo_stan(struct ctx *ctx, int64_t dokument_id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_moje_pismo_stan, DB_ARGS(db_i64(dokument_id)), ret_rows);
}

const char *moja_sprawa_next(const struct db_rows *row)
{
    if (db_int(row, 0, "do_odbioru") > 0)
        return "odbierz";
    if (!sprawa_is_open(db_str(row, 0, "stan")))
        return "zakonczona";
    return db_is_null(row, 0, "po_terminie") ? "w_toku" : "po_terminie";
}

enum err moje_pismo_read(struct ctx *ctx, const char *sha256, void **ret_data, size_t *ret_len, xmlDoc **ret_doc)
{
    size_t max = (size_t)ctx->app->conf.max_document;
    xmlDoc *doc = NULL;
    enum err e = blob_get(ctx, sha256, max, ret_data, ret_len);

    if (e)
        return e;
    *ret_doc = xml_parse(ctx->mem, *ret_data, *ret_len, max, &doc, NULL) == ERR_OK && wzor_is(doc) ? doc : NULL;
    return ERR_OK;
}

/* ---- a printout ---- */

static void pair(struct pdf *p, const char *key, const char *value)
{
    if (value && *value)
        pdf_pair(p, key, value);
}

static void print_head(struct ctx *ctx, struct pdf *p, const struct wzor_odczyt *o)
{
    struct date d;
    const char *data = date_parse(o->data, &d) ? date_long(ctx->mem, d) : o->data;

    pair(p, "Miejscowość i data",
         mem_printf(ctx->mem, "%s%s%s", o->miejscowosc, *o->miejscowosc && *data ? ", " : "", data));
    pair(p, "Znak sprawy", o->znak_sprawy);
    pair(p, "Nadawca", o->nadawca);
    pair(p, "Adres nadawcy", o->nadawca_adres);
    pair(p, "Adresat", o->adresat);
}

static void print_files(struct pdf *p, const struct wzor_odczyt *o)
{
    if (o->n_zalacznikow > 0)
        pdf_heading(p, 2, "Załączniki");
    for (int i = 0; i < o->n_zalacznikow; i++)
        pdf_para(p, o->zalaczniki[i].nazwa);
}

enum err moje_pismo_pdf(struct ctx *ctx, xmlDoc *doc, const char *sha256, const char *urzad, void **ret_pdf,
                        size_t *ret_len)
{
    struct wzor_odczyt o = { 0 };
    struct pdf *p;
    enum err e = wzor_read(ctx, doc, &o);

    if (e)
        return e;
    p = pdf_new(ctx, &(struct pdf_info){ .title = o.tytul,
                                         .author = urzad,
                                         .header = urzad,
                                         .footer = "Wydruk dokumentu elektronicznego. Oryginałem jest plik XML." });
    print_head(ctx, p, &o);
    pdf_heading(p, 1, *o.tytul ? o.tytul : "(bez tytułu)");
    for (int i = 0; i < o.n_akapitow; i++)
        pdf_para(p, o.akapity[i]);
    if (*o.podpis) {
        pdf_space(p, 6);
        pdf_para(p, o.podpis);
    }
    print_files(p, &o);
    pdf_rule(p);
    pdf_para(p, "Skrót SHA-256 dokumentu elektronicznego:");
    pdf_mono(p, sha256);
    return pdf_finish(p, ret_pdf, ret_len);
}

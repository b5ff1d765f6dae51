/* The printout of a sealed letter, for paper: what it says, and by what it can be checked. */
#include <inttypes.h>

#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/doc/pdf.h"
#include "core/law/date.h"
#include "core/seal/seal.h"
#include "modules/eod/pismo/pismo.h"
#include "modules/forms/wzor/wzor.h"

static void head(struct ctx *ctx, struct pdf *p, const struct wzor_odczyt *o, const struct db_rows *row)
{
    struct date d;
    const char *data = date_parse(o->data, &d) ? date_long(ctx->mem, d) : o->data;

    pdf_para(p, mem_printf(ctx->mem, "%s, %s", o->miejscowosc, data));
    pdf_para(p, o->nadawca);
    pdf_pair(p, "Znak sprawy", o->znak_sprawy);
    pdf_pair(p, "Adresat", db_str(row, 0, "adresat_nazwa"));
    pdf_pair(p, "Adres", db_str(row, 0, "adresat_adres"));
}

/* KPA art. 39³ § 2: issued electronically, signed by whom, with which post, and the identifier of the system. */
static void statement(struct ctx *ctx, struct pdf *p, const struct wzor_odczyt *o, const struct db_rows *row,
                      const char *ident)
{
    struct date_time t = { 0 };
    struct date signed_on = { 0 };
    const char *when = date_local(ctx->now, &t) ? date_long(ctx->mem, t.date) : "";
    const char *day = date_parse(mem_strndup(ctx->mem, db_str(row, 0, "podpisano_at"), 10), &signed_on)
                          ? date_long(ctx->mem, signed_on)
                          : "";
    const char *url = mem_printf(ctx->mem, "%s/weryfikacja?numer=%s", ctx->app->conf.public_url, ident);

    pdf_rule(p);
    pdf_para(p,
             mem_printf(ctx->mem,
                        "Pismo zostało wydane w postaci elektronicznej i opatrzone pieczęcią elektroniczną: %s. Pismo "
                        "podpisał(a): %s, dnia %s r. (art. 39³ § 2 Kodeksu postępowania administracyjnego).",
                        o->nadawca, o->podpis, day));
    pdf_pair(p, "Identyfikator pisma", ident);
    pdf_pair(p, "Wydrukowano", when);
    pdf_para(p, "Skrót SHA-256 dokumentu elektronicznego:");
    pdf_mono(p, db_str(row, 0, "sha256"));
    pdf_qr(p, url, "Aby sprawdzić pismo, zeskanuj kod albo wpisz identyfikator na stronie weryfikacji dokumentów.");
}

enum err pismo_pdf(struct ctx *ctx, const struct db_rows *row, void **ret_pdf, size_t *ret_len)
{
    struct wzor_odczyt o = { 0 };
    xmlDoc *doc = NULL;
    void *data = NULL;
    size_t len = 0;
    const char *ident = pismo_identyfikator(ctx, db_int(row, 0, "id"));
    struct pdf *p;
    enum err e = pismo_document(ctx, row, &data, &len, &doc);

    if (!e)
        e = wzor_read(ctx, doc, &o);
    if (e)
        return e;
    p = pdf_new(ctx,
                &(struct pdf_info){ .title = o.tytul,
                                    .author = o.nadawca,
                                    .header = mem_printf(ctx->mem, "%s · %s", o.nadawca, o.znak_sprawy),
                                    .footer = mem_printf(ctx->mem, "Wydrukowano z systemu. Identyfikator: %s", ident),
                                    .unit = ctx->jst,
                                    .number = ident });
    head(ctx, p, &o, row);
    pdf_heading(p, 1, o.tytul);
    for (int i = 0; i < o.n_akapitow; i++)
        pdf_para(p, o.akapity[i]);
    pdf_space(p, 8);
    pdf_para(p, o.podpis);
    statement(ctx, p, &o, row, ident);
    e = pdf_finish(p, &data, &len);
    return e ? e : seal_document(ctx, SEAL_PDF, data, len, ret_pdf, ret_len);
}

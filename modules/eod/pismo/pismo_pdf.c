/* The printout of a sealed letter, for paper: what it says, and by what it can be checked. */
#include <inttypes.h>

#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/doc/print.h"
#include "core/law/date.h"
#include "core/seal/seal.h"
#include "modules/eod/pismo/adresat.h"
#include "modules/eod/pismo/pismo.h"
#include "modules/forms/wzor/wzor.h"

/* "ul. Lipowa 3, 66-431 Santok" as two lines of an envelope: the town begins where the postal code does. */
static const char *addressee(struct ctx *ctx, const struct db_rows *row)
{
    const char *name = db_str(row, 0, "adresat_nazwa");
    struct wzor_osoba o = adresat_osoba(ctx->mem, name, db_str(row, 0, "adresat_adres"));

    return mem_printf(ctx->mem, "%s\n%s%s%s %s", name, o.ulica, *o.ulica ? "\n" : "", o.kod_pocztowy, o.miejscowosc);
}

static void head(struct ctx *ctx, struct print *p, const struct wzor_odczyt *o, const struct db_rows *row)
{
    struct date d;
    const char *data = date_parse(o->data, &d) ? date_long(ctx->mem, d) : o->data;

    print_letterhead(p, o->nadawca, o->nadawca_adres);
    print_right(p, mem_printf(ctx->mem, "%s, %s r.", o->miejscowosc, data));
    print_address(p, addressee(ctx, row), mem_printf(ctx->mem, "Znak sprawy:\n%s", o->znak_sprawy));
    print_heading(p, 1, o->tytul);
}

/* KPA art. 39³ § 2: issued electronically, signed by whom, with which post, and the identifier of the system. */
static void statement(struct ctx *ctx, struct print *p, const struct wzor_odczyt *o, const struct db_rows *row,
                      const char *ident)
{
    struct date_time t = { 0 };
    struct date signed_on = { 0 };
    const char *when = date_local(ctx->now, &t) ? date_long(ctx->mem, t.date) : "";
    const char *day = date_parse(mem_strndup(ctx->mem, db_str(row, 0, "podpisano_at"), 10), &signed_on)
                          ? date_long(ctx->mem, signed_on)
                          : "";
    const char *url = mem_printf(ctx->mem, "%s/weryfikacja?numer=%s", ctx->app->conf.public_url, ident);

    print_rule(p);
    print_para(
        p, mem_printf(ctx->mem,
                      "Pismo zostało wydane w postaci elektronicznej i opatrzone pieczęcią elektroniczną: %s. Pismo "
                      "podpisał(a): %s, dnia %s r. (art. 39³ § 2 Kodeksu postępowania administracyjnego).",
                      o->nadawca, o->podpis, day));
    print_fact(p, "Identyfikator pisma", ident);
    print_fact(p, "Wydrukowano", when);
    print_mono(p, "Skrót SHA-256 dokumentu elektronicznego:", db_str(row, 0, "sha256"));
    print_check(p, url,
                "Aby sprawdzić pismo, zeskanuj kod albo wpisz identyfikator na stronie weryfikacji dokumentów.");
}

enum err pismo_pdf(struct ctx *ctx, const struct db_rows *row, void **ret_pdf, size_t *ret_len)
{
    struct wzor_odczyt o = { 0 };
    xmlDoc *doc = NULL;
    void *data = NULL;
    size_t len = 0;
    const char *ident = pismo_identyfikator(ctx, db_int(row, 0, "id"));
    struct print *p;
    enum err e = pismo_document(ctx, row, &data, &len, &doc);

    if (!e)
        e = wzor_read(ctx, doc, &o);
    if (e)
        return e;
    p = print_new(ctx,
                  &(struct pdf_info){ .title = o.tytul,
                                      .author = o.nadawca,
                                      .header = mem_printf(ctx->mem, "%s · %s", o.nadawca, o.znak_sprawy),
                                      .footer = mem_printf(ctx->mem, "Wydrukowano z systemu. Identyfikator: %s", ident),
                                      .unit = ctx->jst,
                                      .number = ident });
    head(ctx, p, &o, row);
    for (int i = 0; i < o.n_akapitow; i++)
        print_para(p, o.akapity[i]);
    print_space(p, 8);
    print_right(p, o.podpis);
    statement(ctx, p, &o, row, ident);
    e = print_pdf(p, &data, &len);
    return e ? e : seal_document(ctx, SEAL_PDF, data, len, ret_pdf, ret_len);
}

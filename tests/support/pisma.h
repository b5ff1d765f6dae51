/* Letters and filings for the tests of the box. */
#ifndef TESTS_SUPPORT_PISMA_H
#define TESTS_SUPPORT_PISMA_H

#include "tests/support/fx.h"

#include <inttypes.h>
#include <string.h>

#include "modules/esp/skrytka/skrytka.h"
#include "modules/forms/wzor/wzor.h"
#include "modules/org/jst/jst.h"

/* A unit of the dictionary, in ctx->mem. */
static inline struct jst *unit(struct ctx *ctx, const char *teryt)
{
    struct jst *jst = mem_zero(ctx->mem, struct jst);

    assert_int_equal(jst_by_teryt(ctx, teryt, jst), ERR_OK);
    return jst;
}

/* A citizen's letter as the form builds it; files may be NULL. */
static inline void letter(struct ctx *ctx, const char *title, const struct wzor_plik *files, int n, void **ret_xml,
                          size_t *ret_len)
{
    static const struct wzor_osoba jan = { "Jan", "Kowalski", "", "", "", "", "", "Santok", "", "" };
    static const struct wzor_instytucja santok = { "0801062", "Urząd Gminy Santok", "Santok" };
    const struct wzor_pismo p = {
        .tytul = title,
        .rodzaj = "wniosek",
        .miejscowosc = "Santok",
        .tresc = "Proszę o zaświadczenie.",
        .znak_sprawy = "OR.1.2026",
        .czas = INT64_C(1795420800000000),
        .od_osoby = &jan,
        .do_instytucji = &santok,
        .pliki = files,
        .n_pliki = n,
    };

    assert_int_equal(wzor_build(ctx, &p, ret_xml, ret_len), ERR_OK);
}

/* What the citizen (or, as kanal "soap", the partner) who acts sends to the unit. */
static inline struct zlozenie filing(struct ctx *ctx, const char *teryt, const char *name, const void *data, size_t len)
{
    bool partner = ctx->who.kind == WHO_PARTNER;

    return (struct zlozenie){
        .jst = unit(ctx, teryt),
        .kanal = partner ? "soap" : "konto",
        .nadawca = { ctx->who.name, partner ? "ePUAP-ID" : "konto",
                     partner ? ctx->who.identyfikator : mem_printf(ctx->mem, "%" PRId64, ctx->who.konto_id) },
        .nadawca_adres = "",
        .adres_odpowiedzi = "",
        .nazwa_pliku = name,
        .dane = data,
        .n_dane = len,
    };
}

/* Files a small letter and expects success. */
static inline struct pokwitowanie filed(struct ctx *ctx, const char *teryt, const char *title)
{
    struct pokwitowanie p = { .dokument_id = 0 };
    struct zlozenie z;
    void *xml = NULL;
    size_t len = 0;

    letter(ctx, title, NULL, 0, &xml, &len);
    z = filing(ctx, teryt, "pismo.xml", xml, len);
    assert_int_equal(skrytka_file(ctx, &z, &p), ERR_OK);
    return p;
}

#endif

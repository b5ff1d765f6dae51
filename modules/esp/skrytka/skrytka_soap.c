/* nadaj of ePUAP's skrytka contract: a document goes into a box, the sealed UPP comes back. */
#include <inttypes.h>
#include <string.h>

#include "modules/esp/skrytka/skrytka.h"
#include "modules/org/jst/jst.h"
#include "skrytka_service.h"

OP(nadaj, ob__DokumentTyp, ob__OdpowiedzSkrytkiTyp)

static const char *given(const char *s)
{
    return s ? s : "";
}

static enum err read_call(struct op *op, const struct ob__DokumentTyp *in, struct jst *jst, struct zlozenie *ret_z)
{
    struct ctx *ctx = op->ctx;
    const char *box = given(op->header->ob__AdresSkrytki);
    enum err e = ERR_OK;

    if (!*box)
        return ctx_fail(ctx, ERR_INVALID, "Brak nagłówka AdresSkrytki.", "no AdresSkrytki");
    if (!in->zawartosc.__ptr || in->zawartosc.__size <= 0)
        return ctx_fail(ctx, ERR_INVALID, "Dokument jest pusty.", "no zawartosc");
    e = jst_by_skrytka(ctx, box, jst);
    if (!e)
        e = ctx_act_in(ctx, jst->teryt);
    if (e)
        return e;
    *ret_z = (struct zlozenie){
        .jst = jst,
        .kanal = "soap",
        .nadawca = { .nazwa = ctx->who.name, .typ_id = "ePUAP-ID", .id = ctx->who.identyfikator },
        .nadawca_adres = "",
        .adres_odpowiedzi = given(op->header->ob__AdresOdpowiedzi),
        .nazwa_pliku = given(in->nazwaPliku),
        .dane = in->zawartosc.__ptr,
        .n_dane = (size_t)in->zawartosc.__size,
    };
    return ERR_OK;
}

static struct ob__StatusTyp *status(struct soap *soap, const char *message)
{
    struct ob__StatusTyp *s = soap_malloc(soap, sizeof *s);

    if (!s)
        mem_exhausted(sizeof *s);
    soap_default_ob__StatusTyp(soap, s);
    s->kod = 1; /* success, the one code ePUAP's clients test for */
    s->komunikat = soap_strdup(soap, message);
    return s;
}

static struct ob__DokumentTyp *attachment(struct soap *soap, const struct upo *upo)
{
    struct ob__DokumentTyp *d = soap_malloc(soap, sizeof *d);
    unsigned char *copy = soap_malloc(soap, upo->xml_len + 1);

    if (!d || !copy)
        mem_exhausted(upo->xml_len);
    memcpy(copy, upo->xml, upo->xml_len);
    soap_default_ob__DokumentTyp(soap, d);
    d->nazwaPliku = soap_strdup(soap, "UPP.xml");
    d->typPliku = soap_strdup(soap, "text/xml");
    d->zawartosc.__ptr = copy;
    d->zawartosc.__size = (int)upo->xml_len;
    return d;
}

static enum err nadaj(struct op *op, const struct ob__DokumentTyp *in, struct ob__OdpowiedzSkrytkiTyp *out)
{
    struct ctx *ctx = op->ctx;
    struct soap *soap = op->soap;
    const enum xsd__boolean *trial = op->header->ob__CzyProbne;
    struct zlozenie z = { 0 };
    struct jst jst = { 0 };
    struct pokwitowanie p = { 0 };
    enum err e = read_call(op, in, &jst, &z);

    if (e)
        return e;
    if (trial && *trial) {
        e = skrytka_check(ctx, &z);
        if (e)
            return e;
        out->status = status(soap, "OK (nadanie próbne, dokument nie został przekazany)");
        out->identyfikatorDokumentu = soap_strdup(soap, "0");
        return ERR_OK;
    }
    e = skrytka_file(ctx, &z, &p);
    if (e)
        return e;
    out->status = status(soap, "OK");
    out->identyfikatorDokumentu = soap_strdup(soap, mem_printf(ctx->mem, "%" PRId64, p.dokument_id));
    out->identyfikatorUpp = soap_strdup(soap, p.upo.numer);
    out->zalacznik = attachment(soap, &p.upo);
    return ERR_OK;
}

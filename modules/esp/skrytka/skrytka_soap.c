/* nadaj of ePUAP's skrytka contract: a document goes into a box, the sealed UPP comes back. */
#include <inttypes.h>
#include <string.h>

#include "modules/esp/skrytka/skrytka.h"
#include "modules/org/jst/jst.h"
#include "soap/op.h"
#include "soapH.h"

struct call {
    struct soap *soap;
    const struct ob__DokumentTyp *in;
    struct ob__OdpowiedzSkrytkiTyp *out;
};

static const char *given(const char *s)
{
    return s ? s : "";
}

static enum err read_call(struct ctx *ctx, const struct call *c, struct jst *jst, struct zlozenie *ret_z)
{
    const struct SOAP_ENV__Header *h = c->soap->header;
    const char *box = given(h->ob__AdresSkrytki);
    enum err e = ERR_OK;

    if (!*box)
        return ctx_fail(ctx, ERR_INVALID, "Brak nagłówka AdresSkrytki.", "no AdresSkrytki");
    if (!c->in || !c->in->zawartosc.__ptr || c->in->zawartosc.__size <= 0)
        return ctx_fail(ctx, ERR_INVALID, "Dokument jest pusty.", "no zawartosc");
    e = jst_by_skrytka(ctx, box, jst);
    if (e)
        return e;
    *ret_z = (struct zlozenie){
        .jst = jst,
        .kanal = "soap",
        .nadawca = { .nazwa = ctx->who.name, .typ_id = "ePUAP-ID", .id = ctx->who.identyfikator },
        .nadawca_adres = "",
        .adres_odpowiedzi = given(h->ob__AdresOdpowiedzi),
        .nazwa_pliku = given(c->in->nazwaPliku),
        .dane = c->in->zawartosc.__ptr,
        .n_dane = (size_t)c->in->zawartosc.__size,
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

static enum err nadaj(struct ctx *ctx, void *data)
{
    struct call *c = data;
    struct soap *soap = c->soap;
    const enum xsd__boolean *trial = soap->header->ob__CzyProbne;
    struct zlozenie z = { 0 };
    struct jst jst = { 0 };
    struct pokwitowanie p = { 0 };
    enum err e = read_call(ctx, c, &jst, &z);

    if (e)
        return e;
    soap_default_ob__OdpowiedzSkrytkiTyp(soap, c->out);
    if (trial && *trial) {
        e = skrytka_check(ctx, &z);
        if (e)
            return e;
        c->out->status = status(soap, "OK (nadanie próbne, dokument nie został przekazany)");
        c->out->identyfikatorDokumentu = soap_strdup(soap, "0");
        return ERR_OK;
    }
    e = skrytka_file(ctx, &z, &p);
    if (e)
        return e;
    c->out->status = status(soap, "OK");
    c->out->identyfikatorDokumentu = soap_strdup(soap, mem_printf(ctx->mem, "%" PRId64, p.dokument_id));
    c->out->identyfikatorUpp = soap_strdup(soap, p.upo.numer);
    c->out->zalacznik = attachment(soap, &p.upo);
    return ERR_OK;
}

int __skr__nadaj(struct soap *soap, struct ob__DokumentTyp *in, struct ob__OdpowiedzSkrytkiTyp *out)
{
    struct call c = { soap, in, out };

    return op_run(soap, ROLE_PARTNER, nadaj, &c);
}

/* pobierz of the contract poswiadczenia: the receipt of what the calling system has filed, with the evidence for its seal once it
 * is there. The answer to nadaj cannot have that evidence yet. */
#include <string.h>

#include "core/ctx/db.h"
#include "modules/esp/upo/upo.h"
#include "poswiadczenia_service.h"

OP(pobierz, _poswiadczenia__Pobierz, _poswiadczenia__Poswiadczenie)

enum { US = 1000000 };

/* The number tells the unit to everybody; the receipt itself is seen by the system whose document it is. */
static enum err read_receipt(struct ctx *ctx, const char *numer, struct upo *ret_upo)
{
    struct db_rows *row = NULL;
    enum err e = upo_public(ctx, numer, &row);

    return e ? e : upo_by_numer(ctx, db_str(row, 0, "jst"), db_str(row, 0, "numer"), ret_upo);
}

static enum err pobierz(struct op *op, const struct _poswiadczenia__Pobierz *in,
                        struct _poswiadczenia__Poswiadczenie *out)
{
    struct ctx *ctx = op->ctx;
    struct upo upo = { 0 };
    bool evidence = false;
    enum err e = read_receipt(ctx, in->numer, &upo);

    if (e)
        return e;
    e = upo_with_evidence(ctx, &upo);
    evidence = !e;
    if (e == ERR_NOTFOUND) {
        ctx_forgive(ctx);
        e = ERR_OK;
    }
    if (e)
        return e;
    out->numer = soap_strdup(op->soap, upo.numer);
    out->rodzaj = soap_strdup(op->soap, upo.rodzaj);
    out->wystawiono = upo.wystawiono_at / US;
    out->dlugoterminowe = evidence ? xsd__boolean__true_ : xsd__boolean__false_;
    out->zawartosc.__ptr = mem_dup(ctx->mem, upo.xml, upo.xml_len);
    out->zawartosc.__size = (int)upo.xml_len;
    return ERR_OK;
}

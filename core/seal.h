/* Asking eurzad-signer for the office's seal over a local socket. Requests are typed: the signer checks the caller's
 * uid and that the document has the shape of its type before it signs; it never signs raw hashes. */
#ifndef CORE_SEAL_H
#define CORE_SEAL_H

#include "core/ctx.h"

enum seal_type {
    SEAL_UPP,   /* pos:Dokument/pos:UPP of this unit */
    SEAL_UPD,   /* pos:Dokument/pos:UPD of this unit */
    SEAL_PISMO, /* an outgoing letter of this unit: wnio:Dokument, with the clerk who signs named in it */
    SEAL_PDF,   /* a printout of core/pdf.h that names this unit and a number */
};

/* Signs the document for ctx->jst. *ret_signed belongs to ctx->mem. ERR_BUSY "Pieczęć urzędu jest chwilowo
 * niedostępna…" when the signer is away or does not hold the unit's key; ERR_INTERNAL when it refuses the shape. */
MUST_CHECK enum err seal_document(struct ctx *ctx, enum seal_type type, const void *xml, size_t len, void **ret_signed,
                                  size_t *ret_len);

void seal_close(struct app *app);
void seal_forget(struct app *app);

#endif

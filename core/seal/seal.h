/* Asking eurzad-signer for the office's seals and time stamps over a local socket. Requests are typed: the signer checks
 * the caller's uid and that the document has the shape of its type before it signs; it never signs raw hashes, only
 * stamps them. */
#ifndef CORE_SEAL_H
#define CORE_SEAL_H

#include "core/ctx/ctx.h"

enum seal_type {
    SEAL_UPP,   /* pos:Dokument/pos:UPP of this unit */
    SEAL_UPD,   /* pos:Dokument/pos:UPD of this unit */
    SEAL_PISMO, /* an outgoing letter of this unit: wnio:Dokument, with the clerk who signs named in it */
    SEAL_PDF,   /* a printout of core/doc/pdf.h that names this unit and a number */
};

#define SEAL_MAX_ITEMS 256 /* in one call */

/* One document to be sealed, and what became of it. */
struct seal_item {
    enum seal_type type;
    const void *xml;
    size_t len;
    /* set by seal_documents(): */
    enum err err;        /* ERR_OK; ERR_BUSY no key, or the key is out of order; ERR_INTERNAL refused */
    const char *problem; /* English, for the log; NULL when sealed */
    void *sealed;        /* XAdES or PAdES B-T; belongs to ctx->mem */
    size_t n_sealed;
};

/* Seals n documents of ctx->jst (at most SEAL_MAX_ITEMS) in one round trip. A bad one does not spoil the others: look at
 * each item's err. ERR_BUSY "Pieczęć urzędu jest chwilowo niedostępna…" when the signer is away; what it had answered by
 * then is in the items, the rest is ERR_BUSY. */
MUST_CHECK enum err seal_documents(struct ctx *ctx, struct seal_item *items, int n);

/* The same for one document: a refused one is the error. *ret_signed belongs to ctx->mem. ERR_BUSY as above, also when
 * the signer holds no key of the unit or for stamps; ERR_INTERNAL when it refuses the shape. */
MUST_CHECK enum err seal_document(struct ctx *ctx, enum seal_type type, const void *xml, size_t len, void **ret_signed,
                                  size_t *ret_len);

/* A time stamp (RFC 3161 token, DER, in ctx->mem) over a SHA-256. ERR_BUSY when there is none to be had now. */
MUST_CHECK enum err seal_stamp(struct ctx *ctx, const unsigned char sha256[32], void **ret_der, size_t *ret_len);

void seal_close(struct app *app);
void seal_forget(struct app *app);

#endif

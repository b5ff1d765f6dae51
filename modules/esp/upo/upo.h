/* Urzędowe poświadczenie odbioru: UPP for a document that came in, UPD for one that was collected
 * (rozporządzenie PRM z 14.09.2011, t.j. Dz.U. 2018 poz. 180; XML of UPO/2008/05/09). Sealed by the office (XAdES B-B)
 * before the transaction commits: there is no document without receipt and no receipt without document. */
#ifndef MODULES_ESP_UPO_UPO_H
#define MODULES_ESP_UPO_UPO_H

#include <stddef.h>
#include <stdint.h>

#include "core/ctx/ctx.h"

#define UPO_NS "http://crd.gov.pl/xml/schematy/UPO/2008/05/09/"

struct db_rows;
struct jst;

struct upo {
    const char *numer;  /* "LUB-UPP-0801062-2026-000000123" */
    const char *rodzaj; /* "UPP" or "UPD" */
    const char *sha256; /* of the sealed XML, stored as a blob of the unit */
    const void *xml;    /* the sealed XML */
    size_t xml_len;
    int64_t doreczono_at; /* microseconds: DataDoreczenia, DataOdbioru */
    int64_t wystawiono_at;
};

struct upo_strona {
    const char *nazwa;
    const char *typ_id; /* "TERYT", "ePUAP-ID", "konto" */
    const char *id;
};

/* Issues the UPP of esp.dokument `dokument_id` (already inserted in this transaction) and stores it. ERR_BUSY when the
 * signer is away: the caller's transaction must be rolled back. */
MUST_CHECK enum err upo_issue_upp(struct ctx *ctx, const struct jst *jst, const struct upo_strona *nadawca,
                                  int64_t dokument_id, const char *dokument_sha256, struct upo *ret_upo);

/* Issues the UPD of esp.doreczenie `doreczenie_id`; sha256 is that of the letter collected. */
MUST_CHECK enum err upo_issue_upd(struct ctx *ctx, const struct jst *jst, const struct upo_strona *adresat,
                                  int64_t doreczenie_id, const char *znak_sprawy, const char *pismo_sha256,
                                  struct upo *ret_upo);

/* The receipt of a document or delivery of ctx->jst that the principal may see; ERR_NOTFOUND. upo_by_numer() acts in
 * jst (ctx_act_in), which is the session's unit for clerks. */
MUST_CHECK enum err upo_of_dokument(struct ctx *ctx, int64_t dokument_id, struct upo *ret_upo);
MUST_CHECK enum err upo_of_doreczenie(struct ctx *ctx, int64_t doreczenie_id, struct upo *ret_upo);
MUST_CHECK enum err upo_by_numer(struct ctx *ctx, const char *jst, const char *numer, struct upo *ret_upo);

/* The receipt as it was issued becomes the same one with the evidence for its seal (XAdES B-LT): xml, xml_len and sha256
 * change. ERR_NOTFOUND while there is none. */
MUST_CHECK enum err upo_with_evidence(struct ctx *ctx, struct upo *upo);

/* One A4 page with the receipt's facts and a QR code leading to /weryfikacja?numer=…, sealed by the unit
 * (PAdES B-T). The bytes belong to ctx->mem. ERR_BUSY when the signer is away. */
MUST_CHECK enum err upo_pdf(struct ctx *ctx, const struct upo *upo, const void **ret_pdf, size_t *ret_len);

/* What anybody may learn from a number: esp.upo_publiczne joined with the unit (nazwa_jst, nazwa_urzedu, slug);
 * ERR_NOTFOUND „Nie ma takiego poświadczenia…”. Blanks, small letters and long dashes are forgiven. */
MUST_CHECK enum err upo_public(struct ctx *ctx, const char *numer, struct db_rows **ret_row);

/* The public rows of receipts that speak of a document with this SHA-256, oldest first; none is not an error. */
MUST_CHECK enum err upo_about_document(struct ctx *ctx, const char *sha256, struct db_rows **ret_rows);

#endif

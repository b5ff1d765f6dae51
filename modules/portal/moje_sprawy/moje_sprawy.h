/* The citizen's desk: his letters, cases and deliveries in every office, and in each case what happened and what comes
 * next. Reads only; row-level security gives a citizen his own rows, whatever the address says. */
#ifndef MODULES_PORTAL_MOJE_SPRAWY_MOJE_SPRAWY_H
#define MODULES_PORTAL_MOJE_SPRAWY_MOJE_SPRAWY_H

#include <stddef.h>
#include <stdint.h>

#include "core/ctx/ctx.h"
#include "core/doc/xml.h"

struct db_rows;

/* Letters sent from the account, newest first, older than id `przed` (0 = from the newest): jst, slug, nazwa_jst, id,
 * tytul, wplynelo_at, upo, stan (of the registered letter; NULL = not registered yet), sprawa_id, znak. */
MUST_CHECK enum err moje_pisma(struct ctx *ctx, int64_t przed, int limit, struct db_rows **ret_rows);

/* Cases to which the account is a party, open ones first: jst, slug, nazwa_jst, id, znak, tytul, stan, data_wszczecia,
 * termin, data_zakonczenia, do_odbioru (letters that wait), po_terminie. */
MUST_CHECK enum err moje_sprawy(struct ctx *ctx, struct db_rows **ret_rows);

/* One case of ctx->jst: the columns above and nazwa_urzedu, komorka, termin_podstawa, sposob_zalatwienia. ERR_NOTFOUND */
MUST_CHECK enum err moja_sprawa(struct ctx *ctx, int64_t id, struct db_rows **ret_row);

/* What happened, oldest first: czas, typ, obiekt, obiekt_id, tytul (of the letter concerned), pismo_id, doreczenie_id
 * (where to read it; NULL = nowhere). */
MUST_CHECK enum err moja_sprawa_zdarzenia(struct ctx *ctx, int64_t sprawa_id, struct db_rows **ret_rows);
MUST_CHECK enum err moje_pismo_zdarzenia(struct ctx *ctx, int64_t dokument_id, struct db_rows **ret_rows);

/* Deliveries of one case, newest first: id, tytul, udostepniono_at, odebrano_at, data_doreczenia. */
MUST_CHECK enum err moja_sprawa_doreczenia(struct ctx *ctx, int64_t sprawa_id, struct db_rows **ret_rows);

/* Where a sent letter is now: stan, rpw, zarejestrowano_at, sprawa_id and znak (NULL when the case is not the citizen's).
 * No row while it is not registered. */
MUST_CHECK enum err moje_pismo_stan(struct ctx *ctx, int64_t dokument_id, struct db_rows **ret_rows);

/* The next step as one word for the sheet: "odbierz", "zakonczona", "po_terminie", "w_toku". row: of moja_sprawa(). */
const char *moja_sprawa_next(const struct db_rows *row);

/* A stored letter, parsed: NULL in *ret_doc when it is no wnio:Dokument (then it can only be downloaded). The bytes
 * belong to ctx->mem. */
MUST_CHECK enum err moje_pismo_read(struct ctx *ctx, const char *sha256, void **ret_data, size_t *ret_len,
                                    xmlDoc **ret_doc);

/* A printout of a letter; what counts is the electronic document, and the printout says so. */
MUST_CHECK enum err moje_pismo_pdf(struct ctx *ctx, xmlDoc *doc, const char *sha256, const char *urzad, void **ret_pdf,
                                   size_t *ret_len);

#endif

/* Elektroniczna skrzynka podawcza: a document comes in and a receipt goes out, in one transaction. The same function
 * serves the citizen's form and the SOAP contract. */
#ifndef MODULES_ESP_SKRYTKA_SKRYTKA_H
#define MODULES_ESP_SKRYTKA_SKRYTKA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/ctx/ctx.h"
#include "modules/esp/upo/upo.h"

struct db_rows;
struct jst;

struct zlozenie {
    const struct jst *jst; /* addressee */
    const char *kanal;     /* "konto" or "soap" */
    struct upo_strona nadawca;
    const char *nadawca_adres;
    const char *adres_odpowiedzi; /* sender's box, "" when none */
    const char *nazwa_pliku;
    const void *dane; /* the document, byte for byte; any format, XML is looked into */
    size_t n_dane;
    const char *klucz; /* the sender's idempotency key; NULL = SHA-256 of sender and bytes */
};

struct pokwitowanie {
    int64_t dokument_id;
    struct upo upo;
    bool powtorka; /* this very submission was here before: the first receipt is given again */
};

/* Files the document: checks its signature (a fact stored, never a reason to refuse), extracts title, case sign and
 * attachments of a wnio:Dokument, stores everything, seals the UPP, writes the trail, and for citizens queues an
 * e-mail. Acts in jst->teryt (ctx_act_in). The caller commits.
 * ERR_INVALID  empty, larger than conf.max_document, a DOCTYPE or broken XML under an .xml name, an attachment of a
 *              format that is not accepted, too large or not inside the document, more than conf.max_files of them;
 *              ctx->fail.field is "plik" (the document) or "pliki" (its attachments)
 * ERR_DENIED   kanal "konto" without a citizen, "soap" without a partner
 * ERR_CONFLICT the key was used before for another document
 * ERR_BUSY     the signer or the database is away; nothing is stored */
MUST_CHECK enum err skrytka_file(struct ctx *ctx, const struct zlozenie *z, struct pokwitowanie *ret_p);

/* Only the checks of skrytka_file (CzyProbne of the ePUAP contract). Stores nothing. */
MUST_CHECK enum err skrytka_check(struct ctx *ctx, const struct zlozenie *z);

/* One document visible to the principal: all columns of esp.dokument, one row; ERR_NOTFOUND „Nie ma takiego pisma.”
 * podpis and podpis_raport are the newest result, podpis_at when it was found (esp.podpis_wynik; the filing otherwise). */
MUST_CHECK enum err skrytka_dokument(struct ctx *ctx, int64_t id, struct db_rows **ret_row);
/* Its attachments: lp, nazwa, mime, rozmiar, sha256. */
MUST_CHECK enum err skrytka_zalaczniki(struct ctx *ctx, int64_t id, struct db_rows **ret_rows);

/* A plain Polish line about the signature for a clerk, from the columns podpis and podpis_raport. */
const char *skrytka_podpis_opis(struct ctx *ctx, const struct db_rows *row);

#endif

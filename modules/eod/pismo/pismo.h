/* Letters that go out of a case: drafts in versions that are never overwritten, acceptance, the office's seal with the
 * name of the one who signs, sending. Every change of state is checked against one table under a row lock. */
#ifndef MODULES_EOD_PISMO_PISMO_H
#define MODULES_EOD_PISMO_PISMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/ctx/ctx.h"
#include "core/ctx/role.h"
#include "core/doc/xml.h"
#include "core/register/register.h"

struct db_rows;

#define PISMO_TYTUL_MAX 200
#define PISMO_TRESC_MAX 50000
#define PISMO_NAZWA_MAX 200
#define PISMO_ADRES_MAX 300
#define PISMO_POWOD_MAX 1000

/* ---- states and actions ---- */

/* The states in words, in the order below. */
extern const struct word pismo_stany[];

enum pismo_stan {
    PISMO_ROBOCZE,
    PISMO_PRZEDLOZONE,
    PISMO_ZAAKCEPTOWANE,
    PISMO_PODPISANE,
    PISMO_WYSLANE,
    PISMO_ANULOWANE,
    PISMO_STAN_N
};

enum pismo_akcja {
    PISMO_ZAPISZ,   /* a new version; what was submitted or accepted becomes a draft again */
    PISMO_PRZEDLOZ, /* to the one who accepts */
    PISMO_AKCEPTUJ,
    PISMO_POPRAW, /* a new version by the one who accepts, accepted at once */
    PISMO_ZWROC,  /* back to the author, with a reason */
    PISMO_PODPISZ,
    PISMO_WYSLIJ,
    PISMO_ANULUJ,
    PISMO_AKCJA_N
};

/* What the clerk who acts is to the letter; bits. */
enum pismo_kto {
    PISMO_AUTOR = 1,       /* runs the case or heads its komórka */
    PISMO_AKCEPTUJACY = 2, /* it is him it waits for */
    PISMO_PODPISUJACY = 4,
    PISMO_KANCELARIA = 8,
};

/* "ROBOCZE" … as in the database. */
const char *pismo_stan_name(enum pismo_stan s);
/* "zapisz" … as in addresses and on the sheet. */
const char *pismo_akcja_name(enum pismo_akcja a);

/* May somebody who is `kto` do this in this state? ERR_OK and the next state; ERR_DENIED: it is not for him;
 * ERR_CONFLICT: not in this state. Pure: the whole table, for the pages and for the test. */
enum err pismo_may(enum pismo_akcja akcja, enum pismo_stan stan, unsigned kto, enum pismo_stan *ret_stan);
/* The same with the whole row of the table: its event, whether a reason is needed. */
enum err pismo_step(enum pismo_akcja akcja, enum pismo_stan stan, unsigned kto, const struct step **ret_step);

/* ---- changes ---- */

#define PISMO_NADAWCA "nadawca"
#define PISMO_INNY "inny"

struct pismo_nowe {
    int64_t sprawa_id;
    int64_t odpowiedz_na_id; /* a letter of the akta, which this one answers; 0: it answers none */
    /* PISMO_NADAWCA: the sender of that letter; PISMO_INNY: the one given here, else nobody is. */
    const char *adresat;
    const char *adresat_nazwa;
    const char *adresat_adres;
    const char *adresat_rodzaj; /* "osoba", "instytucja" */
    const char *tytul;
    const char *tresc;
};

/* All changing functions:
 * ERR_NOTFOUND  no such letter or case
 * ERR_CONFLICT  the case is closed; the letter is in another state or has another version by now
 * ERR_DENIED    the clerk who acts may not
 * ERR_INVALID   with the field that is wrong */

/* A draft. The same draft sent again (a second click) gives the first one's id. */
MUST_CHECK enum err pismo_new(struct ctx *ctx, const struct pismo_nowe *n, int64_t *ret_id);

/* A new version on top of version `wersja`, which the clerk had before his eyes. Unchanged text makes none. */
MUST_CHECK enum err pismo_save(struct ctx *ctx, int64_t id, int64_t wersja, const char *tytul, const char *tresc);
MUST_CHECK enum err pismo_submit(struct ctx *ctx, int64_t id, int64_t wersja, int64_t akceptujacy_id);
MUST_CHECK enum err pismo_accept(struct ctx *ctx, int64_t id, int64_t wersja);
MUST_CHECK enum err pismo_correct(struct ctx *ctx, int64_t id, int64_t wersja, const char *tytul, const char *tresc);
MUST_CHECK enum err pismo_return(struct ctx *ctx, int64_t id, const char *powod);
MUST_CHECK enum err pismo_cancel(struct ctx *ctx, int64_t id);

/* Builds the document from version `wersja`, has it sealed in the office's name and stores it byte for byte. ERR_BUSY
 * when the signer is away. */
MUST_CHECK enum err pismo_sign(struct ctx *ctx, int64_t id, int64_t wersja);

/* Sends it and enters it in the register under the next number of the year. sposob: "konto" (only for an addressee with
 * an account), "list_polecony", "wlasni_pracownicy". powod: why not to the account, where there is one (KPA art. 39).
 */
MUST_CHECK enum err pismo_send(struct ctx *ctx, int64_t id, const char *sposob, const char *powod);

/* ---- reading ---- */

/* The letter with its present version and its case: id, sprawa_id, znak, sprawa_tytul, sprawa_stan, termin, stan,
 * stan_od, wersja, tytul, tresc, autor, akceptujacy, akceptujacy_id, adresat_nazwa, adresat_adres, adresat_rodzaj,
 * adresat_konto_id, odpowiedz_na_id, odpowiedz_na, sha256, podpisal, podpisano_at, prowadzacy, numer, rok, sposob,
 * wyslano_at, odebrano_at, data_doreczenia, upo, moje (1). */
MUST_CHECK enum err pismo_get(struct ctx *ctx, int64_t id, struct db_rows **ret_row);

/* What the clerk who acts is to the letter, from a row of pismo_get(). */
unsigned pismo_kto(const struct ctx *ctx, const struct db_rows *row);
enum pismo_stan pismo_stan(const struct db_rows *row);

/* Oldest first: wersja, tytul, autor, created_at. */
MUST_CHECK enum err pismo_wersje(struct ctx *ctx, int64_t id, struct db_rows **ret_rows);
/* One version: wersja, tytul, tresc, autor, created_at. ERR_NOTFOUND */
MUST_CHECK enum err pismo_wersja(struct ctx *ctx, int64_t id, int64_t wersja, struct db_rows **ret_row);
/* Oldest first: wersja, kto, wynik, uzasadnienie, created_at. */
MUST_CHECK enum err pismo_akceptacje(struct ctx *ctx, int64_t id, struct db_rows **ret_rows);

/* The sealed document: bytes in ctx->mem and the tree. ERR_CONFLICT while it is not signed. row: of pismo_get(). */
MUST_CHECK enum err pismo_document(struct ctx *ctx, const struct db_rows *row, void **ret_data, size_t *ret_len,
                                   xmlDoc **ret_doc);

/* By what the letter is known outside the office: "LUB-PISMO-0801062-12". */
const char *pismo_identyfikator(struct ctx *ctx, int64_t id);

/* Anybody may learn from the identifier of a signed letter that it exists: numer, nazwa_jst, nazwa_urzedu, slug,
 * sha256, podpisano_at; nothing of whom it is for or what it says. ERR_NOTFOUND „Nie ma takiego pisma…” */
MUST_CHECK enum err pismo_public(struct ctx *ctx, const char *numer, struct db_rows **ret_row);
/* The same for the letter that is this very file; no row when there is none. */
MUST_CHECK enum err pismo_public_file(struct ctx *ctx, const char *sha256, struct db_rows **ret_rows);

/* For paper: the letter with the statement of KPA art. 39³ § 2, its identifier and a QR code, sealed by the
 * unit (PAdES B-T). ERR_CONFLICT as above; ERR_BUSY when the signer is away. */
MUST_CHECK enum err pismo_pdf(struct ctx *ctx, const struct db_rows *row, void **ret_pdf, size_t *ret_len);

/* Cases' letters to which a new one may answer: id, label, nadawca_nazwa, nadawca_adres, konto (1), data. */
MUST_CHECK enum err pismo_letters(struct ctx *ctx, int64_t sprawa_id, struct db_rows **ret_rows);

/* Waiting letters as a table, oldest first: those the clerk who acts shall accept or sign; with stan PODPISANE those the
 * kancelaria shall send. */
extern const struct reg pismo_register;

/* By what way a letter goes out. */
#define PISMO_NA_KONTO "konto"
extern const struct word pismo_sposoby[];

/* Rejestr przesyłek wychodzących, last first. The id of a row is the letter's; also powod. */
extern const struct reg wysylka_register;

/* ---- two versions side by side ---- */

struct pismo_wiersz {
    char rodzaj; /* '=' in both, '-' only in the older, '+' only in the newer */
    const char *tekst;
};

/* Line by line; texts so large that a comparison would take too long give all old lines, then all new ones. */
int pismo_roznice(TALLOC_CTX *mem, const char *starsza, const char *nowsza, struct pismo_wiersz **ret_wiersze);

#endif

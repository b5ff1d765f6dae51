/* Rejestr przesyłek wpływających: what has arrived gets its number (RPW/12/2026), and from then on always lies in
 * exactly one inbox: of a komórka (its head), of a clerk, or in a case. */
#ifndef MODULES_EOD_PRZESYLKA_PRZESYLKA_H
#define MODULES_EOD_PRZESYLKA_PRZESYLKA_H

#include <stdint.h>

#include "core/ctx/ctx.h"
#include "core/ctx/role.h"
#include "core/doc/xml.h"
#include "core/register/register.h"

struct db_rows;

#define PRZESYLKA_TYTUL_MAX 300
#define PRZESYLKA_NADAWCA_MAX 300
#define PRZESYLKA_ADRES_MAX 500
#define PRZESYLKA_ZNAK_MAX 250
#define PRZESYLKA_UWAGI_MAX 1000
#define PRZESYLKA_ZALACZNIKI_MAX 9999

struct przesylka_nowa {
    int64_t dokument_id;
    const char *tytul;
    const char *nadawca_nazwa;
    const char *nadawca_adres;
    const char *data_na_pismie; /* ISO; "" = no date on the letter */
    const char *znak_obcy;      /* "" = no sign on the letter */
    int64_t liczba_zalacznikow;
    const char *uwagi;
    int64_t do_komorki_id; /* to this komórka's head for dekretacja … */
    int64_t do_sprawy_id;  /* … or straight to the clerk of this open case; exactly one of the two */
};

/* Enters the document in the register under the next number of the year, without gaps, and hands it on.
 * ERR_DENIED    not the kancelaria
 * ERR_NOTFOUND  no such document
 * ERR_CONFLICT  it has a number already; the message names it
 * ERR_INVALID   title or sender missing, date in the future, a komórka that nobody heads, a case that is closed */
MUST_CHECK enum err przesylka_enter(struct ctx *ctx, const struct przesylka_nowa *n, int64_t *ret_id);

/* Where a letter may lie, in words; and its steps: „dekretacja”, „zwrot”, „sprawa” (a new one), „dolaczenie”. Who asks has
 * seen that it is the clerk's turn. */
extern const struct word przesylka_stany[];
extern const struct step przesylka_kroki[];

/* The state of a letter in this inbox: of a komórka, of a clerk when there is none. */
const char *przesylka_stan_w(int64_t komorka_id);

/* The register, last number first: the table of its list. Of a row also sprawa_id, of the case it is in. */
extern const struct reg przesylka_register;

/* One entry: all of the register, rpw, u_kogo, u_mnie (1 when it lies in the hands of the clerk who acts: see
 * eod.w_moich_rekach), zarejestrowal, sprawa_znak, upo. ERR_NOTFOUND „Nie ma takiej przesyłki.” */
MUST_CHECK enum err przesylka_get(struct ctx *ctx, int64_t id, struct db_rows **ret_row);

/* Under which entry a document stands in the register; 0 = not registered yet. */
MUST_CHECK enum err przesylka_of_dokument(struct ctx *ctx, int64_t dokument_id, int64_t *ret_id);

/* Komórki to which the kancelaria may hand a letter: id, kod, nazwa, kierownik, label, domyslna (1 for the first). The
 * head assigns letters; leadership comes before those who also run cases. */
MUST_CHECK enum err przesylka_targets(struct ctx *ctx, struct db_rows **ret_rows);

/* Its assignments, oldest first: id, od, od_stanowisko, komu, rola, polecenie, termin, zwrot (1), created_at,
 * odczytano_at. */
MUST_CHECK enum err przesylka_chain(struct ctx *ctx, int64_t id, struct db_rows **ret_rows);

/* What happened to it, oldest first: czas, typ, aktor, stanowisko and the columns of the metryka (metryka.h). */
MUST_CHECK enum err przesylka_history(struct ctx *ctx, int64_t id, int64_t dokument_id, struct db_rows **ret_rows);

/* ---- its way, for those who know that the clerk who acts may move it and have locked it ---- */

/* One step: from the inbox it lies in to the next one. */
struct przesylka_krok {
    int64_t komorka_id;   /* to a komórka … */
    int64_t pracownik_id; /* … or to a clerk */
    const char *polecenie;
    const char *termin; /* ISO; "" leaves the one that was set before */
    bool zwrot;
    int64_t z_komorki_id; /* the komórka to which a return would bring it; 0 = the clerk who acts */
};

/* Notes the step in its chain and lays it into the next inbox. */
MUST_CHECK enum err przesylka_hand_on(struct ctx *ctx, int64_t id, const struct przesylka_krok *k);

/* „Do wiadomości” for the clerks of the list "1,2,3", but for the one who acts, the one who leads it (0 = nobody) and those
 * who have it unread. */
MUST_CHECK enum err przesylka_inform(struct ctx *ctx, int64_t id, const char *ids, int64_t prowadzacy_id);

/* Into the files of a case, under the next number there; it lies in no inbox any more. */
MUST_CHECK enum err przesylka_to_case(struct ctx *ctx, int64_t id, int64_t sprawa_id);

/* Closes what was sent to the clerk who acts „do wiadomości”: he has it before his eyes. */
MUST_CHECK enum err przesylka_read(struct ctx *ctx, int64_t id);

/* The stored document as a tree, with attachments emptied, NULL in *ret_doc when it is no wnio:Dokument (then it can
 * only be downloaded). sha256 and wzor are columns of esp.dokument. */
MUST_CHECK enum err przesylka_document(struct ctx *ctx, const char *sha256, const char *wzor, xmlDoc **ret_doc);

/* The date written on the letter, ISO, "" when there is none that can be read. doc may be NULL. */
const char *przesylka_date(struct ctx *ctx, xmlDoc *doc);

/* The first case of this office whose sign stands in the given sign, in the title or in the text of the letter (doc may
 * be NULL): id, znak, tytul, otwarta (1), prowadzacy, prowadzacy_id. No row when there is none. */
MUST_CHECK enum err przesylka_quoted_case(struct ctx *ctx, const char *znak, const char *tytul, xmlDoc *doc,
                                          struct db_rows **ret_rows);

#endif

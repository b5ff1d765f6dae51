/* Cases: opened in a class of the wykaz akt under a sign without gaps (OR.1431.7.2026), with all letters of the matter
 * in their akta, until they are closed. Nothing in a closed case changes any more (Dz.U. 2006 nr 206 poz. 1518 § 6). */
#ifndef MODULES_EOD_SPRAWA_SPRAWA_H
#define MODULES_EOD_SPRAWA_SPRAWA_H

#include <stdint.h>

#include "core/ctx/ctx.h"
#include "core/ctx/role.h"
#include "core/law/date.h"
#include "core/register/register.h"
#include "core/rules/slad.h"

struct db_rows;

#define SPRAWA_TYTUL_MAX 300
#define SPRAWA_PODSTAWA_MAX 200
#define SPRAWA_SPOSOB_MAX 500

/* How long the office has, from the day the letter reached it (KPA art. 35 and 61 § 3). */
struct sprawa_termin {
    const char *kod;   /* "miesiac" */
    const char *opis;  /* what a clerk chooses */
    const char *klucz; /* of the law parameter with length and basis (sprawa_parametry.csv) */
};

/* Ended by a row of NULLs. The last kind takes its day and its basis from the clerk: special law overrides; it has no
 * klucz. */
#define SPRAWA_SZCZEGOLNY "szczegolny"
extern const struct sprawa_termin sprawa_terminy[];

struct sprawa_koniec {
    struct date end;
    const char *podstawa;
};

/* The end of a term of that kind, with its trace; result "termin". ERR_INVALID when there is no such kind or its
 * parameter refuses. */
MUST_CHECK enum err sprawa_termin_calculate(struct ctx *ctx, struct slad *s, const char *kod, struct date wplyw,
                                            struct sprawa_koniec *ret_koniec);

struct sprawa_nowa {
    int64_t przesylka_id;
    const char *symbol;
    const char *tytul;
    const char *termin;          /* kod of sprawa_terminy */
    const char *termin_data;     /* ISO, for "szczegolny" */
    const char *termin_podstawa; /* for "szczegolny" */
};

/* Opens a case for the letter, which becomes the first of its akta; the clerk who acts is its prowadzący and his
 * komórka the one in the sign. The party's account, where there is one, is that of the letter's sender.
 * ERR_NOTFOUND  no such letter
 * ERR_CONFLICT  the letter is in a case already; the message names it
 * ERR_DENIED    the letter does not lie in the inbox of the clerk who acts, or he runs no cases
 * ERR_INVALID   title missing, class not usable, term wrong */
MUST_CHECK enum err sprawa_open(struct ctx *ctx, const struct sprawa_nowa *n, int64_t *ret_id);

/* The letter for which a case is about to be opened: id, rpw, tytul, nadawca_nazwa, wplyw (ISO day), sprawa_id. */
MUST_CHECK enum err sprawa_letter(struct ctx *ctx, int64_t przesylka_id, struct db_rows **ret_row);

/* The day on which a case opened for the letter would have to be done with, ISO; what sprawa_open() will use.
 * ERR_INVALID as there. */
MUST_CHECK enum err sprawa_termin_date(struct ctx *ctx, const char *wplyw, const struct sprawa_nowa *n,
                                       const char **ret_date);

/* Puts the letter into the akta of an open case named by its sign. *ret_id is the case.
 * ERR_INVALID (field "znak")  no such case in this unit; other codes as sprawa_open(), ERR_CONFLICT also when it is
 *                             closed */
MUST_CHECK enum err sprawa_join(struct ctx *ctx, int64_t przesylka_id, const char *znak, int64_t *ret_id);

/* All columns of the case, komorka, prowadzacy, prowadzacy_stanowisko, haslo, moja (1: the clerk who acts runs it or
 * heads its komórka). ERR_NOTFOUND „Nie ma takiej sprawy.” */
MUST_CHECK enum err sprawa_get(struct ctx *ctx, int64_t id, struct db_rows **ret_row);

/* How the term was calculated, as slad_get(); ERR_NOTFOUND for a case whose term was not. */
MUST_CHECK enum err sprawa_obliczenie(struct ctx *ctx, int64_t id, struct db_rows **ret_row);
MUST_CHECK enum err sprawa_ma_obliczenie(struct ctx *ctx, int64_t id, bool *ret_has);

/* Letters that came in: lp, id, rpw, tytul, nadawca_nazwa, wplynelo_at, data_na_pismie, znak_obcy. */
MUST_CHECK enum err sprawa_przychodzace(struct ctx *ctx, int64_t id, struct db_rows **ret_rows);
/* Letters that go out: id, tytul, stan, wersja, autor, adresat_nazwa, podpisano_at, numer, rok, sposob, wyslano_at,
 * doreczenie_id, odebrano_at, data_doreczenia, upo. */
MUST_CHECK enum err sprawa_wychodzace(struct ctx *ctx, int64_t id, struct db_rows **ret_rows);

/* Where a case stands, in words. */
extern const struct word sprawa_stany[];

/* Is a case in this state open? */
bool sprawa_is_open(const char *stan);

/* All cases, newest first: the table of their list. Narrowed by stan and by zakres, who runs it: "moje", "komorka". */
extern const struct reg sprawa_register;

/* Classes in which the komórka of the clerk who acts opened its latest cases, last one first: symbol, haslo, kategoria,
 * potwierdzona, dostepna. */
MUST_CHECK enum err sprawa_ostatnie_klasy(struct ctx *ctx, int limit, struct db_rows **ret_rows);

/* Everything that keeps the case from being closed, at once: kod ("robocze", "przedlozone", "zaakceptowane",
 * "podpisane", "nieodebrane"), tytul, pismo_id, adresat_nazwa. */
MUST_CHECK enum err sprawa_obstacles(struct ctx *ctx, int64_t id, struct db_rows **ret_rows);

/* Closes it.
 * ERR_NOTFOUND
 * ERR_CONFLICT  closed already, or there are obstacles; the message tells them all
 * ERR_DENIED    somebody else runs it
 * ERR_INVALID (field "sposob")  how it was settled is missing */
MUST_CHECK enum err sprawa_close(struct ctx *ctx, int64_t id, const char *sposob);

/* The spisy of a year: komorka_kod, komorka, symbol, haslo, kategoria, n, otwarte. */
MUST_CHECK enum err sprawa_spisy(struct ctx *ctx, int64_t rok, struct db_rows **ret_rows);
/* Years that have a case, newest first: rok. */
MUST_CHECK enum err sprawa_lata(struct ctx *ctx, struct db_rows **ret_rows);
/* One spis from number `od` on: id, numer, znak, tytul, strona_nazwa, znak_obcy, z_dnia, data_wszczecia,
 * data_zakonczenia, sposob_zalatwienia, prowadzacy, haslo, kategoria, komorka. */
struct sprawa_spis {
    int64_t rok;
    const char *komorka_kod;
    const char *symbol;
    int64_t od;
    int limit;
};
MUST_CHECK enum err sprawa_spis(struct ctx *ctx, const struct sprawa_spis *s, struct db_rows **ret_rows);

#endif

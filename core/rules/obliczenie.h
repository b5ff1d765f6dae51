/* Calculations of law by name: what a module can calculate, from which data, is a table in its x_oblicz.c; the registry
 * of all tables is generated. `eurzad-admin oblicz`, pages, jobs and tests call them in the same way.
 *
 *     static const struct dana WE[] = { { "wplyw", DANA_DZIEN, true, "dzień wpływu pisma" }, { 0 } };
 *     const struct obliczenie sprawa_obliczenia[] = { { "kpa", "zalatwienie", WE, calculate, "…" }, { 0 } };  */
#ifndef CORE_OBLICZENIE_H
#define CORE_OBLICZENIE_H

#include "core/ctx/ctx.h"
#include "core/law/date.h"
#include "core/law/ratio.h"
#include "core/rules/slad.h"

/* ---- data: named texts, in the order in which they were given ---- */

struct dane;

struct dane *dane_new(TALLOC_CTX *mem);
void dane_put(struct dane *d, const char *nazwa, const char *wartosc); /* replaces */
/* "" when it is not there. */
const char *dane_get(const struct dane *d, const char *nazwa);
bool dane_has(const struct dane *d, const char *nazwa);
/* The n-th name and value; NULL past the end. */
const char *dane_name(const struct dane *d, size_t n);
/* Adds "k=v;k=v"; false when a piece has no name or no "=". */
MUST_CHECK bool dane_read(struct dane *d, const char *text);

/* The value of a number or day that obliczenie_run() has already looked at; absent when it was left out. */
struct ratio dane_ratio(TALLOC_CTX *mem, const struct dane *d, const char *nazwa);
struct date dane_date(const struct dane *d, const char *nazwa);

/* ---- calculations ---- */

enum dana_rodzaj { DANA_LICZBA = 1, DANA_DZIEN, DANA_TEKST };

struct dana {
    const char *nazwa;
    enum dana_rodzaj rodzaj;
    bool wymagana;
    const char *opis;
};

struct obliczenie {
    const char *modul;
    const char *wariant;        /* the name among the data that tells this variant from others of the module */
    const struct dana *wejscie; /* ended by a row of zeros */
    enum err (*licz)(struct ctx *ctx, const struct dane *in, struct slad *s);
    const char *opis;
};

/* Every module's table; generated, so only in programs that have the domain. Ended by NULL, each table by a row of
 * zeros. */
extern const struct obliczenie *const all_obliczenia[];

/* The first of the module whose variant is among the data, or has the given name; NULL when there is none. */
const struct obliczenie *obliczenie_find(const struct obliczenie *const *all, const char *modul, const char *wariant,
                                         const struct dane *in);

/* The first name among the data that the calculation does not know; NULL when it knows all. */
const char *obliczenie_unknown(const struct obliczenie *o, const struct dane *in);

/* Runs it. Results and steps are in the trace. ERR_INVALID with a refusal in the trace: a required value is missing or
 * is not of its kind, or the calculation itself refuses. */
MUST_CHECK enum err obliczenie_run(struct ctx *ctx, const struct obliczenie *o, const struct dane *in, struct slad *s);

#endif

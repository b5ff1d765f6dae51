/* Numbers of law as dated rows (prawo.parametr), each with its basis and whether it is confirmed.
 *
 * A row of the acting unit goes before the national one of the same key. A process keeps the live rows in memory and asks
 * one cheap question a request, whether they are still the newest; so a run over ten thousand accounts reads each rate
 * from memory. Nothing is ever guessed: a key without a row on that day, an empty value, and, where the calculation says
 * so, an unconfirmed one, refuse the calculation and name key and day.
 *
 * Whatever is read is noted in the trace (core/rules/slad.h), for a number of law is read in order to calculate. */
#ifndef CORE_PARAMETR_H
#define CORE_PARAMETR_H

#include "core/ctx/ctx.h"
#include "core/law/date.h"
#include "core/law/ratio.h"

struct slad;

struct parametr {
    const char *jst; /* "" = national */
    const char *klucz;
    int wersja;
    const char *wartosc;
    const char *jednostka; /* "PLN", "%", "months", "days", … */
    struct date valid_from;
    struct date valid_to; /* absent: it lasts */
    const char *podstawa;
    const char *uwaga;
    bool confirmed;
};

/* The row in force on that day, for values that are no numbers; it lives as long as the trace. ERR_INVALID when there is
 * none, it is empty, it is not confirmed though the trace wants that, or a unit's own row goes beyond max.<key>. */
MUST_CHECK enum err parametr_find(struct ctx *ctx, struct slad *s, const char *klucz, struct date dzien,
                                  const struct parametr **ret_parametr);

/* Its value; ERR_INVALID also when that is no number. The steps of the trace know it again as this parameter. */
MUST_CHECK enum err parametr_get(struct ctx *ctx, struct slad *s, const char *klucz, struct date dzien,
                                 struct ratio *ret_value);

/* The last day of a term whose length is that parameter (its unit is days, weeks, months or years), counted from the
 * event by KPA art. 57. ERR_INVALID when the value is no term. */
MUST_CHECK enum err parametr_term(struct ctx *ctx, struct slad *s, const struct parametr *p, const char *opis,
                                  struct date event, struct date *ret_end);

/* The next call asks the database at once: after rows were written in this very request. */
void parametr_refresh(struct app *app);

#endif

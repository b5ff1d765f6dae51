/* The trace of a calculation of law: every step with its operands, its rounding, the row of law and the article.
 *
 * Law is calculated only with the functions below, which compute the step and write it in one; so the trace cannot tell
 * another story than the result.
 *
 *     struct slad *s = slad_new(ctx, "podatek", day);
 *     e = parametr_get(ctx, s, "nieruchomosci.grunt.pozostale_m2", day, &rate);
 *     tax = slad_product(s, "grunt pozostały", area, rate, NULL);
 *     tax = slad_round(s, "podatek", tax, ZAOKR_ZLOTY, NULL);
 *     slad_result(s, "podatek", ratio_text(ctx->mem, tax));
 *     e = slad_store(ctx, s, "decyzja", id, &sha256);
 *
 * A trace lives as long as the request it was made in, and so do the numbers its steps return. */
#ifndef CORE_SLAD_H
#define CORE_SLAD_H

#include <stddef.h>

#include "core/ctx/ctx.h"
#include "core/law/date.h"
#include "core/law/ratio.h"

struct db_rows;
struct parametr;
struct slad;

/* dzien: the day whose law is asked for. rodzaj: what is calculated, a word of the module ("termin"). */
struct slad *slad_new(struct ctx *ctx, const char *rodzaj, struct date dzien);
struct date slad_day(const struct slad *s);

/* From now on an unconfirmed parameter refuses the calculation. */
void slad_want_confirmed(struct slad *s);
bool slad_wants_confirmed(const struct slad *s);

/* ---- steps ----
 * opis: what is calculated, for people, in Polish. podstawa: the article; NULL takes the basis of the parameters among
 * the operands (a rounding: of the rounding itself). */

struct ratio slad_sum(struct slad *s, const char *opis, size_t n, const struct ratio *terms, const char *podstawa);
struct ratio slad_difference(struct slad *s, const char *opis, struct ratio a, struct ratio b, const char *podstawa);
struct ratio slad_product(struct slad *s, const char *opis, struct ratio a, struct ratio b, const char *podstawa);
/* ERR_INVALID when b is zero. */
MUST_CHECK enum err slad_quotient(struct slad *s, const char *opis, struct ratio a, struct ratio b,
                                  const char *podstawa, struct ratio *ret_quotient);

enum zaokr {
    ZAOKR_ZLOTY,      /* below 50 groszy dropped, from 50 raised: Ordynacja podatkowa art. 63 § 1 */
    ZAOKR_ZLOTY_GORA, /* up to a full złoty, where an act says so: u.ś.r. art. 17 ust. 3a–3c */
    ZAOKR_ZLOTY_DOL,
    ZAOKR_GROSZ, /* half a grosz raised */
    ZAOKR_GROSZ_GORA,
    ZAOKR_GROSZ_DOL,
};
struct ratio slad_round(struct slad *s, const char *opis, struct ratio a, enum zaokr how, const char *podstawa);

/* The last day of a term of n units that runs from an event, by KPA art. 57; the move from a free day or a Saturday is a
 * step of its own. ERR_INVALID when n is not a whole number of a sensible size or the calendar ends. */
MUST_CHECK enum err slad_term(struct slad *s, const char *opis, struct date event, enum date_unit unit, struct ratio n,
                              const char *podstawa, struct date *ret_end);

/* One value of the outcome. */
void slad_result(struct slad *s, const char *klucz, const char *wartosc);
/* NULL when the outcome has no such value. */
const char *slad_result_get(const struct slad *s, const char *klucz);

/* ---- parameters (core/rules/parametr.c calls these) ---- */

/* The row was used; returns the trace's own copy. */
const struct parametr *slad_note(struct slad *s, const struct parametr *p);
/* This number is the value of that row (a copy from slad_note()). */
void slad_note_value(struct slad *s, const struct parametr *p, struct ratio value);

/* ---- refusals ---- */

#define SLAD_NO_PARAMETER "BrakParametru"
#define SLAD_BAD_DATA "BladDanych"

struct odmowa {
    const char *kod; /* SLAD_NO_PARAMETER, SLAD_BAD_DATA */
    const char *klucz;
    struct date dzien;
    const char *opis;
};

/* Fails ctx with ERR_INVALID and the sentence, and keeps why for slad_refusal(). */
enum err slad_refuse(struct ctx *ctx, struct slad *s, const char *kod, const char *klucz, struct date dzien,
                     const char *opis);
/* Why the calculation was refused; NULL when it was not. */
const struct odmowa *slad_refusal(const struct slad *s);

/* ---- showing ---- */

/* {"wynik":{},"slad":[],"parametry":[],"niepotwierdzone":[]}, or {"odmowa":{}} after a refusal. */
const char *slad_json(TALLOC_CTX *mem, const struct slad *s);
/* The same for a terminal, in lines. */
const char *slad_text(TALLOC_CTX *mem, const struct slad *s);

/* ---- keeping ---- */

/* Stores the trace for the object in ctx->jst, insert only. *ret_sha256 goes into the event that tells of the object. */
MUST_CHECK enum err slad_store(struct ctx *ctx, const struct slad *s, const char *obiekt, int64_t id,
                               const char **ret_sha256);

/* Whether the object has a trace of that kind. */
MUST_CHECK enum err slad_has(struct ctx *ctx, const char *obiekt, int64_t id, const char *rodzaj, bool *ret_has);

/* The newest trace of that kind: rodzaj, dzien, wiedza_at, wynik, kroki, parametry (JSON), sha256. ERR_NOTFOUND when
 * there is none, ERR_INTERNAL when it no longer is what was stored. */
MUST_CHECK enum err slad_get(struct ctx *ctx, const char *obiekt, int64_t id, const char *rodzaj,
                             struct db_rows **ret_row);

#endif

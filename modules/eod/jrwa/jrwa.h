/* Jednolity rzeczowy wykaz akt: the classes in which an office opens its cases. The version in force today of the level
 * of the acting unit (W, P, or G, which serves cities with powiat rights too). */
#ifndef MODULES_EOD_JRWA_JRWA_H
#define MODULES_EOD_JRWA_JRWA_H

#include <stdbool.h>
#include <stdint.h>

#include "core/ctx/ctx.h"
#include "core/register/register.h"

struct db_rows;

/* Retention of a case opened in a class that is not confirmed yet, where the configuration allows that at all: the
 * longest of the usual ones, and nothing is destroyed without the archive's assessment. */
#define JRWA_KATEGORIA_NIEPOTWIERDZONA "BE10"

struct jrwa_klasa {
    int64_t wykaz_id;
    const char *symbol;
    const char *haslo;
    const char *kategoria;
    bool potwierdzona;
};

/* An end class in which a case may be opened now.
 * ERR_INVALID (field "symbol")  no such class, a class that only groups others, or one that is not confirmed while
 *                               conf.jrwa_niepotwierdzone is off */
MUST_CHECK enum err jrwa_do_sprawy(struct ctx *ctx, const char *symbol, struct jrwa_klasa *ret_k);

/* Classes whose symbol begins with q or whose words contain every word of q; all when q is "". In the order of the
 * wykaz: symbol, haslo, kategoria, kategoria_inne, potwierdzona (1 or NULL), grupujaca (1 or NULL), dostepna (1 when a
 * case may be opened in it). tylko_koncowe leaves out the classes that only group. */
MUST_CHECK enum err jrwa_search(struct ctx *ctx, const char *q, bool tylko_koncowe, int limit,
                                struct db_rows **ret_rows);

/* The wykaz as people read it. */
extern const struct reg jrwa_register;

#endif

/* Metryka sprawy (Dz.U. 2012 poz. 250): every action in a case in order, with its date, the person with the post he
 * held then, what was done and to which document. A view of the trail, so it is always up to date. */
#ifndef MODULES_EOD_METRYKA_METRYKA_H
#define MODULES_EOD_METRYKA_METRYKA_H

#include <stdint.h>

#include "core/ctx/ctx.h"

struct db_rows;

/* Events of the case, and those of its letters from the time before it existed, oldest first: czas, typ, aktor,
 * stanowisko, and for the phrases komu, tresc, znak, rpw, numer, sposob, wersja, dokument, upo. */
MUST_CHECK enum err metryka_list(struct ctx *ctx, int64_t sprawa_id, struct db_rows **ret_rows);

#endif

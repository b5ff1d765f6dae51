/* Dekretacja: who shall handle a letter, how and by when. A letter always lies in exactly one leading inbox; every step
 * is a new row, none is ever changed. */
#ifndef MODULES_EOD_DEKRETACJA_DEKRETACJA_H
#define MODULES_EOD_DEKRETACJA_DEKRETACJA_H

#include <stdint.h>

#include "core/ctx/ctx.h"

#define DEKRETACJA_POLECENIE_MAX 500
#define DEKRETACJA_DO_WIADOMOSCI_MAX 50

struct dekretacja {
    int64_t przesylka_id;
    int64_t do_komorki_id;        /* a komórka: its head decides further … */
    int64_t do_id;                /* … or the clerk who will handle it; exactly one of the two */
    const char *polecenie;        /* "" when empty */
    const char *termin;           /* ISO; "" = none */
    const int64_t *do_wiadomosci; /* clerks who shall only know */
    int n_do_wiadomosci;
};

/* Hands the letter on and writes the trail, in the caller's transaction.
 * ERR_NOTFOUND  no such letter in this unit
 * ERR_CONFLICT  it belongs to a case already, or somebody has handed it on meanwhile
 * ERR_DENIED    it does not lie in the inbox of the clerk who acts, nor in one of the komórka he heads
 * ERR_INVALID   the clerk is not active or runs no cases, nobody heads the komórka, the term is past */
MUST_CHECK enum err dekretacja_assign(struct ctx *ctx, const struct dekretacja *d);

/* Sends the letter back to where the last dekretacja brought it from. The reason is mandatory.
 * ERR_NOTFOUND ERR_CONFLICT ERR_DENIED  as above; ERR_CONFLICT also when it came straight from the kancelaria */
MUST_CHECK enum err dekretacja_return(struct ctx *ctx, int64_t przesylka_id, const char *powod);

#endif

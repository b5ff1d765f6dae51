/* Units of local government of the region (TERYT), the public dictionary. */
#ifndef MODULES_PORTAL_JST_JST_H
#define MODULES_PORTAL_JST_JST_H

#include "core/ctx/ctx.h"

struct db_rows;

struct jst {
    const char *teryt;
    const char *nazwa;     /* "Santok" */
    const char *nazwa_jst; /* "Gmina Santok" */
    const char *nazwa_urzedu;
    const char *rodzaj; /* "gmina wiejska" */
    const char *poziom; /* W, P, M, G */
    const char *powiat;
    const char *siedziba;
    const char *slug;          /* "gubin-gmina" */
    const char *adres_skrytki; /* "/0801062/domyslna" */
};

/* ERR_NOTFOUND „Nie ma takiej jednostki.” */
MUST_CHECK enum err jst_by_slug(struct ctx *ctx, const char *slug, struct jst *ret_jst);
/* The same, and the transaction acts in that unit; whose the rows are decides row-level security. */
MUST_CHECK enum err jst_act_in(struct ctx *ctx, const char *slug, struct jst *ret_jst);
MUST_CHECK enum err jst_by_teryt(struct ctx *ctx, const char *teryt, struct jst *ret_jst);
/* ESP address "/podmiot/skrytka", compared without regard to case. */
MUST_CHECK enum err jst_by_skrytka(struct ctx *ctx, const char *adres, struct jst *ret_jst);

/* Units whose name, kind, seat or powiat contains every word of q, Polish letters or not; all when q is "". Ordered for
 * reading: voivodeship, then by powiat, then by name (Polish collation). */
MUST_CHECK enum err jst_search(struct ctx *ctx, const char *q, struct db_rows **ret_rows);

#endif

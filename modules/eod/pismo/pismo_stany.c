/* The life of a letter as one table: who may do what in which state, and what it is then. */
#include <string.h>

#include "core/ctx/db.h"
#include "modules/eod/pismo/pismo.h"

struct przejscie {
    enum pismo_akcja akcja;
    enum pismo_stan z;
    enum pismo_stan na;
    unsigned kto;
};

static const struct przejscie PRZEJSCIA[] = {
    { PISMO_ZAPISZ, PISMO_ROBOCZE, PISMO_ROBOCZE, PISMO_AUTOR },
    { PISMO_ZAPISZ, PISMO_PRZEDLOZONE, PISMO_ROBOCZE, PISMO_AUTOR },
    { PISMO_ZAPISZ, PISMO_ZAAKCEPTOWANE, PISMO_ROBOCZE, PISMO_AUTOR },
    { PISMO_PRZEDLOZ, PISMO_ROBOCZE, PISMO_PRZEDLOZONE, PISMO_AUTOR },
    { PISMO_AKCEPTUJ, PISMO_PRZEDLOZONE, PISMO_ZAAKCEPTOWANE, PISMO_AKCEPTUJACY },
    { PISMO_POPRAW, PISMO_PRZEDLOZONE, PISMO_ZAAKCEPTOWANE, PISMO_AKCEPTUJACY },
    { PISMO_ZWROC, PISMO_PRZEDLOZONE, PISMO_ROBOCZE, PISMO_AKCEPTUJACY },
    { PISMO_ZWROC, PISMO_ZAAKCEPTOWANE, PISMO_ROBOCZE, PISMO_PODPISUJACY },
    { PISMO_PODPISZ, PISMO_ZAAKCEPTOWANE, PISMO_PODPISANE, PISMO_PODPISUJACY },
    { PISMO_WYSLIJ, PISMO_PODPISANE, PISMO_WYSLANE, PISMO_KANCELARIA },
    { PISMO_ANULUJ, PISMO_ROBOCZE, PISMO_ANULOWANE, PISMO_AUTOR },
    { PISMO_ANULUJ, PISMO_PRZEDLOZONE, PISMO_ANULOWANE, PISMO_AUTOR },
    { PISMO_ANULUJ, PISMO_ZAAKCEPTOWANE, PISMO_ANULOWANE, PISMO_AUTOR },
};

static const char *const NAMES[PISMO_STAN_N] = {
    [PISMO_ROBOCZE] = "ROBOCZE",     [PISMO_PRZEDLOZONE] = "PRZEDLOZONE", [PISMO_ZAAKCEPTOWANE] = "ZAAKCEPTOWANE",
    [PISMO_PODPISANE] = "PODPISANE", [PISMO_WYSLANE] = "WYSLANE",         [PISMO_ANULOWANE] = "ANULOWANE",
};

const char *pismo_stan_name(enum pismo_stan s)
{
    return NAMES[s];
}

enum pismo_stan pismo_stan(const struct db_rows *row)
{
    const char *name = db_str(row, 0, "stan");

    for (int i = 0; i < PISMO_STAN_N; i++)
        if (strcmp(NAMES[i], name) == 0)
            return (enum pismo_stan)i;
    return PISMO_ANULOWANE; /* the state in which nothing can be done */
}

enum err pismo_may(enum pismo_akcja akcja, enum pismo_stan stan, unsigned kto, enum pismo_stan *ret_stan)
{
    const struct przejscie *found = NULL;
    unsigned allowed = 0;

    for (size_t i = 0; i < sizeof PRZEJSCIA / sizeof PRZEJSCIA[0]; i++) {
        if (PRZEJSCIA[i].akcja != akcja)
            continue;
        allowed |= PRZEJSCIA[i].kto;
        if (PRZEJSCIA[i].z == stan)
            found = &PRZEJSCIA[i];
    }
    if (!(allowed & kto))
        return ERR_DENIED;
    if (!found)
        return ERR_CONFLICT;
    if (!(found->kto & kto))
        return ERR_DENIED;
    *ret_stan = found->na;
    return ERR_OK;
}

unsigned pismo_kto(const struct ctx *ctx, const struct db_rows *row)
{
    uint64_t roles = ctx->who.roles;
    unsigned kto = 0;

    if ((roles & ROLE_EOD_REFERENT) && !db_is_null(row, 0, "moje"))
        kto |= PISMO_AUTOR;
    if ((roles & ROLE_EOD_AKCEPTUJACY) && ctx->who.pracownik_id &&
        db_int(row, 0, "akceptujacy_id") == ctx->who.pracownik_id)
        kto |= PISMO_AKCEPTUJACY;
    if (roles & ROLE_EOD_PODPISUJACY)
        kto |= PISMO_PODPISUJACY;
    if (roles & ROLE_EOD_KANCELARIA)
        kto |= PISMO_KANCELARIA;
    return kto;
}

/* The life of a letter as one table: who may do what in which state, and what it is then. Who he is to the letter stands
 * where other tables have a role, the action where they have the words on a button. */
#include <string.h>

#include "core/ctx/db.h"
#include "core/register/step.h"
#include "modules/eod/pismo/pismo.h"

static const struct step STEPS[] = {
    { "ROBOCZE", "ROBOCZE", PISMO_AUTOR, .label = "zapisz" },
    { "PRZEDLOZONE", "ROBOCZE", PISMO_AUTOR, .label = "zapisz" },
    { "ZAAKCEPTOWANE", "ROBOCZE", PISMO_AUTOR, .label = "zapisz" },
    { "ROBOCZE", "PRZEDLOZONE", PISMO_AUTOR, .label = "przedloz" },
    { "PRZEDLOZONE", "ZAAKCEPTOWANE", PISMO_AKCEPTUJACY, .label = "akceptuj" },
    { "PRZEDLOZONE", "ZAAKCEPTOWANE", PISMO_AKCEPTUJACY, .label = "popraw" },
    { "PRZEDLOZONE", "ROBOCZE", PISMO_AKCEPTUJACY, .label = "zwroc" },
    { "ZAAKCEPTOWANE", "ROBOCZE", PISMO_PODPISUJACY, .label = "zwroc" },
    { "ZAAKCEPTOWANE", "PODPISANE", PISMO_PODPISUJACY, .label = "podpisz" },
    { "PODPISANE", "WYSLANE", PISMO_KANCELARIA, .label = "wyslij" },
    { "ROBOCZE", "ANULOWANE", PISMO_AUTOR, .label = "anuluj" },
    { "PRZEDLOZONE", "ANULOWANE", PISMO_AUTOR, .label = "anuluj" },
    { "ZAAKCEPTOWANE", "ANULOWANE", PISMO_AUTOR, .label = "anuluj" },
    { 0 },
};

const struct word pismo_stany[] = {
    [PISMO_ROBOCZE] = { "ROBOCZE", "projekt", "" },
    [PISMO_PRZEDLOZONE] = { "PRZEDLOZONE", "do akceptacji", "warn" },
    [PISMO_ZAAKCEPTOWANE] = { "ZAAKCEPTOWANE", "do podpisu", "warn" },
    [PISMO_PODPISANE] = { "PODPISANE", "do wysłania", "info" },
    [PISMO_WYSLANE] = { "WYSLANE", "wysłane", "ok" },
    [PISMO_ANULOWANE] = { "ANULOWANE", "anulowane", "" },
    [PISMO_STAN_N] = { 0 },
};

static const char *const ACTIONS[PISMO_AKCJA_N] = {
    [PISMO_ZAPISZ] = "zapisz", [PISMO_PRZEDLOZ] = "przedloz", [PISMO_AKCEPTUJ] = "akceptuj", [PISMO_POPRAW] = "popraw",
    [PISMO_ZWROC] = "zwroc",   [PISMO_PODPISZ] = "podpisz",   [PISMO_WYSLIJ] = "wyslij",     [PISMO_ANULUJ] = "anuluj",
};

const char *pismo_stan_name(enum pismo_stan s)
{
    return pismo_stany[s].code;
}

const char *pismo_akcja_name(enum pismo_akcja a)
{
    return ACTIONS[a];
}

static enum pismo_stan state_of(const char *name)
{
    for (int i = 0; i < PISMO_STAN_N; i++)
        if (strcmp(pismo_stany[i].code, name) == 0)
            return (enum pismo_stan)i;
    return PISMO_ANULOWANE; /* the state in which nothing can be done */
}

enum pismo_stan pismo_stan(const struct db_rows *row)
{
    return state_of(db_str(row, 0, "stan"));
}

enum err pismo_may(enum pismo_akcja akcja, enum pismo_stan stan, unsigned kto, enum pismo_stan *ret_stan)
{
    const struct step *found = NULL;
    uint64_t allowed = 0;

    for (const struct step *s = STEPS; s->from; s++) {
        if (strcmp(s->label, ACTIONS[akcja]) != 0)
            continue;
        allowed |= s->role;
        if (strcmp(s->from, pismo_stany[stan].code) == 0)
            found = s;
    }
    if (!(allowed & kto))
        return ERR_DENIED;
    if (!found)
        return ERR_CONFLICT;
    if (!(found->role & kto))
        return ERR_DENIED;
    *ret_stan = state_of(found->to);
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

/* The life of a letter as one table: who may do what in which state, and what it is then. Who he is to the letter stands
 * where other tables have a role. */
#include <string.h>

#include "core/ctx/db.h"
#include "modules/eod/pismo/pismo.h"

static const struct step STEPS[] = {
    { "ROBOCZE", "ROBOCZE", PISMO_AUTOR, "pismo.zmienione", .code = "zapisz" },
    { "PRZEDLOZONE", "ROBOCZE", PISMO_AUTOR, "pismo.zmienione", .code = "zapisz" },
    { "ZAAKCEPTOWANE", "ROBOCZE", PISMO_AUTOR, "pismo.zmienione", .code = "zapisz" },
    { "ROBOCZE", "PRZEDLOZONE", PISMO_AUTOR, "pismo.przedlozone", .code = "przedloz" },
    { "PRZEDLOZONE", "ZAAKCEPTOWANE", PISMO_AKCEPTUJACY, "pismo.zaakceptowane", .code = "akceptuj" },
    { "PRZEDLOZONE", "ZAAKCEPTOWANE", PISMO_AKCEPTUJACY, "pismo.zaakceptowane", .code = "popraw" },
    { "PRZEDLOZONE", "ROBOCZE", PISMO_AKCEPTUJACY, "pismo.zwrocone", .reason = true, .code = "zwroc" },
    { "ZAAKCEPTOWANE", "ROBOCZE", PISMO_PODPISUJACY, "pismo.zwrocone", .reason = true, .code = "zwroc" },
    { "ZAAKCEPTOWANE", "PODPISANE", PISMO_PODPISUJACY, "pismo.podpisane", .code = "podpisz" },
    { "PODPISANE", "WYSLANE", PISMO_KANCELARIA, "pismo.wyslane", .code = "wyslij" },
    { "ROBOCZE", "ANULOWANE", PISMO_AUTOR, "pismo.anulowane", .code = "anuluj" },
    { "PRZEDLOZONE", "ANULOWANE", PISMO_AUTOR, "pismo.anulowane", .code = "anuluj" },
    { "ZAAKCEPTOWANE", "ANULOWANE", PISMO_AUTOR, "pismo.anulowane", .code = "anuluj" },
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

enum err pismo_step(enum pismo_akcja akcja, enum pismo_stan stan, unsigned kto, const struct step **ret_step)
{
    return step_find(STEPS, ACTIONS[akcja], pismo_stany[stan].code, NULL, kto, ret_step);
}

enum err pismo_may(enum pismo_akcja akcja, enum pismo_stan stan, unsigned kto, enum pismo_stan *ret_stan)
{
    const struct step *step = NULL;
    enum err e = pismo_step(akcja, stan, kto, &step);

    if (!e)
        *ret_stan = state_of(step->to);
    return e;
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

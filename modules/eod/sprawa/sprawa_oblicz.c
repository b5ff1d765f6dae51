/* The term for settling a case (KPA art. 35), as a calculation with its trace. */
#include <string.h>

#include "core/rules/obliczenie.h"
#include "core/rules/parametr.h"
#include "modules/eod/sprawa/sprawa.h"

const struct sprawa_termin sprawa_terminy[] = {
    { "miesiac", "Sprawa wymagająca postępowania: miesiąc", "kpa.zalatwienie.miesiac" },
    { "dwa_miesiace", "Sprawa szczególnie skomplikowana: dwa miesiące", "kpa.zalatwienie.dwa_miesiace" },
    { "niezwlocznie", "Bez postępowania: niezwłocznie (termin wewnętrzny)", "kpa.zalatwienie.niezwlocznie" },
    { SPRAWA_SZCZEGOLNY, "Termin z przepisu szczególnego", NULL },
    { NULL, NULL, NULL },
};

static const struct sprawa_termin *kind(const char *kod)
{
    const struct sprawa_termin *t = sprawa_terminy;

    while (t->kod && strcmp(t->kod, kod) != 0)
        t++;
    return t->klucz ? t : NULL;
}

enum err sprawa_termin_calculate(struct ctx *ctx, struct slad *s, const char *kod, struct date wplyw,
                                 struct sprawa_koniec *ret_koniec)
{
    const struct sprawa_termin *t = kind(kod);
    const struct parametr *p = NULL;
    struct date end = { 0 };
    enum err e;

    if (!t)
        return ctx_fail_field(ctx, "termin", "Wybierz termin załatwienia sprawy.");
    e = parametr_find(ctx, s, t->klucz, wplyw, &p);
    if (!e)
        e = parametr_term(ctx, s, p, "termin załatwienia sprawy od dnia wpływu", wplyw, &end);
    if (e)
        return e;
    slad_result(s, "termin", date_text(ctx->mem, end));
    *ret_koniec = (struct sprawa_koniec){ .end = end, .podstawa = p->podstawa };
    return ERR_OK;
}

static enum err calculate(struct ctx *ctx, const struct dane *in, struct slad *s)
{
    const char *kod = dane_get(in, "zalatwienie");
    struct date wplyw = dane_date(in, "wplyw");
    struct sprawa_koniec koniec = { 0 };

    if (!kind(kod))
        return slad_refuse(ctx, s, SLAD_BAD_DATA, "zalatwienie", slad_day(s),
                           "zalatwienie: możliwe są miesiac, dwa_miesiace, niezwlocznie.");
    return sprawa_termin_calculate(ctx, s, kod, date_is_set(wplyw) ? wplyw : slad_day(s), &koniec);
}

static const struct dana INPUT[] = {
    { "zalatwienie", DANA_TEKST, true, "miesiac, dwa_miesiace albo niezwlocznie" },
    { "wplyw", DANA_DZIEN, false, "dzień wpływu pisma; bez niego dzień obliczenia" },
    { NULL, 0, false, NULL },
};

const struct obliczenie sprawa_obliczenia[] = {
    { "kpa", "zalatwienie", INPUT, calculate, "termin załatwienia sprawy (KPA art. 35 i 57) -> termin" },
    { NULL, NULL, NULL, NULL, NULL },
};

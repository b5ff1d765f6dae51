/* Data by name, and the checks that are the same for every calculation. */
#include "core/rules/obliczenie.h"

#include <string.h>

/* ---- data ---- */

struct para {
    struct para *next;
    const char *nazwa;
    const char *wartosc;
};

struct dane {
    struct para *first;
};

struct dane *dane_new(TALLOC_CTX *mem)
{
    return mem_zero(mem, struct dane);
}

static struct para *find(const struct dane *d, const char *nazwa)
{
    struct para *p = d->first;

    while (p && strcmp(p->nazwa, nazwa) != 0)
        p = p->next;
    return p;
}

void dane_put(struct dane *d, const char *nazwa, const char *wartosc)
{
    struct para *p = find(d, nazwa);
    struct para **end = &d->first;

    if (!p) {
        p = mem_zero(d, struct para);
        p->nazwa = mem_strdup(p, nazwa);
        while (*end)
            end = &(*end)->next;
        *end = p;
    }
    p->wartosc = mem_strdup(p, wartosc);
}

const char *dane_get(const struct dane *d, const char *nazwa)
{
    const struct para *p = find(d, nazwa);

    return p ? p->wartosc : "";
}

bool dane_has(const struct dane *d, const char *nazwa)
{
    return find(d, nazwa);
}

const char *dane_name(const struct dane *d, size_t n)
{
    const struct para *p = d->first;

    for (; p && n > 0; n--)
        p = p->next;
    return p ? p->nazwa : NULL;
}

bool dane_read(struct dane *d, const char *text)
{
    MEM_SCOPE(tmp, d);

    while (*text) {
        size_t n = strcspn(text, ";");
        const char *piece = mem_strndup(tmp, text, n);
        const char *equals = strchr(piece, '=');

        if (!equals || equals == piece)
            return false;
        dane_put(d, mem_strndup(tmp, piece, (size_t)(equals - piece)), equals + 1);
        text += n + (text[n] == ';');
    }
    return true;
}

struct ratio dane_ratio(TALLOC_CTX *mem, const struct dane *d, const char *nazwa)
{
    struct ratio r = { 0 };

    return ratio_parse(mem, dane_get(d, nazwa), &r) ? r : (struct ratio){ 0 };
}

struct date dane_date(const struct dane *d, const char *nazwa)
{
    struct date day = { 0 };

    return date_parse(dane_get(d, nazwa), &day) ? day : (struct date){ 0 };
}

/* ---- calculations ---- */

const struct obliczenie *obliczenie_find(const struct obliczenie *const *all, const char *modul, const char *wariant,
                                         const struct dane *in)
{
    for (size_t t = 0; all[t]; t++)
        for (const struct obliczenie *o = all[t]; o->modul; o++)
            if (strcmp(o->modul, modul) == 0 && (wariant ? strcmp(o->wariant, wariant) == 0 : dane_has(in, o->wariant)))
                return o;
    return NULL;
}

static bool is_known(const struct obliczenie *o, const char *nazwa)
{
    for (const struct dana *d = o->wejscie; d->nazwa; d++)
        if (strcmp(d->nazwa, nazwa) == 0)
            return true;
    return false;
}

const char *obliczenie_unknown(const struct obliczenie *o, const struct dane *in)
{
    const char *nazwa = NULL;

    for (size_t i = 0; (nazwa = dane_name(in, i)); i++)
        if (!is_known(o, nazwa))
            return nazwa;
    return NULL;
}

/* What is wrong with the value; NULL when nothing is. */
static const char *fault(TALLOC_CTX *mem, const struct dana *d, const struct dane *in)
{
    const char *value = dane_get(in, d->nazwa);
    struct ratio number = { 0 };
    struct date day = { 0 };

    if (!*value)
        return d->wymagana ? "brakuje wartości" : NULL;
    if (d->rodzaj == DANA_LICZBA && !ratio_parse(mem, value, &number))
        return "to nie jest liczba";
    if (d->rodzaj == DANA_DZIEN && !date_parse(value, &day))
        return "to nie jest dzień w postaci RRRR-MM-DD";
    return NULL;
}

enum err obliczenie_run(struct ctx *ctx, const struct obliczenie *o, const struct dane *in, struct slad *s)
{
    for (const struct dana *d = o->wejscie; d->nazwa; d++) {
        const char *why = fault(ctx->mem, d, in);

        if (why)
            return slad_refuse(ctx, s, SLAD_BAD_DATA, d->nazwa, slad_day(s),
                               mem_printf(ctx->mem, "%s (%s): %s.", d->nazwa, d->opis, why));
    }
    return o->licz(ctx, in, s);
}

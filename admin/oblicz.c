/* eurzad-admin oblicz: one calculation of law with its trace, or a file of examples. */
#include <stdio.h>
#include <string.h>

#include "admin/admin.h"
#include "core/base/clock.h"
#include "core/base/csvread.h"
#include "core/ctx/app.h"
#include "core/rules/obliczenie.h"

#define FILE_MAX (8u << 20)

struct polecenie {
    const char *modul;
    const char *wariant;
    const char *wektory;
    const char *jst;
    struct date dzien;
    struct dane *in;
    bool json;
};

/* ---- used wrongly ---- */

static const char *kind_name(enum dana_rodzaj r)
{
    return r == DANA_LICZBA ? "liczba" : r == DANA_DZIEN ? "RRRR-MM-DD" : "tekst";
}

/* What can be calculated: all of it, or one module when there is one of that name. */
static void print_table(FILE *to, const char *modul)
{
    for (size_t t = 0; all_obliczenia[t]; t++)
        for (const struct obliczenie *o = all_obliczenia[t]; o->modul; o++) {
            if (modul && strcmp(modul, o->modul) != 0)
                continue;
            fprintf(to, "%s, wariant %s: %s\n", o->modul, o->wariant, o->opis);
            for (const struct dana *d = o->wejscie; d->nazwa; d++)
                fprintf(to, "  %-20s %-11s %-12s %s\n", d->nazwa, kind_name(d->rodzaj),
                        d->wymagana ? "wymagane" : "opcjonalne", d->opis);
        }
}

static bool has_module(const char *modul)
{
    for (size_t t = 0; all_obliczenia[t]; t++)
        for (const struct obliczenie *o = all_obliczenia[t]; o->modul; o++)
            if (strcmp(o->modul, modul) == 0)
                return true;
    return false;
}

static int usage(const char *why, const char *modul)
{
    if (why)
        fprintf(stderr, "eurzad-admin: oblicz: %s\n", why);
    fprintf(stderr,
            "użycie: eurzad-admin … oblicz MODUŁ [WARIANT] [klucz=wartość…] [--dane 'k=v;k=v'] [--dzien RRRR-MM-DD]"
            " [--jst TERYT] [--format json]\n"
            "        eurzad-admin … oblicz --wektory PLIK.csv   wiersze id,module,valid_on,input,expected,basis\n");
    print_table(stderr, modul && has_module(modul) ? modul : NULL);
    return 2;
}

/* ---- one calculation ---- */

/* 0 calculated, 1 refused (the trace says why), 2 used wrongly (*ret_why), 3 could not. */
static int calculate(struct ctx *ctx, const struct polecenie *p, struct slad *s, const char **ret_why)
{
    const struct obliczenie *o = obliczenie_find(all_obliczenia, p->modul, p->wariant, p->in);
    const char *unknown = o ? obliczenie_unknown(o, p->in) : NULL;
    enum err e;

    if (!o || unknown) {
        *ret_why = !has_module(p->modul) ? mem_printf(ctx->mem, "nie ma modułu %s", p->modul)
                   : !o                  ? "żaden wariant modułu nie pasuje do danych"
                                         : mem_printf(ctx->mem, "nieznana dana %s", unknown);
        return 2;
    }
    e = obliczenie_run(ctx, o, p->in, s);
    return !e ? 0 : slad_refusal(s) ? 1 : 3;
}

static int one(struct app *app, const struct polecenie *p)
{
    struct ctx *ctx = ctx_system(app, p->jst);
    struct slad *s = slad_new(ctx, p->modul, p->dzien);
    const char *why = NULL;
    int status = calculate(ctx, p, s, &why);

    if (status == 2)
        usage(why, p->modul);
    else if (status == 3)
        admin_failed(ctx, "oblicz");
    else if (p->json)
        puts(slad_json(ctx->mem, s));
    else
        fputs(slad_text(ctx->mem, s), status ? stderr : stdout);
    ctx_free(ctx);
    return status;
}

/* ---- a file of examples ---- */

enum { ID, MODULE, VALID_ON, INPUT, EXPECTED, BASIS, COLUMNS };

/* What differs from what was expected, for people; NULL when all is as it should be. */
static const char *difference(struct ctx *ctx, const struct slad *s, int status, const struct dane *expected)
{
    const struct odmowa *o = slad_refusal(s);
    const char *name = NULL;

    if (dane_has(expected, "refused"))
        return o && strcmp(o->klucz, dane_get(expected, "refused")) == 0 ? NULL : "nie odmówiono z tego powodu";
    if (o)
        return mem_printf(ctx->mem, "odmowa (%s): %s", o->kod, o->opis);
    if (status)
        return "nie można obliczyć";
    for (size_t i = 0; (name = dane_name(expected, i)); i++) {
        const char *got = slad_result_get(s, name);

        if (!got || strcmp(got, dane_get(expected, name)) != 0)
            return mem_printf(ctx->mem, "%s: jest %s, miało być %s", name, got ? got : "(brak)",
                              dane_get(expected, name));
    }
    return NULL;
}

static bool agrees(struct app *app, const struct polecenie *all, const struct csv_record *r)
{
    struct ctx *ctx = ctx_system(app, all->jst);
    struct polecenie p = { .modul = r->n > MODULE ? r->field[MODULE] : "", .in = dane_new(ctx->mem) };
    struct dane *expected = dane_new(ctx->mem);
    const char *why = NULL;

    if (r->n != COLUMNS || !date_parse(r->field[VALID_ON], &p.dzien) || !dane_read(p.in, r->field[INPUT]) ||
        !dane_read(expected, r->field[EXPECTED])) {
        why = "wiersz jest błędny";
    } else {
        struct slad *s = slad_new(ctx, p.modul, p.dzien);
        int status = calculate(ctx, &p, s, &why);

        if (status != 2)
            why = difference(ctx, s, status, expected);
    }
    if (why)
        printf("%s: %s\n", r->field[ID], why);
    ctx_free(ctx);
    return !why;
}

static int vectors(struct app *app, const struct polecenie *p)
{
    MEM_SCOPE(mem, app->mem);
    size_t len = 0;
    const char *at = admin_read_file(mem, p->wektory, FILE_MAX, &len);
    struct csv_record r = { 0 };
    int agreed = 0;
    int n = 0;

    if (!at)
        return 3;
    if (!csv_next(mem, &at, &r) || r.n != COLUMNS || strcmp(r.field[ID], "id") != 0) {
        fprintf(stderr, "eurzad-admin: %s: brak nagłówka id,module,valid_on,input,expected,basis\n", p->wektory);
        return 3;
    }
    for (; csv_next(mem, &at, &r); n++)
        agreed += agrees(app, p, &r);
    if (*at) {
        fprintf(stderr, "eurzad-admin: %s: wiersza po %d. nie można odczytać\n", p->wektory, n);
        return 3;
    }
    printf("%d z %d zgodnych\n", agreed, n);
    return agreed == n ? 0 : 1;
}

/* ---- the command line ---- */

/* One word that is no option: the module, its variant, or a value. */
static bool read_word(struct polecenie *p, const char *word)
{
    if (!p->modul)
        p->modul = word;
    else if (strchr(word, '='))
        return dane_read(p->in, word);
    else if (!p->wariant)
        p->wariant = word;
    else
        return false;
    return true;
}

static bool read_option(struct polecenie *p, const char *name, const char *value)
{
    if (strcmp(name, "--dzien") == 0)
        return date_parse(value, &p->dzien);
    if (strcmp(name, "--dane") == 0)
        return dane_read(p->in, value);
    if (strcmp(name, "--jst") == 0)
        p->jst = value;
    else if (strcmp(name, "--wektory") == 0)
        p->wektory = value;
    else if (strcmp(name, "--format") == 0)
        p->json = strcmp(value, "json") == 0;
    else
        return false;
    return strcmp(name, "--format") != 0 || p->json || strcmp(value, "tekst") == 0;
}

int admin_obliczenie(struct app *app, int argc, char **argv)
{
    MEM_SCOPE(mem, app->mem);
    struct polecenie p = { .jst = "", .dzien = date_of(clock_now()), .in = dane_new(mem) };
    bool ok = argc > 1;

    for (int i = 1; ok && i < argc; i++) {
        if (strncmp(argv[i], "--", 2) == 0) {
            ok = i + 1 < argc && read_option(&p, argv[i], argv[i + 1]);
            i++;
        } else {
            ok = read_word(&p, argv[i]);
        }
    }
    if (!ok || (!p.modul) == (!p.wektory))
        return usage(NULL, p.modul);
    return p.wektory ? vectors(app, &p) : one(app, &p);
}

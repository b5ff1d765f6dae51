/* The steps: each computes and writes itself down. */
#include "core/rules/slad.h"

#include <string.h>

#include "core/base/buf.h"
#include "core/rules/parametr.h"
#include "core/rules/slad_priv.h"

#define OPERANDS_MAX 65536
#define TERM_MAX 36525 /* a century of days: a longer term is a mistake in a row */
#define KPA_57_4 "KPA art. 57 § 4"

/* A row that was read, and the number it became. */
struct used {
    struct used *next;
    struct parametr row;
    struct ratio value;
};

static void drop(json_t *j)
{
    json_decref(j);
}

struct slad *slad_new(struct ctx *ctx, const char *rodzaj, struct date dzien)
{
    struct slad *s = mem_zero(ctx->mem, struct slad);

    s->ctx = ctx;
    s->rodzaj = mem_strdup(s, rodzaj);
    s->dzien = dzien;
    s->wynik = mem_adopt(s, json_object(), drop);
    s->kroki = mem_adopt(s, json_array(), drop);
    s->parametry = mem_adopt(s, json_array(), drop);
    return s;
}

struct date slad_day(const struct slad *s)
{
    return s->dzien;
}

void slad_want_confirmed(struct slad *s)
{
    s->confirmed_only = true;
}

bool slad_wants_confirmed(const struct slad *s)
{
    return s->confirmed_only;
}

/* ---- parameters ---- */

static void put(json_t *o, const char *key, const char *text)
{
    json_object_set_new(o, key, json_string(text ? text : ""));
}

static struct used *used_row(const struct slad *s, const struct parametr *p)
{
    for (struct used *u = s->used; u; u = u->next)
        if (strcmp(u->row.jst, p->jst) == 0 && strcmp(u->row.klucz, p->klucz) == 0 && u->row.wersja == p->wersja &&
            date_compare(u->row.valid_from, p->valid_from) == 0)
            return u;
    return NULL;
}

static void add_to_list(struct slad *s, const struct parametr *p)
{
    json_t *o = json_object();

    put(o, "klucz", p->klucz);
    put(o, "wartosc", p->wartosc);
    put(o, "jednostka", p->jednostka);
    put(o, "od", date_text(s, p->valid_from));
    put(o, "do", date_text(s, p->valid_to));
    put(o, "podstawa", p->podstawa);
    put(o, "stan", p->confirmed ? "confirmed" : "unconfirmed");
    put(o, "uwaga", p->uwaga);
    put(o, "jst", p->jst);
    json_object_set_new(o, "wersja", json_integer(p->wersja));
    json_array_append_new(s->parametry, o);
}

const struct parametr *slad_note(struct slad *s, const struct parametr *p)
{
    struct used *u = used_row(s, p);

    if (u)
        return &u->row;
    u = mem_zero(s, struct used);
    u->row = *p;
    u->row.jst = mem_strdup(u, p->jst);
    u->row.klucz = mem_strdup(u, p->klucz);
    u->row.wartosc = mem_strdup(u, p->wartosc);
    u->row.jednostka = mem_strdup(u, p->jednostka);
    u->row.podstawa = mem_strdup(u, p->podstawa);
    u->row.uwaga = mem_strdup(u, p->uwaga);
    u->next = s->used;
    s->used = u;
    add_to_list(s, &u->row);
    return &u->row;
}

void slad_note_value(struct slad *s, const struct parametr *p, struct ratio value)
{
    used_row(s, p)->value = value;
}

/* The row this very number was read from. */
static const struct parametr *row_of(const struct slad *s, struct ratio a)
{
    for (const struct used *u = s->used; u; u = u->next)
        if (u->value.q == a.q)
            return &u->row;
    return NULL;
}

/* ---- writing a step ---- */

struct krok {
    const char *opis;
    const char *dzialanie;
    const char *wynik;
    const char *zaokraglenie;
    const char *podstawa;
    size_t n;
    const struct ratio *operands;
};

/* What the rows among the operands say, each once: their keys, or their bases. */
static const char *of_operands(TALLOC_CTX *mem, const struct slad *s, const struct krok *k, bool basis)
{
    struct buf b = buf_new(mem, OPERANDS_MAX);

    for (size_t i = 0; i < k->n; i++) {
        const struct parametr *p = row_of(s, k->operands[i]);
        bool seen = false;

        for (size_t j = 0; p && j < i && !seen; j++) {
            const struct parametr *before = row_of(s, k->operands[j]);

            seen = before && strcmp(basis ? before->podstawa : before->klucz, basis ? p->podstawa : p->klucz) == 0;
        }
        if (p && !seen)
            buf_printf(&b, "%s%s", b.len ? ", " : "", basis ? p->podstawa : p->klucz);
    }
    return buf_text(&b);
}

static void write_step(struct slad *s, const struct krok *k)
{
    MEM_SCOPE(tmp, s);
    json_t *o = json_object();

    json_object_set_new(o, "lp", json_integer((json_int_t)json_array_size(s->kroki) + 1));
    put(o, "opis", k->opis);
    put(o, "dzialanie", k->dzialanie);
    put(o, "wynik", k->wynik);
    put(o, "zaokraglenie", k->zaokraglenie);
    put(o, "parametr", of_operands(tmp, s, k, false));
    put(o, "podstawa", k->podstawa ? k->podstawa : of_operands(tmp, s, k, true));
    json_array_append_new(s->kroki, o);
}

/* "850 × 0.77"; a negative number after the first stands in brackets. */
static const char *joined(TALLOC_CTX *mem, const char *sign, size_t n, const struct ratio *operands)
{
    struct buf b = buf_new(mem, OPERANDS_MAX);

    for (size_t i = 0; i < n; i++) {
        bool brackets = i > 0 && ratio_sign(operands[i]) < 0;

        buf_printf(&b, "%s%s%s%s", i ? sign : "", brackets ? "(" : "", ratio_text(mem, operands[i]),
                   brackets ? ")" : "");
    }
    return buf_text(&b);
}

static struct ratio write_arithmetic(struct slad *s, const char *opis, const char *sign, size_t n,
                                     const struct ratio *operands, struct ratio result, const char *podstawa)
{
    MEM_SCOPE(tmp, s);

    write_step(s, &(struct krok){ .opis = opis,
                                  .dzialanie = joined(tmp, sign, n, operands),
                                  .wynik = ratio_text(tmp, result),
                                  .podstawa = podstawa,
                                  .n = n,
                                  .operands = operands });
    return result;
}

/* ---- arithmetic ---- */

struct ratio slad_sum(struct slad *s, const char *opis, size_t n, const struct ratio *terms, const char *podstawa)
{
    struct ratio sum = ratio_int(s, 0);

    for (size_t i = 0; i < n; i++)
        sum = ratio_add(s, sum, terms[i]);
    return write_arithmetic(s, opis, " + ", n, terms, sum, podstawa);
}

struct ratio slad_difference(struct slad *s, const char *opis, struct ratio a, struct ratio b, const char *podstawa)
{
    return write_arithmetic(s, opis, " − ", 2, (struct ratio[]){ a, b }, ratio_sub(s, a, b), podstawa);
}

struct ratio slad_product(struct slad *s, const char *opis, struct ratio a, struct ratio b, const char *podstawa)
{
    return write_arithmetic(s, opis, " × ", 2, (struct ratio[]){ a, b }, ratio_mul(s, a, b), podstawa);
}

enum err slad_quotient(struct slad *s, const char *opis, struct ratio a, struct ratio b, const char *podstawa,
                       struct ratio *ret_quotient)
{
    struct ratio q = { 0 };

    if (!ratio_div(s, a, b, &q))
        return slad_refuse(s->ctx, s, SLAD_BAD_DATA, "", s->dzien,
                           mem_printf(s, "Nie można obliczyć: %s – dzielenie przez zero.", opis));
    *ret_quotient = write_arithmetic(s, opis, " / ", 2, (struct ratio[]){ a, b }, q, podstawa);
    return ERR_OK;
}

struct ratio slad_round(struct slad *s, const char *opis, struct ratio a, enum zaokr how, const char *podstawa)
{
    static const struct {
        int places;
        enum ratio_rounding how;
        const char *name;
        const char *podstawa;
    } kinds[] = {
        [ZAOKR_ZLOTY] = { 0, RATIO_HALF_UP, "do pełnych złotych, od 50 groszy w górę",
                          "Ordynacja podatkowa art. 63 § 1" },
        [ZAOKR_ZLOTY_GORA] = { 0, RATIO_UP, "do pełnych złotych w górę", NULL },
        [ZAOKR_ZLOTY_DOL] = { 0, RATIO_DOWN, "do pełnych złotych w dół", NULL },
        [ZAOKR_GROSZ] = { 2, RATIO_HALF_UP, "do pełnych groszy, od pół grosza w górę", NULL },
        [ZAOKR_GROSZ_GORA] = { 2, RATIO_UP, "do pełnych groszy w górę", NULL },
        [ZAOKR_GROSZ_DOL] = { 2, RATIO_DOWN, "do pełnych groszy w dół", NULL },
    };
    struct ratio rounded = ratio_round(s, a, kinds[how].places, kinds[how].how);
    MEM_SCOPE(tmp, s);

    write_step(s, &(struct krok){ .opis = opis,
                                  .dzialanie = ratio_text(tmp, a),
                                  .wynik = ratio_text(tmp, rounded),
                                  .zaokraglenie = kinds[how].name,
                                  .podstawa = podstawa ? podstawa : kinds[how].podstawa,
                                  .n = 1,
                                  .operands = &a });
    return rounded;
}

/* ---- terms ---- */

static const char *unit_text(TALLOC_CTX *mem, enum date_unit unit, int64_t n)
{
    static const char *const forms[][3] = {
        [DATE_DAYS] = { "dzień", "dni", "dni" },
        [DATE_WEEKS] = { "tydzień", "tygodnie", "tygodni" },
        [DATE_MONTHS] = { "miesiąc", "miesiące", "miesięcy" },
        [DATE_YEARS] = { "rok", "lata", "lat" },
    };
    bool few = n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14);

    return mem_printf(mem, "%d %s", (int)n, forms[unit][n == 1 ? 0 : few ? 1 : 2]);
}

/* The end lies on a day that is not a working day. */
static struct date move(struct slad *s, struct date nominal)
{
    MEM_SCOPE(tmp, s);
    const char *name = date_free_day(nominal, NULL);
    struct date end = date_roll(nominal);

    if (date_is_set(end) && date_compare(end, nominal) != 0)
        write_step(
            s, &(struct krok){ .opis = "koniec terminu w dniu wolnym albo w sobotę",
                               .dzialanie = mem_printf(tmp, "%s (%s)", date_text(tmp, nominal), name ? name : "sobota"),
                               .wynik = date_text(tmp, end),
                               .zaokraglenie = "na najbliższy następny dzień roboczy",
                               .podstawa = KPA_57_4 });
    return end;
}

enum err slad_term(struct slad *s, const char *opis, struct date event, enum date_unit unit, struct ratio n,
                   const char *podstawa, struct date *ret_end)
{
    MEM_SCOPE(tmp, s);
    struct date nominal = { 0 };
    struct date end = { 0 };
    int64_t count = 0;

    if (ratio_int64(n, &count) && count >= 0 && count <= TERM_MAX)
        nominal = date_add(event, unit, (int)count);
    if (date_is_set(date_roll(nominal))) {
        write_step(s, &(struct krok){
                          .opis = opis,
                          .dzialanie = mem_printf(tmp, "%s + %s", date_text(tmp, event), unit_text(tmp, unit, count)),
                          .wynik = date_text(tmp, nominal),
                          .podstawa = podstawa,
                          .n = 1,
                          .operands = &n });
        end = move(s, nominal);
    }
    if (!date_is_set(end))
        return slad_refuse(s->ctx, s, SLAD_BAD_DATA, "", s->dzien,
                           mem_printf(s, "Nie można obliczyć terminu: %s.", opis));
    *ret_end = end;
    return ERR_OK;
}

/* ---- outcome ---- */

void slad_result(struct slad *s, const char *klucz, const char *wartosc)
{
    put(s->wynik, klucz, wartosc);
}

const char *slad_result_get(const struct slad *s, const char *klucz)
{
    return json_string_value(json_object_get(s->wynik, klucz));
}

enum err slad_refuse(struct ctx *ctx, struct slad *s, const char *kod, const char *klucz, struct date dzien,
                     const char *opis)
{
    s->odmowa = (struct odmowa){ mem_strdup(s, kod), mem_strdup(s, klucz), dzien, mem_strdup(s, opis) };
    return ctx_fail(ctx, ERR_INVALID, opis, "%s klucz=%s dzien=%s", kod, klucz, date_text(ctx->mem, dzien));
}

const struct odmowa *slad_refusal(const struct slad *s)
{
    return s->odmowa.kod ? &s->odmowa : NULL;
}

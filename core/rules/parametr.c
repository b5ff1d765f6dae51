/* The rows of a process: one set for the nation, one for each unit it has acted in. */
#include "core/rules/parametr.h"

#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/ctx/log.h"
#include "core/rules/slad.h"
#include "parametr_sql.h"

/* Live rows of one unit ("" = the nation), by key and day. */
struct set {
    struct set *next;
    const char *jst;
    int64_t numer; /* of prawo.parametr_stan when they were read; 0 = there is no row */
    TALLOC_CTX *mem;
    struct parametr *rows;
    int n;
};

struct parametr_db {
    struct set *sets;
    char *asked; /* request and unit for which the database was asked last */
};

/* ---- keeping them fresh ---- */

static struct parametr_db *of_app(struct app *app)
{
    if (!app->parametry) {
        app->parametry = mem_zero(app->mem, struct parametr_db);
        app->parametry->asked = mem_strdup(app->parametry, "");
    }
    return app->parametry;
}

static struct set *set_of(struct parametr_db *db, const char *jst)
{
    for (struct set *s = db->sets; s; s = s->next)
        if (strcmp(s->jst, jst) == 0)
            return s;
    struct set *s = mem_zero(db, struct set);

    s->jst = mem_strdup(s, jst);
    s->next = db->sets;
    db->sets = s;
    return s;
}

static struct date day(const char *text)
{
    struct date d = { 0 };

    return date_parse(text, &d) ? d : (struct date){ 0 };
}

static struct parametr of_row(TALLOC_CTX *mem, const struct db_rows *rows, int i)
{
    return (struct parametr){
        .jst = mem_strdup(mem, db_str(rows, i, "jst")),
        .klucz = mem_strdup(mem, db_str(rows, i, "klucz")),
        .wersja = (int)db_int(rows, i, "wersja"),
        .wartosc = mem_strdup(mem, db_str(rows, i, "wartosc")),
        .jednostka = mem_strdup(mem, db_str(rows, i, "jednostka")),
        .podstawa = mem_strdup(mem, db_str(rows, i, "podstawa")),
        .uwaga = mem_strdup(mem, db_str(rows, i, "uwaga")),
        .valid_from = day(db_str(rows, i, "valid_from")),
        .valid_to = day(db_str(rows, i, "valid_to")),
        .confirmed = db_flag(rows, i, "confirmed"),
    };
}

static enum err read_set(struct ctx *ctx, struct set *s, int64_t numer)
{
    struct db_rows *rows = NULL;
    enum err e = ERR_OK;

    if (numer == s->numer)
        return e;
    e = db_query(ctx, &SQL_parametr_live, DB_ARGS(db_text(s->jst)), &rows);
    if (e)
        return e;
    talloc_free(s->mem);
    s->mem = mem_new(s);
    s->rows = mem_array(s->mem, struct parametr, (size_t)rows->n + 1);
    s->n = rows->n;
    for (int i = 0; i < rows->n; i++)
        s->rows[i] = of_row(s->mem, rows, i);
    s->numer = numer;
    log_info(ctx, "parametr.read", LOG_S("jst", s->jst), LOG_I("rows", s->n));
    return ERR_OK;
}

static int64_t numer_of(const struct db_rows *rows, const char *jst)
{
    for (int i = 0; i < rows->n; i++)
        if (strcmp(db_str(rows, i, "jst"), jst) == 0)
            return db_int(rows, i, "numer");
    return 0;
}

/* Once a request and unit. */
static enum err refresh(struct ctx *ctx, struct parametr_db *db)
{
    const char *now = mem_printf(ctx->mem, "%s %s", ctx->request_id, ctx->jst);
    struct db_rows *rows = NULL;
    enum err e = ERR_OK;

    if (strcmp(db->asked, now) == 0)
        return e;
    e = db_query(ctx, &SQL_parametr_stan, DB_NONE, &rows);
    if (!e)
        e = read_set(ctx, set_of(db, ""), numer_of(rows, ""));
    if (!e && *ctx->jst)
        e = read_set(ctx, set_of(db, ctx->jst), numer_of(rows, ctx->jst));
    if (e)
        return e;
    talloc_free(db->asked);
    db->asked = mem_strdup(db, now);
    return ERR_OK;
}

void parametr_refresh(struct app *app)
{
    *of_app(app)->asked = '\0';
}

/* ---- looking up ---- */

/* The first row that does not stand before the key. */
static int lower_bound(const struct set *s, const char *klucz)
{
    int low = 0;
    int high = s->n;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (strcmp(s->rows[middle].klucz, klucz) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool in_force(const struct parametr *p, struct date d)
{
    return date_compare(p->valid_from, d) <= 0 && (!date_is_set(p->valid_to) || date_compare(d, p->valid_to) <= 0);
}

static const struct parametr *row_of(const struct set *s, const char *klucz, struct date d)
{
    for (int i = lower_bound(s, klucz); i < s->n && strcmp(s->rows[i].klucz, klucz) == 0; i++)
        if (in_force(&s->rows[i], d))
            return &s->rows[i];
    return NULL;
}

static const struct parametr *local_before_national(struct ctx *ctx, struct parametr_db *db, const char *klucz,
                                                    struct date d)
{
    const struct parametr *p = *ctx->jst ? row_of(set_of(db, ctx->jst), klucz, d) : NULL;

    return p ? p : row_of(set_of(db, ""), klucz, d);
}

/* A limit may have come down after the unit set its value; then that value is void. */
static bool beyond_limit(struct ctx *ctx, struct parametr_db *db, const struct parametr *p, struct date d)
{
    const struct parametr *max = NULL;
    struct ratio value = { 0 };
    struct ratio limit = { 0 };

    if (!*p->jst)
        return false;
    max = row_of(set_of(db, ""), mem_printf(ctx->mem, "max.%s", p->klucz), d);
    return max && (!ratio_parse(ctx->mem, max->wartosc, &limit) || !ratio_parse(ctx->mem, p->wartosc, &value) ||
                   ratio_compare(value, limit) > 0);
}

static enum err refuse(struct ctx *ctx, struct slad *s, const char *klucz, struct date d, const char *why)
{
    return slad_refuse(
        ctx, s, SLAD_NO_PARAMETER, klucz, d,
        mem_printf(ctx->mem, "Parametr prawa „%s” na dzień %s r.: %s.", klucz, date_long(ctx->mem, d), why));
}

enum err parametr_find(struct ctx *ctx, struct slad *s, const char *klucz, struct date dzien,
                       const struct parametr **ret_parametr)
{
    struct parametr_db *db = of_app(ctx->app);
    const struct parametr *p = NULL;
    enum err e = refresh(ctx, db);

    if (e)
        return e;
    p = local_before_national(ctx, db, klucz, dzien);
    if (!p)
        return refuse(ctx, s, klucz, dzien, "nie ma takiego wpisu");
    if (!*p->wartosc)
        return refuse(ctx, s, klucz, dzien, "wartość nie została jeszcze wpisana");
    if (!p->confirmed && slad_wants_confirmed(s))
        return refuse(ctx, s, klucz, dzien, "wartość nie jest potwierdzona");
    if (beyond_limit(ctx, db, p, dzien))
        return refuse(ctx, s, klucz, dzien, "stawka jednostki jest wyższa, niż pozwala ustawa");
    *ret_parametr = slad_note(s, p);
    return ERR_OK;
}

/* The number of a row that the trace has noted. */
static enum err value_of(struct ctx *ctx, struct slad *s, const struct parametr *p, struct date day,
                         struct ratio *ret_value)
{
    struct ratio value = { 0 };

    if (!ratio_parse(ctx->mem, p->wartosc, &value))
        return refuse(ctx, s, p->klucz, day, "wartość nie jest liczbą");
    slad_note_value(s, p, value);
    *ret_value = value;
    return ERR_OK;
}

enum err parametr_get(struct ctx *ctx, struct slad *s, const char *klucz, struct date dzien, struct ratio *ret_value)
{
    const struct parametr *p = NULL;
    enum err e = parametr_find(ctx, s, klucz, dzien, &p);

    return e ? e : value_of(ctx, s, p, dzien, ret_value);
}

enum err parametr_term(struct ctx *ctx, struct slad *s, const struct parametr *p, const char *opis, struct date event,
                       struct date *ret_end)
{
    static const char *const units[] = {
        [DATE_DAYS] = "days", [DATE_WEEKS] = "weeks", [DATE_MONTHS] = "months", [DATE_YEARS] = "years"
    };
    struct ratio n = { 0 };
    enum err e = value_of(ctx, s, p, event, &n);

    for (size_t unit = 0; !e && unit < sizeof units / sizeof units[0]; unit++)
        if (strcmp(units[unit], p->jednostka) == 0)
            return slad_term(s, opis, event, (enum date_unit)unit, n, NULL, ret_end);
    return e ? e : refuse(ctx, s, p->klucz, event, "jednostka nie jest jednostką czasu");
}

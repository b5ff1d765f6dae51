/* Opening, joining and closing of cases. */
#include "modules/eod/sprawa/sprawa.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/utf8.h"
#include "core/ctx/app.h"
#include "core/ctx/audit.h"
#include "core/ctx/db.h"
#include "core/law/date.h"
#include "core/law/znak.h"
#include "core/register/step.h"
#include "modules/eod/jrwa/jrwa.h"
#include "modules/eod/przesylka/przesylka.h"
#include "modules/org/kadry/kadry.h"
#include "sprawa_sql.h"

/* The life of a case has one step; who may take it, may_close() says. A table of one row and its end. */
static const struct step STEPS[] = {
    { "W_TOKU", "ZALATWIONA", 0, "sprawa.zakonczona", "Zakończ sprawę" },
    { 0 },
};
#define CLOSE STEPS[0]

bool sprawa_is_open(const char *stan)
{
    return strcmp(stan, CLOSE.from) == 0;
}

/* ---- terms ---- */

/* The object and the kind of its trace. */
#define OBIEKT "sprawa"
#define SLAD_TERMIN "termin"

struct termin {
    struct sprawa_koniec koniec;
    const struct slad *slad; /* NULL: the clerk gave the day */
};

static enum err special_term(struct ctx *ctx, struct date wplyw, const struct sprawa_nowa *n, struct termin *ret_t)
{
    if (!date_parse(n->termin_data, &ret_t->koniec.end))
        return ctx_fail_field(ctx, "termin_data", "Podaj dzień, w którym kończy się termin z przepisu szczególnego.");
    if (date_compare(ret_t->koniec.end, wplyw) < 0)
        return ctx_fail_field(ctx, "termin_data", "Termin nie może skończyć się przed dniem wpływu pisma.");
    if (!*n->termin_podstawa)
        return ctx_fail_field(ctx, "termin_podstawa", "Podaj przepis, z którego wynika termin.");
    ret_t->koniec.podstawa = n->termin_podstawa;
    return ERR_OK;
}

static enum err term(struct ctx *ctx, const char *wplyw, const struct sprawa_nowa *n, struct termin *ret_t)
{
    struct slad *s = NULL;
    struct date from;
    enum err e;

    if (!date_parse(wplyw, &from))
        return ctx_fail(ctx, ERR_INTERNAL, "Nie można ustalić dnia wpływu pisma.", "wplyw=%s", wplyw);
    if (strcmp(n->termin, SPRAWA_SZCZEGOLNY) == 0)
        return special_term(ctx, from, n, ret_t);
    s = slad_new(ctx, SLAD_TERMIN, from);
    e = sprawa_termin_calculate(ctx, s, n->termin, from, &ret_t->koniec);
    ret_t->slad = s;
    return e;
}

enum err sprawa_termin_date(struct ctx *ctx, const char *wplyw, const struct sprawa_nowa *n, const char **ret_date)
{
    struct termin t = { 0 };
    enum err e = term(ctx, wplyw, n, &t);

    if (!e)
        *ret_date = date_text(ctx->mem, t.koniec.end);
    return e;
}

/* ---- the letter from which a case is made ---- */

enum err sprawa_letter(struct ctx *ctx, int64_t przesylka_id, struct db_rows **ret_row)
{
    return db_one(ctx, &SQL_sprawa_letter, DB_ARGS(db_i64(przesylka_id)), "Nie ma takiej przesyłki.", ret_row);
}

static enum err in_case(struct ctx *ctx, int64_t przesylka_id, int64_t sprawa_id)
{
    struct db_rows *r = NULL;
    enum err e = db_one(ctx, &SQL_sprawa_sign, DB_ARGS(db_i64(sprawa_id)), "Nie ma takiej sprawy.", &r);

    return e ? e
             : ctx_fail(ctx, ERR_CONFLICT,
                        mem_printf(ctx->mem, "To pismo jest już w aktach sprawy %s.", db_str(r, 0, "znak")),
                        "przesylka=%" PRId64, przesylka_id);
}

/* Locks the letter for this step; only the clerk in whose own inbox it lies may go on. */
static enum err take_letter(struct ctx *ctx, int64_t id, const char *code, struct db_rows **ret_row,
                            const struct step **ret_step)
{
    enum err e;

    if (!(ctx->who.roles & ROLE_EOD_REFERENT))
        return ctx_fail(ctx, ERR_DENIED, "Sprawy zakłada osoba z rolą „Prowadzący sprawy”.", "przesylka=%" PRId64, id);
    e = db_one(ctx, &SQL_sprawa_letter_lock, DB_ARGS(db_i64(id)), "Nie ma takiej przesyłki.", ret_row);
    if (e)
        return e;
    if (!db_is_null(*ret_row, 0, "sprawa_id"))
        return in_case(ctx, id, db_int(*ret_row, 0, "sprawa_id"));
    if (step_find(przesylka_kroki, code, db_str(*ret_row, 0, "stan"), NULL, ctx->who.roles, ret_step) ||
        db_int(*ret_row, 0, "u_pracownika_id") != ctx->who.pracownik_id)
        return ctx_fail(ctx, ERR_DENIED, "To pismo nie leży w Twojej skrzynce.", "przesylka=%" PRId64, id);
    return ERR_OK;
}

/* ---- opening ---- */

struct nowa {
    const struct sprawa_nowa *n;
    const struct db_rows *letter; /* sprawa_letter_lock */
    const struct step *step;
    struct jrwa_klasa klasa;
    struct pracownik me;
    struct termin termin;
    struct znak znak;
};

static enum err number(struct ctx *ctx, struct nowa *s)
{
    int rok = date_of(ctx->now).year;
    struct db_rows *r = NULL;
    enum err e = db_query(
        ctx, &SQL_sprawa_next,
        DB_ARGS(db_text(mem_printf(ctx->mem, "sprawa:%s:%s", s->me.komorka_kod, s->klasa.symbol)), db_i64(rok)), &r);

    if (e)
        return e;
    if (db_int(r, 0, "numer") > ZNAK_NUMBER_MAX ||
        !znak_make(s->me.komorka_kod, s->klasa.symbol, (int)db_int(r, 0, "numer"), 0, rok, &s->znak))
        return ctx_fail(ctx, ERR_CONFLICT,
                        "Z kodu Twojej komórki nie można utworzyć znaku sprawy. Zgłoś to administratorowi.",
                        "kod=%s symbol=%s", s->me.komorka_kod, s->klasa.symbol);
    return ERR_OK;
}

static enum err insert(struct ctx *ctx, const struct nowa *s, const char *znak, int64_t *ret_id)
{
    struct db_rows *r = NULL;
    enum err e =
        db_query(ctx, &SQL_sprawa_insert,
                 DB_ARGS(db_i64(s->me.komorka_id), db_text(s->me.komorka_kod), db_i64(s->klasa.wykaz_id),
                         db_text(s->klasa.symbol), db_i64(s->znak.numer), db_i64(s->znak.rok), db_text(znak),
                         db_text(s->n->tytul), db_text(s->klasa.kategoria), db_text(db_str(s->letter, 0, "wplyw")),
                         db_text(date_text(ctx->mem, s->termin.koniec.end)), db_text(s->termin.koniec.podstawa),
                         db_text(db_str(s->letter, 0, "nadawca_nazwa")), db_id(db_int(s->letter, 0, "konto_id"))),
                 &r);

    if (!e)
        *ret_id = db_int(r, 0, "id");
    return e;
}

static enum err check(struct ctx *ctx, struct nowa *s)
{
    enum err e;

    if (!*s->n->tytul)
        return ctx_fail_field(ctx, "tytul", "Podaj tytuł sprawy.");
    if (!*s->n->symbol)
        return ctx_fail_field(ctx, "symbol", "Wybierz klasę z wykazu akt.");
    e = jrwa_do_sprawy(ctx, s->n->symbol, &s->klasa);
    if (!e)
        e = term(ctx, db_str(s->letter, 0, "wplyw"), s->n, &s->termin);
    return e ? e : kadry_me(ctx, &s->me);
}

/* The case with its letter, the trace of its term and the event that tells of both. */
static enum err write(struct ctx *ctx, const struct nowa *s, int64_t *ret_id)
{
    const char *znak = znak_sprawa_text(ctx->mem, &s->znak);
    const char *sha256 = "";
    int64_t id = 0;
    enum err e = insert(ctx, s, znak, &id);

    if (!e)
        e = przesylka_to_case(ctx, s->n->przesylka_id, id);
    if (!e && s->termin.slad)
        e = slad_store(ctx, s->termin.slad, OBIEKT, id, &sha256);
    if (!e)
        e = audit(ctx, s->step->event, OBIEKT, id, id, LOG_S("znak", znak), LOG_S("rpw", db_str(s->letter, 0, "rpw")),
                  LOG_S("slad", sha256), LOG_S("termin", date_text(ctx->mem, s->termin.koniec.end)));
    if (!e)
        *ret_id = id;
    return e;
}

enum err sprawa_open(struct ctx *ctx, const struct sprawa_nowa *n, int64_t *ret_id)
{
    struct nowa s = { .n = n };
    struct db_rows *letter = NULL;
    enum err e = take_letter(ctx, n->przesylka_id, "sprawa", &letter, &s.step);

    s.letter = letter;
    if (!e)
        e = check(ctx, &s);
    /* Everything that may still be refused comes before the number, for its counter is locked until commit. */
    if (!e)
        e = number(ctx, &s);
    return e ? e : write(ctx, &s, ret_id);
}

/* ---- joining ---- */

static enum err lock_by_sign(struct ctx *ctx, const char *text, struct db_rows **ret_row)
{
    struct znak znak;
    enum err e;

    if (!znak_parse(utf8_trim(ctx->mem, text), &znak))
        return ctx_fail_field(ctx, "znak", "To nie jest znak sprawy tego urzędu. Podaj go w postaci OR.1431.7.2026.");
    e = db_query(ctx, &SQL_sprawa_lock_by_sign, DB_ARGS(db_text(znak_sprawa_text(ctx->mem, &znak))), ret_row);
    if (e)
        return e;
    if ((*ret_row)->n == 0)
        return ctx_fail_field(ctx, "znak",
                              mem_printf(ctx->mem, "Nie ma sprawy o znaku %s.", znak_sprawa_text(ctx->mem, &znak)));
    if (!sprawa_is_open(db_str(*ret_row, 0, "stan")))
        return ctx_fail(
            ctx, ERR_CONFLICT,
            mem_printf(ctx->mem, "Sprawa %s jest zakończona, więc nie można dołączyć do niej pisma. Załóż nową sprawę.",
                       db_str(*ret_row, 0, "znak")),
            "sprawa=%" PRId64, db_int(*ret_row, 0, "id"));
    return ERR_OK;
}

enum err sprawa_join(struct ctx *ctx, int64_t przesylka_id, const char *znak, int64_t *ret_id)
{
    const struct step *step = NULL;
    struct db_rows *letter = NULL;
    struct db_rows *row = NULL;
    int64_t id;
    enum err e = take_letter(ctx, przesylka_id, "dolaczenie", &letter, &step);

    if (!e)
        e = lock_by_sign(ctx, znak, &row);
    if (e)
        return e;
    id = db_int(row, 0, "id");
    e = przesylka_to_case(ctx, przesylka_id, id);
    /* The object is the letter, so that its sender sees it too when the case is another person's. */
    if (!e)
        e = audit(ctx, step->event, "dokument", db_int(letter, 0, "dokument_id"), id,
                  LOG_S("znak", db_str(row, 0, "znak")), LOG_S("rpw", db_str(letter, 0, "rpw")));
    if (!e)
        *ret_id = id;
    return e;
}

/* ---- reading ---- */

enum err sprawa_get(struct ctx *ctx, int64_t id, struct db_rows **ret_row)
{
    return db_one(ctx, &SQL_sprawa_get, DB_ARGS(db_i64(id)), "Nie ma takiej sprawy.", ret_row);
}

enum err sprawa_obliczenie(struct ctx *ctx, int64_t id, struct db_rows **ret_row)
{
    return slad_get(ctx, OBIEKT, id, SLAD_TERMIN, ret_row);
}

enum err sprawa_ma_obliczenie(struct ctx *ctx, int64_t id, bool *ret_has)
{
    return slad_has(ctx, OBIEKT, id, SLAD_TERMIN, ret_has);
}

enum err sprawa_przychodzace(struct ctx *ctx, int64_t id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_sprawa_przychodzace, DB_ARGS(db_i64(id)), ret_rows);
}

enum err sprawa_wychodzace(struct ctx *ctx, int64_t id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_sprawa_wychodzace, DB_ARGS(db_i64(id)), ret_rows);
}

enum err sprawa_ostatnie_klasy(struct ctx *ctx, int limit, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_sprawa_ostatnie_klasy, DB_ARGS(db_i64(limit)), ret_rows);
}

enum err sprawa_lata(struct ctx *ctx, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_sprawa_lata, DB_NONE, ret_rows);
}

enum err sprawa_spisy(struct ctx *ctx, int64_t rok, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_sprawa_spisy, DB_ARGS(db_i64(rok)), ret_rows);
}

enum err sprawa_spis(struct ctx *ctx, const struct sprawa_spis *s, struct db_rows **ret_rows)
{
    return db_query(
        ctx, &SQL_sprawa_spis,
        DB_ARGS(db_i64(s->rok), db_text(s->komorka_kod), db_text(s->symbol), db_i64(s->od), db_i64(s->limit)),
        ret_rows);
}

/* ---- closing ---- */

enum err sprawa_obstacles(struct ctx *ctx, int64_t id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_sprawa_obstacles, DB_ARGS(db_i64(id)), ret_rows);
}

static const char *obstacle_text(const char *kod)
{
    static const char *const texts[][2] = {
        { "robocze", "jest w przygotowaniu" },
        { "przedlozone", "czeka na akceptację" },
        { "zaakceptowane", "czeka na podpis" },
        { "podpisane", "nie zostało wysłane" },
        { "nieodebrane", "nie zostało odebrane przez adresata" },
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(texts[i][0], kod) == 0)
            return texts[i][1];
    return "nie jest załatwione";
}

static enum err check_obstacles(struct ctx *ctx, int64_t id)
{
    struct buf text = buf_new(ctx->mem, 32768);
    struct db_rows *r = NULL;
    enum err e = sprawa_obstacles(ctx, id, &r);

    if (e || r->n == 0)
        return e;
    buf_str(&text, "Sprawy nie można jeszcze zakończyć:");
    for (int i = 0; i < r->n; i++)
        buf_printf(&text, "%s pismo „%s” %s", i ? ";" : "", db_str(r, i, "tytul"), obstacle_text(db_str(r, i, "kod")));
    buf_str(&text, ".");
    return ctx_fail(ctx, ERR_CONFLICT, buf_text(&text), "sprawa=%" PRId64 " obstacles=%d", id, r->n);
}

static enum err may_close(struct ctx *ctx, int64_t id)
{
    struct db_rows *r = NULL;
    enum err e = sprawa_get(ctx, id, &r);

    if (e)
        return e;
    if (!(ctx->who.roles & ROLE_EOD_REFERENT) || db_is_null(r, 0, "moja"))
        return ctx_fail(ctx, ERR_DENIED,
                        mem_printf(ctx->mem,
                                   "Sprawę prowadzi %s i tylko ta osoba albo jej kierownik może ją zakończyć.",
                                   db_str(r, 0, "prowadzacy")),
                        "sprawa=%" PRId64, id);
    return ERR_OK;
}

enum err sprawa_close(struct ctx *ctx, int64_t id, const char *sposob)
{
    struct db_rows *r = NULL;
    enum err e = db_one(ctx, &SQL_sprawa_lock, DB_ARGS(db_i64(id)), "Nie ma takiej sprawy.", &r);

    if (!e)
        e = may_close(ctx, id);
    if (e)
        return e;
    e = step_take(ctx, STEPS, db_str(r, 0, "stan"), CLOSE.to, "",
                  mem_printf(ctx->mem, "Sprawa %s jest już zakończona.", db_str(r, 0, "znak")), NULL);
    if (e)
        return e;
    if (!*sposob)
        return ctx_fail_field(ctx, "sposob", "Napisz, jak sprawa została załatwiona.");
    e = check_obstacles(ctx, id);
    if (!e)
        e = db_exec(ctx, &SQL_sprawa_close,
                    DB_ARGS(db_i64(id), db_text(date_text(ctx->mem, date_of(ctx->now))), db_text(sposob)), NULL);
    return e ? e
             : audit(ctx, CLOSE.event, "sprawa", id, id, LOG_S("znak", db_str(r, 0, "znak")), LOG_S("tresc", sposob));
}

/* Who handles a letter. One function locks the row and finds out whether the clerk who acts may move it at all. */
#include "modules/eod/dekretacja/dekretacja.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/ctx/audit.h"
#include "core/ctx/db.h"
#include "core/ctx/role.h"
#include "core/law/date.h"
#include "dekretacja_sql.h"
#include "modules/eod/przesylka/przesylka.h"
#include "modules/org/kadry/kadry.h"

/* An inbox: of a komórka or of a clerk. */
struct skrzynka {
    int64_t komorka_id;
    int64_t pracownik_id;
    const char *nazwa;
};

static enum err not_mine(struct ctx *ctx, int64_t id, const struct db_rows *holder)
{
    const char *where = db_str(holder, 0, "u_kogo");

    if (db_flag(holder, 0, "moja"))
        return ctx_fail(ctx, ERR_CONFLICT,
                        mem_printf(ctx->mem, "To pismo zostało już przekazane. Leży teraz: %s.", where),
                        "przesylka=%" PRId64, id);
    return ctx_fail(ctx, ERR_DENIED, mem_printf(ctx->mem, "To pismo nie leży w Twojej skrzynce. Ma je: %s.", where),
                    "przesylka=%" PRId64, id);
}

/* Locks the letter for the clerk in whose hands it is. *ret_row: dekretacja_lock. */
static enum err take(struct ctx *ctx, int64_t id, struct db_rows **ret_row)
{
    struct db_rows *holder = NULL;
    enum err e = db_one(ctx, &SQL_dekretacja_lock, DB_ARGS(db_i64(id)), "Nie ma takiej przesyłki.", ret_row);

    if (!e)
        e = db_one(ctx, &SQL_dekretacja_holder, DB_ARGS(db_i64(id)), "Nie ma takiej przesyłki.", &holder);
    if (e)
        return e;
    if (!db_is_null(*ret_row, 0, "sprawa_id"))
        return ctx_fail(ctx, ERR_CONFLICT,
                        mem_printf(ctx->mem, "To pismo jest już w aktach sprawy %s.", db_str(holder, 0, "u_kogo")),
                        "przesylka=%" PRId64, id);
    return db_flag(holder, 0, "u_mnie") ? ERR_OK : not_mine(ctx, id, holder);
}

static enum err check_term(struct ctx *ctx, const char *termin)
{
    struct date d;

    if (!*termin)
        return ERR_OK;
    if (!date_parse(termin, &d))
        return ctx_fail_field(ctx, "termin", "Podaj datę, która istnieje, w postaci rok-miesiąc-dzień.");
    if (date_compare(d, date_of(ctx->now)) < 0)
        return ctx_fail_field(ctx, "termin", "Termin już minął. Podaj dzisiejszą datę albo późniejszą.");
    return ERR_OK;
}

static enum err to_komorka(struct ctx *ctx, int64_t id, struct skrzynka *ret_s)
{
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_dekretacja_komorka, DB_ARGS(db_i64(id)), &r);

    if (!e && r->n == 0)
        e = ctx_fail_field(ctx, "komu", "W tej komórce nikt nie dekretuje pism. Wybierz inną albo wskaż pracownika.");
    if (!e)
        *ret_s = (struct skrzynka){ id, 0, db_str(r, 0, "nazwa") };
    return e;
}

static enum err to_clerk(struct ctx *ctx, int64_t id, struct skrzynka *ret_s)
{
    struct pracownik p;
    enum err e = kadry_pracownik(ctx, id, &p);

    if (e == ERR_INVALID)
        ctx->fail.field = "komu";
    if (e)
        return e;
    if (!(p.roles & ROLE_EOD_REFERENT))
        return ctx_fail_field(
            ctx, "komu",
            mem_printf(ctx->mem, "%s nie prowadzi spraw. Wybierz komórkę albo innego pracownika.", p.name));
    *ret_s = (struct skrzynka){ 0, id, p.name };
    return ERR_OK;
}

static enum err receiver(struct ctx *ctx, const struct dekretacja *d, const struct db_rows *now, struct skrzynka *ret_s)
{
    enum err e;

    if (!d->do_komorki_id == !d->do_id)
        return ctx_fail_field(ctx, "komu", "Wybierz, kto ma się zająć pismem.");
    e = d->do_komorki_id ? to_komorka(ctx, d->do_komorki_id, ret_s) : to_clerk(ctx, d->do_id, ret_s);
    if (e)
        return e;
    if (ret_s->komorka_id == db_int(now, 0, "u_komorki_id") && ret_s->pracownik_id == db_int(now, 0, "u_pracownika_id"))
        return ctx_fail(ctx, ERR_CONFLICT, mem_printf(ctx->mem, "To pismo już tam leży: %s.", ret_s->nazwa),
                        "przesylka=%" PRId64, d->przesylka_id);
    return ERR_OK;
}

/* The inbox to which a return would bring the letter: that of the komórka the clerk heads. 0 = his own. */
static enum err own_komorka(struct ctx *ctx, int64_t *ret_id)
{
    struct pracownik me;
    enum err e = kadry_me(ctx, &me);

    if (!e)
        *ret_id = me.kieruje ? me.komorka_id : 0;
    return e;
}

static enum err inform(struct ctx *ctx, const struct dekretacja *d)
{
    struct buf ids = buf_new(ctx->mem, 2048);
    struct db_rows *strangers = NULL;
    enum err e = ERR_OK;

    if (d->n_do_wiadomosci > DEKRETACJA_DO_WIADOMOSCI_MAX)
        return ctx_fail_field(ctx, "do_wiadomosci", "Do wiadomości można wskazać najwyżej 50 osób.");
    for (int i = 0; i < d->n_do_wiadomosci; i++)
        buf_printf(&ids, "%s%" PRId64, i ? "," : "", d->do_wiadomosci[i]);
    if (ids.len == 0)
        return ERR_OK;
    e = db_query(ctx, &SQL_dekretacja_obcy, DB_ARGS(db_text(buf_text(&ids))), &strangers);
    if (!e && db_int(strangers, 0, "n") > 0)
        e = ctx_fail_field(ctx, "do_wiadomosci",
                           "Do wiadomości można wskazać tylko czynnych pracowników tej jednostki.");
    if (e)
        return e;
    return przesylka_inform(ctx, d->przesylka_id, buf_text(&ids), d->do_id);
}

/* The step from the inbox it lies in to the next one, with its event. */
static enum err hand_on(struct ctx *ctx, int64_t id, const char *code, const struct db_rows *row,
                        const struct skrzynka *to, const char *tresc, const char *termin)
{
    const struct step *step = NULL;
    int64_t from = 0;
    enum err e = step_find(przesylka_kroki, code, db_str(row, 0, "stan"), przesylka_stan_w(to->komorka_id),
                           ctx->who.roles, &step);

    if (e)
        return ctx_fail(ctx, e, "Tego pisma nie można teraz przekazać dalej.", "przesylka=%" PRId64, id);
    e = own_komorka(ctx, &from);
    if (!e)
        e = przesylka_hand_on(
            ctx, id, &(struct przesylka_krok){ to->komorka_id, to->pracownik_id, tresc, termin, step->reason, from });
    return e ? e
             : audit(ctx, step->event, "przesylka", id, 0, LOG_S("rpw", db_str(row, 0, "rpw")),
                     LOG_S("komu", to->nazwa), LOG_S("tresc", tresc), LOG_S("termin", step->reason ? "" : termin));
}

enum err dekretacja_assign(struct ctx *ctx, const struct dekretacja *d)
{
    struct skrzynka to = { 0 };
    struct db_rows *row = NULL;
    enum err e;

    if (!(ctx->who.roles & ROLE_EOD_DEKRETUJACY))
        return ctx_fail(ctx, ERR_DENIED, "Pisma dekretuje osoba z rolą „Dekretujący”.", "przesylka=%" PRId64,
                        d->przesylka_id);
    e = take(ctx, d->przesylka_id, &row);
    if (!e)
        e = check_term(ctx, d->termin);
    if (!e)
        e = receiver(ctx, d, row, &to);
    if (!e)
        e = hand_on(ctx, d->przesylka_id, "dekretacja", row, &to, d->polecenie, d->termin);
    return e ? e : inform(ctx, d);
}

/* ---- back to the sender ---- */

/* To the komórka it came from, else to the person; the head may be another one by now. */
static enum err sender(struct ctx *ctx, int64_t id, struct skrzynka *ret_s, const char **ret_termin)
{
    struct db_rows *r = NULL;
    enum err e = db_query(ctx, &SQL_dekretacja_last, DB_ARGS(db_i64(id)), &r);

    if (e)
        return e;
    if (r->n == 0)
        return ctx_fail(ctx, ERR_CONFLICT,
                        "To pismo przyszło prosto z kancelarii, więc nie ma komu go zwrócić. Zadekretuj je.",
                        "przesylka=%" PRId64, id);
    *ret_termin = db_str(r, 0, "termin");
    if (db_flag(r, 0, "obsadzona"))
        *ret_s = (struct skrzynka){ db_int(r, 0, "z_komorki_id"), 0, db_str(r, 0, "z_komorki") };
    else if (db_flag(r, 0, "aktywny"))
        *ret_s = (struct skrzynka){ 0, db_int(r, 0, "od_id"), db_str(r, 0, "od") };
    else
        return ctx_fail(ctx, ERR_CONFLICT,
                        "Osoba, która przekazała to pismo, już nie pracuje. Poproś kierownika o dekretację.",
                        "przesylka=%" PRId64, id);
    return ERR_OK;
}

enum err dekretacja_return(struct ctx *ctx, int64_t przesylka_id, const char *powod)
{
    const char *termin = "";
    struct skrzynka to = { 0 };
    struct db_rows *row = NULL;
    enum err e;

    if (!(ctx->who.roles & (ROLE_EOD_DEKRETUJACY | ROLE_EOD_REFERENT)))
        return ctx_fail(ctx, ERR_DENIED, "Pismo może zwrócić ten, komu je zadekretowano.", "przesylka=%" PRId64,
                        przesylka_id);
    if (!*powod)
        return ctx_fail_field(ctx, "powod", "Napisz, dlaczego zwracasz pismo.");
    e = take(ctx, przesylka_id, &row);
    if (!e)
        e = sender(ctx, przesylka_id, &to, &termin);
    return e ? e : hand_on(ctx, przesylka_id, "zwrot", row, &to, powod, termin);
}

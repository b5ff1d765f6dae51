/* Rows of a register: the one door through which they are added, changed and moved, and how they are read. */
#include "core/register/register.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/utf8.h"
#include "core/ctx/audit.h"
#include "core/ctx/db.h"
#include "core/law/date.h"
#include "core/register/register_priv.h"
#include "register_sql.h"

enum { ARGS_MAX = 64, Q_MAX = 200, SAID_MAX = 1000 };

static const char FORM_FAULT[] = "Popraw zaznaczone pola i wyślij formularz jeszcze raz.";

/* ---- statements are given what they ask for ---- */

/* "plik_nazwa" for the column "plik" */
static bool is_file_name(const struct column *c, const char *name)
{
    size_t n = strlen(c->name);

    return c->kind == COLUMN_FILE && strncmp(name, c->name, n) == 0 && strcmp(name + n, "_nazwa") == 0;
}

static const char *from_record(const struct record *rec, const char *name)
{
    for (size_t i = 0; rec->columns[i].kind != COLUMN_END; i++) {
        if (strcmp(rec->columns[i].name, name) == 0)
            return rec->values[i].kept;
        if (is_file_name(&rec->columns[i], name))
            return rec->values[i].label;
    }
    return NULL;
}

static const char *from_filter(TALLOC_CTX *mem, const struct given *g, const char *name)
{
    const struct register_filter *f = g->filter;
    const char *wanted = NULL;

    if (strcmp(name, "q") == 0)
        return utf8_cut(mem, utf8_one_line(mem, f->q), Q_MAX);
    if (strcmp(name, "po_klucz") == 0)
        return f->after_id ? f->after : g->first;
    if (strcmp(name, "po_id") == 0)
        return mem_printf(mem, "%" PRId64, f->after_id);
    if (strcmp(name, "limit") == 0)
        return mem_printf(mem, "%d", f->limit);
    wanted = f->wanted.get ? f->wanted.get(f->wanted.data, name) : NULL;
    return wanted ? wanted : "";
}

static const char *asked(struct ctx *ctx, const struct given *g, const char *name)
{
    if (strcmp(name, "id") == 0)
        return mem_printf(ctx->mem, "%" PRId64, g->id);
    if (strcmp(name, "lp") == 0)
        return mem_printf(ctx->mem, "%d", g->line);
    if (strcmp(name, "rok") == 0)
        return mem_printf(ctx->mem, "%d", date_of(ctx->now).year);
    if (strcmp(name, "dzis") == 0)
        return date_text(ctx->mem, date_of(ctx->now));
    if (g->filter)
        return from_filter(ctx->mem, g, name);
    if (strcmp(name, "stan") == 0 && g->stan)
        return g->stan;
    return g->rec ? from_record(g->rec, name) : NULL;
}

enum err register_run(struct ctx *ctx, const struct db_sql *sql, const struct given *g, struct db_rows **ret_rows)
{
    struct db_arg args[ARGS_MAX];

    if (sql->n_args > ARGS_MAX)
        return ctx_fail(ctx, ERR_INTERNAL, "", "%s: too many arguments", sql->name);
    for (int i = 0; i < sql->n_args; i++)
        args[i] = db_text(asked(ctx, g, sql->args[i]));
    return db_query(ctx, sql, sql->n_args, args, ret_rows);
}

enum err rule_explain(struct ctx *ctx, const struct rule *rules, enum err e)
{
    const char *broken = ctx->fail.constraint;

    for (const struct rule *rule = rules; e && broken && rule && rule->constraint; rule++) {
        if (strcmp(broken, rule->constraint) == 0) {
            ctx_forgive(ctx);
            return ctx_fail_field(ctx, rule->column, rule->message);
        }
    }
    return e;
}

/* ---- the one door ---- */

enum err register_may_write(struct ctx *ctx, const struct reg *r)
{
    if (step_role_fits(ctx, r->write))
        return ERR_OK;
    return ctx_fail(ctx, ERR_DENIED, "Nie prowadzisz tego rejestru.", "object=%s", r->object);
}

static enum err complete(struct ctx *ctx, const struct record *rec)
{
    const char *column = NULL;
    const char *message = record_first_fault(rec, &column);

    if (!message)
        return ERR_OK;
    return rec->n_faults > 1 ? ctx_fail(ctx, ERR_INVALID, FORM_FAULT, "faults=%d, first in %s", rec->n_faults, column)
                             : ctx_fail_field(ctx, column, message);
}

static enum err write_lines(struct ctx *ctx, const struct reg *r, int64_t id, const struct record *rec, bool clear)
{
    struct db_rows *rows = NULL;
    enum err e = ERR_OK;

    for (size_t p = 0; r->parts && r->parts[p].name; p++) {
        const struct part *part = &r->parts[p];

        if (clear && !e)
            e = register_run(ctx, part->clear, &(struct given){ .id = id }, &rows);
        for (int i = 0; !e && i < rec->parts[p].n; i++)
            e = register_run(ctx, part->add, &(struct given){ .id = id, .line = i + 1, .rec = &rec->parts[p].rows[i] },
                             &rows);
    }
    return rule_explain(ctx, r->rules, e);
}

static enum err note(struct ctx *ctx, const struct reg *r, int64_t id, const char *event, const char *opis,
                     const char *tresc)
{
    return audit(ctx, event, r->object, id, 0, LOG_S("opis", opis), LOG_S("tresc", tresc));
}

static enum err insert(struct ctx *ctx, const struct reg *r, const struct record *rec, int64_t *ret_id)
{
    const struct given g = { .rec = rec, .stan = r->states ? r->states[0].code : NULL };
    struct db_rows *rows = NULL;
    enum err e;

    if (r->insert)
        return r->insert(ctx, rec, ret_id);
    e = register_run(ctx, r->add, &g, &rows);
    if (!e)
        *ret_id = db_int(rows, 0, "id");
    return e;
}

/* Labels of what was changed; a set is said whole, for the trail to show what it has become. */
static void say(struct ctx *ctx, struct buf *what, const struct column *c, const char *kept)
{
    bool is_set = c->kind == COLUMN_WORDS;

    buf_printf(what, "%s%s%s%s", what->len ? ", " : "", c->label, is_set ? ": " : "",
               is_set ? column_shown(ctx->mem, c, kept) : "");
}

static const char *sets_of(struct ctx *ctx, const struct record *rec)
{
    struct buf what = buf_new(ctx->mem, SAID_MAX);

    for (size_t i = 0; rec->columns[i].kind != COLUMN_END; i++)
        if (rec->columns[i].kind == COLUMN_WORDS)
            say(ctx, &what, &rec->columns[i], rec->values[i].kept);
    return buf_text(&what);
}

enum err register_add(struct ctx *ctx, const struct reg *r, const struct record *rec, int64_t *ret_id)
{
    enum err e = register_may_write(ctx, r);

    if (!e)
        e = complete(ctx, rec);
    if (!e)
        e = rule_explain(ctx, r->rules, insert(ctx, r, rec, ret_id));
    if (e)
        return e;
    e = write_lines(ctx, r, *ret_id, rec, false);
    return e ? e : note(ctx, r, *ret_id, r->added, sets_of(ctx, rec), "");
}

static enum err lock(struct ctx *ctx, const struct reg *r, int64_t id, const char **ret_stan)
{
    struct db_rows *rows = NULL;
    enum err e = register_run(ctx, r->lock, &(struct given){ .id = id }, &rows);

    if (!e && rows->n == 0)
        e = ctx_fail(ctx, ERR_NOTFOUND, r->missing, "%s=%" PRId64, r->object, id);
    if (!e && r->states)
        *ret_stan = db_str(rows, 0, "stan");
    return e;
}

const char *register_first_column(const struct reg *r)
{
    return r->first_column ? r->first_column : "Numer";
}

bool register_is_open(const struct reg *r, const char *stan)
{
    return !r->states || words_have(r->open ? r->open : r->states[0].code, stan);
}

/* A set has no order in the database. */
static bool differs(struct ctx *ctx, const struct column *c, const char *before, const char *after)
{
    if (c->kind == COLUMN_WORDS && before)
        before = column_read(ctx->mem, c, before).kept;
    return strcmp(before ? before : "", after ? after : "") != 0;
}

/* What is not given again stays: FIXED columns, and a FILE when no other was sent. *ret_what: labels of what changes. */
static void keep_old(struct ctx *ctx, struct record *rec, const struct db_rows *old, const char **ret_what)
{
    struct buf what = buf_new(ctx->mem, SAID_MAX);

    for (size_t i = 0; rec->columns[i].kind != COLUMN_END; i++) {
        const struct column *c = &rec->columns[i];
        struct value *v = &rec->values[i];
        const char *before = db_get(old, 0, c->name);

        if ((c->flags & COLUMN_FIXED) || (c->kind == COLUMN_FILE && !*v->typed)) {
            rec->n_faults -= v->fault ? 1 : 0;
            *v = (struct value){ .typed = v->typed, .kept = before };
            if (c->kind == COLUMN_FILE)
                v->label = db_get(old, 0, mem_printf(ctx->mem, "%s_nazwa", c->name));
        }
        if (differs(ctx, c, before, v->kept))
            say(ctx, &what, c, v->kept);
    }
    *ret_what = buf_text(&what);
}

enum err register_change(struct ctx *ctx, const struct reg *r, int64_t id, struct record *rec)
{
    const struct given g = { .rec = rec, .id = id };
    struct db_rows *old = NULL;
    struct db_rows *rows = NULL;
    const char *stan = "";
    const char *what = "";
    enum err e = register_may_write(ctx, r);

    if (!e)
        e = lock(ctx, r, id, &stan);
    if (!e && !register_is_open(r, stan))
        e = ctx_fail(ctx, ERR_CONFLICT, "Tego wpisu nie można już zmieniać.", "%s=%" PRId64, r->object, id);
    if (!e)
        e = register_get(ctx, r, id, &old);
    if (e)
        return e;
    keep_old(ctx, rec, old, &what);
    e = complete(ctx, rec);
    if (!e && r->guard)
        e = r->guard(ctx, id, rec, stan);
    if (!e)
        e = rule_explain(ctx, r->rules, register_run(ctx, r->change, &g, &rows));
    if (!e)
        e = write_lines(ctx, r, id, rec, true);
    return e ? e : note(ctx, r, id, r->changed, what, "");
}

enum err register_move(struct ctx *ctx, const struct reg *r, int64_t id, const char *to, const char *reason)
{
    const struct step *step = NULL;
    struct db_rows *rows = NULL;
    const char *stan = "";
    enum err e = lock(ctx, r, id, &stan);

    if (!e)
        e = step_take(ctx, r->steps, stan, to, reason, NULL, &step);
    if (!e && r->guard)
        e = r->guard(ctx, id, NULL, to);
    if (!e)
        e = rule_explain(ctx, r->rules, register_run(ctx, r->move, &(struct given){ .id = id, .stan = to }, &rows));
    return e ? e : note(ctx, r, id, step->event, "", reason);
}

enum err register_move_all(struct ctx *ctx, const struct reg *r, size_t n, const int64_t *ids, const char *to,
                           const char *reason)
{
    enum err e = n ? ERR_OK : ctx_fail_field(ctx, "id", "Zaznacz co najmniej jeden wpis.");

    for (size_t i = 0; !e && i < n; i++)
        e = register_move(ctx, r, ids[i], to, reason);
    return e;
}

/* ---- reading ---- */

static enum err may_read(struct ctx *ctx, const struct reg *r)
{
    if (!r->read || step_role_fits(ctx, r->read))
        return ERR_OK;
    return ctx_fail(ctx, ERR_DENIED, "Ten rejestr czyta ktoś inny.", "object=%s", r->object);
}

enum err register_list(struct ctx *ctx, const struct reg *r, const struct register_filter *f, struct db_rows **ret_rows)
{
    const struct order *o = r->orders;
    enum err e = may_read(ctx, r);

    for (const struct order *other = r->orders; other->code; other++)
        if (strcmp(other->code, f->order) == 0)
            o = other;
    return e ? e : register_run(ctx, o->sql, &(struct given){ .filter = f, .first = o->first }, ret_rows);
}

enum err register_get(struct ctx *ctx, const struct reg *r, int64_t id, struct db_rows **ret_row)
{
    enum err e = may_read(ctx, r);

    if (!e)
        e = register_run(ctx, r->get, &(struct given){ .id = id }, ret_row);
    if (!e && (*ret_row)->n == 0)
        e = ctx_fail(ctx, ERR_NOTFOUND, r->missing, "%s=%" PRId64, r->object, id);
    return e;
}

enum err register_lines(struct ctx *ctx, const struct part *part, int64_t id, struct db_rows **ret_rows)
{
    return register_run(ctx, part->list, &(struct given){ .id = id }, ret_rows);
}

enum err register_history(struct ctx *ctx, const struct reg *r, int64_t id, struct db_rows **ret_rows)
{
    return db_query(ctx, &SQL_register_history, DB_ARGS(db_text(r->object), db_i64(id)), ret_rows);
}

enum err register_pick(struct ctx *ctx, const struct column *c, const char *q, int limit, struct db_rows **ret_rows)
{
    return db_query(ctx, c->pick, DB_ARGS(db_text(q), db_i64(0), db_i64(limit)), ret_rows);
}

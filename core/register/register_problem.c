/* What can be wrong with the table of a register, said before anybody opens its pages. */
#include <string.h>

#include "core/ctx/db.h"
#include "core/register/register.h"

enum use { USE_ROW = 1, USE_LIST = 2, USE_PART = 4, USE_MOVE = 8 };

static const struct {
    const char *name;
    unsigned use;
} ALWAYS[] = {
    { "id", USE_ROW | USE_PART | USE_MOVE },
    { "rok", USE_ROW | USE_LIST | USE_PART | USE_MOVE },
    { "dzis", USE_ROW | USE_LIST | USE_PART | USE_MOVE },
    { "stan", USE_ROW | USE_LIST | USE_MOVE },
    { "lp", USE_PART },
    { "q", USE_LIST },
    { "po_klucz", USE_LIST },
    { "po_id", USE_LIST },
    { "limit", USE_LIST },
};

static bool is_of_column(TALLOC_CTX *mem, const struct column *c, const char *name, unsigned use)
{
    if (use == USE_MOVE || (use == USE_LIST && !(c->flags & COLUMN_FILTERED)))
        return false;
    return strcmp(c->name, name) == 0 ||
           (c->kind == COLUMN_FILE && use != USE_LIST && strcmp(mem_printf(mem, "%s_nazwa", c->name), name) == 0);
}

static bool is_given(TALLOC_CTX *mem, const struct column *columns, const char *name, unsigned use)
{
    for (size_t i = 0; i < sizeof ALWAYS / sizeof ALWAYS[0]; i++)
        if ((ALWAYS[i].use & use) && strcmp(ALWAYS[i].name, name) == 0)
            return true;
    for (const struct column *c = columns; c->kind != COLUMN_END; c++)
        if (is_of_column(mem, c, name, use))
            return true;
    return false;
}

static bool asks_for(const struct db_sql *sql, const char *name)
{
    for (int i = 0; i < sql->n_args; i++)
        if (strcmp(sql->args[i], name) == 0)
            return true;
    return false;
}

static const char *of_statement(TALLOC_CTX *mem, const struct column *columns, const struct db_sql *sql, unsigned use)
{
    for (int i = 0; sql && i < sql->n_args; i++)
        if (!is_given(mem, columns, sql->args[i], use))
            return mem_printf(mem, "%s asks for %s, which no column gives", sql->name, sql->args[i]);
    return NULL;
}

/* A set is kept with blanks between its codes and shown with commas between its texts. */
static bool is_set(const struct word *words)
{
    const struct word *w = words;

    while (w && w->code && !strchr(w->code, ' ') && !strchr(w->text, ','))
        w++;
    return w && !w->code && w - words <= 64;
}

/* A column that is typed must be stored. */
static const char *of_columns(TALLOC_CTX *mem, const struct column *columns, const struct db_sql *add,
                              const struct db_sql *change)
{
    for (const struct column *c = columns; c->kind != COLUMN_END; c++) {
        if (add && !asks_for(add, c->name))
            return mem_printf(mem, "%s does not ask for the column %s", add->name, c->name);
        if (change && !(c->flags & COLUMN_FIXED) && !asks_for(change, c->name))
            return mem_printf(mem, "%s does not ask for the column %s", change->name, c->name);
        if ((c->kind == COLUMN_WORD || c->kind == COLUMN_WORDS) != !!c->words)
            return mem_printf(mem, "column %s: words belong to COLUMN_WORD", c->name);
        if (c->kind == COLUMN_WORDS && !is_set(c->words))
            return mem_printf(mem, "column %s: a code with a blank, a text with a comma, or more than 64 words",
                              c->name);
        if ((c->kind == COLUMN_REF) != !!c->pick)
            return mem_printf(mem, "column %s: pick belongs to COLUMN_REF", c->name);
        if (c->pick && (c->pick->n_args != 3 || strcmp(c->pick->args[0], "q") != 0 ||
                        strcmp(c->pick->args[1], "id") != 0 || strcmp(c->pick->args[2], "limit") != 0))
            return mem_printf(mem, "%s must be asked (q, id, limit)", c->pick->name);
    }
    return NULL;
}

static const char *of_orders(TALLOC_CTX *mem, const struct reg *r)
{
    bool searched = false;

    for (const struct column *c = r->columns; c->kind != COLUMN_END; c++)
        searched = searched || (c->flags & COLUMN_SEARCHED);
    for (const struct order *o = r->orders; o->code; o++) {
        const char *problem = of_statement(mem, r->columns, o->sql, USE_LIST);

        if (problem)
            return problem;
        if (!asks_for(o->sql, "po_id") || !asks_for(o->sql, "limit"))
            return mem_printf(mem, "%s does not go page by page: po_id, limit", o->sql->name);
        if (asks_for(o->sql, "q") != searched)
            return mem_printf(mem, "%s: q and COLUMN_SEARCHED go together", o->sql->name);
        for (const struct column *c = r->columns; c->kind != COLUMN_END; c++)
            if ((c->flags & COLUMN_FILTERED) && !asks_for(o->sql, c->name))
                return mem_printf(mem, "%s does not narrow by %s", o->sql->name, c->name);
    }
    return r->orders->code ? NULL : "a register without an order";
}

static const char *of_steps(TALLOC_CTX *mem, const struct reg *r)
{
    for (const struct step *s = r->steps; s && s->from; s++)
        if (!word_of(r->states, s->from) || !word_of(r->states, s->to))
            return mem_printf(mem, "step %s to %s between unknown states", s->from, s->to);
    return r->steps && !r->move ? "steps without a statement that moves" : NULL;
}

static const char *of_parts(TALLOC_CTX *mem, const struct reg *r)
{
    const char *problem = NULL;

    for (const struct part *p = r->parts; p && p->name && !problem; p++) {
        problem = of_columns(mem, p->columns, p->add, NULL);
        for (const struct column *c = p->columns; !problem && c->kind != COLUMN_END; c++)
            if (c->kind == COLUMN_WORDS)
                problem = mem_printf(mem, "part %s: no COLUMN_WORDS in a line", p->name);
        if (!problem)
            problem = of_statement(mem, p->columns, p->add, USE_PART);
    }
    return problem;
}

/* What the parts of the table need of each other. */
static const char *of_shape(TALLOC_CTX *mem, const struct reg *r)
{
    if (r->add && r->insert)
        return "add and insert: one of them adds";
    if ((r->change || r->move) && (!r->lock || !r->get))
        return "what changes or moves a row needs lock and get";
    if ((r->add || r->insert || r->change) && !r->write)
        return "rows are written and nobody may: write";
    return r->extra && r->extra->n_args ? mem_printf(mem, "%s is asked without arguments", r->extra->name) : NULL;
}

const char *register_problem(TALLOC_CTX *mem, const struct reg *r)
{
    const struct db_sql *of_row[] = { r->get, r->lock, r->add, r->change };
    const char *problem = of_shape(mem, r);

    if (!problem)
        problem = of_columns(mem, r->columns, r->add, r->change);
    for (size_t i = 0; !problem && i < sizeof of_row / sizeof of_row[0]; i++)
        problem = of_statement(mem, r->columns, of_row[i], USE_ROW);
    if (!problem)
        problem = of_statement(mem, r->columns, r->move, USE_MOVE);
    if (!problem)
        problem = of_orders(mem, r);
    if (!problem)
        problem = of_steps(mem, r);
    for (const struct rule *rule = r->rules; !problem && rule && rule->constraint; rule++)
        if (!is_given(mem, r->columns, rule->column, USE_ROW))
            problem = mem_printf(mem, "rule %s speaks of %s, which is no column", rule->constraint, rule->column);
    return problem ? problem : of_parts(mem, r);
}

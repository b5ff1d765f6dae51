/* Fields of a form into a struct, by table; one message for each field that is not right */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "fcgi/request.h"

static const char MSG_FORM[] = "Popraw zaznaczone pola i wyślij formularz jeszcze raz.";

struct column form_column(const struct field *f)
{
    return (struct column){
        .name = f->name,
        .label = f->label,
        .kind = (enum column_kind)f->kind,
        .flags = (f->required ? COLUMN_REQUIRED : 0) | COLUMN_NEGATIVE,
        .max = f->max,
        .words = f->words,
    };
}

/* A fault leaves what was typed in texts, and nothing in numbers. */
static void put(const struct field *f, struct value v, void *into)
{
    void *slot = (char *)into + f->into;

    if (f->kind == FIELD_MONEY || f->kind == FIELD_INT || f->kind == FIELD_ID)
        *(int64_t *)slot = v.kept && !v.fault ? strtoll(v.kept, NULL, 10) : 0;
    else if (f->kind == FIELD_BOOL)
        *(bool *)slot = strcmp(v.kept, "t") == 0;
    else
        *(const char **)slot = v.fault || !v.kept ? v.typed : v.kept;
}

static void read_field(struct req *rq, const struct field *f, void *into)
{
    const struct column c = form_column(f);
    struct value v = column_read(rq->ctx->mem, &c, req_param(rq, f->name));

    put(f, v, into);
    if (v.fault)
        req_fault(rq, f->name, v.fault);
}

enum err form_read(struct req *rq, const struct field *fields, void *into)
{
    int before = rq->priv->n_faults;

    for (const struct field *f = fields; f->kind != FIELD_END; f++)
        read_field(rq, f, into);
    if (rq->priv->n_faults == before)
        return ERR_OK;
    return ctx_fail(rq->ctx, ERR_INVALID, MSG_FORM, "form: %d faults, first in %s", rq->priv->n_faults - before,
                    rq->priv->faults[before].field);
}

enum err form_fault(struct req *rq, const char *field, const char *message)
{
    req_fault(rq, field, message);
    return ctx_fail(rq->ctx, ERR_INVALID, MSG_FORM, "form: fault in %s", field);
}

/* What a SOAP operation sees. An operation is a row and a thin function that hands its input to one domain function:
 *
 *     #include "skrytka_service.h"                              // generated from the contract skrytka
 *
 *     OP(nadaj, ob__DokumentTyp, ob__OdpowiedzSkrytkiTyp)       // the operation, the types of its input and output
 *
 *     static enum err nadaj(struct op *op, const struct ob__DokumentTyp *in, struct ob__OdpowiedzSkrytkiTyp *out)
 *     {
 *         …op->ctx, op->header->ob__AdresSkrytki…
 *     }
 *
 * A row that does not fit the contract does not compile; an operation of the contract without a row does not link.
 *
 * op_run() authorises the caller by the message itself, never by the SOAPAction header; runs the function in a
 * transaction, again when the database asks for it, each time with an empty output; commits before the answer is written;
 * turns a failure into the fault of the contract. The caller's rights name units: the function acts in one of them with
 * ctx_act_in() or, when it acts in none, the right must be for every unit.
 * Output must live in ctx->mem or in soap memory; both outlive the answer. */
#ifndef SOAP_OP_H
#define SOAP_OP_H

#include <stdbool.h>

#include "core/ctx/ctx.h"

struct soap;
struct SOAP_ENV__Header; /* of the contract */

struct op {
    struct ctx *ctx;
    struct soap *soap;                     /* for soap_malloc() and soap_strdup() */
    const struct SOAP_ENV__Header *header; /* of the message; what it lacks is NULL there. Never answered. */
};

/* One call, made by the row. */
struct op_call {
    struct op op;
    const char *name;
    bool has_input;
    enum err (*run)(struct op_call *call);
};

int op_run(struct soap *soap, struct op_call *call);

/* OP() of one contract; the generated header says which. */
#define OP_OF(service, operation, In, Out)                                                                             \
    struct operation##_call {                                                                                          \
        struct op_call base; /* first */                                                                               \
        const struct In *in;                                                                                           \
        struct Out *out;                                                                                               \
    };                                                                                                                 \
    static enum err operation(struct op *op, const struct In *in, struct Out *out);                                    \
    static enum err operation##_run(struct op_call *base)                                                              \
    {                                                                                                                  \
        struct operation##_call *call = (struct operation##_call *)base;                                               \
                                                                                                                       \
        soap_default_##Out(base->op.soap, call->out);                                                                  \
        return operation(&base->op, call->in, call->out);                                                              \
    }                                                                                                                  \
    int __##service##__##operation(struct soap *soap, struct In *in, struct Out *out)                                  \
    {                                                                                                                  \
        struct operation##_call call = {                                                                               \
            .base = { .name = #operation, .has_input = in, .run = operation##_run },                                   \
            .in = in,                                                                                                  \
            .out = out,                                                                                                \
        };                                                                                                             \
                                                                                                                       \
        return op_run(soap, &call.base);                                                                               \
    }

#endif

/* What a SOAP operation sees. An operation is thin: it hands its input to one domain function.
 *
 *     static enum err dekretuj(struct ctx *ctx, void *call)        // call: a struct with input and output
 *     {
 *         …
 *     }
 *     int __eod__Dekretuj(struct soap *soap, struct _eod__Dekretuj *in, struct _eod__DekretujOdp *out)
 *     {
 *         struct call c = { soap, in, out };
 *         return op_run(soap, ROLE_PARTNER, dekretuj, &c);
 *     }
 *
 * op_run() authorises the caller by the message itself, never by the SOAPAction header; runs the function in a
 * transaction, again when the database asks for it; commits before the answer is written; turns a failure into a fault.
 * Output must live in ctx->mem or in soap memory; both outlive the answer. */
#ifndef SOAP_OP_H
#define SOAP_OP_H

#include "core/ctx/ctx.h"
#include "core/ctx/role.h"

struct soap;

typedef enum err (*op_fn)(struct ctx *ctx, void *call);

/* role: ROLE_PARTNER, the system named by ob:IdentyfikatorPodmiotu, which must be listed for the caller's address. */
int op_run(struct soap *soap, uint64_t role, op_fn fn, void *call);

#endif

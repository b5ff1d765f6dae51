/* Who calls and what he may, the transaction around an operation, and its faults with the exception of the contract. */
#include "soap/op.h"

#include <stdsoap2.h>
#include <string.h>

#include "core/ctx/db.h"
#include "core/ctx/role.h"
#include "soap/partners.h"
#include "soap/service.h"
#include "soap/site.h"

enum { MAX_RUNS = 3, MAX_ID = 100 };

static enum err authorise(struct soap_site *site, struct ctx *ctx, const struct op_call *call)
{
    const char *id = site->service->caller(site->soap);

    ctx->address = site->address;
    if (!id || !*id || strlen(id) > MAX_ID)
        return ctx_fail(ctx, ERR_INVALID, "Brak nagłówka, który mówi, jaki system wywołuje usługę.", "no caller");
    if (!partners_know(site->partners, id, site->address))
        return ctx_fail(ctx, ERR_DENIED, "System nie jest uprawniony do wywołania tej usługi.", "address=%s",
                        site->address);
    ctx->who.units = partners_units(ctx->mem, site->partners, id, site->service->name, call->name);
    if (!ctx->who.units[0])
        return ctx_fail(ctx, ERR_DENIED, "System nie jest uprawniony do wywołania tej operacji.", "no right");
    if (!call->has_input)
        return ctx_fail(ctx, ERR_INVALID, "Komunikat nie zawiera danych dla operacji.", "no input");
    ctx->who.kind = WHO_PARTNER;
    ctx->who.roles = ROLE_PARTNER;
    ctx->who.identyfikator = mem_strdup(ctx->mem, id);
    ctx->who.name = ctx->who.identyfikator;
    return ERR_OK;
}

static bool is_senders_fault(enum err e)
{
    return e == ERR_INVALID || e == ERR_DENIED || e == ERR_NOTFOUND || e == ERR_CONFLICT;
}

static int fault(struct soap *soap, const struct ctx *ctx, enum err e)
{
    const struct soap_site *site = soap->user;
    const char *message = ctx->fail.message ? ctx->fail.message : "Wystąpił błąd po naszej stronie.";
    const char *detail = soap_site_exception(ctx->mem, site->service, e, message);

    return is_senders_fault(e) ? soap_sender_fault(soap, message, detail) : soap_receiver_fault(soap, message, detail);
}

static enum err run_once(struct op_call *call)
{
    struct ctx *ctx = call->op.ctx;
    enum err e = ERR_OK;

    ctx->jst = "";
    e = call->run(call);
    if (!e) /* one that has acted in no unit has acted for all of them */
        e = ctx_may_act_in(ctx, ctx->jst);
    if (!e)
        e = db_commit(ctx);
    if (e)
        db_rollback(ctx);
    return e;
}

int op_run(struct soap *soap, struct op_call *call)
{
    struct soap_site *site = soap->user;
    struct ctx *ctx = ctx_new(site->app);
    enum err e = authorise(site, ctx, call);

    call->op = (struct op){ .ctx = ctx, .soap = soap, .header = soap->header };
    soap->header = NULL; /* read, and nothing to be sent back */
    site->ctx = ctx;
    site->operation = call->name;
    if (!e)
        e = run_once(call);
    for (int run = 1; e && ctx->retry && run < MAX_RUNS; run++) {
        ctx_forgive(ctx);
        e = run_once(call);
    }
    site->outcome = e;
    return e ? fault(soap, ctx, e) : SOAP_OK;
}

/* Who calls, the transaction around an operation, and faults as ePUAP's clients know them (ob:Wyjatek). */
#include "soap/op.h"

#include <string.h>

#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/ctx/log.h"
#include "soap/site.h"
#include "soapH.h"

enum { MAX_RUNS = 3 };

/* Is "identyfikator@address" in the list of the configuration? */
static bool is_listed(const char *list, const char *id, const char *address)
{
    size_t n_id = strlen(id);

    for (const char *p = list; *p && n_id > 0;) {
        size_t n = strcspn(p, ", ");

        if (n > n_id + 1 && strncmp(p, id, n_id) == 0 && p[n_id] == '@' && strlen(address) == n - n_id - 1 &&
            strncmp(p + n_id + 1, address, n - n_id - 1) == 0)
            return true;
        p += n;
        p += strspn(p, ", ");
    }
    return false;
}

static enum err authorise(struct soap *soap, struct ctx *ctx, uint64_t role)
{
    const struct soap_site *site = soap->user;
    const char *id = soap->header ? soap->header->ob__IdentyfikatorPodmiotu : NULL;

    ctx->address = site->address;
    if (role != ROLE_PARTNER)
        return ctx_fail(ctx, ERR_INTERNAL, "Operacja nie ma określonych uprawnień.", "unknown role");
    if (!id || !*id || strlen(id) > 100)
        return ctx_fail(ctx, ERR_INVALID, "Brak nagłówka IdentyfikatorPodmiotu.", "no IdentyfikatorPodmiotu");
    if (!is_listed(site->app->conf.soap_partners, id, site->address))
        return ctx_fail(ctx, ERR_DENIED, "System nie jest uprawniony do wywołania tej usługi.", "address=%s",
                        site->address);
    ctx->who.kind = WHO_PARTNER;
    ctx->who.roles = ROLE_PARTNER;
    ctx->who.identyfikator = mem_strdup(ctx->mem, id);
    ctx->who.name = ctx->who.identyfikator;
    return ERR_OK;
}

/* ePUAP's numeric codes other than 0 and 1 are not published; ours tell our kinds of failure apart. */
static int code_number(enum err e)
{
    return 100 + (int)e;
}

static bool is_senders_fault(enum err e)
{
    return e == ERR_INVALID || e == ERR_DENIED || e == ERR_NOTFOUND || e == ERR_CONFLICT;
}

static int fault(struct soap *soap, const struct ctx *ctx, enum err e)
{
    const char *message = ctx->fail.message ? ctx->fail.message : "Wystąpił błąd po naszej stronie.";
    int rc = is_senders_fault(e) ? soap_sender_fault(soap, message, NULL) : soap_receiver_fault(soap, message, NULL);

    return soap_site_exception(soap, code_number(e), message) ? SOAP_EOM : rc;
}

static enum err run_once(struct ctx *ctx, op_fn fn, void *call)
{
    enum err e = fn(ctx, call);

    if (!e)
        e = db_commit(ctx);
    if (e)
        db_rollback(ctx);
    return e;
}

int op_run(struct soap *soap, uint64_t role, op_fn fn, void *call)
{
    struct soap_site *site = soap->user;
    struct ctx *ctx = ctx_new(site->app);
    enum err e = authorise(soap, ctx, role);

    site->ctx = ctx;
    if (!e)
        e = run_once(ctx, fn, call);
    for (int run = 1; e && ctx->retry && run < MAX_RUNS; run++) {
        ctx_forgive(ctx);
        e = run_once(ctx, fn, call);
    }
    site->outcome = e;
    return e ? fault(soap, ctx, e) : SOAP_OK;
}

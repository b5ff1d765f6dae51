/* The snapshot of partners and their rights, kept as fresh as it is cheap. */
#include "soap/partners.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/ctx/log.h"
#include "partners_sql.h"

#define ASK_EVERY_MS 3000

struct address {
    struct address *next;
    const char *identyfikator;
    const char *address;
};

struct right {
    struct right *next;
    const char *identyfikator;
    const char *usluga;
    const char *operacja;
    const char *jst;
};

struct partners {
    struct address *addresses;
    struct right *rights;
    int n_rights;
    bool fixed;
    int64_t version;
    int64_t asked_ms;
};

/* ---- what is in it ---- */

struct partners *partners_fixed(TALLOC_CTX *mem)
{
    struct partners *p = mem_zero(mem, struct partners);

    p->fixed = true;
    return p;
}

void partners_add_address(struct partners *p, const char *identyfikator, const char *address)
{
    struct address *a = mem_zero(p, struct address);

    *a = (struct address){ p->addresses, mem_strdup(p, identyfikator), mem_strdup(p, address) };
    p->addresses = a;
}

void partners_add_right(struct partners *p, const char *identyfikator, const char *usluga, const char *operacja,
                        const char *jst)
{
    struct right *r = mem_zero(p, struct right);

    *r = (struct right){ p->rights, mem_strdup(p, identyfikator), mem_strdup(p, usluga), mem_strdup(p, operacja),
                         mem_strdup(p, jst) };
    p->rights = r;
    p->n_rights++;
}

bool partners_know_address(const struct partners *p, const char *address)
{
    for (const struct address *a = p->addresses; a; a = a->next)
        if (strcmp(a->address, address) == 0)
            return true;
    return false;
}

bool partners_know(const struct partners *p, const char *identyfikator, const char *address)
{
    for (const struct address *a = p->addresses; a; a = a->next)
        if (strcmp(a->address, address) == 0 && strcmp(a->identyfikator, identyfikator) == 0)
            return true;
    return false;
}

const char *const *partners_units(TALLOC_CTX *mem, const struct partners *p, const char *identyfikator,
                                  const char *usluga, const char *operacja)
{
    const char **units = mem_array(mem, const char *, (size_t)p->n_rights + 1);
    int n = 0;

    for (const struct right *r = p->rights; r; r = r->next)
        if (strcmp(r->identyfikator, identyfikator) == 0 && strcmp(r->usluga, usluga) == 0 &&
            strcmp(r->operacja, operacja) == 0)
            units[n++] = mem_strdup(mem, r->jst);
    return units;
}

/* ---- reading ---- */

static enum err read_all(struct ctx *ctx, struct partners *p)
{
    struct db_rows *addresses = NULL;
    struct db_rows *rights = NULL;
    enum err e = db_query(ctx, &SQL_partners_addresses, DB_NONE, &addresses);

    if (!e)
        e = db_query(ctx, &SQL_partners_rights, DB_NONE, &rights);
    if (e)
        return e;
    for (int i = 0; i < addresses->n; i++)
        partners_add_address(p, db_str(addresses, i, "identyfikator"), db_str(addresses, i, "adres"));
    for (int i = 0; i < rights->n; i++)
        partners_add_right(p, db_str(rights, i, "partner"), db_str(rights, i, "usluga"), db_str(rights, i, "operacja"),
                           db_str(rights, i, "jst"));
    return ERR_OK;
}

static enum err replace(struct ctx *ctx, struct partners **partners, int64_t version)
{
    struct partners *p = mem_zero(ctx->app->mem, struct partners);
    enum err e = read_all(ctx, p);

    if (e) {
        talloc_free(p);
        return e;
    }
    p->version = version;
    talloc_free(*partners);
    *partners = p;
    log_info(ctx, "partners.read", LOG_I("version", version), LOG_I("rights", p->n_rights));
    return ERR_OK;
}

static enum err ask(struct ctx *ctx, struct partners **partners)
{
    struct db_rows *row = NULL;
    enum err e = db_one(ctx, &SQL_partners_version, DB_NONE, "Brak danych o systemach partnerskich.", &row);

    if (e || (*partners && (*partners)->version == db_int(row, 0, "nr")))
        return e;
    return replace(ctx, partners, db_int(row, 0, "nr"));
}

enum err partners_current(struct app *app, struct partners **partners)
{
    int64_t now = clock_monotonic_ms();
    struct ctx *ctx = NULL;
    enum err e = ERR_OK;

    if (*partners && ((*partners)->fixed || now - (*partners)->asked_ms < ASK_EVERY_MS))
        return ERR_OK;
    ctx = ctx_new(app);
    ctx->read_only = true;
    e = ask(ctx, partners);
    if (e)
        log_warn(ctx, "partners.unread", LOG_S("outcome", err_name(e)), LOG_S("detail", ctx->fail.detail));
    ctx_free(ctx);
    if (!*partners)
        return e;
    (*partners)->asked_ms = now;
    return ERR_OK;
}

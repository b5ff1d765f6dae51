/* The snapshot of a process, kept as fresh as it is cheap. */
#include "core/trust/trust_db.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/ctx/log.h"
#include "trust_db_sql.h"

#define ASK_EVERY_MS 3000
#define MAX_TABLE (1u << 20)

/* Of one process; hangs on its app. */
struct trust_db {
    struct trust *trust; /* NULL: none read yet */
    int64_t version;
    int64_t asked_ms;
    struct trust *given; /* by trust_use() */
};

static const struct {
    const char *name;
    enum trust_purpose purpose;
} PURPOSES[] = {
    { "kwalifikowany", TRUST_QUALIFIED },
    { "profil_zaufany", TRUST_PROFILE },
    { "osobisty", TRUST_PERSONAL },
    { "wlasny", TRUST_OWN },
    { "tsa", TRUST_TSA },
    { "partner", TRUST_PARTNER },
    { "lista", TRUST_LIST },
};

unsigned trust_purpose_of(const char *name)
{
    for (size_t i = 0; i < sizeof PURPOSES / sizeof PURPOSES[0]; i++)
        if (strcmp(PURPOSES[i].name, name) == 0)
            return PURPOSES[i].purpose;
    return 0;
}

const char *trust_purpose_name(enum trust_purpose purpose)
{
    for (size_t i = 0; i < sizeof PURPOSES / sizeof PURPOSES[0]; i++)
        if (PURPOSES[i].purpose == purpose)
            return PURPOSES[i].name;
    return NULL;
}

/* ---- the algorithm table ---- */

static enum err set_algorithms(struct ctx *ctx, struct trust *t)
{
    MEM_SCOPE(tmp, ctx->mem);
    const char *path = ctx->app->conf.algorithms;
    size_t len = 0;
    const char *text = *path ? file_read(tmp, path, MAX_TABLE, &len) : NULL;

    if (*path == '\0' || (text && trust_algorithms(t, text, len)))
        return ERR_OK;
    return ctx_fail(ctx, ERR_INTERNAL, "Tabela algorytmów podpisu jest błędna; podpisów nie można sprawdzać.",
                    "algorithms=%s", path);
}

/* ---- anchors ---- */

static void add_row(struct trust *t, const struct db_rows *rows, int i, bool strict)
{
    MEM_SCOPE(tmp, t);
    size_t len = 0;
    const void *der = db_blob(tmp, rows, i, "der", &len);
    const struct trust_anchor as = {
        .purposes = trust_purpose_of(db_str(rows, i, "cel")),
        .revocation = strict || db_flag(rows, i, "wymagane") ? TRUST_REVOCATION_REQUIRED : TRUST_REVOCATION_IF_KNOWN,
        .policy = db_str(rows, i, "polityka"),
        .rules = db_str(rows, i, "kwalifikacje"),
        .from = db_int(rows, i, "od_us"),
        .to = db_is_null(rows, i, "do_us") ? INT64_MAX : db_int(rows, i, "do_us"),
    };

    if (!trust_add(t, der, len, &as))
        log_warn(NULL, "trust.anchor_unreadable", LOG_S("sha256", db_str(rows, i, "sha256")));
}

static enum err read_all(struct ctx *ctx, TALLOC_CTX *mem, bool strict, struct trust **ret_trust)
{
    struct db_rows *rows = NULL;
    struct trust *t = trust_new(mem);
    enum err e = set_algorithms(ctx, t);

    if (!e)
        e = db_query(ctx, &SQL_trust_anchors, DB_NONE, &rows);
    if (e) {
        talloc_free(t);
        return e;
    }
    for (int i = 0; i < rows->n; i++)
        add_row(t, rows, i, strict);
    *ret_trust = t;
    return ERR_OK;
}

enum err trust_strict(struct ctx *ctx, struct trust **ret_trust)
{
    return read_all(ctx, ctx->mem, true, ret_trust);
}

/* ---- the snapshot of the process ---- */

static enum err replace(struct ctx *ctx, struct trust_db *db, int64_t version)
{
    struct trust *t = NULL;
    enum err e = read_all(ctx, db, false, &t);

    if (e)
        return e;
    /* requests that still use the old snapshot hold it themselves */
    if (db->trust)
        talloc_unlink(db, db->trust);
    db->trust = t;
    db->version = version;
    log_info(ctx, "trust.read", LOG_I("version", version));
    return ERR_OK;
}

static enum err refresh(struct ctx *ctx, struct trust_db *db)
{
    int64_t now = clock_monotonic_ms();
    struct db_rows *rows = NULL;
    int64_t version;
    enum err e;

    if (db->trust && db->asked_ms && now - db->asked_ms < ASK_EVERY_MS)
        return ERR_OK;
    e = db_one(ctx, &SQL_trust_version, DB_NONE, "Brak danych o zaufanych wystawcach.", &rows);
    if (e)
        return e;
    version = db_int(rows, 0, "nr");
    if (!db->trust || version != db->version)
        e = replace(ctx, db, version);
    if (!e)
        db->asked_ms = now;
    return e;
}

static struct trust_db *of_app(struct app *app)
{
    if (!app->trust)
        app->trust = mem_zero(app->mem, struct trust_db);
    return app->trust;
}

void trust_use(struct app *app, struct trust *trust)
{
    of_app(app)->given = trust;
}

enum err trust_current(struct ctx *ctx, struct trust **ret_trust)
{
    struct app *app = ctx->app;
    enum err e;

    *ret_trust = of_app(app)->given;
    if (*ret_trust)
        return ERR_OK;
    e = refresh(ctx, app->trust);
    if (e)
        return e;
    if (!talloc_reference(ctx->mem, app->trust->trust))
        mem_exhausted(1);
    *ret_trust = app->trust->trust;
    return ERR_OK;
}

void trust_refresh(struct app *app)
{
    if (app->trust)
        app->trust->asked_ms = 0;
}

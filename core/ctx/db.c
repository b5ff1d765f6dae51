/* libpq wrapped: one connection, one transaction a request, every statement prepared once a connection. BEGIN, the
 * settings for row-level security and the first statement travel together in one round trip (pipeline mode). */
#include "core/ctx/db.h"

#include <inttypes.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/ctx/role.h"
#include "db_sql.h"

enum { MAX_STATEMENTS = 2048, MAX_ARGS = 40, MAX_QUEUE = 64, CONNECT_TRIES = 5 };

/* One command on its way: what it was, and what is prepared once it has succeeded. */
struct sent {
    const char *name;
    const struct db_sql *prepares;
};

struct db {
    PGconn *conn;
    const struct db_sql *prepared[MAX_STATEMENTS]; /* open-addressing hash by address */
    int n_prepared;
    struct sent queue[MAX_QUEUE]; /* sent in this pipeline, results not read yet */
    int n_queue;
    int64_t failed_at; /* when the last attempt to connect failed */
    bool stale;        /* a migration has overtaken its prepared statements: not to be used again */
};

static int fail_countdown;

static const char MSG_AWAY[] =
    "Baza danych jest chwilowo niedostępna. Nic nie zostało zmienione. Spróbuj ponownie za chwilę.";

void db_fail_at(int n)
{
    fail_countdown = n;
}

static bool fault_injected(void)
{
    return fail_countdown > 0 && --fail_countdown == 0;
}

/* ---- the connection ---- */

static void sleep_ms(long ms)
{
    nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

static struct db *db_of(struct app *app)
{
    if (!app->db)
        app->db = mem_zero(app->mem, struct db);
    return app->db;
}

void db_close(struct app *app)
{
    struct db *db = app->db;

    if (!db)
        return;
    PQfinish(db->conn);
    talloc_free(db);
    app->db = NULL;
}

void db_forget(struct app *app)
{
    /* PQfinish() would end the master's session on the server, so the socket copy is simply left alone. */
    app->db = NULL;
}

static PGconn *connect_once(struct app *app)
{
    MEM_SCOPE(tmp, NULL);
    const char *info = mem_printf(tmp,
                                  "%s user=%s application_name=%s connect_timeout=3 client_encoding=UTF8 "
                                  "options='-c TimeZone=Europe/Warsaw -c DateStyle=ISO -c statement_timeout=20s "
                                  "-c lock_timeout=15s -c idle_in_transaction_session_timeout=120s "
                                  "-c plan_cache_mode=force_generic_plan -c jit=off'",
                                  app->conf.db, app->db_role, app->program);
    PGconn *conn = PQconnectdb(info);

    if (PQstatus(conn) == CONNECTION_OK)
        return conn;
    PQfinish(conn);
    return NULL;
}

static void silent(void *unused, const PGresult *notice)
{
    (void)unused;
    (void)notice;
}

static enum err ensure_connected(struct ctx *ctx)
{
    struct db *db = db_of(ctx->app);

    if (db->conn && PQstatus(db->conn) == CONNECTION_OK)
        return ERR_OK;
    PQfinish(db->conn);
    *db = (struct db){ .failed_at = db->failed_at };
    /* While the server is away every request would wait; after one full wait the others are refused at once. */
    for (int i = 0; i < CONNECT_TRIES && !db->conn; i++) {
        if (i > 0 && clock_monotonic_ms() - db->failed_at < 1000)
            break;
        if (i > 0)
            sleep_ms(100);
        db->conn = connect_once(ctx->app);
    }
    if (!db->conn) {
        db->failed_at = clock_monotonic_ms();
        return ctx_fail(ctx, ERR_BUSY, MSG_AWAY, "connect failed");
    }
    PQsetNoticeReceiver(db->conn, silent, NULL);
    return ERR_OK;
}

/* ---- prepared statements ---- */

static const struct db_sql **slot_of(struct db *db, const struct db_sql *sql)
{
    size_t i = ((uintptr_t)sql >> 4) % MAX_STATEMENTS;

    while (db->prepared[i] && db->prepared[i] != sql)
        i = (i + 1) % MAX_STATEMENTS;
    return &db->prepared[i];
}

static bool is_prepared(struct db *db, const struct db_sql *sql)
{
    return *slot_of(db, sql) == sql;
}

/* When the table is full the statement goes unnamed and is prepared each time. */
static const char *server_name(const struct db *db, const struct db_sql *sql)
{
    return db->n_prepared + MAX_QUEUE < MAX_STATEMENTS ? sql->name : "";
}

static void mark_prepared(struct db *db, const struct db_sql *sql)
{
    *slot_of(db, sql) = sql;
    db->n_prepared++;
}

/* ---- errors ---- */

static bool state_is(const char *state, const char *prefix)
{
    return strncmp(state, prefix, strlen(prefix)) == 0;
}

/* Which answer fits the SQLSTATE; *ret_retry when the whole transaction may succeed the next time. */
static enum err code_of(const char *state, bool *ret_retry)
{
    *ret_retry = state_is(state, "40") || state_is(state, "57P") || state_is(state, "08") || state_is(state, "25P03") ||
                 state[0] == '\0';
    if (*ret_retry || state_is(state, "55P03") || state_is(state, "57014") || state_is(state, "53"))
        return ERR_BUSY;
    if (state_is(state, "23505") || state_is(state, "23P01"))
        return ERR_CONFLICT;
    if (state_is(state, "23") || state_is(state, "22"))
        return ERR_INVALID;
    if (state_is(state, "42501"))
        return ERR_DENIED;
    return ERR_INTERNAL;
}

static const char *message_of(enum err code)
{
    switch (code) {
    case ERR_BUSY:
        return MSG_AWAY;
    case ERR_CONFLICT:
        return "Taki wpis już istnieje albo ktoś właśnie go zmienił. Odśwież stronę i spróbuj ponownie.";
    case ERR_INVALID:
        return "Te dane łamią zasady zapisu. Popraw je i spróbuj ponownie.";
    case ERR_DENIED:
        return "Nie masz uprawnień do tych danych.";
    case ERR_OK:
    case ERR_NOTFOUND:
    case ERR_INTERNAL:
        break;
    }
    return "Wystąpił błąd po naszej stronie. Nic nie zostało zmienione.";
}

/* The plan or the prepared statement is no longer what the server has: a new connection puts that right. */
static bool is_stale(const char *state, const char *primary)
{
    return state_is(state, "26000") || (state_is(state, "0A000") && strstr(primary, "cached plan"));
}

static enum err fail_with(struct ctx *ctx, const char *statement, const PGresult *result)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const char *constraint = result ? PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME) : NULL;
    bool retry = false;
    enum err code = code_of(state ? state : "", &retry);

    if (state && primary && is_stale(state, primary)) {
        db_of(ctx->app)->stale = retry = true;
        code = ERR_BUSY;
    }
    if (state && state_is(state, "22"))
        primary = "data exception"; /* the server's sentence quotes the value, which may be personal */
    ctx->retry = ctx->retry || retry;
    if (!ctx->fail.code)
        ctx->fail.constraint = mem_strdup(ctx->mem, constraint);
    return ctx_fail(ctx, code, message_of(code), "sql=%s state=%s constraint=%s %s", statement, state ? state : "lost",
                    constraint ? constraint : "", primary ? primary : "connection lost");
}

/* ---- running statements ---- */

static void set_params(int n, const struct db_arg *args, const char **values, int *lengths, int *formats)
{
    for (int i = 0; i < n; i++) {
        values[i] = args[i].is_null ? NULL : args[i].text ? args[i].text : args[i].number;
        lengths[i] = args[i].len;
        formats[i] = args[i].binary;
    }
}

static void enqueue(struct db *db, const char *name, const struct db_sql *prepares)
{
    db->queue[db->n_queue++] = (struct sent){ name, prepares };
}

/* Is the statement prepared, or will it be once the queue has been worked off? */
static bool will_be_prepared(struct db *db, const struct db_sql *sql)
{
    for (int i = 0; i < db->n_queue; i++)
        if (db->queue[i].prepares == sql)
            return true;
    return is_prepared(db, sql);
}

static bool send_execute(struct db *db, const struct db_sql *sql, int n, const struct db_arg *args)
{
    const char *values[MAX_ARGS];
    int lengths[MAX_ARGS];
    int formats[MAX_ARGS];
    const char *name = sql->name;

    set_params(n, args, values, lengths, formats);
    if (!will_be_prepared(db, sql)) {
        name = server_name(db, sql);
        if (!PQsendPrepare(db->conn, name, sql->text, 0, NULL))
            return false;
        enqueue(db, sql->name, *name ? sql : NULL);
    }
    enqueue(db, sql->name, NULL);
    return PQsendQueryPrepared(db->conn, name, n, values, lengths, formats, 0);
}

static bool send_text(struct db *db, const char *text)
{
    enqueue(db, text, NULL);
    return PQsendQueryParams(db->conn, text, 0, NULL, NULL, NULL, NULL, 0);
}

static const char *kind_name(enum who_kind kind)
{
    static const char *const names[] = { "public", "citizen", "clerk", "partner", "system" };

    return names[kind];
}

enum { N_SETTINGS = 9 };

/* What the policies and the trail know of whoever acts, in the order of SQL_db_settings. */
static void settings_of(struct ctx *ctx, struct db_arg args[N_SETTINGS])
{
    const struct who *who = &ctx->who;
    const struct db_arg settings[N_SETTINGS] = { db_text(kind_name(who->kind)),
                                                 db_i64(who->konto_id),
                                                 db_i64(who->pracownik_id),
                                                 db_text(who->identyfikator),
                                                 db_text(ctx->jst),
                                                 db_text(roles_to_names(ctx->mem, who->roles)),
                                                 db_text(who->name && *who->name ? who->name : ctx->app->program),
                                                 db_text(who->stanowisko),
                                                 db_time(ctx->now) };

    memcpy(args, settings, sizeof settings);
}

static bool send_begin(struct ctx *ctx, struct db *db)
{
    struct db_arg args[N_SETTINGS];
    const char *begin = ctx->snapshot    ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                        : ctx->read_only ? "BEGIN READ ONLY"
                                         : "BEGIN";

    settings_of(ctx, args);
    return send_text(db, begin) && send_execute(db, &SQL_db_settings, N_SETTINGS, args);
}

/* Takes one queued command's result; the first bad one is kept for the report, later ones were only skipped. */
static PGresult *take(struct db *db)
{
    PGresult *result = PQgetResult(db->conn);
    PGresult *extra = NULL;

    while ((extra = PQgetResult(db->conn)))
        PQclear(extra);
    return result;
}

static bool good(const PGresult *r)
{
    ExecStatusType s = PQresultStatus(r);

    return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK;
}

/* Reads the results of everything queued. Returns the last one when all are good, else the first bad one with the
 * name of its statement. A statement that failed to execute has been prepared all the same. */
static PGresult *take_queue(struct db *db, const char **ret_name)
{
    PGresult *kept = NULL;

    for (int i = 0; i < db->n_queue; i++) {
        PGresult *r = take(db);

        if (kept && !good(kept)) {
            PQclear(r);
            continue;
        }
        PQclear(kept);
        kept = r;
        *ret_name = db->queue[i].name;
        if (!kept)
            break;
        if (good(kept) && db->queue[i].prepares)
            mark_prepared(db, db->queue[i].prepares);
    }
    db->n_queue = 0;
    return kept;
}

static void drain_sync(struct db *db)
{
    PGresult *r = NULL;

    while ((r = PQgetResult(db->conn))) {
        bool sync = PQresultStatus(r) == PGRES_PIPELINE_SYNC;

        PQclear(r);
        if (sync)
            break;
    }
    PQexitPipelineMode(db->conn);
}

/* Ends the pipeline: the server works off what was sent, and the last result comes back. */
static enum err finish_queue(struct ctx *ctx, struct db *db, PGresult **ret_result)
{
    const char *name = "pipeline";
    PGresult *result = NULL;
    enum err e;

    if (!PQpipelineSync(db->conn)) {
        db->n_queue = 0;
        return fail_with(ctx, name, NULL);
    }
    result = take_queue(db, &name);
    drain_sync(db);
    if (result && good(result)) {
        *ret_result = result;
        return ERR_OK;
    }
    e = fail_with(ctx, name, result);
    PQclear(result);
    return e;
}

/* Puts the statement, and BEGIN before the first one, into the pipeline. */
static enum err send(struct ctx *ctx, const struct db_sql *sql, int n, const struct db_arg *args)
{
    bool begin = !ctx->in_tx;
    struct db *db = NULL;
    enum err e = ERR_OK;

    if (n != sql->n_args || n > MAX_ARGS)
        return ctx_fail(ctx, ERR_INTERNAL, message_of(ERR_INTERNAL), "sql=%s takes %d arguments, got %d", sql->name,
                        sql->n_args, n);
    if (fault_injected())
        return ctx_fail(ctx, ERR_BUSY, MSG_AWAY, "sql=%s injected fault", sql->name);
    if (begin && (e = ensure_connected(ctx)) != ERR_OK)
        return e;
    db = db_of(ctx->app);
    if (!db->conn)
        return ctx_fail(ctx, ERR_BUSY, MSG_AWAY, "sql=%s connection lost", sql->name);
    ctx->in_tx = true;
    if ((PQpipelineStatus(db->conn) == PQ_PIPELINE_OFF && !PQenterPipelineMode(db->conn)) ||
        (begin && !send_begin(ctx, db)) || !send_execute(db, sql, n, args))
        return fail_with(ctx, sql->name, NULL);
    return ERR_OK;
}

static enum err run(struct ctx *ctx, const struct db_sql *sql, int n, struct db_arg *args, PGresult **ret_result)
{
    enum err e = send(ctx, sql, n, args);

    return e ? e : finish_queue(ctx, db_of(ctx->app), ret_result);
}

enum err db_later(struct ctx *ctx, const struct db_sql *sql, int n_args, struct db_arg *args)
{
    struct db *db = db_of(ctx->app);
    PGresult *result = NULL;
    enum err e = send(ctx, sql, n_args, args);

    /* Room for BEGIN, its settings and one more statement must stay. */
    if (e || db->n_queue < MAX_QUEUE - 8)
        return e;
    e = finish_queue(ctx, db, &result);
    if (!e)
        PQclear(result);
    return e;
}

void db_flush(struct ctx *ctx)
{
    struct db *db = ctx->app->db;

    /* A broken connection shows itself at the next call. */
    if (db && db->conn && db->n_queue > 0)
        (void)PQflush(db->conn);
}

enum err db_query(struct ctx *ctx, const struct db_sql *sql, int n_args, struct db_arg *args, struct db_rows **ret_rows)
{
    PGresult *result = NULL;
    struct db_rows *rows = NULL;
    enum err e = run(ctx, sql, n_args, args, &result);

    if (e)
        return e;
    rows = mem_zero(ctx->mem, struct db_rows);
    rows->result = mem_adopt(rows, result, PQclear);
    rows->n = PQntuples(result);
    *ret_rows = rows;
    return ERR_OK;
}

enum err db_one(struct ctx *ctx, const struct db_sql *sql, int n_args, struct db_arg *args, const char *missing,
                struct db_rows **ret_rows)
{
    struct db_rows *rows = NULL;
    enum err e = db_query(ctx, sql, n_args, args, &rows);

    if (!e && rows->n != 1)
        e = ctx_fail(ctx, ERR_NOTFOUND, missing, "sql=%s rows=%d", sql->name, rows->n);
    if (!e)
        *ret_rows = rows;
    return e;
}

enum err db_exec(struct ctx *ctx, const struct db_sql *sql, int n_args, struct db_arg *args, int *ret_n)
{
    PGresult *result = NULL;
    enum err e = run(ctx, sql, n_args, args, &result);

    if (e)
        return e;
    if (ret_n)
        *ret_n = atoi(PQcmdTuples(result));
    PQclear(result);
    return ERR_OK;
}

/* ---- transactions ---- */

static enum err command(struct ctx *ctx, const char *text)
{
    struct db *db = db_of(ctx->app);
    PGresult *r = NULL;
    enum err e = ERR_OK;

    if (!db->conn)
        return ctx_fail(ctx, ERR_BUSY, MSG_AWAY, "%s without connection", text);
    if (db->n_queue > 0) {
        e = finish_queue(ctx, db, &r);
        if (e)
            return e;
        PQclear(r);
    }
    r = PQexec(db->conn, text);
    if (!good(r))
        e = fail_with(ctx, text, r);
    PQclear(r);
    return e;
}

/* The server may have committed before it went away, so this is no case for ctx->retry. */
static enum err outcome_unknown(struct ctx *ctx)
{
    ctx_forgive(ctx);
    return ctx_fail(
        ctx, ERR_BUSY,
        "Połączenie z bazą zostało przerwane podczas zapisu i nie wiadomo, czy zapis się udał. Sprawdź, zanim "
        "wyślesz ponownie; ponowne wysłanie tego samego pisma nie utworzy drugiego.",
        "commit outcome unknown");
}

enum err db_commit(struct ctx *ctx)
{
    struct db *db = db_of(ctx->app);
    PGresult *r = NULL;
    enum err e = ERR_OK;

    if (!ctx->in_tx)
        return ERR_OK;
    if (fault_injected()) {
        db_rollback(ctx);
        return ctx_fail(ctx, ERR_BUSY, MSG_AWAY, "commit injected fault");
    }
    if (PQpipelineStatus(db->conn) == PQ_PIPELINE_OFF && !PQenterPipelineMode(db->conn))
        return fail_with(ctx, "COMMIT", NULL);
    e = send_text(db, "COMMIT") ? finish_queue(ctx, db, &r) : fail_with(ctx, "COMMIT", NULL);
    if (e && PQstatus(db->conn) != CONNECTION_OK)
        e = outcome_unknown(ctx);
    if (!e && strcmp(PQcmdStatus(r), "COMMIT") != 0)
        e = ctx_fail(ctx, ERR_INTERNAL, message_of(ERR_INTERNAL), "commit became %s", PQcmdStatus(r));
    PQclear(r);
    if (!e)
        ctx->in_tx = false;
    return e;
}

void db_rollback(struct ctx *ctx)
{
    struct db *db = ctx->app->db;
    const char *name = NULL;

    if (!ctx->in_tx)
        return;
    ctx->in_tx = false;
    if (!db || !db->conn)
        return;
    if (db->n_queue > 0 && PQpipelineSync(db->conn)) {
        PQclear(take_queue(db, &name));
        drain_sync(db);
    }
    if (db->stale || PQpipelineStatus(db->conn) != PQ_PIPELINE_OFF || PQstatus(db->conn) != CONNECTION_OK) {
        PQfinish(db->conn);
        *db = (struct db){ 0 };
        return;
    }
    PQclear(PQexec(db->conn, "ROLLBACK"));
}

enum err db_savepoint(struct ctx *ctx)
{
    struct db_rows *rows = NULL;
    enum err e = ctx->in_tx ? ERR_OK : db_query(ctx, &SQL_db_ping, DB_NONE, &rows);

    return e ? e : command(ctx, "SAVEPOINT here");
}

enum err db_savepoint_keep(struct ctx *ctx)
{
    return command(ctx, "RELEASE SAVEPOINT here");
}

void db_savepoint_undo(struct ctx *ctx)
{
    struct db *db = db_of(ctx->app);
    const char *name = NULL;

    if (!ctx->in_tx || !db->conn)
        return;
    if (db->n_queue > 0 && PQpipelineSync(db->conn)) {
        PQclear(take_queue(db, &name));
        drain_sync(db);
    }
    PQclear(PQexec(db->conn, "ROLLBACK TO SAVEPOINT here"));
}

enum err db_set_unit(struct ctx *ctx)
{
    return db_later(ctx, &SQL_db_unit, DB_ARGS(db_text(ctx->jst)));
}

enum err db_set_who(struct ctx *ctx)
{
    struct db_arg args[N_SETTINGS];

    settings_of(ctx, args);
    return db_later(ctx, &SQL_db_settings, N_SETTINGS, args);
}

enum err db_ping(struct ctx *ctx)
{
    struct db_rows *rows = NULL;

    return db_query(ctx, &SQL_db_ping, DB_NONE, &rows);
}

enum err db_check_role(struct ctx *ctx)
{
    struct db_rows *rows = NULL;
    enum err e = db_one(ctx, &SQL_db_role_check, DB_NONE, "Brak roli bazy danych.", &rows);

    if (e)
        return e;
    if (db_flag(rows, 0, "over_policies") || db_flag(rows, 0, "owns"))
        return ctx_fail(ctx, ERR_DENIED, "Rola bazy danych omija zasady dostępu; program nie wystartuje.",
                        "role=%s superuser/bypass or owner", ctx->app->db_role);
    return ERR_OK;
}

enum err db_script(struct ctx *ctx, const char *text)
{
    struct db_rows *rows = NULL;
    enum err e = ctx->in_tx ? ERR_OK : db_query(ctx, &SQL_db_ping, DB_NONE, &rows);

    return e ? e : command(ctx, text);
}

enum err db_copy_in(struct ctx *ctx, const char *copy_statement, const void *data, size_t len)
{
    struct db *db = db_of(ctx->app);
    PGresult *r = NULL;
    enum err e = db_ping(ctx);

    if (e)
        return e;
    r = PQexec(db->conn, copy_statement);
    if (PQresultStatus(r) != PGRES_COPY_IN || PQputCopyData(db->conn, data, (int)len) != 1 ||
        PQputCopyEnd(db->conn, NULL) != 1) {
        e = fail_with(ctx, copy_statement, r);
        PQclear(r);
        return e;
    }
    PQclear(r);
    r = take(db);
    if (!good(r))
        e = fail_with(ctx, copy_statement, r);
    PQclear(r);
    return e;
}

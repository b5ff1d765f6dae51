/* PostgreSQL through libpq: one blocking connection a process, prepared named statements, one transaction a
 * request, row-level security fed from ctx->who and ctx->jst.
 *
 * The first db_query()/db_exec() of a ctx opens the transaction and sets for it who acts (app.kind, app.konto, app.user,
 * app.roles, app.partner), in which unit (app.jst) and what the trail says of him (app.aktor, app.stanowisko, app.czas); so
 * nothing has to be called before. Only the router, op_run() and a job's runner commit.
 *
 * Statements come from .sql files through tools/sql2c:
 *     -- name: sprawa_close (id, data, sposob)          ->  SQL_sprawa_close, checked to take 3 arguments
 *     UPDATE eod.sprawa SET stan = 'ZALATWIONA', data_zakonczenia = $2::date … WHERE jst = app_jst() AND id = $1
 * Errors: ERR_BUSY (connection lost, shutting down, lock time-out; ctx->retry is set when a second run may succeed),
 * ERR_CONFLICT for unique violations, ERR_INVALID for check and foreign-key violations, ERR_DENIED when row-level
 * security refuses, otherwise ERR_INTERNAL. After a failed statement the transaction can only be rolled back. */
#ifndef CORE_DB_H
#define CORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "core/ctx/ctx.h"

/* One statement of a .sql file. */
struct db_sql {
    const char *name;
    const char *text;
    int n_args;
    const char *const *args; /* their names, as the `-- name:` line has them */
};

/* One argument. Text arguments are borrowed until the call returns. */
struct db_arg {
    const char *text; /* NULL with is_null or when `number` holds the text */
    int len;          /* length when binary */
    bool binary;
    bool is_null;
    char number[40];
};

struct db_arg db_text(const char *s); /* NULL -> SQL NULL */
struct db_arg db_i64(int64_t v);
struct db_arg db_id(int64_t v); /* 0 -> SQL NULL */
struct db_arg db_bool(bool v);
struct db_arg db_bytes(const void *p, size_t n); /* bytea */
struct db_arg db_time(int64_t microseconds);     /* timestamptz; 0 -> SQL NULL */
struct db_arg db_null(void);

#define DB_ARGS(...)                                                                                                   \
    (int)(sizeof((struct db_arg[]){ __VA_ARGS__ }) / sizeof(struct db_arg)), (struct db_arg[])                         \
    {                                                                                                                  \
        __VA_ARGS__                                                                                                    \
    }
#define DB_NONE 0, NULL

struct db_rows {
    int n;
    void *result; /* PGresult, freed with ctx->mem */
};

/* Runs a statement that returns rows. *ret_rows belongs to ctx->mem. */
MUST_CHECK enum err db_query(struct ctx *ctx, const struct db_sql *sql, int n_args, struct db_arg *args,
                             struct db_rows **ret_rows);

/* The same for exactly one row: ERR_NOTFOUND with `missing` (a Polish sentence) when there is none. */
MUST_CHECK enum err db_one(struct ctx *ctx, const struct db_sql *sql, int n_args, struct db_arg *args,
                           const char *missing, struct db_rows **ret_rows);

/* Runs a statement without rows; *ret_n (may be NULL) is the number of rows touched. */
MUST_CHECK enum err db_exec(struct ctx *ctx, const struct db_sql *sql, int n_args, struct db_arg *args, int *ret_n);

/* Runs a statement whose outcome nobody needs at once: it travels with the next one, so a chain of inserts costs one
 * round trip. Its failure is reported by that next call, at the latest by db_commit(). Arguments are copied into the
 * connection's buffer. */
MUST_CHECK enum err db_later(struct ctx *ctx, const struct db_sql *sql, int n_args, struct db_arg *args);

/* Sends what db_later() has gathered, so that the server works while the caller waits for somebody else (the signer). */
void db_flush(struct ctx *ctx);

/* Values by column name. The strings are valid while the rows are. A name that the statement does not return is our
 * mistake and ends the process in debug builds. NULL columns: NULL, 0, false. */
const char *db_get(const struct db_rows *rows, int row, const char *column); /* NULL when SQL NULL */
const char *db_str(const struct db_rows *rows, int row, const char *column); /* "" when SQL NULL */
int64_t db_int(const struct db_rows *rows, int row, const char *column);
bool db_flag(const struct db_rows *rows, int row, const char *column);
bool db_is_null(const struct db_rows *rows, int row, const char *column);
/* bytea; decoded into mem. */
const void *db_blob(TALLOC_CTX *mem, const struct db_rows *rows, int row, const char *column, size_t *ret_len);
int db_n_columns(const struct db_rows *rows);
const char *db_column(const struct db_rows *rows, int column);
const char *db_cell(const struct db_rows *rows, int row, int column);

/* Makes the transaction durable. After ERR_BUSY with the connection lost during COMMIT the outcome is unknown: the
 * message says so, and a retry with the same idempotency key tells. Harmless when no transaction is open. */
MUST_CHECK enum err db_commit(struct ctx *ctx);
void db_rollback(struct ctx *ctx);

/* A save point, so that one failed statement does not spoil the transaction. */
MUST_CHECK enum err db_savepoint(struct ctx *ctx);
void db_savepoint_undo(struct ctx *ctx);
/* Forgets the save point; what was done since stays. */
MUST_CHECK enum err db_savepoint_keep(struct ctx *ctx);

/* Refuses (ERR_DENIED, message for the operator) a role that is superuser, bypasses row security or owns tables. */
MUST_CHECK enum err db_check_role(struct ctx *ctx);

/* Tells the open transaction that ctx->jst has changed; called by ctx_act_in(). */
MUST_CHECK enum err db_set_unit(struct ctx *ctx);

/* Tells the open transaction that ctx->who or ctx->now has changed. Only for tests: programs never change them in one. */
MUST_CHECK enum err db_set_who(struct ctx *ctx);

/* SELECT 1 for /readyz and start-up waits. */
MUST_CHECK enum err db_ping(struct ctx *ctx);

/* Closes the connection of this process. */
void db_close(struct app *app);
/* Forgets a connection inherited over fork() without telling the server. */
void db_forget(struct app *app);

/* Runs SQL text that is not prepared: several statements, migrations. Only for eurzad-admin and tests. */
MUST_CHECK enum err db_script(struct ctx *ctx, const char *text);

/* COPY … FROM STDIN: the server's own CSV reader. Only for eurzad-admin and tests. */
MUST_CHECK enum err db_copy_in(struct ctx *ctx, const char *copy_statement, const void *data, size_t len);

/* Test switch: the n-th call of this process from now on fails with ERR_BUSY (0 = off). */
void db_fail_at(int n);

#endif

/* Arguments of statements and values of rows: between C and what libpq carries. Part of the wrapper of libpq. */
#include <inttypes.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/ctx/db.h"
#include "core/ctx/log.h"

/* ---- arguments ---- */

struct db_arg db_text(const char *s)
{
    return (struct db_arg){ .text = s, .is_null = !s };
}

struct db_arg db_null(void)
{
    return (struct db_arg){ .is_null = true };
}

struct db_arg db_i64(int64_t v)
{
    struct db_arg a = { 0 };

    snprintf(a.number, sizeof a.number, "%" PRId64, v);
    return a;
}

struct db_arg db_id(int64_t v)
{
    return v ? db_i64(v) : db_null();
}

struct db_arg db_bool(bool v)
{
    return db_text(v ? "t" : "f");
}

struct db_arg db_bytes(const void *p, size_t n)
{
    return (struct db_arg){ .text = p ? p : "", .len = (int)n, .binary = true };
}

struct db_arg db_time(int64_t microseconds)
{
    struct db_arg a = { 0 };
    int64_t micro = microseconds % 1000000;
    time_t s = microseconds / 1000000;
    struct tm tm;
    size_t n = 0;

    if (microseconds == 0)
        return db_null();
    if (micro < 0) { /* before 1970 the fraction still counts forwards */
        micro += 1000000;
        s--;
    }
    gmtime_r(&s, &tm);
    n = strftime(a.number, sizeof a.number, "%Y-%m-%d %H:%M:%S", &tm);
    snprintf(a.number + n, sizeof a.number - n, ".%06d+00", (int)micro);
    return a;
}

/* ---- values ---- */

static int column_of(const struct db_rows *rows, const char *column)
{
    int c = PQfnumber(rows->result, column);

    if (c < 0) {
        log_error(NULL, "db.column_missing", LOG_S("column", column));
        abort();
    }
    return c;
}

const char *db_get(const struct db_rows *rows, int row, const char *column)
{
    int c = column_of(rows, column);

    return PQgetisnull(rows->result, row, c) ? NULL : PQgetvalue(rows->result, row, c);
}

const char *db_str(const struct db_rows *rows, int row, const char *column)
{
    const char *s = db_get(rows, row, column);

    return s ? s : "";
}

int64_t db_int(const struct db_rows *rows, int row, const char *column)
{
    const char *s = db_get(rows, row, column);

    return s ? strtoll(s, NULL, 10) : 0;
}

bool db_flag(const struct db_rows *rows, int row, const char *column)
{
    const char *s = db_get(rows, row, column);

    return s && s[0] == 't';
}

bool db_is_null(const struct db_rows *rows, int row, const char *column)
{
    return !db_get(rows, row, column);
}

const void *db_blob(TALLOC_CTX *mem, const struct db_rows *rows, int row, const char *column, size_t *ret_len)
{
    const char *s = db_get(rows, row, column);
    unsigned char *raw = NULL;
    void *copy = NULL;

    *ret_len = 0;
    if (!s)
        return NULL;
    raw = PQunescapeBytea((const unsigned char *)s, ret_len);
    if (!raw)
        mem_exhausted(strlen(s));
    copy = mem_dup(mem, raw, *ret_len);
    PQfreemem(raw);
    return copy;
}

int db_n_columns(const struct db_rows *rows)
{
    return PQnfields(rows->result);
}

const char *db_column(const struct db_rows *rows, int column)
{
    return PQfname(rows->result, column);
}

const char *db_cell(const struct db_rows *rows, int row, int column)
{
    return PQgetisnull(rows->result, row, column) ? NULL : PQgetvalue(rows->result, row, column);
}

/* The trail, the trees and their heads as JSON lines, for keeping elsewhere and for checking without the database. One
 * snapshot a unit. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/admin.h"
#include "admin/journal.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/law/date.h"
#include "journal_sql.h"

struct out {
    const char *jst;
    int64_t n; /* lines of this unit */
    bool failed;
};

static bool line(struct out *o, json_t *object)
{
    char *text = object ? json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS) : NULL;

    o->failed |= !text || puts(text) == EOF;
    o->n++;
    free(text);
    json_decref(object);
    return !o->failed;
}

static bool event(void *arg, const struct db_rows *r, int i)
{
    struct out *o = arg;

    return line(o,
                json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:s, s:I, s:I, s:s, s:s, s:I, s:s, s:s, s:s}", "typ",
                          "zdarzenie", "jst", o->jst, "obiekt", db_str(r, i, "obiekt"), "obiekt_id",
                          (json_int_t)db_int(r, i, "obiekt_id"), "lp", (json_int_t)db_int(r, i, "lp"), "czas_us",
                          (json_int_t)db_int(r, i, "czas_us"), "zdarzenie", db_str(r, i, "typ"), "konto_id",
                          (json_int_t)db_int(r, i, "konto_id"), "pracownik_id",
                          (json_int_t)db_int(r, i, "pracownik_id"), "aktor", db_str(r, i, "aktor"), "stanowisko",
                          db_str(r, i, "stanowisko"), "sprawa_id", (json_int_t)db_int(r, i, "sprawa_id"), "dane",
                          db_str(r, i, "dane"), "poprzedni", db_str(r, i, "poprzedni"), "hash", db_str(r, i, "hash")));
}

static json_t *end_object(const struct out *o, const char *typ, const struct db_rows *r, int i)
{
    return json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:s}", "typ", typ, "jst", o->jst, "obiekt", db_str(r, i, "obiekt"),
                     "obiekt_id", (json_int_t)db_int(r, i, "obiekt_id"), "glowa", (json_int_t)db_int(r, i, "glowa"),
                     "lp", (json_int_t)db_int(r, i, "lp"), "hash", db_str(r, i, "hash"));
}

static bool end(void *arg, const struct db_rows *r, int i)
{
    return line(arg, end_object(arg, "koniec_lancucha", r, i));
}

static bool bound(void *arg, const struct db_rows *r, int i)
{
    return line(arg, end_object(arg, "lancuch_w_glowie", r, i));
}

static bool leaf(void *arg, const struct db_rows *r, int i)
{
    struct out *o = arg;

    return line(o, json_pack("{s:s, s:s, s:s, s:I, s:s, s:s}", "typ", "lisc", "jst", o->jst, "dzien",
                             db_str(r, i, "dzien"), "lp", (json_int_t)db_int(r, i, "lp"), "numer",
                             db_str(r, i, "numer"), "sha256", db_str(r, i, "sha256")));
}

static bool head(void *arg, const struct db_rows *r, int i)
{
    struct out *o = arg;
    json_t *object = json_pack("{s:s, s:s, s:I, s:s}", "typ", "glowa", "jst", o->jst, "numer",
                               (json_int_t)db_int(r, i, "numer"), "tresc", db_str(r, i, "tresc"));

    if (!db_is_null(r, i, "podpis")) {
        json_object_set_new(object, "podpis", json_string(db_str(r, i, "podpis64")));
        json_object_set_new(object, "znacznik", json_string(db_str(r, i, "znacznik64")));
        json_object_set_new(object, "certyfikaty", json_string(db_str(r, i, "certyfikaty")));
    }
    return line(o, object);
}

static const struct journal_rows LINES = { event, end, leaf, bound, head };

static int export_unit(struct app *app, const char *jst)
{
    struct ctx *ctx = ctx_system(app, jst);
    struct out o = { .jst = jst };
    int status;

    ctx->snapshot = true;
    status = journal_rows_read(ctx, &LINES, &o);
    /* The last line says how many there are, so that a file cut short shows. */
    if (!status && o.n > 0)
        line(&o, json_pack("{s:s, s:s, s:I}", "typ", "koniec", "jst", jst, "wierszy", (json_int_t)o.n));
    ctx_free(ctx);
    return status ? status : o.failed ? 3 : 0;
}

int journal_export(struct app *app, const char *jst)
{
    struct ctx *ctx = ctx_system(app, "");
    struct out o = { .jst = "" };
    struct db_rows *units = NULL;
    int status = 0;

    if (db_query(ctx, &SQL_journal_units, DB_NONE, &units))
        status = admin_failed(ctx, "journal");
    db_rollback(ctx);
    if (!status)
        line(&o, json_pack("{s:s, s:i, s:s, s:s}", "typ", "dziennik", "wersja", 1, "jednostka", jst ? jst : "", "czas",
                           date_iso_utc(ctx->mem, ctx->now)));
    for (int i = 0; !status && i < units->n; i++)
        if (!jst || strcmp(jst, db_str(units, i, "teryt")) == 0)
            status = export_unit(app, db_str(units, i, "teryt"));
    if (!status && (o.failed || fflush(stdout) != 0)) {
        fprintf(stderr, "eurzad-admin: journal: nie można zapisać całości\n");
        status = 3;
    }
    ctx_free(ctx);
    return status;
}

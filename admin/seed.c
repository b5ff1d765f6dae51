/* Dictionaries: units of the region and wykazy akt, read with PostgreSQL's own CSV reader, and the law parameters of the
 * modules. Running it again adds what is new and changes no wykaz and no parameter in use. */
#include <stdio.h>

#include "admin/admin.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "seed_sql.h"

static const struct {
    const char *file;
    const char *poziom;
    const char *nazwa;
} WYKAZY[] = {
    { "jrwa_gmina.csv", "G", "Jednolity rzeczowy wykaz akt organów gminy (Dz.U. 2011 nr 14 poz. 67, zał. 2)" },
    { "jrwa_powiat.csv", "P", "Jednolity rzeczowy wykaz akt organów powiatu (Dz.U. 2011 nr 14 poz. 67, zał. 3)" },
    { "jrwa_wojewodztwo.csv", "W",
      "Jednolity rzeczowy wykaz akt organów województwa (Dz.U. 2011 nr 14 poz. 67, zał. 4)" },
};

static enum err load(struct ctx *ctx, const char *file, const char *create, const char *copy)
{
    const char *path = mem_printf(ctx->mem, "%s/db/seed/%s", ctx->app->conf.share_dir, file);
    size_t len = 0;
    char *text = admin_read_file(ctx->mem, path, 8 << 20, &len);
    enum err e;

    if (!text)
        return ctx_fail(ctx, ERR_NOTFOUND, "Nie można przeczytać słownika.", "file=%s", file);
    e = db_script(ctx, create);
    return e ? e : db_copy_in(ctx, copy, text, len);
}

static enum err seed_units(struct ctx *ctx)
{
    int n = 0;
    enum err e =
        load(ctx, "jst.csv",
             "CREATE TEMP TABLE seed_jst (teryt text, nazwa text, nazwa_jst text, nazwa_urzedu text, rodzaj text,"
             " poziom text, powiat text, siedziba text, ludnosc text, ludnosc_stan text, lat text, lon text,"
             " organ text, slug text, adres_skrytki text) ON COMMIT DROP",
             "COPY seed_jst FROM STDIN WITH (FORMAT csv, DELIMITER ';', HEADER true)");

    if (!e)
        e = db_exec(ctx, &SQL_seed_jst, DB_NONE, &n);
    if (!e)
        printf("jednostki: %d\n", n);
    return e;
}

static enum err seed_wykaz(struct ctx *ctx, const char *file, const char *poziom, const char *nazwa)
{
    struct db_rows *rows = NULL;
    enum err e = db_query(ctx, &SQL_seed_wykaz, DB_ARGS(db_text(poziom), db_text(nazwa), db_text("2011-01-01")), &rows);
    int64_t id = 0;
    int n = 0;

    if (e || rows->n == 0)
        return e;
    id = db_int(rows, 0, "id");
    e = load(ctx, file,
             "DROP TABLE IF EXISTS seed_jrwa;"
             "CREATE TEMP TABLE seed_jrwa (symbol text, haslo text, kategoria text, kategoria_inne text, status text,"
             " grupujaca text) ON COMMIT DROP",
             "COPY seed_jrwa FROM STDIN WITH (FORMAT csv, DELIMITER ';', HEADER true)");
    if (!e)
        e = db_exec(ctx, &SQL_seed_klasy, DB_ARGS(db_i64(id)), &n);
    if (!e)
        e = db_exec(ctx, &SQL_seed_parents, DB_ARGS(db_i64(id)), NULL);
    if (!e)
        printf("%s: %d klas\n", file, n);
    return e;
}

int admin_seed(struct app *app, int argc, char **argv)
{
    struct ctx *ctx = admin_ctx(app, "");
    enum err e = seed_units(ctx);
    int status = 0;

    (void)argc;
    (void)argv;
    for (size_t i = 0; !e && i < sizeof WYKAZY / sizeof WYKAZY[0]; i++)
        e = seed_wykaz(ctx, WYKAZY[i].file, WYKAZY[i].poziom, WYKAZY[i].nazwa);
    if (!e)
        e = admin_seed_parameters(ctx);
    if (!e)
        e = db_commit(ctx);
    if (e)
        status = admin_failed(ctx, "seed");
    ctx_free(ctx);
    return status;
}

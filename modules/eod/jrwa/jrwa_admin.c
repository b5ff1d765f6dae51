/* eurzad-admin seed: the wykazy akt. */
#include <stdio.h>

#include "admin/admin.h"
#include "core/ctx/db.h"
#include "jrwa_admin_sql.h"

static const struct wykaz {
    const char *file;
    const char *poziom;
    const char *nazwa;
} WYKAZY[] = {
    { "jrwa_gmina.csv", "G", "Jednolity rzeczowy wykaz akt organów gminy (Dz.U. 2011 nr 14 poz. 67, zał. 2)" },
    { "jrwa_powiat.csv", "P", "Jednolity rzeczowy wykaz akt organów powiatu (Dz.U. 2011 nr 14 poz. 67, zał. 3)" },
    { "jrwa_wojewodztwo.csv", "W",
      "Jednolity rzeczowy wykaz akt organów województwa (Dz.U. 2011 nr 14 poz. 67, zał. 4)" },
};

/* A wykaz in use is never changed: only a version that is new is filled. */
static enum err seed_wykaz(struct ctx *ctx, const struct wykaz *w)
{
    struct db_rows *rows = NULL;
    enum err e = db_query(ctx, &SQL_jrwa_seed_wykaz,
                          DB_ARGS(db_text(w->poziom), db_text(w->nazwa), db_text("2011-01-01")), &rows);
    int64_t id = 0;
    int n = 0;

    if (e || rows->n == 0)
        return e;
    id = db_int(rows, 0, "id");
    e = admin_load(ctx, w->file, &SQL_jrwa_seed_table, &SQL_jrwa_seed_copy);
    if (!e)
        e = db_exec(ctx, &SQL_jrwa_seed_klasy, DB_ARGS(db_i64(id)), &n);
    if (!e)
        e = db_exec(ctx, &SQL_jrwa_seed_parents, DB_ARGS(db_i64(id)), NULL);
    if (!e)
        printf("%s: %d klas\n", w->file, n);
    return e;
}

static enum err seed_wykazy(struct ctx *ctx, const char *prefix)
{
    enum err e = ERR_OK;

    (void)prefix;
    for (size_t i = 0; !e && i < sizeof WYKAZY / sizeof WYKAZY[0]; i++)
        e = seed_wykaz(ctx, &WYKAZY[i]);
    return e;
}

const struct seed jrwa_seeds[] = {
    { "wykazy akt", SEED_DICTIONARY, seed_wykazy },
    { NULL, SEED_DICTIONARY, NULL },
};

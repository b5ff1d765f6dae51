/* eurzad-admin journal: checks the trail, its trees and their heads, in the database or in an exported file, and exports
 * them. The check itself is admin/check*.c; here rows of the database are given to it. */
#include "admin/journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "admin/admin.h"
#include "admin/check.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "journal_sql.h"

/* ---- rows of the database as the check wants them ---- */

static bool event(void *arg, const struct db_rows *r, int i)
{
    const struct check_event e = { db_str(r, i, "obiekt"),       db_int(r, i, "obiekt_id"), db_int(r, i, "lp"),
                                   db_int(r, i, "czas_us"),      db_str(r, i, "typ"),       db_int(r, i, "konto_id"),
                                   db_int(r, i, "pracownik_id"), db_str(r, i, "aktor"),     db_str(r, i, "stanowisko"),
                                   db_int(r, i, "sprawa_id"),    db_str(r, i, "dane"),      db_str(r, i, "poprzedni"),
                                   db_str(r, i, "hash") };

    return check_event(arg, &e);
}

static struct check_end end_of(const struct db_rows *r, int i)
{
    return (struct check_end){ db_str(r, i, "obiekt"), db_int(r, i, "obiekt_id"), db_int(r, i, "glowa"),
                               db_int(r, i, "lp"), db_str(r, i, "hash") };
}

static bool end(void *arg, const struct db_rows *r, int i)
{
    const struct check_end e = end_of(r, i);

    return check_end(arg, &e);
}

static bool bound(void *arg, const struct db_rows *r, int i)
{
    const struct check_end e = end_of(r, i);

    return check_bound(arg, &e);
}

static bool leaf(void *arg, const struct db_rows *r, int i)
{
    const struct check_leaf l = { db_str(r, i, "dzien"), db_int(r, i, "lp"), db_str(r, i, "numer"),
                                  db_str(r, i, "sha256") };

    return check_leaf(arg, &l);
}

static bool head(void *arg, const struct db_rows *r, int i)
{
    MEM_SCOPE(tmp, arg);
    struct check_head h = { .numer = db_int(r, i, "numer"),
                            .tresc = db_str(r, i, "tresc"),
                            .certyfikaty = db_str(r, i, "certyfikaty") };

    if (!db_is_null(r, i, "podpis")) {
        h.podpis = db_blob(tmp, r, i, "podpis", &h.n_podpis);
        h.znacznik = db_blob(tmp, r, i, "znacznik", &h.n_znacznik);
    }
    return check_head(arg, &h);
}

/* Receipts that contradict the trees: only the database knows them. */
static bool receipt(void *arg, const struct db_rows *r, int i)
{
    return check_bad(arg, "poświadczenie %s: %s", db_str(r, i, "numer"), db_str(r, i, "powod"));
}

static const struct journal_rows CHECKS = { event, end, leaf, bound, head };

static int verify_unit(struct app *app, const char *jst, X509_STORE *trust, struct check_sums *sums)
{
    struct ctx *ctx = ctx_system(app, jst);
    struct check *c = check_new(ctx->mem, jst, trust);
    int status;

    ctx->snapshot = true; /* the office goes on working meanwhile */
    status = journal_rows_read(ctx, &CHECKS, c);
    if (!status && check_finish(c))
        status = journal_rows_receipts(ctx, receipt, c);
    if (!status && check_failed(c))
        status = 1;
    check_add_sums(c, sums);
    ctx_free(ctx);
    return status;
}

/* ---- the command ---- */

struct options {
    const char *jst;
    const char *file;
    const char *heads;
    const char *trust;
};

static int usage(void)
{
    fprintf(stderr, "użycie: eurzad-admin … journal verify [TERYT] [--trust KATALOG]\n"
                    "        eurzad-admin … journal verify --file PLIK [--heads PLIK] [--trust KATALOG]\n"
                    "        eurzad-admin … journal export [TERYT]\n");
    return 2;
}

static bool take_options(int argc, char **argv, struct options *o)
{
    for (int i = 2; i < argc; i++) {
        const char **into = strcmp(argv[i], "--file") == 0    ? &o->file
                            : strcmp(argv[i], "--heads") == 0 ? &o->heads
                            : strcmp(argv[i], "--trust") == 0 ? &o->trust
                                                              : NULL;

        if (into && i + 1 < argc)
            *into = argv[++i];
        else if (!into && argv[i][0] != '-' && !o->jst)
            o->jst = argv[i];
        else
            return false;
    }
    return o->file || !o->heads;
}

void journal_sums(const struct check_sums *s)
{
    printf("OK: %" PRId64 " zdarzeń w %" PRId64 " łańcuchach", s->events, s->chains);
    if (s->heads)
        printf(", %" PRId64 " poświadczeń w drzewach, %" PRId64 " głów", s->leaves, s->heads);
    if (s->unsigned_heads)
        printf(" (w tym %" PRId64 " bez podpisu)", s->unsigned_heads);
    puts("");
}

static int verify_database(struct app *app, const struct options *o, X509_STORE *trust)
{
    struct ctx *ctx = ctx_system(app, "");
    struct check_sums sums = { 0 };
    struct db_rows *units = NULL;
    int status = 0;

    if (db_query(ctx, &SQL_journal_units, DB_NONE, &units))
        status = admin_failed(ctx, "journal");
    db_rollback(ctx);
    for (int i = 0; !status && i < units->n; i++)
        if (!o->jst || strcmp(o->jst, db_str(units, i, "teryt")) == 0)
            status = verify_unit(app, db_str(units, i, "teryt"), trust, &sums);
    if (!status)
        journal_sums(&sums);
    ctx_free(ctx);
    return status;
}

int admin_journal(struct app *app, int argc, char **argv)
{
    struct options o = { .trust = app->conf.trust_dir };
    X509_STORE *trust;

    if (argc < 2 || !take_options(argc, argv, &o))
        return usage();
    if (strcmp(argv[1], "export") == 0)
        return o.file ? usage() : journal_export(app, o.jst);
    if (strcmp(argv[1], "verify") != 0 || (o.file && o.jst))
        return usage();
    trust = check_trust(app->mem, o.trust);
    if (!trust)
        return 3;
    return o.file ? journal_file(app->mem, o.file, o.heads, trust) : verify_database(app, &o, trust);
}

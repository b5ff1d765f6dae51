/* Checks the trail with code of its own: recomputes every hash from the rows, walks each object's chain and compares
 * its end with the recorded head. Names the first event that does not fit. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "admin/admin.h"
#include "core/app.h"
#include "core/blob.h"
#include "core/db.h"
#include "journal_sql.h"

struct walk {
    struct ctx *ctx;
    char obiekt[64];
    int64_t obiekt_id;
    int64_t lp;
    char hash[BLOB_SHA_LEN + 1];
    int64_t n;
    int64_t n_chains;
};

static const char *one_line(TALLOC_CTX *mem, const char *s)
{
    char *copy = mem_strdup(mem, s);

    for (char *p = copy; *p; p++)
        if (*p == '\n')
            *p = ' ';
    return copy;
}

/* The text an event's hash covers: audit.skrot() in db/migrations/0001_podstawy.sql says the same in SQL. */
static void event_hash(struct ctx *ctx, const struct db_rows *r, int i, char ret_hex[BLOB_SHA_LEN + 1])
{
    MEM_SCOPE(tmp, ctx->mem);
    const char *text =
        mem_printf(tmp, "%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s", ctx->jst, db_str(r, i, "obiekt"),
                   db_str(r, i, "obiekt_id"), db_str(r, i, "lp"), db_str(r, i, "czas_us"), db_str(r, i, "typ"),
                   db_str(r, i, "konto_id"), db_str(r, i, "pracownik_id"), one_line(tmp, db_str(r, i, "aktor")),
                   one_line(tmp, db_str(r, i, "stanowisko")), db_str(r, i, "sprawa_id"), db_str(r, i, "dane"),
                   db_str(r, i, "poprzedni"));

    blob_sha256(text, strlen(text), ret_hex);
}

static int bad(const struct walk *w, const struct db_rows *r, int i, const char *why)
{
    printf("NIEZGODNE %s: zdarzenie %s/%s nr %s (%s, %s): %s\n", w->ctx->jst, db_str(r, i, "obiekt"),
           db_str(r, i, "obiekt_id"), db_str(r, i, "lp"), db_str(r, i, "typ"), db_str(r, i, "czas"), why);
    return 1;
}

/* The chain just walked must end where its head says. */
static int check_head(struct walk *w)
{
    struct db_rows *head = NULL;

    if (w->lp == 0)
        return 0;
    w->n_chains++;
    if (db_query(w->ctx, &SQL_journal_head, DB_ARGS(db_text(w->obiekt), db_i64(w->obiekt_id)), &head))
        return admin_failed(w->ctx, "journal");
    if (head->n == 1 && db_int(head, 0, "lp") == w->lp && strcmp(db_str(head, 0, "hash"), w->hash) == 0)
        return 0;
    printf("NIEZGODNE %s: łańcuch %s/%" PRId64 " kończy się na nr %" PRId64 ", zapisany koniec to nr %s\n", w->ctx->jst,
           w->obiekt, w->obiekt_id, w->lp, head->n ? db_str(head, 0, "lp") : "(brak)");
    return 1;
}

static int check_event(struct walk *w, const struct db_rows *r, int i)
{
    bool same = strcmp(w->obiekt, db_str(r, i, "obiekt")) == 0 && w->obiekt_id == db_int(r, i, "obiekt_id");
    char hash[BLOB_SHA_LEN + 1];

    if (!same) {
        int status = check_head(w);

        if (status)
            return status;
        snprintf(w->obiekt, sizeof w->obiekt, "%s", db_str(r, i, "obiekt"));
        w->obiekt_id = db_int(r, i, "obiekt_id");
        w->lp = 0;
        w->hash[0] = '\0';
    }
    if (db_int(r, i, "lp") != w->lp + 1)
        return bad(w, r, i, "poprzednie zdarzenie zostało usunięte");
    if (strcmp(db_str(r, i, "poprzedni"), w->hash) != 0)
        return bad(w, r, i, "nie łączy się z poprzednim zdarzeniem");
    event_hash(w->ctx, r, i, hash);
    if (strcmp(hash, db_str(r, i, "hash")) != 0)
        return bad(w, r, i, "treść została zmieniona");
    w->lp++;
    memcpy(w->hash, hash, sizeof hash);
    w->n++;
    return 0;
}

static int check_lost(struct walk *w)
{
    struct db_rows *lost = NULL;

    if (db_query(w->ctx, &SQL_journal_lost, DB_NONE, &lost))
        return admin_failed(w->ctx, "journal");
    if (lost->n == 0)
        return 0;
    printf("NIEZGODNE %s: usunięto wszystkie zdarzenia %s/%s (było %s)\n", w->ctx->jst, db_str(lost, 0, "obiekt"),
           db_str(lost, 0, "obiekt_id"), db_str(lost, 0, "lp"));
    return 1;
}

static int verify_unit(struct app *app, const char *jst, int64_t *n, int64_t *n_chains)
{
    struct walk w = { .ctx = admin_ctx(app, jst) };
    struct db_rows *rows = NULL;
    int status = 0;

    for (int more = 1; more && !status;) {
        if (db_query(w.ctx, &SQL_journal_page, DB_ARGS(db_text(w.obiekt), db_i64(w.obiekt_id), db_i64(w.lp)), &rows)) {
            status = admin_failed(w.ctx, "journal");
            break;
        }
        for (int i = 0; i < rows->n && !status; i++)
            status = check_event(&w, rows, i);
        more = rows->n > 0;
        talloc_free(rows);
    }
    if (!status)
        status = check_head(&w);
    if (!status)
        status = check_lost(&w);
    *n += w.n;
    *n_chains += w.n_chains;
    ctx_free(w.ctx);
    return status;
}

int admin_journal(struct app *app, int argc, char **argv)
{
    struct ctx *ctx = admin_ctx(app, "");
    struct db_rows *units = NULL;
    int64_t n = 0;
    int64_t n_chains = 0;
    int status = 0;

    if (argc < 2 || argc > 3 || strcmp(argv[1], "verify") != 0) {
        fprintf(stderr, "użycie: eurzad-admin … journal verify [TERYT]\n");
        ctx_free(ctx);
        return 2;
    }
    if (db_query(ctx, &SQL_journal_units, DB_NONE, &units))
        status = admin_failed(ctx, "journal");
    db_rollback(ctx);
    for (int i = 0; !status && i < units->n; i++)
        if (argc == 2 || strcmp(argv[2], db_str(units, i, "teryt")) == 0)
            status = verify_unit(app, db_str(units, i, "teryt"), &n, &n_chains);
    if (!status)
        printf("OK: %" PRId64 " zdarzeń w %" PRId64 " łańcuchach\n", n, n_chains);
    ctx_free(ctx);
    return status;
}

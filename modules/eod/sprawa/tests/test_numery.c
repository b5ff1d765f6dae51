/* Numbers without gaps when the whole office works at once: real transactions of many processes, some of which change
 * their mind. Works in the second unit and leaves its letters and cases there. */
#include "core/serve/start.h"
#include "tests/support/biuro.h"

#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 20, EACH = 10, ALL = PROCESSES * EACH, RIVALS = 10 };

static struct ctx *clerk(void **state, const char *login)
{
    *state = ctx_new(fx_app());
    return fx_clerk(state, login);
}

/* Runs the work in n processes that start together; returns how many said 0, and the rest in *ret_refused. */
static int together(int n, int (*work)(int nr, const int64_t *ids), const int64_t *ids, int *ret_refused)
{
    int gate[2];
    char c = 0;
    int done = 0;

    assert_int_equal(pipe(gate), 0);
    /* The children must not inherit a connection. */
    db_close(fx_app());
    for (int i = 0; i < n; i++) {
        pid_t pid = fork();

        assert_true(pid >= 0);
        if (pid == 0) {
            close(gate[1]);
            app_after_fork(fx_app());
            if (read(gate[0], &c, 1) < 0)
                _exit(99);
            _exit(work(i, ids));
        }
    }
    close(gate[0]);
    close(gate[1]);
    *ret_refused = 0;
    for (int i = 0; i < n; i++) {
        int status = 0;

        assert_true(wait(&status) > 0);
        assert_true(WIFEXITED(status));
        done += WEXITSTATUS(status) == 0;
        *ret_refused += WEXITSTATUS(status) == ERR_CONFLICT;
    }
    return done;
}

static const struct db_sql FILED = {
    "test_numery_filed",
    "INSERT INTO esp.dokument (jst, kanal, konto_id, nadawca_nazwa, nadawca_typ_id, nadawca_id, tytul, nazwa_pliku, "
    "mime,"
    " sha256, rozmiar, podpis, podpis_raport, klucz, wplynelo_at)"
    " SELECT app_jst(), 'konto', app_konto(), 'Jan Kowalski', 'konto', '1', 'Pismo próbne', 'pismo.xml', 'text/xml', "
    "$1, 8,"
    " 'NONE', '{}', gen_random_uuid()::text, now() FROM generate_series(1, $2::int) RETURNING id",
    2,
};

static int64_t *file_letters(int n)
{
    void *state = ctx_new(fx_app());
    struct ctx *ctx = fx_citizen(&state, "inna-obywatel", FX_OTHER_JST);
    int64_t *ids = mem_array(fx_app()->mem, int64_t, (size_t)n);
    struct blob_info blob;
    struct db_rows *r = NULL;

    assert_int_equal(blob_put(ctx, "<pismo/>", 8, &blob), ERR_OK);
    assert_int_equal(db_query(ctx, &FILED, DB_ARGS(db_text(blob.sha256), db_i64(n)), &r), ERR_OK);
    for (int i = 0; i < n; i++)
        ids[i] = db_int(r, i, "id");
    assert_int_equal(db_commit(ctx), ERR_OK);
    ctx_free(ctx);
    return ids;
}

/* ---- one letter's way, each step a transaction of its own ---- */

static enum err register_one(int64_t dokument, bool change_mind, int64_t *ret_id)
{
    void *state = NULL;
    struct ctx *ctx = clerk(&state, "inna-kancelaria");
    struct przesylka_nowa n = biuro_dane(ctx, dokument);
    enum err e = przesylka_enter(ctx, &n, ret_id);

    if (!e && change_mind)
        db_rollback(ctx);
    else if (!e)
        e = db_commit(ctx);
    ctx_free(ctx);
    return e;
}

static enum err assign_one(int64_t id)
{
    void *state = NULL;
    struct ctx *ctx = clerk(&state, "inna-referent");
    int64_t referent = ctx->who.pracownik_id;
    struct dekretacja d = biuro_dekretacja(id, 0, referent);
    enum err e = dekretacja_assign(fx_clerk(&state, "inna-sekretarz"), &d);

    if (!e)
        e = db_commit(ctx);
    ctx_free(ctx);
    return e;
}

static enum err open_one(int64_t id, bool change_mind)
{
    void *state = NULL;
    struct ctx *ctx = clerk(&state, "inna-referent");
    struct sprawa_nowa n = biuro_nowa_sprawa(id);
    int64_t sprawa = 0;
    enum err e = sprawa_open(ctx, &n, &sprawa);

    if (!e && change_mind)
        db_rollback(ctx);
    else if (!e)
        e = db_commit(ctx);
    ctx_free(ctx);
    return e;
}

static int whole_way(int nr, const int64_t *ids)
{
    for (int i = 0; i < EACH; i++) {
        int64_t dokument = ids[nr * EACH + i];
        int64_t id = 0;
        enum err e = i % 3 == 0 ? register_one(dokument, true, &id) : ERR_OK;

        if (!e)
            e = register_one(dokument, false, &id);
        if (!e)
            e = assign_one(id);
        if (!e && i % 4 == 0)
            e = open_one(id, true);
        if (!e)
            e = open_one(id, false);
        if (e)
            return (int)e;
    }
    return 0;
}

/* ---- what is in the registers ---- */

struct przedzial {
    int64_t n, least, greatest, different;
};

static struct przedzial numbers(const struct db_sql *sql)
{
    void *state = NULL;
    struct ctx *ctx = clerk(&state, "inna-referent");
    struct db_rows *r = NULL;
    struct przedzial p;

    assert_int_equal(db_query(ctx, sql, DB_NONE, &r), ERR_OK);
    p = (struct przedzial){ db_int(r, 0, "n"), db_int(r, 0, "least"), db_int(r, 0, "greatest"),
                            db_int(r, 0, "different") };
    ctx_free(ctx);
    return p;
}

static struct przedzial letters(void)
{
    static const struct db_sql sql = { "test_numery_letters",
                                       "SELECT count(*) AS n, min(rpw_numer) AS least, max(rpw_numer) AS greatest,"
                                       " count(DISTINCT rpw_numer) AS different FROM eod.przesylka"
                                       " WHERE jst = app_jst() AND rpw_rok = extract(year FROM now())",
                                       0 };

    return numbers(&sql);
}

static struct przedzial cases(void)
{
    static const struct db_sql sql = { "test_numery_cases",
                                       "SELECT count(*) AS n, min(numer) AS least, max(numer) AS greatest,"
                                       " count(DISTINCT numer) AS different FROM eod.sprawa"
                                       " WHERE jst = app_jst() AND rok = extract(year FROM now())"
                                       " AND komorka_kod = 'OR' AND symbol = '" BIURO_KLASA "'",
                                       0 };

    return numbers(&sql);
}

/* From 1 to the last one, none missing, none twice, and as many more as were made. */
static void assert_whole(struct przedzial before, struct przedzial after, int made)
{
    assert_int_equal(after.n, before.n + made);
    assert_int_equal(after.least, 1);
    assert_int_equal(after.greatest, after.n);
    assert_int_equal(after.different, after.n);
}

static void two_hundred_letters_and_cases_at_once(void **state)
{
    struct przedzial letters_before = letters();
    struct przedzial cases_before = cases();
    const int64_t *ids = file_letters(ALL);
    int refused = 0;

    (void)state;
    assert_int_equal(together(PROCESSES, whole_way, ids, &refused), PROCESSES);
    assert_whole(letters_before, letters(), ALL);
    assert_whole(cases_before, cases(), ALL);
}

/* ---- the same deed by many at once ---- */

static int same_document(int nr, const int64_t *ids)
{
    int64_t id = 0;

    (void)nr;
    return (int)register_one(ids[0], false, &id);
}

static int same_letter(int nr, const int64_t *ids)
{
    (void)nr;
    return (int)open_one(ids[0], false);
}

static void of_many_clicks_one_counts(void **state)
{
    const int64_t *dokument = file_letters(1);
    struct przedzial letters_before = letters();
    struct przedzial cases_before = cases();
    void *own = NULL;
    struct ctx *ctx;
    int64_t id = 0;
    int refused = 0;

    (void)state;
    assert_int_equal(together(RIVALS, same_document, dokument, &refused), 1);
    assert_int_equal(refused, RIVALS - 1);
    assert_whole(letters_before, letters(), 1);
    ctx = clerk(&own, "inna-kancelaria");
    assert_int_equal(przesylka_of_dokument(ctx, dokument[0], &id), ERR_OK);
    ctx_free(ctx);
    assert_int_equal(assign_one(id), ERR_OK);
    assert_int_equal(together(RIVALS, same_letter, &id, &refused), 1);
    assert_int_equal(refused, RIVALS - 1);
    assert_whole(cases_before, cases(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_hundred_letters_and_cases_at_once),
        cmocka_unit_test(of_many_clicks_one_counts),
    };

    return fx_run(tests);
}

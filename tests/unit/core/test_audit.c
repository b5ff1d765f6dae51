/* The trail: a chain an independent computation agrees with, that nobody can bend, and that two writers share in turn.
 * needs: eod/sprawa esp/skrytka */
#include "tests/unit/core/second.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/ctx/audit.h"
#include "core/ctx/blob.h"
#include "core/serve/start.h"

static const struct db_sql EVENTS = {
    "t_events",
    "SELECT lp, typ, aktor, stanowisko, coalesce(konto_id, 0) AS konto_id, coalesce(pracownik_id, 0) AS pracownik_id,"
    " coalesce(sprawa_id, 0) AS sprawa_id, dane::text AS dane, encode(hash, 'hex') AS hash,"
    " encode(poprzedni_hash, 'hex') AS poprzedni, (extract(epoch FROM czas) * 1000000)::bigint AS us"
    " FROM audit.zdarzenie WHERE jst = app_jst() AND obiekt = 'dokument' AND obiekt_id = $1 ORDER BY lp",
    1,
};

static const char *spaces_for_newlines(struct ctx *ctx, const char *s)
{
    char *copy = mem_strdup(ctx->mem, s);

    for (char *p = copy; *p; p++)
        if (*p == '\n')
            *p = ' ';
    return copy;
}

static void expected_hash(struct ctx *ctx, int64_t id, const struct db_rows *r, int i, char ret_hex[BLOB_SHA_LEN + 1])
{
    const char *text =
        mem_printf(ctx->mem,
                   "%s\ndokument\n%" PRId64 "\n%" PRId64 "\n%" PRId64 "\n%s\n%" PRId64 "\n%" PRId64 "\n%s\n%s\n%" PRId64
                   "\n%s\n%s",
                   ctx->jst, id, db_int(r, i, "lp"), db_int(r, i, "us"), db_str(r, i, "typ"), db_int(r, i, "konto_id"),
                   db_int(r, i, "pracownik_id"), spaces_for_newlines(ctx, db_str(r, i, "aktor")),
                   spaces_for_newlines(ctx, db_str(r, i, "stanowisko")), db_int(r, i, "sprawa_id"),
                   db_str(r, i, "dane"), db_str(r, i, "poprzedni"));

    blob_sha256(text, strlen(text), ret_hex);
}

/* Every event's hash is right and names the one before it. */
static struct db_rows *check_chain(struct ctx *ctx, int64_t id, int n)
{
    struct db_rows *r = NULL;
    const char *before = "";
    char hash[BLOB_SHA_LEN + 1];

    assert_int_equal(db_query(ctx, &EVENTS, DB_ARGS(db_i64(id)), &r), ERR_OK);
    assert_int_equal(r->n, n);
    for (int i = 0; i < n; i++) {
        assert_int_equal(db_int(r, i, "lp"), i + 1);
        assert_string_equal(db_str(r, i, "poprzedni"), before);
        expected_hash(ctx, id, r, i, hash);
        assert_string_equal(db_str(r, i, "hash"), hash);
        before = db_str(r, i, "hash");
    }
    return r;
}

/* The system may write about anything; here under somebody's name, so that every field of an event has something in it. */
static struct ctx *system_as(void **state, const char *login)
{
    struct ctx *ctx = fx_clerk(state, login);

    ctx->who.kind = WHO_SYSTEM;
    assert_int_equal(db_set_who(ctx), ERR_OK);
    return ctx;
}

static void the_chain_grows(void **state)
{
    struct ctx *ctx = system_as(state, "referent");
    int64_t id = ctx->now;
    struct db_rows *r = NULL;

    assert_int_equal(
        audit(ctx, "sprawa.zalozona", "dokument", id, 0, LOG_S("nazwa", "Zażółć \"gęślą\"\n\\"), LOG_I("n", -5)),
        ERR_OK);
    check_chain(ctx, id, 1);
    ctx->who.stanowisko = "inspektor\nds. prób";
    ctx->now++;
    assert_int_equal(db_set_who(ctx), ERR_OK);
    assert_int_equal(audit(ctx, "sprawa.dolaczono", "dokument", id, 17), ERR_OK);
    assert_int_equal(audit(ctx, "sprawa.zakonczona", "dokument", id, 0, LOG_S("z", "1"), LOG_S("a", NULL)), ERR_OK);
    r = check_chain(ctx, id, 3);
    assert_string_equal(db_str(r, 0, "typ"), "sprawa.zalozona");
    assert_string_equal(db_str(r, 0, "aktor"), "Anna Kos");
    assert_string_equal(db_str(r, 0, "stanowisko"), "inspektor");
    assert_int_equal(db_int(r, 0, "pracownik_id"), ctx->who.pracownik_id);
    assert_int_equal(db_int(r, 0, "konto_id"), ctx->who.konto_id);
    assert_string_equal(db_str(r, 0, "dane"), "{\"n\":-5,\"nazwa\":\"Zażółć \\\"gęślą\\\"\\n\\\\\"}");
    assert_int_equal(db_int(r, 1, "us"), ctx->now);
    assert_int_equal(db_int(r, 1, "sprawa_id"), 17);
    assert_string_equal(db_str(r, 1, "dane"), "{}");
    assert_string_equal(db_str(r, 2, "dane"), "{\"a\":\"\",\"z\":\"1\"}");

    /* Another object begins at one. */
    assert_int_equal(audit(ctx, "sprawa.zalozona", "dokument", id + 1, 0), ERR_OK);
    check_chain(ctx, id + 1, 1);
}

/* Citizens read what they are told (the policies say which events), not the whole trail; other units see nothing, nor does
 * a clerk without a role in what the trail is about. */
static void who_may_read(void **state)
{
    struct ctx *ctx = system_as(state, "referent");
    int64_t id = ctx->now;
    struct db_rows *r = NULL;

    assert_int_equal(audit(ctx, "dokument.zlozony", "dokument", id, 0), ERR_OK);
    fx_citizen(state, "obywatel", FX_JST);
    assert_int_equal(db_query(ctx, &EVENTS, DB_ARGS(db_i64(id)), &r), ERR_OK);
    assert_int_equal(r->n, 0);
    fx_clerk(state, "inna-referent");
    assert_int_equal(db_query(ctx, &EVENTS, DB_ARGS(db_i64(id)), &r), ERR_OK);
    assert_int_equal(r->n, 0);
    fx_clerk(state, "administrator");
    assert_int_equal(db_query(ctx, &EVENTS, DB_ARGS(db_i64(id)), &r), ERR_OK);
    assert_int_equal(r->n, 0);
    fx_clerk(state, "kancelaria");
    r = check_chain(ctx, id, 1);
    assert_string_equal(db_str(r, 0, "aktor"), "Anna Kos");
}

/* Nobody but the system writes about what he does not see, the public about nothing at all. */
static void refused(struct ctx *ctx, const char *obiekt, int64_t id, int64_t sprawa)
{
    struct db_rows *r = NULL;

    assert_int_equal(db_savepoint(ctx), ERR_OK);
    assert_int_equal(audit(ctx, "sprawa.zalozona", obiekt, id, sprawa), ERR_OK); /* travels with the next statement */
    assert_int_equal(db_query(ctx, &EVENTS, DB_ARGS(db_i64(id)), &r), ERR_DENIED);
    db_savepoint_undo(ctx);
    ctx_forgive(ctx);
}

static void who_may_write(void **state)
{
    struct ctx *ctx = fx_citizen(state, "obywatel", FX_JST);
    int64_t me = 0;

    refused(ctx, "dokument", ctx->now, 0);
    refused(ctx, "pracownik", 1, 0);
    refused(fx_partner(state, "kto", FX_JST), "dokument", ctx->now, 0);
    fx_clerk(state, "referent");
    refused(ctx, "dokument", ctx->now, 0);
    refused(ctx, "nie_ma_takiego", 1, 0);
    me = ctx->who.pracownik_id;
    refused(ctx, "pracownik", me, ctx->now); /* a case that is not there */
    fx_clerk(state, "inna-referent");
    refused(ctx, "pracownik", me, 0);
    ctx->who.kind = WHO_PUBLIC;
    assert_int_equal(db_set_who(ctx), ERR_OK);
    refused(ctx, "pracownik", me, 0);
    fx_clerk(state, "administrator");
    assert_int_equal(audit(ctx, "pracownik.zmieniony", "pracownik", me, 0), ERR_OK);
    assert_int_equal(db_ping(ctx), ERR_OK);
}

static void nobody_bends_it(void **state)
{
    static const struct db_sql attempts[] = {
        { "t_edit", "UPDATE audit.zdarzenie SET typ = 'a.b'", 0 },
        { "t_del", "DELETE FROM audit.zdarzenie", 0 },
        { "t_head", "UPDATE audit.glowa SET lp = 0", 0 },
        { "t_add", "INSERT INTO audit.glowa VALUES (app_jst(), 'test', 1, 1, '')", 0 },
        { "t_trunc", "TRUNCATE audit.zdarzenie", 0 },
    };
    struct ctx *ctx = system_as(state, "administrator");

    assert_int_equal(audit(ctx, "sprawa.zalozona", "dokument", ctx->now, 0), ERR_OK);
    fx_clerk(state, "administrator");
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
        assert_int_equal(db_savepoint(ctx), ERR_OK);
        assert_int_equal(db_exec(ctx, &attempts[i], DB_NONE, NULL), ERR_DENIED);
        db_savepoint_undo(ctx);
        ctx_forgive(ctx);
    }
}

static void a_field_is_never_lost(void **state)
{
    static const struct db_sql dotless = { "t_dotless",
                                           "SELECT audit.dopisz('bez kropki', 'dokument', 1, NULL, '{}'::json) AS lp",
                                           0 };
    struct ctx *ctx = system_as(state, "referent");
    struct db_rows *r = NULL;

    assert_int_equal(audit(ctx, "sprawa.zalozona", "dokument", ctx->now, 0, LOG_S("nazwa", "\xff\xfe")), ERR_INTERNAL);
    ctx_forgive(ctx);
    assert_int_equal(db_query(ctx, &dotless, DB_NONE, &r), ERR_INVALID);
}

/* An event that no module has is our mistake; the transaction is as it was. */
static void an_event_of_no_module_is_refused(void **state)
{
    struct ctx *ctx = system_as(state, "referent");

    assert_int_equal(audit(ctx, "sprawa.zgubiona", "dokument", ctx->now, 0), ERR_INTERNAL);
    assert_non_null(strstr(ctx->fail.detail, "sprawa.zgubiona"));
    ctx_forgive(ctx);
    assert_int_equal(audit(ctx, "sprawa.zalozona", "dokument", ctx->now, 0), ERR_OK);
    check_chain(ctx, ctx->now, 1);
}

static struct db_rows *dictionary(struct ctx *ctx, const char *typ)
{
    static const struct db_sql sql = {
        "t_dictionary",
        "SELECT zdanie, coalesce(zdanie_jawne, '') AS zdanie_jawne, jawny FROM audit.typ WHERE typ = $1", 1
    };
    struct db_rows *r = NULL;

    assert_int_equal(db_one(ctx, &sql, DB_ARGS(db_text(typ)), "not in the dictionary", &r), ERR_OK);
    return r;
}

static void the_database_has_the_dictionary_of_this_build(void **state)
{
    static const struct db_sql phrase = { "t_phrase", "SELECT audit.zdanie($1, $2::json) AS zdanie", 2 };
    struct ctx *ctx = system_as(state, "referent");
    struct db_rows *r = NULL;
    int n = 0;

    for (const struct audit_typ *t = audit_typy; t->typ; t++, n++) {
        r = dictionary(ctx, t->typ);
        assert_string_equal(db_str(r, 0, "zdanie"), t->zdanie);
        assert_string_equal(db_str(r, 0, "zdanie_jawne"), t->zdanie_jawne);
        assert_int_equal(db_flag(r, 0, "jawny"), *t->zdanie_jawne != '\0');
    }
    assert_true(n > 0);
    assert_int_equal(
        db_query(ctx, &phrase, DB_ARGS(db_text("a {znak} {brak}, {Z}"), db_text("{\"znak\": \"{brak}\"}")), &r),
        ERR_OK);
    assert_string_equal(db_str(r, 0, "zdanie"), "a {brak} , {Z}");
}

/* ---- two processes, one object ---- */

static int other_process(const char *jst, int64_t id, int ready)
{
    struct app *app = second_app("eurzad_web");
    struct ctx *ctx = second_ctx(app, jst);
    int64_t backend = second_backend(ctx);
    enum err e = ERR_OK;

    if (write(ready, &backend, sizeof backend) != (ssize_t)sizeof backend)
        return 9;
    e = audit(ctx, "sprawa.dolaczono", "dokument", id, 0);
    if (!e)
        e = db_commit(ctx);
    ctx_free(ctx);
    app_stop(app);
    return (int)e;
}

static bool waits_for_a_lock(struct ctx *ctx, int64_t backend)
{
    static const struct db_sql sql = {
        "t_waits",
        "SELECT coalesce(wait_event_type = 'Lock', false) AS waits FROM pg_stat_activity WHERE pid = $1",
        1,
    };
    struct db_rows *r = NULL;

    assert_int_equal(db_query(ctx, &sql, DB_ARGS(db_i64(backend)), &r), ERR_OK);
    return r->n == 1 && db_flag(r, 0, "waits");
}

static void two_connections_take_turns(void **state)
{
    struct ctx *ctx = system_as(state, "inna-kancelaria");
    struct app *monitor = second_app("eurzad_web");
    int64_t id = ctx->now;
    int64_t backend = 0;
    int ready[2];
    int status = -1;
    bool waits = false;
    pid_t pid;

    assert_int_equal(pipe(ready), 0);
    assert_int_equal(audit(ctx, "sprawa.zalozona", "dokument", id, 0), ERR_OK);
    assert_int_equal(db_ping(ctx), ERR_OK); /* sent, not committed */
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(other_process(ctx->jst, id, ready[1]));
    assert_int_equal(read(ready[0], &backend, sizeof backend), sizeof backend);
    for (int i = 0; i < 6000 && !waits; i++) {
        struct ctx *look = second_ctx(monitor, "");

        waits = waits_for_a_lock(look, backend);
        ctx_free(look);
        poll(NULL, 0, 10);
    }
    assert_true(waits);
    assert_int_equal(db_commit(ctx), ERR_OK);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    fx_clerk(state, "inna-kancelaria");
    {
        const struct db_rows *r = check_chain(ctx, id, 2);

        assert_string_equal(db_str(r, 0, "typ"), "sprawa.zalozona");
        assert_string_equal(db_str(r, 1, "typ"), "sprawa.dolaczono");
        assert_string_equal(db_str(r, 1, "aktor"), "second");
    }
    close(ready[0]);
    close(ready[1]);
    app_stop(monitor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        fx_test(the_chain_grows),
        fx_test(who_may_read),
        fx_test(who_may_write),
        fx_test(nobody_bends_it),
        fx_test(a_field_is_never_lost),
        fx_test(an_event_of_no_module_is_refused),
        fx_test(the_database_has_the_dictionary_of_this_build),
        fx_test(two_connections_take_turns),
    };

    return fx_run(tests);
}

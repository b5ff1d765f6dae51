/* The runner against a queue of its own: a database made for this program, because the queue of the stack has a runner
 * already. Mail goes to a real SMTP server on a unix socket.
 * needs: org/konto esp/skrytka */
#include "tests/support/own_database.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/ctx/job.h"
#include "core/law/date.h"
#include "core/net/mail.h"
#include "core/serve/start.h"
#include "jobs/runner.h"
#include "tests/support/python_server.h"

static const char SERVER[] = "import sys, threading\n"
                             "from aiosmtpd.controller import UnixSocketController\n"
                             "class Sink:\n"
                             "    async def handle_RCPT(self, server, session, envelope, address, options):\n"
                             "        if address.startswith('nigdy'): return '550 no such user'\n"
                             "        if address.startswith('potem'): return '451 try later'\n"
                             "        envelope.rcpt_tos.append(address)\n"
                             "        return '250 OK'\n"
                             "    async def handle_DATA(self, server, session, envelope):\n"
                             "        open(sys.argv[2], 'a').write(envelope.rcpt_tos[0] + '\\n')\n"
                             "        return '250 OK'\n"
                             "c = UnixSocketController(Sink(), unix_socket=sys.argv[1])\n"
                             "c.start()\n"
                             "print('ready', flush=True)\n"
                             "threading.Event().wait()\n";

static char dir[] = "/tmp/eurzad-jobs-XXXXXX";
static char smtp_path[64];
static char sent_path[64];
static struct python_server *smtp;
static struct app *app; /* as eurzad-jobs */

/* ---- the database and the mail server of this program ---- */

static void start_mail(void)
{
    assert_non_null(mkdtemp(dir));
    snprintf(smtp_path, sizeof smtp_path, "%s/s", dir);
    snprintf(sent_path, sizeof sent_path, "%s/sent", dir);
    smtp = python_server_new(NULL, SERVER, (const char *const[]){ smtp_path, sent_path, NULL });
}

static int begin_all(void **state)
{
    (void)state;
    own_database_make();
    start_mail();
    app = own_app("eurzad_jobs");
    app->conf.smtp_url = "smtp://localhost";
    app->conf.smtp_socket = smtp_path;
    return 0;
}

static int end_all(void **state)
{
    (void)state;
    app_stop(app);
    talloc_free(smtp);
    unlink(smtp_path);
    unlink(sent_path);
    rmdir(dir);
    own_database_drop();
    return 0;
}

/* ---- helpers ---- */

static void commit(struct ctx *ctx)
{
    if (db_commit(ctx))
        fail_msg("%s", ctx->fail.detail);
    ctx_free(ctx);
}

static void change(const struct db_sql *sql)
{
    struct ctx *ctx = second_ctx(app, "");

    assert_int_equal(db_exec(ctx, sql, DB_NONE, NULL), ERR_OK);
    commit(ctx);
}

static int empty_queue(void **state)
{
    static const struct db_sql clear = { "t_clear", "DELETE FROM job.zadanie", 0 };

    (void)state;
    change(&clear);
    unlink(sent_path);
    return 0;
}

static void queue_mail(const char *to)
{
    struct ctx *ctx = second_ctx(app, "");

    assert_int_equal(mail_queue(ctx, to, "Temat", "Treść.\n"), ERR_OK);
    commit(ctx);
}

static bool step_in(enum job_lane lane)
{
    bool ran = true;

    assert_int_equal(runner_step(app, lane, &ran), ERR_OK);
    return ran;
}

static bool step(void)
{
    return step_in(LANE_MAIL) || step_in(LANE_REST);
}

/* The one job in the queue, as it stands now; the rows belong to the app. */
static struct db_rows *job(void)
{
    static const struct db_sql look = {
        "t_look",
        "SELECT stan, proby, coalesce(blad, '') AS blad, zrobione_at IS NOT NULL AS done_at,"
        " extract(epoch FROM nastepna_at - now())::bigint AS wait FROM job.zadanie",
        0,
    };
    struct ctx *ctx = second_ctx(app, "");
    struct db_rows *r = NULL;

    assert_int_equal(db_one(ctx, &look, DB_NONE, "not one job", &r), ERR_OK);
    talloc_steal(app->mem, r);
    ctx_free(ctx);
    return r;
}

static void due_now(void)
{
    static const struct db_sql due = { "t_due", "UPDATE job.zadanie SET nastepna_at = now()", 0 };

    change(&due);
}

static int letters_sent(void)
{
    FILE *f = fopen(sent_path, "re");
    int n = 0;

    for (int c = 0; f && (c = fgetc(f)) != EOF;)
        n += c == '\n';
    if (f)
        fclose(f);
    return n;
}

static const struct job_kind *kind(const char *rodzaj)
{
    for (const struct job_kind *const *table = all_jobs; *table; table++)
        for (const struct job_kind *k = *table; k->rodzaj; k++)
            if (strcmp(k->rodzaj, rodzaj) == 0)
                return k;
    fail_msg("no kind %s", rodzaj);
    return NULL;
}

/* ---- tests ---- */

static void nothing_to_do(void **state)
{
    (void)state;
    assert_false(step());
}

static void delivered_once(void **state)
{
    struct db_rows *r = NULL;

    (void)state;
    queue_mail("jan@example.pl");
    assert_true(step());
    assert_int_equal(letters_sent(), 1);
    r = job();
    assert_string_equal(db_str(r, 0, "stan"), "zrobione");
    assert_string_equal(db_str(r, 0, "blad"), "");
    assert_true(db_flag(r, 0, "done_at"));
    assert_int_equal(db_int(r, 0, "proby"), 1);
    due_now();
    assert_false(step());
    assert_int_equal(letters_sent(), 1);
}

/* Pauses double from ten seconds; the reason stays with the job; in the end it is given up. */
static void failures_back_off(void **state)
{
    static const struct db_sql last = { "t_last", "UPDATE job.zadanie SET proby = 22, nastepna_at = now()", 0 };
    static const int64_t waits[] = { 10, 20, 40, 80 };
    struct db_rows *r = NULL;

    (void)state;
    queue_mail("potem@example.pl");
    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        assert_true(step());
        r = job();
        assert_string_equal(db_str(r, 0, "stan"), "czeka");
        assert_int_equal(db_int(r, 0, "proby"), i + 1);
        assert_true(db_int(r, 0, "wait") <= waits[i] && db_int(r, 0, "wait") > waits[i] - 10);
        assert_non_null(strstr(db_str(r, 0, "blad"), "451"));
        assert_false(step()); /* not due */
        due_now();
    }
    change(&last);
    assert_true(step());
    r = job();
    assert_string_equal(db_str(r, 0, "stan"), "czeka"); /* the 23rd try */
    assert_true(db_int(r, 0, "wait") > 20000 && db_int(r, 0, "wait") <= 21600);
    due_now();
    assert_true(step());
    assert_string_equal(db_str(job(), 0, "stan"), "porzucone");
    due_now();
    assert_false(step());
    assert_int_equal(letters_sent(), 0);
}

static void succeeds_after_failures(void **state)
{
    static const struct db_sql mend = {
        "t_mend",
        "UPDATE job.zadanie SET dane = dane || '{\"to\": \"jan@example.pl\"}', nastepna_at = now()",
        0,
    };
    struct db_rows *r = NULL;

    (void)state;
    queue_mail("nigdy@example.pl");
    assert_true(step());
    assert_non_null(strstr(db_str(job(), 0, "blad"), "550"));
    change(&mend);
    assert_true(step());
    r = job();
    assert_string_equal(db_str(r, 0, "stan"), "zrobione");
    assert_string_equal(db_str(r, 0, "blad"), "");
    assert_int_equal(db_int(r, 0, "proby"), 2);
    assert_int_equal(letters_sent(), 1);
}

static void mail_server_away(void **state)
{
    (void)state;
    app->conf.smtp_socket = "/nonexistent/smtp";
    queue_mail("jan@example.pl");
    assert_true(step());
    assert_string_equal(db_str(job(), 0, "stan"), "czeka");
    app->conf.smtp_socket = smtp_path;
    due_now();
    assert_true(step());
    assert_string_equal(db_str(job(), 0, "stan"), "zrobione");
}

static void add_job(const char *rodzaj, json_t *data)
{
    struct ctx *ctx = second_ctx(app, "");

    assert_int_equal(job_add(ctx, rodzaj, NULL, data), ERR_OK);
    commit(ctx);
}

static void unknown_kinds_and_odd_data(void **state)
{
    static const char *const data[] = { "{}", "[]", "{\"to\": 5, \"subject\": [], \"text\": null}" };

    add_job("nieznany", json_object());
    assert_true(step());
    assert_non_null(strstr(db_str(job(), 0, "blad"), "rodzaj=nieznany"));
    for (size_t i = 0; i < sizeof data / sizeof data[0]; i++) {
        empty_queue(state);
        add_job("mail", json_loads(data[i], JSON_DECODE_ANY, NULL));
        assert_true(step());
        assert_string_equal(db_str(job(), 0, "stan"), "czeka");
        assert_int_equal(letters_sent(), 0);
    }
}

/* What asks a slow authority waits in a lane of its own: a letter queued later overtakes it. */
static void mail_overtakes_what_calls_out(void **state)
{
    (void)state;
    add_job("nieznany", json_object());
    add_job("podpis", json_object());
    queue_mail("jan@example.pl");
    assert_true(step_in(LANE_MAIL));
    assert_int_equal(letters_sent(), 1);
    assert_false(step_in(LANE_MAIL));
    assert_true(step_in(LANE_REST));
    assert_true(step_in(LANE_REST));
    assert_false(step_in(LANE_REST));
}

/* An address is looked up when it is needed; an account that is gone needs no letter. */
static void notices(void **state)
{
    static const struct db_sql account = {
        "t_account",
        "INSERT INTO org.konto (login, rodzaj, email, haslo) VALUES ('ola', 'obywatel', 'ola@example.pl', 'x')"
        " ON CONFLICT (login) DO UPDATE SET aktywne = true RETURNING id",
        0,
    };
    static const struct db_sql off = { "t_off", "UPDATE org.konto SET aktywne = false", 0 };
    struct ctx *ctx = second_ctx(app, "");
    struct db_rows *r = NULL;
    int64_t id = 0;

    assert_int_equal(db_one(ctx, &account, DB_NONE, "", &r), ERR_OK);
    id = db_int(r, 0, "id");
    commit(ctx);
    add_job("powiadomienie", json_pack("{s:I, s:s, s:s}", "konto_id", (json_int_t)id, "subject", "T", "text", "x\n"));
    assert_true(step());
    assert_string_equal(db_str(job(), 0, "stan"), "zrobione");
    assert_int_equal(letters_sent(), 1);
    empty_queue(state);
    change(&off);
    add_job("powiadomienie", json_pack("{s:I, s:s, s:s}", "konto_id", (json_int_t)id, "subject", "T", "text", "x\n"));
    assert_true(step());
    assert_string_equal(db_str(job(), 0, "stan"), "zrobione");
    assert_int_equal(letters_sent(), 0);
}

/* A job that fails after it has used the database: its own changes go, the note about its failure stays. */
static void a_failed_statement_is_noted_too(void **state)
{
    struct db_rows *r = NULL;

    (void)state;
    add_job("powiadomienie", json_pack("{s:s}", "konto_id", "x"));
    db_fail_at(3); /* lease, its commit, then the job's own query */
    assert_true(step());
    db_fail_at(0);
    r = job();
    assert_string_equal(db_str(r, 0, "stan"), "czeka");
    assert_non_null(strstr(db_str(r, 0, "blad"), "konto_address"));
}

/* A runner that dies with the job in hand: nobody gets it before the lease is over, then somebody does. */
static void a_lease_survives_its_holder(void **state)
{
    struct db_rows *r = NULL;
    int status = 0;
    pid_t pid;

    (void)state;
    queue_mail("jan@example.pl");
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        bool ran = false;

        app_after_fork(app);
        app->conf.smtp_socket = "/nonexistent/smtp";
        db_fail_at(3); /* leased and tried; dies before it can say how it went */
        _exit(runner_step(app, LANE_MAIL, &ran) == ERR_BUSY ? 7 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WEXITSTATUS(status), 7);
    r = job();
    assert_string_equal(db_str(r, 0, "stan"), "czeka");
    assert_int_equal(db_int(r, 0, "proby"), 1);
    assert_true(db_int(r, 0, "wait") > 60);
    assert_false(step());
    due_now();
    assert_true(step());
    assert_string_equal(db_str(job(), 0, "stan"), "zrobione");
    assert_int_equal(letters_sent(), 1);
}

/* Two runners at once never hold the same job: a row that one is leasing is passed over by the other. */
static void two_runners_share(void **state)
{
    static const struct db_sql hold = { "t_hold", "SELECT id FROM job.zadanie ORDER BY id LIMIT 1 FOR UPDATE", 0 };
    struct app *other = second_app("eurzad_jobs");
    struct ctx *ctx = NULL;
    struct db_rows *r = NULL;

    (void)state;
    other->conf.db = app->conf.db;
    queue_mail("pierwszy@example.pl");
    queue_mail("drugi@example.pl");
    ctx = second_ctx(other, "");
    assert_int_equal(db_query(ctx, &hold, DB_NONE, &r), ERR_OK);
    assert_true(step());
    assert_false(step());
    assert_int_equal(letters_sent(), 1);
    ctx_free(ctx);
    assert_true(step());
    assert_false(step());
    assert_int_equal(letters_sent(), 2);
    app_stop(other);
}

static void database_away(void **state)
{
    bool ran = false;

    (void)state;
    queue_mail("jan@example.pl");
    db_fail_at(1);
    assert_int_equal(runner_step(app, LANE_MAIL, &ran), ERR_BUSY);
    db_fail_at(0);
    assert_true(step());
}

static void the_sweep_keeps_what_waits(void **state)
{
    static const struct db_sql fill = {
        "t_fill",
        "INSERT INTO job.zadanie (rodzaj, dane, stan, zrobione_at) VALUES"
        " ('a', '{}', 'zrobione', now() - interval '31 days'), ('b', '{}', 'zrobione', now() - interval '29 days'),"
        " ('c', '{}', 'czeka', NULL), ('d', '{}', 'porzucone', NULL)",
        0,
    };
    struct ctx *ctx = second_ctx(app, "");

    (void)state;
    change(&fill);
    assert_int_equal(kind("porzadki")->run(ctx, NULL), ERR_OK);
    commit(ctx);
    ctx = second_ctx(app, "");
    assert_int_equal(fx_count(ctx, "job.zadanie"), 3);
    assert_int_equal(fx_count(ctx, "job.zadanie WHERE rodzaj = 'a'"), 0);
    ctx_free(ctx);
}

/* ---- kinds from tables ---- */

static enum err nothing(struct ctx *ctx, struct job *job)
{
    (void)ctx;
    (void)job;
    return ERR_OK;
}

static void every_table_is_in_the_list(void **state)
{
    static const char *const names[] = { "mail", "porzadki", "powiadomienie", "podpis" };
    const char *problem = "";

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_non_null(kind(names[i])->run);
    assert_int_equal(runner_use(all_jobs, &problem), ERR_OK);
    assert_null(problem);
}

static void tables_that_cannot_be_worked_with_are_refused(void **state)
{
    static const struct job_kind good[] = { { .rodzaj = "a", .run = nothing }, { .rodzaj = NULL } };
    static const struct job_kind twice[] = { { .rodzaj = "b", .run = nothing },
                                             { .rodzaj = "a", .run = nothing },
                                             { .rodzaj = NULL } };
    static const struct job_kind idle[] = { { .rodzaj = "c" }, { .rodzaj = NULL } };
    static const struct job_kind rare[] = { { .rodzaj = "d", .run = nothing, .every = { 1441, 0 } },
                                            { .rodzaj = NULL } };
    const struct job_kind *tables[] = { good, NULL, NULL };
    const char *problem = "";

    (void)state;
    assert_int_equal(runner_use(tables, &problem), ERR_OK);
    tables[1] = twice;
    assert_int_equal(runner_use(tables, &problem), ERR_INVALID);
    assert_string_equal(problem, "a");
    tables[1] = idle;
    assert_int_equal(runner_use(tables, &problem), ERR_INVALID);
    assert_string_equal(problem, "c");
    tables[1] = rare;
    assert_int_equal(runner_use(tables, &problem), ERR_INVALID);
    assert_string_equal(problem, "d");
}

/* ---- what the calendar asks for ---- */

static int64_t moment(const char *iso)
{
    int64_t us = 0;

    assert_true(date_iso_parse(iso, &us));
    return us;
}

static void periods_begin_by_the_clock_of_poland(void **state)
{
    static const struct {
        struct job_every every;
        const char *now;
        const char *begin;
    } cases[] = {
        { { 60, 0 }, "2026-11-30T22:07:58Z", "2026-11-30T22:00:00Z" },
        { { 60, 0 }, "2026-11-30T22:00:00Z", "2026-11-30T22:00:00Z" },
        { { 15, 0 }, "2026-11-30T22:59:59Z", "2026-11-30T22:45:00Z" },
        { JOB_NIGHTLY(0, 10), "2026-11-30T00:10:00+01:00", "2026-11-30T00:10:00+01:00" },
        { JOB_NIGHTLY(0, 10), "2026-11-30T00:09:59+01:00", "2026-11-29T00:10:00+01:00" },
        { JOB_NIGHTLY(0, 10), "2026-11-30T23:59:59+01:00", "2026-11-30T00:10:00+01:00" },
        { JOB_NIGHTLY(0, 10), "2026-07-01T00:30:00+02:00", "2026-07-01T00:10:00+02:00" },
        { JOB_NIGHTLY(4, 0), "2026-10-25T05:00:00+01:00", "2026-10-25T04:00:00+01:00" },
        { JOB_NIGHTLY(2, 30), "2026-10-25T02:45:00+01:00", "2026-10-25T02:30:00+02:00" }, /* the first of two */
        { JOB_NIGHTLY(2, 30), "2026-03-29T12:00:00+02:00", "2026-03-29T03:30:00+02:00" }, /* skipped */
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(runner_period(cases[i].every, moment(cases[i].now)), moment(cases[i].begin));
}

static int n_ran;
static char covered[80];

static enum err count_runs(struct ctx *ctx, struct job *job)
{
    char *text = json_dumps(job->dane, JSON_COMPACT | JSON_SORT_KEYS);

    (void)ctx;
    snprintf(covered, sizeof covered, "%s", text);
    free(text);
    n_ran++;
    return ERR_OK;
}

static const struct job_kind calendar[] = {
    { .rodzaj = "co_noc", .lane = LANE_REST, .run = count_runs, .every = JOB_NIGHTLY(0, 10) },
    { .rodzaj = NULL },
};
static const struct job_kind *const calendar_tables[] = { calendar, NULL };

static int with_calendar(void **state)
{
    static const struct db_sql clear = { "t_clear_calendar", "DELETE FROM job.okres", 0 };
    const char *problem = NULL;

    own_command(NULL, clear.text);
    n_ran = 0;
    assert_int_equal(runner_use(calendar_tables, &problem), ERR_OK);
    return empty_queue(state);
}

static int with_all(void **state)
{
    const char *problem = NULL;

    (void)state;
    return runner_use(all_jobs, &problem) ? 1 : 0;
}

static void plan_at(const char *iso)
{
    assert_int_equal(runner_plan(app, LANE_REST, moment(iso)), ERR_OK);
    assert_int_equal(runner_plan(app, LANE_MAIL, moment(iso)), ERR_OK); /* not the lane of this kind */
}

static int64_t queued(const char *which)
{
    struct ctx *ctx = second_ctx(app, "");
    int64_t n = fx_count(ctx, which);

    ctx_free(ctx);
    return n;
}

static void once_a_period(void **state)
{
    (void)state;
    plan_at("2026-11-30T00:11:00+01:00");
    plan_at("2026-11-30T00:12:00+01:00");
    assert_int_equal(queued("job.zadanie"), 1);
    assert_true(step());
    assert_string_equal(covered, "{\"do\":1795993800,\"od\":null}");
    plan_at("2026-11-30T23:59:00+01:00");
    assert_false(step());
    assert_int_equal(n_ran, 1);
    plan_at("2026-12-01T00:10:00+01:00");
    plan_at("2026-11-30T12:00:00+01:00"); /* another machine, whose clock is late */
    assert_true(step());
    assert_false(step());
    assert_int_equal(n_ran, 2);
    assert_string_equal(covered, "{\"do\":1796080200,\"od\":1795993800}");
}

/* Three nights without a runner: one run, which is told how far back it has to look. */
static void what_was_missed_is_made_up_for(void **state)
{
    (void)state;
    plan_at("2026-11-26T08:00:00+01:00");
    assert_true(step());
    plan_at("2026-11-30T08:00:00+01:00");
    assert_true(step());
    assert_false(step());
    assert_int_equal(n_ran, 2);
    assert_string_equal(covered, "{\"do\":1795993800,\"od\":1795648200}");
}

/* The runner dies between planning and the end of the work: it is still there, and the next night is not queued beside it. */
static void a_killed_runner_leaves_its_night_to_the_next(void **state)
{
    int status = 0;
    pid_t pid = 0;

    (void)state;
    plan_at("2026-11-30T00:11:00+01:00");
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        bool ran = false;

        app_after_fork(app);
        db_fail_at(3); /* leased and run; dies before it can say so */
        _exit(runner_step(app, LANE_REST, &ran) == ERR_BUSY ? 7 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WEXITSTATUS(status), 7);
    assert_false(step());
    plan_at("2026-12-01T00:11:00+01:00");
    assert_int_equal(queued("job.zadanie"), 1);
    due_now();
    assert_true(step());
    assert_int_equal(n_ran, 1);
    plan_at("2026-12-01T00:12:00+01:00");
    assert_true(step());
    assert_int_equal(n_ran, 2);
    assert_string_equal(covered, "{\"do\":1796080200,\"od\":1795993800}");
}

/* A program that starts looks at once, whatever the calendar says; what waits for its next try is that look. */
static void a_start_asks_for_work_of_its_own(void **state)
{
    static const struct job_kind starter[] = {
        { .rodzaj = "co_noc", .lane = LANE_REST, .run = count_runs, .every = JOB_NIGHTLY(0, 10), .at_start = true },
        { .rodzaj = NULL },
    };
    static const struct job_kind *const tables[] = { starter, NULL };
    int64_t noon = moment("2026-11-30T12:00:00+01:00");
    const char *problem = NULL;

    (void)state;
    assert_int_equal(runner_use(tables, &problem), ERR_OK);
    assert_int_equal(runner_begin(app, LANE_REST, noon), ERR_OK);
    assert_int_equal(queued("job.zadanie"), 1); /* the night is the work of this start */
    assert_true(step());
    assert_int_equal(runner_plan(app, LANE_REST, noon), ERR_OK);
    assert_int_equal(queued("job.zadanie"), 1);
    assert_int_equal(runner_begin(app, LANE_REST, noon), ERR_OK);
    own_command(NULL, "UPDATE job.zadanie SET nastepna_at = now() + interval '1 hour' WHERE stan = 'czeka'");
    assert_false(step());
    assert_int_equal(runner_begin(app, LANE_REST, noon), ERR_OK);
    assert_int_equal(queued("job.zadanie WHERE stan = 'czeka'"), 1);
    assert_true(step());
    assert_string_equal(covered, "{}");
    assert_int_equal(n_ran, 2);
}

#define calendar_test(f) cmocka_unit_test_setup_teardown((f), with_calendar, with_all)
#define queue_test(f) cmocka_unit_test_setup((f), empty_queue)

int main(void)
{
    const struct CMUnitTest tests[] = {
        queue_test(nothing_to_do),
        queue_test(delivered_once),
        queue_test(failures_back_off),
        queue_test(succeeds_after_failures),
        queue_test(mail_server_away),
        queue_test(unknown_kinds_and_odd_data),
        queue_test(mail_overtakes_what_calls_out),
        queue_test(notices),
        queue_test(a_failed_statement_is_noted_too),
        queue_test(a_lease_survives_its_holder),
        queue_test(two_runners_share),
        queue_test(database_away),
        queue_test(the_sweep_keeps_what_waits),
        queue_test(every_table_is_in_the_list),
        cmocka_unit_test_teardown(tables_that_cannot_be_worked_with_are_refused, with_all),
        queue_test(periods_begin_by_the_clock_of_poland),
        calendar_test(once_a_period),
        calendar_test(what_was_missed_is_made_up_for),
        calendar_test(a_killed_runner_leaves_its_night_to_the_next),
        calendar_test(a_start_asks_for_work_of_its_own),
    };

    return cmocka_run_group_tests_name(__FILE__, tests, begin_all, end_all);
}

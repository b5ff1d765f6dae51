/* eurzad-jobs: everything that waits, repeats or calls out. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>

#include "core/app.h"
#include "core/clock.h"
#include "core/db.h"
#include "core/log.h"
#include "core/verify_box.h"
#include "core/xml.h"
#include "jobs/nightly.h"
#include "jobs/runner.h"

enum { PAUSE_MS = 500, AWAY_MS = 2000, SWEEP_EVERY = 7200 };

static volatile sig_atomic_t want_stop;

static void on_stop(int signo)
{
    (void)signo;
    want_stop = 1;
}

static bool role_is_safe(struct app *app)
{
    struct ctx *ctx = ctx_new(app);
    enum err e = ERR_OK;

    ctx->who.kind = WHO_SYSTEM;
    e = db_check_role(ctx);
    if (e)
        log_error(ctx, "jobs.refused", LOG_S("detail", ctx->fail.detail));
    ctx_free(ctx);
    return e != ERR_DENIED;
}

int main(int argc, char **argv)
{
    struct app *app = app_start("eurzad-jobs", "eurzad_jobs", argc, argv, NULL);
    struct sigaction stop = { .sa_handler = on_stop };
    struct nightly nightly = { .not_before = 0 };
    int idle = 0;

    xml_init();
    verify_box_start(app); /* before this process has seen anything foreign */
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    if (!role_is_safe(app))
        return 1;
    log_info(NULL, "jobs.started");
    while (!want_stop) {
        bool ran = false;
        enum err e = runner_step(app, &ran);

        if (!e && idle++ % SWEEP_EVERY == 0)
            e = runner_sweep(app);
        if (!e && !ran)
            e = nightly_step(app, &nightly, clock_now());
        if (!ran)
            poll(NULL, 0, e ? AWAY_MS : PAUSE_MS);
    }
    app_stop(app);
    return 0;
}

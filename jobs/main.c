/* eurzad-jobs: everything that waits, repeats or calls out. One process for each lane of the queue. */
#include <poll.h>

#include "core/base/clock.h"
#include "core/ctx/app.h"
#include "core/ctx/db.h"
#include "core/ctx/log.h"
#include "core/doc/xml.h"
#include "core/serve/server.h"
#include "core/serve/start.h"
#include "core/sig/verify_box.h"
#include "jobs/nightly.h"
#include "jobs/runner.h"

enum { PAUSE_MS = 500, AWAY_MS = 2000, SWEEP_EVERY = 7200 };

static bool role_is_safe(struct app *app)
{
    struct ctx *ctx = ctx_new(app);
    enum err e = ERR_OK;

    ctx->who.kind = WHO_SYSTEM;
    e = db_check_role(ctx);
    if (e)
        log_error(ctx, "jobs.refused", LOG_S("detail", ctx->fail.detail));
    ctx_free(ctx);
    db_close(app);
    return e != ERR_DENIED;
}

static int carry_mail(struct app *app)
{
    while (!server_stopping()) {
        bool ran = false;
        enum err e = runner_step(app, LANE_MAIL, &ran);

        if (!ran)
            poll(NULL, 0, e ? AWAY_MS : PAUSE_MS);
    }
    return 0;
}

static int do_the_rest(struct app *app)
{
    struct nightly nightly = { .not_before = 0 };
    int idle = 0;

    verify_box_start(app); /* before this process has seen anything foreign */
    while (!server_stopping()) {
        bool ran = false;
        enum err e = runner_step(app, LANE_REST, &ran);

        if (!e && idle++ % SWEEP_EVERY == 0)
            e = runner_sweep(app);
        if (!e && !ran)
            e = nightly_step(app, &nightly, clock_now());
        if (!ran)
            poll(NULL, 0, e ? AWAY_MS : PAUSE_MS);
    }
    return 0;
}

static int worker(struct app *app, int listen_fd, int number)
{
    (void)listen_fd;
    return number == LANE_MAIL ? carry_mail(app) : do_the_rest(app);
}

int main(int argc, char **argv)
{
    struct app *app = app_start("eurzad-jobs", "eurzad_jobs", argc, argv, NULL);
    int status;

    xml_init();
    if (!role_is_safe(app))
        return 1;
    log_info(NULL, "jobs.started");
    status = server_run(app, NULL, LANES, worker);
    app_stop(app);
    return status;
}

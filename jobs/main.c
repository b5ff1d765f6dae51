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
#include "jobs/runner.h"

#define MINUTE ((int64_t)60 * 1000000)

enum { PAUSE_MS = 500, AWAY_MS = 2000 };

static bool role_is_safe(struct app *app)
{
    struct ctx *ctx = ctx_system(app, "");
    enum err e = db_check_role(ctx);

    if (e)
        log_error(ctx, "jobs.refused", LOG_S("detail", ctx->fail.detail));
    ctx_free(ctx);
    db_close(app);
    return e != ERR_DENIED;
}

/* One lane: what waits, and once a minute a look at the calendar. */
static int worker(struct app *app, int listen_fd, int number)
{
    enum job_lane lane = (enum job_lane)number;
    int64_t planned = 0;

    (void)listen_fd;
    if (lane != LANE_MAIL)
        verify_box_start(app); /* before this process has seen anything foreign */
    while (!server_stopping()) {
        int64_t minute = clock_now() / MINUTE;
        bool ran = false;
        enum err e = runner_step(app, lane, &ran);

        if (!e && minute != planned) {
            e = planned ? runner_plan(app, lane, clock_now()) : runner_begin(app, lane, clock_now());
            planned = e ? planned : minute;
        }
        if (!ran)
            poll(NULL, 0, e ? AWAY_MS : PAUSE_MS);
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct app *app = app_start("eurzad-jobs", "eurzad_jobs", argc, argv, NULL);
    const char *problem = NULL;
    int status;

    xml_init();
    if (runner_use(all_jobs, &problem)) {
        log_error(NULL, "jobs.broken", LOG_S("rodzaj", problem));
        return 1;
    }
    if (!role_is_safe(app))
        return 1;
    log_info(NULL, "jobs.started");
    status = server_run(app, NULL, LANES, worker);
    app_stop(app);
    return status;
}

/* eurzad-soap: the contracts of government systems over FastCGI. */
#include <stdbool.h>

#include "core/ctx/app.h"
#include "core/ctx/ctx.h"
#include "core/ctx/db.h"
#include "core/ctx/log.h"
#include "core/doc/xml.h"
#include "core/serve/server.h"
#include "core/serve/start.h"
#include "core/sig/verify_box.h"
#include "soap/site.h"

enum { EXIT_ROLE = 78 };

static bool role_is_refused(struct app *app)
{
    struct ctx *ctx = ctx_new(app);
    enum err e = db_check_role(ctx);

    if (e)
        log_error(ctx, "worker.role_check", LOG_S("detail", ctx->fail.detail));
    ctx_free(ctx);
    return e == ERR_DENIED;
}

static int worker(struct app *app, int listen_fd, int number)
{
    static const bool never = false;
    struct soap_site site = { .app = app };
    int status;

    (void)number;
    verify_box_start(app); /* before this process has seen a request */
    if (role_is_refused(app))
        return EXIT_ROLE;
    soap_site_open(&site);
    status = fastcgi_loop(app, listen_fd, soap_site_serve, &site, &never);
    soap_site_close(&site);
    return status;
}

int main(int argc, char **argv)
{
    struct app *app = app_start("eurzad-soap", "eurzad_soap", argc, argv, NULL);
    int status;

    xml_init();
    status = server_run(app, app->conf.soap_socket, app->conf.soap_workers, worker);
    app_stop(app);
    return status;
}

/* eurzad-web: the portal and the offices' pages over FastCGI */

#include "core/ctx/app.h"
#include "core/ctx/log.h"
#include "core/doc/xml.h"
#include "core/doc/xslt.h"
#include "core/serve/fastcgi.h"
#include "core/serve/server.h"
#include "core/serve/start.h"
#include "core/sig/verify_box.h"
#include "fcgi/health.h"
#include "fcgi/menu.h"
#include "fcgi/serve.h"
#include "routes.h"

enum { EXIT_ROLE = 78, TABLES_MAX = 512 };

/* Built by the master, read by all workers. */
static struct site site;

/* ---- FastCGI as a gateway ---- */

static const char *param(void *data, const char *name)
{
    return fastcgi_param(data, name);
}

static size_t read_body(void *data, void *to, size_t n)
{
    return fastcgi_read(data, to, n);
}

static void write_answer(void *data, const void *p, size_t n)
{
    fastcgi_write(data, p, n);
}

static void serve_one(void *data, struct fastcgi *rq)
{
    const struct gateway gate = { rq, param, read_body, write_answer };

    serve(data, &gate);
}

/* ---- the worker ---- */

static int worker(struct app *app, int fd, int number)
{
    struct ctx *ctx;
    enum err e;
    int status;

    (void)number;
    verify_box_start(app); /* before this process has seen a request */
    ctx = ctx_new(app);
    e = serve_check_role(&site, ctx);
    ctx_free(ctx);
    if (site.role_refused)
        return EXIT_ROLE;
    if (e)
        log_warn(NULL, "worker.database_away");
    health_count(HEALTH_WORKERS);
    status = fastcgi_loop(app, fd, serve_one, &site, &site.role_refused);
    return site.role_refused ? EXIT_ROLE : status;
}

/* ---- the master ---- */

static bool build_site(struct app *app)
{
    const char *dir = mem_printf(app->mem, "%s/xsl", app->conf.share_dir);
    const struct route *tables[TABLES_MAX] = { health_routes };
    struct xslt_sheets *sheets = NULL;
    struct router *router = NULL;
    struct menu *menu = NULL;
    const char *problem = NULL;

    for (int i = 0; all_routes[i] && i < TABLES_MAX - 2; i++)
        tables[i + 1] = all_routes[i];
    if (xslt_load(app->mem, dir, &sheets, &problem) || router_new(app->mem, tables, &router, &problem) ||
        menu_new(app->mem, menu_rows, router, &menu, &problem)) {
        log_error(NULL, "site.broken", LOG_S("why", problem));
        return false;
    }
    mem_give_back();
    site = (struct site){ .app = app, .sheets = sheets, .router = router, .menu = menu };
    log_info(NULL, "site.built", LOG_I("sheets", xslt_count(sheets)), LOG_I("routes", router_count(router)));
    return true;
}

int main(int argc, char **argv)
{
    struct app *app = app_start("eurzad-web", "eurzad_web", argc, argv, NULL);
    int status;

    xml_init();
    if (!build_site(app))
        return 1;
    health_init(app->conf.web_workers);
    status = server_run(app, app->conf.web_socket, app->conf.web_workers, worker);
    app_stop(app);
    return status;
}

/* Start and end of a program: command line, configuration, log, time zone, connections. */
#include "core/serve/start.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/ctx/db.h"
#include "core/ctx/log.h"
#include "core/ctx/password.h"
#include "core/law/date.h"
#include "core/net/cache.h"
#include "core/seal/seal.h"
#include "core/sig/verify_box.h"

static _Noreturn void usage(const char *program, const char *problem)
{
    fprintf(stderr, "%s: %s\nusage: %s -c FILE [--print-config] …\n", program, problem, program);
    exit(2);
}

static enum log_level level_of(const char *program, const char *name)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };

    for (int i = 0; i < 4; i++)
        if (strcmp(names[i], name) == 0)
            return (enum log_level)i;
    usage(program, "log_level must be debug, info, warn or error");
}

/* Cheap hashes are for tests, which log in thousands of times; a system for real people does not start with them. */
static void set_password_cost(const char *program, const struct conf *conf)
{
    if (conf->password_memory < (conf->cookie_secure ? (int)PASSWORD_MEMORY_KIB : 8))
        usage(program, "password_memory is too little");
    password_cost((unsigned)conf->password_memory);
}

static struct app *app_new(const char *program, const char *db_role)
{
    TALLOC_CTX *mem = mem_new(NULL);
    struct app *app = mem_zero(mem, struct app);

    app->mem = mem;
    app->program = program;
    app->db_role = db_role;
    conf_defaults(&app->conf);
    return app;
}

struct app *app_start(const char *program, const char *db_role, int argc, char **argv, int *ret_rest)
{
    struct app *app = app_new(program, db_role);
    const char *problem = NULL;
    bool print = false;
    int i = 1;

    for (; i < argc; i++) {
        if (strcmp(argv[i], "-c") == 0 && i + 1 < argc) {
            if (conf_read(app->mem, argv[++i], &app->conf, &problem))
                usage(program, problem);
        } else if (strcmp(argv[i], "--print-config") == 0) {
            print = true;
        } else {
            break;
        }
    }
    if (print) {
        conf_print(&app->conf, stdout);
        exit(0);
    }
    if (ret_rest)
        *ret_rest = i;
    else if (i < argc)
        usage(program, argv[i]);
    log_open(program, level_of(program, app->conf.log_level));
    set_password_cost(program, &app->conf);
    date_init();
    signal(SIGPIPE, SIG_IGN);
    return app;
}

void app_after_fork(struct app *app)
{
    db_forget(app);
    cache_forget(app);
    seal_forget(app);
    verify_box_forget(app);
}

void app_stop(struct app *app)
{
    db_close(app);
    cache_close(app);
    seal_close(app);
    talloc_free(app->mem);
}
